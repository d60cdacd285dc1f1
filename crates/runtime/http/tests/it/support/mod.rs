//! What the tests share: a raw HTTP server, one that keeps books, and a small API described by hand.

pub(crate) mod api;
pub(crate) mod authority;
pub(crate) mod bank;
#[cfg(all(unix, not(target_vendor = "apple")))]
pub(crate) mod http2;
pub(crate) mod idle;
pub(crate) mod kept;
pub(crate) mod reply;
pub(crate) mod script;
pub(crate) mod server;
#[cfg(feature = "tracing")]
pub(crate) mod spans;
#[cfg(all(unix, not(target_vendor = "apple")))]
pub(crate) mod tls;
