//! The generated client, over HTTP.

use std::time::Duration;

use centralpay_client::{Client, ClientBuilder};
use centralpay_model::{
    CaptureStatus, CardDetails, CardDetailsRequired, CreateCardToken, CreateRefund, CreateTransaction,
    CreateTransactionRequired, Currency, RefundStatus, SearchTransaction, TransactionSource,
};
use payspec_core::Amount;
use payspec_sandbox::{Sandbox, WorldHandle};

pub(crate) fn client(sandbox: &Sandbox, world: &WorldHandle) -> Client {
    let builder = ClientBuilder::at(sandbox.centralpay_url()).credentials(world.login(), world.password());
    let builder = builder.merchant_public_key(world.public_key()).origin("https://example.centralpay.net");
    builder.build().expect("the settings are complete")
}

pub(crate) async fn pay(
    client: &Client,
    world: &WorldHandle,
    number: &str,
) -> Result<centralpay_model::Transaction, payspec_http::Error> {
    let details =
        CardDetailsRequired { number: number.into(), expiration_month: "12".into(), expiration_year: "2090".into() };
    let token = client.card_tokens().create(CreateCardToken::new().card(CardDetails::new(details).cvc("123"))).await?;
    let params = CreateTransaction::new(CreateTransactionRequired {
        amount: Amount::from_minor(1500),
        currency: Currency::EUR,
        point_of_sale_id: world.merchant().point_of_sale_id.into(),
        end_user_ip: "203.0.113.7".into(),
    });
    client.transactions().create(params.card_token_id(token.card_token_id).source(TransactionSource::ECommerce)).await
}

#[tokio::test]
async fn a_payment_is_made_cleared_and_refunded() {
    let sandbox = Sandbox::start().await.expect("a port is free");
    let world = sandbox.world("own-client");
    let client = client(&sandbox, &world);
    let payment = pay(&client, &world, "4111111111111111").await.expect("it is approved");
    assert_eq!(payment.capture_status, Some(CaptureStatus::Captured));
    world.clock().advance(Duration::from_secs(24 * 60 * 60)).await;
    let cleared = client.transactions().get(payment.transaction_id.clone()).await.expect("it exists");
    assert_eq!(cleared.capture_status, Some(CaptureStatus::Cleared));
    let refund = client.refunds().create(CreateRefund::new().transaction_id(payment.transaction_id.clone())).await;
    assert_eq!(refund.expect("it is cleared").status, Some(RefundStatus::Uncleared));
    let found = client.transactions().search(SearchTransaction::new()).await.expect("a page");
    assert_eq!(found.items.len(), 1);
    let operations: Vec<_> = world.requests().iter().filter_map(|entry| entry.operation).collect();
    let expected =
        ["card-token.create", "transaction.create", "transaction.get", "refund.create", "transaction.search"];
    assert_eq!(operations, expected);
}

#[tokio::test]
async fn refusals_are_read_as_what_they_are() {
    let sandbox = Sandbox::start().await.expect("a port is free");
    let world = sandbox.world("refusals");
    let client = client(&sandbox, &world);
    let declined = pay(&client, &world, "4000000000000077").await.expect_err("the card has no funds");
    assert_eq!(declined.status(), Some(402), "{declined}");
    let missing = client.transactions().get("none").await.expect_err("it does not exist");
    assert!(missing.status() == Some(404) && missing.request_id().is_some(), "{missing:?}");
    let wrong =
        ClientBuilder::at(sandbox.centralpay_url()).credentials(world.login(), "wrong").build().expect("complete");
    assert_eq!(wrong.transactions().get("none").await.expect_err("the password is wrong").status(), Some(403));
}

/// Worlds do not meet: neither their objects nor their clocks.
#[tokio::test]
async fn worlds_are_separate() {
    let sandbox = Sandbox::start().await.expect("a port is free");
    let (one, other) = (sandbox.world("one"), sandbox.world("other"));
    let (first, second) = (client(&sandbox, &one), client(&sandbox, &other));
    let payment = pay(&first, &one, "4111111111111111").await.expect("it is approved");
    assert!(second.transactions().get(payment.transaction_id.clone()).await.is_err());
    one.clock().advance(Duration::from_secs(1_000_000)).await;
    assert!(one.clock().now().since(other.clock().now()) > Duration::from_secs(900_000));
    assert!(other.requests().iter().all(|entry| entry.operation == Some("transaction.get")));
}

/// A world can be asked for where there is no runtime, such as in a blocking test.
#[test]
fn a_world_is_made_outside_of_the_runtime() {
    let runtime = tokio::runtime::Runtime::new().expect("it starts");
    let sandbox = runtime.block_on(Sandbox::start()).expect("a port is free");
    assert_eq!(sandbox.world("outside").login(), "test-outside");
}

/// Events are posted over HTTP, to the address that was given, and again until they are acknowledged.
#[tokio::test]
async fn events_are_posted_until_they_are_acknowledged() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
    let url = format!("http://{}/hook", listener.local_addr().expect("it listens"));
    let (told, mut received) = tokio::sync::mpsc::unbounded_channel();
    let answer = std::sync::Arc::new(std::sync::atomic::AtomicU16::new(503));
    let given = std::sync::Arc::clone(&answer);
    let app = axum::Router::new().fallback(move |body: axum::body::Bytes| {
        let _ = told.send(body);
        let status = given.load(std::sync::atomic::Ordering::SeqCst);
        async move { axum::http::StatusCode::from_u16(status).expect("a status") }
    });
    tokio::spawn(async move { axum::serve(listener, app).await });
    let sandbox = Sandbox::start().await.expect("a port is free");
    let world = sandbox.world("hooks");
    world.webhooks().post_to(url).expect("a URL");
    pay(&client(&sandbox, &world), &world, "4111111111111111").await.expect("it is approved");
    let first = received.recv().await.expect("it is posted without being asked for");
    assert!(String::from_utf8_lossy(&first).contains("CARDTOKEN_CREATED"));
    world.webhooks().settle().await;
    answer.store(204, std::sync::atomic::Ordering::SeqCst);
    world.clock().advance(Duration::from_secs(5 * 60)).await;
    let deliveries = world.webhooks().deliveries();
    assert_eq!(deliveries.len(), 3);
    assert!(
        deliveries.iter().all(|delivery| delivery.is_acknowledged() && delivery.attempts.len() == 2),
        "{deliveries:?}"
    );
    assert_eq!(world.inspect(|world| world.failures().to_vec()), []);
}

#[tokio::test]
async fn a_taken_port_is_an_error_that_names_it() {
    let sandbox = Sandbox::start().await.expect("a port is free");
    let error = Sandbox::builder().listen(sandbox.address()).start().await.expect_err("it is in use").to_string();
    assert!(error.contains(&sandbox.address().to_string()), "{error}");
}

/// Nothing of a sandbox is left when its last handle is dropped: the port is free again.
#[tokio::test]
async fn a_dropped_sandbox_ends() {
    let sandbox = Sandbox::start().await.expect("a port is free");
    let address = sandbox.address();
    sandbox.world("a");
    drop(sandbox);
    while tokio::net::TcpStream::connect(address).await.is_ok() {
        tokio::task::yield_now().await;
    }
}

/// A world is reached by its login only.
#[tokio::test]
async fn a_name_that_no_login_has_makes_no_world() {
    let sandbox = Sandbox::start().await.expect("a port is free");
    for name in ["", "a b", "é", &"x".repeat(101)] {
        let made = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| sandbox.world(name)));
        let message = *made.expect_err(name).downcast::<String>().expect("a text");
        assert!(message.ends_with("use 1 to 100 letters, digits, `-`, `_` or `.`"), "{message}");
    }
    assert_eq!(sandbox.world("a.B-_9").login(), "test-a.B-_9");
}
