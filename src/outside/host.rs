//! Hosts, each of which is asked one thing at a time, with a pause, and as its `robots.txt` allows.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Instant;

use super::address::Address;
use super::client::{Answer, Client, Method, NAME};
use super::robots::Robots;
use super::{Manners, Trouble};

/// Everything that is known of hosts during one round.
pub(super) struct Hosts<'r> {
    client: &'r Client,
    manners: &'r Manners,
    all: Mutex<BTreeMap<String, Arc<Mutex<Host>>>>,
}

#[derive(Default)]
struct Host {
    /// Once they were read, or could not be.
    robots: Option<Result<Robots, Trouble>>,
    asked: Option<Instant>,
    /// Why no further question is worth while.
    down: Option<Trouble>,
}

/// A host's answer to the question for one address.
pub(super) enum Reply {
    Answer(Answer),
    Trouble(Trouble),
    /// `robots.txt` asks us to stay away.
    Forbidden,
}

/// As many as RFC 9309, 2.3.1.2 wants to be followed.
const ROBOTS_REDIRECTS: usize = 5;

impl<'r> Hosts<'r> {
    pub(super) fn new(client: &'r Client, manners: &'r Manners) -> Hosts<'r> {
        Hosts { client, manners, all: Mutex::default() }
    }

    /// Asks for an address, patiently. `HEAD` saves the site the page; what it says against a page is believed only of `GET`, since many
    /// sites answer `HEAD` wrongly.
    pub(super) fn ask(&self, address: &Address) -> Reply {
        let host = self.host(&address.origin());
        let (robots, down) = {
            let mut host = turn(&host);
            (self.robots(&mut host, address), host.down.clone())
        };
        match (down, robots) {
            (Some(trouble), _) | (None, Err(trouble)) => return Reply::Trouble(trouble),
            (None, Ok(robots)) if !robots.allows(address.path()) => return Reply::Forbidden,
            (None, Ok(_)) => {}
        }
        let answer = self.patiently(|| {
            let mut host = turn(&host);
            let head = self.paced(&mut host, || self.client.ask(Method::Head, address));
            match head {
                Ok(answer) if answer.status < 400 || answer.status == 429 => Ok(answer),
                Err(trouble @ (Trouble::NoSuchHost | Trouble::Certificate)) => Err(trouble),
                _ => self.paced(&mut host, || self.client.ask(Method::Get, address)),
            }
        });
        match answer {
            Ok(answer) => Reply::Answer(answer),
            Err(trouble) => {
                if matches!(trouble, Trouble::NoSuchHost | Trouble::NoConnection | Trouble::Certificate) {
                    turn(&host).down = Some(trouble.clone());
                }
                Reply::Trouble(trouble)
            }
        }
    }

    fn host(&self, name: &str) -> Arc<Mutex<Host>> {
        let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        all.entry(name.to_string()).or_default().clone()
    }

    /// The host's rules, read at the first question.
    fn robots(&self, host: &mut Host, address: &Address) -> Result<Robots, Trouble> {
        if host.robots.is_none() {
            let read = self.read_robots(host, address);
            host.robots = Some(read);
        }
        host.robots.clone().unwrap_or_else(|| Ok(Robots::default()))
    }

    /// RFC 9309, 2.3.1: where there is no such file, everything is allowed; where the host is in trouble, nothing.
    fn read_robots(&self, host: &mut Host, address: &Address) -> Result<Robots, Trouble> {
        let mut at = address.sibling("/robots.txt");
        for _ in 0..=ROBOTS_REDIRECTS {
            let answer = self.patiently(|| self.paced(host, || self.client.read(&at)))?;
            match answer.status {
                200..300 => return Ok(Robots::parse(&answer.text, NAME)),
                300..400 => match answer.location.and_then(|location| at.join(&location)) {
                    Some(next) => at = next,
                    None => break,
                },
                _ => break,
            }
        }
        Ok(Robots::default())
    }

    /// One request, not before the pause after the last one is over.
    fn paced(&self, host: &mut Host, request: impl FnOnce() -> Result<Answer, Trouble>) -> Result<Answer, Trouble> {
        let wanted = host.robots.as_ref().and_then(|robots| robots.as_ref().ok()).and_then(|robots| robots.delay);
        let pause = wanted.unwrap_or_default().max(self.manners.pause);
        if let Some(asked) = host.asked {
            thread::sleep(pause.saturating_sub(asked.elapsed()));
        }
        let answer = request();
        host.asked = Some(Instant::now());
        answer
    }

    /// Tries again, after a while, what may go better then.
    fn patiently(&self, mut request: impl FnMut() -> Result<Answer, Trouble>) -> Result<Answer, Trouble> {
        let mut wait = self.manners.back_off;
        let mut attempt = 1;
        loop {
            let (trouble, wanted) = match request() {
                Ok(answer) => match passing(answer.status) {
                    Some(trouble) => (trouble, answer.retry_after),
                    None => return Ok(answer),
                },
                Err(trouble) => (trouble, None),
            };
            let pause = wanted.unwrap_or(wait);
            let is_lasting = matches!(trouble, Trouble::NoSuchHost | Trouble::Certificate);
            if is_lasting || attempt >= self.manners.attempts || pause > self.manners.patience {
                return Err(trouble);
            }
            thread::sleep(pause);
            wait *= 4;
            attempt += 1;
        }
    }
}

fn turn(host: &Mutex<Host>) -> MutexGuard<'_, Host> {
    host.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Whether a status says that the site has trouble of its own, which may pass (RFC 9110, 15; RFC 6585, 4).
fn passing(status: u16) -> Option<Trouble> {
    match status {
        429 => Some(Trouble::Busy),
        408 | 425 | 500..=599 => Some(Trouble::ServerError(status)),
        _ => None,
    }
}
