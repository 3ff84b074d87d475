//! The same portal gives the same bytes: on any number of threads, in any run, whatever the order in which the disk tells its files.

use std::path::Path;

use dalil::config::BuildOptions;
use dalil::model::{Artifacts, Date, Sources};
use dalil::{load, pipeline};

fn build(sources: &Sources, threads: usize) -> Artifacts {
    let options = BuildOptions { base_url: None, drafts: false, today: Date::parse("2026-11-21").expect("a day") };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
    let built = pool.install(|| pipeline::build(sources, &options));
    built.artifacts.unwrap_or_else(|| panic!("{:#?}", built.diagnostics))
}

/// The repository's own portal: every kind of page, fallbacks, borrowed pages and both directions.
#[test]
fn two_builds_are_the_same_on_any_number_of_threads() {
    let sources = load::load(Path::new(env!("CARGO_MANIFEST_DIR"))).expect("the repository is a portal").value;
    let first = build(&sources, 1);
    let again = build(&sources, 5);
    assert!(first.files.keys().eq(again.files.keys()), "another number of threads made other files");
    for (path, bytes) in &first.files {
        assert!(again.get(path.as_str()) == Some(bytes), "`{path}` differs on another number of threads");
    }
}
