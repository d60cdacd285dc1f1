//! What the test server does once it has read a request.

use std::fmt::Write as _;

/// One behaviour of the test server.
#[derive(Clone)]
pub(crate) enum Reply {
    /// Writes these bytes and closes the connection.
    Bytes(Vec<u8>),
    /// Writes the head, then filler until `total` bytes are out or the client has gone.
    Flood { head: String, total: usize },
    /// Writes these bytes and then nothing, with the connection open.
    Stall(Vec<u8>),
    /// Closes the connection without a word.
    Close,
}

impl Reply {
    /// A complete answer with a JSON body.
    pub(crate) fn json(status: u16, body: &str) -> Self {
        Self::with(status, &[("content-type", "application/json")], body)
    }

    /// A complete answer.
    pub(crate) fn with(status: u16, headers: &[(&str, &str)], body: impl AsRef<[u8]>) -> Self {
        let body = body.as_ref();
        let mut bytes = head(status, headers, Some(body.len())).into_bytes();
        bytes.extend_from_slice(body);
        Self::Bytes(bytes)
    }

    /// An answer that promises `promised` bytes and breaks off after `body`.
    pub(crate) fn cut_off(status: u16, headers: &[(&str, &str)], body: &str, promised: usize) -> Self {
        Self::Bytes((head(status, headers, Some(promised)) + body).into_bytes())
    }

    /// An answer whose body is `total` bytes of filler, with or without its length told beforehand.
    pub(crate) fn flood(status: u16, headers: &[(&str, &str)], total: usize, told: bool) -> Self {
        Self::Flood { head: head(status, headers, told.then_some(total)), total }
    }

    /// An answer that promises `promised` bytes and stops after `body`, with the connection open.
    pub(crate) fn stall(status: u16, headers: &[(&str, &str)], body: &str, promised: usize) -> Self {
        Self::Stall((head(status, headers, Some(promised)) + body).into_bytes())
    }
}

fn head(status: u16, headers: &[(&str, &str)], length: Option<usize>) -> String {
    let mut head = format!("HTTP/1.1 {status} Whatever\r\nconnection: close\r\n");
    for (name, value) in headers {
        write!(head, "{name}: {value}\r\n").expect("a String takes it");
    }
    if let Some(length) = length {
        write!(head, "content-length: {length}\r\n").expect("a String takes it");
    }
    head + "\r\n"
}
