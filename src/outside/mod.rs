//! Asks other sites whether the pages that a portal links to are still there: the only module that speaks to the network.
//!
//! It asks for what it is given and nothing else, and only `dalil check --external` gives it anything. It is a polite visitor: it says who it
//! is, keeps to `robots.txt`, sends one request at a time to each host with a pause between them, and waits as long as it is told to. Knows no
//! portal, and judges nothing: what an answer means for an editor stands in `check::external`.

mod address;
mod client;
mod host;
mod robots;
mod round;
mod store;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};

pub use round::round;
pub use store::Known;

/// What came of asking for an address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "verdict")]
pub enum Verdict {
    Answers,
    /// For good, as its site says: the new address.
    Moved {
        to: String,
    },
    /// A page inside a site leads to the site's front page now: it is gone, and the site does not say so.
    FrontPage {
        to: String,
    },
    /// The site says that there is no such page, by this status.
    Dead {
        status: u16,
    },
    /// The site does not show the page to programs, or wants a password.
    Refused {
        status: u16,
    },
    /// `robots.txt` asks programs to stay away.
    Unasked,
    /// Nothing could be learned today.
    Unreachable {
        trouble: Trouble,
    },
}

/// Why nothing could be learned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trouble {
    NoSuchHost,
    NoConnection,
    NoAnswer,
    Certificate,
    Circle,
    Busy,
    ServerError(u16),
    /// In the words of the network library.
    Other(String),
}

/// How to behave as a visitor.
#[derive(Debug, Clone)]
pub struct Manners {
    /// Hosts that are asked at the same time; each of them gets one request at a time.
    pub at_once: usize,
    /// Between two requests to the same host; longer where its `robots.txt` asks for it.
    pub pause: Duration,
    /// For one request.
    pub timeout: Duration,
    /// How often an address is tried while its site is in trouble.
    pub attempts: u32,
    /// Before the second attempt; four times as long before each further one.
    pub back_off: Duration,
    /// A site that wants a longer pause than this is left alone until another day.
    pub patience: Duration,
}

/// The way to the network.
#[derive(Debug, Clone, Default)]
pub struct Way {
    /// `http://host:port` of a proxy.
    pub proxy: Option<String>,
    /// Certificates (DER) of authorities to trust instead of those that browsers trust.
    pub authorities: Vec<Vec<u8>>,
}

/// What is known of each address.
pub type Verdicts = BTreeMap<String, Verdict>;

impl Default for Manners {
    fn default() -> Manners {
        Manners {
            at_once: 8,
            pause: Duration::from_millis(500),
            timeout: Duration::from_secs(20),
            attempts: 3,
            back_off: Duration::from_secs(1),
            patience: Duration::from_secs(60),
        }
    }
}
