//! Many calls wait for a token at once: whatever the server of tokens does, it gets a handful of requests.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use http::header::RETRY_AFTER;
use http::{HeaderMap, HeaderValue, StatusCode};
use payspec_http::testing::{VirtualClock, responding, response};
use payspec_http::transport::{HttpRequest, HttpResponse, Transport, TransportFuture};
use payspec_http::{CallOutcome, Client, Error, RetryPolicy};

use crate::token_timing::Slow;
use crate::tokens::{Pay, builder, is_for_token};

const CALLS: usize = 200;
/// What a handful is.
const FEW: usize = 8;

const TOKEN: &str = r#"{"access_token": "t", "expires_in": 300}"#;

type Answered = Result<HttpResponse, payspec_http::transport::TransportError>;

/// A transport whose tokens come from `login`, which is told how often it was asked before.
fn counted(
    login: impl Fn(usize) -> Answered + Send + Sync + 'static,
    api: impl Fn(usize) -> Answered + Send + Sync + 'static,
) -> (Arc<AtomicUsize>, Arc<dyn Transport>) {
    let asked = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&asked);
    let transport = responding(move |request: &HttpRequest| {
        if is_for_token(request) {
            login(counter.fetch_add(1, Ordering::SeqCst))
        } else {
            api(counter.load(Ordering::SeqCst))
        }
    });
    (asked, transport)
}

fn paid(_: usize) -> Answered {
    response(200, "{}")
}

/// What came of many calls at once.
async fn call_all(client: &Client) -> Vec<Result<(), Error>> {
    let calls: Vec<_> = (0..CALLS).map(|_| tokio::spawn(client.call(Pay).into_future())).collect();
    let mut ends = Vec::new();
    for call in calls {
        ends.push(call.await.expect("it ends").map(|_| ()));
    }
    ends
}

fn later(status: u16, seconds: &'static str) -> HttpResponse {
    let headers = HeaderMap::from_iter([(RETRY_AFTER, HeaderValue::from_static(seconds))]);
    HttpResponse::new(StatusCode::from_u16(status).expect("a status"), headers, "")
}

#[tokio::test]
async fn a_refusal_is_shared_and_credentials_that_are_put_right_get_through() {
    let clock = Arc::new(VirtualClock::new());
    let (asked, transport) = counted(|times| if times < 2 { response(401, "{}") } else { response(200, TOKEN) }, paid);
    let client = builder().transport(Arc::new(Slow(transport))).clock(Arc::clone(&clock) as _).build().expect("right");
    for end in call_all(&client).await {
        let error = end.expect_err("the credentials are wrong");
        assert!(error.is_unauthenticated() && error.is_token_error(), "{error}");
        assert_eq!((error.status(), error.outcome()), (Some(401), CallOutcome::DidNotHappen));
        assert!(error.message().is_some_and(|said| said.contains("the token endpoint returned")), "{error:?}");
    }
    assert_eq!(asked.load(Ordering::SeqCst), 1);
    // A second later they are tried again, and what came of it is shared again.
    clock.advance(Duration::from_secs(1));
    call_all(&client).await.into_iter().for_each(|end| drop(end.expect_err("still wrong")));
    assert_eq!(asked.load(Ordering::SeqCst), 2);
    // The same by the clock on the wall alone.
    clock.suspend(Duration::from_secs(1));
    call_all(&client).await.into_iter().for_each(|end| end.expect("they were put right"));
    assert_eq!(asked.load(Ordering::SeqCst), 3);
}

#[tokio::test]
async fn a_server_of_tokens_that_wants_to_be_left_alone_is() {
    for status in [429, 503] {
        let clock = Arc::new(VirtualClock::new());
        let (asked, transport) =
            counted(move |times| if times == 0 { Ok(later(status, "60")) } else { response(200, TOKEN) }, paid);
        let transport = Arc::new(Slow(transport));
        let client = builder().transport(transport).clock(Arc::clone(&clock) as _).build().expect("right");
        let left = |seconds| Some(Duration::from_secs(seconds));
        for end in call_all(&client).await {
            assert_eq!(end.expect_err("not now").retry_after(), left(60), "{status}");
        }
        clock.advance(Duration::from_secs(45));
        for end in call_all(&client).await {
            let error = end.expect_err("not yet");
            assert_eq!((error.retry_after(), error.status()), (left(15), Some(status)));
        }
        assert_eq!(asked.load(Ordering::SeqCst), 1, "{status}");
        clock.advance(Duration::from_secs(15));
        call_all(&client).await.into_iter().for_each(|end| end.expect("paid"));
        assert_eq!(asked.load(Ordering::SeqCst), 2, "{status}");
    }
}

/// A `Retry-After` of years is a mistake, and must not stop a client for years.
#[tokio::test]
async fn a_server_of_tokens_is_left_alone_for_an_hour_at_most() {
    let clock = Arc::new(VirtualClock::new());
    let (asked, transport) =
        counted(|times| if times == 0 { Ok(later(503, "99999999")) } else { response(200, TOKEN) }, paid);
    let client = builder().transport(transport).clock(Arc::clone(&clock) as _).build().expect("right");
    client.call(Pay).await.expect_err("not now");
    clock.advance(Duration::from_secs(3_599));
    client.call(Pay).await.expect_err("not yet");
    clock.advance(Duration::from_secs(1));
    client.call(Pay).await.expect("paid");
    assert_eq!(asked.load(Ordering::SeqCst), 2);
}

/// Each call that repeats itself tries for itself, but what comes of it is shared again.
#[tokio::test]
async fn calls_that_repeat_themselves_share_as_well() {
    let (asked, transport) = counted(|_| response(503, ""), paid);
    let retry = RetryPolicy::new().delays(Duration::from_millis(1), Duration::from_millis(20));
    let budget = payspec_http::RetryBudget::unlimited();
    let client = builder().transport(transport).retry(retry).retry_budget(budget).build().expect("right");
    for end in call_all(&client).await {
        assert_eq!(end.expect_err("no token").attempts(), 3);
    }
    let asked = asked.load(Ordering::SeqCst);
    assert!((3..=25).contains(&asked), "{asked} requests");

    // One call by itself has all its attempts.
    let (asked, transport) = counted(|times| if times < 2 { response(503, "") } else { response(200, TOKEN) }, paid);
    let clock = Arc::new(VirtualClock::new());
    let client =
        builder().transport(transport).clock(clock).retry(RetryPolicy::new()).jitter(Arc::new(|_| Duration::ZERO));
    let paid = client.build().expect("right").call(Pay).send().await.expect("the third token request is answered");
    assert_eq!((paid.attempts, asked.load(Ordering::SeqCst)), (3, 3));
}

/// Takes real time to give tokens, for as long as it is told; the time of a request may be over before.
struct Late {
    below: Arc<dyn Transport>,
    after: fn(usize) -> Duration,
    begun: AtomicUsize,
}

impl Late {
    fn client(after: fn(usize) -> Duration, timeout: Duration) -> (Arc<Self>, Client) {
        let (_, below) = counted(|_| response(200, TOKEN), paid);
        let late = Arc::new(Self { below, after, begun: AtomicUsize::new(0) });
        let client = builder().transport(Arc::clone(&late) as _).timeout(timeout).build().expect("right");
        (late, client)
    }

    fn begun(&self) -> usize {
        self.begun.load(Ordering::SeqCst)
    }
}

impl Transport for Late {
    fn send(&self, request: HttpRequest) -> TransportFuture<'_> {
        Box::pin(async move {
            if is_for_token(&request) {
                let after = (self.after)(self.begun.fetch_add(1, Ordering::SeqCst));
                tokio::time::sleep(after.min(request.timeout())).await;
                if after > request.timeout() {
                    let kind = payspec_http::transport::TransportErrorKind::Timeout;
                    return Err(payspec_http::transport::TransportError::new(kind));
                }
            }
            self.below.send(request).await
        })
    }
}

const NEVER: Duration = Duration::from_secs(3_600);

#[tokio::test]
async fn a_server_of_tokens_that_is_slow_gets_a_few_requests() {
    let (late, client) = Late::client(|_| Duration::from_millis(700), Duration::from_secs(1));
    let paid = call_all(&client).await.into_iter().flatten().count();
    assert!(paid > 0 && late.begun() <= FEW, "{paid} paid, {} requests", late.begun());
}

#[tokio::test]
async fn a_server_of_tokens_that_is_silent_gets_a_few_requests() {
    let (late, client) = Late::client(|_| NEVER, Duration::from_millis(600));
    for end in call_all(&client).await {
        let error = end.expect_err("no token");
        assert!(error.is_timeout() && error.is_token_error(), "{error}");
    }
    assert!((2..=FEW).contains(&late.begun()), "{} requests", late.begun());
}

/// After half the time one more is elected, and it gets the token for all.
#[tokio::test]
async fn a_request_that_hangs_is_followed_by_one_more() {
    let (late, client) =
        Late::client(|before| if before == 0 { NEVER } else { Duration::ZERO }, Duration::from_secs(2));
    let paid = call_all(&client).await.into_iter().flatten().count();
    assert_eq!(paid, CALLS - 1, "the first waits for its own");
    assert!((2..=4).contains(&late.begun()), "{} requests", late.begun());
}

/// The time of a call that is in a hurry is no news for those that are not.
#[tokio::test]
async fn the_timeout_of_one_call_is_not_that_of_others() {
    let (late, client) = Late::client(|_| Duration::from_millis(200), Duration::from_secs(20));
    let hurried = client.call(Pay).timeout(Duration::from_millis(40)).into_future();
    let (hurried, patient) = tokio::join!(hurried, client.call(Pay).into_future());
    assert!(hurried.expect_err("too late").is_timeout());
    patient.expect("it had time");
    assert!(late.begun() <= 3, "{} requests", late.begun());
}

#[tokio::test]
async fn calls_that_are_dropped_while_they_get_a_token_stop_no_other() {
    let (late, client) =
        Late::client(|before| if before == 0 { NEVER } else { Duration::ZERO }, Duration::from_secs(60));
    let began = Instant::now();
    let dropped = tokio::time::timeout(Duration::from_millis(20), client.call(Pay).into_future());
    let (dropped, others) = tokio::join!(dropped, call_all(&client));
    assert!(dropped.is_err());
    for end in others {
        end.expect("another got the token");
    }
    assert!(late.begun() == 2 && began.elapsed() < Duration::from_secs(20), "{} requests", late.begun());
}

#[tokio::test]
async fn calls_that_are_dropped_together_make_few_requests() {
    let (late, client) = Late::client(|_| NEVER, Duration::from_secs(60));
    let limit = Duration::from_millis(300);
    let calls: Vec<_> =
        (0..CALLS).map(|_| tokio::spawn(tokio::time::timeout(limit, client.call(Pay).into_future()))).collect();
    for call in calls {
        assert!(call.await.expect("it ends").is_err());
    }
    assert!(late.begun() <= FEW, "{} requests", late.begun());
}

/// A server of tokens may give the same one again. That is its word, and one request for it is enough.
#[tokio::test]
async fn a_token_that_is_given_again_is_asked_for_once() {
    let api = |logins| if logins < 2 { response(307, "") } else { response(200, "{}") };
    let (asked, transport) = counted(|_| response(200, TOKEN), api);
    let client = builder().transport(Arc::new(Slow(transport))).build().expect("right");
    call_all(&client).await.into_iter().for_each(|end| end.expect("paid"));
    assert_eq!(asked.load(Ordering::SeqCst), 2);
}

/// Without an address for tokens nothing is sent, and nobody waits for anybody.
#[tokio::test]
async fn a_client_that_is_set_up_wrong_fails_at_once() {
    let began = Instant::now();
    let (asked, transport) = counted(|_| response(200, TOKEN), paid);
    let client = Client::builder(&crate::tokens::WITH_TOKENS, "https://api.example.com")
        .token("key", ["shop".into(), "client-secret-1".into()])
        .transport(transport)
        .build()
        .expect("a sandbox may do without");
    for end in call_all(&client).await {
        assert!(end.expect_err("no host for tokens").is_configuration());
    }
    assert!(asked.load(Ordering::SeqCst) == 0 && began.elapsed() < Duration::from_secs(15));
}
