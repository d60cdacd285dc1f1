//! Compiles the examples of the guide, a module per page. A test compares the list with `src/SUMMARY.md`.

#[doc = include_str!("src/introduction.md")]
pub mod introduction {}
#[doc = include_str!("src/first-payment.md")]
pub mod first_payment {}
#[doc = include_str!("src/card-data.md")]
pub mod card_data {}
#[doc = include_str!("src/three-d-secure.md")]
pub mod three_d_secure {}
#[doc = include_str!("src/refunds.md")]
pub mod refunds {}
#[doc = include_str!("src/credentials.md")]
pub mod credentials {}
#[doc = include_str!("src/errors.md")]
pub mod errors {}
#[doc = include_str!("src/retries.md")]
pub mod retries {}
#[doc = include_str!("src/searching.md")]
pub mod searching {}
#[doc = include_str!("src/blocking.md")]
pub mod blocking {}
#[doc = include_str!("src/webhooks.md")]
pub mod webhooks {}
#[doc = include_str!("src/exactly-once.md")]
pub mod exactly_once {}
#[doc = include_str!("src/payment-requests.md")]
pub mod payment_requests {}
#[doc = include_str!("src/sandbox.md")]
pub mod sandbox {}
#[doc = include_str!("src/program.md")]
pub mod program {}
#[doc = include_str!("src/testing.md")]
pub mod testing {}
#[doc = include_str!("src/production.md")]
pub mod production {}
#[doc = include_str!("src/connections.md")]
pub mod connections {}
#[doc = include_str!("src/network.md")]
pub mod network {}
#[doc = include_str!("src/several-merchants.md")]
pub mod several_merchants {}
#[doc = include_str!("src/observability.md")]
pub mod observability {}
#[doc = include_str!("src/common-mistakes.md")]
pub mod common_mistakes {}
