//! What a request is answered with: a pure function of the request and of what the preview shows. Knows no sockets.

use std::hash::{DefaultHasher, Hasher};

use super::board::{Served, Showing};
use super::{page, rules};

/// A request, as far as an answer depends on it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Request<'a> {
    pub(super) method: &'a str,
    /// The path and query as sent.
    pub(super) target: &'a str,
    pub(super) host: Option<&'a str>,
    pub(super) if_none_match: Option<&'a str>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Reply {
    Whole(Answer),
    /// A stream of events that goes on.
    Events,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
}

/// The preview's own paths begin with this. No page can: keys do not begin with a hyphen and a dot.
pub(super) const OWN: &str = "/-.dalil/";

pub(super) fn reply(request: Request, port: u16, showing: &Showing) -> Reply {
    if !is_own_host(request.host, port) {
        return Reply::Whole(Answer::text(403, "This preview answers only to localhost and 127.0.0.1, so that no web site can read it."));
    }
    if !matches!(request.method, "GET" | "HEAD") {
        return Reply::Whole(Answer::text(405, "A preview can only be read.").with("Allow", "GET, HEAD"));
    }
    let (raw, query) = request.target.split_once('?').unwrap_or((request.target, ""));
    let Some(path) = decode(raw).filter(|path| path.starts_with('/')) else {
        return Reply::Whole(Answer::text(400, "This address is not well formed."));
    };
    let answer = match (path.strip_prefix(OWN), &showing.served) {
        (Some("events"), _) => return Reply::Events,
        (Some("live.js"), _) => Answer::new(200, "text/javascript; charset=utf-8", page::LIVE_SCRIPT),
        (Some("findings"), _) | (None, None) => findings(&path, showing),
        (Some(_), _) => Answer::text(404, "There is nothing here."),
        (None, Some(served)) => site_answer(served, &path, query).reloading(showing),
    };
    Reply::Whole(answer.cached(request.if_none_match))
}

/// The file of the page that an address leads to.
pub(super) fn page_asked(target: &str, showing: &Showing) -> Option<String> {
    let path = decode(target.split('?').next().unwrap_or_default())?;
    let file = file_of(showing.served.as_ref()?, &path)?;
    file.ends_with(".html").then_some(file)
}

/// Against DNS rebinding: a foreign site's name may lead to this computer, but then its requests carry that name.
fn is_own_host(host: Option<&str>, port: u16) -> bool {
    let Some(host) = host else { return false };
    let (name, given) = match host.rsplit_once(':') {
        Some((name, given)) if !given.ends_with(']') => (name, given.parse().ok()),
        _ => (host, Some(80)),
    };
    given == Some(port) && ["localhost", "127.0.0.1", "[::1]"].iter().any(|own| name.eq_ignore_ascii_case(own))
}

fn findings(path: &str, showing: &Showing) -> Answer {
    // In a frame over the page, or in place of a site that was never built.
    let is_alone = !path.starts_with(OWN);
    let status = if is_alone { 503 } else { 200 };
    let html = page::findings(showing.failure.as_ref(), is_alone.then_some(showing.version));
    Answer::new(status, HTML, html).with("Cross-Origin-Embedder-Policy", "require-corp")
}

const HTML: &str = "text/html; charset=utf-8";

fn site_answer(served: &Served, path: &str, query: &str) -> Answer {
    let (file, folder) = (file_of(served, path), file_of(served, &format!("{path}/")));
    let is_free = file.is_none() && folder.is_none();
    let rule = served.redirects.iter().filter(|rule| rule.force || is_free).find_map(|rule| Some((rule, rule.target(path)?)));
    let answer = match (rule, file) {
        (Some((rule, target)), _) if (300..400).contains(&rule.status) => redirect(rule.status, &target),
        (Some((rule, target)), _) => {
            file_of(served, &target).map_or_else(|| missing(served, path), |file| file_answer(served, rule.status, &file))
        }
        (None, Some(file)) => file_answer(served, 200, &file),
        (None, None) if folder.is_some() => redirect(302, &if query.is_empty() { format!("{path}/") } else { format!("{path}/?{query}") }),
        (None, None) => missing(served, path),
    };
    rules::headers_for(&served.headers, path).into_iter().fold(answer, |answer, (name, value)| answer.with(&name, &value))
}

/// The output file that a path is answered with.
fn file_of(served: &Served, path: &str) -> Option<String> {
    let file = path.strip_prefix('/')?;
    let file = if file.is_empty() || file.ends_with('/') { format!("{file}index.html") } else { file.to_string() };
    let is_rule = file == rules::HEADERS || file == rules::REDIRECTS;
    (!is_rule && served.artifacts.get(&file).is_some()).then_some(file)
}

fn file_answer(served: &Served, status: u16, file: &str) -> Answer {
    let bytes = served.artifacts.get(file).map(|bytes| bytes.to_vec()).unwrap_or_default();
    Answer::new(status, content_type(file), bytes)
}

/// The `404.html` of the language, or of the folder nearest above.
fn missing(served: &Served, path: &str) -> Answer {
    let mut folder = path.trim_matches('/');
    loop {
        let file = if folder.is_empty() { "404.html".to_string() } else { format!("{folder}/404.html") };
        match (served.artifacts.get(&file), folder.is_empty()) {
            (Some(_), _) => return file_answer(served, 404, &file),
            (None, true) => return Answer::text(404, "There is no page of this address."),
            (None, false) => folder = folder.rsplit_once('/').map_or("", |(above, _)| above),
        }
    }
}

fn redirect(status: u16, target: &str) -> Answer {
    Answer::text(status, "Elsewhere.").with("Location", &encode(target))
}

impl Answer {
    fn new(status: u16, content_type: &str, body: impl Into<Vec<u8>>) -> Answer {
        // Whatever is previewed may change at any moment: ask again, which costs little here.
        let headers = [("Content-Type", content_type), ("Cache-Control", "no-cache"), ("X-Content-Type-Options", "nosniff")];
        let headers = headers.map(|(name, value)| (name.to_string(), value.to_string())).to_vec();
        Answer { status, headers, body: body.into() }
    }

    fn text(status: u16, text: &str) -> Answer {
        Answer::new(status, "text/plain; charset=utf-8", format!("{text}\n"))
    }

    /// With a header, in place of one of the same name. Caching is the preview's own affair, but for pages that must not be kept at all.
    fn with(mut self, name: &str, value: &str) -> Answer {
        if name.eq_ignore_ascii_case("cache-control") && !value.contains("no-store") {
            return self;
        }
        self.headers.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
        self.headers.push((name.to_string(), value.to_string()));
        self
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// HTML with the script that reloads it, and a policy that lets the script work. What is published has neither.
    fn reloading(self, showing: &Showing) -> Answer {
        if !self.header("Content-Type").is_some_and(|kind| kind.starts_with("text/html")) {
            return self;
        }
        let policy = self.header("Content-Security-Policy").map(page::relax);
        let answer = Answer { body: page::inject(&self.body, showing.version), ..self };
        match policy {
            Some(policy) => answer.with("Content-Security-Policy", &policy),
            None => answer,
        }
    }

    /// With a validator, and without the body where the browser has it already.
    fn cached(self, if_none_match: Option<&str>) -> Answer {
        if self.status != 200 {
            return self;
        }
        let mut hasher = DefaultHasher::new();
        hasher.write(&self.body);
        let tag = format!("\"{:016x}\"", hasher.finish());
        let known = if_none_match.unwrap_or_default().split(',').map(|known| known.trim().trim_start_matches("W/"));
        let is_known = known.into_iter().any(|known| known == tag || known == "*");
        let answer = self.with("ETag", &tag);
        if is_known { Answer { status: 304, body: Vec::new(), ..answer } } else { answer }
    }
}

/// The media type, by the file's extension.
fn content_type(file: &str) -> &'static str {
    let extension = file.rsplit_once('.').map_or("", |(_, extension)| extension);
    match extension.to_ascii_lowercase().as_str() {
        "html" => HTML,
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "xml" => "application/xml",
        "atom" => "application/atom+xml",
        "txt" | "md" => "text/plain; charset=utf-8",
        "po" | "pot" => "text/x-gettext-translation; charset=utf-8",
        "xlf" => "application/xliff+xml",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "gif" => "image/gif",
        "ico" => "image/x-icon",
        "pdf" => "application/pdf",
        "mp3" => "audio/mpeg",
        "ogg" | "opus" => "audio/ogg",
        _ => "application/octet-stream",
    }
}

/// Percent-decoding (RFC 3986 §2.1); nothing where it does not give UTF-8.
fn decode(raw: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(raw.len());
    let mut rest = raw.as_bytes();
    while let [first, after @ ..] = rest {
        if *first == b'%' {
            let hex = after.get(..2).filter(|hex| hex.iter().all(u8::is_ascii_hexdigit))?;
            bytes.push(u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok()?);
            rest = &after[2..];
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    String::from_utf8(bytes).ok()
}

/// Percent-encodes what may not stand in a header.
fn encode(target: &str) -> String {
    let encoded = |byte: u8| if byte.is_ascii_graphic() { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    target.bytes().map(encoded).collect()
}
