//! Watching calls: a hook for metrics, and (feature `tracing`) a span per call with an event per attempt.

mod hook;
mod span;

use std::sync::Arc;
use std::time::{Duration, Instant};

use payspec_core::{ErrorKind, OperationSpec, Unreadable, Violations};

pub use self::hook::{AttemptRecord, CallRecord, Observer};
use self::span::{AttemptEvent, CallSpan};
use crate::error::{CallOutcome, Error, Failure};
use crate::servers::BaseUrl;

/// What watches one call. Without an observer and without the feature it does nothing.
pub(crate) struct Telemetry {
    spec: &'static OperationSpec,
    server: BaseUrl,
    observer: Option<Arc<dyn Observer>>,
    span: CallSpan,
    began: Option<Instant>,
    attempt_began: Option<Instant>,
}

impl Telemetry {
    pub(crate) fn new(observer: Option<Arc<dyn Observer>>, spec: &'static OperationSpec, server: BaseUrl) -> Self {
        Self { spec, span: CallSpan::of(spec, &server), server, observer, began: None, attempt_began: None }
    }

    /// A call that was refused here, before anything was sent.
    pub(crate) fn refused(observer: Option<&dyn Observer>, error: &Error) {
        if let Some(observer) = observer {
            observer.call(&call_record(error.operation(), Duration::ZERO, 0, Err(error)));
        }
    }

    pub(crate) fn span(&self) -> &CallSpan {
        &self.span
    }

    pub(crate) fn attempt_begins(&mut self, now: Instant) {
        self.began.get_or_insert(now);
        self.attempt_began = Some(now);
    }

    pub(crate) fn attempt_failed(&self, now: Instant, number: u32, failure: &Failure, wait: Option<Duration>) {
        self.attempt(now, number, failure.status(), Some(failure.kind()), wait);
    }

    pub(crate) fn succeeded(&self, now: Instant, attempts: u32, status: u16, request_id: Option<&str>) {
        self.attempt(now, attempts, Some(status), None, None);
        self.span.succeeded(status, request_id, attempts);
        if let Some(observer) = &self.observer {
            let duration = since(self.began, now);
            observer.call(&call_record(self.spec.id, duration, attempts, Ok(status)));
        }
    }

    /// Members that are not what the API documents, if there are any.
    pub(crate) fn unreadable(&self, unreadable: &[Unreadable]) {
        if unreadable.is_empty() {
            return;
        }
        self.span.unreadable(unreadable);
        if let Some(observer) = &self.observer {
            observer.unreadable(self.spec.id, unreadable);
        }
    }

    pub(crate) fn failed(&self, now: Instant, error: &Error) {
        self.span.failed(error);
        if let Some(observer) = &self.observer {
            observer.call(&call_record(self.spec.id, since(self.began, now), error.attempts(), Err(error)));
        }
    }

    fn attempt(
        &self,
        now: Instant,
        number: u32,
        status: Option<u16>,
        error: Option<ErrorKind>,
        next_attempt_in: Option<Duration>,
    ) {
        let duration = since(self.attempt_began, now);
        self.span.attempt(&AttemptEvent { number, duration, status, error, next_attempt_in });
        if let Some(observer) = &self.observer {
            observer.attempt(&AttemptRecord {
                operation: self.spec.id,
                method: self.spec.method.as_str(),
                url_scheme: self.server.scheme(),
                url_template: self.spec.path,
                server_address: Arc::clone(self.server.host()),
                server_port: self.server.port(),
                number,
                duration,
                status,
                error,
                next_attempt_in,
            });
        }
    }
}

/// Whether anybody would hear of warnings: judging them takes time.
pub(crate) fn is_enabled(observer: Option<&dyn Observer>) -> bool {
    observer.is_some() || span::is_enabled()
}

/// Tells of what is doubtful about a call.
pub(crate) fn warned(observer: Option<&dyn Observer>, spec: &'static OperationSpec, warnings: &Violations) {
    span::warned(spec, warnings);
    if let Some(observer) = observer {
        observer.warned(spec.id, warnings);
    }
}

fn since(began: Option<Instant>, now: Instant) -> Duration {
    began.map_or(Duration::ZERO, |began| now.saturating_duration_since(began))
}

fn call_record(operation: &'static str, duration: Duration, attempts: u32, result: Result<u16, &Error>) -> CallRecord {
    let (status, error, outcome) = match result {
        Ok(status) => (Some(status), None, CallOutcome::Happened),
        Err(error) => (error.status(), Some(error.kind()), error.outcome()),
    };
    CallRecord { operation, duration, attempts, status, error, outcome }
}
