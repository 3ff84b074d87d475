//! The preview server over a real socket, with a small build of its own: one page from one file, so that only the server is tested here.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use dalil::diagnostic::{Diagnostic, Place};
use dalil::model::{Artifacts, OutPath, SourcePath};
use dalil::serve::{self, Rebuild};
use dalil::{finding, load};

use crate::fixture::Portal;

/// More than any of this takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(20);
const POLICY: &str = "default-src 'none'; script-src 'sha256-x' 'self'; img-src 'self'";

/// A running preview of a portal.
struct Preview {
    portal: Portal,
    address: String,
}

struct Response {
    status: u16,
    head: String,
    body: String,
}

/// The events of one open page.
struct Events {
    lines: std::io::Lines<BufReader<TcpStream>>,
    /// What the last one said.
    last: String,
}

/// A build that shows `content/en/page.md` as a page, and finds a mistake in a file that says so.
fn build(root: &Path) -> Rebuild {
    let loaded = load::load(root).expect("a portal");
    let file = SourcePath::new("content/en/page.md");
    let text = loaded.value.text(file.as_str()).unwrap_or_default();
    if let Some(at) = text.find("mistake") {
        let place = Place::new(&file, dalil::diagnostic::Span::new(at..at + 7));
        let found = Diagnostic::error(place, "mistake", "`mistake` is <wrong>").help("write something else");
        return Rebuild::Mistakes(finding::findings(&[found], &loaded.value));
    }
    let page = |text: &str| format!("<!doctype html><html><body>{text}</body></html>");
    let mut artifacts = Artifacts::default();
    for (path, content) in [
        ("index.html", page("chooser")),
        ("en/page/index.html", page(text)),
        ("en/قانون/index.html", page("law")),
        ("404.html", page("lost")),
        ("ar/404.html", page("ضائع")),
        ("assets/a.css", "a{}".to_string()),
        ("_headers", format!("/*\n  Content-Security-Policy: {POLICY}\n  Cache-Control: max-age=600\n/en/page/*\n  X-Page: yes\n")),
        ("_redirects", "/ /en/ 302! Language=en\n/en/old /en/قانون/ 301\n/en/page/ /gone 301\n".to_string()),
    ] {
        artifacts.insert(OutPath::new(path), content.into_bytes());
    }
    Rebuild::Site(artifacts)
}

impl Preview {
    fn start(text: &str) -> Preview {
        let portal = Portal::with(&[("content/en/page.md", text)]);
        let root = portal.root().to_path_buf();
        let (sender, receiver) = mpsc::channel();
        let started = move |url: &str| sender.send(url.to_string()).expect("somebody waits");
        thread::spawn(move || serve::serve(&root.clone(), 0, |_| build(&root), started));
        let url = receiver.recv_timeout(PATIENCE).expect("the preview starts");
        Preview { portal, address: url.trim_start_matches("http://").trim_end_matches('/').to_string() }
    }

    fn get(&self, path: &str) -> Response {
        self.send("GET", path, &[("Host", &self.address)])
    }

    fn send(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> Response {
        let mut stream = self.connect(method, path, headers);
        let mut text = String::new();
        stream.read_to_string(&mut text).expect("a response");
        let (head, body) = text.split_once("\r\n\r\n").expect("a head");
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
        Response { status, head: head.to_string(), body: body.to_string() }
    }

    fn connect(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> TcpStream {
        let mut stream = TcpStream::connect(&self.address).expect("the preview listens");
        stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
        let headers: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        write!(stream, "{method} {path} HTTP/1.1\r\n{headers}Connection: close\r\n\r\n").expect("sent");
        stream
    }

    fn events(&self) -> Events {
        let stream = self.connect("GET", "/-.dalil/events", &[("Host", &self.address)]);
        Events { lines: BufReader::new(stream).lines(), last: String::new() }
    }

    /// Waits until all changes so far have been built, and opens a page.
    fn settle(&self) -> Events {
        thread::sleep(Duration::from_millis(500));
        let mut events = self.events();
        events.next();
        events
    }
}

impl Response {
    fn header(&self, name: &str) -> Option<&str> {
        self.head
            .lines()
            .find_map(|line| line.split_once(": ").filter(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value))
    }
}

impl Events {
    /// The data of the next event: which site is shown, and which failure.
    fn next(&mut self) -> String {
        let deadline = Instant::now() + PATIENCE;
        while Instant::now() < deadline {
            let line = self.lines.next().expect("the stream goes on").expect("a line");
            if let Some(data) = line.strip_prefix("data: ") {
                self.last = data.to_string();
                return self.last.clone();
            }
        }
        panic!("no event came");
    }
}

#[test]
fn pages_come_with_the_portals_headers_and_the_reloading_script() {
    let preview = Preview::start("first");
    let page = preview.get("/en/page/?query");
    // A rule without `!` does not hide a page that exists.
    assert_eq!(page.status, 200);
    assert!(page.body.contains("first<script src=\"/-.dalil/live.js\" data-site=\"1\" defer></script></body>"), "{}", page.body);
    assert_eq!(page.header("Content-Type"), Some("text/html; charset=utf-8"));
    assert_eq!(page.header("X-Page"), Some("yes"));
    assert_eq!(page.header("Cache-Control"), Some("no-cache"));
    let policy = page.header("Content-Security-Policy").expect("a policy");
    assert_eq!(policy, format!("{POLICY}; connect-src 'self'; frame-src 'self'"));
    assert!(preview.get("/-.dalil/live.js").body.contains("EventSource"));
    let style = preview.get("/assets/a.css");
    assert_eq!((style.body.as_str(), style.header("Content-Type")), ("a{}", Some("text/css; charset=utf-8")));
    // The chooser is shown, whatever the browser's language.
    assert_eq!(preview.send("GET", "/", &[("Host", &preview.address), ("Accept-Language", "en")]).status, 200);
}

#[test]
fn addresses_lead_where_the_host_would_lead() {
    let preview = Preview::start("first");
    for (path, status, expected) in [
        ("/en/page", 302, "/en/page/"),
        ("/en/page?a=b", 302, "/en/page/?a=b"),
        ("/en/old", 301, "/en/%D9%82%D8%A7%D9%86%D9%88%D9%86/"),
        ("/en/%D9%82%D8%A7%D9%86%D9%88%D9%86/", 200, "law"),
        ("/ar/nowhere/at/all", 404, "ضائع"),
        ("/en/nowhere", 404, "lost"),
        ("/_headers", 404, "lost"),
        ("/en/../_redirects", 404, "lost"),
        ("/-.dalil/nothing", 404, "nothing here"),
        ("/%zz", 400, "not well formed"),
        ("/%ff", 400, "not well formed"),
        ("elsewhere", 400, "not well formed"),
    ] {
        let response = preview.get(path);
        assert_eq!(response.status, status, "{path}");
        let found = response.header("Location").unwrap_or(&response.body);
        assert!(found.contains(expected), "{path}: {found}");
    }
}

#[test]
fn only_this_computers_own_names_are_answered() {
    let preview = Preview::start("first");
    let port = preview.address.rsplit(':').next().expect("a port");
    for (host, status) in [
        (format!("localhost:{port}"), 200),
        (format!("127.0.0.1:{port}"), 200),
        (format!("[::1]:{port}"), 200),
        (format!("LocalHost:{port}"), 200),
        (format!("evil.example:{port}"), 403),
        (format!("localhost.evil.example:{port}"), 403),
        ("localhost:1".to_string(), 403),
        ("localhost".to_string(), 403),
        (String::new(), 403),
    ] {
        assert_eq!(preview.send("GET", "/", &[("Host", &host)]).status, status, "{host}");
        assert_eq!(preview.send("GET", "/-.dalil/findings", &[("Host", &host)]).status, status, "{host}");
    }
    assert_eq!(preview.send("GET", "/", &[]).status, 403);
}

#[test]
fn what_the_browser_has_is_not_sent_again() {
    let preview = Preview::start("first");
    let host = ("Host", preview.address.as_str());
    let tag = preview.get("/en/page/").header("ETag").expect("a tag").to_string();
    let again = preview.send("GET", "/en/page/", &[host, ("If-None-Match", &format!("\"other\", W/{tag}"))]);
    assert_eq!((again.status, again.body.as_str()), (304, ""));
    assert_eq!(preview.send("GET", "/en/page/", &[host, ("If-None-Match", "\"other\"")]).status, 200);
    let head = preview.send("HEAD", "/en/page/", &[host]);
    assert_eq!((head.status, head.body.as_str(), head.header("ETag")), (200, "", Some(tag.as_str())));
    assert!(head.header("Content-Length").is_some_and(|length| length != "0"));
    let post = preview.send("POST", "/en/page/", &[host, ("Content-Length", "0")]);
    assert_eq!((post.status, post.header("Allow")), (405, Some("GET, HEAD")));
}

#[test]
fn a_change_is_told_to_the_browser_and_a_mistake_shown_over_the_last_good_site() {
    let preview = Preview::start("first");
    let mut events = preview.events();
    assert_eq!(events.next(), "1 0");
    preview.portal.write("content/en/page.md", "second");
    assert_eq!(events.next(), "2 0");
    assert!(preview.get("/en/page/").body.contains("second"));
    preview.portal.write("content/en/page.md", "a mistake in تركيا");
    assert_eq!(events.next(), "2 1");
    assert!(preview.get("/en/page/").body.contains("second"), "the last good site stays");
    let findings = preview.get("/-.dalil/findings").body;
    assert!(findings.contains("<code><bdi>mistake</bdi></code> is &lt;wrong&gt;"), "{findings}");
    assert!(findings.contains("content/en/page.md:1:3") && findings.contains("a <mark>mistake</mark> in تركيا"), "{findings}");
    assert_eq!(preview.events().next(), "2 1", "a page that is opened later is told too");
    // As many editors save: the new text is written beside the file and takes its name.
    preview.portal.write("content/en/.page.md.swp", "third");
    std::fs::rename(preview.portal.path("content/en/.page.md.swp"), preview.portal.path("content/en/page.md")).expect("renamed");
    assert_eq!(events.next(), "3 0");
    assert!(preview.get("/-.dalil/findings").body.contains("Nothing is wrong"));
}

#[test]
fn folders_that_come_later_are_watched_and_what_is_not_read_is_not() {
    let preview = Preview::start("first");
    preview.portal.write("content/fr/new/page.md", "x");
    preview.settle();
    preview.portal.write("themes/own/a.css", "x");
    let mut events = preview.settle();
    preview.portal.write("themes/own/a.css", "y");
    events.next();
    let before = preview.settle().last;
    preview.portal.write("public/index.html", "x");
    preview.portal.write("target/x", "x");
    preview.portal.write("content/.hidden/x.md", "x");
    assert_eq!(preview.settle().last, before);
}

#[test]
fn a_portal_with_mistakes_from_the_start_shows_them_until_they_are_gone() {
    let preview = Preview::start("mistake");
    let page = preview.get("/en/page/");
    assert_eq!(page.status, 503);
    assert!(page.body.contains("1 error") && page.body.contains("data-site=\"0\" data-failure=\"1\""), "{}", page.body);
    let mut events = preview.events();
    assert_eq!(events.next(), "0 1");
    preview.portal.write("content/en/page.md", "right");
    assert_eq!(events.next(), "1 0");
    assert_eq!(preview.get("/en/page/").status, 200);
}

#[test]
fn a_page_is_reloaded_soon_after_it_was_saved() {
    let preview = Preview::start("first");
    let mut events = preview.events();
    events.next();
    let times: Vec<Duration> = (0..10)
        .map(|n| {
            thread::sleep(Duration::from_millis(60));
            let start = Instant::now();
            preview.portal.write("content/en/page.md", format!("text {n}"));
            events.next();
            start.elapsed()
        })
        .collect();
    let fastest = times.iter().min().expect("some");
    assert!(*fastest < Duration::from_millis(100), "{times:?}");
}

#[test]
fn a_taken_port_is_said_with_one_that_is_free() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = taken.local_addr().expect("an address").port();
    let portal = Portal::with(&[]);
    let error = serve::serve(portal.root(), port, |_| Rebuild::Same, |_| {}).expect_err("it is taken");
    assert!(error.to_string().contains(&format!("port {port} is taken")) && error.to_string().contains("--port"), "{error}");
}
