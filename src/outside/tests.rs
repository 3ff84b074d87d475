//! HTTPS against a server on this computer. What needs no certificate is tested from outside, in `tests/it/external.rs`.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use super::{Manners, Trouble, Verdict, Way, round};

const AUTHORITY: &[u8] = include_bytes!("fixtures/ca.der");
const CERTIFICATE: &[u8] = include_bytes!("fixtures/leaf.der");
const KEY: &[u8] = include_bytes!("fixtures/key.der");

/// Answers every request over TLS, for as long as the tests run; its port.
fn serve() -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let provider = super::client::provider().expect("a processor that can");
    let key = PrivateKeyDer::try_from(KEY.to_vec()).expect("a key");
    let config = ServerConfig::builder_with_provider(Arc::new(provider))
        .with_safe_default_protocol_versions()
        .expect("protocols")
        .with_no_client_auth()
        .with_single_cert(vec![CertificateDer::from(CERTIFICATE.to_vec())], key)
        .expect("a certificate");
    let config = Arc::new(config);
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let connection = ServerConnection::new(config.clone()).expect("a connection");
            thread::spawn(move || {
                let mut stream = StreamOwned::new(connection, stream);
                let mut request = [0; 2048];
                // Who does not trust the certificate hangs up here.
                if stream.read(&mut request).is_ok_and(|length| length > 0) {
                    let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
                    let _ = stream.flush();
                }
            });
        }
    });
    port
}

#[track_caller]
fn check(host: &str, port: u16, authorities: &[&[u8]], expected: &Verdict) {
    let address = format!("https://{host}:{port}/");
    let way = Way { proxy: None, authorities: authorities.iter().map(|der| der.to_vec()).collect() };
    let manners = Manners { pause: Duration::ZERO, back_off: Duration::ZERO, ..Manners::default() };
    let verdicts = round([address.as_str()], &way, &manners, &|_, _| {}).expect("a round");
    assert_eq!(verdicts.get(&address), Some(expected));
}

#[test]
fn a_page_is_read_over_https() {
    check("localhost", serve(), &[AUTHORITY], &Verdict::Answers);
}

#[test]
fn a_certificate_that_browsers_would_not_trust_is_told() {
    check("localhost", serve(), &[], &Verdict::Unreachable { trouble: Trouble::Certificate });
}
