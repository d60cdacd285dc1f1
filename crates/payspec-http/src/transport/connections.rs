//! How connections are made and kept.

use std::time::Duration;

/// How [`ReqwestTransport`](super::ReqwestTransport) makes connections and keeps them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Connections {
    /// How long connecting may take, TLS included.
    pub connect_timeout: Duration,
    /// How many idle connections are kept for each server.
    pub max_idle: usize,
    /// How long an idle connection is kept.
    pub idle_timeout: Duration,
}

/// Ten seconds to connect; idle connections are kept for 90 seconds, however many there are.
impl Default for Connections {
    fn default() -> Self {
        Self { connect_timeout: Duration::from_secs(10), max_idle: usize::MAX, idle_timeout: Duration::from_secs(90) }
    }
}
