//! HTML in Markdown, which is refused: what to write instead of each tag. Comments are allowed and dropped.

/// A piece of raw HTML.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Html {
    Comment,
    Open(String),
    Close(String),
    /// Declarations, processing instructions, character data.
    Other,
}

/// What a single tag or comment is.
pub(super) fn classify(html: &str) -> Html {
    if html.starts_with("<!--") {
        return Html::Comment;
    }
    match html.strip_prefix("</") {
        Some(rest) => name(rest).map_or(Html::Other, Html::Close),
        None => html.strip_prefix('<').and_then(name).map_or(Html::Other, Html::Open),
    }
}

/// The first tag of a longer text, or what else stands there; `None` if there is nothing but white space.
pub(super) fn first(html: &str) -> Option<Html> {
    let html = html.trim_start();
    if html.is_empty() {
        return None;
    }
    let tags = html.match_indices('<').map(|(at, _)| classify(&html[at..]));
    Some(tags.into_iter().find(|found| *found != Html::Other).unwrap_or(Html::Other))
}

/// The text without its comments, or where one begins that never ends.
pub(super) fn without_comments(html: &str) -> Result<String, usize> {
    let (mut kept, mut at) = (String::new(), 0);
    while let Some(start) = html[at..].find("<!--").map(|found| at + found) {
        kept.push_str(&html[at..start]);
        at = comment_end(html, start).ok_or(start)?;
    }
    kept.push_str(&html[at..]);
    Ok(kept)
}

/// The end of the comment that begins at `start`; `<!-->` and `<!--->` are whole comments (CommonMark 0.31 §6.6).
fn comment_end(html: &str, start: usize) -> Option<usize> {
    let inner = start + "<!--".len();
    let short = [">", "->"].into_iter().find(|short| html[inner..].starts_with(short)).map(|short| inner + short.len());
    short.or_else(|| html[inner..].find("-->").map(|found| inner + found + "-->".len()))
}

/// The Markdown to write instead of a tag.
pub(super) fn instead(tag: &str) -> &'static str {
    match tag {
        "b" | "strong" => "write `**text**`",
        "i" | "em" | "cite" | "dfn" | "var" => "write `*text*`",
        "a" => "write `[text](https://example.org)`; for an anchor give a heading an id: `## When {#when}`",
        "br" => "end the line with a backslash `\\`, or begin a new paragraph after an empty line",
        "p" => "paragraphs are parted by an empty line; remove the tag",
        "img" | "picture" | "figure" | "figcaption" => "write `![what the picture shows](../../assets/picture.png)`",
        "h1" => "the page's heading is `title:` in the front matter; for others write `## Heading`",
        "h2" => "write `## Heading`",
        "h3" => "write `### Heading`",
        "h4" | "h5" | "h6" => "write `#### Heading`",
        "ul" | "li" => "begin each line of the list with `- `",
        "ol" => "begin each line of the list with `1. `",
        "dl" | "dt" | "dd" => "write the term on a line and `: its explanation` on the next",
        "table" | "tr" | "td" | "th" | "thead" | "tbody" | "tfoot" | "caption" | "colgroup" | "col" => {
            "write the table with bars: `| Heading | Heading |`, below it `|---|---|`, then `| cell | cell |`"
        }
        "blockquote" => "begin each line of the quotation with `> `",
        "hr" => "write `---` between two empty lines",
        "pre" => "put the text between two lines of three backticks",
        "code" | "kbd" | "samp" | "tt" => "put the text between two backticks",
        "sup" => "for a footnote write `[^1]`; otherwise remove the tag",
        "sub" | "small" | "big" | "font" | "center" => "remove the tag: the size and place of text are the theme's business",
        "u" | "ins" => "write `**text**`: underlined text looks like a link",
        "s" | "del" | "strike" => "remove what no longer holds, and say it in `changes:` of the front matter",
        "div" | "section" | "article" | "aside" | "header" | "footer" | "main" | "nav" => {
            "remove the tag; for a box write a quotation that begins `> [!NOTE]`"
        }
        "span" | "bdi" | "bdo" => "remove the tag; for a word in another language write `[word](lang:tr)`",
        "details" | "summary" => "write a heading and the text below it: readers should not have to open it",
        "q" => "write the quotation marks of the language",
        "abbr" => "write the words in full, or link to the glossary: `[word](term:deportation)`",
        "script" | "style" | "link" | "meta" | "iframe" | "object" | "embed" | "video" | "audio" | "form" | "input" | "button" | "svg" => {
            "remove it: pages hold no programs, styles, forms or films; link to them instead"
        }
        _ => "remove it, or put it between backticks if it is to be shown; `<` alone is written `\\<`",
    }
}

/// The name of a tag, in lower case, at the start of what follows `<` or `</`.
fn name(text: &str) -> Option<String> {
    let end = text.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(text.len());
    text.starts_with(|c: char| c.is_ascii_alphabetic()).then(|| text[..end].to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_and_comments() {
        assert_eq!(classify("<B>"), Html::Open("b".to_string()));
        assert_eq!(classify("</span >"), Html::Close("span".to_string()));
        assert_eq!(classify("<!-- a -->"), Html::Comment);
        assert_eq!(classify("<?php ?>"), Html::Other);
        assert_eq!(first(" \n text <div>"), Some(Html::Open("div".to_string())));
        assert_eq!(first(" \n"), None);
        assert_eq!(without_comments("a<!-- b -->c<!---->d<!-->e"), Ok("acde".to_string()));
        assert_eq!(without_comments("a<!-- b"), Err(1));
    }
}
