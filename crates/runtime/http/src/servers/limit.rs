//! A bound on how many requests of a client are under way at once.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::clock::{Moment, SystemClock, within};
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
        let began = Moment::of(&SystemClock);
        let place = within(request.timeout, Arc::clone(&self.places).acquire_owned()).await;
        let place = place.and_then(Result::ok).ok_or_else(|| TransportError::new(TransportErrorKind::Busy))?;
        // The machine may have been suspended meanwhile, and what is sent late may be sent under a key that is forgotten.
        let waited = Moment::of(&SystemClock).since(began);
        let left = request.timeout.checked_sub(waited).filter(|left| !left.is_zero());
        request.timeout = left.ok_or_else(|| TransportError::new(TransportErrorKind::Busy))?;
        Ok(place)
    }
}
