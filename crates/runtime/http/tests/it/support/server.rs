//! An HTTP server of a hundred lines: it shows the exact bytes of a request and can misbehave.
//!
//! It serves one request per connection, ends with the test that owns it, and never waits longer than
//! [`PATIENCE`].

use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio::time::timeout;

use super::reply::Reply;

const PATIENCE: Duration = Duration::from_secs(20);
const MOST_CONNECTIONS: usize = 16;

/// A running server. Dropping it stops it.
pub(crate) struct Server {
    address: SocketAddr,
    seen: Arc<Seen>,
    task: JoinHandle<()>,
}

#[derive(Default)]
struct Seen {
    requests: Mutex<Vec<String>>,
    connections: AtomicUsize,
    written: AtomicUsize,
}

impl Server {
    /// Starts a server that gives every request the same reply.
    pub(crate) async fn start(reply: Reply) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("a bound socket has an address");
        let seen = Arc::new(Seen::default());
        let task = tokio::spawn(serve(listener, reply, Arc::clone(&seen)));
        Self { address, seen, task }
    }

    /// The base URL of the API, with a path of its own.
    pub(crate) fn url(&self) -> String {
        format!("http://{}/v2/rest", self.address)
    }

    /// `host:port`.
    pub(crate) fn host(&self) -> String {
        self.address.to_string()
    }

    /// The requests so far, as they came.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.seen.requests.lock().expect("no test panics in here").clone()
    }

    /// The only request so far.
    pub(crate) fn request(&self) -> String {
        let requests = self.requests();
        assert_eq!(requests.len(), 1, "exactly one request was expected");
        requests.into_iter().next().expect("there is one")
    }

    /// How many connections were opened.
    pub(crate) fn connections(&self) -> usize {
        self.seen.connections.load(Ordering::SeqCst)
    }

    /// How many bytes the server got rid of.
    pub(crate) fn written(&self) -> usize {
        self.seen.written.load(Ordering::SeqCst)
    }

    /// The base URL of a server that was just closed.
    pub(crate) async fn gone() -> String {
        Self::start(Reply::Close).await.url()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve(listener: TcpListener, reply: Reply, seen: Arc<Seen>) {
    for _ in 0..MOST_CONNECTIONS {
        let Ok((stream, _)) = listener.accept().await else { return };
        seen.connections.fetch_add(1, Ordering::SeqCst);
        let one = connection(stream, reply.clone(), Arc::clone(&seen));
        tokio::spawn(timeout(PATIENCE, one));
    }
}

async fn connection(mut stream: TcpStream, reply: Reply, seen: Arc<Seen>) {
    let Some(request) = read_request(&mut stream).await else { return };
    seen.requests.lock().expect("no test panics in here").push(request);
    match reply {
        Reply::Close => {}
        Reply::Bytes(bytes) => {
            let _ = stream.write_all(&bytes).await;
            let _ = stream.shutdown().await;
        }
        Reply::Stall(bytes) => {
            let _ = stream.write_all(&bytes).await;
            tokio::time::sleep(PATIENCE).await;
        }
        Reply::Flood { head, total } => {
            let _ = stream.write_all(head.as_bytes()).await;
            let filler = vec![b'x'; 64 * 1024];
            let mut left = total;
            while left > 0 {
                let Ok(taken) = stream.write(&filler[..filler.len().min(left)]).await else { return };
                seen.written.fetch_add(taken, Ordering::SeqCst);
                left -= taken;
            }
            let _ = stream.shutdown().await;
        }
    }
}

/// Reads a head, and as much body as it announces.
async fn read_request(stream: &mut TcpStream) -> Option<String> {
    let mut bytes = Vec::new();
    let mut chunk = [0; 4096];
    loop {
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&bytes[..end]).to_ascii_lowercase();
            let length: usize = head
                .lines()
                .find_map(|line| line.strip_prefix("content-length: "))
                .map_or(0, |value| value.trim().parse().expect("a length is a number"));
            if bytes.len() >= end + 4 + length {
                return Some(String::from_utf8_lossy(&bytes).into_owned());
            }
        }
        match stream.read(&mut chunk).await {
            Ok(0) | Err(_) => return None,
            Ok(read) => bytes.extend_from_slice(&chunk[..read]),
        }
    }
}
