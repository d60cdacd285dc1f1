//! The limit on a client's concurrent requests.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::clock::{Moment, SystemClock, within};
use crate::transport::{HttpRequest, Transport, TransportError, TransportErrorKind, TransportFuture};

/// A transport with a limited number of slots. A request waits for a slot, which counts towards its timeout. The wait
/// is measured in real time, as in all transports: with a virtual clock it would time out immediately.
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
        // The machine may have been suspended meanwhile, and a late request may be sent with a key that the API has
        // forgotten.
        let waited = Moment::of(&SystemClock).since(began);
        let left = request.timeout.checked_sub(waited).filter(|left| !left.is_zero());
        request.timeout = left.ok_or_else(|| TransportError::new(TransportErrorKind::Busy))?;
        Ok(place)
    }
}
