//! Extractors for axum.

use axum::extract::{FromRequest, Request};
use axum::response::{IntoResponse, Response};

use super::{Claimed, Rejection, UnsignedEvent};

#[cfg(feature = "signature")]
impl<S, V, const LIMIT: usize> FromRequest<S> for super::Verified<V, LIMIT>
where
    S: Send + Sync,
    V: super::VerifyRequest + axum::extract::FromRef<S>,
{
    type Rejection = Rejection;

    async fn from_request(request: Request, state: &S) -> Result<Self, Rejection> {
        super::receive(&V::from_ref(state), whole_address(request), LIMIT).await.map(Self)
    }
}

impl<S, E, const LIMIT: usize> FromRequest<S> for Claimed<E, LIMIT>
where
    S: Send + Sync,
    E: UnsignedEvent,
{
    type Rejection = Rejection;

    async fn from_request(request: Request, _: &S) -> Result<Self, Rejection> {
        let (parts, body) = request.into_parts();
        super::http::claims::<E, _>(&parts.headers, body, LIMIT).await.map(Self)
    }
}

/// Returns the request with its address as received: a nested router strips its own path.
#[cfg(feature = "signature")]
pub(super) fn whole_address<B>(mut request: axum::http::Request<B>) -> axum::http::Request<B> {
    if let Some(axum::extract::OriginalUri(whole)) = request.extensions_mut().remove() {
        *request.uri_mut() = whole;
    }
    request
}

impl IntoResponse for Rejection {
    fn into_response(self) -> Response {
        super::http::response(self)
    }
}
