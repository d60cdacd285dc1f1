//! A plain local HTTP server that answers from a list of routes, or as a test tells it, and remembers what it was asked.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use serde_json::Value;

/// An answer: status and body.
pub type Response = (u16, Value);

/// An answer of any kind.
pub struct Reply {
    /// The status.
    pub status: u16,
    /// The media type.
    pub content_type: &'static str,
    /// The body.
    pub body: Vec<u8>,
    /// Further headers, each with its end of line.
    pub headers: String,
}

impl Reply {
    /// A JSON body.
    pub fn json(status: u16, body: &Value) -> Self {
        Self { status, content_type: "application/json", body: body.to_string().into_bytes(), headers: String::new() }
    }

    /// Adds a header.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push_str(&format!("{name}: {value}\r\n"));
        self
    }
}

type Respond = dyn Fn(&Request) -> Reply + Send + Sync;

/// A request as it came.
#[derive(Debug, Clone)]
pub struct Request {
    /// The method.
    pub method: String,
    /// The path, with its query.
    pub path: String,
    /// Names and values, in their order.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Request {
    /// The value of a header, by its name in any case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// The form's pairs in their order.
    pub fn pairs(&self) -> Vec<(String, String)> {
        payspec_core::parse_pairs(&self.body).expect("the client sends a well-formed form")
    }
}

/// The server. It ends when dropped.
pub struct Server {
    address: String,
    seen: Arc<Mutex<Vec<Request>>>,
    stop: Arc<AtomicBool>,
    with_request_ids: Arc<AtomicBool>,
}

impl Server {
    /// Leaves out the header that identifies a request, as a proxy does that answers for the API.
    pub fn without_request_ids(self) -> Self {
        self.with_request_ids.store(false, Ordering::SeqCst);
        self
    }

    /// Starts a server with routes of the form `("POST /refund", answer)`. Anything else gets 404.
    pub fn start(routes: impl IntoIterator<Item = (String, Response)>) -> Self {
        let routes: Vec<(String, Response)> = routes.into_iter().collect();
        Self::responding(move |request| {
            let wanted = format!("{} {}", request.method, request.path);
            let found = routes.iter().find(|(route, _)| *route == wanted);
            found.map_or(Reply::json(404, &Value::Null), |(_, (status, body))| Reply::json(*status, body))
        })
    }

    /// Starts a server that answers as told.
    pub fn responding(respond: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port on this machine");
        let address = listener.local_addr().expect("a bound socket has an address").to_string();
        let (seen, stop) = (Arc::new(Mutex::new(Vec::new())), Arc::new(AtomicBool::new(false)));
        let (shared, stopped) = (Arc::clone(&seen), Arc::clone(&stop));
        let with_request_ids = Arc::new(AtomicBool::new(true));
        let identified = Arc::clone(&with_request_ids);
        let respond: Arc<Respond> = Arc::new(respond);
        thread::spawn(move || {
            for stream in listener.incoming() {
                if stopped.load(Ordering::SeqCst) {
                    return;
                }
                let (Ok(stream), shared, respond) = (stream, Arc::clone(&shared), Arc::clone(&respond)) else {
                    continue;
                };
                let identified = Arc::clone(&identified);
                // An error here is a client that went away; the test sees what it missed.
                thread::spawn(move || serve(stream, &*respond, &shared, &identified).ok());
            }
        });
        Self { address, seen, stop, with_request_ids }
    }

    /// Its address: `http` and no path.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// What was asked so far.
    pub fn seen(&self) -> Vec<Request> {
        self.seen.lock().expect("no handler panics").clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        // Wakes the listener, so that its thread sees the flag.
        let _ = TcpStream::connect(&self.address);
    }
}

fn serve(
    stream: TcpStream,
    respond: &Respond,
    seen: &Mutex<Vec<Request>>,
    identified: &AtomicBool,
) -> std::io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut writer = stream;
    while let Some(request) = read_request(&mut reader)? {
        let reply = respond(&request);
        let number = {
            let mut seen = seen.lock().expect("no handler panics");
            seen.push(request);
            seen.len()
        };
        let Reply { status, content_type, body, headers } = reply;
        let request_id =
            if identified.load(Ordering::SeqCst) { format!("request-id: request-{number}\r\n") } else { String::new() };
        // In one piece: two small ones wait for each other's acknowledgement.
        let mut answer = format!(
            "HTTP/1.1 {status} X\r\ncontent-type: {content_type}\r\n{request_id}{headers}content-length: {}\r\n\r\n",
            body.len()
        )
        .into_bytes();
        answer.extend(body);
        writer.write_all(&answer)?;
        writer.flush()?;
    }
    Ok(())
}

fn read_request(reader: &mut impl BufRead) -> std::io::Result<Option<Request>> {
    let mut line = String::new();
    if reader.read_line(&mut line)? == 0 {
        return Ok(None);
    }
    let mut words = line.split_whitespace();
    let (method, path) = (words.next().unwrap_or_default().to_owned(), words.next().unwrap_or_default().to_owned());
    let mut headers = Vec::new();
    loop {
        let mut header = String::new();
        reader.read_line(&mut header)?;
        let Some((name, value)) = header.trim_end().split_once(':') else { break };
        headers.push((name.trim().to_owned(), value.trim().to_owned()));
    }
    let length = headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("content-length"));
    let length = length.and_then(|(_, value)| value.parse().ok()).unwrap_or(0);
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    Ok(Some(Request { method, path, headers, body }))
}
