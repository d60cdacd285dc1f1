//! CentralPay: its operations on a world.
//!
//! [`enter`] finds out which operation a request asks for and in which world; [`call`] does it.

#![allow(
    clippy::needless_pass_by_value,
    reason = "all handlers take the parameters by value, whether they keep them or only read them"
)]

mod billing;
mod card_tokens;
mod cards;
mod charge;
mod chosen;
mod collections;
mod customers;
mod dates;
mod enter;
mod events;
mod face;
mod handlers;
mod instalment_collection;
mod instalment_plan;
mod instalments;
mod invoice_items;
mod invoices;
mod judgement;
mod life;
mod merchant;
mod page_payments;
mod pages;
mod paris;
mod payment_pages;
mod payment_requests;
mod pipeline;
mod refunds;
mod refusal;
mod request_shares;
mod routes;
mod subscription_models;
mod subscriptions;
mod three_ds;
mod three_ds_pages;
mod transactions;
mod webhooks;

use centralpay_model::{CaptureStatus, CardTokenStatus, RefundStatus};

pub use chosen::{CHOSEN, Chosen};
pub use collections::{Collection, CollectionError, Collections, FinalAction};
pub use enter::{Entered, enter};
pub use merchant::{Merchant, ORIGIN, PASSWORD, login, public_key};
pub use payment_pages::payment_page;
pub use pipeline::{call, refuse};
pub use refusal::Refusal;
pub use routes::{base_url, modelled, operations};
pub use three_ds_pages::page;
pub use webhooks::subscription;

crate::engine::status::statuses!(CaptureStatus, CardTokenStatus, RefundStatus);
