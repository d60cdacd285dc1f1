//! Payment APIs as Rust you can trust with money: typed models, async and blocking clients, and webhooks.
//!
//! Each API is a feature, and a module with the same look:
//!
//! ```toml
//! payspec = { version = "0.1", features = ["centralpay"] }
//! ```
//!
//! <!-- codegen:begin apis -->
//! | feature | module | API |
//! | --- | --- | --- |
//! | `centralpay` | `centralpay` | CentralPay |
//! | `cinetpay` | `cinetpay` | CinetPay |
//! | `lyra-marketplace` | `lyra_marketplace` | Lyra Collect Marketplace |
//! | `primer` | `primer` | Primer |
//! <!-- codegen:end apis -->
//!
//! A module holds `Client` and its builder, `blocking`, `model` with all types and parameters, and `webhook` with the events.
//! The guide is a book in `docs/guide` of the repository: first payment, errors, retries, webhooks, testing, production.
//!
//! Currencies, countries and languages are the same types in all of them, those of `iso`: a program that uses two APIs
//! holds one `iso::Currency`. Each module has them in its `model` too.
//!
//! Further features, each for all APIs that are switched on:
//!
//! | feature | gives | |
//! | --- | --- | --- |
//! | `all-apis` | all of the above | |
//! | `client` | the clients | on by default |
//! | `webhook` | the webhooks, without any HTTP | on by default |
//! | `operations` | the parameters of all operations with their rules, and `refetch()` of events | `client` turns it on |
//! | `files` | the files of a vendor's portal, where they are described | |
//! | `iso` | the module `iso` alone; every API switches it on | |
//! | `tracing` | a span per call and an event per attempt | |
//! | `aws-lc-rs` | AWS's cryptography under TLS, instead of ring | |
//! | `jiff` | conversions between dates and the types of the jiff crate | |
//! | `documented-keys` | CentralPay's recipe for idempotency keys, which needs SHA-1 | |
//!
//! A service that only receives webhooks builds no HTTP client and no operations with `default-features = false` and
//! `features = ["centralpay", "webhook"]`. If it hands on what to read again, instead of reading it, it adds `operations` for
//! `refetch()`. So does a program that checks or sends the parameters itself. The blocking clients have no feature of their
//! own: they share all of their code with the async ones, so leaving them out would save nothing.
//!
//! Unofficial: payspec is not affiliated with the vendors whose APIs it describes.

#[rustfmt::skip]
mod generated;

#[allow(unused_imports, unreachable_pub)] // Without a feature there is no API.
pub use generated::*;
