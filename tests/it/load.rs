//! Reading: whatever lies in a portal's folder, everything wrong is said in one run, and nothing hangs or panics.

use std::fs;
use std::path::Path;

use dalil::load;
use dalil::model::SourcePath;

use crate::fixture::Portal;

/// File and code of every finding, in the order found.
#[track_caller]
fn check(root: &Path, expected: &[(&str, &str)]) {
    let loaded = load::load(root).expect("a folder");
    let mut found: Vec<_> = loaded.diagnostics.iter().map(|found| (found.place.file.to_string(), found.code)).collect();
    found.sort();
    let found: Vec<_> = found.iter().map(|(file, code)| (file.as_str(), *code)).collect();
    assert_eq!(found, expected);
    assert!(loaded.diagnostics.iter().all(|found| found.help.is_some()), "a finding without a remedy");
}

fn paths(root: &Path) -> Vec<String> {
    let loaded = load::load(root).expect("a folder");
    loaded
        .value
        .iter()
        .map(|(path, _): (&SourcePath, _)| path.to_string())
        .filter(|path| !path.starts_with("i18n/") && !path.starts_with("themes/"))
        .collect()
}

#[test]
fn the_portal_is_read_and_the_rest_is_not() {
    let portal = Portal::with(&[
        ("content/registers/facts.yaml", ""),
        ("content/en/.hidden.md", ""),
        ("content/.obsidian/x.md", ""),
        ("content/assets/a b.png", "x"),
        ("public/index.html", ""),
        ("notes.md", ""),
    ]);
    let read = ["content/ar/index.md", "content/assets/a b.png", "content/en/index.md", "content/registers/facts.yaml", "site.yaml"];
    assert_eq!(paths(portal.root()), read);
    check(portal.root(), &[]);
}

#[test]
fn the_portals_own_files_come_before_the_built_in_ones() {
    let portal = Portal::with(&[("i18n/en.yaml", "mine: yes\n")]);
    let sources = load::load(portal.root()).expect("a folder").value;
    assert_eq!(sources.text("i18n/en.yaml"), Some("mine: yes\n"));
    for (path, bytes) in dalil::builtin::FILES.iter().filter(|(path, _)| *path != "i18n/en.yaml") {
        assert_eq!(sources.get(path).map(|bytes| bytes.as_ref()), Some(*bytes), "{path}");
    }
}

#[test]
fn what_is_missing_is_said() {
    let portal = Portal::with(&[]);
    portal.remove("site.yaml");
    portal.remove("content");
    check(portal.root(), &[("content", "no-content"), ("site.yaml", "no-site")]);
    load::load(&portal.path("nowhere")).expect_err("there is no such folder");
    portal.write("file", "");
    load::load(&portal.path("file")).expect_err("it is a file");
}

#[test]
fn a_file_where_a_folder_should_be_and_the_other_way_round() {
    let portal = Portal::with(&[("i18n", ""), ("themes", "")]);
    portal.remove("content");
    portal.remove("site.yaml");
    portal.write("content", "");
    portal.write("site.yaml/x", "");
    check(portal.root(), &[("content", "not-a-folder"), ("i18n", "not-a-folder"), ("site.yaml", "not-a-file"), ("themes", "not-a-folder")]);
}

#[cfg(unix)]
#[test]
fn links_are_followed_and_broken_ones_reported() {
    use std::os::unix::fs::symlink;
    let portal = Portal::with(&[("elsewhere/page.md", "text"), ("elsewhere/more/page.md", "text")]);
    let link = |to: &Path, at: &str| symlink(to, portal.path(at)).expect("a link");
    link(&portal.path("elsewhere/page.md"), "content/en/one.md");
    link(&portal.path("elsewhere/more"), "content/en/more");
    link(&portal.path("content/en"), "content/en/loop");
    link(Path::new("itself"), "content/en/itself");
    link(Path::new("nowhere"), "content/en/gone.md");
    // What Emacs leaves beside a file that is being edited.
    link(Path::new("somebody@computer.1"), "content/en/.#index.md");
    let expected = [("content/en/gone.md", "broken-link"), ("content/en/itself", "unreadable"), ("content/en/loop", "cyclic-link")];
    check(portal.root(), &expected);
    let read = paths(portal.root());
    assert!(read.contains(&"content/en/one.md".to_string()) && read.contains(&"content/en/more/page.md".to_string()), "{read:?}");
}

#[cfg(target_os = "linux")]
#[test]
fn unreadable_files_and_names_are_reported() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;
    let portal = Portal::with(&[]);
    // Reading this file fails even for root.
    symlink("/proc/self/mem", portal.path("content/en/secret.md")).expect("a link");
    fs::write(portal.path("content/en").join(OsStr::from_bytes(b"caf\xe9.md")), "").expect("a file");
    let made = std::process::Command::new("mkfifo").arg(portal.path("content/en/pipe.md")).status().expect("mkfifo");
    assert!(made.success());
    let expected =
        [("content/en/caf\u{fffd}.md", "file-name"), ("content/en/pipe.md", "not-a-file"), ("content/en/secret.md", "unreadable")];
    check(portal.root(), &expected);
    portal.remove("site.yaml");
    fs::rename(portal.path("content/en/pipe.md"), portal.path("site.yaml")).expect("renamed");
    check(
        portal.root(),
        &[("content/en/caf\u{fffd}.md", "file-name"), ("content/en/secret.md", "unreadable"), ("site.yaml", "not-a-file")],
    );
}
