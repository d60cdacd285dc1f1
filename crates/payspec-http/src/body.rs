//! The body of an answer as JSON.

use serde::de::DeserializeOwned;

use crate::DecodeError;
use payspec_core::json;

/// Reads a body. A byte order mark is skipped, and no body at all reads as `null`.
pub(crate) fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, DecodeError> {
    let text = body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body);
    if text.trim_ascii().is_empty() { json::read(b"null", b"null") } else { json::read(text, body) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_reads_as_null_and_a_byte_order_mark_is_skipped() {
        assert_eq!(read::<Option<u8>>(b""), Ok(None));
        assert_eq!(read::<Option<u8>>(b" \r\n"), Ok(None));
        assert_eq!(read::<Option<u8>>(b"\xEF\xBB\xBF 7"), Ok(Some(7)));
        assert!(read::<u8>(b"").is_err());
    }
}
