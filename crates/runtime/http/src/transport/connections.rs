//! Connection settings.

use std::time::Duration;

/// How [`ReqwestTransport`](super::ReqwestTransport) opens and keeps connections.
///
/// The struct is non-exhaustive with public fields: start from the default and change fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Connections {
    /// The timeout for connecting, including TLS.
    pub connect_timeout: Duration,
    /// The number of idle connections that each of the two pools keeps per server.
    pub max_idle: usize,
    /// How long an idle connection stays usable for [repeatable](super::HttpRequest::is_repeatable) requests: those
    /// that only read or have an idempotency key.
    pub idle_timeout: Duration,
    /// How long an idle connection stays usable for requests that change something and have no idempotency key. They
    /// have a separate pool. At zero, each opens a new connection.
    pub unrepeatable_idle_timeout: Duration,
    /// The time without a frame from the server after which an HTTP/2 connection is checked with a PING, whether or not
    /// a request is in progress.
    pub http2_ping_interval: Duration,
    /// The time the server has to acknowledge a PING. After that the connection is closed and its requests fail.
    pub http2_ping_timeout: Duration,
}

/// - Ten seconds to connect.
/// - Idle connections are kept for three seconds, or one second for requests that change something and have no key.
///   Servers and proxies close theirs after 5 seconds (Apache), 60 seconds (AWS load balancers) or 75 seconds (nginx);
///   if that coincides with a request, the request fails with an unknown outcome.
/// - An HTTP/2 connection gets a PING after 10 seconds without a frame, and is closed if it is not acknowledged within
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
