//! Unofficial client of the CentralPay API, async and blocking.
//!
//! One accessor a resource, one method an operation. A call is a value: set what is particular about it, then
//! `.await` it for the answer, or `.send()` it for the answer with its request id.
//!
//! ```no_run
//! use centralpay_client::model::{CreateTransaction, Currency, Environment};
//! use centralpay_client::{Amount, Client};
//!
//! # async fn pay() -> Result<(), Box<dyn std::error::Error>> {
//! let client = Client::builder(Environment::Test).credentials("login", "password").build()?;
//! let params = CreateTransaction::new(Amount::from_minor(1500), Currency::EUR, "point-of-sale", "203.0.113.7")
//!     .card_token_id("a3d37fd6-2ad7-4e9d-a4a0-b0b1aff44b50");
//! let transaction = client.transactions().create(params).await?;
//! println!("{:?}", transaction.transaction_status);
//! # Ok(())
//! # }
//! ```
//!
//! A [`blocking::Client`] makes the same calls and waits for them, without a runtime of yours:
//!
//! ```no_run
//! use centralpay_client::Client;
//! use centralpay_client::model::Environment;
//!
//! # fn read() -> Result<(), Box<dyn std::error::Error>> {
//! let client = Client::builder(Environment::Test).credentials("login", "password").build_blocking()?;
//! let refund = client.refunds().get("3c349da5-c144-424b-bbdd-6f756b43c4ee").wait()?;
//! println!("{:?}", refund.status);
//! # Ok(())
//! # }
//! ```
//!
//! [`guide`] has a page per concern: errors, retries and idempotency, searching, testing, going to production.
//!
//! Everything but this page is generated from `spec/centralpay`. Paths that are not documented say so; they can be
//! changed without a new release: for a client with
//! `.configure(|runtime| runtime.path_override("transaction.capture", "/..."))`, for a call with `.path("/...")`.

mod generated;

pub use centralpay_model as model;
pub use generated::*;
pub use payspec_core::{
    Amount, CardNumber, DateTime, Listing, Metadata, Operation, Profile, Refusal, Secret, Violation, Violations, json,
};
pub use payspec_http::{
    Async, Blocking, Call, CallOutcome, ConfigError, DecodeError, Error, ErrorKind, Refused, Response, RetryBudget,
    RetryPolicy, clock, guide, observe, paging, testing, transport,
};
