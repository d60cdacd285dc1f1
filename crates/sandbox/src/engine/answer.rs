//! What is answered to a request.

use std::time::Duration;

/// The answer to a request: what an HTTP server sends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// Names and values of headers.
    pub headers: Vec<(&'static str, String)>,
    /// The body.
    pub body: Vec<u8>,
    /// How it is sent.
    pub sending: Sending,
}

/// How an answer is sent: as it is, unless a [fault](super::faults::Fault) disturbs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sending {
    /// As it is.
    #[default]
    Whole,
    /// As it is, after this much real time.
    Late(Duration),
    /// Not at all: the connection is closed.
    Dropped,
    /// The head and half of the body; then the connection is closed.
    Cut,
    /// As it is; the connection is closed as soon as another request arrives on it, which is not read.
    ThenClosed,
}

impl Answer {
    /// An answer with a body of a content type.
    pub fn new(status: u16, content_type: &str, body: Vec<u8>) -> Self {
        let headers = vec![("Content-Type", content_type.to_owned())];
        Self { status, headers, body, sending: Sending::default() }
    }

    /// An answer with a JSON body.
    pub fn json(status: u16, body: Vec<u8>) -> Self {
        Self::new(status, "application/json", body)
    }

    /// The value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}
