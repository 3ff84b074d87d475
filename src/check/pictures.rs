//! What the files of `content/assets` carry besides what they show, and what they weigh: read from their heads, for a camera writes down
//! where and when, and an office program who.

use super::report::Report;
use super::{Portal, Rule, portal};
use crate::config::Level::{Error, Warn};
use crate::diagnostic::Place;
use crate::pdf;

#[rustfmt::skip]
pub(super) const RULES: &[Rule] = &[
    portal("picture-location", Error, "no picture tells where it was taken", "Exif 3.0, GPS attribute information; KVKK Art. 12", picture_location),
    portal("picture-metadata", Warn, "no picture tells whose camera took it and when", "Exif 3.0", picture_metadata),
    portal("picture-kind", Warn, "every browser shows a file for what it is", "WHATWG MIME Sniffing", picture_kind),
    portal("document-author", Warn, "no document names a person who did not mean to be named", "ISO 32000-2, 14.3.3", document_author),
    portal("heavy-download", Warn, "a document can be had on a prepaid connection", "", heavy_download),
    portal("asset-name", Warn, "a file has an address that can be typed, and is found on every computer", "RFC 3986, 2.3", asset_name),
];

/// Exif's tag of the block with the place (Exif 3.0, 4.6.3).
const GPS: u16 = 0x8825;

fn pictures<'a>(portal: &Portal<'a>) -> impl Iterator<Item = (Place, &'a str, &'a [u8])> {
    let files = portal.sources.below("content/assets");
    files.map(|(path, bytes)| (Place::file(path), path.as_str(), bytes.as_ref()))
}

fn picture_location(portal: &Portal<'_>, report: &mut Report<'_>) {
    for (place, _, bytes) in pictures(portal) {
        if exif(bytes).is_some_and(|exif| tags(exif).contains(&GPS)) {
            report.say_at(
                place,
                "this picture tells where it was taken",
                "save it again without its metadata, for example as a screenshot or with “remove location”",
            );
        }
    }
}

fn picture_metadata(portal: &Portal<'_>, report: &mut Report<'_>) {
    // Maker, model, time, artist, owner's name, serial number.
    const PERSONAL: [u16; 6] = [0x010F, 0x0110, 0x0132, 0x013B, 0xA430, 0xA431];
    for (place, _, bytes) in pictures(portal) {
        let found = exif(bytes).map(tags).unwrap_or_default();
        if found.iter().any(|tag| PERSONAL.contains(tag)) && !found.contains(&GPS) {
            report.say_at(
                place,
                "this picture tells which camera took it and when",
                "save it again without its metadata, for example as a screenshot",
            );
        }
    }
}

fn picture_kind(portal: &Portal<'_>, report: &mut Report<'_>) {
    for (place, path, bytes) in pictures(portal) {
        let ending = path.rsplit_once('.').map_or(String::new(), |(_, ending)| ending.to_lowercase());
        let ending = if ending == "jpeg" { "jpg".to_string() } else { ending };
        let found = kind(bytes);
        if let Some(found) = found.filter(|found| ["jpg", "png", "webp", "gif", "pdf"].contains(&ending.as_str()) && **found != *ending) {
            report.say_at(
                place,
                format!("this file is called `.{ending}`, but is a {found}"),
                format!("call it `.{found}`, and mend the links to it"),
            );
        }
    }
}

fn asset_name(portal: &Portal<'_>, report: &mut Report<'_>) {
    for (place, path, _) in pictures(portal) {
        let name = path.rsplit('/').next().unwrap_or(path);
        if name.contains(|c: char| c.is_whitespace() || !c.is_ascii() || c.is_ascii_uppercase() || "()&%#?+,'".contains(c)) {
            let better: String = name.to_lowercase().chars().map(|c| if c.is_ascii_alphanumeric() || c == '.' { c } else { '-' }).collect();
            report.say_at(
                place,
                format!("the name `{name}` becomes an address that nobody can type"),
                format!("call it `{}`, with small letters a–z, digits and hyphens", better.trim_matches('-')),
            );
        }
    }
}

fn document_author(portal: &Portal<'_>, report: &mut Report<'_>) {
    for (place, _, bytes) in pictures(portal) {
        if let Some(author) = pdf::about(bytes).and_then(|about| about.author) {
            report.say_at(
                place,
                format!("this PDF names `{author}` as its author"),
                "if that is a person, take the name out in the program that made it (“document properties”), and save it again",
            );
        }
    }
}

fn heavy_download(portal: &Portal<'_>, report: &mut Report<'_>) {
    let budget = portal.site.config.budgets.download;
    for (place, _, bytes) in pictures(portal).filter(|(_, _, bytes)| bytes.len() > budget && !is_picture(bytes)) {
        report.say_at(
            place,
            format!("this file weighs {} bytes, {} more than the budget of {budget} for downloads", bytes.len(), bytes.len() - budget),
            "save it again for the web, with smaller pictures in it, or say the same on a page, which costs a reader a hundredth of that",
        );
    }
}

/// Of these, pages show smaller ones.
fn is_picture(bytes: &[u8]) -> bool {
    kind(bytes).is_some_and(|kind| kind != "pdf")
}

fn kind(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xFF, 0xD8, 0xFF, ..] => Some("jpg"),
        [0x89, b'P', b'N', b'G', ..] => Some("png"),
        [b'G', b'I', b'F', b'8', ..] => Some("gif"),
        [b'%', b'P', b'D', b'F', ..] => Some("pdf"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("webp"),
        _ => None,
    }
}

/// The Exif block of a picture: in a JPEG's APP1 segment, a PNG's `eXIf` chunk or a WebP's `EXIF` chunk.
fn exif(bytes: &[u8]) -> Option<&[u8]> {
    match kind(bytes)? {
        "jpg" => jpeg_exif(bytes),
        "png" => chunk(bytes.get(8..)?, |rest| Some((rest.get(4..8)?, number(rest.get(..4)?, true)?, 8, 4)), b"eXIf"),
        "webp" => chunk(bytes.get(12..)?, |rest| Some((rest.get(..4)?, number(rest.get(4..8)?, false)?, 8, 0)), b"EXIF"),
        _ => None,
    }
    .map(|block| block.strip_prefix(b"Exif\0\0").unwrap_or(block))
}

fn jpeg_exif(bytes: &[u8]) -> Option<&[u8]> {
    let mut at = 2;
    loop {
        let [0xFF, marker, high, low] = *bytes.get(at..at + 4)? else { return None };
        let length = usize::from(u16::from_be_bytes([high, low])).max(2);
        let segment = bytes.get(at + 4..at + 2 + length)?;
        match marker {
            0xE1 if segment.starts_with(b"Exif\0\0") => return Some(segment),
            // The picture itself begins.
            0xDA => return None,
            _ => at += 2 + length,
        }
    }
}

/// The data of the first chunk with this name. `head` reads a chunk's name, its length, the bytes before its data and after it.
fn chunk<'b>(mut rest: &'b [u8], head: impl Fn(&'b [u8]) -> Option<(&'b [u8], usize, usize, usize)>, wanted: &[u8]) -> Option<&'b [u8]> {
    loop {
        let (name, length, before, after) = head(rest)?;
        let data = rest.get(before..before.checked_add(length)?)?;
        if name == wanted {
            return Some(data);
        }
        // WebP pads chunks to even lengths; PNG has a checksum of four bytes.
        let padding = if after == 0 { length % 2 } else { 0 };
        rest = rest.get(before + length + after + padding..)?;
    }
}

fn number(bytes: &[u8], big: bool) -> Option<usize> {
    let value = bytes.iter().enumerate().fold(0_u64, |sum, (n, byte)| {
        let shift = if big { bytes.len() - 1 - n } else { n };
        sum | (u64::from(*byte) << (8 * shift))
    });
    usize::try_from(value).ok()
}

/// The tags of the first directory of an Exif block, and of the one with the camera's data (TIFF 6.0, section 2).
fn tags(exif: &[u8]) -> Vec<u16> {
    let big = exif.starts_with(b"MM");
    let read = |at: usize, size: usize| exif.get(at..at.checked_add(size)?).and_then(|bytes| number(bytes, big));
    let mut found = Vec::new();
    let mut directories: Vec<usize> = read(4, 4).into_iter().collect();
    for _ in 0..2 {
        let Some(at) = directories.pop() else { break };
        let Some(count) = read(at, 2) else { break };
        for n in 0..count.min(512) {
            let entry = at + 2 + n * 12;
            let Some(tag) = read(entry, 2).and_then(|tag| u16::try_from(tag).ok()) else { break };
            if tag == 0x8769 {
                directories.extend(read(entry + 8, 4));
            }
            found.push(tag);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_place_is_found_in_a_jpeg() {
        let tiff = b"MM\0\x2A\0\0\0\x08\0\x01\x88\x25\0\x04\0\0\0\x01\0\0\0\x1A\0\0\0\0";
        let mut jpeg = vec![0xFF, 0xD8, 0xFF, 0xE1, 0, u8::try_from(tiff.len() + 8).expect("short")];
        jpeg.extend_from_slice(b"Exif\0\0");
        jpeg.extend_from_slice(tiff);
        assert_eq!(exif(&jpeg).map(tags), Some(vec![GPS]));
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(start in 0..4_usize, bytes in proptest::collection::vec(any::<u8>(), 0..120)) {
            let head: &[u8] = [b"\xFF\xD8\xFF\xE1".as_slice(), b"\x89PNG\r\n\x1A\n", b"RIFF\0\0\0\0WEBP", b""][start];
            let _ = exif(&[head, &bytes].concat()).map(tags);
        }
    }
}
