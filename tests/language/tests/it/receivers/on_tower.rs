//! Services of tower behind the layers. axum serves them, by routes that know nothing of deliveries.

use std::convert::Infallible;

use axum::body::Body;
use axum::http::{Request, Response};
use showcase_webhook::{Claim, ClaimLayer};
use stripe_webhook::VerifyLayer;
use tower::{Layer as _, service_fn};

use super::*;

type Answer = Result<Response<Body>, Infallible>;

#[expect(clippy::unnecessary_wraps, reason = "a service of tower can fail")]
fn answer(status: StatusCode) -> Answer {
    Ok(Response::builder().status(status).body(Body::empty()).expect("a response"))
}

#[expect(clippy::needless_pass_by_value, reason = "as the other servers take it")]
pub(super) fn serve(state: State) -> SocketAddr {
    let on_stripe = |status| {
        let seen = state.seen.clone();
        service_fn(move |request: Request<stripe_webhook::Event>| {
            // What else the request has is there as it came.
            assert_eq!((request.method().as_str(), request.headers()["host"].as_bytes()), ("POST", &b"hooks"[..]));
            see(&seen, request.body().event_id().unwrap_or_default());
            std::future::ready(answer(status))
        })
    };
    let verify = VerifyLayer::new(state.stripe.clone());
    let small = verify.clone().limit(64).layer(on_stripe(StatusCode::OK));
    let seen = state.seen.clone();
    let sealed = service_fn(move |request: Request<showcase_sealed_webhook::Event>| {
        see(&seen, request.body().event_id().unwrap_or_default());
        std::future::ready(answer(StatusCode::OK))
    });
    let sealed = showcase_sealed_webhook::VerifyLayer::new(state.sealed.clone()).layer(sealed);
    let seen = state.seen.clone();
    let claims = service_fn(move |request: Request<Claim<showcase_webhook::Event>>| {
        see(&seen, &of_claim(request.body()));
        std::future::ready(answer(StatusCode::OK))
    });
    let app = Router::new()
        .route_service("/stripe", verify.layer(on_stripe(StatusCode::NO_CONTENT)))
        .route_service("/small", small)
        .route_service("/claims", ClaimLayer::<showcase_webhook::Event>::new().layer(claims))
        .nest("/hooks", Router::new().route_service("/letters", sealed));
    on_axum::run(app)
}
