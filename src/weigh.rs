//! What bytes weigh as they are sent. The only user of brotli.
//!
//! Weighs and nothing more: budgets are judged in `verify`, sizes are told to the reader by `render`.

use std::io::Read;

use brotli::enc::BrotliEncoderParams;

use crate::memo::Memo;

/// As small as brotli makes it, and a hundred times as slow as `USUAL`.
pub const BEST: i32 = 11;
/// A little less than what hosts use for files that they compress as they send them, at half the time: a reader is never told too little.
/// Some tenths heavier than `BEST`.
const USUAL: i32 = 3;
/// What hosts use: for long texts, which repeat themselves, no slower.
const LONG: (usize, i32) = (100_000, 4);
/// 256 KB: more than any document has, and far cheaper to allocate than the default 4 MB.
const WINDOW: i32 = 18;

/// What texts weigh, each weighed once, by digest and quality.
#[derive(Debug, Default)]
pub struct Scales {
    known: Memo<(String, i32), usize>,
}

impl Scales {
    /// The bytes of a text, compressed with a quality from 0 to 11; `digest` is the text's.
    pub fn weigh(&self, digest: &str, text: &[u8], quality: i32) -> usize {
        *self.known.get(&(digest.to_string(), quality), || compressed(text, quality))
    }

    pub fn sweep(&self) {
        self.known.sweep();
    }
}

/// The quality that stands for what hosts do with a text of this length.
pub fn usual(length: usize) -> i32 {
    if length < LONG.0 { USUAL } else { LONG.1 }
}

/// The bytes of a text, compressed with a quality from 0 to 11.
pub fn compressed(bytes: &[u8], quality: i32) -> usize {
    together(bytes, &[], quality)
}

/// The bytes of a text in two parts.
pub fn together(one: &[u8], other: &[u8], quality: i32) -> usize {
    let params = BrotliEncoderParams { quality, lgwin: WINDOW, size_hint: one.len() + other.len(), ..BrotliEncoderParams::default() };
    let mut out = Vec::new();
    brotli::BrotliCompress(&mut one.chain(other), &mut out, &params).expect("BUG: compressing from memory to memory failed");
    out.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn better_is_smaller() {
        let text = include_bytes!("weigh.rs");
        let (best, usual) = (compressed(text, BEST), compressed(text, USUAL));
        assert!(best < usual && usual < text.len(), "{best} {usual}");
        assert_eq!(together(&text[..100], &text[100..], USUAL), usual);
        assert_eq!(Scales::default().weigh("x", text, USUAL), usual);
    }
}
