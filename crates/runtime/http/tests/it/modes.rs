//! The blocking mode does what the async one does, and says so where it cannot be used.

use std::sync::Arc;
use std::time::Duration;

use payspec_http::testing::{responding, response};
use payspec_http::transport::TransportErrorKind::{Connect, Timeout};
use payspec_http::transport::{HttpRequest, Transport, TransportFuture};
use payspec_http::{Blocking, CallOutcome, Client, RetryBudget};

use crate::support::api::{CancelPayment, builder, payment, payment_for, read};
use crate::support::bank::{Bank, Fault};
use crate::support::script::Line::{CutOff, Fails, Later, Says};
use crate::support::script::{Line, PAID, Script};

/// What a caller can see of an end, a script's requests, and its waits.
fn seen(end: Result<String, payspec_http::Error>, script: &Script) -> (String, Vec<String>, Vec<u128>) {
    let end =
        end.unwrap_or_else(|error| format!("{error} {error:?} {:?} {:?}", error.outcome(), error.idempotency_key()));
    let asked = script.asked().iter().map(|request| format!("{request:?} {:?}", request.body())).collect();
    (end, asked, script.waits())
}

/// Whatever the script, both modes end alike, ask alike and wait alike.
#[test]
fn both_worlds_do_the_same() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let scripts: &[&[Line]] = &[
        &[PAID],
        &[Says(503, ""), PAID],
        &[Fails(Timeout), Fails(Connect)],
        &[Later(429, "3"), CutOff, PAID],
        &[Later(429, "3000")],
        &[CutOff],
        &[Says(402, r#"{"id": "p-1"}"#)],
        &[Says(400, r#"{"errors": {"amount": "too low"}}"#)],
        &[Says(200, "no JSON")],
    ];
    for lines in scripts {
        let (script, builder) = Script::of(*lines);
        let call = builder.build().expect("right").call(payment()).idempotency_key("k-1").deadline(DEADLINE);
        let end = runtime.block_on(call.send()).map(|done| format!("{done:?}"));
        let in_async = seen(end, &script);

        let (script, builder) = Script::of(*lines);
        let call = builder.build_blocking().expect("right").call(payment()).idempotency_key("k-1").deadline(DEADLINE);
        let in_blocking = seen(call.send().map(|done| format!("{done:?}")), &script);
        assert_eq!(in_async, in_blocking, "{lines:?}");
    }
}

const DEADLINE: Duration = Duration::from_secs(30);

fn blocking(bank: &Bank) -> Client<Blocking> {
    builder(bank.url()).build_blocking().expect("the settings are right")
}

#[test]
fn a_blocking_client_pays_over_a_real_connection() {
    let bank = Bank::sound();
    let client = blocking(&bank);
    let paid = client.call(payment_for("order-1")).send().expect("paid");
    assert_eq!((paid.status, bank.booked("order-1")), (200, 1));
    assert_eq!(client.call(read("order-2")).wait().expect("read").id.as_deref(), Some("order-2"));
}

#[test]
fn many_threads_share_a_blocking_client_and_nobody_is_charged_twice() {
    let bank = Bank::failing(Fault::Drop, 1);
    let client = builder(bank.url())
        .retry(payspec_http::RetryPolicy::new().delays(Duration::ZERO, Duration::ZERO))
        .retry_budget(RetryBudget::unlimited())
        .build_blocking()
        .expect("the settings are right");
    std::thread::scope(|scope| {
        for thread in 0..8 {
            let (client, bank) = (client.clone(), &bank);
            scope.spawn(move || {
                for number in 0..25 {
                    let order = format!("order-{thread}-{number}");
                    client.call(payment_for(&order)).wait().expect("paid at the second attempt");
                    assert_eq!((bank.booked(&order), bank.asked(&order)), (1, 2));
                }
            });
        }
    });
}

/// Waiting on a worker would stop the futures it drives. It is reported, and nothing panics: neither the call nor
/// dropping the client there.
#[test]
fn inside_a_runtime_a_blocking_call_is_refused() {
    let bank = Bank::sound();
    for runtime in [
        tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime"),
        tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime"),
    ] {
        let client = blocking(&bank);
        let error = runtime.block_on(async move { client.call(payment_for("order-1")).wait().expect_err("refused") });
        assert!(error.is_configuration() && error.outcome() == CallOutcome::DidNotHappen, "{error}");
        for part in ["Tokio runtime", "`ClientBuilder::build`", "spawn_blocking", "blocking_inside_a_runtime"] {
            assert!(error.to_string().contains(part), "{part}: {error}");
        }
        assert!(error.idempotency_key().is_some(), "the call had a key");
    }
    assert_eq!(bank.requests(), 0);
}

#[test]
fn on_a_thread_for_blocking_work_it_can_be_allowed() {
    let bank = Bank::sound();
    let client = builder(bank.url()).blocking_inside_a_runtime().build_blocking().expect("the settings are right");
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let call = move || client.call(payment_for("order-1")).wait().map(drop);
        tokio::task::spawn_blocking(call).await.expect("no panic").expect("paid");
    });
    assert_eq!(bank.booked("order-1"), 1);
}

/// Outside of Tokio the HTTP stack would panic; the client says what is missing.
#[test]
fn an_async_call_outside_of_tokio_is_refused() {
    let client = builder("http://127.0.0.1:1").build().expect("the settings are right");
    let mut call = Box::pin(client.call(payment()).send());
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    let std::task::Poll::Ready(end) = call.as_mut().poll(&mut context) else { panic!("nothing to wait for") };
    let error = end.expect_err("there is no runtime");
    assert!(error.is_configuration() && !error.is_transport(), "{error}");
    for part in ["no Tokio runtime", "#[tokio::main]", "build_blocking"] {
        assert!(error.to_string().contains(part), "{part}: {error}");
    }
    assert_eq!(error.outcome(), CallOutcome::DidNotHappen);
}

struct Panics;

impl Transport for Panics {
    fn send(&self, _: HttpRequest) -> TransportFuture<'_> {
        Box::pin(async { panic!("a transport of somebody's") })
    }
}

#[test]
fn a_transport_that_panics_is_an_error_and_the_client_lives_on() {
    let client = builder("http://127.0.0.1:1").transport(Arc::new(Panics)).build_blocking().expect("right");
    for _ in 0..2 {
        let error = client.call(CancelPayment("p-1".to_owned())).wait().expect_err("it panics");
        assert_eq!((error.is_transport(), error.outcome()), (true, CallOutcome::Unknown), "{error}");
    }
}

/// The thread of a client ends with it, also when a call is the last to hold it.
#[test]
fn a_client_can_be_dropped_anywhere() {
    let client = builder("http://127.0.0.1:1")
        .transport(responding(|_| response(200, "{}")))
        .build_blocking()
        .expect("the settings are right");
    let call = client.call(payment());
    drop(client);
    call.wait().expect("the call holds the client");
    let client = builder("http://127.0.0.1:1").build_blocking().expect("the settings are right");
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    runtime.block_on(async move { drop(client) });
}
