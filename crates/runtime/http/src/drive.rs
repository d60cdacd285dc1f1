//! Sending a prepared call until something comes of it. This is the only loop around a transport, for both modes.

use std::any::Any;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use payspec_core::UnreadableList;
use payspec_core::json::collect_unreadable;

use crate::Error;
use crate::attempts::{Attempts, Next};
use crate::client::Inner;
use crate::clock::{Clock, Moment};
use crate::error::{RetryState, Failure};
use crate::interpret::{Accepted, interpret};
use crate::observe::Telemetry;
use crate::prepare::Prepared;
use crate::success;
use crate::token::TokenRefresh;

/// What came of a call that succeeded. The value is boxed as `Any`, so that this code is compiled once and the future
/// stays small, whatever the operation answers.
pub(crate) struct Completed {
    pub(crate) value: Box<dyn Any + Send>,
    pub(crate) status: u16,
    pub(crate) request_id: Option<String>,
    pub(crate) idempotency_key: Option<String>,
    pub(crate) attempts: u32,
    pub(crate) body: Bytes,
    pub(crate) unreadable: UnreadableList,
}

/// Reads the value of an answer that was accepted.
pub(crate) type Read = fn(&Accepted) -> Result<Box<dyn Any + Send>, Box<Failure>>;

pub(crate) type SendFuture = Pin<Box<dyn Future<Output = Result<Completed, Error>> + Send>>;

pub(crate) fn send(inner: Arc<Inner>, prepared: Result<Prepared, Error>, read: Read) -> SendFuture {
    match prepared {
        Ok(prepared) => {
            let telemetry = Telemetry::new(&inner.config, &prepared);
            let span = telemetry.span().clone();
            // Boxed on its own: a future has room for what it holds and for where that is moved.
            Box::pin(span.around(send_loop(inner, Box::new(prepared), telemetry, read)))
        }
        Err(error) => {
            Telemetry::refused(&inner.config, &error);
            Box::pin(std::future::ready(Err(error)))
        }
    }
}

async fn send_loop(inner: Arc<Inner>, mut call: Box<Prepared>, mut telemetry: Telemetry, read: Read) -> Result<Completed, Error> {
    let config = &inner.config;
    let clock = &*config.clock;
    let spec = call.spec;
    let mut attempts = Attempts::new(spec, call.bounds, Moment::of(clock));
    let mut refresh = TokenRefresh::of(call.token.clone());
    loop {
        let now = Moment::of(clock);
        call.request.timeout = attempts.begin(now);
        telemetry.attempt_begins(now.instant);
        // The request is handed on at once: the future has no room for it while it waits for the answer.
        let sending = refresh.with_token(config, &call.request).await;
        let sending = sending.and_then(|request| attempts.still(Moment::of(clock), request));
        let answer = match sending.map(|request| call.transport.send(request)) {
            Ok(sending) => interpret(config.api, spec, &call.expected, sending.await),
            Err(not_sent) => Err(not_sent),
        };
        let outcome = answer.and_then(|accepted| {
            let (value, unreadable) = collect_unreadable(|| read(&accepted));
            Ok((success::check(spec, &call.expected, &accepted, value)?, unreadable, accepted))
        });
        let outcome = outcome.map_err(|failure| refresh.note_failure(failure));
        let now = Moment::of(clock);
        let (failure, course) = match outcome {
            Ok((value, unreadable, accepted)) => {
                config.budget.earn();
                telemetry.unreadable(&unreadable);
                telemetry.succeeded(now.instant, attempts.made(), &accepted);
                let Accepted { status, request_id, body, .. } = accepted;
                let idempotency_key = call.idempotency_key.take();
                let (attempts, unreadable) = (attempts.made(), UnreadableList::from(unreadable));
                return Ok(Completed { value, status, request_id, idempotency_key, attempts, body, unreadable });
            }
            // The API has refused the call because of the token, and nothing else: it is sent at once with a new one.
            Err(failure) if refresh.needs_refresh() => {
                if let Some(course) = attempts.is_over(now) {
                    (failure, course)
                } else {
                    telemetry.attempt_failed(now.instant, attempts.made(), &failure, Some(Duration::ZERO));
                    continue;
                }
            }
            Err(failure) => match attempts.after(&failure, now, &*config.jitter, &config.budget) {
                Next::Attempt(wait) => {
                    telemetry.attempt_failed(now.instant, attempts.made(), &failure, Some(wait));
                    clock.sleep(wait).await;
                    match attempts.is_over(Moment::of(clock)) {
                        Some(course) => return Err(ended(&mut call, &telemetry, clock, failure, course)),
                        None => continue,
                    }
                }
                Next::End(course) => (failure, course),
            },
        };
        telemetry.attempt_failed(now.instant, attempts.made(), &failure, None);
        return Err(ended(&mut call, &telemetry, clock, failure, course));
    }
}

/// The error of a call that has ended.
fn ended(call: &mut Prepared, telemetry: &Telemetry, clock: &dyn Clock, failure: Box<Failure>, course: RetryState) -> Error {
    let error =
        Error::new(call.spec, call.idempotency_key.take(), failure).at_guessed_address_of(call.guessed).after(course);
    telemetry.failed(clock.now(), &error);
    error
}

#[cfg(test)]
mod tests {
    use payspec_core::{ApiSpec, Empty, Form, Operation, OperationSpec};

    use super::*;
    use crate::Client;
    use crate::call::CallOptions;
    use crate::prepare::prepare;

    static API: ApiSpec = ApiSpec { name: "small", title: "Small", ..ApiSpec::EMPTY };

    struct Ping;

    impl Operation for Ping {
        const SPEC: &'static OperationSpec = &OperationSpec { id: "ping", path: "/ping", ..OperationSpec::EMPTY };
        type Output = Empty;

        fn encode(&self, _form: &mut Form) {}
    }

    /// The only future there is below a call: it is the same for all operations of all APIs.
    #[test]
    fn the_future_in_the_box_is_small() {
        let client = Client::builder(&API, "http://127.0.0.1:1").build().expect("the settings are right");
        let prepared = prepare(&Ping, &CallOptions::of(Ping::SPEC), &client.inner.config).expect("it can be sent");
        let telemetry = Telemetry::new(&client.inner.config, &prepared);
        let span = telemetry.span().clone();
        let future =
            span.around(send_loop(Arc::clone(&client.inner), Box::new(prepared), telemetry, |_| Ok(Box::new(()))));
        assert!(size_of_val(&future) < 2048, "{} bytes", size_of_val(&future));
    }
}
