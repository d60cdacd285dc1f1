//! Callbacks for metrics.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

use payspec_core::{ErrorKind, Unreadable, Violations};

use crate::error::CallOutcome;

/// Callbacks invoked for each attempt and call, for metrics.
///
/// They run during the call, so they must be fast and must not block. Their arguments contain no parameter, address or
/// ID (except those of [`unreadable`](Self::unreadable)), and their texts come from small sets that are suitable as
/// metric labels.
///
/// ```
/// use std::sync::atomic::{AtomicU64, Ordering};
/// use payspec_http::observe::{AttemptRecord, CallRecord, Observer};
///
/// #[derive(Default)]
/// struct Counts {
///     calls: AtomicU64,
///     repeated: AtomicU64,
/// }
///
/// impl Observer for Counts {
///     fn attempt(&self, attempt: &AttemptRecord) {
///         if attempt.next_attempt_in.is_some() {
///             self.repeated.fetch_add(1, Ordering::Relaxed);
///         }
///     }
///     fn call(&self, _: &CallRecord) {
///         self.calls.fetch_add(1, Ordering::Relaxed);
///     }
/// }
/// ```
pub trait Observer: Send + Sync {
    /// An attempt ended, with a response or without one.
    fn attempt(&self, attempt: &AttemptRecord) {
        let _ = attempt;
    }

    /// A call has parameters that violate advisory rules, or that have a value not listed in the description (`EURO`;
    /// rule `unknown-value`). Warnings contain field names, reasons and the probable intended value, never the given
    /// one. The call is sent unless another check rejects it.
    fn warned(&self, operation: &'static str, warnings: &Violations) {
        let _ = (operation, warnings);
    }

    /// A response has members that do not match the API's documentation and therefore read as absent. Their paths
    /// consist of field names and are suitable as labels; their values may be personal data. Report them to the
    /// maintainers of the API description.
    fn unreadable(&self, operation: &'static str, unreadable: &[Unreadable]) {
        let _ = (operation, unreadable);
    }

    /// A call ended, or was rejected before anything was sent. Not invoked when the future of a call is dropped.
    fn call(&self, call: &CallRecord) {
        let _ = call;
    }
}

/// An attempt of a call, with everything needed for the metric `http.client.request.duration` of OpenTelemetry's
/// conventions.
///
/// | attribute | |
/// | --- | --- |
/// | `http.request.method` | [`method`](Self::method) |
/// | `server.address`, `server.port` | [`server_address`](Self::server_address), [`server_port`](Self::server_port) |
/// | `url.scheme`, `url.template` | [`url_scheme`](Self::url_scheme), [`url_template`](Self::url_template) |
/// | `http.response.status_code` | [`status`](Self::status) |
/// | `error.type` | [`error_type`](Self::error_type) |
///
/// A token request is not a separate attempt; its duration is part of the attempt that needed the token.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct AttemptRecord {
    /// The name of the operation in the API description: `transaction.create`.
    pub operation: &'static str,
    /// The method: `POST`.
    pub method: &'static str,
    /// `https`, or `http` for a loopback address.
    pub url_scheme: &'static str,
    /// The path in the API description, without the base path: `/transaction/{transactionId}`. A path that overrides it
    /// ([`Call::path`](crate::Call::path)) may contain IDs and is not reported.
    pub url_template: &'static str,
    /// The host: a name, or an IP address without brackets.
    pub server_address: Arc<str>,
    /// The port.
    pub server_port: u16,
    /// The number of the attempt within its call, from 1.
    pub number: u32,
    /// The time from before sending to the end of the response.
    pub duration: Duration,
    /// The HTTP status, if a response head arrived.
    pub status: Option<u16>,
    /// The kind of failure, or `None` for a success.
    pub error: Option<ErrorKind>,
    /// The wait before the next attempt, or `None` if the call has ended.
    pub next_attempt_in: Option<Duration>,
}

impl AttemptRecord {
    /// Returns the attribute `error.type` of the conventions: the status if it is 400 or higher, otherwise the kind of
    /// failure (`timeout`); `None` for a success.
    pub fn error_type(&self) -> Option<Cow<'static, str>> {
        error_type(self.status, self.error)
    }
}

/// Returns the attribute `error.type` of the conventions.
pub(super) fn error_type(status: Option<u16>, error: Option<ErrorKind>) -> Option<Cow<'static, str>> {
    let kind = error?.name();
    let status = status.filter(|status| *status >= 400);
    Some(status.map_or(Cow::Borrowed(kind), |status| Cow::Owned(status.to_string())))
}

/// A call, including all of its attempts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct CallRecord {
    /// The name of the operation in the API description: `transaction.create`.
    pub operation: &'static str,
    /// The time from before the first attempt to the end, including waits; zero if nothing was sent.
    pub duration: Duration,
    /// The number of attempts; zero if nothing was sent.
    pub attempts: u32,
    /// The HTTP status of the last response, if its head arrived.
    pub status: Option<u16>,
    /// The kind of failure, or `None` for a success.
    pub error: Option<ErrorKind>,
    /// Whether the operation took effect.
    pub outcome: CallOutcome,
}
