//! The hook for metrics.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

use payspec_core::{ErrorKind, Unreadable, Violations};

use crate::error::CallOutcome;

/// Is told of every attempt and of every call, to count and to time them.
///
/// It is called on the way of a call, so it should be quick and must not block: count, and leave. Nothing it is told
/// holds a parameter, an address or an id (but for what [`unreadable`](Self::unreadable) is given), and the sets of its
/// texts are small: all may become labels.
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
    /// A request was sent, and an answer came or failed to come.
    fn attempt(&self, attempt: &AttemptRecord) {
        let _ = attempt;
    }

    /// A call is made, and something is doubtful about its parameters: rules of its description that warn are broken, or a
    /// value is none that the description knows (`EURO`; rule `unknown-value`). Warnings name fields, reasons and the value
    /// that was probably meant, never the given one. The call is sent all the same, unless something else speaks against it.
    fn warned(&self, operation: &'static str, warnings: &Violations) {
        let _ = (operation, warnings);
    }

    /// A response has members that are not what the API documents, and that read as absent. Their paths name fields, and
    /// may become labels; what came may hold personal data. Tell it to whoever keeps the description.
    fn unreadable(&self, operation: &'static str, unreadable: &[Unreadable]) {
        let _ = (operation, unreadable);
    }

    /// A call has ended, or was refused before anything was sent. A call whose future is dropped is not told.
    fn call(&self, call: &CallRecord) {
        let _ = call;
    }
}

/// One attempt of a call: all that the metric `http.client.request.duration` of OpenTelemetry's conventions needs.
///
/// | attribute | |
/// | --- | --- |
/// | `http.request.method` | [`method`](Self::method) |
/// | `server.address`, `server.port` | [`server_address`](Self::server_address), [`server_port`](Self::server_port) |
/// | `url.scheme`, `url.template` | [`url_scheme`](Self::url_scheme), [`url_template`](Self::url_template) |
/// | `http.response.status_code` | [`status`](Self::status) |
/// | `error.type` | [`error_type`](Self::error_type) |
///
/// A request for a token is no attempt of its own; its time is that of the attempt which needed it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct AttemptRecord {
    /// The operation, as the description of the API names it: `transaction.create`.
    pub operation: &'static str,
    /// The method: `POST`.
    pub method: &'static str,
    /// `https`, or `http` for a server on this machine.
    pub url_scheme: &'static str,
    /// The path as the description of the API has it, without the base path: `/transaction/{transactionId}`. A path that
    /// replaces it ([`Call::path`](crate::Call::path)) may hold ids, and is not told.
    pub url_template: &'static str,
    /// The host: a name, or an address without brackets.
    pub server_address: Arc<str>,
    /// The port.
    pub server_port: u16,
    /// Which attempt of the call it was, from 1.
    pub number: u32,
    /// From before the request was sent to after the answer was read.
    pub duration: Duration,
    /// The HTTP status, when the head of an answer arrived.
    pub status: Option<u16>,
    /// What kind of failure it was; `None` for a success.
    pub error: Option<ErrorKind>,
    /// How long the call now waits before it is sent again; `None` when the call has ended.
    pub next_attempt_in: Option<Duration>,
}

impl AttemptRecord {
    /// Returns what the conventions call `error.type`: the status where it is 400 or more, else the kind of the failure
    /// (`timeout`); `None` for a success.
    pub fn error_type(&self) -> Option<Cow<'static, str>> {
        error_type(self.status, self.error)
    }
}

/// What the conventions call `error.type`.
pub(super) fn error_type(status: Option<u16>, error: Option<ErrorKind>) -> Option<Cow<'static, str>> {
    let kind = error?.name();
    let status = status.filter(|status| *status >= 400);
    Some(status.map_or(Cow::Borrowed(kind), |status| Cow::Owned(status.to_string())))
}

/// A whole call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct CallRecord {
    /// The operation, as the description of the API names it: `transaction.create`.
    pub operation: &'static str,
    /// From before the first attempt to the end, waits included; zero when nothing was sent.
    pub duration: Duration,
    /// How many attempts were made; zero when nothing was sent.
    pub attempts: u32,
    /// The HTTP status, when the head of the last answer arrived.
    pub status: Option<u16>,
    /// What kind of failure it was; `None` for a success.
    pub error: Option<ErrorKind>,
    /// Whether the operation took effect.
    pub outcome: CallOutcome,
}
