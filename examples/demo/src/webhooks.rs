//! A receiver of webhooks, as a shop has one.

use axum::Router;
use axum::http::StatusCode;
use axum::routing::post;
use payspec::centralpay::webhook::{Claimed, Event};
use tokio::net::TcpListener;

use crate::screen;

/// Receives webhooks on this machine, and returns the URL to post them to.
pub(crate) async fn receive() -> anyhow::Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}/hooks/centralpay", listener.local_addr()?);
    let router = Router::new().route("/hooks/centralpay", post(show));
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(url)
}

/// CentralPay does not sign events, so a shop refetches the object before it acts on one. Here it is only shown.
async fn show(Claimed(claim): Claimed<Event>) -> StatusCode {
    let name = claim.unverified().event_type();
    screen::webhook(name.as_ref().map_or("an event without a name", |name| name.as_str()));
    StatusCode::OK
}
