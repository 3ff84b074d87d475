//! One round of questions: hosts side by side, the addresses of a host one after the other, redirects to their end.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::thread;

use super::address::Address;
use super::client::Client;
use super::host::{Hosts, Reply};
use super::{Manners, Trouble, Verdict, Verdicts, Way};

/// As browsers do it.
const REDIRECTS: usize = 20;

/// Asks for each address once. `told` hears of every answer as it comes. An error only where no question could be asked at all.
pub fn round<'a>(
    addresses: impl IntoIterator<Item = &'a str>,
    way: &Way,
    manners: &Manners,
    told: &(dyn Fn(&str, &Verdict) + Sync),
) -> anyhow::Result<Verdicts> {
    let client = Client::new(way, manners.timeout)?;
    let hosts = Hosts::new(&client, manners);
    let mut by_host: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for address in addresses {
        let host = Address::parse(address).map(|address| address.host().to_string()).unwrap_or_default();
        by_host.entry(host).or_default().push(address);
    }
    let mut waiting: Vec<Vec<&str>> = by_host.into_values().collect();
    // The host with the most addresses takes longest: it begins.
    waiting.sort_by_key(Vec::len);
    let waiting = Mutex::new(waiting);
    let found = Mutex::new(Verdicts::new());
    let next = || waiting.lock().unwrap_or_else(PoisonError::into_inner).pop();
    thread::scope(|scope| {
        for _ in 0..manners.at_once.max(1) {
            scope.spawn(|| {
                while let Some(addresses) = next() {
                    for address in addresses {
                        let verdict = visit(address, &hosts);
                        told(address, &verdict);
                        found.lock().unwrap_or_else(PoisonError::into_inner).insert(address.to_string(), verdict);
                    }
                }
            });
        }
    });
    Ok(found.into_inner().unwrap_or_else(PoisonError::into_inner))
}

fn visit(text: &str, hosts: &Hosts<'_>) -> Verdict {
    let unreachable = |trouble| Verdict::Unreachable { trouble };
    let Some(start) = Address::parse(text) else { return unreachable(Trouble::NoSuchHost) };
    let (mut at, mut settled, mut for_good) = (start.clone(), start.clone(), true);
    for _ in 0..=REDIRECTS {
        let answer = match hosts.ask(&at) {
            Reply::Answer(answer) => answer,
            Reply::Trouble(trouble) => return unreachable(trouble),
            Reply::Forbidden => return Verdict::Unasked,
        };
        let next = match answer.status {
            300..=399 => answer.location.and_then(|location| at.join(&location)),
            status => return arrived(text, &start, &settled, &at, status),
        };
        let Some(next) = next else { return arrived(text, &start, &settled, &at, 200) };
        for_good &= matches!(answer.status, 301 | 308);
        if for_good {
            settled = next.clone();
        }
        at = next;
    }
    unreachable(Trouble::Circle)
}

/// What the last answer says of the first address. `settled` is how far its site says that it has moved for good.
fn arrived(text: &str, start: &Address, settled: &Address, end: &Address, status: u16) -> Verdict {
    match status {
        // 451 is the law of a country, not the end of a page; 999 is what one network says to all programs.
        401 | 402 | 403 | 406 | 407 | 451 | 999 => Verdict::Refused { status },
        400..=499 => Verdict::Dead { status },
        _ if end.is_front() && !start.is_front() => Verdict::FrontPage { to: end.to_string() },
        _ if settled != start => {
            let fragment = text.split_once('#').map(|(_, fragment)| format!("#{fragment}")).unwrap_or_default();
            Verdict::Moved { to: format!("{settled}{fragment}") }
        }
        _ => Verdict::Answers,
    }
}
