//! Posting deliveries, within a time.

use std::error::Error;
use std::sync::Arc;
use std::time::{Duration, Instant};

use rustls::ClientConfig;
use rustls_platform_verifier::BuilderVerifierExt;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::subject::Delivery;

/// What a handler answers with.
#[derive(Debug, Clone)]
pub(super) enum Answer {
    /// A status, after a time.
    Status(u16, Duration),
    /// None, for this reason.
    Nothing(String),
}

impl Answer {
    /// The delivery is acknowledged.
    pub(super) fn is_success(&self) -> bool {
        matches!(self, Self::Status(200..=299, _))
    }

    /// The delivery is rejected as something that will never be accepted.
    pub(super) fn is_rejection(&self) -> bool {
        matches!(self, Self::Status(400..=499, _)) && !self.asks_again()
    }

    /// The delivery is to come again later.
    pub(super) fn asks_again(&self) -> bool {
        matches!(self, Self::Status(409 | 423 | 425 | 429 | 500..=599, _))
    }

    pub(super) fn told(&self) -> String {
        match self {
            Self::Status(status, time) => format!("{status} in {} ms", time.as_millis()),
            Self::Nothing(why) => format!("no response: {why}"),
        }
    }
}

/// Posts to one address. It follows no redirect and uses no proxy.
pub(super) struct Poster {
    client: reqwest::Client,
    url: reqwest::Url,
    timeout: Duration,
}

impl Poster {
    pub(super) fn new(url: reqwest::Url, timeout: Duration) -> Result<Self, String> {
        let client = client(url.scheme() == "https").map_err(|error| format!("cannot start: {error}"))?;
        Ok(Self { client, url, timeout })
    }

    /// Posts a delivery.
    pub(super) async fn post(&self, delivery: &Delivery) -> Answer {
        let started = Instant::now();
        let mut request = self.client.post(self.url.clone()).timeout(self.timeout).body(delivery.body.clone());
        for (name, value) in &delivery.headers {
            request = request.header(name, value);
        }
        match request.send().await {
            Ok(response) => Answer::Status(response.status().as_u16(), started.elapsed()),
            Err(error) if error.is_timeout() => Answer::Nothing(format!("not within {} s", self.timeout.as_secs())),
            // The URL may have a password.
            Err(error) => Answer::Nothing(why(&error.without_url())),
        }
    }

    /// Begins a delivery, and does not send the second half of its body yet; `None` over TLS.
    pub(super) async fn begin(&self, delivery: &Delivery) -> Option<Result<Begun, String>> {
        if self.url.scheme() != "http" {
            return None;
        }
        let opened = tokio::time::timeout(self.timeout, self.open(delivery)).await;
        Some(
            opened
                .map_err(|_| "it could not be sent in time".to_owned())
                .and_then(|opened| opened.map_err(|error| format!("it could not be sent: {error}"))),
        )
    }

    async fn open(&self, delivery: &Delivery) -> std::io::Result<Begun> {
        let host = self.url.host_str().unwrap_or_default().trim_matches(['[', ']']);
        let mut stream = TcpStream::connect((host, self.url.port_or_known_default().unwrap_or(80))).await?;
        let query = self.url.query().map_or(String::new(), |query| format!("?{query}"));
        let mut head = format!(
            "POST {}{query} HTTP/1.1\r\nHost: {}\r\nContent-Length: {}\r\nConnection: close\r\n",
            self.url.path(),
            self.url.authority().rsplit('@').next().unwrap_or_default(),
            delivery.body.len()
        );
        for (name, value) in &delivery.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        let half = delivery.body.len() / 2;
        stream.write_all(format!("{head}\r\n").as_bytes()).await?;
        stream.write_all(&delivery.body[..half]).await?;
        stream.flush().await?;
        Ok(Begun { stream, rest: delivery.body[half..].to_vec(), timeout: self.timeout })
    }
}

/// A delivery of which half is sent.
pub(super) struct Begun {
    stream: TcpStream,
    rest: Vec<u8>,
    timeout: Duration,
}

impl Begun {
    /// Sends the rest, and reads the status.
    pub(super) async fn complete(mut self) -> Answer {
        let (started, timeout) = (Instant::now(), self.timeout);
        let read = async {
            self.stream.write_all(&self.rest).await?;
            let mut head = Vec::new();
            let mut buffer = [0; 512];
            // `HTTP/1.1 200`
            while head.len() < 12 {
                match self.stream.read(&mut buffer).await? {
                    0 => break,
                    read => head.extend_from_slice(&buffer[..read]),
                }
            }
            Ok::<_, std::io::Error>(head)
        };
        match tokio::time::timeout(timeout, read).await {
            Err(_) => Answer::Nothing(format!("not within {} s", timeout.as_secs())),
            Ok(Err(error)) => Answer::Nothing(error.to_string()),
            Ok(Ok(head)) => {
                let status = head.get(9..12).and_then(|digits| std::str::from_utf8(digits).ok()?.parse().ok());
                let nothing = || Answer::Nothing("the connection was closed without a response".to_owned());
                status.map_or_else(nothing, |status| Answer::Status(status, started.elapsed()))
            }
        }
    }
}

fn client(is_secure: bool) -> Result<reqwest::Client, Box<dyn Error + Send + Sync>> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let tls = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
    let tls = if is_secure {
        tls.with_platform_verifier()?
    } else {
        tls.with_root_certificates(rustls::RootCertStore::empty())
    };
    let builder = reqwest::Client::builder().tls_backend_preconfigured(tls.with_no_client_auth());
    Ok(builder.redirect(reqwest::redirect::Policy::none()).no_proxy().pool_max_idle_per_host(0).build()?)
}

/// The innermost cause, which says most.
fn why(error: &reqwest::Error) -> String {
    let mut cause: &dyn Error = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    cause.to_string()
}
