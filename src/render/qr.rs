//! The QR code that a printed page carries back to its living edition: one path of an SVG picture. The only user of `qrcodegen`.
//!
//! Least error correction: paper is read from close by, and every step up costs each page bytes that nobody sees on a screen.

use std::fmt::Write;

use qrcodegen::{QrCode, QrCodeEcc};

use crate::render::view::QrView;

/// Light modules around the code, without which readers do not find it (ISO/IEC 18004, 6.3.8).
const QUIET: i32 = 4;

/// The code of an address; nothing where the address is too long for one.
pub(super) fn code(url: &str) -> Option<QrView> {
    let code = QrCode::encode_text(url, QrCodeEcc::Low).ok()?;
    Some(QrView { url: url.to_string(), size: code.size() + 2 * QUIET, path: path(&code) })
}

/// Each row from the left: `h` draws dark modules, `m` passes over light ones. A line one module thick does the rest.
fn path(code: &QrCode) -> String {
    let mut path = String::new();
    for y in 0..code.size() {
        let dark: Vec<bool> = (0..code.size()).map(|x| code.get_module(x, y)).collect();
        let mut start = 0;
        for run in dark.chunk_by(|a, b| a == b) {
            let length = run.len();
            let _ = match (run[0], start) {
                (false, 0) => write!(path, "M{} {}.5", QUIET as usize + length, y + QUIET),
                (true, 0) => write!(path, "M{QUIET} {}.5h{length}", y + QUIET),
                (true, _) => write!(path, "h{length}"),
                (false, _) if start + length < dark.len() => write!(path, "m{length} 0"),
                (false, _) => Ok(()),
            };
            start += length;
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Draws the path as a browser does, module by module.
    fn drawn(view: &QrView) -> Vec<Vec<bool>> {
        let size = usize::try_from(view.size).expect("BUG: sizes are positive");
        let mut modules = vec![vec![false; size]; size];
        let (mut x, mut y) = (0_usize, 0_usize);
        let mut rest = view.path.as_str();
        while let Some(command) = rest.chars().next() {
            let end = rest[1..].find(|c: char| c.is_ascii_alphabetic()).map_or(rest.len(), |end| end + 1);
            let numbers: Vec<usize> = rest[1..end].split(' ').map(|n| n.trim_end_matches(".5").parse().expect("BUG: a number")).collect();
            match command {
                'M' => (x, y) = (numbers[0], numbers[1]),
                'm' => x += numbers[0],
                _ => {
                    modules[y][x..x + numbers[0]].fill(true);
                    x += numbers[0];
                }
            }
            rest = &rest[end..];
        }
        modules
    }

    #[test]
    fn the_path_draws_every_module() {
        for url in [
            "https://a.example/",
            "https://dalil.example/en/situations/deportation-decision/",
            &format!("https://b.example/{}", "x".repeat(300)),
        ] {
            let view = code(url).expect("BUG: the address fits");
            let code = QrCode::encode_text(url, QrCodeEcc::Low).expect("BUG: the address fits");
            let quiet = usize::try_from(QUIET).expect("BUG: positive");
            for (y, row) in drawn(&view).iter().enumerate() {
                for (x, &dark) in row.iter().enumerate() {
                    let at = |n: usize| i32::try_from(n).expect("BUG: small") - QUIET;
                    assert_eq!(dark, code.get_module(at(x), at(y)), "{url} at {x}, {y}, quiet zone {quiet}");
                }
            }
        }
    }

    #[test]
    fn an_address_too_long_has_none() {
        assert!(code(&format!("https://a.example/{}", "x".repeat(3000))).is_none());
    }
}
