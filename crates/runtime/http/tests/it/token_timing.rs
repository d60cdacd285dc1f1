//! Calls that wait for a token at the same time, for long, or for ever.

use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use payspec_http::testing::response;
use payspec_http::transport::{HttpRequest, Transport, TransportError, TransportErrorKind, TransportFuture};
use payspec_http::{CallOutcome, Client};

use crate::tokens::{Bank, Pay, banking, builder, is_for_token};

/// Lets others go first, so that calls overlap.
pub(crate) struct Slow(pub(crate) Arc<dyn Transport>);

impl Transport for Slow {
    fn send(&self, request: HttpRequest) -> TransportFuture<'_> {
        Box::pin(async move {
            for _ in 0..10 {
                tokio::task::yield_now().await;
            }
            self.0.send(request).await
        })
    }
}

#[tokio::test]
async fn many_calls_at_once_get_one_token() {
    let bank = Arc::new(Bank::default());
    let transport = Arc::new(Slow(banking(&bank, |_| response(200, "{}"))));
    let client = builder().transport(transport).build().expect("right");
    let calls: Vec<_> = (0..50).map(|_| tokio::spawn(client.call(Pay).into_future())).collect();
    for call in calls {
        call.await.expect("it ends").expect("paid");
    }
    assert_eq!(bank.given.load(Ordering::SeqCst), 1);
}

/// Takes real time, as a server does, to give tokens; tells how long requests may take.
struct Unhurried {
    bank: Arc<dyn Transport>,
    login: Duration,
    allowed: Arc<Mutex<Vec<Duration>>>,
}

impl Unhurried {
    fn client(login: Duration, timeout: Duration) -> (Arc<Mutex<Vec<Duration>>>, Client) {
        let bank = banking(&Arc::new(Bank::default()), |_| response(200, "{}"));
        let allowed = Arc::new(Mutex::new(Vec::new()));
        let transport = Arc::new(Self { bank, login, allowed: Arc::clone(&allowed) });
        (allowed, builder().transport(transport).timeout(timeout).build().expect("right"))
    }
}

impl Transport for Unhurried {
    fn send(&self, request: HttpRequest) -> TransportFuture<'_> {
        Box::pin(async move {
            let time = request.timeout();
            self.allowed.lock().expect("no test panics in here").push(time);
            if is_for_token(&request) {
                tokio::time::sleep(self.login.min(time)).await;
                if self.login > time {
                    return Err(TransportError::new(TransportErrorKind::Timeout));
                }
            }
            self.bank.send(request).await
        })
    }
}

#[tokio::test]
async fn the_time_for_the_token_is_time_of_the_call() {
    let (allowed, client) = Unhurried::client(Duration::from_millis(60), Duration::from_secs(5));
    client.call(Pay).await.expect("paid");
    let times = allowed.lock().expect("no test panics in here").clone();
    let [login, pay] = times[..] else { panic!("two requests: {times:?}") };
    assert!(login <= Duration::from_secs(5) && pay + Duration::from_millis(60) <= login, "{times:?}");

    // Nothing is left for the payment, so it is not sent.
    let (allowed, client) = Unhurried::client(Duration::from_secs(60), Duration::from_millis(40));
    let error = client.call(Pay).await.expect_err("too late");
    assert!(error.is_timeout() && error.is_token_error() && error.outcome() == CallOutcome::DidNotHappen);
    assert_eq!(allowed.lock().expect("no test panics in here").len(), 1, "the login");
}

/// A future may be kept and never polled again, with the task of getting the token in its hands.
#[tokio::test]
async fn a_call_that_is_left_standing_stops_no_other() {
    let (_, client) = Unhurried::client(Duration::from_millis(20), Duration::from_secs(2));
    let mut left = client.call(Pay).into_future();
    let began = tokio::time::timeout(Duration::from_millis(1), &mut left).await;
    assert!(began.is_err(), "it waits for the login");
    let other = tokio::time::timeout(Duration::from_secs(10), client.call(Pay).into_future()).await;
    other.expect("it does not wait for ever").expect("it gets a token of its own");
    client.call(Pay).await.expect("there is one now");
    left.await.expect("it goes on where it stood");
}
