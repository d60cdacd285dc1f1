//! The handwritten HTTP runtime of payspec clients: transport, authentication, retries, idempotency, paging and typed
//! errors, in an async and a blocking mode.
//!
//! A client crate is generated from an API description and is thin: it names the credentials and resources, and passes
//! the operations of its model crate to the [`Client`] of this crate. This crate depends on `payspec-core` and the HTTP
//! stack, and contains nothing specific to an API.
//!
//! How to use a client is in the guide: `docs/guide` of the repository.
//!
//! # The way of a call
//!
//! 1. **prepare** (no I/O): the parameters are checked against the API's rules and encoded; path, credentials,
//!    idempotency key and headers are added. Errors found here are returned without sending anything.
//! 2. **[`transport`]**: sends the request and reads the response, within limits of time and size.
//! 3. **interpret** (no I/O): turns the status and the body into a value or a failure.
//! 4. **attempts** (no I/O): decides whether a failure is final or the request is sent again after a wait.
//!
//! # What a caller can count on
//!
//! - A call is retried only if it cannot be performed twice; redirects are not followed.
//! - An operation that takes an idempotency key always has one, fixed before anything is sent. [`Call`], [`Response`]
//!   and [`Error`] return it.
//! - [`Error::outcome`] says whether the operation took effect although the call failed, taking all attempts into
//!   account.
//! - Whatever arrived is kept: status, request ID, and the first bytes of a body that is truncated, too large or not
//!   JSON.
//! - Neither `Debug` nor `Display` of any type here, nor any span or event, shows a credential, a parameter, a query or
//!   a body.
//!
//! # Example
//!
//! The equivalent of a generated client, by hand:
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
//! TLS is rustls with the cryptography of **`ring`** (on by default) or **`aws-lc-rs`**. If both are on, `aws-lc-rs` is
//! used. The process-wide crypto provider is neither read nor set.
//!
//! **`signing`** (off by default): request signing as described by an API, with ring. Clients of such APIs enable it. A
//! custom [`signing::RequestSigner`] does not need it.
//!
//! **`tracing`** (off by default): a span per call and an event per attempt. The guide names their fields.

#![cfg_attr(docsrs, feature(doc_cfg))]

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

pub use client::{Async, Blocking, Call, CallFuture, Client, ClientBuilder, Credentials, Response, ResponseFuture};
pub use config_error::ConfigError;
pub use error::{CallOutcome, Error, Refused};
pub use payspec_core::ErrorKind;
pub use payspec_core::json::DecodeError;
pub use retry::{RetryBudget, RetryPolicy};
