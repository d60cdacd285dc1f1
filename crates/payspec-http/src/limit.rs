//! A bound on how many requests of a client are under way at once.

use std::future::{Future as _, poll_fn};
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::clock::{Clock as _, SystemClock};
use crate::transport::{HttpRequest, Transport, TransportError, TransportErrorKind, TransportFuture};

/// A transport with a number of places. What finds none waits for one, and that counts as time of the request. It is real
/// time, like all time that a transport takes: a clock that only pretends to wait would give up at once.
pub(crate) struct Limited {
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) places: Arc<Semaphore>,
}

impl Transport for Limited {
    fn send(&self, mut request: HttpRequest) -> TransportFuture<'_> {
        Box::pin(async move {
            let place = match Arc::clone(&self.places).try_acquire_owned() {
                Ok(place) => place,
                Err(_) => self.wait(&mut request).await?,
            };
            let answer = self.transport.send(request).await;
            drop(place);
            answer
        })
    }
}

impl Limited {
    async fn wait(&self, request: &mut HttpRequest) -> Result<OwnedSemaphorePermit, TransportError> {
        let began = SystemClock.now();
        let mut place = pin!(Arc::clone(&self.places).acquire_owned());
        let mut end = SystemClock.sleep(request.timeout);
        let found = poll_fn(|context| {
            if let Poll::Ready(place) = place.as_mut().poll(context) {
                return Poll::Ready(place.ok());
            }
            end.as_mut().poll(context).map(|()| None)
        });
        let place = found.await.ok_or_else(|| TransportError::new(TransportErrorKind::Busy))?;
        let waited = SystemClock.now().saturating_duration_since(began);
        request.timeout = request.timeout.saturating_sub(waited).max(Duration::from_millis(1));
        Ok(place)
    }
}
