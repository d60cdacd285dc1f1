//! A server with TLS that answers for every host, and remembers what it was asked.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

/// A request of the browser.
#[derive(Debug, Clone)]
pub struct Request {
    pub method: String,
    pub host: String,
    /// The path and the query.
    pub path: String,
    headers: Vec<(String, String)>,
    pub body: String,
}

impl Request {
    /// Returns the value of a header, or an empty text.
    pub fn header(&self, name: &str) -> &str {
        let mut values = self.headers.iter().filter(|(known, _)| known.eq_ignore_ascii_case(name));
        values.next().map_or("", |(_, value)| value)
    }
}

/// A response: headers in addition to the length, and a body.
pub type Response = (String, String);

type Answer = dyn Fn(&Request) -> Response + Send + Sync;

#[derive(Default)]
struct Log {
    requests: Mutex<Vec<Request>>,
    more: Condvar,
}

pub struct Server {
    address: SocketAddr,
    log: Arc<Log>,
}

impl Server {
    /// Starts a server that answers with the headers and the body that `answer` returns.
    pub fn start(answer: impl Fn(&Request) -> Response + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let server = Self { address: listener.local_addr().expect("it is bound"), log: Arc::default() };
        let (log, config, answer) = (Arc::clone(&server.log), config(), Arc::new(answer) as Arc<Answer>);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (log, config, answer) = (Arc::clone(&log), Arc::clone(&config), Arc::clone(&answer));
                // A browser opens connections that it does not use.
                thread::spawn(move || drop(serve(stream, config, &log, &*answer)));
            }
        });
        server
    }

    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Waits for the first request that `is_it` accepts.
    ///
    /// # Panics
    ///
    /// Panics after a minute, with what has come instead.
    pub fn wait(&self, what: &str, is_it: impl Fn(&Request) -> bool) -> Request {
        let until = Instant::now() + Duration::from_secs(60);
        let mut requests = self.log.requests.lock().expect("no test panics with it");
        loop {
            if let Some(found) = requests.iter().find(|request| is_it(request)) {
                return found.clone();
            }
            let left = until.saturating_duration_since(Instant::now());
            assert!(!left.is_zero(), "no {what} came, but {requests:#?}");
            requests = self.log.more.wait_timeout(requests, left).expect("no test panics with it").0;
        }
    }

    pub fn requests(&self) -> Vec<Request> {
        self.log.requests.lock().expect("no test panics with it").clone()
    }
}

fn config() -> Arc<ServerConfig> {
    let made = rcgen::generate_simple_self_signed(["shop.example".to_owned()]).expect("a certificate");
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(made.signing_key.serialize_der()));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let builder = builder.expect("its versions").with_no_client_auth();
    Arc::new(builder.with_single_cert(vec![made.cert.der().clone()], key).expect("they belong together"))
}

fn serve(stream: TcpStream, config: Arc<ServerConfig>, log: &Log, answer: &Answer) -> std::io::Result<()> {
    let connection = ServerConnection::new(config).map_err(std::io::Error::other)?;
    let mut stream = BufReader::new(StreamOwned::new(connection, stream));
    let mut line = String::new();
    stream.read_line(&mut line)?;
    let mut parts = line.split_whitespace();
    let (Some(method), Some(path)) = (parts.next(), parts.next()) else { return Ok(()) };
    let (method, path) = (method.to_owned(), path.to_owned());
    let mut headers = Vec::new();
    loop {
        let mut line = String::new();
        stream.read_line(&mut line)?;
        let Some((name, value)) = line.trim_end().split_once(": ") else { break };
        headers.push((name.to_owned(), value.to_owned()));
    }
    let mut request = Request { method, host: String::new(), path, headers, body: String::new() };
    request.host = request.header("host").to_owned();
    let mut body = vec![0; request.header("content-length").parse().unwrap_or(0)];
    stream.read_exact(&mut body)?;
    request.body = String::from_utf8_lossy(&body).into_owned();
    let (headers, body) = answer(&request);
    log.requests.lock().expect("no test panics with it").push(request);
    log.more.notify_all();
    let head = format!("HTTP/1.1 200 OK\r\nconnection: close\r\n{headers}content-length: {}\r\n\r\n", body.len());
    let stream = stream.get_mut();
    stream.write_all(head.as_bytes())?;
    stream.write_all(body.as_bytes())?;
    stream.conn.send_close_notify();
    stream.flush()
}
