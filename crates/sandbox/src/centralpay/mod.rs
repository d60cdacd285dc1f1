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
mod instalment_collection;
mod instalment_plan;
mod instalments;
mod invoice_items;
mod invoices;
mod judgement;
mod life;
mod lists;
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
pub use disputes::{DisputeAct, act_on_dispute, question_payment, raise_dispute};
pub use enter::{Entered, enter};
pub use faults::{check_delivery_fault, check_fault};
pub(crate) use merchant::is_name as is_world_name;
pub use merchant::{Merchant, ORIGIN, PASSWORD, login, public_key};
pub use payment_pages::payment_page;
pub use pipeline::{call, refuse};
pub use refusal::Refusal;
pub use routes::{base_url, modelled, operations};
pub use three_ds_pages::page;
pub use trigger::{NotTriggered, Subject, trigger};
pub use webhooks::subscription;

crate::engine::status::statuses!(CaptureStatus, CardTokenStatus, RefundStatus);
