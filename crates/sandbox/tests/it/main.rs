//! The sandbox: as an engine without I/O, and over HTTP with clients of several kinds.

#![allow(clippy::unchecked_time_subtraction, reason = "the lengths are constants")]

mod authentication;
mod cancellation;
mod control;
mod control_http;
mod control_refusals;
mod credits;
mod data_file;
mod delivery_faults;
mod disputes;
mod entering;
mod events;
mod expectations;
mod faults;
mod faults_over_http;
mod foreign_clients;
mod hanging_receivers;
mod idempotency;
mod inspector;
mod instalments;
mod invoices;
mod lists;
mod long_advances;
mod modes;
mod own_client;
mod page_series;
mod pages;
mod payment_page;
mod payment_requests;
mod payments;
mod property;
mod property_series;
mod records;
mod refunds;
mod retries;
mod subscriptions;
mod support;
mod three_ds;
mod tokens;
mod triggered_events;
mod wallets;
mod webhooks;
