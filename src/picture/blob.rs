//! A prepared picture as one file, for a cache: a digest of what follows, a line that says what is in it, the variants' bytes.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Format, Prepared, Variant};
use crate::digest;

#[derive(Serialize, Deserialize)]
struct Head {
    width: u32,
    height: u32,
    /// Extension, width, height and length of each variant.
    variants: Vec<(String, u32, u32, usize)>,
}

pub fn write(picture: &Prepared) -> Vec<u8> {
    let variant = |v: &Variant| (v.format.extension().to_string(), v.width, v.height, v.bytes.len());
    let head = Head { width: picture.width, height: picture.height, variants: picture.variants.iter().map(variant).collect() };
    let mut rest = serde_json::to_vec(&head).expect("BUG: a head of numbers could not be written");
    rest.push(b'\n');
    picture.variants.iter().for_each(|variant| rest.extend_from_slice(&variant.bytes));
    [digest::hex(&rest).as_bytes(), b"\n", &rest].concat()
}

/// Nothing where the file is not whole, or not one of these.
pub fn read(blob: &[u8]) -> Option<Prepared> {
    let (sum, rest) = split_line(blob)?;
    if sum != digest::hex(rest).as_bytes() {
        return None;
    }
    let (head, mut data) = split_line(rest)?;
    let head: Head = serde_json::from_slice(head).ok()?;
    let mut variants = Vec::new();
    for (extension, width, height, length) in head.variants {
        let format = Format::ALL.into_iter().find(|format| format.extension() == extension)?;
        let (bytes, after) = data.split_at_checked(length)?;
        variants.push(Variant { format, width, height, bytes: Arc::from(bytes) });
        data = after;
    }
    (data.is_empty() && !variants.is_empty()).then_some(Prepared { width: head.width, height: head.height, variants })
}

fn split_line(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = bytes.iter().position(|byte| *byte == b'\n')?;
    Some((&bytes[..end], &bytes[end + 1..]))
}
