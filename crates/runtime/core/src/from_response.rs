//! The output of an operation, read from the response body.

use std::fmt;

use serde::de::DeserializeOwned;

use crate::Empty;
use crate::json::{self, DecodeError};
use crate::printable::Short;

/// The output of an operation: any type deserialised from JSON, [`Empty`], or a [`Blob`].
pub trait FromResponse: Sized + Send + 'static {
    /// The value of the `Accept` header of the request.
    const ACCEPT: &'static str = "application/json";

    /// Reads the response body. `content_type` is the value of the `Content-Type` header, if it is present and valid
    /// text.
    ///
    /// # Errors
    ///
    /// Returns where and why the body is not what was expected. The error contains no values of the body.
    fn read(body: &[u8], content_type: Option<&str>) -> Result<Self, DecodeError>;

    /// Reads the response body with this status, for operations whose successful bodies depend on it. Other types read
    /// it with [`read`](Self::read).
    ///
    /// # Errors
    ///
    /// Same as [`read`](Self::read); also returns an error if no body is described for the status.
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

/// Accepts an empty body, ignoring white space.
impl FromResponse for Empty {
    fn read(body: &[u8], _: Option<&str>) -> Result<Self, DecodeError> {
        if body.trim_ascii().is_empty() { Ok(Self) } else { Err(DecodeError::unexpected("expected an empty body")) }
    }
}

/// Keeps the bytes unchanged.
impl FromResponse for Blob {
    const ACCEPT: &'static str = "*/*";

    fn read(body: &[u8], content_type: Option<&str>) -> Result<Self, DecodeError> {
        Ok(Self { content_type: content_type.map(str::to_owned), ..Self::new(body) })
    }
}

/// A file, such as an image or a PDF, that an operation returns or takes. `Debug` shows its size and type, and neither
/// its content nor its name.
#[derive(Clone, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub struct Blob {
    /// The content.
    pub bytes: Vec<u8>,
    /// The media type, such as `image/png`: the server's in a response, the caller's in a request.
    pub content_type: Option<String>,
    /// The file name to send, such as `passport.pdf`. `None` in responses.
    pub file_name: Option<String>,
}

impl Blob {
    /// Creates a file from its content.
    pub fn new(bytes: impl Into<Vec<u8>>) -> Self {
        Self { bytes: bytes.into(), content_type: None, file_name: None }
    }

    /// Sets the media type, such as `application/pdf`.
    #[must_use]
    pub fn content_type(mut self, content_type: impl Into<String>) -> Self {
        self.content_type = Some(content_type.into());
        self
    }

    /// Sets the file name. The default is `file`.
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
