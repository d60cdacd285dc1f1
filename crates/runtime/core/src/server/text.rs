//! JSON texts, also as people write them by hand: `{amount: 100, endUserReference: x}`.
//!
//! `serde_json` reads neither unquoted names nor the digits of a number as written (without a feature that would affect
//! every crate of a program), and a request must not lose digits.

use super::tree::Node;

/// The maximum number of levels.
const MAX_DEPTH: usize = 64;
/// The maximum number of values.
const MAX_VALUES: usize = 20_000;

/// What is wrong with a text; never quotes it.
pub(super) type Wrong = &'static str;

/// Said of a text with too many levels or values.
pub(super) const TOO_LARGE: Wrong = "the JSON has too many levels or values";
const WRONG: Wrong = "expected JSON, but the text is not valid JSON";

/// Parses JSON.
pub(super) fn parse_strict(text: &str) -> Result<Node, Wrong> {
    whole(text, false)
}

/// Parses JSON in which names and texts need no quotes, and may have single ones.
pub(super) fn parse_lenient(text: &str) -> Result<Node, Wrong> {
    whole(text, true)
}

/// Parses one or more values with commas between them.
pub(super) fn parse_several(text: &str) -> Result<Vec<Node>, Wrong> {
    let mut parser = Parser::of(text, true);
    let mut values = vec![parser.value(0)?];
    loop {
        match parser.next_byte() {
            None => return Ok(values),
            Some(b',') => {
                parser.at += 1;
                values.push(parser.value(0)?);
            }
            Some(_) => return Err(WRONG),
        }
    }
}

fn whole(text: &str, is_lenient: bool) -> Result<Node, Wrong> {
    let mut parser = Parser::of(text, is_lenient);
    let node = parser.value(0)?;
    if parser.next_byte().is_some() { Err(WRONG) } else { Ok(node) }
}

struct Parser<'t> {
    text: &'t str,
    at: usize,
    is_lenient: bool,
    values: usize,
}

impl<'t> Parser<'t> {
    fn of(text: &'t str, is_lenient: bool) -> Self {
        Self { text, at: 0, is_lenient, values: 0 }
    }

    /// Returns the next byte that is not white space, without consuming it.
    fn next_byte(&mut self) -> Option<u8> {
        let bytes = self.text.as_bytes();
        while bytes.get(self.at).is_some_and(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
        bytes.get(self.at).copied()
    }

    fn eats(&mut self, wanted: u8) -> bool {
        let is_there = self.next_byte() == Some(wanted);
        self.at += usize::from(is_there);
        is_there
    }

    fn value(&mut self, depth: usize) -> Result<Node, Wrong> {
        self.values += 1;
        if depth >= MAX_DEPTH || self.values > MAX_VALUES {
            return Err(TOO_LARGE);
        }
        match self.next_byte() {
            Some(b'{') => self.object(depth),
            Some(b'[') => self.list(depth),
            Some(quote @ (b'"' | b'\'')) if quote == b'"' || self.is_lenient => Ok(Node::Text(self.quoted(quote)?)),
            Some(_) => self.bare(),
            None => Err(WRONG),
        }
    }

    fn object(&mut self, depth: usize) -> Result<Node, Wrong> {
        self.at += 1;
        let mut members = Vec::new();
        if self.eats(b'}') {
            return Ok(Node::Map(members));
        }
        loop {
            let name = match self.next_byte() {
                Some(quote @ (b'"' | b'\'')) if quote == b'"' || self.is_lenient => self.quoted(quote)?,
                Some(_) if self.is_lenient => self.word(&[':', ',', '}', '{', '[', ']', '"'])?.to_owned(),
                _ => return Err(WRONG),
            };
            if !self.eats(b':') {
                return Err(WRONG);
            }
            members.push((name, self.value(depth + 1)?));
            if self.ends(b'}')? {
                return Ok(Node::Map(members));
            }
        }
    }

    fn list(&mut self, depth: usize) -> Result<Node, Wrong> {
        self.at += 1;
        let mut items = Vec::new();
        if self.eats(b']') {
            return Ok(Node::List(items));
        }
        loop {
            items.push(self.value(depth + 1)?);
            if self.ends(b']')? {
                return Ok(Node::List(items));
            }
        }
    }

    /// Consumes what follows an item; returns `true` at the end.
    fn ends(&mut self, end: u8) -> Result<bool, Wrong> {
        if self.eats(end) {
            return Ok(true);
        }
        if !self.eats(b',') {
            return Err(WRONG);
        }
        Ok(self.is_lenient && self.eats(end))
    }

    /// Consumes a literal or a number, or leniently any text up to the next sign.
    fn bare(&mut self) -> Result<Node, Wrong> {
        let word = self.word(&[',', '}', ']', '{', '[', '"'])?;
        match word {
            "null" => Ok(Node::Null),
            "true" => Ok(Node::Bool(true)),
            "false" => Ok(Node::Bool(false)),
            digits if is_number(digits) => Ok(Node::Number(digits.to_owned())),
            // It may stand for a value of any type, as in a form.
            text if self.is_lenient => Ok(Node::Sent(text.to_owned())),
            _ => Err(WRONG),
        }
    }

    fn word(&mut self, ends: &[char]) -> Result<&'t str, Wrong> {
        let rest = &self.text[self.at..];
        let length = rest.find(ends).unwrap_or(rest.len());
        self.at += length;
        let word = rest[..length].trim_matches([' ', '\t', '\n', '\r']);
        if word.is_empty() { Err(WRONG) } else { Ok(word) }
    }

    fn quoted(&mut self, quote: u8) -> Result<String, Wrong> {
        self.at += 1;
        let mut text = String::new();
        loop {
            let rest = &self.text[self.at..];
            let end = rest.find([char::from(quote), '\\']).ok_or(WRONG)?;
            let plain = &rest[..end];
            if !self.is_lenient && plain.bytes().any(|byte| byte < b' ') {
                return Err(WRONG);
            }
            text.push_str(plain);
            self.at += end + 1;
            if rest.as_bytes()[end] == quote {
                return Ok(text);
            }
            text.push(self.escaped()?);
        }
    }

    fn escaped(&mut self) -> Result<char, Wrong> {
        let sign = *self.text.as_bytes().get(self.at).ok_or(WRONG)?;
        self.at += 1;
        Ok(match sign {
            b'"' | b'\\' | b'/' => char::from(sign),
            b'\'' if self.is_lenient => '\'',
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let first = self.unit()?;
                if !(0xD800..0xDC00).contains(&first) {
                    return char::from_u32(first).ok_or(WRONG);
                }
                if self.text.as_bytes().get(self.at..self.at + 2) != Some(b"\\u") {
                    return Err(WRONG);
                }
                self.at += 2;
                let second = self.unit()?;
                let low = second.checked_sub(0xDC00).filter(|low| *low < 0x400).ok_or(WRONG)?;
                return char::from_u32(0x1_0000 + ((first - 0xD800) << 10) + low).ok_or(WRONG);
            }
            _ => return Err(WRONG),
        })
    }

    /// Consumes four hexadecimal digits.
    fn unit(&mut self) -> Result<u32, Wrong> {
        let digits = self.text.get(self.at..self.at + 4).ok_or(WRONG)?;
        self.at += 4;
        if digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            u32::from_str_radix(digits, 16).map_err(|_| WRONG)
        } else {
            Err(WRONG)
        }
    }
}

/// Returns `true` for a number of JSON (RFC 8259).
fn is_number(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|digit| digit.is_ascii_digit());
    let (number, exponent) = text.split_once(['e', 'E']).map_or((text, None), |(number, rest)| (number, Some(rest)));
    let (whole, fraction) = number.split_once('.').map_or((number, None), |(whole, rest)| (whole, Some(rest)));
    let whole = whole.strip_prefix('-').unwrap_or(whole);
    digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && fraction.is_none_or(digits)
        && exponent.is_none_or(|exponent| digits(exponent.strip_prefix(['+', '-']).unwrap_or(exponent)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::{parse_lenient, parse_several, parse_strict};

    #[test]
    fn what_people_write_is_read() {
        for (text, value) in [
            ("{amount: 100, endUserReference: x}", json!({"amount": 100, "endUserReference": "x"})),
            ("{'a': 'b \"c\"', \"d\": e f ,}", json!({"a": "b \"c\"", "d": "e f"})),
            ("[1, true, null, http://x/?a=b:c, ]", json!([1, true, null, "http://x/?a=b:c"])),
            ("{a:{b:[{c:-1.50}]}}", json!({"a": {"b": [{"c": -1.5}]}})),
            (" {} ", json!({})),
        ] {
            assert_eq!(parse_lenient(text).map(|node| node.to_json()), Ok(value), "{text}");
            assert!(parse_strict(text).is_err() || text.trim() == "{}", "{text}");
        }
        for text in ["{a}", "{a:}", "[", "{a:1", "{:1}", "[1 2]]", "{a:1}x", "'a", "{\"a\\x\":1}"] {
            assert!(parse_lenient(text).is_err(), "{text}");
        }
        assert_eq!(parse_several("{a:1},{a:2}").map(|nodes| nodes.len()), Ok(2));
    }

    #[test]
    fn levels_and_values_are_bounded() {
        assert!(parse_strict(&"[".repeat(100_000)).is_err());
        assert!(parse_strict(&format!("[{}0]", "0,".repeat(30_000))).is_err());
    }

    proptest! {
        #[test]
        fn strict_texts_are_those_of_serde_json(text in r#"[\[\]{}:,"\\u0-9a-f.eE+\- tn]{0,24}"#) {
            let known: Result<Value, _> = serde_json::from_str(&text);
            let read = parse_strict(&text);
            match (known, read) {
                (Ok(known), Ok(read)) => prop_assert_eq!(known, read.to_json()),
                (Err(_), Err(_)) => {}
                (known, read) => {
                    // serde_json refuses numbers beyond a double.
                    let why = known.err().map(|error| error.to_string()).unwrap_or_default();
                    prop_assert!(why.starts_with("number out of range") && read.is_ok(), "{text}: {why}");
                }
            }
        }

        #[test]
        fn any_text_is_read_or_refused(text in any::<String>()) {
            let _ = (parse_strict(&text), parse_lenient(&text), parse_several(&text));
        }
    }
}
