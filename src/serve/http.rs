//! Sockets: the only user of tiny_http. Each request has a thread of its own, since an event stream never ends; what to answer is
//! decided in `answer`.

use std::io::{self, ErrorKind, Write};
use std::net::{Ipv4Addr, TcpListener};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use anyhow::{Context, anyhow, bail};
use tiny_http::{Header, Response, StatusCode};

use super::answer::{self, Answer, Reply, Request};
use super::board::{Board, Version};

/// Listens on this computer's own address.
pub(super) struct Server {
    server: tiny_http::Server,
    port: u16,
}

/// How often an idle event stream is written to, so that browsers that went away are noticed.
const HEARTBEAT: Duration = Duration::from_secs(10);
/// How many ports above a taken one are tried, to propose one that is free.
const PROPOSALS: u16 = 20;

/// Takes the port, which is known for certain only afterwards where zero was asked for.
pub(super) fn bind(port: u16) -> anyhow::Result<(TcpListener, u16)> {
    let listener = match TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
        Err(error) if error.kind() == ErrorKind::AddrInUse => bail!(taken(port)),
        Err(error) if error.kind() == ErrorKind::PermissionDenied => {
            bail!("you are not allowed to use port {port}: take one above 1023, for example with `--port 4000`")
        }
        result => result.with_context(|| format!("could not listen on port {port} of this computer"))?,
    };
    let port = listener.local_addr().context("could not find out which port was given")?.port();
    Ok((listener, port))
}

impl Server {
    pub(super) fn new(listener: TcpListener, port: u16) -> anyhow::Result<Server> {
        let server = tiny_http::Server::from_listener(listener, None).map_err(|error| anyhow!("could not start the preview: {error}"))?;
        Ok(Server { server, port })
    }

    /// Answers requests for ever.
    pub(super) fn run(&self, board: &Arc<Board>) {
        loop {
            match self.server.recv() {
                Ok(request) => {
                    let (board, port) = (Arc::clone(board), self.port);
                    thread::spawn(move || handle(request, port, &board));
                }
                // Too many open connections, for example: some will close.
                Err(_) => thread::sleep(Duration::from_millis(100)),
            }
        }
    }
}

fn taken(port: u16) -> String {
    let free = (port..port.saturating_add(PROPOSALS)).skip(1).find(|other| TcpListener::bind((Ipv4Addr::LOCALHOST, *other)).is_ok());
    let proposal = free.map_or("`--port 0` takes any that is free".to_string(), |free| format!("try `--port {free}`"));
    format!("port {port} is taken, perhaps by another preview: {proposal}")
}

/// A browser that goes away before it has its answer is no trouble of ours.
fn handle(request: tiny_http::Request, port: u16, board: &Board) {
    let header = |name: &'static str| request.headers().iter().find(|header| header.field.equiv(name)).map(|header| header.value.as_str());
    let method = request.method().to_string();
    let asked = Request { method: &method, target: request.url(), host: header("Host"), if_none_match: header("If-None-Match") };
    let showing = board.now();
    answer::page_asked(asked.target, &showing).into_iter().for_each(|file| board.ask(&file));
    match answer::reply(asked, port, &showing) {
        Reply::Whole(answer) => drop(request.respond(response(answer))),
        Reply::Events => drop(stream(request.into_writer(), board)),
    }
}

fn response(answer: Answer) -> Response<io::Cursor<Vec<u8>>> {
    // A header that is not ASCII cannot be sent; the site's own checks are where that is found.
    let headers = answer.headers.iter().filter_map(|(name, value)| Header::from_bytes(name.as_bytes(), value.as_bytes()).ok());
    let length = answer.body.len();
    let response = Response::new(StatusCode(answer.status), headers.collect(), io::Cursor::new(answer.body), Some(length), None);
    response.with_chunked_threshold(usize::MAX)
}

/// Server-sent events (HTML Living Standard §9.2): what is shown now, and then each change. Written raw, since a chunked response buffers.
fn stream(mut writer: Box<dyn Write + Send>, board: &Board) -> io::Result<()> {
    let mut seen = board.now().version;
    write!(writer, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n")?;
    write!(writer, "retry: 500\n{}", event(seen))?;
    writer.flush()?;
    loop {
        match board.wait(seen, HEARTBEAT) {
            Some(showing) => {
                seen = showing.version;
                write!(writer, "{}", event(seen))?;
            }
            None => write!(writer, ": still here\n\n")?,
        }
        writer.flush()?;
    }
}

fn event(version: Version) -> String {
    format!("event: showing\ndata: {} {}\n\n", version.site, version.failure)
}
