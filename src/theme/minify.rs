//! CSS and scripts without what only their author needs: comments, indentation, line breaks and, in scripts, long names. Changes nothing
//! that a browser shows or does. The only user of oxc.

use std::ops::Range;

use oxc::allocator::Allocator;
use oxc::codegen::{Codegen, CodegenOptions};
use oxc::minifier::{CompressOptions, MangleOptions, Minifier, MinifierOptions};
use oxc::parser::Parser;
use oxc::span::SourceType;
use oxc_compat::EngineTargets;

/// What no browser could run: where, and the parser's words.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct NoScript {
    /// In bytes of the script.
    pub at: Range<usize>,
    pub message: String,
}

/// Chromium of February 2020, as on phones that were never updated.
const OLDEST: &str = "chrome80";

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

/// The script with short names and without comments, doing the same. What another script could name (the globals of a script that is no
/// module) keeps its name. Uses no syntax that [`OLDEST`] does not know, unless the script itself does.
pub(super) fn js(text: &str) -> Result<String, NoScript> {
    let allocator = Allocator::default();
    let parsed = Parser::new(&allocator, text, SourceType::unambiguous()).parse();
    if let Some(first) = parsed.diagnostics.first() {
        let at = first.labels.first().map_or(0..0, |label| label.offset() as usize..(label.offset() + label.len()) as usize);
        return Err(NoScript { at, message: first.message.to_string() });
    }
    let mut program = parsed.program;
    let compress = CompressOptions { target: EngineTargets::from_target(OLDEST).unwrap_or_default(), ..CompressOptions::smallest() };
    let options = MinifierOptions { mangle: Some(MangleOptions::default()), compress: Some(compress), mangle_properties: None };
    let made = Minifier::new(options).minify(&allocator, &mut program);
    Ok(Codegen::new().with_options(CodegenOptions::minify()).with_scoping(made.scoping).build(&program).code)
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
    fn scripts_keep_what_others_can_name() {
        assert_eq!(
            js("// a\nconst answer = 41 + 1;\nfunction twice(number) { return number * 2 }").unwrap(),
            "const answer=42;function twice(e){return e*2}"
        );
        assert_eq!(js("const answer = 42;\nexport const shown = () => answer;").unwrap(), "export const shown=()=>42;");
    }

    #[test]
    fn scripts_stay_readable_for_old_browsers() {
        assert_eq!(
            js("export const known = (a) => { a.b = a.b ?? f(); a.c = a.c || 1 }").unwrap(),
            "export const known=e=>{e.b=e.b??f(),e.c=e.c||1};"
        );
    }

    #[test]
    fn says_where_a_script_is_broken() {
        let broken = js("let a = 1;\nlet b = = 2;").unwrap_err();
        assert_eq!((broken.at, broken.message.as_str()), (19..20, "Unexpected token"));
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
