//! Unofficial CentralPay SDK: the crate to add.
//!
//! It brings together the [`model`], the [client](Client) and the [`webhook`]s. What a description cannot express (the
//! flow of a 3-D Secure authentication, wallets) will live here too.
//!
//! ```no_run
//! use centralpay::model::{CardDetails, CreateCardToken, CreateTransaction, Currency, Environment};
//! use centralpay::{Amount, Client};
//!
//! # async fn pay() -> Result<(), Box<dyn std::error::Error>> {
//! let client = Client::builder(Environment::Test)
//!     .credentials("login", "password")
//!     .merchant_public_key("key")
//!     .origin("https://example.centralpay.net")
//!     .build()?;
//! let transaction = client
//!     .transactions()
//!     .get("2fbdd1ad-99e1-4fb6-a5f9-06239d7ef1a1")
//!     .await?;
//! # let _ = transaction;
//! # Ok(())
//! # }
//! ```

pub use centralpay_client::*;

pub use centralpay_webhook as webhook;
