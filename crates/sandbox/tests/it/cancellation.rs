//! Callers that stop waiting: deliveries and clocks do not depend on who asked for them.

use std::sync::Arc;
use std::time::Duration;

use centralpay_model::{CardDetails, CardDetailsRequired, CreateCardToken};
use payspec_sandbox::engine::delivery::Outcome;
use payspec_sandbox::{Sandbox, WorldHandle};
use tokio::sync::{Semaphore, mpsc};

use crate::own_client::client;

const MINUTE: Duration = Duration::from_secs(60);

/// A world whose first event is due in a minute, at a receiver that responds with 503 once it is allowed to.
struct Waiting {
    sandbox: Sandbox,
    world: WorldHandle,
    arrived: mpsc::UnboundedReceiver<()>,
    allowed: Arc<Semaphore>,
}

async fn waiting() -> Waiting {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
    let url = format!("http://{}/hook", listener.local_addr().expect("it listens"));
    let (told, arrived) = mpsc::unbounded_channel();
    let allowed = Arc::new(Semaphore::new(0));
    let permits = Arc::clone(&allowed);
    let app = axum::Router::new().fallback(move || {
        let (told, permits) = (told.clone(), Arc::clone(&permits));
        async move {
            let _ = told.send(());
            permits.acquire().await.expect("it is not closed").forget();
            axum::http::StatusCode::SERVICE_UNAVAILABLE
        }
    });
    tokio::spawn(async move { axum::serve(listener, app).await });
    let sandbox = Sandbox::start().await.expect("a port is free");
    let world = sandbox.world("cancellation");
    world.webhooks().post_to(url).expect("a URL");
    world.webhooks().faults().late(MINUTE).expect("it can apply");
    let card = CardDetailsRequired {
        number: "4111111111111111".into(),
        expiration_month: "12".into(),
        expiration_year: "2090".into(),
    };
    let token = CreateCardToken::new().card(CardDetails::new(card).cvc("123"));
    client(&sandbox, &world).card_tokens().create(token).await.expect("it is a card");
    Waiting { sandbox, world, arrived, allowed }
}

impl Waiting {
    /// Stops waiting for something as soon as the event is being posted.
    async fn cancel(&mut self, passing: impl Future) {
        tokio::select! {
            biased;
            Some(()) = self.arrived.recv() => {}
            _ = passing => panic!("the receiver has not responded yet"),
        }
        self.allowed.add_permits(1_000);
    }

    /// The first attempt was at one minute and the next five minutes later, in ten minutes.
    async fn assert_complete(&self, start: payspec_sandbox::engine::time::Instant) {
        self.world.webhooks().settle().await;
        let deliveries = self.world.webhooks().deliveries();
        let outcomes: Vec<_> = deliveries[0].attempts.iter().map(|attempt| attempt.outcome.clone()).collect();
        assert_eq!(outcomes, [Some(Outcome::Answered(503)), Some(Outcome::Answered(503))]);
        assert!(self.world.clock().now().since(start) >= 10 * MINUTE, "the clock went on to where it was advanced");
    }
}

#[tokio::test]
async fn an_advance_that_nobody_waits_for_is_completed() {
    let mut waiting = waiting().await;
    let (world, start) = (waiting.world.clone(), waiting.world.clock().now());
    waiting.cancel(world.clock().advance(10 * MINUTE)).await;
    waiting.assert_complete(start).await;
}

#[tokio::test]
async fn an_expectation_that_nobody_waits_for_is_completed() {
    let mut waiting = waiting().await;
    let (world, start) = (waiting.world.clone(), waiting.world.clock().now());
    let expected = world.webhooks().expect("CARDTOKEN_CREATED").try_within_virtual(10 * MINUTE);
    waiting.cancel(expected).await;
    waiting.assert_complete(start).await;
}

/// The client of the control API closes its connection, which ends the handler of its request.
#[tokio::test]
async fn a_disconnected_client_loses_no_webhook() {
    let mut waiting = waiting().await;
    let start = waiting.world.clock().now();
    let control = control_client::ClientBuilder::at(waiting.sandbox.control_url()).build().expect("no credentials");
    let advance = control_client::model::AdvanceClock::new("cancellation", 600);
    waiting.cancel(async { control.clocks().advance(advance).await }).await;
    waiting.assert_complete(start).await;
}
