//! Writing: the output is the whole site or the old one, unchanged files are left alone, and nothing of anybody else's is deleted.

use std::env;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, SystemTime};

use dalil::emit::{self, Emitted};
use dalil::load;
use dalil::model::{Artifacts, OutPath};
use proptest::prelude::*;
use tempfile::TempDir;

use crate::fixture::files_below;

const OLD_DAY: Duration = Duration::from_secs(1_000_000_000);

fn site(files: &[(&str, &str)]) -> Artifacts {
    let mut artifacts = Artifacts::default();
    for (path, text) in files {
        artifacts.insert(OutPath::new(*path), text.as_bytes());
    }
    artifacts
}

/// A portal's folder, and `public` in it.
fn portal() -> (TempDir, PathBuf) {
    let folder = TempDir::new().expect("a folder");
    fs::create_dir(folder.path().join("content")).expect("a folder");
    let out = folder.path().join("public");
    (folder, out)
}

fn write(files: &[(&str, &str)], out: &Path) -> anyhow::Result<Emitted> {
    let root = out.parent().expect("a portal");
    emit::emit(&site(files), &emit::destination(root, out, &load::FOLDERS)?)
}

/// Path and text of every file of the output but the marker.
fn read(out: &Path) -> Vec<(String, String)> {
    let files = files_below(out).into_iter().filter(|file| !file.ends_with(".dalil"));
    let name = |file: &Path| file.strip_prefix(out).expect("below").to_string_lossy().into_owned();
    files.map(|file| (name(&file), fs::read_to_string(&file).expect("text"))).collect()
}

#[track_caller]
fn check(out: &Path, expected: &[(&str, &str)]) {
    let expected: Vec<_> = expected.iter().map(|(path, text)| (path.to_string(), text.to_string())).collect();
    assert_eq!(read(out), expected);
    let beside: Vec<_> =
        fs::read_dir(out.parent().expect("a portal")).expect("a folder").map(|entry| entry.expect("entry").file_name()).collect();
    assert!(!beside.iter().any(|name| name.to_string_lossy().starts_with(".public")), "left over: {beside:?}");
}

fn time(file: &Path) -> SystemTime {
    fs::metadata(file).and_then(|about| about.modified()).expect("a time")
}

#[test]
fn unchanged_files_keep_their_times_and_others_come_and_go() {
    let (_folder, out) = portal();
    let first = [("a/index.html", "one"), ("a/b/c.txt", "two"), ("d.txt", "three")];
    assert_eq!(write(&first, &out).expect("written"), Emitted { written: 3, unchanged: 0, removed: 0 });
    let old = SystemTime::UNIX_EPOCH + OLD_DAY;
    for file in files_below(&out) {
        File::options().write(true).open(&file).and_then(|file| file.set_modified(old)).expect("a time set");
    }
    assert_eq!(write(&first, &out).expect("written"), Emitted { written: 0, unchanged: 3, removed: 0 });
    let second = [("a/index.html", "one"), ("d.txt", "THREE"), ("e/f.txt", "four")];
    assert_eq!(write(&second, &out).expect("written"), Emitted { written: 2, unchanged: 1, removed: 1 });
    check(&out, &second);
    assert!(!out.join("a/b").exists(), "a folder without files stays");
    assert_eq!([time(&out.join("a/index.html")), time(&out.join(".dalil"))], [old, old]);
    assert!(time(&out.join("d.txt")) > old);
}

#[test]
fn a_failure_leaves_the_old_site_whole() {
    let (_folder, out) = portal();
    let old = [("a", "old"), ("b", "kept")];
    write(&old, &out).expect("written");
    // A file and a folder of one name cannot both be written, whatever the system.
    let error = write(&[("a", "new"), ("a/b", "new"), ("b", "kept")], &out).expect_err("a contradiction");
    assert!(format!("{error:#}").contains("the old one is as it was"), "{error:#}");
    check(&out, &old);
}

#[test]
fn only_dalils_own_folder_is_replaced() {
    let (folder, out) = portal();
    let root = folder.path();
    let refused = |out: &Path, words: &str| {
        let result = emit::destination(root, out, &load::FOLDERS).and_then(|to| emit::emit(&site(&[("a", "a")]), &to));
        let error = format!("{:#}", result.expect_err("it must be refused"));
        assert!(error.contains(words), "{error}");
    };
    fs::create_dir(&out).expect("a folder");
    fs::write(out.join("thesis.doc"), "years of work").expect("a file");
    refused(&out, "did not make");
    fs::remove_file(out.join("thesis.doc")).expect("removed");
    write(&[("a", "a")], &out).expect("an empty folder may be used");
    fs::create_dir(out.join(".git")).expect("a folder");
    refused(&out, "Git repository");
    fs::write(root.join("file"), "").expect("a file");
    refused(&root.join("file"), "is a file");
    refused(&root.join("file/public"), "file");
    refused(root, "holds the portal itself");
    refused(&root.join("content/.."), "holds the portal itself");
    refused(root.parent().expect("a parent"), "holds the portal itself");
    refused(&root.join("content"), "part of the portal");
    refused(&root.join("content/en/public"), "part of the portal");
    refused(Path::new("/"), "holds the portal itself");
}

#[test]
fn the_output_may_lie_in_folders_that_do_not_exist_yet() {
    let (folder, _) = portal();
    let out = folder.path().join("x/y/public");
    let to = emit::destination(folder.path(), &out, &load::FOLDERS).expect("allowed");
    emit::emit(&site(&[("a", "a")]), &to).expect("written");
    assert_eq!(read(&out), [("a".to_string(), "a".to_string())]);
}

#[cfg(unix)]
#[test]
fn a_linked_output_folder_stays_a_link() {
    let (folder, out) = portal();
    fs::create_dir(folder.path().join("real")).expect("a folder");
    std::os::unix::fs::symlink("real", &out).expect("a link");
    write(&[("a", "a")], &out).expect("written");
    assert!(fs::symlink_metadata(&out).expect("there").is_symlink());
    assert!(folder.path().join("real/a").exists());
}

#[test]
fn what_killed_runs_left_is_tidied_away() {
    let (folder, out) = portal();
    write(&[("a", "old")], &out).expect("written");
    for (name, file) in [(".public.staging-1-0", ".dalil"), (".public.staging-2-0", "a"), (".public.old-1-0", ".dalil")] {
        fs::create_dir(folder.path().join(name)).expect("a folder");
        fs::write(folder.path().join(name).join(file), "").expect("a file");
    }
    fs::create_dir(folder.path().join(".public.staging-3-0")).expect("a folder");
    write(&[("a", "new")], &out).expect("written");
    check(&out, &[("a", "new")]);
}

#[test]
fn a_run_killed_in_the_middle_of_the_swap_is_undone() {
    let (folder, out) = portal();
    write(&[("a", "old")], &out).expect("written");
    fs::rename(&out, folder.path().join(".public.old-1-0")).expect("renamed");
    write(&[("a", "new"), ("a/b", "new")], &out).expect_err("a contradiction");
    check(&out, &[("a", "old")]);
}

#[test]
fn a_stage_in_use_is_left_alone() {
    let (folder, out) = portal();
    let stage = folder.path().join(".public.staging-1-0");
    fs::create_dir(&stage).expect("a folder");
    let marker = File::create(stage.join(".dalil")).expect("a file");
    marker.lock().expect("a lock");
    write(&[("a", "a")], &out).expect("written");
    assert!(stage.exists());
    drop(marker);
    write(&[("a", "a")], &out).expect("written");
    assert!(!stage.exists());
}

#[test]
fn builds_at_the_same_time_take_turns() {
    let (_folder, out) = portal();
    let names: Vec<String> = (0..40).map(|n| format!("folder{}/{n}.txt", n % 7)).collect();
    let site_of = |text| names.iter().map(|name| (name.as_str(), text)).collect::<Vec<_>>();
    write(&site_of("a"), &out).expect("written");
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        let builds = ["a", "b", "c"].map(|text| {
            let (files, out) = (site_of(text), &out);
            scope.spawn(move || (0..15).map(|_| write(&files, out).expect("written").written).sum::<usize>())
        });
        let watch = scope.spawn(|| {
            while !done.load(Ordering::Relaxed) {
                // Elsewhere the swap takes two steps, and the folder is absent between them.
                assert!(!cfg!(target_os = "linux") || out.join(".dalil").exists(), "there was a moment without a site");
            }
        });
        let built = builds.map(|build| build.join());
        done.store(true, Ordering::Relaxed);
        watch.join().expect("the site was always there");
        let written: usize = built.into_iter().map(|build| build.expect("a build")).sum();
        assert!(written > 0);
    });
    let last = read(&out)[0].1.clone();
    check(
        &out,
        &site_of(&last)
            .iter()
            .map(|(name, text)| (*name, *text))
            .collect::<std::collections::BTreeMap<_, _>>()
            .into_iter()
            .collect::<Vec<_>>(),
    );
}

/// Where the child of the next test writes.
const CHILD: &str = "DALIL_TEST_OUT";

/// Run by the next test in a process that may not write large files; does nothing otherwise.
#[test]
fn child_that_writes_a_large_file() {
    let Some(out) = env::var_os(CHILD).map(PathBuf::from) else { return };
    let large = "x".repeat(1_000_000);
    let error = write(&[("a", "new"), ("large", &large)], &out).expect_err("the disk is full");
    assert!(format!("{error:#}").contains("large"), "{error:#}");
}

/// A file size limit stands in for a full disk: writing fails half-way through a file, on every Unix and without being root.
#[cfg(unix)]
#[test]
fn a_full_disk_leaves_the_old_site_whole() {
    let (_folder, out) = portal();
    write(&[("a", "old")], &out).expect("written");
    let script = "trap '' XFSZ; ulimit -f 100; exec \"$0\" --exact emit::child_that_writes_a_large_file";
    let mut child = Command::new("sh");
    child.args(["-c", script]).arg(env::current_exe().expect("this program")).env(CHILD, &out);
    let output = child.output().expect("a shell");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    assert!(String::from_utf8_lossy(&output.stdout).contains("1 passed"));
    check(&out, &[("a", "old")]);
}

#[test]
fn starting_files_never_overwrite() {
    let folder = TempDir::new().expect("a folder");
    let files = [("a/b.txt".to_string(), b"one".to_vec()), ("c".to_string(), b"two".to_vec())];
    let new = folder.path().join("new/portal");
    emit::create_folder(&new, &files).expect("made");
    assert_eq!(fs::read_to_string(new.join("a/b.txt")).expect("text"), "one");
    assert_eq!(files_below(&new).len(), 2);
    emit::create_folder(&new, &files).expect_err("it is occupied");
    emit::create_file(&new.join("c"), b"three").expect_err("it exists");
    assert_eq!(fs::read_to_string(new.join("c")).expect("text"), "two");
    // A file and a folder of one name: nothing may stay of the attempt.
    let broken = folder.path().join("broken");
    emit::create_folder(&broken, &[("a".to_string(), vec![]), ("a/b".to_string(), vec![])]).expect_err("a contradiction");
    assert!(!broken.exists());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20))]
    #[test]
    fn the_output_is_always_the_last_site(sites in proptest::collection::vec(
        proptest::collection::btree_map("[a-c](/[a-c]\\.html){1}|[d-f]\\.txt", "[xy]{0,2}", 0..6), 1..5)
    ) {
        let (_folder, out) = portal();
        for site in &sites {
            let files: Vec<_> = site.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
            write(&files, &out).expect("written");
            check(&out, &files);
        }
    }
}
