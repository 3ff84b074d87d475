//! The preview server: builds, serves the site from memory on this computer alone, and builds again when a file changes.
//!
//! There is one way to build, the caller's; a rebuild is a build. The pages that are looked at are shown as soon as they are made, the whole
//! site when it is. What failed is shown over the last good site. Writes nothing to disk.

mod answer;
mod board;
mod http;
mod page;
mod rules;
mod watch;

use std::path::Path;
use std::sync::Arc;
use std::thread;

use board::Board;

use crate::finding::Finding;
use crate::model::Artifacts;
use crate::pipeline::Hurry;

/// What came of a build, as far as the preview shows it.
#[derive(Debug)]
pub enum Rebuild {
    /// Nothing that a build reads has changed.
    Same,
    Site(Artifacts),
    /// The portal has mistakes.
    Mistakes(Vec<Finding>),
    /// The portal could not even be read.
    Trouble(String),
}

/// Serves the portal at `root` on `port` of this computer (0: any free one) until it is killed. `build` is called at the start and after
/// each change, with the pages that a browser has asked for last; `started` is told the address once the first build is done. Returns only with an error.
pub fn serve(root: &Path, port: u16, mut build: impl FnMut(Hurry<'_>) -> Rebuild, started: impl FnOnce(&str)) -> anyhow::Result<()> {
    let (listener, port) = http::bind(port)?;
    // Watching begins before the first build, so that no change is missed in between.
    let mut changes = watch::watch(root)?;
    let board = Arc::new(Board::new());
    let mut rebuild = |board: &Board| {
        let mut show = |pages| board.show_some(pages);
        board.show(build(Hurry { wanted: board.looked_at(), show: &mut show }));
    };
    rebuild(&board);
    let server = http::Server::new(listener, port)?;
    let readers = Arc::clone(&board);
    thread::spawn(move || server.run(&readers));
    started(&format!("http://127.0.0.1:{port}/"));
    loop {
        changes.wait()?;
        rebuild(&board);
    }
}
