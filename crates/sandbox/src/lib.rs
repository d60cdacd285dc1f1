//! Payment APIs on your own machine, to develop and test against: their state, their errors, their webhooks, and a clock
//! that can be advanced. Unofficial.
//!
//! Requests and responses follow payspec's descriptions of the APIs: paths, parameters, rules, status changes, events. An
//! operation is modelled, or its response is 501 with its name. Where the vendor's documents are silent, the sandbox does
//! what a merchant would expect; each such choice is listed ([`centralpay::CHOSEN`]) and named by the response header
//! `Payspec-Sandbox`.
//!
//! - [`Sandbox`] serves HTTP on this machine. Its worlds are separate tenants, each with its own objects, clock and
//!   webhooks. The login selects one, which is created on first use.
//! - [`engine`] and [`centralpay`] have no I/O, threads or real clock: the same seed and the same requests produce the same
//!   responses, byte for byte.

#![cfg_attr(docsrs, feature(doc_cfg))]

pub mod centralpay;
mod control;
mod deliver;
pub mod engine;
#[rustfmt::skip]
mod generated;
mod http;
mod inspector;
mod members;
mod pages;
mod route_table;
mod sandbox;
mod store;

pub use engine::webhook_url::{WebhookUrl, WebhookUrlError};
pub use sandbox::{
    Builder, Clock, DeliveryFaults, Disputes, Expectation, Faults, RequestExpectation, Requests, Sandbox, StartError,
    Unmet, Webhooks, WorldHandle,
};
pub use store::FileError;
