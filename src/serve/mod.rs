//! The preview server: builds, serves the site from memory on this computer alone, and builds again when a file changes.
//!
//! There is one way to build, the caller's; a rebuild is a build. The pages that are looked at are shown as soon as they are made, the whole
//! site when it is, unless more was saved in the meantime: then the next build begins at once. What failed is shown over the last good site.
//! Writes nothing to disk.

mod answer;
mod board;
mod http;
mod page;
mod rules;
mod watch;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::channel;
use std::thread;

use anyhow::bail;
use board::Board;

use crate::finding::Finding;
use crate::model::{Artifacts, Overtaken};
use crate::pipeline::Hurry;

/// What came of a build, as far as the preview shows it.
#[derive(Debug)]
pub enum Rebuild {
    /// Nothing that a build reads has changed, or more has since, and another build follows.
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
    let mut rebuild = |board: &Board, is_overtaken: Overtaken<'_>| {
        let mut show = |pages| board.show_some(pages);
        board.show(build(Hurry { wanted: board.looked_at(), show: &mut show, is_overtaken }));
    };
    rebuild(&board, &|| false);
    let server = http::Server::new(listener, port)?;
    let readers = Arc::clone(&board);
    thread::spawn(move || server.run(&readers));
    started(&format!("http://127.0.0.1:{port}/"));
    // Listened to while a build goes on, so that it can be overtaken.
    let saved = Arc::new(AtomicUsize::new(0));
    let (teller, news) = channel();
    let count = Arc::clone(&saved);
    thread::spawn(move || {
        loop {
            let change = changes.wait();
            let is_over = change.is_err();
            count.fetch_add(1, Ordering::SeqCst);
            if teller.send(change).is_err() || is_over {
                return;
            }
        }
    });
    loop {
        let Ok(first) = news.recv() else { bail!("the portal's files are no longer watched") };
        first?;
        news.try_iter().collect::<anyhow::Result<()>>()?;
        let seen = saved.load(Ordering::SeqCst);
        rebuild(&board, &|| saved.load(Ordering::SeqCst) != seen);
    }
}
