//! The values that a PDF is written in: numbers, names, strings, lists, dictionaries, references (ISO 32000-1, 7.3).

use std::collections::BTreeMap;

pub(super) type Dict = BTreeMap<Vec<u8>, Value>;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    Integer(i64),
    Name(Vec<u8>),
    /// A string, decoded to bytes.
    Text(Vec<u8>),
    Array(Vec<Value>),
    Dict(Dict),
    Reference(u32),
    /// `true`, `null`, a number with a fraction: of no interest here.
    Other,
}

/// Nested deeper than this is nothing that programs write.
const DEEPEST: usize = 40;

pub(super) struct Parser<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Value {
    pub(super) fn integer(&self) -> Option<i64> {
        match self {
            Value::Integer(number) => Some(*number),
            _ => None,
        }
    }
}

impl<'a> Parser<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Parser<'a> {
        Parser { bytes, at: 0 }
    }

    /// The next run of letters, whatever stands before it.
    pub(super) fn next_word(&mut self) -> Option<&'a [u8]> {
        let start = self.at + self.bytes.get(self.at..)?.iter().position(u8::is_ascii_alphabetic)?;
        let length = self.bytes[start..].iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        self.at = start + length;
        Some(&self.bytes[start..self.at])
    }

    /// The number of the object whose `obj` was just read: `12 0 obj`.
    pub(super) fn number_before(&self) -> Option<u32> {
        let head = self.bytes.get(..self.at.checked_sub(3)?)?;
        let mut words = head.rsplit(|byte| is_space(*byte)).filter(|word| !word.is_empty());
        let (_, number) = (words.next()?, words.next()?);
        std::str::from_utf8(number).ok()?.parse().ok()
    }

    /// The bytes of a stream that begins here; `length` where its dictionary tells it. Ends behind them.
    pub(super) fn stream(&mut self, length: Option<&Value>) -> Option<&'a [u8]> {
        self.space();
        let rest = self.bytes.get(self.at..)?.strip_prefix(b"stream")?;
        let rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")).unwrap_or(rest);
        let start = self.bytes.len() - rest.len();
        let told = length.and_then(Value::integer).and_then(|length| usize::try_from(length).ok()).filter(|length| *length <= rest.len());
        let ends_there = |length: &usize| rest[*length..].trim_ascii_start().starts_with(b"endstream");
        let length = told.filter(ends_there).or_else(|| rest.windows(9).position(|window| window == b"endstream")).unwrap_or(rest.len());
        self.at = start + length;
        Some(&rest[..length])
    }

    pub(super) fn value(&mut self) -> Option<Value> {
        self.nested(0)
    }

    pub(super) fn integer(&mut self) -> Option<i64> {
        self.space();
        let rest = self.bytes.get(self.at..)?;
        let length = rest.iter().take_while(|byte| byte.is_ascii_digit() || matches!(byte, b'+' | b'-')).count();
        let number = std::str::from_utf8(&rest[..length]).ok()?.parse().ok()?;
        self.at += length;
        Some(number)
    }

    fn nested(&mut self, depth: usize) -> Option<Value> {
        if depth > DEEPEST {
            return None;
        }
        self.space();
        match (self.peek(0)?, self.peek(1)) {
            (b'<', Some(b'<')) => {
                self.at += 2;
                self.dict(depth)
            }
            (b'<', _) => {
                self.at += 1;
                Some(Value::Text(self.hexadecimal()))
            }
            (b'(', _) => {
                self.at += 1;
                Some(Value::Text(self.string()))
            }
            (b'[', _) => {
                self.at += 1;
                self.array(depth)
            }
            (b'/', _) => {
                self.at += 1;
                Some(Value::Name(self.regular().to_vec()))
            }
            (byte, _) if byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b'.') => Some(self.number()),
            (byte, _) if byte.is_ascii_alphabetic() => {
                self.regular();
                Some(Value::Other)
            }
            _ => None,
        }
    }

    fn dict(&mut self, depth: usize) -> Option<Value> {
        let mut dict = Dict::new();
        loop {
            self.space();
            match (self.peek(0)?, self.peek(1)) {
                (b'>', Some(b'>')) => {
                    self.at += 2;
                    return Some(Value::Dict(dict));
                }
                (b'/', _) => {
                    self.at += 1;
                    let name = self.regular().to_vec();
                    dict.insert(name, self.nested(depth + 1)?);
                }
                _ => return None,
            }
        }
    }

    fn array(&mut self, depth: usize) -> Option<Value> {
        let mut items = Vec::new();
        loop {
            self.space();
            if self.peek(0)? == b']' {
                self.at += 1;
                return Some(Value::Array(items));
            }
            items.push(self.nested(depth + 1)?);
        }
    }

    /// A number, or the reference that two of them and an `R` are.
    fn number(&mut self) -> Value {
        let start = self.at;
        let Some(number) = self.integer() else {
            self.at = start + 1;
            self.regular();
            return Value::Other;
        };
        if self.peek(0) == Some(b'.') {
            self.regular();
            return Value::Other;
        }
        let after = self.at;
        if self.integer().is_some() {
            self.space();
            let ends = self.peek(1).is_none_or(|byte| is_space(byte) || is_delimiter(byte));
            if let (Some(b'R'), true, Ok(number)) = (self.peek(0), ends, u32::try_from(number)) {
                self.at += 1;
                return Value::Reference(number);
            }
        }
        self.at = after;
        Value::Integer(number)
    }

    fn string(&mut self) -> Vec<u8> {
        let (mut out, mut open) = (Vec::new(), 1);
        while let Some(byte) = self.take() {
            match byte {
                b'(' => open += 1,
                b')' => open -= 1,
                b'\\' => {
                    out.extend(self.escaped());
                    continue;
                }
                _ => {}
            }
            if open == 0 {
                break;
            }
            out.push(byte);
        }
        out
    }

    fn escaped(&mut self) -> Option<u8> {
        match self.take()? {
            b'n' => Some(b'\n'),
            b'r' => Some(b'\r'),
            b't' => Some(b'\t'),
            // The line goes on.
            b'\n' => None,
            byte @ b'0'..=b'7' => {
                let mut value = u32::from(byte - b'0');
                for _ in 0..2 {
                    let Some(digit @ b'0'..=b'7') = self.peek(0) else { break };
                    value = value * 8 + u32::from(digit - b'0');
                    self.at += 1;
                }
                u8::try_from(value & 0xFF).ok()
            }
            byte => Some(byte),
        }
    }

    fn hexadecimal(&mut self) -> Vec<u8> {
        let mut digits = Vec::new();
        while let Some(byte) = self.take() {
            match char::from(byte).to_digit(16) {
                Some(digit) => digits.push(u8::try_from(digit).unwrap_or_default()),
                None if byte == b'>' => break,
                None => {}
            }
        }
        digits.chunks(2).map(|pair| pair[0] << 4 | pair.get(1).copied().unwrap_or_default()).collect()
    }

    /// The characters up to the next space or sign.
    fn regular(&mut self) -> &'a [u8] {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let length = rest.iter().take_while(|byte| !is_space(**byte) && !is_delimiter(**byte)).count();
        self.at += length;
        &rest[..length]
    }

    /// Space, and comments up to the end of their line.
    fn space(&mut self) {
        while let Some(byte) = self.peek(0) {
            if byte == b'%' {
                let rest = &self.bytes[self.at..];
                self.at += rest.iter().position(|byte| matches!(byte, b'\n' | b'\r')).unwrap_or(rest.len());
            } else if is_space(byte) {
                self.at += 1;
            } else {
                break;
            }
        }
    }

    fn peek(&self, ahead: usize) -> Option<u8> {
        self.bytes.get(self.at + ahead).copied()
    }

    fn take(&mut self) -> Option<u8> {
        let byte = self.peek(0)?;
        self.at += 1;
        Some(byte)
    }
}

fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 0x0C | b'\r' | b' ')
}

fn is_delimiter(byte: u8) -> bool {
    b"()<>[]{}/%".contains(&byte)
}
