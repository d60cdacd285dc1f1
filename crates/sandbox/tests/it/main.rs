//! The sandbox: as an engine without I/O, and over HTTP with clients of several kinds.

#![allow(clippy::unchecked_time_subtraction, reason = "the lengths are constants")]

mod authentication;
mod control;
mod credits;
mod delivery_faults;
mod disputes;
mod entering;
mod events;
mod expectations;
mod faults;
mod faults_over_http;
mod foreign_clients;
mod idempotency;
mod instalments;
mod invoices;
mod lists;
mod modes;
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
mod wallets;
mod webhooks;
