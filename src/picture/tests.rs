//! Pictures made here, small, for what is said of the real ones.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};
use proptest::prelude::*;

use super::*;

fn photo(width: u32, height: u32) -> RgbImage {
    let noise = |x: u32, y: u32| u8::try_from((x * 7 + y * 13 + (x * y) % 31) % 256).expect("below 256");
    RgbImage::from_fn(width, height, |x, y| Rgb([noise(x, y), noise(y, x), noise(x, x + y)]))
}

fn file(picture: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut out = Vec::new();
    picture.into().write_to(&mut Cursor::new(&mut out), format).expect("encoded");
    out
}

/// A photograph with an Exif block that says how it lies and where it was taken.
fn with_exif(jpeg: &[u8], orientation: u8) -> Vec<u8> {
    let mut tiff = b"MM\0\x2A\0\0\0\x08\0\x02\x01\x12\0\x03\0\0\0\x01".to_vec();
    tiff.extend_from_slice(&[0, orientation, 0, 0]);
    tiff.extend_from_slice(b"\x88\x25\0\x04\0\0\0\x01\0\0\0\x26\0\0\0\0secret place");
    let length = u16::try_from(tiff.len() + 8).expect("short").to_be_bytes();
    [&jpeg[..2], &[0xFF, 0xE1], &length, b"Exif\0\0", &tiff, b"\xFF\xFE\0\x06a me", &jpeg[2..]].concat()
}

fn names(prepared: &Prepared) -> Vec<(&'static str, u32, u32)> {
    prepared.variants.iter().map(|variant| (variant.format.extension(), variant.width, variant.height)).collect()
}

fn has(bytes: &[u8], text: &[u8]) -> bool {
    bytes.windows(text.len()).any(|window| window == text)
}

#[test]
fn a_photograph_is_sized_and_never_enlarged() {
    let prepared = prepare(&file(photo(600, 50), ImageFormat::Jpeg)).expect("readable");
    assert_eq!(names(&prepared), [("avif", 360, 30), ("avif", 540, 45), ("avif", 600, 50), ("jpg", 600, 50)]);
    assert_eq!((prepared.width, prepared.height), (600, 50));
    assert_eq!(prepared.best().width, 600);
}

#[test]
fn a_photograph_on_its_side_is_turned_and_says_nothing_of_its_place() {
    let jpeg = with_exif(&file(photo(60, 40), ImageFormat::Jpeg), 6);
    let prepared = prepare(&jpeg).expect("readable");
    assert_eq!((prepared.width, prepared.height), (40, 60));
    let copy = stripped(&jpeg).expect("a copy");
    let turned = image::load_from_memory(&copy).expect("readable");
    assert_eq!((turned.width(), turned.height()), (40, 60));
    for bytes in prepared.variants.iter().map(|variant| variant.bytes.as_ref()).chain([copy.as_slice()]) {
        assert!(!has(bytes, b"Exif") && !has(bytes, b"secret"));
    }
}

#[test]
fn a_copy_without_metadata_is_the_same_picture() {
    let mut progressive = Vec::new();
    JpegEncoder::new_with_quality(&mut progressive, 80).encode_image(&photo(40, 30)).expect("encoded");
    let dirty = with_exif(&progressive, 1);
    let copy = stripped(&[dirty.as_slice(), b"secret trailer"].concat()).expect("a copy");
    assert!(!has(&copy, b"Exif") && !has(&copy, b"secret") && !has(&copy, b"a me"));
    assert_eq!(image::load_from_memory(&copy).expect("readable"), image::load_from_memory(&dirty).expect("readable"));

    let png = file(photo(9, 9), ImageFormat::Png);
    let text = [b"\0\0\0\x0D".as_slice(), b"tEXtAuthor\0secret", b"\0\0\0\0"].concat();
    let dirty = [&png[..33], &text, &png[33..]].concat();
    assert_eq!(stripped(&dirty).expect("a copy"), png);

    let webp = file(photo(9, 9), ImageFormat::WebP);
    assert_eq!(stripped(&webp).expect("a copy"), webp);
    let dirty = [&webp[..], b"XMP \x06\0\0\0secret"].concat();
    assert_eq!(stripped(&dirty).expect("a copy"), webp);

    let gif = b"GIF89a\x01\0\x01\0\0\0\0\x21\xFE\x06secret\0\x2C\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0\x3B";
    assert_eq!(stripped(gif).expect("a copy"), b"GIF89a\x01\0\x01\0\0\0\0\x2C\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0\x3B");
}

#[test]
fn a_drawing_keeps_what_is_transparent() {
    let drawing = RgbaImage::from_fn(400, 80, |x, y| if (x / 40 + y / 40) % 2 == 0 { Rgba([10, 79, 67, 255]) } else { Rgba([0, 0, 0, 0]) });
    let prepared = prepare(&file(drawing, ImageFormat::Png)).expect("readable");
    assert_eq!(prepared.fallback().format, Format::Png);
    let shown = image::load_from_memory(&prepared.fallback().bytes).expect("readable").to_rgba8();
    assert_eq!((shown.get_pixel(60, 20).0[3], shown.get_pixel(20, 20).0), (0, [10, 79, 67, 255]));
    let first = prepared.variants.iter().find(|variant| variant.width == 400).expect("in its own size");
    assert!(first.bytes.len() <= prepared.fallback().bytes.len(), "{:?}", names(&prepared));
}

#[test]
fn a_cached_picture_is_whole_or_nothing() {
    let prepared = prepare(&file(photo(20, 10), ImageFormat::Jpeg)).expect("readable");
    let blob = write(&prepared);
    assert_eq!(read(&blob), Some(prepared));
    assert_eq!(read(&blob[..blob.len() - 1]), None);
    let mut torn = blob;
    let last = torn.len() - 1;
    torn[last] ^= 1;
    assert_eq!(read(&torn), None);
    assert_eq!(read(b""), None);
}

#[test]
fn what_is_no_picture_is_said_to_be_none() {
    assert!(!is_picture(b"%PDF-1.7") && !is_picture(b"<svg/>") && is_picture(b"GIF89a"));
    assert_eq!(prepare(b"\x89PNG\r\n\x1A\nrest"), Err(Unfit::Unreadable));
    assert_eq!(gif_size(b"GIF89a\x02\x01\x03\0"), Some((258, 3)));
    assert_eq!(stripped(b"\xFF\xD8\xFF\xE1"), None);
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(start in 0..5_usize, cut in 0..400_usize, bytes in proptest::collection::vec(any::<u8>(), 0..60)) {
        let whole = [
            with_exif(&file(photo(8, 8), ImageFormat::Jpeg), 3),
            file(photo(8, 8), ImageFormat::Png),
            file(photo(8, 8), ImageFormat::WebP),
            b"GIF89a\x01\0\x01\0\0\0\0\x21\xFE\x06".to_vec(),
            Vec::new(),
        ];
        let damaged = [&whole[start][..cut.min(whole[start].len())], &bytes].concat();
        let _ = (stripped(&damaged), read(&damaged));
        if let Ok(prepared) = prepare(&damaged) {
            prop_assert!(prepared.width > 0 && prepared.height > 0);
        }
    }
}
