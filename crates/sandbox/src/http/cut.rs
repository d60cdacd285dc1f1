//! A body that ends too early.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::Bytes;
use http_body::{Body, Frame, SizeHint};

/// Half of a body, which was announced with its full length. Then it fails, and the connection is closed.
pub(crate) struct Cut {
    half: Option<Bytes>,
    announced: u64,
    is_sent: bool,
}

impl Cut {
    pub(crate) fn new(body: Vec<u8>) -> Self {
        let announced = body.len() as u64;
        let mut half = Bytes::from(body);
        half.truncate(half.len() / 2);
        Self { half: Some(half), announced, is_sent: false }
    }
}

impl Body for Cut {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        if let Some(half) = self.half.take() {
            return Poll::Ready(Some(Ok(Frame::data(half))));
        }
        // An error would discard what hyper has not written yet; it writes when there is nothing more to send.
        if !std::mem::replace(&mut self.is_sent, true) {
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        Poll::Ready(Some(Err(io::ErrorKind::ConnectionAborted.into())))
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.announced)
    }
}
