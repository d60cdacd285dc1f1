//! A server that speaks HTTP/2 over TLS and goes silent on request: it reads nothing any more, and its kernel goes on
//! acknowledging what comes. It has a thread and a runtime of its own.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use h2::server::{self, SendResponse};
use http::{Request, Response};
use tokio::io::AsyncReadExt as _;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{oneshot, watch};
use tokio_rustls::TlsAcceptor;

use super::tls;

/// What the server does with connections from now on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Conduct {
    /// Every request is answered, but those for a payment `slow` (once [`Http2Server::release`] is called) and `never`.
    Answers,
    /// Connections that are there go silent; new ones do not.
    Silent { but_from: usize },
    /// Connections that are there say that they end, and are closed.
    Ends { but_from: usize },
}

/// A running server. Dropping it stops it.
pub(crate) struct Http2Server {
    address: SocketAddr,
    seen: Arc<Seen>,
    conduct: watch::Sender<Conduct>,
    released: watch::Sender<bool>,
    _running: oneshot::Sender<()>,
}

#[derive(Default)]
struct Seen {
    connections: AtomicUsize,
    /// How many requests came on each connection.
    requests: Mutex<Vec<usize>>,
    /// How many connections do as the conduct says.
    conducted: AtomicUsize,
    /// How many silent connections were closed by the client.
    given_up: AtomicUsize,
}

/// What a connection knows.
#[derive(Clone)]
struct Context {
    number: usize,
    seen: Arc<Seen>,
    conduct: watch::Receiver<Conduct>,
    released: watch::Receiver<bool>,
}

impl Http2Server {
    pub(crate) fn start() -> Self {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port on this machine");
        listener.set_nonblocking(true).expect("a socket can do that");
        let address = listener.local_addr().expect("a bound socket has an address");
        let seen = Arc::<Seen>::default();
        let (conduct, conducted) = watch::channel(Conduct::Answers);
        let (released, release) = watch::channel(false);
        let (running, ended) = oneshot::channel::<()>();
        let context = Context { number: 0, seen: Arc::clone(&seen), conduct: conducted, released: release };
        let tls = TlsAcceptor::from(tls::server_config());
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
            runtime.block_on(async {
                tokio::select! {
                    () = accept(listener, tls, context) => {}
                    _ = ended => {}
                }
            });
        });
        Self { address, seen, conduct, released, _running: running }
    }

    pub(crate) fn url(&self) -> String {
        format!("https://{}", self.address)
    }

    pub(crate) fn connections(&self) -> usize {
        self.seen.connections.load(Ordering::SeqCst)
    }

    /// How many requests came on each connection so far.
    pub(crate) fn requests(&self) -> Vec<usize> {
        self.seen.requests.lock().expect("no handler panics").clone()
    }

    /// Silences the connections that there are.
    pub(crate) fn silence(&self) {
        self.conduct(Conduct::Silent { but_from: self.connections() });
    }

    /// Silences all connections from their beginning, for good.
    pub(crate) fn silence_all(&self) {
        self.conduct.send_replace(Conduct::Silent { but_from: usize::MAX });
    }

    /// Ends the connections that there are, with a GOAWAY.
    pub(crate) fn end(&self) {
        self.conduct(Conduct::Ends { but_from: self.connections() });
    }

    /// Changes the conduct, and waits until all connections know.
    fn conduct(&self, conduct: Conduct) {
        let all = self.connections();
        self.conduct.send_replace(conduct);
        wait_until(|| self.seen.conducted.load(Ordering::SeqCst) >= all);
    }

    /// Answers the slow requests.
    pub(crate) fn release(&self) {
        self.released.send_replace(true);
    }

    /// How many silent connections were closed by the client.
    pub(crate) fn given_up(&self) -> usize {
        self.seen.given_up.load(Ordering::SeqCst)
    }
}

/// Waits for something that comes soon.
///
/// # Panics
///
/// When it does not.
pub(crate) fn wait_until(condition: impl Fn() -> bool) {
    for _ in 0..2_000 {
        if condition() {
            return;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    panic!("it never came");
}

async fn accept(listener: std::net::TcpListener, tls: TlsAcceptor, context: Context) {
    let listener = TcpListener::from_std(listener).expect("it is a socket");
    while let Ok((stream, _)) = listener.accept().await {
        let number = context.seen.connections.fetch_add(1, Ordering::SeqCst);
        context.seen.requests.lock().expect("no handler panics").push(0);
        tokio::spawn(serve(stream, tls.clone(), Context { number, ..context.clone() }));
    }
}

/// Serves a connection. What fails here is a client that has gone.
async fn serve(stream: TcpStream, tls: TlsAcceptor, mut context: Context) -> Option<()> {
    let stream = stream.into_std().ok()?;
    let raw = stream.try_clone().ok()?;
    let stream = tls.accept(TcpStream::from_std(stream).ok()?).await.ok()?;
    let mut connection = server::handshake(stream).await.ok()?;
    loop {
        let conduct = *context.conduct.borrow_and_update();
        match conduct {
            Conduct::Silent { but_from } if context.number < but_from => {
                context.seen.conducted.fetch_add(1, Ordering::SeqCst);
                watch_the_end_of(raw, &context.seen).await;
                // Only now: the connection has to live as long as the client believes that it does.
                drop(connection);
                return None;
            }
            Conduct::Ends { but_from } if context.number < but_from => {
                connection.abrupt_shutdown(h2::Reason::NO_ERROR);
                let _ = std::future::poll_fn(|context| connection.poll_closed(context)).await;
                drop(connection);
                context.seen.conducted.fetch_add(1, Ordering::SeqCst);
                return None;
            }
            _ => {}
        }
        tokio::select! {
            changed = context.conduct.changed() => changed.ok()?,
            accepted = connection.accept() => {
                let (request, respond) = accepted?.ok()?;
                let nth = {
                    let mut requests = context.seen.requests.lock().expect("no handler panics");
                    requests[context.number] += 1;
                    requests.iter().sum()
                };
                tokio::spawn(answer(request, respond, nth, context.released.clone()));
            }
        }
    }
}

async fn answer(
    request: Request<h2::RecvStream>,
    mut respond: SendResponse<Bytes>,
    nth: usize,
    mut released: watch::Receiver<bool>,
) {
    let path = request.uri().path();
    if path.ends_with("/never") {
        std::future::pending::<()>().await;
    }
    if path.ends_with("/slow") {
        let _ = released.wait_for(|released| *released).await;
    }
    let head = Response::builder().header("content-type", "application/json").body(()).expect("it is a response");
    if let Ok(mut body) = respond.send_response(head, false) {
        let _ = body.send_data(Bytes::from(format!(r#"{{"id": "own-{nth}"}}"#)), true);
    }
}

/// Reads what comes next to the connection, which therefore never sees it, until the client closes.
async fn watch_the_end_of(raw: std::net::TcpStream, seen: &Seen) {
    let Ok(mut raw) = TcpStream::from_std(raw) else { return };
    let mut ignored = [0; 1024];
    while raw.read(&mut ignored).await.is_ok_and(|read| read > 0) {}
    seen.given_up.fetch_add(1, Ordering::SeqCst);
}
