//! Connections that can be closed at a moment of our choice.
//!
//! hyper answers whatever it is given; to answer nothing, the connection below it has to break. A handler reaches its
//! connection through the [`Wire`] in the request's extensions.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::task::{Context, Poll, ready};

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};

const OPEN: u8 = 0;
/// Nothing more is sent.
const BROKEN: u8 = 1;
/// What arrives next breaks it.
const IDLE: u8 = 2;

/// What a handler knows of its connection.
#[derive(Debug, Clone)]
pub(crate) struct Wire {
    state: Arc<AtomicU8>,
    pub(crate) peer: SocketAddr,
}

impl Wire {
    /// Closes the connection without sending anything more.
    pub(crate) fn sever(&self) {
        self.state.store(BROKEN, Ordering::Release);
    }

    /// Closes the connection when the next request arrives on it.
    pub(crate) fn sever_at_next_request(&self) {
        self.state.store(IDLE, Ordering::Release);
    }
}

impl Connected<IncomingStream<'_, Connections>> for Wire {
    fn connect_info(stream: IncomingStream<'_, Connections>) -> Self {
        stream.io().wire.clone()
    }
}

/// Accepts connections.
pub(crate) struct Connections(pub(crate) TcpListener);

impl Listener for Connections {
    type Io = Connection;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Connection, SocketAddr) {
        // Of the trait, not of the type: it waits when there are too many open files.
        let (stream, peer) = Listener::accept(&mut self.0).await;
        // Answers are written at once; waiting for more to send would cost clients 40 ms.
        let _ = stream.set_nodelay(true);
        (Connection { stream, wire: Wire { state: Arc::default(), peer } }, peer)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.0.local_addr()
    }
}

/// A connection.
pub(crate) struct Connection {
    stream: TcpStream,
    wire: Wire,
}

impl Connection {
    fn check(&self) -> io::Result<()> {
        match self.wire.state.load(Ordering::Acquire) {
            BROKEN => Err(io::ErrorKind::ConnectionAborted.into()),
            _ => Ok(()),
        }
    }
}

impl AsyncRead for Connection {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let before = buf.filled().len();
        ready!(Pin::new(&mut self.stream).poll_read(cx, buf))?;
        let has_arrived = buf.filled().len() > before;
        if has_arrived && self.wire.state.load(Ordering::Acquire) != OPEN {
            return Poll::Ready(Err(io::ErrorKind::ConnectionAborted.into()));
        }
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Connection {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        self.check()?;
        Pin::new(&mut self.stream).poll_write(cx, buf)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.check()?;
        Pin::new(&mut self.stream).poll_write_vectored(cx, bufs)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
