//! CSS and scripts without what only its author needs: comments, indentation and line breaks. Changes nothing inside strings.

/// The style sheet in one line.
pub(super) fn css(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if rest.starts_with("/*") {
            rest = rest.find("*/").map_or("", |end| &rest[end + 2..]);
        } else if c == '"' || c == '\'' {
            let end = rest[1..].find(c).map_or(rest.len(), |end| end + 2);
            out.push_str(&rest[..end]);
            rest = &rest[end..];
        } else if c.is_whitespace() {
            rest = rest.trim_start();
            push_space(&mut out, rest);
        } else {
            if matches!(c, '}') && out.ends_with(';') {
                out.pop();
            }
            out.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    out
}

/// The script without the lines that are comments, and without indentation. A script with text over several lines is left as it is.
pub(super) fn js(text: &str) -> String {
    let is_remark = |line: &&str| line.starts_with("//") || (line.starts_with("/*") && line.find("*/") == line.len().checked_sub(2));
    let is_open = |line: &str| line.matches('`').count() % 2 == 1 || line.contains("/*");
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !is_remark(line));
    if lines.clone().any(is_open) {
        return text.to_string();
    }
    lines.flat_map(|line| [line, "\n"]).collect()
}

/// A space is kept where it separates words, and dropped beside punctuation that needs none.
fn push_space(out: &mut String, rest: &str) {
    let before = out.ends_with(['{', '}', ';', ',', ':', '>']) || out.is_empty();
    let after = rest.starts_with(['{', '}', ';', ',', '>']) || rest.starts_with("/*") || rest.is_empty();
    if !before && !after {
        out.push(' ');
    }
}

#[cfg(test)]
mod tests {
    use super::{css, js};

    #[test]
    fn scripts_keep_their_lines() {
        assert_eq!(js("// a\n  let b = 1; // c\n\n  b\n"), "let b = 1; // c\nb\n");
        assert_eq!(js("/** a */\n  b\n"), "b\n");
        assert_eq!(js("a = `\n  // b`\n"), "a = `\n  // b`\n");
        assert_eq!(js("/* a\n b */\n"), "/* a\n b */\n");
    }

    #[test]
    fn drops_comments_and_space_but_not_meaning() {
        assert_eq!(
            css("/* a */\nmain > p ,\n a:hover {\n  color : red;\n  margin: 0 auto;\n}\n"),
            "main>p,a:hover{color :red;margin:0 auto}"
        );
        assert_eq!(css("a { content: \"/* x  y */\"; }"), "a{content:\"/* x  y */\"}");
        assert_eq!(
            css("@media (min-width: 40em) and (x) { .a .b { width: calc(1px + 2px) } }"),
            "@media (min-width:40em) and (x){.a .b{width:calc(1px + 2px)}}"
        );
        assert_eq!(css("a /* unfinished"), "a");
    }
}
