//! Unofficial async client of the CentralPay API.
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
//! Everything but this page is generated from `spec/centralpay`. Paths that are not documented say so; they can be
//! changed without a new release: for a client with
//! `.configure(|runtime| runtime.path_override("transaction.capture", "/..."))`, for a call with `.path("/...")`.

mod generated;

pub use centralpay_model as model;
pub use generated::*;
pub use payspec_core::{
    Amount, CardNumber, DateTime, Listing, Metadata, Operation, Profile, Secret, Violation, Violations, json,
};
pub use payspec_http::{Call, ConfigError, DecodeError, Error, ErrorKind, Response, transport};
