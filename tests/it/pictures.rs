//! Pictures as readers get them: nothing of what a camera noted, made once and kept, the same whoever asks.

use std::fs;
use std::path::PathBuf;
use std::process::Stdio;

use dalil::picture;

use crate::fixture::{Portal, build, files_below};

/// Drawn by a program, with a camera's name and a place written into it.
const CAMERA: &[u8] = include_bytes!("pictures/camera.jpg");
const PAGE: &str =
    "---\ntitle: Case\nsummary: Text.\nkind: page\n---\n\n![A street](../../assets/court.jpg)\n\nKeep [it](../../assets/court.jpg).\n";
const SETTINGS: &str =
    "title: {en: Base}\nbase_url: https://base.example\nlanguages: [en, ar]\nrules: {picture-location: off, picture-metadata: off}\n";

fn portal() -> Portal {
    let portal = Portal::with(&[("site.yaml", SETTINGS), ("content/en/pages/case.md", PAGE)]);
    portal.write("content/assets/court.jpg", CAMERA);
    portal
}

fn kept(portal: &Portal) -> Vec<PathBuf> {
    let is_hidden = |path: &PathBuf| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
    files_below(&portal.path(".dalil-cache")).into_iter().filter(|path| !is_hidden(path)).collect()
}

#[track_caller]
fn built(portal: &Portal, out: &str) -> Vec<(String, Vec<u8>)> {
    let output = portal.dalil(&["build", "--today", "2026-11-21", "--out", portal.path(out).to_str().expect("UTF-8")]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let name = |file: &PathBuf| file.strip_prefix(portal.path(out)).expect("below").to_string_lossy().into_owned();
    files_below(&portal.path(out)).into_iter().map(|file| (name(&file), fs::read(&file).expect("a file"))).collect()
}

#[test]
fn nothing_that_a_camera_noted_is_published() {
    let holds = |bytes: &[u8], text: &[u8]| bytes.windows(text.len()).any(|window| window == text);
    assert!(holds(CAMERA, b"Exif") && holds(CAMERA, b"Secret Camera"));
    let (findings, artifacts) = build(portal().root());
    assert!(findings.is_empty(), "{findings:?}");
    let artifacts = artifacts.expect("a site");
    let pictures: Vec<&str> = artifacts.files.keys().map(|path| path.as_str()).filter(|path| path.contains("court")).collect();
    let count = |ending: &str| pictures.iter().filter(|path| path.ends_with(ending)).count();
    // The copy that is linked to is also what browsers without AVIF are shown.
    assert_eq!((count(".avif"), count(".jpg")), (2, 1), "{pictures:?}");
    for (path, bytes) in &artifacts.files {
        assert!(!holds(bytes, b"Exif") && !holds(bytes, b"Secret Camera"), "{path}");
    }
}

#[test]
fn a_picture_is_made_once_and_kept_as_long_as_a_page_shows_it() {
    let portal = portal();
    let first = built(&portal, "public");
    let files = kept(&portal);
    let [file] = files.as_slice() else { panic!("one picture, kept as {files:?}") };
    let blob = fs::read(file).expect("a file");

    // What is kept is taken as it is: another picture under this name is shown.
    let mut other = picture::read(&blob).expect("whole");
    other.variants.retain(|variant| variant.format == picture::Format::Jpeg);
    fs::write(file, picture::write(&other)).expect("written");
    let fewer = built(&portal, "public");
    assert!(fewer.iter().all(|(path, _)| !path.ends_with(".avif")));

    // What is not whole is made again.
    fs::write(file, &blob[..blob.len() / 2]).expect("written");
    assert_eq!(built(&portal, "public"), first);
    assert_eq!(fs::read(file).expect("a file"), blob);

    // A check writes nothing, and what no page shows is not kept.
    fs::remove_dir_all(portal.path(".dalil-cache")).expect("removed");
    assert!(portal.dalil(&["check"]).status.success());
    assert!(!portal.path(".dalil-cache").exists());
    built(&portal, "public");
    portal.write("content/en/pages/case.md", "---\ntitle: Case\nsummary: Text.\nkind: page\n---\n\nNo picture.\n");
    portal.remove("content/assets/court.jpg");
    built(&portal, "public");
    assert_eq!(kept(&portal), Vec::<PathBuf>::new());
}

#[test]
fn builds_at_the_same_time_share_what_is_kept() {
    let portal = portal();
    let start = |n: usize| {
        let out = portal.path(&format!("out-{n}"));
        let arguments = ["build", "--quiet", "--today", "2026-11-21", "--out", out.to_str().expect("UTF-8")];
        portal.command(&arguments).stdout(Stdio::null()).spawn().expect("started")
    };
    let running: Vec<_> = (0..3).map(start).collect();
    for mut child in running {
        assert!(child.wait().expect("ended").success());
    }
    assert_eq!(kept(&portal).len(), 1);
    let first = built(&portal, "out-0");
    assert_eq!(built(&portal, "out-1"), first);
    let names = files_below(&portal.path(".dalil-cache"));
    assert_eq!(names.len(), 3, "files under way are left: {names:?}");
}
