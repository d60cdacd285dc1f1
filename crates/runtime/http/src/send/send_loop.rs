//! Sends a prepared call until it succeeds or fails for good. The only loop around a transport, for both modes.

use std::any::Any;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use payspec_core::json::collect_unreadable;
use payspec_core::{Path, UnreadableList, with_items_at};

use super::accepted::Accepted;
use super::interpret::interpret;
use super::success;
use crate::auth::TokenRefresh;
use crate::clock::{Clock, Moment};
use crate::config::Config;
use crate::error::{Error, Failure, RetryState};
use crate::idempotency::IdempotencyKey;
use crate::observe::Telemetry;
use crate::request::Prepared;
use crate::retry::{Attempts, Next};
use crate::signing;

/// The result of a successful call. The value is boxed as `Any`, so that this code is compiled once and the future
/// stays small, whatever the type of the response.
pub(crate) struct Completed {
    pub(crate) value: Box<dyn Any + Send>,
    pub(crate) status: u16,
    pub(crate) request_id: Option<String>,
    pub(crate) idempotency_key: Option<IdempotencyKey>,
    pub(crate) attempts: u32,
    pub(crate) body: Bytes,
    /// The fields of the `Link` header.
    pub(crate) links: Vec<String>,
    pub(crate) unreadable: UnreadableList,
}

/// Decodes the value of an accepted response.
pub(crate) type Read = fn(&Accepted) -> Result<Box<dyn Any + Send>, Box<Failure>>;

pub(crate) type SendFuture = Pin<Box<dyn Future<Output = Result<Completed, Error>> + Send>>;

pub(crate) fn send(config: Arc<Config>, prepared: Result<Prepared, Error>, read: Read) -> SendFuture {
    match prepared {
        Ok(prepared) => {
            let telemetry = Telemetry::new(config.observer.clone(), prepared.spec, prepared.base.clone());
            let span = telemetry.span().clone();
            // Boxed separately: a future reserves space for a value and for the place it is moved to.
            Box::pin(span.around(send_loop(config, Box::new(prepared), telemetry, read)))
        }
        Err(error) => {
            Telemetry::refused(config.observer.as_deref(), &error);
            Box::pin(std::future::ready(Err(error)))
        }
    }
}

async fn send_loop(
    config: Arc<Config>,
    mut call: Box<Prepared>,
    mut telemetry: Telemetry,
    read: Read,
) -> Result<Completed, Error> {
    let config = &*config;
    let clock = &*config.clock;
    let spec = call.spec;
    let mut attempts = Attempts::new(spec, call.bounds, Moment::of(clock));
    let mut refresh = TokenRefresh::of(call.token.clone());
    loop {
        let now = Moment::of(clock);
        call.request.timeout = attempts.begin(now);
        telemetry.attempt_begins(now.instant);
        // The request is moved out at once, so that the future does not hold it while waiting for the response.
        let sending = refresh.with_token(config.token_context(), &call.request).await;
        let sending = sending.and_then(|request| signing::sign(call.signer.as_ref(), request, clock.time_of_day()));
        let sending = sending.and_then(|request| attempts.still(Moment::of(clock), request));
        let answer = match sending.map(|request| call.transport.send(request)) {
            Ok(sending) => interpret(config.api, spec, &call.expected, sending.await),
            Err(not_sent) => Err(not_sent),
        };
        let outcome = answer.and_then(|mut accepted| {
            let items = spec.items.map(Path::new);
            let unwrapped = accepted.unwrap(spec);
            let read = || unwrapped.and_then(|()| read(&accepted));
            let (value, unreadable) = with_items_at(items, || collect_unreadable(read));
            let unreadable = accepted.placed(unreadable);
            Ok((success::check(spec, &call.expected, &accepted, value)?, unreadable, accepted))
        });
        let outcome = outcome.map_err(|failure| refresh.note_failure(failure));
        let now = Moment::of(clock);
        let (failure, retries) = match outcome {
            Ok((value, unreadable, accepted)) => {
                call.budget.earn();
                telemetry.unreadable(&unreadable);
                telemetry.succeeded(now.instant, attempts.made(), accepted.status, accepted.request_id.as_deref());
                let Accepted { status, request_id, body, links, .. } = accepted;
                let idempotency_key = call.idempotency_key.take();
                let (attempts, unreadable) = (attempts.made(), UnreadableList::from(unreadable));
                return Ok(Completed { value, status, request_id, idempotency_key, attempts, body, links, unreadable });
            }
            // The API rejected the call only because of its token: it is sent again at once with a new one.
            Err(failure) if refresh.needs_refresh() => {
                if let Some(retries) = attempts.is_over(now) {
                    (failure, retries)
                } else {
                    telemetry.attempt_failed(now.instant, attempts.made(), &failure, Some(Duration::ZERO));
                    continue;
                }
            }
            Err(failure) => {
                let budget = refresh.budget_of(&failure, &config.servers, &call.budget);
                match attempts.after(&failure, now, &*config.jitter, budget) {
                    Next::Attempt(wait) => {
                        telemetry.attempt_failed(now.instant, attempts.made(), &failure, Some(wait));
                        clock.sleep(wait).await;
                        match attempts.is_over(Moment::of(clock)) {
                            Some(retries) => return Err(ended(&mut call, &telemetry, clock, failure, retries)),
                            None => continue,
                        }
                    }
                    Next::End(retries) => (failure, retries),
                }
            }
        };
        telemetry.attempt_failed(now.instant, attempts.made(), &failure, None);
        return Err(ended(&mut call, &telemetry, clock, failure, retries));
    }
}

/// Creates the error of a call that has ended.
fn ended(
    call: &mut Prepared,
    telemetry: &Telemetry,
    clock: &dyn Clock,
    failure: Box<Failure>,
    retries: RetryState,
) -> Error {
    let error =
        Error::new(call.spec, call.idempotency_key.take(), failure).at_guessed_address_of(call.guessed).after(retries);
    telemetry.failed(clock.now(), &error);
    error
}
