//! What goes wrong around a build, seen from outside: the published site stays, and the message says what to do. What goes wrong in the
//! portal's files is in `tests/sites`, each sort in a folder of its own.

use std::fs;
use std::path::Path;
use std::process::Output;
use std::time::SystemTime;

use crate::fixture::{Portal, files_below};

/// Every file below a folder with its bytes and the time it was written.
fn state(folder: &Path) -> Vec<(String, Vec<u8>, SystemTime)> {
    let state = |path: &Path| {
        let time = fs::metadata(path).and_then(|about| about.modified()).expect("a time");
        (path.display().to_string(), fs::read(path).expect("a file"), time)
    };
    files_below(folder).iter().map(|path| state(path)).collect()
}

#[track_caller]
fn check(output: &Output, code: i32, words: &[&str]) {
    let all = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.code() == Some(code) && words.iter().all(|word| all.contains(word)), "{:?}:\n{all}", output.status);
}

#[test]
fn mistakes_of_all_sorts_come_together_and_the_old_site_stays() {
    let portal = Portal::with(&[]);
    check(&portal.dalil(&["build"]), 0, &["published"]);
    let old = state(&portal.path("public"));
    assert!(!old.is_empty());
    portal.write("content/en/rights/yaml.md", "---\ntitle: a: b\n---\n");
    portal.write("content/en/rights/encoding.md", b"---\ntitle: \xff\n---\n");
    portal.write("content/en/rights/kind.md", "---\ntitle: A\nsummary: B\nkind: explainr\n---\n");
    portal.write("content/en/rights/link.md", "---\ntitle: A\nsummary: B\nkind: page\n---\n\n[Here](nowhere.md)\n");
    portal.write("content/ar/rights/alone.md", "---\ntitle: A\nsummary: B\ntranslation: {from: en, state: machine}\n---\n\nA\n");
    portal.write("content/assets", "a file");
    let codes = ["error[yaml]", "error[encoding]", "error[unknown-value]", "error[broken-link]", "error[no-original]", "error[stray-file]"];
    let failed = portal.dalil(&["build"]);
    check(&failed, 1, &codes);
    check(&failed, 1, &["6 errors", "; nothing was published"]);
    assert_eq!(state(&portal.path("public")), old, "a failed build changed the published site");
}

#[test]
fn an_output_that_cannot_be_written_is_said() {
    let portal = Portal::with(&[]);
    check(&portal.dalil(&["build", "--out", "site.yaml"]), 2, &["site.yaml` is a file", "--out FOLDER"]);
    check(&portal.dalil(&["build", "--out", "site.yaml/public"]), 2, &["site.yaml"]);
    portal.write("mine/thesis.txt", "years of work");
    check(&portal.dalil(&["build", "--out", "mine"]), 2, &["did not make", "--out FOLDER"]);
    assert_eq!(portal.read("mine/thesis.txt"), "years of work");
}

/// Rights to files mean nothing to root, as which tests may run; then there is nothing to see.
#[cfg(unix)]
#[test]
fn a_folder_that_may_not_be_written_is_said() {
    use std::os::unix::fs::PermissionsExt;
    let portal = Portal::with(&[]);
    fs::create_dir(portal.path("closed")).expect("a folder");
    fs::set_permissions(portal.path("closed"), fs::Permissions::from_mode(0o555)).expect("rights");
    if fs::write(portal.path("closed/probe"), "").is_ok() {
        return;
    }
    check(&portal.dalil(&["build", "--out", "closed/public"]), 2, &["closed"]);
}
