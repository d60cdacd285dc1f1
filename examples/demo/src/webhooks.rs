//! A receiver of webhooks, as a shop has one.

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::post;
use payspec::centralpay::webhook::{Claimed, Event};
use tokio::net::TcpListener;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use crate::screen;

/// The names of the events that have arrived, and are not shown yet.
pub(crate) struct Arrived {
    names: UnboundedReceiver<String>,
    /// The URL to post events to.
    pub(crate) url: String,
}

impl Arrived {
    /// Receives webhooks on this machine.
    pub(crate) async fn receive() -> anyhow::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("http://{}/hooks/centralpay", listener.local_addr()?);
        let (sender, names) = unbounded_channel();
        let router = Router::new().route("/hooks/centralpay", post(note)).with_state(sender);
        tokio::spawn(async move { axum::serve(listener, router).await });
        Ok(Self { names, url })
    }

    /// Shows what has arrived.
    pub(crate) fn show(&mut self) {
        self.take().iter().for_each(|name| screen::webhook(name));
    }

    /// Returns the names of the events that have arrived, in their order, to be shown by the caller.
    pub(crate) fn take(&mut self) -> Vec<String> {
        std::iter::from_fn(|| self.names.try_recv().ok()).collect()
    }
}

/// CentralPay does not sign events, so a shop refetches the object before it acts on one. Here they are only shown.
async fn note(State(names): State<UnboundedSender<String>>, Claimed(claim): Claimed<Event>) -> StatusCode {
    let name = claim.unverified().event_type();
    let name = name.as_ref().map_or("an event without a name", |name| name.as_str());
    // Nobody listens any more at the end of the program.
    let _ = names.send(name.to_owned());
    StatusCode::OK
}
