//! Posting events to webhooks.

use std::error::Error;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use rustls::{ClientConfig, RootCertStore};
use rustls_platform_verifier::BuilderVerifierExt;

use crate::engine::delivery::{Due, Outcome};

/// Posts events. It follows no redirect and uses no proxy: an event goes to the given URL or nowhere.
#[derive(Clone)]
pub(crate) struct Poster {
    timeout: Duration,
    plain: reqwest::Client,
    /// Made when it is first needed, because reading the system's certificates takes longer than all else at the start.
    secure: Arc<OnceLock<Result<reqwest::Client, String>>>,
}

/// How long a receiver may take to respond, unless told otherwise. The documents do not say; they ask for a response at once.
pub(crate) const TIMEOUT: Duration = Duration::from_secs(10);

type Failed = Box<dyn Error + Send + Sync>;

impl Poster {
    /// Prepares to post events to receivers that respond within a time.
    pub(crate) fn new(timeout: Duration) -> Result<Self, Failed> {
        Ok(Self { timeout, plain: client(false)?, secure: Arc::default() })
    }

    /// Makes one attempt to deliver an event.
    pub(crate) async fn post(&self, due: &Due) -> Outcome {
        let url = due.url.expose();
        let client = if url.starts_with("https:") {
            let made = self.secure.get_or_init(|| client(true).map_err(|error| error.to_string()));
            match made {
                Ok(client) => client,
                Err(why) => return Outcome::Failed(why.clone()),
            }
        } else {
            &self.plain
        };
        let mut request = client.post(url).timeout(self.timeout).body(due.event.body.clone());
        for (name, value) in &due.headers {
            request = request.header(name.as_ref(), value);
        }
        match request.send().await {
            Ok(response) => Outcome::Answered(response.status().as_u16()),
            // The URL may have a password.
            Err(error) => Outcome::Failed(why(&error.without_url())),
        }
    }
}

fn client(is_secure: bool) -> Result<reqwest::Client, Failed> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let tls = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
    let tls =
        if is_secure { tls.with_platform_verifier()? } else { tls.with_root_certificates(RootCertStore::empty()) };
    let builder = reqwest::Client::builder().tls_backend_preconfigured(tls.with_no_client_auth());
    Ok(builder.redirect(reqwest::redirect::Policy::none()).no_proxy().build()?)
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
