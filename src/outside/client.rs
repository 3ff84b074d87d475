//! One request and its answer: the only user of ureq and of rustls. Follows no redirect and tries nothing twice.

use std::io::{self, Read};
use std::sync::Arc;
use std::time::Duration;

use anyhow::bail;
use rustls::crypto::CryptoProvider;
use ureq::tls::{Certificate, RootCerts, TlsConfig};
use ureq::{Agent, Proxy};

use super::address::Address;
use super::{Trouble, Way, robots};

pub(super) struct Client {
    agent: Agent,
}

/// The first word names us in `robots.txt`.
pub(super) const NAME: &str = "dalil";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Method {
    Head,
    Get,
}

/// What a site answered, without the page itself.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) location: Option<String>,
    pub(super) retry_after: Option<Duration>,
    /// The beginning of the page, where it was asked for.
    pub(super) text: String,
}

impl Client {
    /// An error where this computer cannot speak HTTPS, or the way does not exist.
    pub(super) fn new(way: &Way, timeout: Duration) -> anyhow::Result<Client> {
        let Some(provider) = provider() else {
            bail!("this computer's processor lacks instructions that HTTPS needs here: use `--external` on another computer");
        };
        let proxy = match way.proxy.as_deref().filter(|proxy| !proxy.is_empty()) {
            Some(proxy) => {
                Some(Proxy::new(proxy).map_err(|_| anyhow::anyhow!("`{proxy}` is no address of a proxy: write `http://host:port`"))?)
            }
            None => None,
        };
        let authorities: Vec<Certificate<'static>> = way.authorities.iter().map(|der| Certificate::from_der(der).to_owned()).collect();
        let roots = if authorities.is_empty() { RootCerts::WebPki } else { RootCerts::Specific(Arc::new(authorities)) };
        let tls = TlsConfig::builder().unversioned_rustls_crypto_provider(Arc::new(provider)).root_certs(roots);
        let config = Agent::config_builder()
            .tls_config(tls.build())
            .proxy(proxy)
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_global(Some(timeout))
            .user_agent(format!("{NAME}/{} (link checker; one request at a time)", env!("CARGO_PKG_VERSION")))
            // What a browser sends, so that the site answers as it would to a reader.
            .accept("text/html,application/xhtml+xml,application/pdf;q=0.9,*/*;q=0.8");
        Ok(Client { agent: config.build().new_agent() })
    }

    pub(super) fn ask(&self, method: Method, address: &Address) -> Result<Answer, Trouble> {
        let address = address.to_string();
        let answer = match method {
            Method::Head => self.agent.head(&address).call(),
            Method::Get => self.agent.get(&address).call(),
        };
        answer.map(|answer| head(&answer)).map_err(|error| trouble(&error))
    }

    /// The same with the beginning of the text, for `robots.txt`.
    pub(super) fn read(&self, address: &Address) -> Result<Answer, Trouble> {
        let mut answer = self.agent.get(address.to_string()).call().map_err(|error| trouble(&error))?;
        let mut bytes = Vec::new();
        // What is longer or breaks off counts as far as it came.
        let _ = answer.body_mut().as_reader().take(robots::LIMIT).read_to_end(&mut bytes);
        Ok(Answer { text: String::from_utf8_lossy(&bytes).into_owned(), ..head(&answer) })
    }
}

/// Cryptography, where this processor has what graviola would end the program without.
#[cfg(target_arch = "x86_64")]
pub(super) fn provider() -> Option<CryptoProvider> {
    macro_rules! all {
        ($($name:tt),*) => { $(std::arch::is_x86_feature_detected!($name))&&* };
    }
    all!("aes", "ssse3", "avx", "avx2", "adx", "bmi2", "pclmulqdq").then(rustls_graviola::default_provider)
}

#[cfg(target_arch = "aarch64")]
pub(super) fn provider() -> Option<CryptoProvider> {
    macro_rules! all {
        ($($name:tt),*) => { $(std::arch::is_aarch64_feature_detected!($name))&&* };
    }
    all!("neon", "aes", "pmull", "sha2").then(rustls_graviola::default_provider)
}

#[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
pub(super) fn provider() -> Option<CryptoProvider> {
    None
}

fn head<T>(answer: &ureq::http::Response<T>) -> Answer {
    let header = |name: &str| answer.headers().get(name).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
    Answer {
        status: answer.status().as_u16(),
        location: header("location"),
        // The other form, a date, would need a clock: the usual pause is kept then.
        retry_after: header("retry-after").and_then(|value| value.trim().parse().ok()).map(Duration::from_secs),
        text: String::new(),
    }
}

fn trouble(error: &ureq::Error) -> Trouble {
    match error {
        ureq::Error::HostNotFound => Trouble::NoSuchHost,
        ureq::Error::Timeout(_) => Trouble::NoAnswer,
        ureq::Error::ConnectionFailed => Trouble::NoConnection,
        ureq::Error::Rustls(error) => of_tls(error),
        ureq::Error::Io(error) => of_io(error),
        other => Trouble::Other(other.to_string()),
    }
}

fn of_io(error: &io::Error) -> Trouble {
    if let Some(error) = error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>()) {
        return of_tls(error);
    }
    match error.kind() {
        io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => Trouble::NoAnswer,
        io::ErrorKind::ConnectionRefused
        | io::ErrorKind::ConnectionReset
        | io::ErrorKind::ConnectionAborted
        | io::ErrorKind::HostUnreachable
        | io::ErrorKind::NetworkUnreachable
        | io::ErrorKind::UnexpectedEof => Trouble::NoConnection,
        _ if error.to_string().contains("lookup address") => Trouble::NoSuchHost,
        _ => Trouble::Other(error.to_string()),
    }
}

fn of_tls(error: &rustls::Error) -> Trouble {
    match error {
        rustls::Error::InvalidCertificate(_) => Trouble::Certificate,
        other => Trouble::Other(other.to_string()),
    }
}
