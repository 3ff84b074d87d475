//! What bytes weigh as they are sent. The only user of brotli.
//!
//! Weighs and nothing more: budgets are judged in `verify`, sizes are told to the reader by `render`.

use brotli::enc::BrotliEncoderParams;

/// As small as brotli makes it, and fifty times as slow as `USUAL`.
pub const BEST: i32 = 11;
/// What hosts use for files that they compress as they send them. Some tenths heavier than `BEST`.
pub const USUAL: i32 = 4;
/// 256 KB: more than any document has, and far cheaper to allocate than the default 4 MB.
const WINDOW: i32 = 18;

/// The bytes of a text, compressed with a quality from 0 to 11.
pub fn compressed(bytes: &[u8], quality: i32) -> usize {
    let params = BrotliEncoderParams { quality, lgwin: WINDOW, size_hint: bytes.len(), ..BrotliEncoderParams::default() };
    let mut out = Vec::new();
    brotli::BrotliCompress(&mut &bytes[..], &mut out, &params).expect("BUG: compressing from memory to memory failed");
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
    }
}
