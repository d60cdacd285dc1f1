//! The same call both ways, and a server for it: a form POST, and the decoding of a response of 3 KB.

use std::io::{BufRead, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use payspec::centralpay::model::{CreateTransaction, CreateTransactionRequired, Currency, Transaction};
use payspec::centralpay::{Amount, Client, ClientBuilder};
use payspec_http::RetryBudget;
use serde_json::Value;

const SAMPLE: &str = include_str!("../../../../spec/centralpay/samples/webhooks/TRANSACTION_REFUNDED.json");
const KEY: &str = "idempotence-key";

pub(crate) fn response_body() -> String {
    let event: Value = serde_json::from_str(SAMPLE).expect("a sample is JSON");
    event["object"].to_string()
}

/// Answers every request on every connection with the transaction. It has a thread for each connection.
pub(crate) struct Server {
    pub(crate) url: String,
    last: Arc<Mutex<Vec<String>>>,
}

impl Server {
    pub(crate) fn start() -> Self {
        let body = response_body();
        let response = format!(
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nrequest-id: r-1\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        );
        let response: Arc<[u8]> = response.into_bytes().into();
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port on this machine");
        let address = listener.local_addr().expect("a bound socket has an address");
        let last = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&last);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (response, seen) = (Arc::clone(&response), Arc::clone(&seen));
                // A failure here is a client that has gone.
                std::thread::spawn(move || converse(stream, &response, &seen).ok());
            }
        });
        Self { url: format!("http://{address}"), last }
    }

    /// Returns the lines of the head of the last request, in order of the alphabet and without the value of the
    /// random key, and then its body.
    fn last(&self) -> Vec<String> {
        let mut lines = self.last.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let body = lines.pop().expect("a request was sent");
        lines.iter_mut().filter(|line| line.starts_with(KEY)).for_each(|line| line.truncate(KEY.len()));
        lines.sort_unstable();
        lines.push(body);
        lines
    }

    /// Both ways must send the same, or the comparison says nothing.
    pub(crate) async fn assert_equal_requests(&self) {
        by_hand(by_hand_client(), format!("{}/transaction", self.url).into()).await;
        let theirs = self.last();
        generated(builder(&self.url).build().expect("complete settings")).await;
        assert_eq!(self.last(), theirs);
    }
}

fn converse(mut stream: TcpStream, response: &[u8], seen: &Mutex<Vec<String>>) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream.try_clone()?);
    let (mut lines, mut body) = (Vec::new(), Vec::new());
    loop {
        let mut length = 0;
        lines.clear();
        loop {
            let mut line = String::new();
            if reader.read_line(&mut line)? == 0 {
                return Ok(());
            }
            if let Some(value) = line.strip_prefix("content-length: ") {
                length = value.trim().parse().unwrap_or(0);
            }
            if line == "\r\n" {
                break;
            }
            lines.push(line);
        }
        body.resize(length, 0);
        reader.read_exact(&mut body)?;
        lines.push(String::from_utf8_lossy(&body).into_owned());
        seen.lock().unwrap_or_else(PoisonError::into_inner).clone_from(&lines);
        stream.write_all(response)?;
    }
}

pub(crate) fn by_hand_client() -> reqwest::Client {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let tls = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("the provider does TLS 1.3")
        .with_root_certificates(rustls::RootCertStore::empty())
        .with_no_client_auth();
    reqwest::Client::builder().no_proxy().tls_backend_preconfigured(tls).build().expect("the settings are right")
}

pub(crate) async fn by_hand(client: reqwest::Client, url: Arc<str>) -> Transaction {
    let pairs = [
        ("amount", "1500"),
        ("currency", "EUR"),
        ("pointOfSaleId", "5b6c4e2a-point-of-sale"),
        ("endUserIp", "245.100.1.15"),
        ("cardTokenId", "a3d37fd6-2ad7-4e9d-a4a0-b0b1aff44b50"),
        ("capture", "false"),
        ("merchantTransactionId", "order-4711"),
    ];
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    let response = client
        .post(&*url)
        .basic_auth("login", Some("password"))
        .header("accept", "application/json")
        .header("user-agent", "shop/1.0")
        .header("content-type", "application/x-www-form-urlencoded")
        .header(KEY, uuid::Uuid::new_v4().to_string())
        .timeout(Duration::from_secs(60))
        .body(body)
        .send()
        .await
        .expect("a response");
    let bytes = response.bytes().await.expect("a whole response");
    serde_json::from_slice(&bytes).expect("a transaction")
}

pub(crate) fn builder(url: &str) -> ClientBuilder {
    ClientBuilder::at(url)
        .credentials("login", "password")
        .configure(|http| http.user_agent("shop/1.0").retry_budget(RetryBudget::unlimited()))
}

pub(crate) fn params() -> CreateTransaction {
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

pub(crate) async fn generated(client: Client) -> Transaction {
    client.transactions().create(params()).await.expect("a transaction")
}
