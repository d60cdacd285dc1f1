//! What a call costs beyond the HTTP stack below it: the same form POST and the same decoding of a 3 KB answer, by hand on
//! reqwest and through the generated client, over loopback, one at a time and 64 at once.

use std::hint::black_box;
use std::io::{BufRead, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use payspec::centralpay::model::{CreateTransaction, CreateTransactionRequired, Currency, Transaction};
use payspec::centralpay::{Amount, Client, ClientBuilder, blocking};
use payspec_http::RetryBudget;
use payspec_http::testing::{responding, response};
use serde_json::Value;
use tokio::runtime::Runtime;
use tokio::task::JoinSet;

const ANSWER: &str = include_str!("../../../spec/centralpay/samples/webhooks/TRANSACTION_REFUNDED.json");
const AT_ONCE: u64 = 64;

fn answer_body() -> String {
    let event: Value = serde_json::from_str(ANSWER).expect("a sample is JSON");
    event["object"].to_string()
}

/// Answers every request on every connection with the transaction. A thread per connection, so that the server is not
/// what is measured.
fn serve() -> String {
    let body = answer_body();
    let answer = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nrequest-id: r-1\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    let answer: Arc<[u8]> = answer.into_bytes().into();
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port on this machine");
    let address = listener.local_addr().expect("a bound socket has an address");
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let answer = Arc::clone(&answer);
            // A failure here is a client that has gone.
            std::thread::spawn(move || converse(stream, &answer).ok());
        }
    });
    format!("http://{address}")
}

fn converse(mut stream: TcpStream, answer: &[u8]) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream.try_clone()?);
    let (mut line, mut body) = (String::new(), Vec::new());
    loop {
        let mut length = 0;
        loop {
            line.clear();
            if reader.read_line(&mut line)? == 0 {
                return Ok(());
            }
            if let Some(value) = line.strip_prefix("content-length: ") {
                length = value.trim().parse().unwrap_or(0);
            }
            if line == "\r\n" {
                break;
            }
        }
        body.resize(length, 0);
        reader.read_exact(&mut body)?;
        stream.write_all(answer)?;
    }
}

fn params() -> CreateTransaction {
    CreateTransaction::new(CreateTransactionRequired {
        amount: Amount::from_minor(1500),
        currency: Currency::EUR,
        point_of_sale_id: "5b6c4e2a-point-of-sale".into(),
        end_user_ip: "245.100.1.15".into(),
    })
    .card_token_id("a3d37fd6-2ad7-4e9d-a4a0-b0b1aff44b50")
    .merchant_transaction_id("order-4711")
    .capture(false)
}

/// The same request by hand.
const PAIRS: [(&str, &str); 7] = [
    ("amount", "1500"),
    ("currency", "EUR"),
    ("pointOfSaleId", "5b6c4e2a-point-of-sale"),
    ("endUserIp", "245.100.1.15"),
    ("cardTokenId", "a3d37fd6-2ad7-4e9d-a4a0-b0b1aff44b50"),
    ("capture", "false"),
    ("merchantTransactionId", "order-4711"),
];

fn reqwest() -> reqwest::Client {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let tls = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("the provider does TLS 1.3")
        .with_root_certificates(rustls::RootCertStore::empty())
        .with_no_client_auth();
    reqwest::Client::builder().no_proxy().tls_backend_preconfigured(tls).build().expect("the settings are right")
}

async fn by_hand(client: reqwest::Client, url: Arc<str>) -> Transaction {
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(PAIRS).finish();
    let answer = client
        .post(&*url)
        .basic_auth("login", Some("password"))
        .header("accept", "application/json")
        .header("user-agent", "by-hand/1.0")
        .header("content-type", "application/x-www-form-urlencoded")
        .header("idempotence-key", uuid::Uuid::new_v4().to_string())
        .timeout(Duration::from_secs(60))
        .body(body)
        .send()
        .await
        .expect("an answer");
    let bytes = answer.bytes().await.expect("a whole answer");
    serde_json::from_slice(&bytes).expect("a transaction")
}

fn builder(url: &str) -> ClientBuilder {
    ClientBuilder::at(url)
        .credentials("login", "password")
        .configure(|http| http.retry_budget(RetryBudget::unlimited()))
}

async fn generated(client: Client) -> Transaction {
    client.transactions().create(params()).await.expect("a transaction")
}

/// Both ask the same, or the comparison says nothing.
fn assert_equal_requests() {
    use payspec::centralpay::Operation as _;
    let mut form = payspec_core::Form::new();
    params().encode(&mut form);
    let mut ours: Vec<_> = form.pairs().iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let mut theirs = PAIRS.to_vec();
    ours.sort_unstable();
    theirs.sort_unstable();
    assert_eq!(ours, theirs);
}

fn calls(criterion: &mut Criterion) {
    assert_equal_requests();
    let url = serve();
    let runtime = Runtime::new().expect("a runtime");
    let (theirs, path): (_, Arc<str>) = (reqwest(), format!("{url}/transaction").into());
    let ours = builder(&url).build().expect("complete settings");
    let waiting: blocking::Client = builder(&url).build_blocking().expect("complete settings");

    let mut group = criterion.benchmark_group("call");
    group.throughput(Throughput::Elements(1));
    group.bench_function("one at a time/reqwest by hand", |bencher| {
        bencher.iter(|| runtime.block_on(by_hand(theirs.clone(), Arc::clone(&path))));
    });
    group.bench_function("one at a time/generated client", |bencher| {
        bencher.iter(|| runtime.block_on(generated(ours.clone())));
    });
    group.bench_function("one at a time/generated client, blocking", |bencher| {
        bencher.iter(|| black_box(waiting.transactions().create(params()).wait().expect("a transaction")));
    });
    group.throughput(Throughput::Elements(AT_ONCE));
    group.bench_function("64 at once/reqwest by hand", |bencher| {
        bencher.iter(|| runtime.block_on(all(|| by_hand(theirs.clone(), Arc::clone(&path)))));
    });
    group.bench_function("64 at once/generated client", |bencher| {
        bencher.iter(|| runtime.block_on(all(|| generated(ours.clone()))));
    });
    group.finish();

    // What is ours alone: all of a call but the HTTP stack, and of that the part that the other side has as well.
    let body = answer_body();
    let instant = builder(&url).configure(|http| http.transport(responding(move |_| response(200, body.clone()))));
    let instant = instant.build().expect("complete settings");
    let body = answer_body();
    let mut group = criterion.benchmark_group("call without a network");
    group.bench_function("decoding alone", |bencher| {
        bencher.iter(|| serde_json::from_str::<Transaction>(black_box(&body)).expect("a transaction"));
    });
    group.bench_function("generated client", |bencher| {
        bencher.iter(|| runtime.block_on(generated(instant.clone())));
    });
    group.finish();
}

async fn all<F: Future<Output = Transaction> + Send + 'static>(call: impl Fn() -> F) {
    let mut calls: JoinSet<Transaction> = (0..AT_ONCE).map(|_| call()).collect();
    while let Some(transaction) = calls.join_next().await {
        black_box(transaction.expect("no call panics"));
    }
}

criterion_group!(benches, calls);
criterion_main!(benches);
