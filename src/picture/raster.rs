//! Decoding, turning upright, resizing and encoding. The only user of the encoders.

use std::io::Cursor;
use std::sync::Arc;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::codecs::webp::WebPEncoder;
use image::imageops::{self, FilterType as Resampling};
use image::metadata::Orientation;
use image::{DynamicImage, ExtendedColorType, ImageDecoder, ImageEncoder, ImageError, ImageFormat, ImageReader, Limits, RgbaImage};
use ravif::{Encoder, Img, RGB8, RGBA8};
use rayon::prelude::*;

use super::strip;
use super::{Format, LARGEST, Prepared, Unfit, Variant, WIDTHS};

/// Of AVIF, in `ravif`'s measure: faces and small print on papers stay clear.
const AVIF_QUALITY: f32 = 62.0;
/// From 1, slow and small, to 10.
const AVIF_SPEED: u8 = 6;
const JPEG_QUALITY: u8 = 76;
/// Memory that decoding may take: eight bytes for each of a hundred million pixels.
const MOST_MEMORY: u64 = 800 * 1024 * 1024;

/// Whether the file begins as a picture of pixels does, of a kind that browsers show.
pub fn is_picture(bytes: &[u8]) -> bool {
    matches!(image::guess_format(bytes), Ok(ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP | ImageFormat::Gif))
}

/// Makes all variants of a JPEG, PNG or WebP picture.
pub fn prepare(bytes: &[u8]) -> Result<Prepared, Unfit> {
    let format = image::guess_format(bytes).map_err(|_| Unfit::Unreadable)?;
    let (picture, was_turned) = decode(bytes, format)?;
    let is_small = !was_turned && picture.width() <= WIDTHS[WIDTHS.len() - 1];
    let own = is_small.then(|| strip::stripped(bytes)).flatten().and_then(|copy| as_it_is(&picture, format, copy));
    Ok(variants(&picture, format, own))
}

/// The picture upright, and whether it had to be turned for that.
pub(super) fn decode(bytes: &[u8], format: ImageFormat) -> Result<(DynamicImage, bool), Unfit> {
    let mut limits = Limits::default();
    (limits.max_image_width, limits.max_image_height, limits.max_alloc) = (Some(LARGEST), Some(LARGEST), Some(MOST_MEMORY));
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    let unfit = |error: ImageError| if matches!(error, ImageError::Limits(_)) { Unfit::TooLarge } else { Unfit::Unreadable };
    let mut decoder = reader.into_decoder().map_err(unfit)?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut picture = DynamicImage::from_decoder(decoder).map_err(unfit)?;
    if picture.width() == 0 || picture.height() == 0 {
        return Err(Unfit::Unreadable);
    }
    picture.apply_orientation(orientation);
    Ok((picture, orientation != Orientation::NoTransforms))
}

/// The file itself as a variant, for a picture that was saved small already: encoding it again could only make it larger or worse.
fn as_it_is(picture: &DynamicImage, format: ImageFormat, copy: Vec<u8>) -> Option<Variant> {
    let format = match format {
        ImageFormat::Jpeg => Format::Jpeg,
        ImageFormat::Png => Format::Png,
        _ => return None,
    };
    Some(Variant { format, width: picture.width(), height: picture.height(), bytes: Arc::from(copy) })
}

fn variants(picture: &DynamicImage, source: ImageFormat, own: Option<Variant>) -> Prepared {
    let sizes = sizes(&picture.to_rgba8());
    let is_opaque = sizes.iter().all(|size| size.pixels().all(|pixel| pixel.0[3] == u8::MAX));
    let is_drawing = source != ImageFormat::Jpeg;
    let mut jobs: Vec<(Format, &RgbaImage)> = sizes.iter().map(|size| (Format::Avif, size)).collect();
    if is_drawing {
        jobs.extend(sizes.iter().map(|size| (Format::Webp, size)));
    }
    let largest = sizes.last().expect("BUG: a picture has at least one size");
    if is_opaque {
        jobs.push((Format::Jpeg, largest));
    }
    if is_drawing || !is_opaque {
        jobs.push((Format::Png, largest));
    }
    let mut encoded: Vec<Variant> = jobs.into_par_iter().map(|(format, size)| encoded(format, size, is_opaque)).collect();
    encoded.extend(own);
    Prepared { width: largest.width(), height: largest.height(), variants: useful(encoded) }
}

/// The sizes in which a picture is sent, by rising width: never larger than it is.
fn sizes(picture: &RgbaImage) -> Vec<RgbaImage> {
    let widest = picture.width().min(WIDTHS[WIDTHS.len() - 1]);
    let widths = WIDTHS.iter().copied().filter(|width| *width < widest).chain([widest]);
    let mut sizes: Vec<RgbaImage> = Vec::new();
    let whole = multiplied(picture);
    for width in widths.collect::<Vec<_>>().into_iter().rev() {
        let from = sizes.last().unwrap_or(&whole);
        let height = u64::from(picture.height()) * u64::from(width) / u64::from(picture.width());
        let height = u32::try_from(height).unwrap_or(u32::MAX).clamp(1, LARGEST);
        let is_same = (from.width(), from.height()) == (width, height);
        sizes.push(if is_same { from.clone() } else { imageops::resize(from, width, height, Resampling::CatmullRom) });
    }
    sizes.reverse();
    sizes.iter().map(divided).collect()
}

/// Colours weighted by their opacity, or what is transparent would bleed into what is not.
fn multiplied(picture: &RgbaImage) -> RgbaImage {
    let weigh = |value: u8, alpha: u8| u8::try_from((u16::from(value) * u16::from(alpha) + 127) / 255).unwrap_or(u8::MAX);
    mapped(picture, |[r, g, b, a]| [weigh(r, a), weigh(g, a), weigh(b, a), a])
}

fn divided(picture: &RgbaImage) -> RgbaImage {
    let lift = |value: u8, alpha: u8| match u16::from(alpha) {
        0 => 0,
        alpha => u8::try_from(((u16::from(value) * 255 + alpha / 2) / alpha).min(255)).unwrap_or(u8::MAX),
    };
    mapped(picture, |[r, g, b, a]| [lift(r, a), lift(g, a), lift(b, a), a])
}

fn mapped(picture: &RgbaImage, change: impl Fn([u8; 4]) -> [u8; 4]) -> RgbaImage {
    let mut picture = picture.clone();
    if picture.pixels().any(|pixel| pixel.0[3] != u8::MAX) {
        picture.pixels_mut().for_each(|pixel| pixel.0 = change(pixel.0));
    }
    picture
}

fn encoded(format: Format, picture: &RgbaImage, is_opaque: bool) -> Variant {
    let (width, height) = picture.dimensions();
    let rgb = || -> Vec<u8> { picture.pixels().flat_map(|pixel| [pixel.0[0], pixel.0[1], pixel.0[2]]).collect() };
    let (data, color) = if is_opaque { (rgb(), ExtendedColorType::Rgb8) } else { (picture.as_raw().clone(), ExtendedColorType::Rgba8) };
    let mut out = Vec::new();
    let done = match format {
        Format::Avif => {
            out = avif(picture, is_opaque);
            Ok(())
        }
        Format::Webp => WebPEncoder::new_lossless(&mut out).write_image(&data, width, height, color),
        Format::Jpeg => JpegEncoder::new_with_quality(&mut out, JPEG_QUALITY).write_image(&data, width, height, color),
        Format::Png => {
            PngEncoder::new_with_quality(&mut out, CompressionType::Best, FilterType::Adaptive).write_image(&data, width, height, color)
        }
    };
    done.expect("BUG: a picture in memory could not be encoded");
    Variant { format, width, height, bytes: Arc::from(out) }
}

fn avif(picture: &RgbaImage, is_opaque: bool) -> Vec<u8> {
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    // More threads would part the picture into tiles, and give other bytes on another machine.
    let encoder =
        Encoder::new().with_quality(AVIF_QUALITY).with_alpha_quality(AVIF_QUALITY).with_speed(AVIF_SPEED).with_num_threads(Some(1));
    let encoded = if is_opaque {
        let pixels: Vec<RGB8> = picture.pixels().map(|pixel| RGB8::new(pixel.0[0], pixel.0[1], pixel.0[2])).collect();
        encoder.encode_rgb(Img::new(&pixels, width, height))
    } else {
        let pixels: Vec<RGBA8> = picture.pixels().map(|pixel| RGBA8::new(pixel.0[0], pixel.0[1], pixel.0[2], pixel.0[3])).collect();
        encoder.encode_rgba(Img::new(&pixels, width, height))
    };
    encoded.expect("BUG: a picture in memory could not be encoded").avif_file
}

/// Leaves out whole formats that save nothing, and all fallbacks but the smallest.
fn useful(mut variants: Vec<Variant>) -> Vec<Variant> {
    let is_last = |variant: &Variant| matches!(variant.format, Format::Jpeg | Format::Png);
    let fallbacks = variants.iter().filter(|variant| is_last(variant));
    let fallback =
        fallbacks.min_by_key(|variant| (variant.bytes.len(), variant.format)).cloned().expect("BUG: a picture without a fallback");
    variants.retain(|variant| !is_last(variant));
    let weight = |format: Format| -> usize {
        let at_phone = variants.iter().filter(|variant| variant.format == format && variant.width == fallback.width);
        at_phone.map(|variant| variant.bytes.len()).sum()
    };
    let mut formats: Vec<(usize, Format)> = [Format::Avif, Format::Webp].into_iter().map(|format| (weight(format), format)).collect();
    formats.retain(|(bytes, _)| *bytes > 0 && *bytes < fallback.bytes.len());
    // A browser takes the first that it reads: what is larger than another that every reader of it knows too is never of use. AVIF came
    // after WebP, so WebP is of use behind a smaller AVIF, but not the other way round.
    formats.sort_by_key(|(bytes, format)| (*bytes, *format));
    if formats.first().is_some_and(|(_, format)| *format == Format::Webp) {
        formats.truncate(1);
    }
    let mut kept: Vec<Variant> = Vec::new();
    for (_, format) in formats {
        kept.extend(variants.iter().filter(|variant| variant.format == format).cloned());
    }
    kept.push(fallback);
    kept
}
