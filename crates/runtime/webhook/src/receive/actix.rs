//! Extractors for actix-web.

use std::future::Future;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::http::header::HeaderValue;
use actix_web::{FromRequest, HttpRequest, HttpResponse, ResponseError, web};

use super::rejection::of_announced;
#[cfg(feature = "signature")]
use super::rejection::of_empty;
use super::{Claimed, Rejection, UnsignedEvent};
use crate::RawBody;

/// The future that an extractor returns.
type Extracted<T> = Pin<Box<dyn Future<Output = Result<T, Rejection>>>>;

#[cfg(feature = "signature")]
impl<V: super::VerifyRequest, const LIMIT: usize> FromRequest for super::Verified<V, LIMIT> {
    type Error = Rejection;
    type Future = Extracted<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let verifier = request.app_data::<web::Data<V>>().ok_or(Rejection::NoVerifier)?;
            let collected = collect(&request, payload, LIMIT).await;
            // The host in a request comes from the sender or a proxy: the receiver's own is set as its `origin`.
            let address = request.uri().path_and_query().map_or("/", |address| address.as_str());
            let target = crate::DeliveryTarget::new(request.method().as_str(), address);
            let verify = |body: RawBody| verifier.verify_request(target, request.headers(), body);
            match collected {
                Err(Rejection::Empty) => Err(of_empty(verify)),
                collected => verify(collected?).map(Self).map_err(Rejection::from),
            }
        })
    }
}

impl<E: UnsignedEvent, const LIMIT: usize> FromRequest for Claimed<E, LIMIT> {
    type Error = Rejection;
    type Future = Extracted<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move { E::claims(collect(&request, payload, LIMIT).await?).map(Self) })
    }
}

impl ResponseError for Rejection {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    fn error_response(&self) -> HttpResponse {
        HttpResponse::new(self.status_code())
    }
}

/// Collects a body. One that exceeds the limit is discarded, and one whose declared length exceeds it is not read.
async fn collect(request: &HttpRequest, mut payload: Payload, limit: usize) -> Result<RawBody, Rejection> {
    let announced = request.headers().get("content-length");
    let of_empty = of_announced(announced.map(HeaderValue::as_bytes));
    if matches!(payload, Payload::None) && request.headers().contains_key("transfer-encoding") {
        // Another extractor took the body. An empty one would be acknowledged, and the event lost.
        return Err(Rejection::Incomplete);
    }
    let length = announced.and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    if length.is_some_and(|length| length > u64::try_from(limit).unwrap_or(u64::MAX)) {
        return Err(Rejection::TooLarge { limit });
    }
    let payload = web::Payload::from_request(request, &mut payload).await.map_err(|_| Rejection::Incomplete)?;
    let read = payload.to_bytes_limited(limit).await.map_err(|_| Rejection::TooLarge { limit })?;
    let bytes = read.map_err(|_| Rejection::Incomplete)?;
    if bytes.is_empty() { Err(of_empty) } else { Ok(RawBody::from(&bytes[..])) }
}
