//! Code with its grammar marked by classes. The only user of syntect.
//!
//! A portal without code pays nothing: the grammars (20 ms, 10 MB) are unpacked at the first code block, and `css` belongs only into
//! pages that have one. Six classes instead of syntect's hundreds, since readers pay for every byte.

use std::sync::OnceLock;

use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxSet};
use syntect::util::LinesWithEndings;

use crate::markup::text_escaped;

/// Scopes and the class of what they cover; the innermost scope that is listed decides, and of several that fit it, the first.
const CLASSES: [(&str, &str); 11] = [
    ("comment", "hl-c"),
    ("string", "hl-s"),
    ("constant", "hl-n"),
    ("keyword.operator", ""),
    ("keyword", "hl-k"),
    ("storage", "hl-k"),
    ("entity.other.attribute-name", "hl-a"),
    ("entity.name.tag", "hl-k"),
    ("entity.name", "hl-f"),
    ("support", "hl-f"),
    ("variable.parameter", "hl-a"),
];

const CSS: &str = "\
.hl-c{color:#474747;font-style:italic}.hl-s{color:#0a4a12}.hl-n{color:#7a1f00}.hl-k{color:#6b0f6b}.hl-f{color:#0b3d86}.hl-a{color:#5a3b00}
@media(prefers-color-scheme:dark){.hl-c{color:#b8b8b8}.hl-s{color:#a5d6a7}.hl-n{color:#ffb59a}.hl-k{color:#e9b3f0}.hl-f{color:#a9c7ff}.hl-a{color:#f0cf8e}}
@media print{.hl-c,.hl-s,.hl-n,.hl-k,.hl-f,.hl-a{color:inherit}}
";

struct Grammars {
    syntaxes: SyntaxSet,
    classes: Vec<(Scope, &'static str)>,
}

/// Code as escaped text with `<span class="hl-…">`. None where the language is unknown or its grammar fails.
pub fn highlight(code: &str, language: &str) -> Option<String> {
    let grammars = grammars();
    let syntax = grammars.syntaxes.find_syntax_by_token(language)?;
    let (mut state, mut scopes) = (ParseState::new(syntax), ScopeStack::new());
    let mut runs = Runs::default();
    for line in LinesWithEndings::from(code) {
        let mut written = 0;
        for (at, change) in state.parse_line(line, &grammars.syntaxes).ok()? {
            runs.push(line.get(written..at)?, grammars.class(&scopes));
            scopes.apply(&change).ok()?;
            written = at;
        }
        runs.push(line.get(written..)?, grammars.class(&scopes));
    }
    Some(runs.finish())
}

/// The colours of the classes, light and dark, each at 7:1 or more on the grey of code blocks (WCAG 1.4.6).
pub fn css() -> &'static str {
    CSS
}

fn grammars() -> &'static Grammars {
    static GRAMMARS: OnceLock<Grammars> = OnceLock::new();
    GRAMMARS.get_or_init(|| {
        let scope = |name: &str| Scope::new(name).expect("BUG: a scope of more than eight parts");
        Grammars {
            syntaxes: SyntaxSet::load_defaults_newlines(),
            classes: CLASSES.iter().map(|(name, class)| (scope(name), *class)).collect(),
        }
    })
}

impl Grammars {
    fn class(&self, scopes: &ScopeStack) -> &'static str {
        let class = |scope: &Scope| self.classes.iter().find(|(prefix, _)| prefix.is_prefix_of(*scope)).map(|(_, class)| *class);
        scopes.as_slice().iter().rev().find_map(class).unwrap_or_default()
    }
}

/// Text in runs of one class each.
#[derive(Default)]
struct Runs {
    html: String,
    run: String,
    class: &'static str,
}

impl Runs {
    /// White space has no colour and so never ends a run.
    fn push(&mut self, text: &str, class: &'static str) {
        if class != self.class && !text.trim().is_empty() {
            self.close();
            self.class = class;
        }
        self.run.push_str(text);
    }

    fn close(&mut self) {
        let run = std::mem::take(&mut self.run);
        let (text, space) = run.split_at(run.trim_end().len());
        if self.class.is_empty() || text.is_empty() {
            self.html.push_str(&text_escaped(text));
        } else {
            self.html.push_str(&format!("<span class=\"{}\">{}</span>", self.class, text_escaped(text)));
        }
        self.html.push_str(&text_escaped(space));
    }

    fn finish(mut self) -> String {
        self.close();
        self.html
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_grammar_and_keeps_the_text() {
        let html = highlight("fn a() { // <b>\n    \"x\"\n}\n", "rust").unwrap();
        assert!(html.contains("<span class=\"hl-k\">fn</span> <span class=\"hl-f\">a</span>"), "{html}");
        assert!(html.contains("<span class=\"hl-c\">// &lt;b&gt;</span>\n"), "{html}");
        assert_eq!(highlight("x", "no such language"), None);
    }

    /// WCAG 2.2 relative luminance.
    fn luminance(hex: &str) -> f64 {
        let channel = |at: usize| {
            let value = f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap()) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(0) + 0.7152 * channel(2) + 0.0722 * channel(4)
    }

    #[test]
    fn colours_are_small_and_readable() {
        assert!(CSS.len() <= 1024);
        for (line, background) in CSS.lines().zip(["f2f2f2", "222222"]) {
            for (at, _) in line.match_indices("color:#") {
                let (a, b) = (luminance(&line[at + 7..at + 13]), luminance(background));
                let contrast = (a.max(b) + 0.05) / (a.min(b) + 0.05);
                assert!(contrast >= 7.0, "{} on {background}: {contrast:.2}", &line[at + 7..at + 13]);
            }
        }
    }
}
