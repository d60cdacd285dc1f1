//! A sender of webhooks, and the receiver of a shop.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::{Arc, Mutex};

use serde_json::Value;

use super::server::{Reply, Request, Server};

/// Posts a body with its headers, and tells the status of the answer.
pub fn deliver(receiver: &Server, headers: &[(&str, &str)], body: &[u8]) -> u16 {
    let address = receiver.url();
    let mut stream = TcpStream::connect(address.trim_start_matches("http://")).expect("the receiver listens");
    let mut head = format!("POST /notify HTTP/1.1\r\nhost: shop\r\ncontent-length: {}\r\n", body.len());
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    stream.write_all(format!("{head}\r\n").as_bytes()).expect("the receiver reads");
    stream.write_all(body).expect("the receiver reads");
    let mut answer = [0; 12];
    stream.read_exact(&mut answer).expect("the receiver answers");
    let answer = String::from_utf8_lossy(&answer);
    answer.rsplit(' ').next().and_then(|status| status.parse().ok()).expect("an HTTP answer")
}

/// A shop that keeps the events it accepts, and refuses the rest with 401.
pub struct Shop<E> {
    /// Where it listens.
    pub server: Server,
    events: Arc<Mutex<Vec<E>>>,
}

impl<E: Send + 'static> Shop<E> {
    /// Starts a shop that takes a request for an event or not.
    pub fn start(receive: impl Fn(&Request) -> Option<E> + Send + Sync + 'static) -> Self {
        let events = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&events);
        let server = Server::responding(move |request| {
            let event = receive(request);
            let status = if event.is_some() { 200 } else { 401 };
            kept.lock().expect("no handler panics").extend(event);
            Reply::json(status, &Value::Null)
        });
        Self { server, events }
    }

    /// The events so far; the list starts anew.
    pub fn events(&self) -> Vec<E> {
        std::mem::take(&mut *self.events.lock().expect("no handler panics"))
    }
}

/// The headers of a request, as verifiers take them.
pub fn headers(request: &Request) -> impl Iterator<Item = (&str, &str)> {
    request.headers.iter().map(|(name, value)| (name.as_str(), value.as_str()))
}
