//! Buffers that are wiped from memory when the last owner drops them.
//!
//! A body may contain a card number, and a header a password. Copies in the HTTP stack's own buffers cannot be wiped.

use std::io;

use bytes::Bytes;
use zeroize::Zeroizing;

/// Creates bytes that are wiped on drop; clones share them.
pub(crate) fn bytes(bytes: Vec<u8>) -> Bytes {
    Bytes::from_owner(Zeroizing::new(bytes))
}

/// Concatenates parts, allocated at full size up front so that no part stays behind in freed memory.
pub(crate) fn text(parts: &[&str]) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::with_capacity(parts.iter().map(|part| part.len()).sum()));
    for part in parts {
        text.push_str(part);
    }
    text
}

/// A growing buffer that wipes the old allocation when it grows.
pub(crate) struct Buffer(Zeroizing<Vec<u8>>);

impl Buffer {
    pub(crate) fn new() -> Self {
        Self::with_capacity(512)
    }

    pub(crate) fn with_capacity(capacity: usize) -> Self {
        Self(Zeroizing::new(Vec::with_capacity(capacity)))
    }

    pub(crate) fn push(&mut self, bytes: &[u8]) {
        let needed = self.0.len() + bytes.len();
        if needed > self.0.capacity() {
            let mut larger = Zeroizing::new(Vec::with_capacity(needed.max(2 * self.0.capacity())));
            larger.extend_from_slice(&self.0);
            // The old allocation is wiped on drop.
            self.0 = larger;
        }
        self.0.extend_from_slice(bytes);
    }

    pub(crate) fn into_bytes(self) -> Bytes {
        Bytes::from_owner(self.0)
    }
}

impl io::Write for Buffer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.push(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    #[test]
    fn a_buffer_grows_and_keeps_what_was_written() {
        let mut buffer = Buffer::with_capacity(4);
        for piece in ["4000", "0000", "", "0000000000000002"] {
            buffer.write_all(piece.as_bytes()).expect("memory takes it");
        }
        let bytes = buffer.into_bytes();
        assert_eq!(&bytes[..], b"400000000000000000000002");
        assert_eq!(bytes.clone().as_ptr(), bytes.as_ptr(), "a clone is the same memory");
    }
}
