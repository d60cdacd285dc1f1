//! The bound on how many requests are under way at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use payspec_http::CallOutcome;
use payspec_http::testing::response;
use payspec_http::transport::{HttpRequest, Transport, TransportFuture};

use crate::support::api::{builder, payment};
use crate::support::reply::Reply;
use crate::support::server::Server;

/// The most requests that were under way at once.
#[derive(Default)]
struct Crowd {
    now: AtomicUsize,
    most: AtomicUsize,
}

struct Slow(Arc<Crowd>);

impl Transport for Slow {
    fn send(&self, _: HttpRequest) -> TransportFuture<'_> {
        Box::pin(async {
            let now = self.0.now.fetch_add(1, Ordering::SeqCst) + 1;
            self.0.most.fetch_max(now, Ordering::SeqCst);
            tokio::time::sleep(Duration::from_millis(5)).await;
            self.0.now.fetch_sub(1, Ordering::SeqCst);
            response(200, r#"{"id": "p-1"}"#)
        })
    }
}

#[tokio::test]
async fn no_more_requests_are_under_way_than_allowed() {
    let crowd = Arc::new(Crowd::default());
    let client = builder("https://api.example.com")
        .transport(Arc::new(Slow(Arc::clone(&crowd))))
        .max_concurrent_requests(3)
        .build()
        .expect("the settings are right");
    let calls: Vec<_> = (0..20).map(|_| tokio::spawn(client.call(payment()).into_future())).collect();
    for call in calls {
        call.await.expect("no panic").expect("each has its turn");
    }
    assert_eq!(crowd.most.load(Ordering::SeqCst), 3);
}

#[tokio::test]
async fn a_call_that_finds_no_place_in_time_was_not_sent() {
    let server = Server::start(Reply::stall(200, &[], "", 10)).await;
    let client = builder(server.url()).max_concurrent_requests(1).build().expect("the settings are right");
    let holding = tokio::spawn(client.call(payment()).timeout(Duration::from_secs(10)).into_future());
    while server.requests().is_empty() {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    let error = client.call(payment()).timeout(Duration::from_millis(20)).await.expect_err("there is no place");
    assert!(error.to_string().contains("timed out waiting for a free slot"), "{error}");
    assert_eq!((error.outcome(), server.requests().len()), (CallOutcome::DidNotHappen, 1));
    holding.abort();
}
