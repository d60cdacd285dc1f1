//! The default transport: reqwest with rustls.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::{Bytes, BytesMut};
use http::{HeaderMap, StatusCode};
use rustls::ClientConfig;
use tokio::runtime::{Handle, Id};

use super::pools::{Pair, Pools};
use super::{
    CheckedNetwork, Connections, HttpRequest, HttpResponse, Transport, TransportError, TransportErrorKind,
    TransportFuture, tls,
};
use crate::config_error::ConfigError;

/// The HTTP stack adds these durations to the current time, and would panic on overflow.
const LONGEST: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// Sends requests with reqwest, using HTTP/1.1 or HTTP/2 with rustls.
///
/// - Certificates are verified against the authorities of the operating system, and those set with
///   [`ClientBuilder::root_certificate_pem`](crate::ClientBuilder::root_certificate_pem).
/// - **Proxies**: [`https`](Self::https) honours the environment variables `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY`,
///   as most tools do; a client can set [another proxy](crate::ClientBuilder::proxy) or
///   [none](crate::ClientBuilder::no_proxy). The proxy sees only the host name, because TLS is end to end.
///   [`plain_loopback`](Self::plain_loopback) never uses a proxy, so that plain text cannot leave the machine.
/// - Redirects are not followed, and reqwest's own retries are off.
/// - Bodies are neither compressed nor decompressed.
/// - **Idle connections**: requests that change something and have no idempotency key have a separate pool with a very
///   short idle timeout ([`Connections`]). Before each request, the runtime polls the idle connections: one that was
///   closed, or on which unexpected data arrived, is not used. This also works on runtimes that are polled only during
///   calls (`block_on` for each call).
/// - **Dead connections**: HTTP/2 connections are checked with PINGs. After a request that timed out, before or during
///   the response, all later requests use new connections, whatever their kind and server; likewise after one that the
///   caller dropped after waiting for a second. (Failures to connect do not count: they leave no connection.) Requests
///   in progress are not affected. This happens at most ten times a second: the request after one whose timeout was
///   shorter than a tenth of a second may use the same connection.
///
/// It must be used inside a Tokio runtime, and reports an error elsewhere. Connections belong to the runtime that
/// opened them: a program with many runtimes opens more connections, and one with a runtime per call opens a connection
/// per call.
#[derive(Clone)]
pub struct ReqwestTransport {
    pools: Arc<Pools>,
}

impl ReqwestTransport {
    /// Creates a transport for `https://` addresses.
    ///
    /// # Errors
    ///
    /// Returns an error if the system's certificates cannot be read, or if this build has no TLS.
    pub fn https(connections: Connections) -> Result<Self, ConfigError> {
        Self::https_on(connections, &CheckedNetwork::default())
    }

    /// Same as [`https`](Self::https), with certificates and a proxy.
    pub(crate) fn https_on(connections: Connections, network: &CheckedNetwork) -> Result<Self, ConfigError> {
        let tls = tls::config(&network.trust, network.identity.as_ref())?;
        let network = network.clone();
        Self::of(move || pair(connections, || network.route(base(connections, &tls).https_only(true))))
    }

    /// Creates a transport for `http://` loopback addresses, such as a test server. It has no TLS and uses no proxy.
    ///
    /// # Errors
    ///
    /// Returns an error if the HTTP stack cannot be initialised.
    pub fn plain_loopback(connections: Connections) -> Result<Self, ConfigError> {
        let tls = tls::nothing_trusted()?;
        Self::of(move || plain(connections, &tls))
    }

    fn of(make: impl Fn() -> Result<Pair, ConfigError> + Send + Sync + 'static) -> Result<Self, ConfigError> {
        Ok(Self { pools: Arc::new(Pools::new(make)?) })
    }
}

/// Creates the two clients of [`ReqwestTransport::plain_loopback`].
pub(super) fn plain(connections: Connections, tls: &ClientConfig) -> Result<Pair, ConfigError> {
    pair(connections, || base(connections, tls).no_proxy())
}

/// Creates two clients that differ in their idle timeout.
fn pair(connections: Connections, base: impl Fn() -> reqwest::ClientBuilder) -> Result<Pair, ConfigError> {
    let with = |idle: Duration| {
        let built = base().pool_idle_timeout(idle.min(LONGEST)).build();
        built.map_err(|error| {
            ConfigError::new("the HTTP stack could not be initialised").with_source(error.without_url())
        })
    };
    Ok(Pair { repeatable: with(connections.idle_timeout)?, unrepeatable: with(connections.unrepeatable_idle_timeout)? })
}

impl fmt::Debug for ReqwestTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // reqwest prints its default headers and proxies, which may contain credentials.
        f.debug_struct("ReqwestTransport").finish_non_exhaustive()
    }
}

impl Transport for ReqwestTransport {
    fn send(&self, request: HttpRequest) -> TransportFuture<'_> {
        let Ok(runtime) = Handle::try_current() else {
            // The HTTP stack would panic.
            let error = TransportError::new(TransportErrorKind::NoRuntime);
            return Box::pin(std::future::ready(Err(error)));
        };
        Box::pin(send(&self.pools, runtime.id(), request))
    }
}

fn base(connections: Connections, tls: &ClientConfig) -> reqwest::ClientBuilder {
    reqwest::Client::builder()
        .tls_backend_preconfigured(tls.clone())
        .connect_timeout(connections.connect_timeout)
        .pool_max_idle_per_host(connections.max_idle)
        .http2_keep_alive_interval(connections.http2_ping_interval.min(LONGEST))
        .http2_keep_alive_timeout(connections.http2_ping_timeout.min(LONGEST))
        .http2_keep_alive_while_idle(true)
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .referer(false)
}

async fn send(pools: &Pools, runtime: Id, request: HttpRequest) -> Result<HttpResponse, TransportError> {
    let_the_driver_run().await;
    let lent = pools.lend(runtime, request.repeatable, Instant::now());
    let lent = lent.map_err(|error| TransportError::new(TransportErrorKind::Unsendable).with_source(error))?;
    let answer = exchange(&lent.client, request).await;
    lent.ended(answer.as_ref().is_err_and(|error| error.kind() == TransportErrorKind::Timeout));
    answer
}

/// Lets the runtime poll its sockets before a connection is taken from a pool.
///
/// Between calls, the runtime may not have been polled. The task of an idle connection would then write the request
/// before it learns what the server did meanwhile: it reads first, but only from a socket that the runtime knows to be
/// readable. A task that yields is woken after the runtime has polled, so one yield is enough: the connection's task
/// reads what came, closes the connection, and returns the request unsent.
async fn let_the_driver_run() {
    tokio::task::yield_now().await;
}

async fn exchange(client: &reqwest::Client, request: HttpRequest) -> Result<HttpResponse, TransportError> {
    let limit = request.max_response_bytes;
    let timeout = request.timeout;
    let mut outgoing = reqwest::Request::try_from(request.into_http())
        .map_err(|error| failure(TransportErrorKind::Unsendable, error))?;
    *outgoing.timeout_mut() = Some(timeout);

    let mut answer = client.execute(outgoing).await.map_err(before_the_answer)?;
    let mut read =
        Partial { status: answer.status(), headers: std::mem::take(answer.headers_mut()), body: BytesMut::new() };
    loop {
        match answer.chunk().await {
            Ok(Some(chunk)) => {
                let room = limit - read.body.len();
                read.body.extend_from_slice(&chunk[..chunk.len().min(room)]);
                if chunk.len() > room {
                    // Dropping the response closes the connection: the rest is never read.
                    return Err(TransportError::too_large(limit, read.into_response()));
                }
            }
            Ok(None) => return Ok(read.into_response()),
            Err(error) => {
                let kind =
                    if error.is_timeout() { TransportErrorKind::Timeout } else { TransportErrorKind::Interrupted };
                return Err(failure(kind, error).with_received(read.into_response()));
            }
        }
    }
}

/// The part of a response read so far.
struct Partial {
    status: StatusCode,
    headers: HeaderMap,
    body: BytesMut,
}

impl Partial {
    fn into_response(self) -> HttpResponse {
        HttpResponse::new(self.status, self.headers, Bytes::from(self.body))
    }
}

fn before_the_answer(error: reqwest::Error) -> TransportError {
    let kind = match (error.is_connect(), error.is_timeout()) {
        (true, true) => TransportErrorKind::ConnectTimeout,
        (true, false) => TransportErrorKind::Connect,
        (false, true) => TransportErrorKind::Timeout,
        (false, false) if error.is_builder() => TransportErrorKind::Unsendable,
        (false, false) => TransportErrorKind::Interrupted,
    };
    failure(kind, error)
}

/// reqwest prints the whole address, including the query, unless it is removed.
fn failure(kind: TransportErrorKind, error: reqwest::Error) -> TransportError {
    TransportError::new(kind).with_source(error.without_url())
}
