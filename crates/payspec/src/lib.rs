//! Payment APIs as Rust you can trust with money: typed models, async and blocking clients, and webhooks.
//!
//! Each API is a feature and a module; all modules have the same structure:
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
//! A module contains `Client` and its builder, `blocking`, `model` with all types and parameters, and `webhook` with
//! the events. The guide is a book (`docs/guide` in the repository): first payment, errors, retries, webhooks, testing,
//! production.
//!
//! All modules use the same types for currencies, countries and languages, those of `iso`: a program that uses two APIs
//! has one `iso::Currency`. Each module re-exports them in its `model`.
//!
//! Further features, each for all enabled APIs:
//!
//! | feature | enables | |
//! | --- | --- | --- |
//! | `all-apis` | all of the above | |
//! | `client` | the clients | on by default |
//! | `webhook` | the webhooks, without any HTTP | on by default |
//! | `operations` | parameters of all operations with their rules, `refetch()` of events | enabled by `client` |
//! | `files` | the files of a vendor's portal, if they are described | |
//! | `iso` | the module `iso` alone; enabled by every API | |
//! | `axum`, `actix`, `http` | webhook extractors for axum 0.8 and actix-web 4, and functions for other servers | |
//! | `sandbox` | the module `sandbox`: APIs on this machine, for development and tests | |
//! | `testing` | responses and deliveries as the API sends them, for tests | |
//! | `tracing` | a span per call and an event per attempt | |
//! | `aws-lc-rs` | TLS with AWS's cryptography instead of ring | |
//! | `jiff` | conversions between dates and the types of the jiff crate | |
//! | `documented-keys` | CentralPay's documented idempotency keys, which need SHA-1 | |
//!
//! A service that only receives webhooks builds no HTTP client and no operations with `default-features = false` and
//! `features = ["centralpay", "webhook"]`. Add `operations` if the service passes on the refetch operation instead of
//! calling it, or validates or sends parameters itself. The blocking clients have no feature of their own: they share
//! all of their code with the async ones, so omitting them would save nothing.
//!
//! Unofficial: payspec is not affiliated with the vendors whose APIs it describes.

#![cfg_attr(docsrs, feature(doc_cfg))]

#[rustfmt::skip]
mod generated;
#[cfg(feature = "sandbox")]
pub mod sandbox;

#[allow(unused_imports, unreachable_pub)] // Without a feature there is no API.
pub use generated::*;
