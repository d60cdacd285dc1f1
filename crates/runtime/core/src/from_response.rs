//! What an operation answers, read from the body of the answer.

use std::fmt;

use serde::de::DeserializeOwned;

use crate::Empty;
use crate::json::{self, DecodeError};
use crate::printable::Short;

/// What an operation can answer: anything that is read from JSON, [`Empty`], or a [`Blob`].
pub trait FromResponse: Sized + Send + 'static {
    /// What a client asks for with the header `Accept`.
    const ACCEPT: &'static str = "application/json";

    /// Reads the body of an answer. `content_type` is its header `Content-Type`, where it has one that is text.
    ///
    /// # Errors
    ///
    /// Where and why the body is not what was expected; never a value of it.
    fn read(body: &[u8], content_type: Option<&str>) -> Result<Self, DecodeError>;

    /// Reads the body of an answer with this status, for operations whose bodies of success depend on it. All others are read
    /// as by [`read`](Self::read).
    ///
    /// # Errors
    ///
    /// As [`read`](Self::read), and for a status that does not tell what the body is.
    fn read_with_status(status: u16, body: &[u8], content_type: Option<&str>) -> Result<Self, DecodeError> {
        let _ = status;
        Self::read(body, content_type)
    }
}

impl<T: DeserializeOwned + Send + 'static> FromResponse for T {
    fn read(body: &[u8], _: Option<&str>) -> Result<Self, DecodeError> {
        json::read_body(body)
    }
}

/// Takes an empty body, white space aside.
impl FromResponse for Empty {
    fn read(body: &[u8], _: Option<&str>) -> Result<Self, DecodeError> {
        if body.trim_ascii().is_empty() { Ok(Self) } else { Err(DecodeError::unexpected("expected an empty body")) }
    }
}

/// Takes the bytes as they are.
impl FromResponse for Blob {
    const ACCEPT: &'static str = "*/*";

    fn read(body: &[u8], content_type: Option<&str>) -> Result<Self, DecodeError> {
        Ok(Self { content_type: content_type.map(str::to_owned), ..Self::new(body) })
    }
}

/// A file: an image or a PDF that an operation answers or takes. `Debug` shows its size and type, and neither its
/// content nor its name.
#[derive(Clone, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub struct Blob {
    /// The bytes as they are.
    pub bytes: Vec<u8>,
    /// What they are, such as `image/png`: as the server says, or as it is told.
    pub content_type: Option<String>,
    /// What a file that is sent is called, such as `passport.pdf`. Answers have none.
    pub file_name: Option<String>,
}

impl Blob {
    /// A file of these bytes.
    pub fn new(bytes: impl Into<Vec<u8>>) -> Self {
        Self { bytes: bytes.into(), content_type: None, file_name: None }
    }

    /// Says what the bytes are, such as `application/pdf`.
    #[must_use]
    pub fn content_type(mut self, content_type: impl Into<String>) -> Self {
        self.content_type = Some(content_type.into());
        self
    }

    /// Gives the file a name. Without one it is sent as `file`.
    #[must_use]
    pub fn file_name(mut self, name: impl Into<String>) -> Self {
        self.file_name = Some(name.into());
        self
    }
}

impl From<Vec<u8>> for Blob {
    fn from(bytes: Vec<u8>) -> Self {
        Self::new(bytes)
    }
}

impl fmt::Debug for Blob {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Blob")
            .field("bytes", &self.bytes.len())
            .field("content_type", &self.content_type.as_deref().map(Short))
            .finish_non_exhaustive()
    }
}

impl AsRef<[u8]> for Blob {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

#[cfg(test)]
mod tests {
    use super::{Blob, FromResponse};
    use crate::Empty;

    #[test]
    fn a_blob_is_what_came_and_does_not_show_it() {
        let body = b"\xEF\xBB\xBF%PDF-1.7";
        let blob = Blob::read(body, Some("application/pdf")).expect("bytes are bytes");
        assert_eq!(blob.as_ref(), body);
        assert_eq!(format!("{blob:?}"), r#"Blob { bytes: 11, content_type: Some("application/pdf"), .. }"#);
    }

    #[test]
    fn nothing_but_an_empty_body_is_empty() {
        for body in [&b""[..], b" \r\n"] {
            assert_eq!(Empty::read(body, None), Ok(Empty));
        }
        for body in [&b"<html>maintenance</html>"[..], b"{}", b"null", br#"{"error": "not processed"}"#] {
            let error = Empty::read(body, None).expect_err("somebody says something");
            assert_eq!(error.to_string(), "expected an empty body");
        }
    }
}
