//! Reading `multipart/form-data` (RFC 7578).

use std::borrow::Cow;

use super::error::{DecodeError, DecodeErrorKind};
use super::form;
use super::tree::{Members, Node};
use crate::form::decode;
use crate::{Blob, FormTree};

/// Parses a body: files and texts by name.
pub(super) fn parse(body: &[u8], content_type: &str) -> Result<Members, DecodeError> {
    let malformed = |why: &str| DecodeError::whole(DecodeErrorKind::Malformed, why);
    let boundary = Parameters::of(content_type).get("boundary").filter(|boundary| !boundary.is_empty());
    let boundary = boundary.ok_or_else(|| malformed("the multipart content type has no boundary"))?;
    let next = format!("\r\n--{boundary}");
    let mut rest = match body.strip_prefix(&next.as_bytes()[2..]) {
        Some(rest) => rest,
        None => after(body, next.as_bytes()).ok_or_else(|| malformed("the multipart body has no part"))?.1,
    };
    let mut members = Members::new();
    for count in 0.. {
        if rest.starts_with(b"--") {
            return Ok(members);
        }
        if count >= FormTree::MAX_PAIRS {
            return Err(DecodeError::whole(DecodeErrorKind::TooLarge, "the multipart body has too many parts"));
        }
        // Blanks may follow a boundary (RFC 2046, section 5.1.1).
        let blanks = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        rest = rest[blanks..]
            .strip_prefix(b"\r\n")
            .ok_or_else(|| malformed("a boundary of the multipart body does not end"))?;
        let found = after(rest, next.as_bytes());
        let (content, others) = found.ok_or_else(|| malformed("a part of the multipart body does not end"))?;
        part(content, &mut members)?;
        rest = others;
    }
    Ok(members)
}

fn part(part: &[u8], members: &mut Members) -> Result<(), DecodeError> {
    let malformed = |why: &str| DecodeError::whole(DecodeErrorKind::Malformed, why);
    let (head, content) =
        after(part, b"\r\n\r\n").ok_or_else(|| malformed("a part of the multipart body has no end of its headers"))?;
    let head = std::str::from_utf8(head).map_err(|_| malformed("the headers of a part are not UTF-8"))?;
    let header = |wanted: &str| {
        let mut lines = head.split("\r\n").filter_map(|line| line.split_once(':'));
        lines.find(|(name, _)| name.trim().eq_ignore_ascii_case(wanted)).map(|(_, value)| value.trim())
    };
    let disposition = Parameters::of(header("content-disposition").unwrap_or_default());
    let name = disposition.get("name").ok_or_else(|| malformed("a part of the multipart body has no name"))?;
    if !disposition.has("filename") {
        let text = String::from_utf8(content.to_vec()).map_err(|_| {
            DecodeError::at(DecodeErrorKind::Malformed, crate::redact::shown_name(&name), "the text is not UTF-8")
        })?;
        return form::insert_pair(members, &name, Node::Sent(text));
    }
    let file_name = disposition.get("filename").filter(|file_name| !file_name.is_empty());
    if file_name.is_none() && content.is_empty() {
        // A browser sends this where no file was selected.
        return Ok(());
    }
    let mut file = Blob::new(content);
    file.file_name = file_name;
    file.content_type = header("content-type").map(str::to_owned);
    form::insert_pair(members, &name, Node::File(file))
}

/// The parameters of a header, such as `boundary=x` or `name="x"`.
struct Parameters<'h>(Vec<(&'h str, Cow<'h, str>)>);

impl<'h> Parameters<'h> {
    fn of(header: &'h str) -> Self {
        let mut parameters = Vec::new();
        let mut rest = header.split_once(';').map_or("", |(_, rest)| rest);
        while !rest.is_empty() {
            let (name, after) = rest.split_at(rest.find(['=', ';']).unwrap_or(rest.len()));
            let Some(value) = after.strip_prefix('=') else {
                // It has no value.
                rest = after.strip_prefix(';').unwrap_or_default();
                continue;
            };
            let value = value.trim_start();
            let (value, after) = if let Some((value, after)) = value.strip_prefix('"').and_then(quoted) {
                (Cow::Owned(value), after)
            } else {
                let (value, after) = value.split_at(value.find(';').unwrap_or(value.len()));
                (Cow::Borrowed(value.trim_end()), after)
            };
            parameters.push((name.trim(), value));
            rest = after.split_once(';').map_or("", |(_, rest)| rest);
        }
        Self(parameters)
    }

    fn value(&self, wanted: &str) -> Option<&str> {
        self.0.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted)).map(|(_, value)| &**value)
    }

    /// Returns `true` if there is the parameter, in one form or the other.
    fn has(&self, wanted: &str) -> bool {
        self.value(wanted).or_else(|| self.value(&format!("{wanted}*"))).is_some()
    }

    /// Returns a parameter: its extended form (RFC 8187) if that can be decoded, or else the plain one, unescaped as
    /// browsers escape it.
    fn get(&self, wanted: &str) -> Option<String> {
        let extended = self.value(&format!("{wanted}*")).and_then(extended);
        let plain = || Some(self.value(wanted)?.replace("%22", "\"").replace("%0D", "\r").replace("%0A", "\n"));
        extended.or_else(plain)
    }
}

/// Reads a text up to its closing quotation mark; returns it with what follows. A backslash escapes a quotation mark or a
/// backslash, and is itself elsewhere, as in a Windows path.
fn quoted(text: &str) -> Option<(String, &str)> {
    let mut value = String::new();
    let mut rest = text;
    loop {
        let (plain, after) = rest.split_at(rest.find(['"', '\\'])?);
        value.push_str(plain);
        if let Some(after) = after.strip_prefix('"') {
            return Some((value, after));
        }
        let escaped = after[1..].chars().next().filter(|sign| matches!(sign, '"' | '\\'));
        value.push(escaped.unwrap_or('\\'));
        rest = &after[1 + usize::from(escaped.is_some())..];
    }
}

/// Decodes an extended value: `UTF-8'en'%e2%82%ac`.
fn extended(value: &str) -> Option<String> {
    let (charset, rest) = value.split_once('\'')?;
    let (_, encoded) = rest.split_once('\'')?;
    let (bytes, is_strict) = decode(encoded.as_bytes(), b'+');
    let is_known = is_strict && charset.eq_ignore_ascii_case("utf-8");
    String::from_utf8(bytes).ok().filter(|_| is_known)
}

/// Returns what is before and after the first occurrence of `wanted`.
fn after<'t>(text: &'t [u8], wanted: &[u8]) -> Option<(&'t [u8], &'t [u8])> {
    let at = find(text, wanted)?;
    Some((&text[..at], &text[at + wanted.len()..]))
}

/// Returns where `wanted` starts.
fn find(text: &[u8], wanted: &[u8]) -> Option<usize> {
    let first = *wanted.first()?;
    let mut from = 0;
    while let Some(at) = text.get(from..)?.iter().position(|byte| *byte == first) {
        if text[from + at..].starts_with(wanted) {
            return Some(from + at);
        }
        from += at + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{Node, parse};

    const TYPE: &str = "multipart/form-data; charset=utf-8; boundary=\"x y\"";

    #[test]
    fn parts_are_texts_and_files() {
        let body = b"preamble\r\n--x y\r\nContent-Disposition: form-data; name=\"card[name]\"\r\n\r\nZo\xC3\xAB\r\n--x\r\n\
            --x y\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a%22b.pdf\"\r\nContent-Type: application/pdf\r\n\r\n\
            %PDF\x00\xFF\r\n\r\n--x y--\r\nend";
        let members = parse(body, TYPE).map_err(|error| error.to_string()).expect("it is well-formed");
        assert_eq!(members.len(), 2);
        assert_eq!(members[0].1.to_json(), serde_json::json!({"name": "Zo\u{eb}\r\n--x"}));
        let Node::File(file) = &members[1].1 else { panic!("the second is a file") };
        assert_eq!((file.bytes.as_slice(), file.file_name.as_deref()), (&b"%PDF\x00\xFF\r\n"[..], Some("a\"b.pdf")));
        assert_eq!(file.content_type.as_deref(), Some("application/pdf"));
    }

    #[test]
    fn what_is_cut_is_malformed() {
        let whole = b"--x y\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--x y--";
        assert!(parse(whole, TYPE).is_ok());
        for end in 0..whole.len() {
            assert!(parse(&whole[..end], TYPE).is_err(), "{end}");
        }
        assert!(parse(whole, "multipart/form-data").is_err());
    }
}
