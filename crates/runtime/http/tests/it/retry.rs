//! When a call is sent again, after which wait, and what is said when it is not. Time is virtual and chance is fixed, so
//! all of it is exact.

use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use payspec_http::clock::{Clock, Sleep};
use payspec_http::testing::{VirtualClock, responding, response};
use payspec_http::transport::TransportErrorKind::{
    Busy, Connect, ConnectTimeout, Interrupted, Timeout, TooLarge, Unsendable,
};
use payspec_http::{CallOutcome, Client, Error, RetryBudget, RetryPolicy};

use crate::support::api::{CancelPayment, ExecutePayment, payment, read};
use crate::support::script::Line::{CutOff, Fails, Later, Says};
use crate::support::script::{Line, PAID, Script};

fn client(lines: impl Into<Vec<Line>>) -> (Script, Client) {
    let (script, builder) = Script::of(lines);
    (script, builder.build().expect("the settings are right"))
}

/// What came of a payment for which the API says these lines, and the waits in between.
async fn pay(lines: &[Line]) -> (Result<u32, Error>, Vec<u128>) {
    let (script, client) = client(lines);
    let end = client.call(payment()).send().await.map(|paid| paid.attempts);
    let attempts = end.as_ref().map_or_else(Error::attempts, |attempts| *attempts);
    assert_eq!(script.asked().len(), usize::try_from(attempts).expect("a small number"));
    (end, script.waits())
}

async fn refused(lines: &[Line]) -> (Error, Vec<u128>) {
    let (end, waits) = pay(lines).await;
    (end.expect_err("the call should have failed"), waits)
}

#[tokio::test]
async fn what_may_pass_is_sent_again_after_waits_that_double() {
    for line in [
        Says(408, ""),
        Says(425, ""),
        Says(429, ""),
        Says(500, ""),
        Says(502, ""),
        Says(503, ""),
        Says(504, ""),
        CutOff,
        Fails(Connect),
        Fails(ConnectTimeout),
        Fails(Timeout),
        Fails(Interrupted),
    ] {
        let (end, waits) = pay(&[line, line, PAID]).await;
        assert_eq!((end.expect("paid in the end"), waits), (3, vec![500, 1_000]), "{line:?}");
        let (error, waits) = refused(&[line]).await;
        assert_eq!((error.attempts(), waits), (3, vec![500, 1_000]), "{line:?}");
    }
}

#[tokio::test]
async fn what_will_not_pass_is_sent_once() {
    for line in [
        Says(200, "no JSON"),
        Says(307, ""),
        Says(400, ""),
        Says(401, ""),
        Says(402, "{}"),
        Says(403, ""),
        Says(404, ""),
        Says(409, ""),
        Says(418, ""),
        Says(501, ""),
        Says(505, ""),
        Fails(Busy),
        Fails(TooLarge { limit: 1 }),
        Fails(Unsendable),
    ] {
        let (error, waits) = refused(&[line, PAID]).await;
        assert_eq!((error.attempts(), waits), (1, vec![]), "{line:?}");
    }
}

#[tokio::test]
async fn only_what_reads_or_has_a_key_is_sent_again() {
    let (script, client) = client([Says(503, ""), PAID]);
    let error = client.call(CancelPayment("p-1".to_owned())).await.expect_err("a POST without a key");
    assert_eq!((error.attempts(), error.outcome(), error.is_safe_to_retry()), (1, CallOutcome::Unknown, false));
    assert!(
        error.to_string().ends_with("It may have taken effect: read the object's state before repeating the call"),
        "{error}"
    );

    let (script_of_get, client) = self::client([Says(503, ""), PAID]);
    let error = client.call(ExecutePayment("p-1".to_owned())).await.expect_err("a GET that changes something");
    assert_eq!((error.attempts(), error.outcome()), (1, CallOutcome::Unknown));

    let (script_of_read, client) = self::client([Says(503, ""), PAID]);
    let done = client.call(read("p-1")).send().await.expect("a GET that reads");
    assert_eq!((done.attempts, done.idempotency_key), (2, None));
    let asked = [script.asked().len(), script_of_get.asked().len(), script_of_read.asked().len()];
    assert_eq!(asked, [1, 1, 2]);
}

#[tokio::test]
async fn one_call_has_one_key_and_the_next_has_another() {
    let (script, client) = client([Says(500, "")]);
    let call = client.call(payment());
    let key = call.get_idempotency_key().expect("it is there before anything is sent").to_owned();
    let error = call.await.expect_err("the server fails");
    assert_eq!(error.idempotency_key(), Some(key.as_str()));
    assert_eq!(script.keys(), [key.as_str(); 3]);
    assert!(error.is_safe_to_retry());

    // Resumed later, with the key that the error had.
    let resumed = client.call(payment()).idempotency_key(error.idempotency_key().expect("a key"));
    resumed.await.expect_err("the server still fails");
    assert_eq!(script.keys(), [key.as_str(); 6]);
    assert_ne!(client.call(payment()).get_idempotency_key(), Some(key.as_str()), "another call");
    assert_eq!(client.call(read("p-1")).get_idempotency_key(), None);
}

#[tokio::test]
async fn a_derived_key_is_the_same_for_the_same_text() {
    let (_, client) = client([PAID]);
    let key = |text: &str| client.call(payment()).idempotency_key_from(text).get_idempotency_key().map(str::to_owned);
    assert_eq!(key("order-17/1"), key("order-17/1"));
    assert_ne!(key("order-17/1"), key("order-17/2"));
    // An order without a number would share its key with every other.
    for blank in ["", " \n"] {
        let error = client.call(payment()).idempotency_key_from(blank).await.expect_err("it tells nothing apart");
        assert!(error.is_rejected_locally() && error.to_string().contains("idempotency key is empty"), "{error}");
    }
    let other = client.call(CancelPayment("p-1".to_owned())).idempotency_key_from("order-17/1");
    assert!(other.await.expect_err("it takes no key").is_configuration());
}

#[tokio::test]
async fn retry_after_is_waited_for_and_then_the_jitter() {
    let (_, waits) = pay(&[Later(503, "7"), Later(429, "0"), PAID]).await;
    assert_eq!(waits, [7_500, 1_000]);
    // 08:49:57, twenty seconds from now in the script.
    let (_, waits) = pay(&[Later(503, "Sun, 06 Nov 1994 08:49:57 GMT"), PAID]).await;
    assert_eq!(waits, [20_500]);
    let (_, waits) = pay(&[Later(503, "Sun, 06 Nov 1994 08:00:00 GMT"), Later(503, "soon"), PAID]).await;
    assert_eq!(waits, [500, 1_000], "what is over, or makes no sense, is no wait");
}

#[tokio::test]
async fn a_retry_after_beyond_the_policy_is_given_to_the_caller() {
    let (error, waits) = refused(&[Later(429, "31"), PAID]).await;
    assert_eq!((error.attempts(), waits), (1, vec![]));
    assert_eq!(error.retry_after(), Some(Duration::from_secs(31)));
    assert!(error.is_rate_limited() && error.outcome() == CallOutcome::DidNotHappen);
    assert!(error.to_string().contains("asks for a longer wait"), "{error}");

    // A wait that no clock can tell ends the call, too, however patient the policy is.
    let (_, builder) = Script::of([Later(429, "99999999999999999999"), PAID]);
    let endless = RetryPolicy::new().longest_retry_after(Duration::MAX);
    let error = builder.build().expect("right").call(payment()).retry(endless).await.expect_err("it never comes");
    assert!(error.to_string().contains("after the call's deadline"), "{error}");

    let (script, builder) = Script::of([Later(429, "31"), PAID]);
    let patient = RetryPolicy::new().longest_retry_after(Duration::from_secs(31));
    builder.build().expect("right").call(payment()).retry(patient).await.expect("paid in the end");
    assert_eq!(script.waits(), [31_500]);
}

#[tokio::test]
async fn no_attempt_begins_after_the_deadline_and_none_outlasts_it() {
    let (script, client) = client([Says(503, "")]);
    let call = client.call(payment()).deadline(Duration::from_millis(1_400)).timeout(Duration::from_secs(1));
    let error = call.await.expect_err("the server fails");
    // The first attempt has its whole timeout, the second what is left after half a second; a third would come at 1.5 s.
    let timeouts: Vec<u128> = script.asked().iter().map(|request| request.timeout().as_millis()).collect();
    assert_eq!((timeouts, script.waits()), (vec![1_000, 900], vec![500]));
    assert!(error.to_string().contains("after the call's deadline"), "{error}");

    let (script, client) = self::client([PAID]);
    client.call(payment()).deadline(Duration::from_millis(300)).await.expect("paid at once");
    assert_eq!(script.asked()[0].timeout(), Duration::from_millis(300), "an attempt is cut short by the deadline");
}

#[tokio::test]
async fn a_key_that_the_api_may_have_forgotten_is_not_sent_again() {
    // The API of the tests remembers a key for a day.
    let (script, builder) = Script::of([Later(503, "86400"), PAID]);
    let patient = RetryPolicy::new().longest_retry_after(Duration::from_secs(100_000));
    let client = builder.retry(patient).deadline(Duration::from_secs(1_000_000)).build().expect("right");
    let error = client.call(payment()).await.expect_err("it would be a new call");
    assert!(error.to_string().contains("may have forgotten"), "{error}");
    assert_eq!(script.asked().len(), 1);
    // A read has no key to forget.
    client.call(read("p-1")).await.expect("read in the end");
}

/// A machine that is suspended the first time a call waits, for as long as this.
struct Suspended {
    clock: Arc<VirtualClock>,
    duration: Duration,
}

impl Clock for Suspended {
    fn now(&self) -> Instant {
        self.clock.now()
    }

    fn time_of_day(&self) -> SystemTime {
        self.clock.time_of_day()
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        if self.clock.slept().is_empty() {
            self.clock.suspend(self.duration);
        }
        self.clock.sleep(duration)
    }
}

/// What a payment comes to when the machine is suspended between its attempts.
async fn pay_suspended(duration: Duration, deadline: Duration) -> (Result<u32, Error>, usize) {
    let (script, builder) = Script::of([Says(503, ""), PAID]);
    let suspended = Suspended { clock: Arc::clone(&script.clock), duration };
    let client = builder.clock(Arc::new(suspended)).deadline(deadline).build().expect("right");
    let end = client.call(payment()).send().await.map(|paid| paid.attempts);
    (end, script.asked().len())
}

const HOUR: Duration = Duration::from_secs(3_600);

#[tokio::test]
async fn a_machine_that_slept_sends_no_key_that_the_api_may_have_forgotten() {
    // The API of the tests remembers a key for a day.
    let (end, asked) = pay_suspended(25 * HOUR, 1_000 * HOUR).await;
    let error = end.expect_err("it would be a new call");
    assert_eq!((asked, error.attempts(), error.status()), (1, 1, Some(503)));
    assert!(error.to_string().contains("may have forgotten"), "{error}");
    assert_eq!(error.outcome(), CallOutcome::Unknown);

    let (end, asked) = pay_suspended(23 * HOUR, 1_000 * HOUR).await;
    assert_eq!((end.expect("the key is still known"), asked), (2, 2));
}

#[tokio::test]
async fn a_machine_that_slept_is_held_to_the_deadline() {
    let (end, asked) = pay_suspended(HOUR, Duration::from_secs(120)).await;
    let error = end.expect_err("too late");
    assert_eq!((asked, error.attempts(), error.status()), (1, 1, Some(503)));
    assert!(error.to_string().contains("after the call's deadline"), "{error}");
}

#[tokio::test]
async fn a_clock_that_is_set_back_gives_no_more_time() {
    let (script, builder) = Script::of([PAID]);
    let clock = Arc::clone(&script.clock);
    let transport = responding(move |_| {
        clock.set_time_of_day(clock.time_of_day() - 48 * HOUR);
        response(500, "")
    });
    let client = builder.transport(transport).build().expect("right");
    let error = client.call(payment()).await.expect_err("the server fails");
    assert_eq!((error.attempts(), script.waits()), (3, vec![500, 1_000]), "{error}");

    let (script, builder) = Script::of([PAID]);
    let clock = Arc::clone(&script.clock);
    let transport = responding(move |_| {
        clock.set_time_of_day(clock.time_of_day() - 48 * HOUR);
        clock.advance(Duration::from_secs(119));
        response(500, "")
    });
    let client = builder.transport(transport).build().expect("right");
    let error = client.call(payment()).await.expect_err("the server fails");
    assert!(error.attempts() == 2 && error.to_string().contains("after the call's deadline"), "{error}");
}

/// A proxy says so when somebody gave up waiting, and the server may still be at work.
#[tokio::test]
async fn what_a_proxy_gave_up_is_not_known() {
    for (status, outcome) in [
        (444, CallOutcome::Unknown),
        (460, CallOutcome::Unknown),
        (499, CallOutcome::Unknown),
        // No registry says what these mean, so nobody knows what was done before.
        (419, CallOutcome::Unknown),
        (440, CallOutcome::Unknown),
        (494, CallOutcome::Unknown),
        (520, CallOutcome::Unknown),
        (408, CallOutcome::Unknown),
        (405, CallOutcome::DidNotHappen),
        (413, CallOutcome::DidNotHappen),
        (425, CallOutcome::DidNotHappen),
        (431, CallOutcome::DidNotHappen),
        (451, CallOutcome::DidNotHappen),
    ] {
        let (script, builder) = Script::of([Says(status, "")]);
        let client = builder.retry(RetryPolicy::never()).build().expect("right");
        let error = client.call(CancelPayment("p-1".to_owned())).await.expect_err("no success");
        assert_eq!((error.outcome(), script.asked().len()), (outcome, 1), "{status}");
    }
}

#[tokio::test]
async fn an_outage_is_not_made_worse() {
    let (script, builder) = Script::of([Says(503, "")]);
    let client = builder.retry_budget(RetryBudget::new(10)).build().expect("the settings are right");
    let mut last = None;
    for _ in 0..100 {
        last = client.call(payment()).await.err();
    }
    assert_eq!(script.asked().len(), 110, "a hundred calls, and the ten repetitions there were");
    let last = last.expect("the server fails");
    assert_eq!(last.attempts(), 1);
    assert!(last.to_string().contains("retry budget for this host is exhausted"), "{last}");
    assert_eq!(client.retry_budget().left(), Some(0));
}

#[tokio::test]
async fn calls_that_are_answered_earn_repetitions() {
    // Ten refusals by the bank pay for two repetitions: they are answers, too.
    let mut lines = vec![Says(503, ""); 3];
    lines.extend([Says(402, "{}"); 10]);
    lines.extend([Says(503, "")]);
    let (script, builder) = Script::of(lines);
    let client = builder.retry_budget(RetryBudget::new(2)).build().expect("the settings are right");
    client.call(payment()).await.expect_err("three attempts");
    assert_eq!(client.retry_budget().left(), Some(0));
    for _ in 0..10 {
        assert!(client.call(payment()).await.expect_err("declined").is_declined());
    }
    assert_eq!(client.retry_budget().left(), Some(2));
    assert_eq!(client.call(payment()).await.expect_err("three attempts").attempts(), 3);
    assert_eq!(script.asked().len(), 16);
}

#[tokio::test]
async fn what_earlier_attempts_may_have_done_is_not_forgotten() {
    for (lines, outcome) in [
        // The last attempt says no, and an earlier one may have gone through.
        (vec![Fails(Timeout), Fails(Connect)], CallOutcome::Unknown),
        (vec![Fails(Timeout), Says(401, "")], CallOutcome::Unknown),
        (vec![Says(500, ""), Says(429, ""), Says(429, "")], CallOutcome::Unknown),
        // All attempts certainly did nothing.
        (vec![Fails(Connect), Says(429, ""), Fails(Connect)], CallOutcome::DidNotHappen),
        (vec![Fails(Connect), Says(400, "")], CallOutcome::DidNotHappen),
        // The bank's no under the key of the call is what became of it.
        (vec![Fails(Timeout), Says(402, "{}")], CallOutcome::DidNotHappen),
        // The API's own yes, cut off.
        (vec![CutOff, CutOff, CutOff], CallOutcome::Happened),
        (vec![Fails(Timeout), Says(200, "[]")], CallOutcome::Happened),
    ] {
        let (error, _) = refused(&lines).await;
        assert_eq!(error.outcome(), outcome, "{lines:?}: {error}");
        assert_eq!(error.may_have_happened(), outcome != CallOutcome::DidNotHappen);
    }
}

#[tokio::test]
async fn never_is_never() {
    let (script, builder) = Script::of([Says(503, ""), PAID]);
    let client = builder.retry(RetryPolicy::never()).build().expect("the settings are right");
    assert_eq!(client.call(payment()).await.expect_err("the server fails").attempts(), 1);
    assert_eq!(script.asked().len(), 1);
    // A call may differ from its client.
    client.call(payment()).retry(RetryPolicy::new()).await.expect("paid");
}

#[tokio::test]
async fn an_error_tells_how_often_it_was_tried_and_what_the_answer_means() {
    let (error, _) = refused(&[Says(503, "")]).await;
    assert_eq!(
        error.to_string(),
        "payment.create: the API failed (HTTP 503, request id req-42) after 3 attempts. It may have taken effect: read \
         the object's state, or repeat the call with the same idempotency key (`Error::idempotency_key`)"
    );
    let (error, _) = refused(&[Says(418, "")]).await;
    assert_eq!(
        error.to_string(),
        "payment.create: the API rejected the parameters: Documented, if odd (HTTP 418, request id req-42). \
         See `Error::body` for the response"
    );
}

#[tokio::test]
async fn a_policy_that_cannot_work_is_reported() {
    let (script, client) = client([PAID]);
    let error = client.call(payment()).retry(RetryPolicy::new().attempts(0)).await.expect_err("no attempt");
    assert!(error.is_configuration() && error.attempts() == 0, "{error}");
    let error = client.call(payment()).deadline(Duration::ZERO).await.expect_err("no time");
    assert!(error.to_string().contains("`Call::deadline` is zero"), "{error}");
    assert!(script.asked().is_empty());
    for (builder, part) in [
        (Script::of([PAID]).1.retry(RetryPolicy::new().attempts(0)), "at least 1"),
        (Script::of([PAID]).1.deadline(Duration::ZERO), "`deadline` is zero"),
        (Script::of([PAID]).1.max_concurrent_requests(0), "`max_concurrent_requests`"),
    ] {
        let message = builder.build().expect_err(part).to_string();
        assert!(message.contains(part), "{message}");
    }
}
