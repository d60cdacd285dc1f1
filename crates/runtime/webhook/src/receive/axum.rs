//! Extractors for axum.

use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::{Claimed, Rejection, UnsignedEvent};

#[cfg(feature = "signature")]
impl<S, V, const LIMIT: usize> FromRequest<S> for super::Verified<V, LIMIT>
where
    S: Send + Sync,
    V: super::VerifyRequest + axum::extract::FromRef<S>,
{
    type Rejection = Rejection;

    async fn from_request(mut request: Request, state: &S) -> Result<Self, Rejection> {
        // A nested router strips its path.
        if let Some(axum::extract::OriginalUri(whole)) = request.extensions_mut().remove() {
            *request.uri_mut() = whole;
        }
        super::receive(&V::from_ref(state), request, LIMIT).await.map(Self)
    }
}

impl<S, E, const LIMIT: usize> FromRequest<S> for Claimed<E, LIMIT>
where
    S: Send + Sync,
    E: UnsignedEvent,
{
    type Rejection = Rejection;

    async fn from_request(request: Request, _: &S) -> Result<Self, Rejection> {
        super::receive_claim::<E, _>(request.into_body(), LIMIT).await.map(Self)
    }
}

impl IntoResponse for Rejection {
    fn into_response(self) -> Response {
        StatusCode::from_u16(self.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR).into_response()
    }
}
