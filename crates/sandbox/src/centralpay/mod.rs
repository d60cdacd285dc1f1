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
mod collections;
mod credits;
mod customers;
mod dates;
mod disputes;
mod enter;
mod events;
mod face;
mod faults;
mod handlers;
mod inspected;
mod instalment_collection;
mod instalment_plan;
mod instalments;
mod invoice_items;
mod invoices;
mod judgement;
mod known;
mod life;
mod lists;
mod merchant;
mod page_payments;
mod paris;
mod payment_pages;
mod payment_requests;
mod payment_views;
mod pipeline;
mod refunds;
mod refusal;
mod request_shares;
mod routes;
mod shares;
mod subscription_models;
mod subscriptions;
mod three_ds;
mod three_ds_pages;
mod transactions;
mod trigger;
mod webhooks;

use centralpay_model::{CaptureStatus, CardTokenStatus, RefundStatus};

pub use crate::engine::chosen::Chosen;
/// The choices of CentralPay's sandbox, which are rows of `sandbox.yaml` and not written here.
use crate::generated::centralpay as chosen;
pub use crate::generated::centralpay::CHOSEN;
pub use collections::{Collection, CollectionError, Collections, FinalAction};
pub use disputes::{DisputeAct, act_on_dispute, question_payment, raise_dispute, raise_dispute_because};
pub use enter::{Entered, enter};
pub use faults::{check_delivery_fault, check_fault};
pub(crate) use inspected::{INSPECTED, Inspected, told};
pub use known::KNOWN;
pub(crate) use merchant::is_name as is_world_name;
pub use merchant::{Merchant, ORIGIN, PASSWORD, login, public_key};
pub use payment_pages::payment_page;
pub(crate) use pipeline::refuse_and_note;
pub use pipeline::{call, refuse};
pub use refusal::Refusal;
pub(crate) use routes::PLACE;
pub use routes::{base_url, modelled, operations};
pub use three_ds_pages::page;
#[cfg(test)]
pub(crate) use trigger::sample_object;
pub use trigger::{EVENTS, NotTriggered, Subject, nearest_event, trigger};
pub use webhooks::subscription;

crate::engine::status::statuses!(CaptureStatus, CardTokenStatus, RefundStatus);
