//! The program itself, run as people and machines run it: exit codes, words, JSON, pipes.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Output, Stdio};

use crate::fixture::Portal;

const WRONG: (&str, &str) =
    ("site.yaml", "title: {en: Portal}\nbase_url: https://portal.example\nlanguages: [en, ar]\nlanguges: [en]\nexit: nowhere\n");

fn code(output: &Output) -> i32 {
    output.status.code().expect("it ended by itself")
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("UTF-8")
}

#[track_caller]
fn check(output: &Output, expected: i32, words: &str) {
    let all = out(output) + &err(output);
    assert!(code(output) == expected && all.contains(words), "exit {}:\n{all}", code(output));
}

fn json(output: &Output) -> serde_json::Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {}", out(output)))
}

#[test]
fn mistakes_are_listed_with_place_and_remedy() {
    let portal = Portal::with(&[WRONG]);
    let checked = portal.dalil(&["check"]);
    check(&checked, 1, "site.yaml:4:1\n");
    check(&checked, 1, "help: did you mean `languages`?");
    check(&checked, 1, "site.yaml:5:7\n");
    check(&checked, 1, "\n2 errors in 1 file\n");
    assert!(!out(&checked).contains('\u{1b}'), "no colours in a pipe");
    assert!(out(&portal.dalil(&["check", "--color", "always"])).contains("\u{1b}["));
    check(&portal.dalil(&["build"]), 1, "2 errors in 1 file; nothing was published\n");
    check(&portal.dalil(&["build", "--quiet"]), 1, "site.yaml:4:1\n");
    assert!(!portal.path("public").exists());
}

#[test]
fn the_site_is_published_whole_or_not_at_all() {
    let portal = Portal::with(&[]);
    check(&portal.dalil(&["build"]), 0, "published in public after");
    let page = portal.read("public/en/index.html");
    assert!(page.contains("The smallest portal that builds."), "{page}");
    let again = portal.dalil(&["build", "--json"]);
    let report = json(&again);
    assert_eq!((&report["output"]["written"], &report["output"]["removed"]), (&0.into(), &0.into()), "{report}");
    assert_eq!((&report["published"], &report["summary"]["pages"]), (&"public".into(), &1.into()), "{report}");
    portal.write("content/en/index.md", portal.read("content/en/index.md").replace("kind: home", "kind: hme"));
    check(&portal.dalil(&["build"]), 1, "nothing was published\n");
    assert_eq!(portal.read("public/en/index.html"), page);
    portal.write("content/en/index.md", portal.read("content/en/index.md").replace("kind: hme", "kind: home").replace("smallest", "new"));
    assert_eq!(out(&portal.dalil(&["build", "--quiet", "--out", "elsewhere/site"])), "");
    assert!(portal.read("elsewhere/site/en/index.html").contains("The new portal"));
    assert_eq!(portal.read("public/en/index.html"), page);
}

/// The limit stands in for a full disk: writing fails half-way through a file.
#[cfg(unix)]
#[test]
fn a_full_disk_is_said_and_leaves_the_old_site() {
    let portal = Portal::with(&[]);
    check(&portal.dalil(&["build"]), 0, "published");
    let page = portal.read("public/en/index.html");
    portal.write("content/en/index.md", portal.read("content/en/index.md").replace("smallest", "new"));
    let mut limited = std::process::Command::new("sh");
    limited.args(["-c", "trap '' XFSZ; ulimit -f 1; exec \"$0\" build", env!("CARGO_BIN_EXE_dalil")]).current_dir(portal.root());
    check(&limited.output().expect("a shell"), 2, "the old one is as it was");
    assert_eq!(portal.read("public/en/index.html"), page);
    let left: Vec<_> = std::fs::read_dir(portal.root()).expect("a folder").map(|entry| entry.expect("an entry").file_name()).collect();
    assert!(!left.iter().any(|name| name.to_string_lossy().starts_with(".public")), "{left:?}");
}

#[test]
fn json_holds_everything() {
    let portal = Portal::with(&[WRONG]);
    let checked = portal.dalil(&["check", "--json"]);
    assert_eq!((code(&checked), out(&checked).lines().count(), err(&checked).as_str()), (1, 1, ""));
    let report = json(&checked);
    assert_eq!((&report["ok"], &report["published"]), (&false.into(), &serde_json::Value::Null));
    let first = &report["diagnostics"][0];
    let expected = serde_json::json!({
        "file": "site.yaml", "line": 4, "column": 1, "end": { "line": 4, "column": 9 }, "severity": "error", "code": "unknown-key",
        "message": first["message"], "help": first["help"], "also": [],
    });
    assert_eq!(*first, expected);
    for key in ["pages", "editions", "files", "bytes"] {
        assert!(report["summary"].get(key).is_some(), "{report}");
    }
    let failed = portal.dalil(&["check", "--json", "--root", "nowhere"]);
    assert_eq!(code(&failed), 2);
    assert!(json(&failed)["error"].as_str().is_some_and(|error| error.contains("nowhere")), "{}", out(&failed));
}

#[test]
fn what_cannot_run_ends_with_two() {
    let portal = Portal::with(&[]);
    check(&portal.dalil(&[]), 2, "Usage: dalil");
    check(&portal.dalil(&["biuld"]), 2, "'build'");
    check(&portal.dalil(&["build", "--today", "2026-02-30"]), 2, "year-month-day");
    check(&portal.dalil(&["build", "--base-url", "portal.example"]), 2, "https://example.org");
    check(&portal.dalil(&["build", "--base-url", "https://portal.example/folder"]), 2, "https://example.org");
    check(&portal.dalil(&["build", "--out", "."]), 2, "holds the portal itself");
    check(&portal.dalil(&["build", "--out", "content/public"]), 2, "part of the portal");
    check(&portal.dalil(&["check", "--root", "nowhere"]), 2, "nowhere");
    check(&portal.dalil(&["check", "--root", "site.yaml"]), 2, "is a file");
    check(&portal.command(&["check"]).env("SOURCE_DATE_EPOCH", "yesterday").output().expect("dalil runs"), 2, "yesterday");
}

#[test]
fn help_has_examples_and_exit_codes() {
    let portal = Portal::with(&[]);
    check(&portal.dalil(&["--help"]), 0, "Exit codes:\n  0  done\n");
    for command in ["build", "check", "serve", "init", "new"] {
        check(&portal.dalil(&[command, "--help"]), 0, &format!("Examples:\n  dalil {command}"));
    }
}

/// What no reader takes is not written: neither a complaint nor another exit code.
#[cfg(unix)]
#[test]
fn a_closed_pipe_is_no_error() {
    let portal = Portal::with(&[WRONG]);
    for arguments in [&["check"][..], &["check", "--json"], &["--help"]] {
        let mut child = portal.command(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("dalil runs");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("it ends");
        assert_eq!((code(&output), err(&output).as_str()), (i32::from(arguments[0] == "check"), ""), "{arguments:?}");
    }
}

/// Everything wrong with the files and with what is in them, in one run.
#[test]
fn findings_of_all_stages_come_together() {
    let portal = Portal::with(&[WRONG]);
    portal.remove("content");
    portal.write("content", "");
    portal.write("i18n", "");
    check(&portal.dalil(&["check"]), 1, "4 errors in 3 files");
}

#[test]
fn a_new_page_has_its_front_matter_filled_in() {
    let portal = Portal::with(&[]);
    check(
        &portal.dalil(&["new", "situation", "situations/evicted-today", "--lang", "en"]),
        0,
        "made content/en/situations/evicted-today.md\n",
    );
    let page = portal.read("content/en/situations/evicted-today.md");
    for words in ["title: \"Evicted today\"", "kind: situation", "draft: true", "{#now}", "{#not}"] {
        assert!(page.contains(words), "{page}");
    }
    let again = portal.dalil(&["new", "situation", "situations/evicted-today", "--lang", "en"]);
    check(&again, 2, "exists already");
    for kind in ["home", "section", "situation", "guide", "chapter", "explainer", "news", "project", "topic", "page"] {
        let made = portal.dalil(&["new", kind, &format!("new/{kind}"), "--lang", "en", "--json"]);
        let file = if kind == "section" { "content/en/new/section/index.md".to_string() } else { format!("content/en/new/{kind}.md") };
        assert_eq!(json(&made)["created"][0], file);
        let page = portal.read(&file);
        assert!(page.contains(&format!("\nkind: {kind}")) && !page.contains("{{"), "{page}");
    }
}

/// What `new` writes is right as it stands, but for what only the author knows: a chapter's guide, a project's record.
#[test]
fn new_pages_have_no_mistakes() {
    let portal = Portal::with(&[]);
    check(&portal.dalil(&["init", "mine"]), 0, "made");
    for (kind, key) in [
        ("situation", "situations/evicted"),
        ("guide", "guides/rent"),
        ("explainer", "rights/home"),
        ("news", "news/2026-11-21-court"),
        ("topic", "topics/housing"),
        ("page", "pages/about"),
        ("section", "library"),
        ("page", "library/one"),
    ] {
        for language in ["en", "ar"] {
            check(&portal.dalil(&["new", kind, key, "--lang", language, "--root", "mine"]), 0, "made content/");
        }
    }
    check(&portal.dalil(&["check", "--strict", "--drafts", "--root", "mine"]), 0, "no mistakes");
}

#[test]
fn a_translation_starts_from_its_original() {
    let original =
        "---\ntitle: \"I was \\\"evicted\\\"\"\nsummary: What to do\nkind: situation\norder: 3\n---\n\n## Now {#now}\n\n- Call.\n";
    let portal = Portal::with(&[("content/en/situations/evicted/index.md", original)]);
    check(&portal.dalil(&["new", "guide", "situations/evicted", "--lang", "ar"]), 2, "is a `situation`, not a `guide`");
    check(&portal.dalil(&["new", "situation", "situations/evicted", "--lang", "arr"]), 2, "did you mean `ar`?");
    check(&portal.dalil(&["new", "situation", "situations/evicted", "--lang", "ar"]), 0, "made content/ar/situations/evicted/index.md\n");
    let page = portal.read("content/ar/situations/evicted/index.md");
    for words in [
        "title: \"I was \\\"evicted\\\"\"\nsummary: \"What to do\"\n",
        "draft: true\ntranslation: {from: en, state: in-progress}\n---\n\n## Now {#now}",
    ] {
        assert!(page.contains(words), "{page}");
    }
    assert!(!page.contains("kind:") && !page.contains("order:"), "{page}");
    let broken = Portal::with(&[WRONG]);
    check(&broken.dalil(&["new", "page", "pages/about", "--lang", "en"]), 1, "no page was made");
}

#[test]
fn a_new_portal_has_no_mistakes() {
    let portal = Portal::with(&[]);
    let languages = [&[][..], &["--lang", "en"], &["--lang", "tr", "--lang", "en", "--lang", "fa", "--lang", "ckb"], &["--lang", "ar,so"]];
    for (n, languages) in languages.into_iter().enumerate() {
        let folder = format!("mine{n}");
        check(&portal.dalil(&[&["init", &folder], languages].concat()), 0, &format!("now: cd {folder}"));
        check(&portal.dalil(&["check", "--strict", "--root", &folder]), 0, "no mistakes");
    }
    check(&portal.dalil(&["init", "mine0"]), 2, "is not empty");
    check(&portal.dalil(&["init", "other", "--lang", "xx"]), 2, "possible are ar, ckb, en");
    check(&portal.dalil(&["init", "other", "--lang", "so"]), 2, "put one of ar, en, fa, tr first");
    assert!(!portal.path("other").exists());
    std::fs::create_dir_all(portal.path("cloned/.git")).expect("a folder");
    check(&portal.dalil(&["init", "cloned"]), 0, "now: cd cloned");
}

#[test]
fn the_preview_shows_mistakes_on_the_terminal_and_in_the_browser() {
    let portal = Portal::with(&[WRONG]);
    let mut child = portal.command(&["serve", "--port", "0"]).stdout(Stdio::piped()).spawn().expect("dalil runs");
    let mut lines = BufReader::new(child.stdout.take().expect("a pipe")).lines().map(|line| line.expect("a line"));
    let mut said = String::new();
    let address = loop {
        let line = lines.next().expect("it says its address");
        match line.strip_prefix("preview at http://").and_then(|rest| rest.split('/').next()) {
            Some(address) => break address.to_string(),
            None => said.push_str(&(line + "\n")),
        }
    };
    assert!(said.contains("2 errors in 1 file; the preview stays as it was\n"), "{said}");
    let mut stream = TcpStream::connect(&address).expect("it listens");
    write!(stream, "GET /en/ HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").expect("sent");
    let mut page = String::new();
    stream.read_to_string(&mut page).expect("a page");
    assert!(page.starts_with("HTTP/1.1 503") && page.contains("<mark>languges</mark>"), "{page}");
    portal.write("site.yaml", WRONG.1.replace("exit: nowhere\n", ""));
    assert!(lines.any(|line| line == "1 error in 1 file; the preview stays as it was"));
    child.kill().expect("it runs");
    child.wait().expect("it ends");
}
