//! Never charge twice: a thousand calls for each way in which a server can fail, and not one is booked twice. Each ends
//! with a value, or with an error whose outcome is true by the server's own books.

use std::sync::Arc;
use std::time::Duration;

use payspec_http::testing::VirtualClock;
use payspec_http::{CallOutcome, Client, Error, RetryBudget, RetryPolicy};
use tokio::sync::Semaphore;

use crate::support::api::{CancelPayment, ExecutePayment, Payment, builder, payment_for, read};
use crate::support::bank::{Bank, Fault};

const CALLS: u32 = 1_000;
/// How many of them are under way at once.
const AT_ONCE: usize = 100;

/// Longer than any answer takes, however busy the machine is.
const PATIENT: Duration = Duration::from_secs(60);
/// For servers that do not answer at all: all of this is waited for.
const IMPATIENT: Duration = Duration::from_millis(250);

/// A client that waits in virtual time, so that a thousand calls take none. Only what times out takes real time.
fn client(bank: &Bank, timeout: Duration) -> Client {
    builder(bank.url())
        .retry(RetryPolicy::new())
        .retry_budget(RetryBudget::unlimited())
        .clock(Arc::new(VirtualClock::new()))
        // The calls share the clock, and the waits of all of them add up.
        .deadline(Duration::from_secs(1_000_000))
        .timeout(timeout)
        .max_idle_connections(AT_ONCE)
        .build()
        .expect("the settings are right")
}

/// What came of the calls.
#[derive(Debug, Default, PartialEq, Eq)]
struct Tally {
    paid: u32,
    happened: u32,
    did_not_happen: u32,
    unknown: u32,
}

/// Pays a thousand orders, and holds every end against the books.
async fn pay(bank: &Bank, timeout: Duration) -> Tally {
    let client = client(bank, timeout);
    let mut tally = Tally::default();
    for order in run_all(|order| {
        let client = client.clone();
        async move { client.call(payment_for(&order)).await }
    })
    .await
    {
        let (order, end) = order;
        let booked = bank.booked(&order);
        assert!(booked <= 1, "{order} was booked {booked} times");
        let keys = bank.keys(&order);
        assert!(keys.iter().all(|key| *key == keys[0]), "{order}: one call has one key: {keys:?}");
        match end {
            Ok(payment) => {
                assert_eq!((payment.id.as_deref(), booked), (Some(order.as_str()), 1));
                tally.paid += 1;
            }
            Err(error) => count(&mut tally, &error, &order, booked),
        }
    }
    tally
}

/// Adds an error, whose outcome has to be true.
fn count(tally: &mut Tally, error: &Error, order: &str, booked: u32) {
    let told = error.to_string();
    match error.outcome() {
        CallOutcome::Happened => {
            assert_eq!(booked, 1, "{order}: {told}");
            tally.happened += 1;
        }
        CallOutcome::DidNotHappen => {
            assert_eq!(booked, 0, "{order}: {told}");
            tally.did_not_happen += 1;
        }
        CallOutcome::Unknown => {
            assert!(told.contains("may have taken effect"), "{told}");
            tally.unknown += 1;
        }
    }
}

async fn run_all<T, F>(call: impl Fn(String) -> F) -> Vec<(String, T)>
where
    T: Send + 'static,
    F: Future<Output = T> + Send + 'static,
{
    let places = Arc::new(Semaphore::new(AT_ONCE));
    let mut started = Vec::new();
    for number in 0..CALLS {
        let place = Arc::clone(&places).acquire_owned().await.expect("the places stay open");
        let order = format!("order-{number}");
        let call = call(order.clone());
        started.push(tokio::spawn(async move {
            let end = (order, call.await);
            drop(place);
            end
        }));
    }
    let mut ended = Vec::new();
    for task in started {
        ended.push(task.await.expect("no call panics"));
    }
    ended
}

/// The fault once: the call is repeated, and the answer is that of the one booking.
async fn once(fault: Fault) {
    let bank = Bank::failing(fault, 1);
    let tally = pay(&bank, PATIENT).await;
    assert_eq!(tally, Tally { paid: CALLS, ..Tally::default() }, "{fault:?}");
    assert_eq!(bank.requests(), 2 * CALLS);
}

/// The fault always: three attempts each, and an error that tells the truth.
async fn always(fault: Fault) -> Tally {
    let bank = Bank::failing(fault, u32::MAX);
    let tally = pay(&bank, PATIENT).await;
    assert_eq!(bank.requests(), 3 * CALLS, "{fault:?}");
    assert_eq!(tally.paid, 0, "{fault:?}");
    tally
}

const ALL_UNKNOWN: Tally = Tally { paid: 0, happened: 0, did_not_happen: 0, unknown: CALLS };
const ALL_DID_NOT_HAPPEN: Tally = Tally { paid: 0, happened: 0, did_not_happen: CALLS, unknown: 0 };

macro_rules! passing_faults {
    ($($name:ident: $fault:expr => $end:expr;)*) => {
        $(
            mod $name {
                use super::*;

                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn once_and_nobody_is_charged_twice() {
                    once($fault).await;
                }

                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn for_good_and_the_error_tells_the_truth() {
                    assert_eq!(always($fault).await, $end);
                }
            }
        )*
    };
}

passing_faults! {
    commits_then_drops_the_connection: Fault::Drop => ALL_UNKNOWN;
    drops_the_connection_without_committing: Fault::DropUnbooked => ALL_UNKNOWN;
    resets_in_the_middle_of_the_body: Fault::ResetMidBody => ALL_UNKNOWN;
    commits_then_answers_500: Fault::Response { status: 500, retry_after: None } => ALL_UNKNOWN;
    commits_then_answers_500_with_seconds: Fault::Response { status: 500, retry_after: Some("2") } => ALL_UNKNOWN;
    commits_then_answers_502_with_a_date:
        Fault::Response { status: 502, retry_after: Some("Sun Nov  6 08:49:37 1994") } => ALL_UNKNOWN;
    commits_then_answers_502: Fault::Response { status: 502, retry_after: None } => ALL_UNKNOWN;
    commits_then_answers_503: Fault::Response { status: 503, retry_after: None } => ALL_UNKNOWN;
    commits_then_answers_503_with_seconds: Fault::Response { status: 503, retry_after: Some("7") } => ALL_UNKNOWN;
    commits_then_answers_503_with_a_date:
        Fault::Response { status: 503, retry_after: Some("Sun, 06 Nov 1994 08:49:37 GMT") } => ALL_UNKNOWN;
    refuses_with_500: Fault::Refuse { status: 500, retry_after: None } => ALL_UNKNOWN;
    refuses_with_429: Fault::Refuse { status: 429, retry_after: None } => ALL_DID_NOT_HAPPEN;
    refuses_with_429_and_seconds: Fault::Refuse { status: 429, retry_after: Some("3") } => ALL_DID_NOT_HAPPEN;
    refuses_with_429_and_a_date:
        Fault::Refuse { status: 429, retry_after: Some("Sunday, 06-Nov-94 08:49:37 GMT") } => ALL_DID_NOT_HAPPEN;
}

/// On a busy machine any attempt may run into its timeout, so only what holds all the same is asserted.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_does_not_answer_charges_nobody_twice() {
    let bank = Bank::failing(Fault::Silence, 1);
    let tally = pay(&bank, IMPATIENT).await;
    assert_eq!(tally.happened + tally.did_not_happen, 0);
    assert!(tally.paid > CALLS / 2, "most get their answer at the second attempt: {tally:?}");
    let bank = Bank::failing(Fault::Silence, u32::MAX);
    assert_eq!(pay(&bank, IMPATIENT).await, ALL_UNKNOWN);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_redirect_is_not_followed_and_its_target_sees_nothing() {
    let elsewhere = Bank::sound();
    let bank = Bank::failing(Fault::Redirect(elsewhere.address()), u32::MAX);
    assert_eq!(pay(&bank, PATIENT).await, ALL_UNKNOWN);
    assert_eq!((bank.requests(), elsewhere.requests()), (CALLS, 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_success_of_somebody_elses_is_not_taken_for_a_payment() {
    let bank = Bank::failing(Fault::LoginPage, u32::MAX);
    assert_eq!(pay(&bank, PATIENT).await, ALL_UNKNOWN);
    assert_eq!(bank.requests(), CALLS);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_key_nothing_is_sent_twice() {
    for (fault, timeout) in [
        (Fault::Drop, PATIENT),
        (Fault::ResetMidBody, PATIENT),
        (Fault::Silence, IMPATIENT),
        (Fault::Response { status: 503, retry_after: Some("0") }, PATIENT),
        (Fault::Refuse { status: 429, retry_after: None }, PATIENT),
    ] {
        let bank = Bank::failing(fault, u32::MAX);
        let (posting, getting) = (client(&bank, timeout), client(&bank, timeout));
        let ends = run_all(|order| {
            let (posting, getting) = (posting.clone(), getting.clone());
            async move {
                let cancel = posting.call(CancelPayment(format!("cancel-{order}"))).await;
                let execute = getting.call(ExecutePayment(format!("execute-{order}"))).await;
                [cancel, execute]
            }
        });
        let mut tally = Tally::default();
        for (order, [cancel, execute]) in ends.await {
            for (order, end) in [(format!("cancel-{order}"), cancel), (format!("execute-{order}"), execute)] {
                assert_eq!(bank.asked(&order), 1, "{order}: sent once");
                match end {
                    // A body that does not matter cannot be cut off either, once it is known to be whole.
                    Ok(_) => panic!("{order}: the server never answers"),
                    Err(error) => count(&mut tally, &error, &order, bank.booked(&order)),
                }
            }
        }
        assert_eq!(tally.happened + tally.did_not_happen + tally.unknown, 2 * CALLS, "{fault:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reading_is_repeated_and_never_happened() {
    for (times, paid) in [(1, CALLS), (u32::MAX, 0)] {
        let bank = Bank::failing(Fault::Drop, times);
        let client = client(&bank, PATIENT);
        let ends: Vec<(String, Result<Payment, Error>)> = run_all(|order| {
            let client = client.clone();
            async move { client.call(read(&order)).await }
        })
        .await;
        let read = ends.iter().filter(|(_, end)| end.is_ok()).count();
        assert_eq!(u32::try_from(read), Ok(paid));
        for error in ends.iter().filter_map(|(_, end)| end.as_ref().err()) {
            assert_eq!((error.outcome(), error.attempts()), (CallOutcome::DidNotHappen, 3));
        }
    }
}
