//! External links and old addresses: what `dalil check --external` and `--previous` find, against a server on this computer.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use dalil::outside::{Manners, Trouble, Verdict, Way, round};

use crate::fixture::Portal;

/// A server that answers each path as its table says, and remembers what it was asked.
struct Server {
    port: u16,
    asked: Arc<Mutex<Vec<String>>>,
}

/// What is answered to `METHOD /path`, or to `/path` with any method: in turn, the last one again and again. `hang` never answers.
type Answers = BTreeMap<&'static str, Vec<&'static str>>;

impl Server {
    fn start(answers: &[(&'static str, &[&'static str])]) -> Server {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let answers: Answers = answers.iter().map(|(path, answers)| (*path, answers.to_vec())).collect();
        let (answers, log) = (Arc::new(Mutex::new(answers)), asked.clone());
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (answers, log) = (answers.clone(), log.clone());
                thread::spawn(move || answer(stream, port, &answers, &log));
            }
        });
        Server { port, asked }
    }

    fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().expect("a list").clone()
    }

    /// The verdict on one path.
    #[track_caller]
    fn check(&self, path: &str, expected: &Verdict) {
        let url = self.url(path);
        let verdicts = round([url.as_str()], &Way::default(), &hasty(), &|_, _| {}).expect("a round");
        assert_eq!(verdicts.get(&url), Some(expected), "{path}: {:?}", self.asked());
    }
}

fn answer(mut stream: TcpStream, port: u16, answers: &Mutex<Answers>, log: &Mutex<Vec<String>>) {
    let mut lines = BufReader::new(stream.try_clone().expect("a copy")).lines().map_while(Result::ok);
    let Some(first) = lines.next() else { return };
    let headers: Vec<String> = lines.take_while(|line| !line.is_empty()).collect();
    let asked = first.split(" HTTP").next().unwrap_or_default().to_string();
    let path = asked.split(' ').nth(1).unwrap_or_default().to_string();
    let agent = headers.iter().find_map(|line| line.to_lowercase().strip_prefix("user-agent: ").map(str::to_string)).unwrap_or_default();
    assert!(agent.starts_with("dalil/"), "it says who it is: {agent}");
    log.lock().expect("a list").push(asked.clone());
    let head = {
        let mut answers = answers.lock().expect("a table");
        let key = [asked.as_str(), path.as_str()].into_iter().find(|key| answers.contains_key(key)).map(str::to_string);
        match key.and_then(|key| answers.get_mut(key.as_str())) {
            Some(list) if list.len() > 1 => list.remove(0),
            Some(list) => list[0],
            None => "404 Not Found",
        }
    };
    if head == "hang" {
        thread::sleep(Duration::from_secs(60));
        return;
    }
    let (head, body) = head.split_once("\n\n").unwrap_or((head, ""));
    let head = head.replace("PORT", &port.to_string()).replace('\n', "\r\n");
    let text = format!("HTTP/1.1 {head}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}", body.len());
    let _ = stream.write_all(text.as_bytes());
}

/// Without pauses: this server does not mind.
fn hasty() -> Manners {
    Manners { pause: Duration::ZERO, back_off: Duration::ZERO, timeout: Duration::from_secs(30), ..Manners::default() }
}

fn moved(server: &Server, path: &str) -> Verdict {
    Verdict::Moved { to: server.url(path) }
}

#[test]
fn pages_that_are_there_are_asked_for_once_and_politely() {
    let server = Server::start(&[("/page", &["200 OK"])]);
    server.check("/page?q=1#part", &Verdict::Dead { status: 404 });
    server.check("/page#part", &Verdict::Answers);
    let asked = server.asked();
    assert_eq!(asked[asked.len() - 2..], ["GET /robots.txt", "HEAD /page"]);
}

#[test]
fn what_head_denies_is_asked_for_again() {
    let server = Server::start(&[("HEAD /a", &["405 No"]), ("GET /a", &["200 OK"]), ("HEAD /b", &["404 No"]), ("GET /b", &["200 OK"])]);
    server.check("/a", &Verdict::Answers);
    server.check("/b", &Verdict::Answers);
}

#[test]
fn dead_is_told_from_closed_and_from_broken() {
    let server = Server::start(&[("/gone", &["410 Gone"]), ("/mine", &["403 No"]), ("/sick", &["503 No"])]);
    server.check("/none", &Verdict::Dead { status: 404 });
    server.check("/gone", &Verdict::Dead { status: 410 });
    server.check("/mine", &Verdict::Refused { status: 403 });
    server.check("/sick", &Verdict::Unreachable { trouble: Trouble::ServerError(503) });
}

#[test]
fn redirects_are_followed_to_their_end() {
    let server = Server::start(&[
        ("/a", &["301 Moved\nLocation: /b"]),
        ("/b", &["308 Moved\nLocation: c/../c"]),
        ("/c", &["302 Found\nLocation: http://127.0.0.1:PORT/tr/c"]),
        ("/tr/c", &["200 OK"]),
        ("/old", &["301 Moved\nLocation: /"]),
        ("/", &["200 OK"]),
        ("/lost", &["301 Moved\nLocation: /none"]),
        ("/round", &["302 Found\nLocation: /round"]),
    ]);
    server.check("/a", &moved(&server, "/c"));
    server.check("/a#part", &Verdict::Moved { to: server.url("/c#part") });
    server.check("/c", &Verdict::Answers);
    server.check("/old/", &Verdict::Dead { status: 404 });
    server.check("/old", &Verdict::FrontPage { to: server.url("/") });
    server.check("/lost", &Verdict::Dead { status: 404 });
    server.check("/round", &Verdict::Unreachable { trouble: Trouble::Circle });
}

#[test]
fn what_robots_txt_forbids_is_not_asked_for() {
    let robots = "200 OK\n\nUser-agent: *\nDisallow: /private\n";
    let server = Server::start(&[("/robots.txt", &[robots]), ("/private/a", &["200 OK"]), ("/b", &["302 Found\nLocation: /private/a"])]);
    server.check("/private/a", &Verdict::Unasked);
    server.check("/b", &Verdict::Unasked);
    assert!(!server.asked().iter().any(|asked| asked.contains("/private")), "{:?}", server.asked());
}

#[test]
fn trouble_that_passes_is_waited_for() {
    let server = Server::start(&[
        ("/busy", &["429 Too Many\nRetry-After: 0", "200 OK"]),
        ("HEAD /sick", &["500 No"]),
        ("GET /sick", &["502 No", "503 No", "200 OK"]),
        ("/later", &["429 Too Many\nRetry-After: 86400"]),
    ]);
    server.check("/busy", &Verdict::Answers);
    server.check("/sick", &Verdict::Answers);
    server.check("/later", &Verdict::Unreachable { trouble: Trouble::Busy });
    assert_eq!(server.asked().iter().filter(|asked| asked.ends_with(" /later")).count(), 1);
}

#[test]
fn a_site_that_does_not_answer_is_told_from_one_that_is_not_there() {
    let server = Server::start(&[("/robots.txt", &["404 No"]), ("/slow", &["hang"])]);
    let (slow, closed) = (server.url("/slow"), format!("http://127.0.0.1:{}/", closed_port()));
    let manners = Manners { timeout: Duration::from_secs(1), attempts: 1, ..hasty() };
    let addresses = [slow.as_str(), closed.as_str(), "http://dalil.invalid/"];
    let verdicts = round(addresses, &Way::default(), &manners, &|_, _| {}).expect("a round");
    let trouble = |address: &str| match &verdicts[address] {
        Verdict::Unreachable { trouble } => trouble.clone(),
        other => panic!("{address}: {other:?}"),
    };
    assert_eq!(trouble(&slow), Trouble::NoAnswer);
    assert_eq!(trouble(&closed), Trouble::NoConnection);
    // Where a resolver answers at all, it may take its time.
    assert!(matches!(trouble("http://dalil.invalid/"), Trouble::NoSuchHost | Trouble::NoAnswer));
}

/// A port that was free a moment ago.
fn closed_port() -> u16 {
    TcpListener::bind(("127.0.0.1", 0)).and_then(|listener| listener.local_addr()).expect("a port").port()
}

#[test]
fn a_host_gets_one_request_at_a_time_with_a_pause_between() {
    let server =
        Server::start(&[("/a", &["200 OK"]), ("/b", &["200 OK"]), ("/robots.txt", &["200 OK\n\nUser-agent: *\nCrawl-delay: 0.2\n"])]);
    let (a, b) = (server.url("/a"), server.url("/b"));
    let start = std::time::Instant::now();
    round([a.as_str(), b.as_str()], &Way::default(), &hasty(), &|_, _| {}).expect("a round");
    assert_eq!(server.asked(), ["GET /robots.txt", "HEAD /a", "HEAD /b"]);
    assert!(start.elapsed() >= Duration::from_millis(400), "two pauses of 0.2 s");
}

/// A portal whose page and register link to the server.
fn linked(server: &Server) -> Portal {
    let page = format!(
        "---\ntitle: Case\nsummary: Text.\nkind: page\n---\n\nRead [the law]({}), [the form]({}), [the guide]({}) and [the list]({}).\n",
        server.url("/law"),
        server.url("/form"),
        server.url("/guide"),
        server.url("/list"),
    );
    Portal::with(&[("content/en/pages/case.md", &page), ("site.yaml", &site("rules: {insecure-link: off, unchecked-link: warn}\n"))])
}

fn site(more: &str) -> String {
    format!("title: {{en: Portal}}\nbase_url: https://portal.example\nlanguages: [en, ar]\n{more}")
}

const LINKED: &[(&str, &[&str])] =
    &[("/law", &["200 OK"]), ("/form", &["301 Moved\nLocation: /new-form"]), ("/new-form", &["200 OK"]), ("/list", &["403 No"])];

fn said(portal: &Portal, arguments: &[&str]) -> (Option<i32>, String) {
    let output = portal.command(arguments).env_remove("HTTPS_PROXY").output().expect("dalil runs");
    (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned())
}

#[test]
fn an_editor_is_told_what_became_of_her_links() {
    let server = Server::start(LINKED);
    let portal = linked(&server);
    let (code, text) = said(&portal, &["check", "--external", "--today", "2026-11-21"]);
    let text = text.replace(&format!("127.0.0.1:{}", server.port), "site.example");
    assert_eq!(code, Some(1), "{text}");
    for expected in [
        "error[dead-link]: the site says that there is no such page: `site.example`",
        "warning[moved-link]: this page has moved for good, as `site.example` says",
        "write `http://site.example/new-form`",
        "warning[unchecked-link]: `site.example` shows this page to no program",
        "4 links to other sites (4 asked now, 0 known): 1 answer, 1 moved, 1 gone, 1 for people only",
        " --> content/en/pages/case.md:7:",
    ] {
        assert!(text.contains(expected), "{expected}\n{text}");
    }
}

#[test]
fn a_site_out_of_reach_is_a_warning_and_is_asked_again() {
    let server = Server::start(&[
        ("/law", &["503 No\nRetry-After: 86400"]),
        ("/form", &["200 OK"]),
        ("/guide", &["200 OK"]),
        ("/list", &["200 OK"]),
    ]);
    let portal = linked(&server);
    let (code, text) = said(&portal, &["check", "--external"]);
    assert!(code == Some(0) && text.contains("[unreachable-link]") && text.contains("has trouble of its own now (status 503)"), "{text}");
    let (_, text) = said(&portal, &["check", "--external"]);
    assert!(text.contains("(1 asked now, 3 known)"), "{text}");
}

#[test]
fn nobody_is_asked_unless_it_is_wanted() {
    let server = Server::start(LINKED);
    let portal = linked(&server);
    said(&portal, &["check"]);
    said(&portal, &["build"]);
    assert!(server.asked().is_empty(), "{:?}", server.asked());
}

#[test]
fn answers_are_kept_for_a_while() {
    let server = Server::start(LINKED);
    let portal = linked(&server);
    let (_, first) = said(&portal, &["check", "--external"]);
    let asked = server.asked().len();
    let (_, second) = said(&portal, &["check", "--external"]);
    assert_eq!(server.asked().len(), asked, "it asked again");
    assert!(second.contains("(0 asked now, 4 known)"), "{second}");
    assert_eq!(first.matches("[dead-link]").count(), second.matches("[dead-link]").count());
    let (_, third) = said(&portal, &["check", "--external", "--external-age", "0"]);
    assert!(third.contains("(4 asked now, 0 known)") && server.asked().len() > asked, "{third}");
}

#[test]
fn a_dead_link_can_be_excused_and_an_excuse_waits_for_the_question() {
    let server = Server::start(LINKED);
    let portal = linked(&server);
    let text = portal.read("content/en/pages/case.md");
    let excuse = "<!-- dalil: allow dead-link, moved-link because the site is being rebuilt -->\n";
    portal.write("content/en/pages/case.md", text.replace("Read [", &format!("{excuse}Read [")));
    let (code, text) = said(&portal, &["check", "--external"]);
    assert!(code == Some(0) && !text.contains("dead-link") && !text.contains("unused-excuse"), "{text}");
    let (_, text) = said(&portal, &["check"]);
    assert!(!text.contains("unused-excuse"), "{text}");
}

const PAGE: &str = "---\ntitle: Case\nsummary: Text.\nkind: page\n---\n\nSome text.\n";

/// A portal with a site in `public/` that had the page `pages/asylum-appeal`.
fn published() -> Portal {
    let portal = Portal::with(&[("content/en/pages/asylum-appeal.md", PAGE), ("site.yaml", &site(""))]);
    let (code, text) = said(&portal, &["build"]);
    assert_eq!(code, Some(0), "{text}");
    portal.remove("content/en/pages/asylum-appeal.md");
    portal
}

#[track_caller]
fn check_lost(portal: &Portal, arguments: &[&str], expected: &[&str]) {
    let (_, text) = said(portal, arguments);
    assert_eq!(text.contains("[lost-address]"), !expected.is_empty(), "{text}");
    for expected in expected {
        assert!(text.contains(expected), "{expected}\n{text}");
    }
}

#[test]
fn a_page_with_a_new_name_keeps_its_old_address() {
    let portal = published();
    portal.write("content/en/pages/appeal.md", PAGE);
    let expected = [
        "this page was probably at `/en/pages/asylum-appeal/` before",
        " --> content/en/pages/appeal.md:2:8",
        "write `aliases: [pages/asylum-appeal]` in its front matter",
    ];
    check_lost(&portal, &["check"], &expected);
    portal.write("content/en/pages/appeal.md", PAGE.replace("kind: page", "kind: page\naliases: [pages/asylum-appeal]"));
    check_lost(&portal, &["check", "--strict"], &[]);
}

#[test]
fn a_page_that_is_taken_away_is_missed() {
    let portal = published();
    check_lost(&portal, &["check"], &["there was a page at `/en/pages/asylum-appeal/`, and nothing is there now", "or of its topic"]);
    portal.write("content/en/pages/asylum-appeal.md", PAGE.replace("kind: page", "kind: page\ndraft: true"));
    check_lost(&portal, &["check"], &["the page at `/en/pages/asylum-appeal/` was published, and is a draft now"]);
    portal.write("content/en/pages/asylum-appeal.md", PAGE.replace("kind: page", "kind: page\nexpires: 2020-01-01"));
    check_lost(&portal, &["check"], &[]);
}

#[test]
fn the_site_before_can_be_named() {
    let portal = published();
    let map = portal.read("public/sitemap.xml");
    portal.write("before/live.xml", map.replace("asylum-appeal", "%C3%A7al%C4%B1%C5%9Fma"));
    check_lost(&portal, &["check", "--previous", "before/live.xml"], &["there was a page at `/en/pages/çalışma/`"]);
    check_lost(&portal, &["build", "--out", "site", "--previous", "public"], &["`/en/pages/asylum-appeal/`"]);
    let (code, _) = said(&portal, &["check", "--previous", "nowhere"]);
    assert_eq!(code, Some(2));
}
