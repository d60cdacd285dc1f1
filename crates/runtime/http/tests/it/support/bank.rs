//! A payment server that keeps books, honours idempotency keys, and fails on request: before or after it has booked.
//!
//! It serves both modes, so it has threads and no runtime. It ends with the test that owns it.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread;
use std::time::Duration;

/// No connection is waited for longer.
const PATIENCE: Duration = Duration::from_secs(10);

/// What goes wrong with a request. Everything but [`Fault::Refuse`] happens after the payment was booked.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Fault {
    /// The connection is closed without an answer.
    Drop,
    /// The connection is closed without an answer, and nothing was booked.
    DropUnbooked,
    /// The connection is reset in the middle of an answer with status 200.
    ResetMidBody,
    /// There is no answer.
    Silence,
    /// An answer with this status, and `Retry-After` if there is a text for it.
    Response { status: u16, retry_after: Option<&'static str> },
    /// The same, and nothing was booked.
    Refuse { status: u16, retry_after: Option<&'static str> },
    /// A redirect to a server that should never see anything.
    Redirect(SocketAddr),
    /// A success of somebody else's: nothing was booked.
    LoginPage,
}

/// The server.
pub(crate) struct Bank {
    address: SocketAddr,
    books: Arc<Mutex<Books>>,
    stop: Arc<AtomicBool>,
}

#[derive(Default)]
struct Books {
    /// How often each order was booked.
    booked: HashMap<String, u32>,
    /// What was answered under each key.
    by_key: HashMap<String, String>,
    /// How often each order was asked for.
    asked: HashMap<String, u32>,
    /// The keys each order was asked for with.
    keys: HashMap<String, Vec<String>>,
}

impl Bank {
    /// A bank that fails the first `times` requests for each order.
    pub(crate) fn failing(fault: Fault, times: u32) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port on this machine");
        let address = listener.local_addr().expect("a bound socket has an address");
        let (books, stop) = (Arc::<Mutex<Books>>::default(), Arc::new(AtomicBool::new(false)));
        let (shared, stopped) = (Arc::clone(&books), Arc::clone(&stop));
        thread::spawn(move || {
            for stream in listener.incoming() {
                if stopped.load(Ordering::SeqCst) {
                    return;
                }
                let (Ok(stream), shared) = (stream, Arc::clone(&shared)) else { continue };
                // A failure here is a client that has gone; its test sees what it missed.
                thread::spawn(move || serve(stream, fault, times, &shared).ok());
            }
        });
        Self { address, books, stop }
    }

    /// A bank that does not fail.
    pub(crate) fn sound() -> Self {
        Self::failing(Fault::Drop, 0)
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// How often an order was booked.
    pub(crate) fn booked(&self, order: &str) -> u32 {
        self.books().booked.get(order).copied().unwrap_or(0)
    }

    /// How often an order was asked for.
    pub(crate) fn asked(&self, order: &str) -> u32 {
        self.books().asked.get(order).copied().unwrap_or(0)
    }

    /// How many requests there were.
    pub(crate) fn requests(&self) -> u32 {
        self.books().asked.values().sum()
    }

    /// The keys that an order was asked for with, in their order.
    pub(crate) fn keys(&self, order: &str) -> Vec<String> {
        self.books().keys.get(order).cloned().unwrap_or_default()
    }

    fn books(&self) -> MutexGuard<'_, Books> {
        self.books.lock().expect("no handler panics")
    }
}

impl Drop for Bank {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        // Wakes the listener, so that its thread sees the flag.
        let _ = TcpStream::connect(self.address);
    }
}

impl Books {
    /// Books an order, unless its key was seen before; tells the answer.
    fn book(&mut self, order: &str, key: Option<&str>) -> String {
        if let Some(answer) = key.and_then(|key| self.by_key.get(key)) {
            return answer.clone();
        }
        *self.booked.entry(order.to_owned()).or_default() += 1;
        let answer = format!(r#"{{"id": "{order}", "status": "PAID", "amount": 1500}}"#);
        if let Some(key) = key {
            self.by_key.insert(key.to_owned(), answer.clone());
        }
        answer
    }
}

fn serve(mut stream: TcpStream, fault: Fault, times: u32, books: &Mutex<Books>) -> std::io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream.try_clone()?);
    while let Some((order, key)) = read_request(&mut reader)? {
        let mut books = books.lock().expect("no handler panics");
        let asked = books.asked.entry(order.clone()).or_default();
        *asked += 1;
        let fails = *asked <= times;
        books.keys.entry(order.clone()).or_default().extend(key.clone());
        let unbooked = matches!(fault, Fault::DropUnbooked | Fault::Refuse { .. } | Fault::LoginPage);
        let body = if fails && unbooked { String::new() } else { books.book(&order, key.as_deref()) };
        drop(books);
        if !fails {
            answer(&mut stream, 200, "", &body)?;
            continue;
        }
        match fault {
            Fault::Drop | Fault::DropUnbooked => return Ok(()),
            Fault::ResetMidBody => {
                let half = &body[..body.len() / 2];
                write!(stream, "HTTP/1.1 200 X\r\ncontent-length: {}\r\n\r\n{half}", body.len())?;
                stream.flush()?;
                // Closing with an end to linger of zero is a reset (RST) and no orderly end (FIN).
                return socket2::SockRef::from(&stream).set_linger(Some(Duration::ZERO));
            }
            // The client hangs up, and the read ends.
            Fault::Silence => {}
            Fault::Response { status, retry_after } | Fault::Refuse { status, retry_after } => {
                let header = retry_after.map(|after| format!("retry-after: {after}\r\n")).unwrap_or_default();
                answer(&mut stream, status, &header, "")?;
            }
            Fault::Redirect(address) => {
                answer(&mut stream, 307, &format!("location: http://{address}/payment\r\n"), "")?;
            }
            Fault::LoginPage => answer(&mut stream, 200, "", "<html>Log in to the network</html>")?,
        }
    }
    Ok(())
}

fn answer(stream: &mut TcpStream, status: u16, header: &str, body: &str) -> std::io::Result<()> {
    // In one piece: two small ones wait for each other's acknowledgement.
    let length = body.len();
    let text = format!("HTTP/1.1 {status} X\r\n{header}content-length: {length}\r\n\r\n{body}");
    stream.write_all(text.as_bytes())?;
    stream.flush()
}

/// The order a request is for, and its key. The order stands in the path, `/payment/{order}`, or is the token.
fn read_request(reader: &mut BufReader<TcpStream>) -> std::io::Result<Option<(String, Option<String>)>> {
    let mut line = String::new();
    if reader.read_line(&mut line)? == 0 {
        return Ok(None);
    }
    let path = line.split(' ').nth(1).unwrap_or_default().to_owned();
    let (mut length, mut key) = (0, None);
    loop {
        let mut header = String::new();
        reader.read_line(&mut header)?;
        let Some((name, value)) = header.trim_end().split_once(": ") else { break };
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = value.parse().expect("a length is a number"),
            "idempotence-key" => key = Some(value.to_owned()),
            _ => {}
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    let pairs = payspec_core::parse_pairs(&body).expect("the client sends a well-formed form");
    let token = pairs.into_iter().find(|(name, _)| name == "token").map(|(_, token)| token);
    let order = token.or_else(|| path.split('/').nth(2).map(str::to_owned)).unwrap_or_default();
    Ok(Some((order, key)))
}
