//! Reading `multipart/form-data` (RFC 7578).

use super::error::{DecodeError, DecodeErrorKind};
use super::form;
use super::tree::{Members, Node};
use crate::{Blob, FormTree};

/// Parses a body: files and texts by name.
pub(super) fn parse(body: &[u8], content_type: &str) -> Result<Members, DecodeError> {
    let malformed = |why: &str| DecodeError::whole(DecodeErrorKind::Malformed, why);
    let boundary = parameter(content_type, "boundary").filter(|boundary| !boundary.is_empty());
    let boundary = boundary.ok_or_else(|| malformed("the multipart content type has no boundary"))?;
    let line = format!("--{boundary}");
    let mut rest = match find(body, line.as_bytes()) {
        Some(at) => &body[at + line.len()..],
        None => return Err(malformed("the multipart body has no part")),
    };
    let next = format!("\r\n{line}");
    let mut members = Members::new();
    for count in 0.. {
        if rest.starts_with(b"--") {
            return Ok(members);
        }
        if count >= FormTree::MAX_PAIRS {
            return Err(DecodeError::whole(DecodeErrorKind::TooLarge, "the multipart body has too many parts"));
        }
        rest = rest.strip_prefix(b"\r\n").ok_or_else(|| malformed("a boundary of the multipart body does not end"))?;
        let end = find(rest, next.as_bytes()).ok_or_else(|| malformed("a part of the multipart body does not end"))?;
        part(&rest[..end], &mut members)?;
        rest = &rest[end + next.len()..];
    }
    Ok(members)
}

fn part(part: &[u8], members: &mut Members) -> Result<(), DecodeError> {
    let malformed = |why: &str| DecodeError::whole(DecodeErrorKind::Malformed, why);
    let (head, content) = match find(part, b"\r\n\r\n") {
        Some(end) => (&part[..end], &part[end + 4..]),
        None => return Err(malformed("a part of the multipart body has no end of its headers")),
    };
    let head = std::str::from_utf8(head).map_err(|_| malformed("the headers of a part are not UTF-8"))?;
    let header = |wanted: &str| {
        let mut lines = head.split("\r\n").filter_map(|line| line.split_once(':'));
        lines.find(|(name, _)| name.trim().eq_ignore_ascii_case(wanted)).map(|(_, value)| value.trim())
    };
    let disposition = header("content-disposition").unwrap_or_default();
    let name = parameter(disposition, "name").ok_or_else(|| malformed("a part of the multipart body has no name"))?;
    let file_name = parameter(disposition, "filename");
    let node = match file_name {
        Some(file_name) => {
            let mut file = Blob::new(content).file_name(file_name);
            file.content_type = header("content-type").map(str::to_owned);
            Node::File(file)
        }
        None => Node::Sent(String::from_utf8(content.to_vec()).map_err(|_| {
            DecodeError::at(DecodeErrorKind::Malformed, crate::redact::shown_name(&name), "the text is not UTF-8")
        })?),
    };
    form::insert_pair(members, &name, node)
}

/// Returns a parameter of a header, such as `boundary=x` or `name="x"`, unescaped as browsers escape it.
fn parameter(header: &str, wanted: &str) -> Option<String> {
    let mut rest = header.split_once(';')?.1;
    loop {
        let (name, value) = rest.split_once('=')?;
        let is_wanted = name.trim().eq_ignore_ascii_case(wanted);
        let value = value.trim_start();
        let (value, after) = match value.strip_prefix('"') {
            Some(quoted) => quoted.split_at(quoted.find('"')?),
            None => value.split_at(value.find(';').unwrap_or(value.len())),
        };
        if is_wanted {
            let value = value.trim_end();
            return Some(value.replace("%22", "\"").replace("%0D", "\r").replace("%0A", "\n"));
        }
        rest = after.split_once(';')?.1;
    }
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
