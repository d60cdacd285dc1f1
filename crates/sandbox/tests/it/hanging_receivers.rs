//! Receivers that do not respond: nothing waits for them but what is meant for them.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use control_client::model::{RedeliverDelivery, RedeliverDeliveryRequired, TriggerEvent, TriggerEventRequired};
use payspec_sandbox::engine::delivery::{Attempt, Delivery};
use payspec_sandbox::{Sandbox, WorldHandle};
use tokio::sync::{Semaphore, mpsc};

use crate::own_client::{client, pay};
use crate::support::CARD;

/// What takes this long never ends.
const NEVER: Duration = Duration::from_secs(60);

/// Receivers that hang do so for as long as a test takes.
async fn patient() -> Sandbox {
    Sandbox::builder().webhook_timeout(10 * NEVER).start().await.expect("a port is free")
}

/// A receiver that responds once it is allowed to.
struct Slow {
    url: String,
    arrived: mpsc::UnboundedReceiver<()>,
    allowed: Arc<Semaphore>,
    /// The number of requests to which it was going to respond.
    responses: Arc<AtomicUsize>,
}

impl Slow {
    async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
        let url = format!("http://{}/slow", listener.local_addr().expect("it listens"));
        let (told, arrived) = mpsc::unbounded_channel();
        let (allowed, responses) = (Arc::new(Semaphore::new(0)), Arc::new(AtomicUsize::new(0)));
        let (permits, counted) = (Arc::clone(&allowed), Arc::clone(&responses));
        let app = axum::Router::new().fallback(move || {
            let (told, permits, counted) = (told.clone(), Arc::clone(&permits), Arc::clone(&counted));
            async move {
                let _ = told.send(());
                permits.acquire().await.expect("it is not closed").forget();
                counted.fetch_add(1, Ordering::SeqCst);
                axum::http::StatusCode::NO_CONTENT
            }
        });
        tokio::spawn(async move { axum::serve(listener, app).await });
        Self { url, arrived, allowed, responses }
    }

    /// One that responds at once.
    async fn quick() -> Self {
        let quick = Self::start().await;
        quick.allowed.add_permits(1_000);
        quick
    }

    async fn arrives(&mut self) {
        tokio::time::timeout(NEVER, self.arrived.recv()).await.expect("an event arrives").expect("it is open");
    }
}

fn to<'d>(deliveries: &'d [Delivery], receiver: &Slow) -> Vec<&'d Delivery> {
    deliveries.iter().filter(|delivery| shown(delivery) == receiver.url).collect()
}

fn shown(delivery: &Delivery) -> &str {
    &delivery.url
}

/// Whether the first event is being posted to a receiver, and nothing else was.
fn hangs(world: &WorldHandle, receiver: &Slow) -> bool {
    let deliveries = world.webhooks().deliveries();
    let attempts: Vec<&Attempt> = to(&deliveries, receiver).iter().flat_map(|delivery| &delivery.attempts).collect();
    attempts.len() == 1 && attempts[0].outcome.is_none()
}

/// A payment whose events are posted to a receiver that hangs, and to one that responds.
async fn paid() -> (Sandbox, WorldHandle, Slow, Slow) {
    let (mut hanging, quick) = (Slow::start().await, Slow::quick().await);
    let sandbox = patient().await;
    let world = sandbox.world("shop");
    for receiver in [&hanging, &quick] {
        world.webhooks().post_to(&receiver.url).expect("a URL");
    }
    pay(&client(&sandbox, &world), &world, CARD).await.expect("it is approved");
    hanging.arrives().await;
    (sandbox, world, hanging, quick)
}

#[tokio::test]
async fn other_receivers_do_not_wait_for_one_that_hangs() {
    let (_sandbox, world, hanging, mut quick) = paid().await;
    for _ in 0..3 {
        quick.arrives().await;
    }
    assert!(hangs(&world, &hanging), "{:?}", world.webhooks().deliveries());
    hanging.allowed.add_permits(1_000);
    world.webhooks().settle().await;
    let deliveries = world.webhooks().deliveries();
    let names: Vec<&str> = to(&deliveries, &hanging).iter().map(|delivery| delivery.event.name.as_str()).collect();
    assert_eq!(names, ["CARDTOKEN_CREATED", "TRANSACTION_SUCCEEDED", "TRANSACTION_CAPTURED"]);
    assert!(deliveries.iter().all(Delivery::is_acknowledged));
}

/// A test can start from the beginning, whatever its receivers do; what they respond is not about the new world.
#[tokio::test]
async fn a_reset_ends_what_is_being_delivered() {
    let (sandbox, world, mut hanging, _) = paid().await;
    tokio::time::timeout(NEVER, world.reset()).await.expect("it ends");
    assert!(hanging.arrived.try_recv().is_err(), "only one event was posted until then");
    world.webhooks().post_to(&hanging.url).expect("a URL");
    pay(&client(&sandbox, &world), &world, CARD).await.expect("it is approved");
    hanging.arrives().await;
    assert!(hangs(&world, &hanging), "{:?}", world.webhooks().deliveries());
    hanging.allowed.add_permits(1_000);
    world.webhooks().settle().await;
    assert_eq!(hanging.responses.load(Ordering::SeqCst), 3, "nobody waits for a response to what was before");
    assert!(world.webhooks().deliveries().iter().all(|delivery| delivery.attempts.len() == 1));
}

#[tokio::test]
async fn a_restore_ends_what_is_being_delivered() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("before.sqlite");
    let sandbox = patient().await;
    let world = sandbox.world("shop");
    world.snapshot(&file).await.expect("it is written");
    let mut hanging = Slow::start().await;
    world.webhooks().post_to(&hanging.url).expect("a URL");
    pay(&client(&sandbox, &world), &world, CARD).await.expect("it is approved");
    hanging.arrives().await;
    tokio::time::timeout(NEVER, world.restore(&file)).await.expect("it ends").expect("it is read");
    assert!(hanging.arrived.try_recv().is_err(), "only one event was posted until then");
    assert!(world.webhooks().deliveries().is_empty());
}

/// A reset also ends what waits for a receiver: an advance of the clock.
#[tokio::test]
async fn a_reset_ends_an_advance() {
    let (_sandbox, world, mut hanging, _) = paid().await;
    let advanced = world.clone();
    let advancing = tokio::spawn(async move { advanced.clock().advance(Duration::from_secs(3_600)).await });
    tokio::time::sleep(Duration::from_millis(20)).await;
    let before = world.clock().now();
    tokio::time::timeout(NEVER, world.reset()).await.expect("it ends");
    tokio::time::timeout(NEVER, advancing).await.expect("it ends").expect("it does not panic");
    assert!(hanging.arrived.try_recv().is_err(), "nothing more was posted");
    assert!(world.clock().now().since(before) < Duration::from_secs(60), "the new world's clock was not advanced");
}

#[tokio::test]
async fn a_redelivery_waits_for_its_own_receiver_only() {
    let (sandbox, world, hanging, mut quick) = paid().await;
    for _ in 0..3 {
        quick.arrives().await;
    }
    let control = control_client::ClientBuilder::at(sandbox.control_url()).build().expect("no credentials");
    let id = to(&world.webhooks().deliveries(), &quick)[0].id.to_string();
    let again = control
        .deliveries()
        .redeliver(RedeliverDelivery::new(RedeliverDeliveryRequired {
            world: "shop".into(),
            delivery: id.as_str().into(),
        }))
        .await
        .expect("it exists");
    assert_eq!(again.attempts.expect("it was posted").last().and_then(|attempt| attempt.status), Some(204));
    assert!(hangs(&world, &hanging), "{:?}", world.webhooks().deliveries());
}

/// A receiver that causes an event whenever one arrives does not keep the clock from being advanced.
#[tokio::test]
async fn an_advance_does_not_wait_for_events_that_come_meanwhile() {
    let sandbox = patient().await;
    let world = sandbox.world("shop");
    let id = pay(&client(&sandbox, &world), &world, CARD).await.expect("it is approved").transaction_id;
    let control = control_client::ClientBuilder::at(sandbox.control_url()).build().expect("no credentials");
    let trigger = move || {
        let event =
            TriggerEvent::new(TriggerEventRequired { world: "shop".into(), name: "TRANSACTION_UPDATED".to_owned() })
                .about(id.as_str());
        let control = control.clone();
        async move {
            control.events().trigger(event).await.expect("it is about a payment");
            axum::http::StatusCode::NO_CONTENT
        }
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
    world.webhooks().post_to(format!("http://{}", listener.local_addr().expect("it listens"))).expect("a URL");
    let app = axum::Router::new().fallback(trigger.clone());
    tokio::spawn(async move { axum::serve(listener, app).await });
    trigger().await;
    for seconds in [0, 3_600] {
        let clock = world.clock();
        tokio::time::timeout(NEVER, clock.advance(Duration::from_secs(seconds))).await.expect("it ends");
    }
}
