//! A picture as it is sent: sized for phones, in the smallest format that the browser reads, without anything that the camera wrote down.
//!
//! A function of the file's bytes alone, so that a cache may keep what it gave; the same on every machine and any number of threads. Knows
//! neither pages nor disks.

mod blob;
mod raster;
mod strip;
#[cfg(test)]
mod tests;

use std::sync::Arc;

pub use blob::{read, write};
pub use raster::{is_picture, prepare};
pub use strip::{gif_size, stripped};

/// Changes whenever other bytes would come of the same file, so that no cache answers with the old ones.
pub const RECIPE: &str = "1";

/// Widths in pixels: one, one and a half and two for each CSS pixel of a phone. The last fills the text column on a desk; more would
/// only make phones with finer screens load more than an eye sees on them.
pub const WIDTHS: [u32; 3] = [360, 540, 720];

/// A picture in all its sizes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prepared {
    /// Of the largest variant, upright.
    pub width: u32,
    pub height: u32,
    /// By format, the best first, and by rising width in each. The last format has one size and is for browsers that know no other.
    pub variants: Vec<Variant>,
}

/// One file of a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variant {
    pub format: Format,
    pub width: u32,
    pub height: u32,
    pub bytes: Arc<[u8]>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    Avif,
    Webp,
    Jpeg,
    Png,
}

/// Why a file cannot be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfit {
    /// Not a picture that can be read: cut off, damaged, or something else.
    Unreadable,
    /// More than `LARGEST` pixels wide or high, which would take more memory than a build should.
    TooLarge,
}

/// Pixels on a side beyond which a picture is refused: a camera of 200 megapixels stays below.
pub const LARGEST: u32 = 20_000;

impl Format {
    const ALL: [Format; 4] = [Format::Avif, Format::Webp, Format::Jpeg, Format::Png];

    pub fn extension(self) -> &'static str {
        match self {
            Format::Avif => "avif",
            Format::Webp => "webp",
            Format::Jpeg => "jpg",
            Format::Png => "png",
        }
    }

    pub fn mime(self) -> &'static str {
        match self {
            Format::Avif => "image/avif",
            Format::Webp => "image/webp",
            Format::Jpeg => "image/jpeg",
            Format::Png => "image/png",
        }
    }
}

impl Prepared {
    /// The one that every browser reads.
    pub fn fallback(&self) -> &Variant {
        self.variants.last().expect("BUG: a prepared picture without a variant")
    }

    /// The most that a phone which reads the best format loads.
    pub fn best(&self) -> &Variant {
        let format = self.variants.first().map(|variant| variant.format);
        self.variants.iter().rfind(|variant| Some(variant.format) == format).unwrap_or(self.fallback())
    }

    /// The variants of each format but the fallback's, in order.
    pub fn alternatives(&self) -> impl Iterator<Item = &[Variant]> {
        let but_fallback = &self.variants[..self.variants.len().saturating_sub(1)];
        but_fallback.chunk_by(|a, b| a.format == b.format)
    }
}
