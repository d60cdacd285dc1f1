//! Decoding of bytes to text.

use std::borrow::Cow;

use crate::cells::Cell;
use crate::options::Encoding;

/// Windows-1252 from 0x80 to 0x9F; five positions are unassigned.
const HIGH: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘', '’',
    '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// Decodes a cell. `has_mark` is set if the file starts with the UTF-8 byte order mark.
pub(crate) fn cell(bytes: &[u8], encoding: Encoding, has_mark: bool) -> Cell<'_> {
    match text(bytes, encoding) {
        Some(text) if text.is_empty() => Cell::Empty,
        Some(text) => Cell::Text(text),
        None if has_mark => Cell::Unreadable(
            "is not UTF-8 although the file starts with the UTF-8 byte order mark: it may be a concatenation of \
             files in different encodings",
        ),
        None => {
            Cell::Unreadable("is not UTF-8; if the file comes from a spreadsheet, read it with `Encoding::Windows1252`")
        }
    }
}

pub(crate) fn text(bytes: &[u8], encoding: Encoding) -> Option<Cow<'_, str>> {
    match encoding {
        Encoding::Utf8 => std::str::from_utf8(bytes).ok().map(Cow::Borrowed),
        Encoding::Windows1252 if bytes.is_ascii() => std::str::from_utf8(bytes).ok().map(Cow::Borrowed),
        Encoding::Windows1252 => Some(Cow::Owned(bytes.iter().map(|byte| windows_1252(*byte)).collect())),
    }
}

fn windows_1252(byte: u8) -> char {
    match byte {
        0x80..=0x9f => HIGH[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}
