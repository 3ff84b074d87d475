//! The streams of an index part: numbers as printable characters, words as what they do not share with the word before.
//!
//! Printable, so that a part is one JSON text which compresses well and which a browser reads without code of ours. Not here: what the
//! numbers mean (see `part`).

/// A number below 57 is one character from `#` to `[`; a larger one begins with characters from `]` to `~` for its lower digits.
/// Neither holds `"` or `\`, which JSON would escape.
pub(super) fn push_number(out: &mut String, mut n: usize) {
    while n >= SMALL {
        n -= SMALL;
        out.push(char::from(93 + (n % LARGE) as u8));
        n /= LARGE;
    }
    out.push(char::from(35 + n as u8));
}

const SMALL: usize = 57;
const LARGE: usize = 34;

/// Reads numbers one after the other; nothing where the stream ends or is not one.
pub(super) struct Numbers<'s>(std::slice::Iter<'s, u8>);

impl<'s> Numbers<'s> {
    pub(super) fn new(stream: &'s str) -> Numbers<'s> {
        Numbers(stream.as_bytes().iter())
    }
}

impl Iterator for Numbers<'_> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        let (mut n, mut unit) = (0usize, 1usize);
        loop {
            let byte = usize::from(*self.0.next()?);
            if byte < 92 {
                return byte.checked_sub(35).and_then(|digit| digit.checked_mul(unit)).and_then(|part| n.checked_add(part));
            }
            n = byte.checked_sub(93)?.checked_add(SMALL)?.checked_mul(unit)?.checked_add(n)?;
            unit = unit.checked_mul(LARGE)?;
        }
    }
}

/// Sorted words, each as a capital letter that says how many letters it shares with the one before, and the rest.
pub(super) fn push_words<'w>(words: impl IntoIterator<Item = &'w str>) -> String {
    let (mut out, mut before) = (String::new(), Vec::new());
    for word in words {
        let letters: Vec<char> = word.chars().collect();
        let shared = before.iter().zip(&letters).take_while(|(a, b)| a == b).count().min(25);
        out.push(char::from(b'A' + shared as u8));
        out.extend(&letters[shared..]);
        before = letters;
    }
    out
}

/// The words again.
pub(super) fn words(stream: &str) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    let starts: Vec<usize> = stream.match_indices(|c: char| c.is_ascii_uppercase()).map(|(at, _)| at).collect();
    for (n, start) in starts.iter().enumerate() {
        let end = starts.get(n + 1).copied().unwrap_or(stream.len());
        let shared = usize::from(stream.as_bytes()[*start] - b'A');
        let before = all.last().map(String::as_str).unwrap_or_default();
        let word = before.chars().take(shared).chain(stream[start + 1..end].chars()).collect();
        all.push(word);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_words_come_back() {
        let numbers: Vec<usize> = (0..5000).chain([99_999, 1_234_567]).collect();
        let mut stream = String::new();
        numbers.iter().for_each(|n| push_number(&mut stream, *n));
        assert_eq!(Numbers::new(&stream).collect::<Vec<_>>(), numbers);
        let list = ["a", "ab", "abc", "b", "عمل", "عملي"];
        assert_eq!(words(&push_words(list)), list);
    }
}
