//! The handwritten HTTP runtime of payspec clients: transport, auth, retries, idempotency, paging, typed errors; async
//! and blocking.
//!
//! A client crate is generated from the description of an API and is thin: it names the credentials
//! and the resources, and hands the operations of its model crate to the [`Client`] of this crate,
//! which does the rest. This crate depends on `payspec-core` and on the HTTP stack; it knows no API.
//!
//! How to use a client is in the guide: `docs/guide` of the repository.
//!
//! # The way of a call
//!
//! 1. **prepare** (no I/O): the parameters are checked against the rules of the API and written; the
//!    path, credentials, idempotency key and headers are added. What is wrong is reported here, and
//!    then nothing is sent.
//! 2. **[`transport`]**: the request is sent and the answer read, within limits of time and size.
//! 3. **interpret** (no I/O): the status and the body become a value or a failure.
//! 4. **attempts** (no I/O): a failure is what came of the call, or the request is sent again after a wait.
//!
//! # What a caller can count on
//!
//! - A call is sent again only if that cannot perform it twice; redirects are not followed.
//! - An operation that takes an idempotency key always has one, fixed before anything is sent. [`Call`], [`Response`] and
//!   [`Error`] tell which.
//! - [`Error::outcome`] tells whether the operation took effect although the call failed, all attempts considered.
//! - Whatever arrived is kept: status, request id and the first bytes of a body that was cut off, too
//!   long or not JSON.
//! - Neither `Debug` nor `Display` of any type here, nor any span or event, shows a credential, a parameter, a query or a
//!   body.
//!
//! # Example
//!
//! What a generated client does, by hand:
//!
//! ```no_run
//! use payspec_core::{ApiSpec, Operation};
//! use payspec_http::Client;
//!
//! # const API: ApiSpec = ApiSpec { name: "example", title: "Example", ..ApiSpec::EMPTY };
//! async fn pay<O: Operation>(create_payment: O) -> Result<O::Output, Box<dyn std::error::Error>> {
//!     let client = Client::builder(&API, "https://api.example.com/v2")
//!         .basic("api", "login", "password")
//!         .build()?;
//!     match client.call(create_payment).idempotency_key("order-17").await {
//!         Ok(payment) => Ok(payment), // an answer: whether it is paid is in its status
//!         Err(error) if error.is_declined() => Err("ask for another card".into()),
//!         Err(error) if error.may_have_happened() => Err(format!("look before you repeat: {error}").into()),
//!         Err(error) => Err(error.into()),
//!     }
//! }
//! ```
//!
//! # Features
//!
//! TLS is rustls, with its cryptography from **`ring`** (on by default) or **`aws-lc-rs`**. When both are on,
//! `aws-lc-rs` is used. No provider of the process is read or set.
//!
//! **`signing`** (off by default): signing of requests as an API describes it, with ring. The clients of such APIs turn it on.
//! What signs in a way of its own ([`signing::RequestSigner`]) does not need it.
//!
//! **`tracing`** (off by default): a span per call and an event per attempt. The guide names their fields.

pub mod clock;
pub mod env;
pub mod observe;
pub mod paging;
pub mod polling;
pub mod signing;
pub mod testing;
pub mod transport;

mod auth;
mod client;
mod config;
mod config_error;
mod error;
mod idempotency;
mod request;
mod retry;
mod send;
mod servers;
mod wiping;

pub use client::{Async, Blocking, Call, CallFuture, Client, ClientBuilder, Response, ResponseFuture};
pub use config_error::ConfigError;
pub use error::{CallOutcome, Error, Refused};
pub use payspec_core::ErrorKind;
pub use payspec_core::json::DecodeError;
pub use retry::{RetryBudget, RetryPolicy};
