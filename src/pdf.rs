//! What a reader wants to know of a PDF before she pays for it, its number of pages, and what its author may not know that it tells: a name.
//!
//! Reads the objects one after another, compressed ones too, and so copes with files whose table is damaged. Not a general reader: it
//! draws nothing, and of an encrypted file it says nothing.

mod value;

use std::collections::BTreeMap;
use std::io::Read;

use flate2::read::ZlibDecoder;

use value::{Dict, Parser, Value};

/// What a PDF says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct About {
    pub pages: Option<u32>,
    /// As the file names them: a person, or an account on a computer.
    pub author: Option<String>,
}

/// More than any table of objects of a document that people read.
const MOST_UNPACKED: u64 = 64 * 1024 * 1024;
/// More pages than this are a mistake, or an attack.
const MOST_PAGES: i64 = 1_000_000;

/// Reads a PDF. `None` where the file is none.
pub fn about(bytes: &[u8]) -> Option<About> {
    let start = bytes.windows(5).take(1024).position(|window| window == b"%PDF-")?;
    let file = File::read(&bytes[start..]);
    Some(if file.is_encrypted { About::default() } else { About { pages: file.pages(), author: file.author() } })
}

/// The objects by number, the last of each number, and what the trailers name.
#[derive(Default)]
struct File {
    objects: BTreeMap<u32, Value>,
    root: Option<Value>,
    info: Option<Value>,
    /// The author in XMP metadata.
    creator: Option<String>,
    is_encrypted: bool,
}

impl File {
    fn read(bytes: &[u8]) -> File {
        let mut file = File::default();
        let mut parser = Parser::new(bytes);
        while let Some(word) = parser.next_word() {
            match word {
                b"obj" => {
                    if let Some(number) = parser.number_before() {
                        file.object(number, &mut parser);
                    }
                }
                b"trailer" => {
                    if let Some(Value::Dict(dict)) = parser.value() {
                        file.trailer(&dict);
                    }
                }
                _ => {}
            }
        }
        file
    }

    fn object(&mut self, number: u32, parser: &mut Parser<'_>) {
        let Some(value) = parser.value() else { return };
        if let Value::Dict(dict) = &value
            && let Some(stream) = parser.stream(dict.get(b"Length".as_slice()))
        {
            match dict.get(b"Type".as_slice()) {
                Some(Value::Name(name)) if name == b"ObjStm" => self.unpack(dict, stream),
                Some(Value::Name(name)) if name == b"XRef" => self.trailer(dict),
                Some(Value::Name(name)) if name == b"Metadata" => {
                    self.creator = plain(dict, stream).and_then(|xmp| creator(&xmp)).or(self.creator.take());
                }
                _ => {}
            }
        }
        self.objects.insert(number, value);
    }

    fn trailer(&mut self, dict: &Dict) {
        let entry = |name: &[u8]| dict.get(name).cloned();
        self.root = entry(b"Root").or(self.root.take());
        self.info = entry(b"Info").or(self.info.take());
        self.is_encrypted |= dict.contains_key(b"Encrypt".as_slice());
    }

    /// A stream of objects: pairs of number and place, then the objects (ISO 32000-1, 7.5.7).
    fn unpack(&mut self, dict: &Dict, stream: &[u8]) {
        let integer = |name: &[u8]| dict.get(name).and_then(Value::integer).and_then(|n| usize::try_from(n).ok());
        let (Some(count), Some(first), Some(data)) = (integer(b"N"), integer(b"First"), plain(dict, stream)) else { return };
        let mut places = Parser::new(&data);
        for _ in 0..count.min(data.len()) {
            let (Some(number), Some(place)) = (places.integer(), places.integer()) else { break };
            let at = usize::try_from(place).ok().and_then(|place| first.checked_add(place));
            let Some(object) = at.and_then(|at| data.get(at..)).and_then(|rest| Parser::new(rest).value()) else { continue };
            if let Ok(number) = u32::try_from(number) {
                self.objects.insert(number, object);
            }
        }
    }

    /// Follows one reference; a chain of them is no valid file.
    fn follow<'a>(&'a self, value: &'a Value) -> &'a Value {
        match value {
            Value::Reference(number) => self.objects.get(number).unwrap_or(value),
            value => value,
        }
    }

    fn entry<'a>(&'a self, value: &'a Value, name: &[u8]) -> Option<&'a Value> {
        match self.follow(value) {
            Value::Dict(dict) => dict.get(name).map(|value| self.follow(value)),
            _ => None,
        }
    }

    fn pages(&self) -> Option<u32> {
        let tree = self.root.as_ref().and_then(|root| self.entry(root, b"Pages"));
        let told = tree.and_then(|tree| self.entry(tree, b"Count")).and_then(Value::integer);
        let counted = || {
            let is_page = |value: &&Value| matches!(self.entry(value, b"Type"), Some(Value::Name(name)) if name == b"Page");
            i64::try_from(self.objects.values().filter(is_page).count()).ok()
        };
        told.or_else(counted).filter(|pages| (1..=MOST_PAGES).contains(pages)).and_then(|pages| u32::try_from(pages).ok())
    }

    fn author(&self) -> Option<String> {
        let told = match self.info.as_ref().and_then(|info| self.entry(info, b"Author")) {
            Some(Value::Text(bytes)) => Some(decoded(bytes)),
            _ => None,
        };
        told.or_else(|| self.creator.clone()).map(|name| name.trim().to_string()).filter(|name| !name.is_empty())
    }
}

/// A stream as it was before it was packed: by Flate alone, which all programs use for these, or not at all.
fn plain(dict: &Dict, stream: &[u8]) -> Option<Vec<u8>> {
    let filter = match dict.get(b"Filter".as_slice()) {
        Some(Value::Array(filters)) if filters.len() == 1 => filters.first(),
        Some(Value::Array(filters)) if filters.is_empty() => None,
        filter => filter,
    };
    match filter {
        None => Some(stream.to_vec()),
        Some(Value::Name(name)) if name == b"FlateDecode" => {
            let mut out = Vec::new();
            // What was unpacked before a fault is still of use.
            let _ = ZlibDecoder::new(stream).take(MOST_UNPACKED).read_to_end(&mut out);
            Some(out)
        }
        Some(_) => None,
    }
}

/// The first `dc:creator` of XMP metadata.
fn creator(xmp: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(xmp);
    let (_, rest) = text.split_once("<dc:creator")?;
    let (inside, _) = rest.split_once("</dc:creator>")?;
    let (_, item) = inside.split_once("<rdf:li")?;
    let (_, name) = item.split_once('>')?;
    let (name, _) = name.split_once('<')?;
    Some(name.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))
}

/// A text string: UTF-16 or UTF-8 where it says so, else near enough Latin-1 (ISO 32000-2, 7.9.2.2).
fn decoded(bytes: &[u8]) -> String {
    match bytes {
        [0xFE, 0xFF, rest @ ..] => {
            let units: Vec<u16> = rest.as_chunks::<2>().0.iter().map(|pair| u16::from_be_bytes(*pair)).collect();
            String::from_utf16_lossy(&units)
        }
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        bytes => bytes.iter().map(|byte| char::from(*byte)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::ZlibEncoder;
    use proptest::prelude::*;

    use super::*;

    const PLAIN: &str = "%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>\n\
                         endobj\n3 0 obj << /Type /Page /Parent 2 0 R >> endobj\n4 0 obj << /Type /Page /Parent 2 0 R >> endobj\n\
                         5 0 obj << /Author (A\\. \\(B\\) \\303\\274) /Title <FEFF0041> >> endobj\n\
                         6 0 obj << /Length 21 >>\nstream\n9 9 obj << /Count 7 >>\nendstream endobj\n\
                         trailer << /Root 1 0 R /Info 5 0 R >>\n%%EOF";

    fn packed(objects: &str, first: usize, count: usize) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(objects.as_bytes()).expect("in memory");
        let data = encoder.finish().expect("in memory");
        let head = format!(
            "%PDF-1.5\n7 0 obj << /Type /ObjStm /N {count} /First {first} /Filter /FlateDecode /Length {} >>\nstream\r\n",
            data.len()
        );
        let tail = b"\nendstream\nendobj\n8 0 obj << /Type /XRef /Root 1 0 R /Info 3 0 R /Length 3 >> stream\nabc\nendstream endobj";
        [head.as_bytes(), &data, tail].concat()
    }

    #[test]
    fn pages_and_author_of_plain_and_packed_files() {
        let plain = about(PLAIN.as_bytes()).expect("a PDF");
        assert_eq!((plain.pages, plain.author.as_deref()), (Some(2), Some("A. (B) Ã¼")));
        let objects = "1 0 2 32 3 65 << /Type /Catalog /Pages 2 0 R >>  << /Type /Pages /Count 14 >>     << /Author <FEFF00C9006C0069> >>";
        let first = objects.find("<<").expect("an object");
        let places = |name: &str| objects.find(name).expect("there") - first;
        let objects = objects.replace("2 32 3 65", &format!("2 {} 3 {}", places("<< /Type /Pages"), places("<< /Author")));
        let packed = about(&packed(&objects, first, 3)).expect("a PDF");
        assert_eq!((packed.pages, packed.author.as_deref()), (Some(14), Some("Éli")));
    }

    #[test]
    fn the_author_in_xmp_is_found() {
        let xmp = "<dc:creator><rdf:Seq><rdf:li>A &amp; B</rdf:li></rdf:Seq></dc:creator>";
        let file = format!("%PDF-1.4\n1 0 obj << /Type /Metadata /Length {} >> stream\n{xmp}\nendstream endobj", xmp.len());
        assert_eq!(about(file.as_bytes()).expect("a PDF").author.as_deref(), Some("A & B"));
    }

    #[test]
    fn of_a_locked_file_nothing_is_said() {
        let locked = PLAIN.replace("/Root", "/Encrypt 9 0 R /Root");
        assert_eq!(about(locked.as_bytes()), Some(About::default()));
        assert_eq!(about(b"text"), None);
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(parts in proptest::collection::vec(prop_oneof![
            Just(b"<<".to_vec()), Just(b">>".to_vec()), Just(b"[".to_vec()), Just(b"(".to_vec()), Just(b"\\".to_vec()), Just(b"1 0 obj".to_vec()),
            Just(b"/Type /ObjStm /N 9999999999 /First 3 /Length 4".to_vec()), Just(b"stream\n".to_vec()), Just(b"endstream".to_vec()),
            Just(b"trailer <</Root 1 0 R>>".to_vec()), Just(b"<FE".to_vec()), Just(b"-".to_vec()), proptest::collection::vec(any::<u8>(), 0..6),
        ], 0..24)) {
            let _ = about(&[b"%PDF-1.7\n".as_slice(), &parts.join(b" ".as_slice())].concat());
        }
    }
}
