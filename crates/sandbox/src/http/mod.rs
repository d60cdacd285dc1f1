//! Serving HTTP: from the bytes of a request to the engine, and back.

mod cut;
mod wire;

use std::error::Error;
use std::sync::Weak;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{ConnectInfo, Request as Received, State};
use axum::http::{HeaderName, HeaderValue, Response, StatusCode, header};
use http_body_util::LengthLimitError;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use self::cut::Cut;
use self::wire::{Connections, Wire};
use crate::centralpay::{self, Refusal};
use crate::control;
use crate::engine::answer::{Answer, Sending};
use crate::engine::request::Request;
use crate::inspector;
use crate::pages;
use crate::sandbox::Inner;

/// The largest request that is read: files of 20 MiB, and what surrounds them.
const MAX_REQUEST: usize = 21 * 1024 * 1024;

/// Serves until `stopped` is sent or dropped.
pub(crate) async fn serve(listener: TcpListener, sandbox: Weak<Inner>, stopped: oneshot::Receiver<()>) {
    let app = Router::new().fallback(handle).with_state(sandbox).into_make_service_with_connect_info::<Wire>();
    let stop = async {
        let _ = stopped.await;
    };
    // Errors of single connections do not end the server, and it has no others.
    let _ = axum::serve(Connections(listener), app).with_graceful_shutdown(stop).await;
}

async fn handle(
    State(sandbox): State<Weak<Inner>>,
    ConnectInfo(wire): ConnectInfo<Wire>,
    received: Received,
) -> Response<Body> {
    let Some(sandbox) = sandbox.upgrade() else {
        return plain(StatusCode::SERVICE_UNAVAILABLE, "the sandbox has ended");
    };
    let (parts, body) = received.into_parts();
    let body = match to_bytes(body, MAX_REQUEST).await {
        Ok(body) => body,
        Err(error) if error.source().is_some_and(<dyn Error>::is::<LengthLimitError>) => {
            return plain(
                StatusCode::PAYLOAD_TOO_LARGE,
                "the request is larger than 21 MiB; send files of at most 20 MiB",
            );
        }
        Err(_) => {
            return plain(
                StatusCode::BAD_REQUEST,
                "the body cannot be read: it was cut off, or its chunks are malformed (`Transfer-Encoding: chunked`)",
            );
        }
    };
    let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    let headers: Vec<(String, String)> =
        parts.headers.iter().map(|(name, value)| (name.as_str().to_owned(), text(value))).collect();
    let query = parts.uri.query().unwrap_or_default();
    let method = parts.method.as_str();
    let control = parts.uri.path().strip_prefix(control::PATH).filter(|path| path.is_empty() || path.starts_with('/'));
    if let Some(path) = control {
        let request = Request { method, path, query, headers: &headers, body: &body };
        let answer = control::answer(&sandbox, &request, wire.peer.ip()).await;
        return write(acknowledged(&sandbox, answer).await);
    }
    if let Some(asset) = parts.uri.path().strip_prefix(pages::ASSETS).and_then(pages::asset) {
        return write(asset);
    }
    let inspected = parts.uri.path().strip_prefix(inspector::PATH);
    if let Some(path) = inspected.filter(|path| path.is_empty() || path.starts_with('/')) {
        let request = Request { method, path, query, headers: &headers, body: &body };
        let answer = inspector::answer(&sandbox, &request, wire.peer.ip()).await;
        return write(acknowledged(&sandbox, answer).await);
    }
    let Some(path) = parts.uri.path().strip_prefix(centralpay::PLACE) else {
        return plain(
            StatusCode::NOT_FOUND,
            "this sandbox serves CentralPay below /centralpay/v2/rest, its control API below /control, and pages that show what \
             happens at /inspect",
        );
    };
    let request = Request { method, path, query, headers: &headers, body: &body };
    let answer = centralpay(&sandbox, &request).await;
    send(acknowledged(&sandbox, answer).await, &wire).await
}

/// The answer, as soon as what it acknowledges is written.
async fn acknowledged(sandbox: &Inner, answer: Answer) -> Answer {
    match sandbox.saved().await {
        Ok(()) => answer,
        Err(error) => Answer::new(500, "text/plain; charset=utf-8", format!("{error}\n").into_bytes()),
    }
}

/// Answers a request to CentralPay, whose path is the one below its address.
pub(crate) async fn centralpay(sandbox: &Inner, request: &Request<'_>) -> Answer {
    if let Some((world, page)) = request.path.strip_prefix("/acs/").and_then(|rest| rest.split_once('/')) {
        return match sandbox.existing(world) {
            Some(world) => {
                world.shared.catch_up().await;
                world.shared.with(|world| centralpay::page(world, page, request))
            }
            None => Refusal::NotFound("there is no such page".to_owned()).answer(),
        };
    }
    if let Some((world, page)) = request.path.strip_prefix("/pay/").and_then(|rest| rest.split_once('/')) {
        return match sandbox.existing(world) {
            Some(world) => {
                world.shared.catch_up().await;
                world.shared.with(|world| centralpay::payment_page(world, page, request))
            }
            None => Refusal::NotFound("there is no such page".to_owned()).answer(),
        };
    }
    match centralpay::enter(request, sandbox.is_strict) {
        Ok(entered) => {
            let world = sandbox.world(entered.world());
            world.shared.catch_up().await;
            world.shared.with(|world| centralpay::call(world, &entered, request))
        }
        Err(refusal) => centralpay::refuse_and_note(&mut sandbox.outside(), &refusal, request),
    }
}

/// Sends an answer, or what a fault leaves of it.
async fn send(answer: Answer, wire: &Wire) -> Response<Body> {
    match answer.sending {
        Sending::Whole | Sending::Cut => {}
        Sending::Late(by) => tokio::time::sleep(by).await,
        Sending::Dropped => wire.sever(),
        Sending::ThenClosed => wire.sever_at_next_request(),
    }
    write(answer)
}

fn write(answer: Answer) -> Response<Body> {
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let is_cut = answer.sending == Sending::Cut;
    let mut response = Response::new(if is_cut { Body::new(Cut::new(answer.body)) } else { Body::from(answer.body) });
    *response.status_mut() = status;
    for (name, value) in answer.headers {
        if let (Ok(name), Ok(value)) = (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_str(&value)) {
            response.headers_mut().append(name, value);
        }
    }
    response
}

fn plain(status: StatusCode, text: &'static str) -> Response<Body> {
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    response
}
