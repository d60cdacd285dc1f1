//! What the tests share: a raw HTTP server, and a small API described by hand.

pub(crate) mod api;
pub(crate) mod reply;
pub(crate) mod server;
