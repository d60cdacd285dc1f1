//! What a test expects of a world, over HTTP, and many tests at once.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use centralpay_model::{CreateRefund, CreateTransaction};
use payspec_core::Operation;
use payspec_sandbox::Sandbox;

use crate::own_client::{client, pay};

const CARD: &str = "4111111111111111";
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// A receiver of webhooks: the bodies that arrived, by path.
#[derive(Clone)]
struct Receiver {
    url: String,
    bodies: Arc<Mutex<BTreeMap<String, Vec<String>>>>,
}

impl Receiver {
    async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
        let url = format!("http://{}", listener.local_addr().expect("it listens"));
        let bodies = Arc::new(Mutex::new(BTreeMap::<String, Vec<String>>::new()));
        let kept = Arc::clone(&bodies);
        let app = axum::Router::new().fallback(move |uri: axum::http::Uri, body: String| {
            kept.lock().expect("nobody panics").entry(uri.path().to_owned()).or_default().push(body);
            async { axum::http::StatusCode::NO_CONTENT }
        });
        tokio::spawn(async move { axum::serve(listener, app).await });
        Self { url, bodies }
    }

    fn at(&self, path: &str) -> Vec<String> {
        self.bodies.lock().expect("nobody panics").get(path).cloned().unwrap_or_default()
    }
}

#[tokio::test]
async fn what_arrived_is_found_by_its_object_and_after_virtual_time() {
    let (sandbox, receiver) = (Sandbox::start().await.expect("a port is free"), Receiver::start().await);
    let world = sandbox.world("expectations");
    world.webhooks().post_to(format!("{}/hook", receiver.url)).expect("a URL");
    world.webhooks().faults().of_event("TRANSACTION_CAPTURED").late(Duration::from_secs(600)).expect("it can apply");
    let payment = pay(&client(&sandbox, &world), &world, CARD).await.expect("it is approved");
    let id = payment.transaction_id.as_str();
    let webhooks = world.webhooks();
    let event = webhooks.expect("TRANSACTION_SUCCEEDED").about(id).within_virtual(Duration::ZERO).await;
    let event = event.expect("it arrived");
    assert!(receiver.at("/hook").iter().any(|body| body.as_bytes() == event.body), "it was posted by now");
    webhooks.expect_none("TRANSACTION_CAPTURED").within_virtual(Duration::from_secs(590)).await;
    let before = world.clock().now();
    webhooks.expect("TRANSACTION_CAPTURED").about(id).within_virtual(DAY).await;
    assert!(world.clock().now().since(before) < Duration::from_secs(20), "no more time passes than it takes");
    webhooks.expect("TRANSACTION_SUCCEEDED").about("another").times(0).within_virtual(Duration::ZERO).await;
    world.requests().expect(CreateTransaction::SPEC).answered(200).times(1);
    world.requests().expect(CreateRefund::SPEC).times(0);
}

/// The times differ from run to run, and identifiers from payment to payment.
fn without_times(text: &str, id: &str) -> Vec<String> {
    let text = text.replace(id, "ID");
    text.lines()
        .map(|line| match line.split_once(' ') {
            Some(("", rest)) => rest.trim_start().split_once(' ').map_or("", |(_, rest)| rest).to_owned(),
            _ => line.to_owned(),
        })
        .collect()
}

#[tokio::test]
async fn a_failure_says_what_did_arrive() {
    let sandbox = Sandbox::builder().seed(7).start().await.expect("a port is free");
    let world = sandbox.world("unmet");
    // Nobody listens on this port of the loopback interface: it is the sandbox's own, with another path.
    let url = format!("http://{}/nothing", sandbox.address());
    world.webhooks().post_to(url.clone()).expect("a URL");
    world.webhooks().faults().nth(1).of_event("TRANSACTION_CAPTURED").lost().expect("it can apply");
    let payment = pay(&client(&sandbox, &world), &world, CARD).await.expect("it is approved");
    let id = payment.transaction_id.as_str();
    let missing = world.webhooks().expect("TRANSACTION_EXPIRED").about(id).try_within_virtual(Duration::ZERO).await;
    let text = missing.expect_err("it does not expire").to_string();
    let lines = without_times(&text, id);
    let expected = "expected TRANSACTION_EXPIRED about ID within 0ns of virtual time; events of the world `unmet` (seed 7) since \
         its creation:";
    assert_eq!(lines[0], expected);
    assert_eq!(lines[2], format!("TRANSACTION_SUCCEEDED about ID: {url} 404"));
    assert_eq!(lines[3], format!("TRANSACTION_CAPTURED about ID: lost, {url} not delivered"));
    let refused = world.webhooks().expect("TRANSACTION_SUCCEEDED").try_within_virtual(Duration::ZERO).await;
    assert!(refused.is_err(), "it was posted, and not acknowledged");
    let unmet = world.requests().expect(CreateRefund::SPEC).try_times(1).expect_err("there is no refund").to_string();
    let expected = "expected 1 requests to refund.create (POST /refund), and there were 0; requests of the world `unmet` \
        (seed 7) since its creation:\n  POST /v2/rest/cardToken card-token.create 200\n  POST /v2/rest/transaction transaction.create 200";
    assert_eq!(unmet, expected);
}

/// Without an address, events arrive when they happen, unless they are lost on purpose.
#[tokio::test]
async fn a_lost_event_does_not_arrive() {
    let sandbox = Sandbox::start().await.expect("a port is free");
    let world = sandbox.world("lost");
    world.webhooks().faults().of_event("TRANSACTION_CAPTURED").lost().expect("it can apply");
    pay(&client(&sandbox, &world), &world, CARD).await.expect("it is approved");
    world.webhooks().expect("TRANSACTION_SUCCEEDED").within_virtual(Duration::ZERO).await;
    let lost = world.webhooks().expect("TRANSACTION_CAPTURED").try_within_virtual(Duration::ZERO).await;
    let text = lost.expect_err("it is lost").to_string();
    assert!(text.lines().any(|line| line.contains("TRANSACTION_CAPTURED") && line.ends_with(": lost")), "{text}");
}

/// A thousand tests in one process, each in its world: with webhooks, a fault, a clock and assertions of its own. None
/// waits, and none sees anything of another.
#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_worlds_at_once_do_not_meet() {
    let (sandbox, receiver) = (Sandbox::start().await.expect("a port is free"), Receiver::start().await);
    // As many at once as there are descriptors for.
    let turns = Arc::new(tokio::sync::Semaphore::new(50));
    let mut tests = tokio::task::JoinSet::new();
    for number in 0..1_000_usize {
        let (sandbox, receiver, turns) = (sandbox.clone(), receiver.clone(), Arc::clone(&turns));
        tests.spawn(async move {
            let _turn = turns.acquire().await.expect("it is not closed");
            one_of_many(&sandbox, &receiver, number).await;
        });
    }
    while let Some(test) = tests.join_next().await {
        test.expect("no test fails");
    }
}

async fn one_of_many(sandbox: &Sandbox, receiver: &Receiver, number: usize) {
    let (name, path) = (format!("test-{number}"), format!("/{number}"));
    let world = sandbox.world(&name);
    let client = client(sandbox, &world);
    world.webhooks().post_to(format!("{}{path}", receiver.url)).expect("a URL");
    let is_declined = number % 2 == 1;
    if is_declined {
        world.faults().nth(1).on(CreateTransaction::SPEC).decline("51").expect("it can apply");
    }
    let paid = pay(&client, &world, CARD).await;
    assert_eq!(paid.is_err(), is_declined, "{name}: {paid:?}");
    let days = u32::try_from(number % 5).expect("it is small");
    let start = world.clock().now();
    world.clock().advance(DAY * days).await;
    assert!(world.clock().now().since(start) < DAY * days + DAY / 2, "{name}: the clock of another world");
    let (arrives, does_not) = ("TRANSACTION_SUCCEEDED", "TRANSACTION_FAILED");
    let (arrives, does_not) = if is_declined { (does_not, arrives) } else { (arrives, does_not) };
    let event = world.webhooks().expect(arrives).times(1).within_virtual(Duration::ZERO).await.expect("it arrived");
    world.webhooks().expect_none(does_not).within_virtual(Duration::ZERO).await;
    world.requests().expect(CreateTransaction::SPEC).times(1);
    let posted = receiver.at(&path);
    assert_eq!(posted.len(), if is_declined { 2 } else { 3 }, "{name}: {posted:?}");
    assert!(posted[1].as_bytes() == event.body, "{name}");
}
