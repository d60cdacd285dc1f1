//! What users of the flows and calculations rely on. Figures are those of the document and of its samples; the
//! payment against a local server is in the workspace's `tests`.

mod bound_card;
mod customer_portal;
mod direct_debit;
mod fraud;
#[cfg(feature = "documented-keys")]
mod idempotence;
mod installments;
mod number;
mod one_click;
mod portal_rules;
mod portal_rules_messages;
#[cfg(feature = "files")]
mod report;
mod requestor_initiated;
mod schedule;
mod subscriptions;
mod three_ds;
mod three_ds_forms;
mod three_ds_return;
mod transfers;
mod walks;
mod wallets;
