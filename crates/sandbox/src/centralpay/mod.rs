//! CentralPay: its operations on a world.
//!
//! [`enter`] finds out which operation a request asks for and in which world; [`call`] does it.

#![allow(
    clippy::needless_pass_by_value,
    reason = "all handlers take the parameters by value, whether they keep them or only read them"
)]

mod card_tokens;
mod cards;
mod chosen;
mod customers;
mod dates;
mod enter;
mod events;
mod face;
mod faults;
mod handlers;
mod judgement;
mod life;
mod merchant;
mod pipeline;
mod refunds;
mod refusal;
mod routes;
mod three_ds;
mod three_ds_pages;
mod transactions;
mod trigger;
mod webhooks;

use centralpay_model::{CaptureStatus, CardTokenStatus, RefundStatus};

pub use chosen::{CHOSEN, Chosen};
pub use enter::{Entered, enter};
pub use faults::{check_delivery_fault, check_fault};
pub(crate) use merchant::is_name as is_world_name;
pub use merchant::{Merchant, PASSWORD, login, public_key};
pub use pipeline::{call, refuse};
pub use refusal::Refusal;
pub use routes::{modelled, operations};
pub use three_ds_pages::page;
pub use trigger::{NotTriggered, Subject, trigger};
pub use webhooks::subscription;

crate::engine::status::statuses!(CaptureStatus, CardTokenStatus, RefundStatus);
