//! Bundles as PO files of GNU gettext, and PO files read back, strictly: what gettext would refuse is refused here, with its line.

use super::returned::{Given, Returned, ReturnedUnit, broken, utf8};
use super::sheet::{Bundle, Entry, EntryState, Sheet};
use super::tagged::tagged;
use crate::diagnostic::{Diagnostic, Outcome, Span};
use crate::model::{SourcePath, Spanned};

/// The header's entry that names the language as the portal does: gettext knows no `prs`.
const LANGUAGE: &str = "X-Dalil-Language";

/// The bundle as a PO file.
pub fn write(bundle: &Bundle) -> String {
    let language = &bundle.language;
    let header = [
        format!("Project-Id-Version: {}", one_line(&bundle.title)),
        // gettext wants these; who translated and when is the translator's to say, and no clock is asked here.
        "PO-Revision-Date: ".to_string(),
        "Last-Translator: ".to_string(),
        format!("Language-Team: {}", language.endonym),
        format!("Language: {}", language.tag.replace('-', "_")),
        "MIME-Version: 1.0".to_string(),
        "Content-Type: text/plain; charset=UTF-8".to_string(),
        "Content-Transfer-Encoding: 8bit".to_string(),
        "X-Generator: dalil".to_string(),
        format!("{LANGUAGE}: {}", language.path),
    ];
    let mut out = String::from("msgid \"\"\nmsgstr \"\"\n");
    for line in header {
        out.push_str(&format!("{}\n", quoted(&format!("{line}\n"))));
    }
    for sheet in &bundle.sheets {
        sheet.entries.iter().for_each(|entry| write_entry(sheet, entry, &mut out));
    }
    out
}

fn write_entry(sheet: &Sheet, entry: &Entry, out: &mut String) {
    out.push('\n');
    for note in &entry.notes {
        out.push_str(&format!("#. {}\n", one_line(note)));
    }
    out.push_str(&format!("#: {}:{}\n", sheet.file, entry.line));
    if entry.state == EntryState::Fuzzy {
        out.push_str("#, fuzzy\n");
    }
    if let Some(previous) = &entry.previous {
        out.push_str(&format!("#| msgid {}\n", quoted(&tagged(previous))));
    }
    let target = entry.target.as_ref().map(tagged).unwrap_or_default();
    let (context, source) = (quoted(&entry.context), quoted(&tagged(&entry.source)));
    out.push_str(&format!("msgctxt {context}\nmsgid {source}\nmsgstr {}\n", quoted(&target)));
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '"' => out.push_str("\\\""),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Reads a PO file. Entries marked `#~` are history and left out.
pub fn read(file: &SourcePath, bytes: &[u8]) -> Outcome<Returned> {
    let nothing = Returned { file: file.clone(), language: None, units: Vec::new() };
    let text = match utf8(file, bytes) {
        Ok(text) => text,
        Err(diagnostic) => return Outcome::new(nothing, vec![diagnostic]),
    };
    let mut reader = Reader { file, returned: nothing, diagnostics: Vec::new(), message: Message::default(), last: None };
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let content = line.trim_end_matches(['\n', '\r']);
        let mark = if start == 0 && content.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
        reader.line(&content[mark..], start + mark);
        start += line.len();
    }
    reader.finish();
    Outcome::new(reader.returned, reader.diagnostics)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Keyword {
    Context,
    Source,
    Target,
}

/// An entry while it is read.
#[derive(Debug, Clone, Default)]
struct Message {
    context: Option<Spanned<String>>,
    source: Option<Spanned<String>>,
    target: Option<Spanned<String>>,
    is_fuzzy: bool,
}

struct Reader<'f> {
    file: &'f SourcePath,
    returned: Returned,
    diagnostics: Vec<Diagnostic>,
    message: Message,
    /// The string that a line of quotation marks alone goes on with.
    last: Option<Keyword>,
}

impl Reader<'_> {
    fn line(&mut self, line: &str, start: usize) {
        let indent = line.len() - line.trim_start().len();
        let (text, start) = (line.trim(), start + indent);
        let span = Span { start, end: start + text.len() };
        if text.is_empty() {
            return;
        }
        if let Some(comment) = text.strip_prefix('#') {
            // A comment belongs to the entry below it.
            if self.message.target.is_some() {
                self.finish();
            }
            if let Some(flags) = comment.strip_prefix(',') {
                self.message.is_fuzzy |= flags.split(',').any(|flag| flag.trim() == "fuzzy");
            }
            return;
        }
        if text.starts_with('"') {
            return self.go_on(text, span);
        }
        let (keyword, rest) = text.split_once([' ', '\t']).unwrap_or((text, ""));
        let string = rest.trim_start();
        let string_span = Span { start: span.end - string.len(), end: span.end };
        match keyword {
            "msgctxt" => self.begin(Keyword::Context, string, string_span, span),
            "msgid" => self.begin(Keyword::Source, string, string_span, span),
            "msgstr" => self.begin(Keyword::Target, string, string_span, span),
            _ if keyword == "msgid_plural" || keyword.starts_with("msgstr[") => {
                self.report(span, "dalil sends no plurals of gettext: each plural form has an entry of its own", "export the file again");
            }
            _ => self.report(
                span,
                format!("`{}` begins no line of a PO file", keyword.chars().take(20).collect::<String>()),
                "lines begin with `#`, `msgctxt`, `msgid`, `msgstr` or a quotation mark",
            ),
        }
    }

    fn begin(&mut self, keyword: Keyword, string: &str, string_span: Span, line: Span) {
        if keyword != Keyword::Target && self.message.target.is_some() {
            self.finish();
        }
        let Some(value) = self.string(string, string_span) else { return };
        let is_misplaced = match keyword {
            Keyword::Context => self.message.context.is_some() || self.message.source.is_some(),
            Keyword::Source => self.message.source.is_some(),
            Keyword::Target => self.message.source.is_none() || self.message.target.is_some(),
        };
        if is_misplaced {
            self.report(line, "this line does not belong here", "an entry is `msgctxt`, `msgid`, `msgstr`, in this order, once each");
        }
        self.last = Some(keyword);
        *self.slot(keyword) = Some(Spanned { value, span: string_span });
    }

    fn go_on(&mut self, text: &str, span: Span) {
        let Some(keyword) = self.last else {
            return self.report(span, "this text belongs to no entry", "write `msgid` or `msgstr` before it");
        };
        let Some(more) = self.string(text, span) else { return };
        if let Some(string) = self.slot(keyword) {
            string.value.push_str(&more);
            // Points at the first line that says something.
            string.span = if string.value.len() == more.len() { span } else { Span { end: span.end, ..string.span } };
        }
    }

    fn slot(&mut self, keyword: Keyword) -> &mut Option<Spanned<String>> {
        match keyword {
            Keyword::Context => &mut self.message.context,
            Keyword::Source => &mut self.message.source,
            Keyword::Target => &mut self.message.target,
        }
    }

    /// What stands between the quotation marks.
    fn string(&mut self, text: &str, span: Span) -> Option<String> {
        match unquoted(text) {
            Ok(value) => Some(value),
            Err(reason) => {
                self.report(span, reason, "a string stands between `\"` and `\"` on one line; inside it write `\\\"` and `\\\\`");
                self.last = None;
                None
            }
        }
    }

    fn finish(&mut self) {
        self.last = None;
        let Message { context, source, target, is_fuzzy } = std::mem::take(&mut self.message);
        match (context, source, target) {
            (None, None, None) => {}
            (None, Some(source), Some(target)) if source.value.is_empty() => self.header(&target),
            (Some(context), Some(source), Some(target)) => {
                let given = match (target.value.trim().is_empty(), is_fuzzy) {
                    (true, _) => Given::Nothing,
                    (false, true) => Given::Unsure,
                    (false, false) => Given::Done,
                };
                self.returned.units.push(ReturnedUnit { context, source: source.value, target, given });
            }
            (None, Some(source), Some(_)) => {
                self.report(
                    source.span,
                    "this entry has no `msgctxt`, so nobody knows where it belongs",
                    "import a file that `dalil export` made",
                );
            }
            (context, source, target) => {
                let span = context.or(source).or(target).map(|string| string.span).unwrap_or_default();
                self.report(span, "this entry is not whole", "an entry is `msgctxt`, `msgid` and `msgstr`");
            }
        }
    }

    fn header(&mut self, header: &Spanned<String>) {
        let value = |name: &str| {
            let lines = header.value.lines().filter_map(|line| line.split_once(':'));
            lines.into_iter().find(|(known, _)| known.trim().eq_ignore_ascii_case(name)).map(|(_, value)| value.trim().to_string())
        };
        if let Some(content) = value("Content-Type")
            && !content.to_ascii_lowercase().contains("charset=utf-8")
        {
            self.report(
                header.span,
                format!("the header says that the file is `{content}`"),
                "save it as UTF-8, and say `charset=UTF-8` in the header",
            );
        }
        let language = value(LANGUAGE).filter(|value| !value.is_empty()).or(value("Language").filter(|value| !value.is_empty()));
        self.returned.language = language.map(|value| Spanned { value: value.replace('_', "-"), span: header.span });
    }

    fn report(&mut self, span: Span, message: impl Into<String>, help: impl Into<String>) {
        self.diagnostics.push(broken(self.file, span, message, help));
    }
}

fn unquoted(text: &str) -> Result<String, String> {
    let Some(inside) = text.strip_prefix('"') else { return Err("a string in quotation marks should stand here".to_string()) };
    let mut out = String::new();
    let mut chars = inside.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' if at + 1 == inside.len() => return Ok(out),
            '"' => return Err("a quotation mark stands inside a string".to_string()),
            '\\' => match chars.next().map(|(_, c)| c) {
                Some('n') => out.push('\n'),
                Some('t') => out.push('\t'),
                Some('r') => out.push('\r'),
                Some(c @ ('\\' | '"')) => out.push(c),
                Some(c) => return Err(format!("`\\{c}` means nothing in a string")),
                None => return Err("a string ends in the middle of `\\`".to_string()),
            },
            c => out.push(c),
        }
    }
    Err("this string has no closing quotation mark".to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    type Read = (String, String, String, Given);

    fn found(text: &str) -> (Vec<Read>, Vec<String>) {
        let outcome = read(&SourcePath::new("a.po"), text.as_bytes());
        let unit = |unit: ReturnedUnit| (unit.context.value, unit.source, unit.target.value, unit.given);
        let told =
            outcome.diagnostics.iter().map(|found| format!("{:?} {}", found.place.span.map(|span| &text[span.range()]), found.message));
        (outcome.value.units.into_iter().map(unit).collect(), told.collect())
    }

    #[test]
    fn entries_as_tools_write_them() {
        let (units, told) = found(
            "\u{FEFF}# By hand\r\nmsgid \"\"\r\nmsgstr \"\"\r\n\"Language: ar\\n\"\r\n\r\n#. note\r\n#, fuzzy, no-wrap\r\n#| msgid \"old\"\r\nmsgctxt \"a\"\r\nmsgid \"\"\r\n\"one \"\r\n\"two\"\r\nmsgstr \"x \\\"y\\\"\"\r\nmsgctxt \"b\"\r\nmsgid \"c\"\r\nmsgstr \"\"\r\n\r\n#~ msgid \"gone\"\r\n#~ msgstr \"gone\"\r\n",
        );
        assert_eq!(told, [""; 0]);
        let expected = [("a", "one two", "x \"y\"", Given::Unsure), ("b", "c", "", Given::Nothing)];
        assert_eq!(units, expected.map(|(a, b, c, given)| (a.to_string(), b.to_string(), c.to_string(), given)));
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (text, expected) in [
            ("msgid \"a\nmsgstr \"\"\n", "has no closing"),
            ("msgctxt \"a\"\nmsgid \"a\"\n", "not whole"),
            ("msgid \"a\"\nmsgstr \"b\"\n", "no `msgctxt`"),
            ("\"a\"\n", "belongs to no entry"),
            ("hello\n", "begins no line"),
            ("msgctxt \"a\"\nmsgid \"a\"\nmsgid_plural \"b\"\nmsgstr[0] \"c\"\n", "no plurals"),
            ("msgctxt \"a\"\nmsgid \"a\"\nmsgstr \"a\\qb\"\n", "means nothing"),
            ("msgctxt \"a\"\nmsgid \"a\"\nmsgid \"b\"\nmsgstr \"a\"\n", "does not belong here"),
            ("msgid \"\"\nmsgstr \"Content-Type: text/plain; charset=ISO-8859-6\\n\"\n", "ISO-8859-6"),
        ] {
            let (_, told) = found(text);
            assert!(told.iter().any(|told| told.contains(expected)), "{text}: {told:?}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_panic(text in r#"((msgid|msgstr|msgctxt|#,|#~|#) ?|"|\\|a|n|\n|fuzzy|é|ي|\PC){0,60}"#) {
            for found in read(&SourcePath::new("a.po"), text.as_bytes()).diagnostics {
                let span = found.place.span.expect("a place");
                prop_assert!(text.get(span.range()).is_some());
            }
        }

        #[test]
        fn any_string_comes_back(text in r#"[ -~é\n\t"\\ي]{0,40}"#) {
            prop_assert_eq!(unquoted(&quoted(&text)), Ok(text));
        }
    }
}
