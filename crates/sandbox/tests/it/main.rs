//! The sandbox: as an engine without I/O, and over HTTP with clients of several kinds.

#![allow(clippy::unchecked_time_subtraction, reason = "the lengths are constants")]

mod authentication;
mod credits;
mod disputes;
mod entering;
mod events;
mod foreign_clients;
mod idempotency;
mod lists;
mod modes;
mod own_client;
mod payments;
mod property;
mod refunds;
mod support;
mod three_ds;
mod tokens;
mod wallets;
mod webhooks;
