//! A sandbox that is killed under load and started again: it has every acknowledged payment, makes none twice, and delivers
//! every event.

use std::collections::BTreeSet;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use serde_json::Value;

use crate::{Running, started};

/// How often it is killed.
const TIMES: u64 = 50;

/// The number of clients at once.
const CLIENTS: usize = 4;

/// `test-demo:sandbox`
const LOGIN: &str = "Basic dGVzdC1kZW1vOnNhbmRib3g=";

/// A running sandbox, and where it is.
struct Sandbox {
    running: Running,
    host: String,
    told: Value,
}

impl Sandbox {
    fn start(file: &Path, webhook: &str) -> Self {
        let file = file.to_str().expect("a text");
        let arguments = ["sandbox", "--listen", "127.0.0.1:0", "--json", "--data", file, "--webhook", webhook];
        let (running, mut out) = started(&arguments);
        let mut line = String::new();
        out.read_line(&mut line).expect("it prints");
        let told: Value = serde_json::from_str(&line).unwrap_or_else(|_| panic!("it starts with its file: {line}"));
        let url = told["control_url"].as_str().expect("a URL").to_owned();
        let host = url.strip_prefix("http://").and_then(|rest| rest.split('/').next()).expect("a host").to_owned();
        Self { running, host, told }
    }

    fn client(&self) -> Client {
        let point_of_sale = self.told["point_of_sale_id"].as_str().expect("an identifier").to_owned();
        Client { host: self.host.clone(), point_of_sale, made: Vec::new(), interrupted: None }
    }
}

/// A payment that was asked for: its idempotency key, and the form.
#[derive(Debug, Clone)]
struct Payment {
    key: String,
    form: String,
}

/// A shop, which pays until it gets no response.
struct Client {
    host: String,
    point_of_sale: String,
    /// The identifiers of payments that were acknowledged, with their keys.
    made: Vec<(String, String)>,
    /// The payment that was not acknowledged.
    interrupted: Option<Payment>,
}

impl Client {
    fn send(&self, method: &str, path: &str, further: &str, form: &str) -> io::Result<(u16, Value)> {
        let mut stream = TcpStream::connect(&self.host)?;
        stream.set_read_timeout(Some(Duration::from_secs(20)))?;
        let length = form.len();
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n{further}\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n{form}",
            self.host
        );
        stream.write_all(request.as_bytes())?;
        let mut response = Vec::new();
        stream.read_to_end(&mut response)?;
        let response = String::from_utf8_lossy(&response);
        let cut = || io::Error::from(io::ErrorKind::UnexpectedEof);
        let (head, body) = response.split_once("\r\n\r\n").ok_or_else(cut)?;
        let status = head.get(9..12).and_then(|status| status.parse().ok()).ok_or_else(cut)?;
        Ok((status, serde_json::from_str(body).map_err(|_| cut())?))
    }

    fn pay_until_it_ends(&mut self, name: &str) {
        for number in 0.. {
            let key = format!("{name}-{number}");
            if self.pay(&key).is_err() {
                return;
            }
        }
    }

    fn pay(&mut self, key: &str) -> io::Result<()> {
        let card = "merchantPublicKey=pk-test-demo&card[number]=4111111111111111&card[expirationMonth]=12\
                    &card[expirationYear]=2090&card[cvc]=123";
        let origin = "Origin: https://example.centralpay.net\r\n";
        let (status, token) = self.send("POST", "/centralpay/v2/rest/cardToken", origin, card)?;
        assert_eq!(status, 200, "{token}");
        let token = token["cardTokenId"].as_str().expect("an identifier");
        let form = format!(
            "cardTokenId={token}&amount=1500&currency=EUR&pointOfSaleId={}&endUserIp=203.0.113.7&source=EC\
             &merchantTransactionId={key}",
            self.point_of_sale
        );
        self.interrupted = Some(Payment { key: key.to_owned(), form });
        self.complete()
    }

    /// Pays, or pays again with the same key.
    fn complete(&mut self) -> io::Result<()> {
        let Some(Payment { key, form }) = self.interrupted.clone() else { return Ok(()) };
        let further = format!("Authorization: {LOGIN}\r\nIdempotence-Key: {key}\r\n");
        let (status, paid) = self.send("POST", "/centralpay/v2/rest/transaction", &further, &form)?;
        assert_eq!(status, 200, "{paid}");
        self.made.push((paid["transactionId"].as_str().expect("an identifier").to_owned(), key));
        self.interrupted = None;
        Ok(())
    }

    fn get(&self, path: &str) -> Value {
        let further = format!("Authorization: {LOGIN}\r\n");
        let (status, found) = self.send("GET", path, &further, "").expect("it responds");
        assert_eq!(status, 200, "GET {path}: {found}");
        found
    }
}

/// A webhook that acknowledges everything. Returns its URL, and of which payments it was told that they succeeded.
fn webhook() -> (String, Arc<Mutex<BTreeSet<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let url = format!("http://{}/hook", listener.local_addr().expect("it listens"));
    let succeeded = Arc::new(Mutex::new(BTreeSet::new()));
    let told = Arc::clone(&succeeded);
    thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            let told = Arc::clone(&told);
            // The sandbox keeps its connections.
            thread::spawn(move || receive(&stream, &told));
        }
    });
    (url, succeeded)
}

fn receive(mut stream: &TcpStream, told: &Mutex<BTreeSet<String>>) -> Option<()> {
    let mut reader = BufReader::new(stream.try_clone().ok()?);
    loop {
        let mut length = 0;
        loop {
            let mut line = String::new();
            if reader.read_line(&mut line).ok()? == 0 {
                return None;
            }
            let line = line.trim_end().to_ascii_lowercase();
            if let Some(value) = line.strip_prefix("content-length:") {
                length = value.trim().parse().ok()?;
            }
            if line.is_empty() {
                break;
            }
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body).ok()?;
        let event: Value = serde_json::from_slice(&body).ok()?;
        if event["type"] == "TRANSACTION_SUCCEEDED" {
            let about = event["object"]["transactionId"].as_str()?.to_owned();
            told.lock().expect("nobody panics with it").insert(about);
        }
        stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").ok()?;
    }
}

#[test]
fn a_killed_sandbox_has_every_acknowledged_payment_and_delivers_every_event() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("worlds.sqlite");
    let (url, succeeded) = webhook();
    let (mut all, mut interrupted) = (Vec::new(), 0);
    let mut sandbox = Sandbox::start(&file, &url);
    for time in 1..=TIMES {
        let clients: Vec<Client> = (0..CLIENTS).map(|_| sandbox.client()).collect();
        let threads = clients.into_iter().enumerate().map(|(number, mut client)| {
            thread::spawn(move || {
                client.pay_until_it_ends(&format!("{time}-{number}"));
                client
            })
        });
        let threads: Vec<_> = threads.collect();
        // Somewhere in the midst of it, elsewhere each time.
        thread::sleep(Duration::from_millis(40 + time * 7 % 61));
        drop(sandbox.running);
        let clients: Vec<Client> = threads.into_iter().map(|thread| thread.join().expect("a client ends")).collect();

        sandbox = Sandbox::start(&file, &url);
        for mut client in clients {
            interrupted += usize::from(client.interrupted.is_some());
            client.host.clone_from(&sandbox.host);
            client.complete().expect("it responds");
            for (id, key) in &client.made {
                let found = client.get(&format!("/centralpay/v2/rest/transaction/{id}"));
                assert_eq!(found["transactionStatus"], "SUCCESS", "after {time} times: {found}");
                let found = client.get(&format!("/centralpay/v2/rest/transaction?merchantTransactionId={key}"));
                let ids: Vec<&Value> =
                    found.as_array().expect("a list").iter().map(|one| &one["transactionId"]).collect();
                assert_eq!(ids, [id], "after {time} times, {key} was paid once");
            }
            all.extend(client.made);
        }
        // What is due is delivered when this returns.
        let client = sandbox.client();
        let (status, _) =
            client.send("POST", "/control/worlds/demo/clock/advance", "", "seconds=0").expect("it responds");
        assert_eq!(status, 200);
        let told = succeeded.lock().expect("nobody panics with it").clone();
        let missing: Vec<_> = all.iter().filter(|(id, _)| !told.contains(id)).collect();
        assert!(missing.is_empty(), "after {time} times, no event arrived about {missing:?}");
    }
    assert!(all.len() > 100 && interrupted > 10, "{} payments, {interrupted} of them interrupted", all.len());
}
