//! The span of a call. Without the feature `tracing`, everything here does nothing.

use std::time::Duration;

use payspec_core::ErrorKind;

/// The attributes of an attempt's event.
#[cfg_attr(not(feature = "tracing"), expect(dead_code, reason = "nobody listens"))]
pub(super) struct AttemptEvent {
    pub(super) number: u32,
    pub(super) duration: Duration,
    pub(super) status: Option<u16>,
    pub(super) error: Option<ErrorKind>,
    pub(super) next_attempt_in: Option<Duration>,
}

#[cfg(feature = "tracing")]
pub(crate) use self::on::CallSpan;
#[cfg(feature = "tracing")]
pub(super) use self::on::{is_enabled, warned};

#[cfg(not(feature = "tracing"))]
pub(crate) use self::off::CallSpan;
#[cfg(not(feature = "tracing"))]
pub(super) use self::off::{is_enabled, warned};

/// Field names follow OpenTelemetry's semantic conventions for HTTP clients, version 1.23 and later; additional ones
/// start with `payspec.`. The address is recorded as its template and `url.full` is omitted, because it contains IDs
/// and may contain a token.
#[cfg(feature = "tracing")]
mod on {
    use payspec_core::{OperationSpec, Unreadable, Violations};
    use tracing::field::Empty;
    use tracing::{Instrument as _, Level, Span, event, event_enabled, span};

    use super::AttemptEvent;
    use crate::error::Error;
    use crate::observe::hook::error_type;
    use crate::servers::BaseUrl;

    /// The target that subscribers filter by.
    const TARGET: &str = "payspec_http";
    /// The maximum number of paths in an event.
    const MOST_PATHS: usize = 16;

    #[derive(Clone)]
    pub(crate) struct CallSpan(Span);

    impl CallSpan {
        pub(in crate::observe) fn of(spec: &OperationSpec, server: &BaseUrl) -> Self {
            Self(span!(
                target: TARGET,
                Level::INFO,
                "payspec.call",
                otel.name = %format_args!("{} {}", spec.method.as_str(), spec.path),
                otel.kind = "client",
                otel.status_code = Empty,
                http.request.method = spec.method.as_str(),
                http.request.resend_count = Empty,
                http.response.status_code = Empty,
                url.scheme = server.scheme(),
                url.template = spec.path,
                server.address = &**server.host(),
                server.port = server.port(),
                error.type = Empty,
                payspec.operation = spec.id,
                payspec.attempts = Empty,
                payspec.request_id = Empty,
                payspec.outcome = Empty,
            ))
        }

        pub(crate) fn around<F: Future>(self, future: F) -> tracing::instrument::Instrumented<F> {
            future.instrument(self.0)
        }

        pub(in crate::observe) fn attempt(&self, attempt: &AttemptEvent) {
            let (resend, error) = (resend_count(attempt.number), error_type(attempt.status, attempt.error));
            let (error, took) = (error.as_deref(), milliseconds(attempt.duration));
            let (status, wait) = (attempt.status, attempt.next_attempt_in.map(milliseconds));
            macro_rules! told {
                ($level:expr) => {
                    event!(
                        target: TARGET,
                        parent: &self.0,
                        $level,
                        http.request.resend_count = resend,
                        http.response.status_code = status,
                        error.type = error,
                        payspec.attempt.duration_ms = took,
                        payspec.attempt.wait_ms = wait,
                        "attempt"
                    )
                };
            }
            if attempt.error.is_some() { told!(Level::WARN) } else { told!(Level::DEBUG) }
        }

        pub(in crate::observe) fn succeeded(&self, status: u16, request_id: Option<&str>, attempts: u32) {
            self.0.record("http.response.status_code", status);
            self.attempts(attempts);
            self.0.record("payspec.outcome", "happened");
            if let Some(id) = request_id {
                self.0.record("payspec.request_id", id);
            }
        }

        fn attempts(&self, attempts: u32) {
            self.0.record("payspec.attempts", attempts);
            if let Some(count) = resend_count(attempts) {
                self.0.record("http.request.resend_count", count);
            }
        }

        pub(in crate::observe) fn unreadable(&self, unreadable: &[Unreadable]) {
            let paths: Vec<&str> = unreadable.iter().map(Unreadable::path).take(MOST_PATHS).collect();
            event!(
                target: TARGET,
                parent: &self.0,
                Level::WARN,
                payspec.unreadable = unreadable.len(),
                payspec.unreadable.paths = paths.join(", "),
                "unreadable"
            );
        }

        pub(in crate::observe) fn failed(&self, error: &Error) {
            self.0.record("otel.status_code", "ERROR");
            if let Some(status) = error.status() {
                self.0.record("http.response.status_code", status);
            }
            if let Some(kind) = error_type(error.status(), Some(error.kind())) {
                self.0.record("error.type", &*kind);
            }
            self.attempts(error.attempts());
            self.0.record("payspec.outcome", error.outcome().name());
            if let Some(id) = error.request_id() {
                self.0.record("payspec.request_id", id);
            }
        }
    }

    /// Returns `true` if a subscriber receives warnings.
    pub(in crate::observe) fn is_enabled() -> bool {
        event_enabled!(target: TARGET, Level::WARN)
    }

    /// Reports violated advisory rules: field names and reasons, no values.
    pub(in crate::observe) fn warned(spec: &OperationSpec, warnings: &Violations) {
        event!(target: TARGET, Level::WARN, payspec.operation = spec.id, payspec.warnings = %warnings, "warned");
    }

    /// Returns how many times the request was resent, or `None` if it was not; the conventions then omit the attribute.
    fn resend_count(attempts: u32) -> Option<u32> {
        attempts.checked_sub(1).filter(|count| *count > 0)
    }

    fn milliseconds(duration: std::time::Duration) -> u64 {
        u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
    }
}

#[cfg(not(feature = "tracing"))]
mod off {
    use payspec_core::{OperationSpec, Unreadable, Violations};

    use super::AttemptEvent;
    use crate::error::Error;
    use crate::servers::BaseUrl;

    pub(in crate::observe) fn is_enabled() -> bool {
        false
    }

    pub(in crate::observe) fn warned(_: &OperationSpec, _: &Violations) {}

    #[derive(Clone)]
    pub(crate) struct CallSpan;

    #[expect(clippy::unused_self, reason = "the span of the feature `tracing` has these methods")]
    impl CallSpan {
        pub(in crate::observe) fn of(_: &OperationSpec, _: &BaseUrl) -> Self {
            Self
        }

        pub(crate) fn around<F: Future>(self, future: F) -> F {
            future
        }

        pub(in crate::observe) fn attempt(&self, _: &AttemptEvent) {}

        pub(in crate::observe) fn succeeded(&self, _: u16, _: Option<&str>, _: u32) {}

        pub(in crate::observe) fn unreadable(&self, _: &[Unreadable]) {}

        pub(in crate::observe) fn failed(&self, _: &Error) {}
    }
}
