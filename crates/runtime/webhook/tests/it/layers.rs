//! The layers of tower: what the layers above them learn of a rejected request.

use std::convert::Infallible;
use std::future::{Ready, ready};
use std::task::{Context, Poll};

use http::{Request, Response};
use http_body_util::Full;
use payspec_webhook::{
    Claim, ClaimLayer, Envelope, RawBody, Rejection, UndecodableError, UnsignedEvent, Verifier, VerifyError,
    VerifyLayer,
};
use tower_layer::Layer;
use tower_service::Service;

use crate::empty_bodies::{Api, now};
use crate::signature_schemes::PREFIXED;

/// An event of an API that does not sign.
struct Event(RawBody);

impl UnsignedEvent for Event {
    type Claims = Claim<Self>;
    const ENVELOPE: &'static Envelope = &Envelope::NONE;

    fn claims(body: RawBody) -> Result<Claim<Self>, Rejection> {
        Claim::of(Self(body))
    }

    fn raw(&self) -> &RawBody {
        &self.0
    }

    fn event_id(&self) -> Option<&str> {
        None
    }

    fn undecodable(&self) -> Option<&UndecodableError> {
        None
    }
}

/// Responds to each delivery.
#[derive(Clone)]
struct Handler;

impl<D> Service<Request<D>> for Handler {
    type Response = Response<String>;
    type Error = Infallible;
    type Future = Ready<Result<Response<String>, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Request<D>) -> Self::Future {
        ready(Ok(Response::new("received".to_owned())))
    }
}

type Body = Full<&'static [u8]>;

/// Returns the status and body of the response, and the rejection in its extensions.
fn send(
    mut service: impl Service<Request<Body>, Response = Response<String>, Error = Infallible>,
    content_length: Option<&str>,
    body: &'static str,
) -> (u16, String, Option<Rejection>) {
    let request = Request::post("/hooks");
    let request = content_length.into_iter().fold(request, |request, length| request.header("content-length", length));
    let request = request.body(Full::new(body.as_bytes())).expect("a request");
    let Ok(mut response) = now(service.call(request));
    let rejection = response.extensions_mut().remove();
    (response.status().as_u16(), response.into_body(), rejection)
}

#[test]
fn the_response_contains_the_rejection() {
    let verify = VerifyLayer::new(Api(Verifier::new(&PREFIXED, "secret"))).limit(10);
    let unsigned = VerifyError::NoSignature { headers: PREFIXED.headers };
    for (length, body, status, rejection) in [
        (None, "{}", 401, Rejection::NotVerified(unsigned)),
        (None, "", 200, Rejection::Empty),
        (Some("2"), "", 400, Rejection::Incomplete),
        (None, "more than ten bytes", 413, Rejection::TooLarge { limit: 10 }),
    ] {
        assert_eq!(send(verify.layer(Handler), length, body), (status, String::new(), Some(rejection)), "{body}");
    }
    let claim = ClaimLayer::<Event>::new();
    assert_eq!(send(claim.layer(Handler), None, ""), (200, String::new(), Some(Rejection::Empty)));
    assert_eq!(send(claim.layer(Handler), Some("0"), ""), (200, String::new(), Some(Rejection::Empty)));
    let lost = (400, String::new(), Some(Rejection::Incomplete));
    assert_eq!(send(claim.layer(Handler), Some("2"), ""), lost, "the body was announced");
    assert_eq!(send(claim.layer(Handler), Some("2"), "{}"), (200, "received".to_owned(), None));
}
