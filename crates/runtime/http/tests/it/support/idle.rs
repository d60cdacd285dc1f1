//! A server that keeps connections open, and does something to the first of them while nobody uses it.
//!
//! It has threads and no runtime: nothing of it depends on who drives the client.

use std::io::{BufRead, BufReader, Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::thread;
use std::time::Duration;

/// No connection is waited for longer.
const PATIENCE: Duration = Duration::from_secs(10);

/// What is done to the idle connection.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Disturbance {
    /// These bytes are written, which nobody asked for.
    Says(&'static str),
    /// These bytes are written together with the answer to the first request.
    SaysAtOnce(&'static str),
    /// These bytes are written and the connection is closed, as servers do that announce it.
    SaysAndCloses(&'static str),
    /// The connection is closed.
    Closes,
}

/// A running server. It ends with the test that owns it.
pub(crate) struct IdleServer {
    address: SocketAddr,
    seen: Arc<Seen>,
    /// Tells the first connection to go ahead; it says when it is done.
    disturb: mpsc::Sender<mpsc::Sender<()>>,
}

#[derive(Default)]
struct Seen {
    connections: AtomicUsize,
    /// How many requests came on each connection.
    requests: Mutex<Vec<usize>>,
    stop: AtomicBool,
}

impl IdleServer {
    pub(crate) fn start(disturbance: Disturbance) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port on this machine");
        let address = listener.local_addr().expect("a bound socket has an address");
        let (disturb, disturbed) = mpsc::channel();
        let seen = Arc::new(Seen::default());
        let shared = Arc::clone(&seen);
        thread::spawn(move || {
            let mut disturbed = Some(disturbed);
            for stream in listener.incoming().flatten() {
                if shared.stop.load(Ordering::SeqCst) {
                    return;
                }
                let number = shared.connections.fetch_add(1, Ordering::SeqCst);
                shared.requests.lock().expect("no handler panics").push(0);
                let (seen, disturbed) = (Arc::clone(&shared), disturbed.take());
                // A failure here is a client that has gone; its test sees what it missed.
                thread::spawn(move || serve(stream, number, disturbance, disturbed, &seen).ok());
            }
        });
        Self { address, seen, disturb }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Does to the idle connection what was to be done, and waits until the client's side of it has that.
    pub(crate) fn disturb(&self) {
        let (done, wait) = mpsc::channel();
        self.disturb.send(done).expect("the first connection waits");
        wait.recv_timeout(PATIENCE).expect("the first connection is there");
    }

    /// How many requests came on each connection so far.
    pub(crate) fn requests(&self) -> Vec<usize> {
        self.seen.requests.lock().expect("no handler panics").clone()
    }
}

impl Drop for IdleServer {
    fn drop(&mut self) {
        self.seen.stop.store(true, Ordering::SeqCst);
        // Wakes the listener, so that its thread sees the flag.
        let _ = TcpStream::connect(self.address);
    }
}

fn serve(
    mut stream: TcpStream,
    number: usize,
    disturbance: Disturbance,
    disturbed: Option<mpsc::Receiver<mpsc::Sender<()>>>,
    seen: &Seen,
) -> std::io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut disturbed = disturbed;
    while read_request(&mut reader)? {
        let nth = {
            let mut requests = seen.requests.lock().expect("no handler panics");
            requests[number] += 1;
            requests.iter().sum::<usize>()
        };
        let mut answer = own_answer(nth);
        let disturbed = disturbed.take();
        if let (Some(_), Disturbance::SaysAtOnce(bytes)) = (&disturbed, disturbance) {
            answer.push_str(bytes);
        }
        stream.write_all(answer.as_bytes())?;
        let waits = !matches!(disturbance, Disturbance::SaysAtOnce(_));
        if let Some(done) = disturbed.filter(|_| waits).and_then(|disturbed| disturbed.recv().ok()) {
            match disturbance {
                Disturbance::Says(bytes) => stream.write_all(bytes.as_bytes())?,
                Disturbance::SaysAtOnce(_) => {}
                Disturbance::SaysAndCloses(bytes) => {
                    stream.write_all(bytes.as_bytes())?;
                    stream.shutdown(Shutdown::Write)?;
                }
                // What the client writes all the same is still seen.
                Disturbance::Closes => stream.shutdown(Shutdown::Write)?,
            }
            // What was written to this machine is there; this is for a kernel that puts it off.
            thread::sleep(Duration::from_millis(5));
            let _ = done.send(());
        }
    }
    Ok(())
}

/// The answer to the `nth` request of all, which says so.
fn own_answer(nth: usize) -> String {
    let body = format!(r#"{{"id": "own-{nth}"}}"#);
    format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}", body.len())
}

/// Reads a request to its end; `false` when there is none.
fn read_request(reader: &mut BufReader<TcpStream>) -> std::io::Result<bool> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 {
            return Ok(false);
        }
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length: ") {
            length = value.trim().parse().unwrap_or(0);
        }
        if line == "\r\n" {
            break;
        }
    }
    reader.read_exact(&mut vec![0; length])?;
    Ok(true)
}
