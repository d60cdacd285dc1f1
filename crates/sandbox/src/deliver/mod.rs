//! Posting events to webhooks.

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use crate::engine::delivery::{Due, Outcome};

/// Posts events. It follows no redirect: an event goes to the given URL or nowhere.
#[derive(Clone)]
pub(crate) struct Poster {
    client: reqwest::Client,
}

/// How long a receiver may take to answer. The documents do not say; they ask for an answer at once.
const TIMEOUT: Duration = Duration::from_secs(10);

impl Poster {
    pub(crate) fn new() -> Result<Self, Box<dyn Error + Send + Sync>> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let roots = rustls::RootCertStore::empty();
        let tls = rustls::ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .with_root_certificates(roots)
            .with_no_client_auth();
        let client = reqwest::Client::builder()
            .tls_backend_preconfigured(tls)
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .timeout(TIMEOUT)
            .build()?;
        Ok(Self { client })
    }

    /// Makes one attempt to deliver an event.
    pub(crate) async fn post(&self, due: &Due) -> Outcome {
        let mut request = self.client.post(&due.url).body(due.event.body.clone());
        for (name, value) in &due.headers {
            request = request.header(*name, value);
        }
        match request.send().await {
            Ok(response) => Outcome::Answered(response.status().as_u16()),
            Err(error) => Outcome::Failed(why(&error)),
        }
    }
}

/// The error with its causes, on one line.
fn why(error: &reqwest::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}
