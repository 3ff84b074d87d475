//! Picture files without what they carry besides the picture: where and when it was taken, by whom, with what, small copies of the whole.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::{ImageEncoder, ImageFormat};

use super::raster;

/// Of a copy that had to be made anew because the picture lay on its side.
const QUALITY: u8 = 90;

/// The same picture without metadata, upright. `None` where the file is no picture of these kinds, or cannot be read: then it must not be
/// published as one.
pub fn stripped(bytes: &[u8]) -> Option<Vec<u8>> {
    let format = image::guess_format(bytes).ok()?;
    if format == ImageFormat::Gif {
        return gif(bytes);
    }
    let (picture, was_turned) = raster::decode(bytes, format).ok()?;
    if was_turned {
        let mut out = Vec::new();
        match format {
            ImageFormat::Jpeg => {
                let rgb = picture.to_rgb8();
                let encoder = JpegEncoder::new_with_quality(&mut out, QUALITY);
                encoder.write_image(&rgb, rgb.width(), rgb.height(), image::ExtendedColorType::Rgb8).ok()?;
            }
            _ => picture.write_to(&mut Cursor::new(&mut out), format).ok()?,
        }
        return Some(out);
    }
    match format {
        ImageFormat::Jpeg => jpeg(bytes),
        ImageFormat::Png => png(bytes),
        ImageFormat::WebP => webp(bytes),
        _ => None,
    }
}

/// Keeps the segments that decoding needs, the colour profile among them (ITU-T T.81, B.1.1.3). What cameras hang on behind the picture goes.
fn jpeg(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = bytes.get(..2)?.to_vec();
    let mut at = 2;
    loop {
        let [0xFF, marker] = *bytes.get(at..at + 2)? else { return None };
        if marker == 0xFF {
            at += 1;
            continue;
        }
        if marker == 0xD9 {
            out.extend_from_slice(&[0xFF, 0xD9]);
            return Some(out);
        }
        let [high, low] = *bytes.get(at + 2..at + 4)? else { return None };
        let end = at + 2 + usize::from(u16::from_be_bytes([high, low])).max(2);
        let (segment, data) = (bytes.get(at..end)?, bytes.get(at + 4..end)?);
        match marker {
            // It may hold a small copy of the picture: written anew without one.
            0xE0 if data.starts_with(b"JFIF\0") => {
                out.extend_from_slice(&[0xFF, 0xE0, 0, 16]);
                out.extend_from_slice(data.get(..12)?);
                out.extend_from_slice(&[0, 0]);
            }
            0xE2 if data.starts_with(b"ICC_PROFILE\0") => out.extend_from_slice(segment),
            // Adobe's, which says how colours are written.
            0xEE => out.extend_from_slice(segment),
            0xE0..=0xEF | 0xFE => {}
            _ => out.extend_from_slice(segment),
        }
        at = end;
        if marker == 0xDA {
            let end = end_of_scan(bytes, at)?;
            out.extend_from_slice(bytes.get(at..end)?);
            at = end;
        }
    }
}

/// The next marker but those that belong to the scan itself.
fn end_of_scan(bytes: &[u8], from: usize) -> Option<usize> {
    let ends = |pair: &[u8]| pair[0] == 0xFF && !matches!(pair[1], 0x00 | 0xD0..=0xD7);
    bytes.get(from..)?.windows(2).position(ends).map(|at| from + at)
}

/// Keeps the chunks that change what is seen (PNG 3, 5.6).
fn png(bytes: &[u8]) -> Option<Vec<u8>> {
    const SEEN: [&[u8]; 13] =
        [b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP", b"acTL", b"fcTL", b"fdAT"];
    let mut out = bytes.get(..8)?.to_vec();
    let mut at = 8;
    while at < bytes.len() {
        let length = u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?);
        let end = at.checked_add(12)?.checked_add(usize::try_from(length).ok()?)?;
        let (chunk, name) = (bytes.get(at..end)?, bytes.get(at + 4..at + 8)?);
        if SEEN.contains(&name) {
            out.extend_from_slice(chunk);
        }
        at = end;
        if name == b"IEND" {
            break;
        }
    }
    Some(out)
}

/// Leaves out the chunks of metadata, and the flags that announce them (RFC 9649, 2.7).
fn webp(bytes: &[u8]) -> Option<Vec<u8>> {
    const FLAGS: u8 = 0b0000_1100;
    let mut body = Vec::new();
    let mut at = 12;
    while at + 8 <= bytes.len() {
        let length = usize::try_from(u32::from_le_bytes(bytes.get(at + 4..at + 8)?.try_into().ok()?)).ok()?;
        let end = at.checked_add(8)?.checked_add(length)?;
        let padded = end + length % 2;
        let (name, chunk) = (bytes.get(at..at + 4)?, bytes.get(at..padded.min(bytes.len()))?);
        if matches!(name, b"VP8X" | b"VP8 " | b"VP8L" | b"ALPH" | b"ICCP" | b"ANIM" | b"ANMF") {
            let start = body.len();
            body.extend_from_slice(chunk);
            if name == b"VP8X" {
                *body.get_mut(start + 8)? &= !FLAGS;
            }
        }
        at = padded;
    }
    let size = u32::try_from(body.len() + 4).ok()?;
    Some([b"RIFF", size.to_le_bytes().as_slice(), b"WEBP", &body].concat())
}

/// Width and height of a GIF; nothing for other files.
pub fn gif_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let number = |at: usize| bytes.get(at..at + 2).map(|pair| u32::from(u16::from_le_bytes([pair[0], pair[1]])));
    number(6).zip(number(8)).filter(|(width, height)| bytes.starts_with(b"GIF8") && *width > 0 && *height > 0)
}

/// Leaves out comments and what programs wrote for themselves (GIF89a, 24 and 26); repeating stays.
fn gif(bytes: &[u8]) -> Option<Vec<u8>> {
    let table = |packed: u8| if packed & 0x80 == 0 { 0 } else { 3 << ((packed & 7) + 1) };
    let mut at = 13 + table(*bytes.get(10)?);
    let mut out = bytes.get(..at)?.to_vec();
    loop {
        let start = at;
        let is_kept = match *bytes.get(at)? {
            0x3B => {
                out.push(0x3B);
                return Some(out);
            }
            0x2C => {
                at += 10 + table(*bytes.get(at + 9)?) + 1;
                true
            }
            0x21 => {
                let label = *bytes.get(at + 1)?;
                let repeats = bytes.get(at + 3..at + 14).is_some_and(|name| name == b"NETSCAPE2.0" || name == b"ANIMEXTS1.0");
                at += 2;
                label == 0xF9 || (label == 0xFF && repeats)
            }
            _ => return None,
        };
        while let length @ 1.. = *bytes.get(at)? {
            at += 1 + usize::from(length);
        }
        at += 1;
        if is_kept {
            out.extend_from_slice(bytes.get(start..at)?);
        }
    }
}
