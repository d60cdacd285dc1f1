//! The list to go through before real money moves.
//!
//! # Keys and records
//!
//! - [ ] Every call that moves money has a key that is **stored with your order before it is sent**, or is derived from it
//!   ([`retries`](super::retries)).
//! - [ ] An error whose outcome is not `DidNotHappen` leads to a look at the state, not to another payment
//!   ([`errors`](super::errors)).
//! - [ ] The request id (of [`Response`](crate::Response) and of the error) is kept: the provider's support asks for it.
//!
//! # Time and load
//!
//! - [ ] The timeout is longer than the slowest bank, and the deadline shorter than the patience of your customer.
//! - [ ] [`max_concurrent_requests`](crate::ClientBuilder::max_concurrent_requests) is what the provider allows you, divided
//!   by the number of your processes.
//! - [ ] [`idle_connection_timeout`](crate::ClientBuilder::idle_connection_timeout) (3 seconds by default) is well below what
//!   the servers and proxies on the way allow, and so is
//!   [`unrepeatable_idle_connection_timeout`](crate::ClientBuilder::unrepeatable_idle_connection_timeout) (1 second). See
//!   [below](#connections).
//! - [ ] There is **one client per process**: it is cheap to clone, and clones share connections and the retry budget.
//!
//! # Connections
//!
//! A server that closes an idle connection just when a request arrives on it has not seen the request, but nobody can know.
//! A call that only reads or has an idempotency key is sent again. A call that changes something and takes no key is not: it
//! ends with an unknown outcome. So these calls have a pool of connections of their own, with a much shorter idle timeout.
//!
//! The worst case is a pause between calls that is exactly as long as the server keeps idle connections. Measured with 400
//! such calls: with one pool and a longer idle timeout, 33 to 63 ended as unknown on a runtime that is polled during calls
//! only. With the defaults and a pause of two seconds it is none. With a pause of half a second, which is below the idle
//! timeout, it is 1 to 4. At zero each such call has a connection of its own, which costs a TLS handshake and leaves nothing
//! to chance: none. `cargo bench -p payspec-http --bench idle` repeats the measurement.
//!
//! Before each request the runtime looks at what happened on idle connections, also where it is polled during calls only
//! (`block_on` for each call). What a server put there before the call is never taken for its answer.
//!
//! An HTTP/2 connection can go silent while TCP still acknowledges. Two things keep a client from being stuck with it:
//! PINGs ([`http2_ping`](crate::ClientBuilder::http2_ping)) close it when the server does not acknowledge them, and after an
//! attempt that timed out all later ones use new connections. That happens ten times a second at most, so an attempt
//! with a timeout below a tenth of a second may be followed by one on the same connection.
//!
//! Connections belong to the runtime that opened them, so a program that makes a runtime for each call opens a connection for
//! each call. A [transport](crate::ClientBuilder::transport) of your own keeps its connections itself;
//! [`HttpRequest::is_repeatable`](crate::transport::HttpRequest::is_repeatable) tells it which requests need the care.
//!
//! # Secrets
//!
//! - [ ] Credentials come from a secret store, as [`Secret`](payspec_core::Secret); the client wipes its copies when it is
//!   dropped, and so are card numbers, codes and whole request bodies. What the HTTP and TLS stacks copy into buffers of
//!   their own is out of reach, and so is what your own code keeps.
//! - [ ] Nothing prints `Error::message`, `field_errors` or `body` into a log. All else of the client may be logged: a test
//!   of ours searches all it can print or log for card numbers, codes, passwords and tokens.
//! - [ ] The address is `https`. Plain `http` is refused except to this machine, and redirects are not followed, so
//!   credentials go nowhere else.
//!
//! TLS is rustls with the certificates that the operating system trusts. Its cryptography is `ring`, or `aws-lc-rs` with the
//! feature of that name; there is no OpenSSL.
//!
//! # Watching
//!
//! - [ ] An [`Observer`](crate::observe::Observer) counts calls and attempts by operation, kind and outcome, and a person is
//!   woken when calls with an unknown outcome pile up.
//! - [ ] Or the feature `tracing` is on: a span `payspec.call` per call at level INFO, an event per attempt (DEBUG, WARN for
//!   failures), all with target `payspec_http`. Names of fields are those of OpenTelemetry's conventions for HTTP clients
//!   (`http.request.method`, `http.response.status_code`, `http.request.resend_count`, `url.template`, `server.address`,
//!   `error.type`), and `payspec.operation`, `payspec.attempts`, `payspec.outcome`, `payspec.request_id`. Addresses are
//!   told as templates, for the real ones may hold tokens. Doubtful parameters are an event of their own, with
//!   `payspec.warnings`. Without the feature there is no such code.
//! - [ ] [`unreadable`](crate::observe::Observer::unreadable) is counted: a response has a member that is not what the API
//!   documents, so it reads as absent. [`Response::unreadable`](crate::Response::unreadable) has what came, and so has the
//!   object it belongs to, which writes it back when it is stored. Stored objects are read back with
//!   [`payspec_core::json::read_body`]: plain `serde_json` refuses members that do not fit.
//! - [ ] [`warned`](crate::observe::Observer::warned) is looked at once in a while: it tells requests that the provider
//!   advises against.
//!
//! ```
//! use std::sync::Arc;
//! use std::time::Duration;
//! use payspec_http::observe::{CallRecord, Observer};
//! use payspec_http::{CallOutcome, ClientBuilder, RetryBudget, RetryPolicy};
//!
//! struct Metrics;
//!
//! impl Observer for Metrics {
//!     fn call(&self, call: &CallRecord) {
//!     if call.outcome == CallOutcome::Unknown {
//!         eprintln!("{}: look at the state", call.operation);
//!     }
//!     }
//! }
//!
//! fn for_production(builder: ClientBuilder) -> ClientBuilder {
//!     builder
//!     .user_agent("shop/1.4")
//!     .timeout(Duration::from_secs(40))
//!     .deadline(Duration::from_secs(90))
//!     .retry(RetryPolicy::new().attempts(4))
//!     .retry_budget(RetryBudget::new(50))
//!     .max_concurrent_requests(64)
//!     .observer(Arc::new(Metrics))
//! }
//! ```
//!
//! # What is a guess
//!
//! - [ ] Every operation you use says in its documentation how well it is known. An inferred path was tried on the
//!   provider's test platform, or is set with `path_override`.
//! - [ ] A webhook that is not signed is a claim: the object is read again, with `refetch()`, before anything is done. One
//!   that is signed is verified over its body as it came, and a change of its secret was tried once.
