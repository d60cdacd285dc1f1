//! Faults on real sockets, as the generated client meets them.

use std::sync::Arc;
use std::time::Duration;

use centralpay_client::{Client, ClientBuilder};
use centralpay_model::{CreateTransaction, GetCustomer, SearchTransaction};
use payspec_core::Operation;
use payspec_http::testing::VirtualClock;
use payspec_http::{CallOutcome, RetryPolicy};
use payspec_sandbox::engine::faults::{Fault, Moment};
use payspec_sandbox::{Sandbox, WorldHandle};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::own_client::pay;

const CARD: &str = "4111111111111111";

/// A client that waits between attempts without taking any time.
fn client(sandbox: &Sandbox, world: &WorldHandle, policy: RetryPolicy) -> Client {
    let builder = ClientBuilder::at(sandbox.centralpay_url()).credentials(world.login(), world.password());
    let builder = builder.merchant_public_key(world.public_key()).origin("https://example.centralpay.net");
    let builder = builder.configure(|http| http.clock(Arc::new(VirtualClock::new())).retry(policy));
    builder.build().expect("the settings are complete")
}

async fn started(name: &str, policy: RetryPolicy) -> (Sandbox, WorldHandle, Client) {
    let sandbox = Sandbox::start().await.expect("a port is free");
    let world = sandbox.world(name);
    let client = client(&sandbox, &world, policy);
    (sandbox, world, client)
}

/// The mistake that costs money: the answer is lost, and the client asks again.
#[tokio::test]
async fn a_payment_whose_answer_is_lost_is_charged_once() {
    let (_sandbox, world, client) = started("lost-answer", RetryPolicy::new()).await;
    world.faults().nth(1).on(CreateTransaction::SPEC).drop_after_commit().expect("it can apply");
    let payment = pay(&client, &world, CARD).await.expect("it is sent again with its key");
    let found = client.transactions().search(SearchTransaction::new()).await.expect("a page").items;
    assert_eq!(found.iter().map(|found| &found.transaction_id).collect::<Vec<_>>(), [&payment.transaction_id]);
    let sent: Vec<_> = world.requests().iter().map(|entry| (entry.operation, entry.fault, entry.repeated)).collect();
    let create = Some("transaction.create");
    assert_eq!(sent[1..3], [(create, Some("drop-after-commit"), false), (create, None, true)]);
    assert_eq!(world.inspect(|world| world.ledger().bookings().len()), 1, "one capture");
}

/// Each fault, as the client sees it with a single attempt: whether the payment happened is never claimed wrongly.
#[tokio::test]
async fn the_client_never_claims_what_it_cannot_know() {
    let (_sandbox, world, client) = started("outcomes", RetryPolicy::never()).await;
    let moments = [Moment::BeforeCommit, Moment::AfterCommit];
    for (fault, is_executed) in [
        (Fault::Drop(moments[0]), false),
        (Fault::Drop(moments[1]), true),
        (Fault::CutBody, true),
        (Fault::MalformedBody, true),
        (Fault::Status(503, moments[0]), false),
        (Fault::Status(500, moments[1]), true),
        (Fault::Redirect("http://127.0.0.1:9/".to_owned()), false),
    ] {
        let name = fault.name();
        world.faults().on(CreateTransaction::SPEC).apply(fault).expect("it can apply");
        let before = world.inspect(|world| world.objects().count("centralpay.transaction"));
        let error = pay(&client, &world, CARD).await.expect_err(name);
        let after = world.inspect(|world| world.objects().count("centralpay.transaction"));
        assert_eq!(after - before, usize::from(is_executed), "{name}");
        match error.outcome() {
            CallOutcome::Happened => assert!(is_executed, "{name}: {error}"),
            CallOutcome::DidNotHappen => assert!(!is_executed, "{name}: {error}"),
            CallOutcome::Unknown => {}
        }
        world.faults().clear();
    }
}

/// A delay is real: the client's own timeout ends the attempt, although the payment was made.
#[tokio::test]
async fn a_late_answer_is_a_timeout_of_the_client() {
    let (_sandbox, world, client) = started("late", RetryPolicy::never()).await;
    world.faults().on(GetCustomer::SPEC).delay(Duration::from_secs(600)).expect("it can apply");
    let call = client.customers().get("none").timeout(Duration::from_millis(50));
    let error = call.await.expect_err("it takes ten minutes");
    assert_eq!(error.status(), None, "{error}");
    assert_eq!(world.requests().len(), 1, "it was executed");
}

/// Sends a request on an open connection, and reads what comes until it is closed or the answer's head is complete.
async fn ask(stream: &mut tokio::net::TcpStream, world: &WorldHandle) -> (Vec<u8>, bool) {
    use base64::Engine as _;
    let pair = format!("{}:{}", world.login(), world.password());
    let login = base64::engine::general_purpose::STANDARD.encode(pair);
    let head = "GET /centralpay/v2/rest/transaction HTTP/1.1\r\nHost: x\r\nAuthorization: Basic";
    let _ = stream.write_all(format!("{head} {login}\r\n\r\n").as_bytes()).await;
    let (mut read, mut part) = (Vec::new(), [0; 4096]);
    loop {
        match stream.read(&mut part).await {
            Ok(0) | Err(_) => return (read, true),
            Ok(count) => read.extend_from_slice(&part[..count]),
        }
        if read.ends_with(b"[]") {
            return (read, false);
        }
    }
}

/// What is on the wire: nothing at all, a head with half of a body, a connection that is closed between requests.
#[tokio::test]
async fn connections_are_closed_where_the_rule_says() {
    let (sandbox, world, _client) = started("wire", RetryPolicy::never()).await;
    let connect = || tokio::net::TcpStream::connect(sandbox.address());
    let every = || world.faults().get("/transaction");

    every().drop_after_commit().expect("it can apply");
    let (read, is_closed) = ask(&mut connect().await.expect("it listens"), &world).await;
    assert_eq!((read.len(), is_closed), (0, true), "not a byte");
    every().clear();

    every().cut_body().expect("it can apply");
    let (read, is_closed) = ask(&mut connect().await.expect("it listens"), &world).await;
    let read = String::from_utf8(read).expect("it is text").to_lowercase();
    assert!(read.contains("content-length: 2\r\n") && read.ends_with("\r\n\r\n[") && is_closed, "{read}");
    every().clear();

    every().nth(1).close_idle().expect("it can apply");
    let mut stream = connect().await.expect("it listens");
    let (read, is_closed) = ask(&mut stream, &world).await;
    assert!(read.starts_with(b"HTTP/1.1 200") && !is_closed, "the connection stays open");
    assert!(!String::from_utf8_lossy(&read).to_lowercase().contains("connection: close"), "the client is not told");
    let before = world.requests().len();
    let (read, is_closed) = ask(&mut stream, &world).await;
    assert_eq!((read.len(), is_closed, world.requests().len()), (0, true, before), "the next request is not read");
    let (read, _) = ask(&mut connect().await.expect("it listens"), &world).await;
    assert!(read.starts_with(b"HTTP/1.1 200"), "a new connection works");
}

#[tokio::test]
async fn rules_are_listed_removed_and_belong_to_one_world() {
    let (sandbox, world, client) = started("rules", RetryPolicy::never()).await;
    let (other, error) =
        (sandbox.world("other"), "no operation is `POST /transactio`; the nearest is `POST /transaction`");
    let refused = world.faults().post("/transactio").cut_body().expect_err("there is no such operation");
    assert_eq!(refused.message(), error);
    other.faults().status(503).expect("it can apply");
    let first = world.faults().nth(7).cut_body().expect("it can apply");
    world.faults().rate(0.5).post("/refund").close_idle().expect("it can apply");
    pay(&client, &world, CARD).await.expect("nothing concerns it");
    let lines: Vec<String> = world.faults().list().iter().map(ToString::to_string).collect();
    let expected = [
        "rule-1: no. 7 of requests: cut-body (0 of 2 disturbed)",
        "rule-2: 50% of POST /refund: close-idle (0 of 0 disturbed)",
    ];
    assert_eq!(lines, expected);
    assert!(world.faults().remove(first) && !world.faults().remove(first));
    world.faults().clear();
    assert_eq!((world.faults().list().len(), other.faults().list().len()), (0, 1));
}
