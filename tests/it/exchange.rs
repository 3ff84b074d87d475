//! Texts for translators and back: `dalil export`, `dalil import` and `dalil diff`, through the program.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::fixture::Portal;
use crate::freshness::succeed;

const FILE: &str = "content/en/guides/forms.md";

/// One of every kind of text that a page can have.
const EVERYTHING: &str = "---\ntitle: \"Forms: all of them\"\nsummary: What to fill in.\nmenu: Forms\nkind: guide\n---\n\n\
Lead with *one* and **two**[^a].\nA second line & a <https://example.org/en>.\n\n## When {#when}\n\n\
Wait [7 days](fact:deportation-appeal) ([Art. 53](law:lfip/53)), call [](contact:rrt-helpdesk).\n\n\
1. First \\*starred\\*\n2. Second `code` here\\\n   and on\n\n   - inner [page](../index.md)\n\n<!-- a remark -->\n\n\
> [!DEADLINE]\n> Do it **now**.\n>\n> - at once\n\n*Which form*\n\n| Form | Copies |\n|---|---|\n| A \\| B | 2 <!-- two --> x |\n| C | |\n\n\
```sh\nnot translated\n```\n\n## Words {#words}\n\n[Geri gönderme](lang:tr)\n: a word,\n  explained\n\n---\n\n[^a]: A source, with [a link](https://example.org \"Title\").\n\n    Its second paragraph.\n";

/// A PO file in which every text is translated by itself, changed as `change` says.
pub(crate) fn filled(po: &str, change: impl Fn(&str) -> String) -> String {
    let mut out = String::new();
    let mut source = String::new();
    for line in po.lines() {
        if let Some(text) = line.strip_prefix("msgid ") {
            source = text.to_string();
        }
        match line {
            "msgstr \"\"" if source != "\"\"" => {
                let text = source.strip_prefix('"').and_then(|text| text.strip_suffix('"')).expect("a string");
                out.push_str(&format!("msgstr \"{}\"", change(text)));
            }
            "#, fuzzy" => continue,
            line => out.push_str(line),
        }
        out.push('\n');
    }
    out
}

fn everything() -> Portal {
    let registers = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/registers");
    let portal = Portal::with(&[(FILE, EVERYTHING)]);
    portal.write("site.yaml", fs::read(registers.join("../../site.yaml")).expect("a file"));
    for register in ["facts.yaml", "laws.yaml", "contacts.yaml", "terms.yaml", "organisations.yaml", "projects.yaml"] {
        portal.write(&format!("content/registers/{register}"), fs::read(registers.join(register)).expect("a register"));
    }
    portal
}

/// What `dalil import` says, and its exit code.
fn import(portal: &Portal, file: &str) -> (Option<i32>, String) {
    let output = portal.dalil(&["import", file]);
    (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr))
}

fn git(portal: &Portal, arguments: &[&str]) {
    let mut command = Command::new("git");
    command.args(["-c", "user.name=Editor", "-c", "user.email=editor@example.org", "-c", "init.defaultBranch=main"]).args(arguments);
    let output = command.current_dir(portal.root()).env("GIT_CONFIG_GLOBAL", "/dev/null").output().expect("git is installed");
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn the_portals_own_translations_come_back_byte_for_byte() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let portal = Portal::empty();
    for folder in ["content", "i18n"] {
        for file in crate::fixture::files_below(&root.join(folder)) {
            let path = file.strip_prefix(root).expect("below").to_str().expect("UTF-8");
            portal.write(path, fs::read(&file).expect("a file"));
        }
    }
    portal.write("site.yaml", fs::read(root.join("site.yaml")).expect("a file"));
    for (language, format, file) in [("ar", "po", "a.po"), ("tr", "xliff", "a.xlf"), ("ckb", "po", "a.po"), ("fa", "xliff", "a.xlf")] {
        succeed(&portal.dalil(&["export", "--lang", language, "--format", format, "--out", file]));
        assert_eq!(succeed(&portal.dalil(&["import", file])), "nothing to change\n", "{language}");
        succeed(&portal.dalil(&["export", "--lang", language, "--interface", "--format", format, "--out", file]));
        assert_eq!(succeed(&portal.dalil(&["import", file])), "nothing to change\n", "{language}");
    }
}

#[test]
fn a_new_edition_has_the_shape_of_its_original() {
    let portal = everything();
    let body = EVERYTHING.split_once("---\n\n").expect("a body").1;
    for (format, file) in [("po", "a.po"), ("xliff", "a.xlf")] {
        succeed(&portal.dalil(&["export", "--lang", "ar", "guides/forms", "--format", format, "--out", file]));
        let text = portal.read(file);
        let done = if format == "po" {
            filled(&text, str::to_string)
        } else {
            let segments = text.replace("state=\"initial\"", "state=\"translated\"");
            let copied = segments.split("<source>").map(|part| match part.split_once("</source>") {
                Some((source, rest)) => format!("<source>{source}</source><target>{source}</target>{rest}"),
                None => part.to_string(),
            });
            copied.collect()
        };
        portal.write(file, done);
        let said = succeed(&portal.dalil(&["import", file]));
        assert!(said.contains("made content/ar/guides/forms.md"), "{said}");
        let made = portal.read("content/ar/guides/forms.md");
        assert!(made.ends_with(body), "{made}");
        let front = made.strip_suffix(body).expect("the body");
        assert!(front.starts_with("---\ntitle: \"Forms: all of them\"\nsummary: What to fill in.\nmenu: Forms\ntranslation: {from: en, state: in-progress, sections: {_: "), "{front}");
        let status = succeed(&portal.dalil(&["status", "--lang", "ar"]));
        assert!(status.lines().any(|line| line.starts_with("guides/forms") && line.ends_with("in-progress")), "{status}");
        // What comes out again is what went in, and going in again changes nothing.
        succeed(&portal.dalil(&["export", "--lang", "ar", "guides/forms", "--format", format, "--out", file]));
        assert_eq!(succeed(&portal.dalil(&["import", file])), "nothing to change\n");
        portal.remove("content/ar/guides/forms.md");
    }
}

#[test]
fn changed_texts_are_written_as_markdown_and_come_out_the_same() {
    let portal = everything();
    let export = |portal: &Portal| {
        succeed(&portal.dalil(&["export", "--lang", "ar", "guides/forms", "--out", "a.po"]));
        portal.read("a.po")
    };
    // The front matter is plain text; the rest may hold any sign.
    let change = |text: &str| match text {
        "Forms: all of them" | "What to fill in." | "Forms" => format!("ن *{text}: \\\"x\\\" # {{y}}"),
        _ => format!("# ن *{text} 1. [x]({{y}}) &amp;lt; &lt;b&gt; _z_ | ! + \\\\\\\\"),
    };
    portal.write("a.po", filled(&export(&portal), change));
    let (code, said) = import(&portal, "a.po");
    assert_eq!(code, Some(0), "{said}");
    let first = export(&portal);
    assert_eq!(first.matches("ن *").count(), first.matches("msgctxt").count(), "{first}");
    succeed(&portal.dalil(&["import", "a.po"]));
    assert_eq!(export(&portal), first);
    assert!(!first.contains("msgstr \"\"\n\n"), "{first}");
}

#[test]
fn what_is_wrong_with_a_file_is_named_and_nothing_is_written() {
    let portal = everything();
    portal.write(
        "content/ar/guides/forms.md",
        "---\ntitle: استمارات\nsummary: ما يجب ملؤه.\ntranslation: {from: en, state: reviewed}\n---\n\nتمهيد.\n",
    );
    succeed(&portal.dalil(&["export", "--lang", "ar", "guides/forms", "--out", "a.po"]));
    succeed(&portal.dalil(&["export", "--lang", "ar", "guides/forms", "--format", "xliff", "--out", "a.xlf"]));
    let po = filled(&portal.read("a.po"), str::to_string);
    let before = portal.read("content/ar/guides/forms.md");
    let last = |from: &str, to: &str| {
        let at = po.rfind(from).unwrap_or_else(|| panic!("{from} in {po}"));
        format!("{}{to}{}", &po[..at], &po[at + from.len()..])
    };
    let cases = [
        (last("<fact1>7 days</fact1>", "7 days"), "exchange-placeholder", "`<fact1>` (fact:deportation-appeal) is missing"),
        (last("<fact1>7 days</fact1>", "<fact1>7</fact1> <fact1>days</fact1>"), "exchange-placeholder", "stands here twice"),
        (last("<fact1>7 days</fact1>", "<fact2>7 days</fact2>"), "exchange-placeholder", "no placeholder of this text"),
        (last("<fact1>7 days</fact1>", "<fact1>7 days"), "exchange-placeholder", "not closed"),
        (last("<law1>Art. 53</law1>", "<law1/>Art. 53"), "exchange-placeholder", "must hold words"),
        (last("<b1>now</b1>", "<b1>now.</b1>x"), "exchange-markdown", "would come out as"),
        (po.replace("\nmsgstr", "\nmsgstrr"), "exchange-file", "begins no line"),
        (po.replace("guides/forms#", "guides/gone#"), "exchange-page", "no page `guides/gone` any more"),
        (po.replace("X-Dalil-Language: ar", "X-Dalil-Language: xx"), "exchange-language", "`xx` is not one"),
        (po.replace("X-Dalil-Language: ar", "X-Dalil-Language: en"), "exchange-language", "was written in `en`"),
        (po.replace("guides/forms#_/summary", "guides/forms#_/title"), "exchange-twice", "stands here twice"),
        (po.replace("guides/forms#_/title", "title"), "exchange-unit", "names no text"),
        (portal.read("a.xlf").replace("</file>", ""), "exchange-file", "cannot be read as XML"),
        (portal.read("a.xlf").replace("version=\"2.0\"", "version=\"1.2\""), "exchange-file", "no XLIFF document of version 2.0"),
        (portal.read("a.xlf").replace(" name=\"guides", " class=\"guides"), "exchange-file", "has no `name`"),
        (portal.read("a.xlf").replace("trgLang=\"ar\"", "trgLang=\"zz\""), "exchange-language", "`zz` is not one"),
    ];
    for (text, code, message) in cases {
        portal.write("wrong", &text);
        let (status, said) = import(&portal, "wrong");
        assert_eq!(status, Some(1), "{message}: {said}");
        let is_placed = said.lines().any(|line| line.trim_start().starts_with("--> wrong:"));
        assert!(said.contains(code) && said.contains(message) && is_placed, "{message}: {said}");
        assert_eq!(portal.read("content/ar/guides/forms.md"), before, "{message}");
    }
    portal.write("wrong", [b'm', 0xFF, b'\n']);
    assert!(import(&portal, "wrong").1.contains("line 1 holds a byte that is no letter"));
}

#[test]
fn half_translated_sections_stay_as_they_are() {
    let portal = everything();
    succeed(&portal.dalil(&["export", "--lang", "ar", "guides/forms", "--out", "a.po"]));
    let po = filled(&portal.read("a.po"), str::to_string);
    let at = po.find("msgctxt \"guides/forms#when/3\"").expect("the third text");
    portal.write("a.po", format!("{}{}", &po[..at], po[at..].replacen("msgstr \"First", "msgstr \"\"\n# First", 1)).replace('\n', "\r\n"));
    let (code, said) = import(&portal, "a.po");
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("half-translated") && said.contains("--> a.po:"), "{said}");
    let made = portal.read("content/ar/guides/forms.md");
    assert!(!made.contains("{#when}") && made.contains("{#words}") && !made.contains("when:"), "{made}");
    assert!(succeed(&portal.dalil(&["status", "--lang", "ar"])).contains("guides/forms in ar: outdated (when)"));
}

#[test]
fn texts_of_an_older_original_are_left_out() {
    let portal = everything();
    succeed(&portal.dalil(&["export", "--lang", "ar", "guides/forms", "--out", "a.po"]));
    portal.write("a.po", filled(&portal.read("a.po"), str::to_string));
    portal.write(FILE, EVERYTHING.replace("explained", "explained well"));
    let (code, said) = import(&portal, "a.po");
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("exchange-old") && said.contains("has changed since this file was made"), "{said}");
    assert!(!portal.read("content/ar/guides/forms.md").contains("{#words}"));
}

#[test]
fn interface_strings_travel_the_same_way() {
    let portal = Portal::empty();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    portal.write("site.yaml", "title: {en: Portal}\nbase_url: https://a.example\nlanguages: [en, ar]\n");
    portal.write("content/en/index.md", "---\ntitle: Home\nkind: home\n---\n");
    for language in ["en", "ar"] {
        portal.write(&format!("i18n/{language}.yaml"), fs::read(root.join(format!("i18n/{language}.yaml"))).expect("strings"));
    }
    let before = portal.read("i18n/ar.yaml");
    succeed(&portal.dalil(&["export", "--lang", "ar", "--interface", "--out", "i.po"]));
    let po = portal.read("i.po");
    assert!(po.contains("msgctxt \"i18n:unit.day/few\"") && po.contains("msgctxt \"i18n:unit.day/many\""), "every form of CLDR");
    let changed = po.replacen("msgstr \"الصفحة الرئيسية\"", "msgstr \"البداية: #1\"", 1);
    portal.write("i.po", &changed);
    succeed(&portal.dalil(&["import", "i.po"]));
    let after = portal.read("i18n/ar.yaml");
    assert_eq!(after.lines().count(), before.lines().count());
    let different: Vec<&str> = after.lines().zip(before.lines()).filter(|(a, b)| a != b).map(|(a, _)| a).collect();
    assert_eq!(different.len(), 1, "{different:?}");
    assert!(different[0].contains("\"البداية: #1\""), "{different:?}");
    let at = po.find("{page}\"\nmsgstr").expect("a string with a placeholder");
    portal.write("i.po", format!("{}{}", &po[..at], po[at..].replacen("msgstr \"", "msgstr \"x\"\n#\"", 1)));
    assert!(import(&portal, "i.po").1.contains("the placeholder `{page}` is missing"));
    assert_eq!(portal.read("i18n/ar.yaml"), after);
}

/// The walk of docs/translators.md, for a translator who works in a tool of her own.
#[test]
fn a_changed_deadline_walks_through_a_translators_file() {
    let portal = crate::freshness::portal();
    git(&portal, &["init", "--quiet"]);
    git(&portal, &["add", "-A"]);
    git(&portal, &["commit", "--quiet", "-m", "First"]);
    portal.write(crate::freshness::EN_FILE, crate::freshness::en().replace("7 days", "10 days"));

    let shown = succeed(&portal.dalil(&["diff", "guides/appeal", "--lang", "ar"]));
    assert!(
        shown.contains("#when When, changed, critical")
            && shown.contains("- Appeal within [-7-] days")
            && shown.contains("+ Appeal within {+10+} days"),
        "{shown}"
    );

    succeed(&portal.dalil(&["export", "--lang", "ar", "--waiting", "--out", "ar.po"]));
    let po = portal.read("ar.po");
    let fuzzy = "#, fuzzy\n#| msgid \"Appeal within 7 days, at the court.\"\nmsgctxt \"guides/appeal#when/2\"\nmsgid \"Appeal within 10 days, at the court.\"\nmsgstr \"الطعن خلال 7 أيام أمام المحكمة.\"\n";
    assert!(po.contains(fuzzy), "{po}");
    assert_eq!(po.matches("#, fuzzy").count(), 1, "only what has changed is to be looked at: {po}");
    portal.write("old.po", &po);
    assert!(import(&portal, "old.po").1.contains("nothing to change"), "a file in which nothing was done changes nothing");

    portal.write("ar.po", po.replace("#, fuzzy\n", "").replace("خلال 7 أيام", "خلال 10 أيام"));
    let said = succeed(&portal.dalil(&["import", "ar.po"]));
    assert!(said.contains("changed content/ar/guides/appeal.md: 1 texts"), "{said}");
    assert!(succeed(&portal.dalil(&["diff", "guides/appeal", "--lang", "ar"])).contains("is up to date"));
    succeed(&portal.dalil(&["stamp", crate::freshness::AR_FILE, "--state", "reviewed"]));
    succeed(&portal.dalil(&["build", "--strict"]));
    let status = succeed(&portal.dalil(&["status", "--lang", "ar"]));
    assert!(status.lines().any(|line| line.starts_with("guides/appeal") && line.contains("current")), "{status}");
}

#[test]
fn without_a_history_the_old_text_is_honestly_absent() {
    let portal = crate::freshness::portal();
    portal.write(crate::freshness::EN_FILE, crate::freshness::en().replace("7 days", "10 days"));
    let shown = succeed(&portal.dalil(&["diff", "guides/appeal", "--lang", "ar"]));
    assert!(shown.contains("not in the Git history") && shown.contains("+ Appeal within 10 days"), "{shown}");
    let po = succeed(&portal.dalil(&["export", "--lang", "ar", "guides/appeal"]));
    assert_eq!(po.matches("#, fuzzy").count(), 2, "the heading and the text of the section: {po}");
    assert!(!po.contains("#| msgid"), "{po}");
}
