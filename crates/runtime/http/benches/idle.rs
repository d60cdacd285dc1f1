//! How many calls without an idempotency key end with an unknown outcome because the server closed the idle connection
//! just when they were sent. 400 calls a line, with a pause as long as the server keeps idle connections, and up to eight
//! milliseconds more: the worst case.
//! Timings decide, so this prints figures and asserts nothing: `cargo bench -p payspec-http --bench idle`.

use std::io::{BufRead, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use payspec_core::{ApiSpec, BodyFormat, Empty, Form, Method, Operation, OperationSpec};
use payspec_http::{CallOutcome, Client, Error};

const CLIENTS: usize = 40;
const CALLS: usize = 10;

static API: ApiSpec = ApiSpec { name: "small", title: "Small", ..ApiSpec::EMPTY };

/// A call that changes something and takes no key.
struct Pay;

impl Operation for Pay {
    const SPEC: &'static OperationSpec = &OperationSpec {
        id: "pay",
        method: Method::Post,
        path: "/payments",
        body: BodyFormat::Form,
        changes_state: true,
        ..OperationSpec::EMPTY
    };
    type Output = Empty;

    fn encode(&self, form: &mut Form) {
        form.push("amount", "1500");
    }
}

/// Returns a server that closes connections that were idle for this long. Tells its address and counts its requests.
fn serve(idle: Duration) -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port on this machine");
    let address = listener.local_addr().expect("a bound socket has an address");
    let requests = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&requests);
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let counted = Arc::clone(&counted);
            // An error is the end of a connection, for whichever side it was too long.
            std::thread::spawn(move || converse(stream, idle, &counted).ok());
        }
    });
    (format!("http://{address}"), requests)
}

fn converse(mut stream: TcpStream, idle: Duration, requests: &AtomicUsize) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(idle))?;
    let mut reader = BufReader::new(stream.try_clone()?);
    loop {
        let mut line = String::new();
        while line != "\r\n" {
            line.clear();
            if reader.read_line(&mut line)? == 0 {
                return Ok(());
            }
        }
        std::io::Read::read_exact(&mut reader, &mut [0; "amount=1500".len()])?;
        requests.fetch_add(1, Ordering::SeqCst);
        stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n")?;
    }
}

/// Returns a client that makes its calls one after the other, with a pause between them. Tells how many ended as
/// unknown.
fn client(url: &str, idle: Duration, pause: Duration, per_call: bool) -> usize {
    let builder = Client::builder(&API, url).unrepeatable_idle_connection_timeout(idle);
    let call: Box<dyn Fn() -> Result<Empty, Error>> = if per_call {
        let client = builder.build().expect("the settings are right");
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        Box::new(move || runtime.block_on(client.call(Pay).into_future()))
    } else {
        let client = builder.build_blocking().expect("the settings are right");
        Box::new(move || client.call(Pay).wait())
    };
    let mut unknown = 0;
    for nth in 0..CALLS {
        if nth > 0 {
            std::thread::sleep(pause + Duration::from_millis(nth as u64 - 1));
        }
        unknown += usize::from(call().is_err_and(|error| error.outcome() == CallOutcome::Unknown));
    }
    unknown
}

fn main() {
    println!("client             pause = server's idle limit  client's idle limit  unknown of {}", CLIENTS * CALLS);
    for pause in [Duration::from_millis(500), Duration::from_secs(2)] {
        for idle in [Duration::from_secs(90), Duration::from_secs(1), Duration::ZERO] {
            for per_call in [true, false] {
                let (url, requests) = serve(pause);
                let unknown: usize = std::thread::scope(|scope| {
                    let clients: Vec<_> =
                        (0..CLIENTS).map(|_| scope.spawn(|| client(&url, idle, pause, per_call))).collect();
                    clients.into_iter().map(|client| client.join().expect("no panic")).sum()
                });
                let seen = requests.load(Ordering::SeqCst);
                let unseen = (CLIENTS * CALLS).saturating_sub(seen);
                let driven = if per_call { "block_on per call" } else { "blocking client" };
                println!("{driven:18} {pause:27?}  {idle:19?}  {unknown} (the server saw none of {unseen})");
            }
        }
    }
}
