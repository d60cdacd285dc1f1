//! Payment APIs on your own machine, to develop and test against: their state, their errors, their webhooks, and a clock
//! that can be advanced. Unofficial.
//!
//! What a sandbox accepts and answers comes from payspec's descriptions of the APIs: addresses, parameters, rules, status
//! changes, events. An operation is modelled, or it answers 501 with its name. Where the vendor's documents are silent, the
//! sandbox does what a merchant would expect; each such choice is listed ([`centralpay::CHOSEN`]) and named by the answer's
//! header `Payspec-Sandbox`.
//!
//! - [`Sandbox`] serves HTTP on this machine. Its worlds are separate: objects, clock, webhooks. The login chooses one, and
//!   makes it when it is first used.
//! - [`engine`] and [`centralpay`] decide without I/O, threads or a real clock: the same seed and the same requests give the
//!   same answers, byte by byte.

#![cfg_attr(docsrs, feature(doc_cfg))]

pub mod centralpay;
mod control;
mod deliver;
pub mod engine;
mod generated;
mod http;
mod sandbox;

pub use sandbox::{
    Builder, Clock, DeliveryFaults, Disputes, Expectation, Faults, RequestExpectation, Requests, Sandbox, StartError,
    Unmet, Webhooks, WorldHandle,
};
