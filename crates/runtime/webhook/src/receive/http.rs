//! Functions for any server with requests of the `http` crate (hyper, tower, warp), or with headers and bytes.

use http_body::Body;
use http_body_util::{BodyExt, LengthLimitError, Limited};

use super::UnsignedEvent;
#[cfg(any(feature = "axum", feature = "signature", feature = "tower"))]
use super::rejection::of_announced;
#[cfg(feature = "signature")]
use super::rejection::of_empty;
use crate::{RawBody, Rejection};

/// Reads a request of at most `limit` bytes and verifies it, like [`Verified`](crate::Verified), for servers without
/// extractors.
///
/// ```text
/// match payspec_webhook::receive(&verifier, request, payspec_webhook::BODY_LIMIT).await {
///     Ok(event) => ..,
///     Err(rejection) => respond(rejection.status()),
/// }
/// ```
///
/// # Errors
///
/// Returns a [`Rejection`] if the request is not a verified delivery of the API.
#[cfg(feature = "signature")]
pub async fn receive<V: super::VerifyRequest, B: Body>(
    verifier: &V,
    request: http::Request<B>,
    limit: usize,
) -> Result<V::Delivery, Rejection>
where
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    let (parts, body) = request.into_parts();
    let collected = collect_announced(&parts.headers, body, limit).await;
    // The host in a request comes from the sender or a proxy: the receiver's own is set as its `origin`.
    let address = parts.uri.path_and_query().map_or("/", |address| address.as_str());
    let target = crate::DeliveryTarget::new(parts.method.as_str(), address);
    let verify = |body| verifier.verify_request(target, &parts.headers, body);
    match collected {
        Err(Rejection::Empty) => Err(of_empty(verify)),
        collected => verify(collected?).map_err(Rejection::from),
    }
}

/// Reads a body of at most `limit` bytes as a claim, like [`Claimed`](crate::Claimed), for servers without extractors.
///
/// # Errors
///
/// Returns a [`Rejection`] if the body is not a delivery. It does not see headers: if the request announces a length
/// and the body is empty, the body was lost, and [`Rejection::Empty`] must not be acknowledged.
pub async fn receive_claim<E: UnsignedEvent, B: Body>(body: B, limit: usize) -> Result<E::Claims, Rejection>
where
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    E::claims(collect(body, limit).await?)
}

/// Creates the response to a rejected request. The rejection is in its extensions, so that layers above can log it.
#[cfg(any(feature = "axum", feature = "tower"))]
pub(super) fn response<R: Default>(rejection: Rejection) -> http::Response<R> {
    let mut response = http::Response::new(R::default());
    *response.status_mut() =
        http::StatusCode::from_u16(rejection.status()).unwrap_or(http::StatusCode::INTERNAL_SERVER_ERROR);
    response.extensions_mut().insert(rejection);
    response
}

/// Reads the claims of a request.
#[cfg(any(feature = "axum", feature = "tower"))]
pub(super) async fn claims<E: UnsignedEvent, B: Body>(
    headers: &http::HeaderMap,
    body: B,
    limit: usize,
) -> Result<E::Claims, Rejection>
where
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    E::claims(collect_announced(headers, body, limit).await?)
}

/// Collects a body like [`collect`]. One that is empty although the headers announce its length was dropped on the way.
#[cfg(any(feature = "axum", feature = "signature", feature = "tower"))]
async fn collect_announced<B: Body>(headers: &http::HeaderMap, body: B, limit: usize) -> Result<RawBody, Rejection>
where
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    let announced = || of_announced(headers.get(http::header::CONTENT_LENGTH).map(http::HeaderValue::as_bytes));
    collect(body, limit).await.map_err(|rejection| if rejection == Rejection::Empty { announced() } else { rejection })
}

/// Collects a body. One that exceeds the limit is discarded, and one whose declared length exceeds it is not read.
async fn collect<B: Body>(body: B, limit: usize) -> Result<RawBody, Rejection>
where
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    if body.size_hint().lower() > u64::try_from(limit).unwrap_or(u64::MAX) {
        return Err(Rejection::TooLarge { limit });
    }
    let collected = Limited::new(body, limit).collect().await.map_err(|error| {
        if error.is::<LengthLimitError>() { Rejection::TooLarge { limit } } else { Rejection::Incomplete }
    })?;
    let bytes = collected.to_bytes();
    if bytes.is_empty() { Err(Rejection::Empty) } else { Ok(RawBody::from(&bytes[..])) }
}
