//! The sandbox: as an engine without I/O, and over HTTP with clients of several kinds.

#![allow(clippy::unchecked_time_subtraction, reason = "the lengths are constants")]

mod entering;
mod foreign_clients;
mod idempotency;
mod instalments;
mod invoices;
mod own_client;
mod payment_page;
mod payment_requests;
mod payments;
mod property;
mod property_series;
mod refunds;
mod retries;
mod subscriptions;
mod support;
mod three_ds;
mod tokens;
mod webhooks;
