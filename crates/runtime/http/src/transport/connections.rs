//! How connections are made and kept.

use std::time::Duration;

/// How [`ReqwestTransport`](super::ReqwestTransport) makes connections and keeps them.
///
/// The fields are public and the struct is not exhaustive: begin with the default and change what has to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Connections {
    /// How long connecting may take, TLS included.
    pub connect_timeout: Duration,
    /// How many idle connections each of the two pools keeps for each server.
    pub max_idle: usize,
    /// How long a connection may have been idle to carry a [repeatable](super::HttpRequest::is_repeatable) request: one
    /// that only reads, or has an idempotency key.
    pub idle_timeout: Duration,
    /// How long a connection may have been idle to carry a request that changes something and has no idempotency key.
    /// Those requests have a pool of their own. At zero, each has a new connection.
    pub unrepeatable_idle_timeout: Duration,
    /// After how long without a frame from the server an HTTP/2 connection is checked with a PING, whether or not a
    /// request is under way.
    pub http2_ping_interval: Duration,
    /// How long the server may take to acknowledge a PING. After that the connection is closed, and requests that are
    /// under way on it fail.
    pub http2_ping_timeout: Duration,
}

/// - Ten seconds to connect.
/// - Idle connections are kept for three seconds, and for one second where a request changes something and has no key.
///   Servers and proxies close theirs after 5 seconds (Apache), 60 seconds (load balancers of AWS) or 75 seconds
///   (nginx); a request that meets the closing half way fails, and nobody knows what it did.
/// - An HTTP/2 connection gets a PING after 10 seconds without a frame, and is closed when it is not acknowledged within
///   10 seconds.
impl Default for Connections {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(10),
            max_idle: usize::MAX,
            idle_timeout: Duration::from_secs(3),
            unrepeatable_idle_timeout: Duration::from_secs(1),
            http2_ping_interval: Duration::from_secs(10),
            http2_ping_timeout: Duration::from_secs(10),
        }
    }
}
