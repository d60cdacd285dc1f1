//! CentralPay: its documents, samples and tables, its flows through the sandbox, and its calculations. Figures are those
//! of the document and of its samples.

mod bank;
mod bound_card;
mod card_form;
mod customer_portal;
mod damaged_webhooks;
mod direct_debit;
mod direct_debit_flow;
mod document_tables;
mod end_to_end;
mod events;
mod fraud;
#[cfg(feature = "documented-keys")]
mod idempotency;
mod installments;
#[cfg(feature = "files")]
mod monthly_report;
mod number;
mod onboarding;
mod one_click;
mod operations;
mod payment_requests;
#[cfg(feature = "files")]
mod portal_files;
mod portal_rules;
mod portal_rules_messages;
mod reference_tables;
#[cfg(feature = "files")]
mod report;
mod requestor_initiated;
mod responses;
mod rules;
mod schedule;
mod settlement;
mod small_stack;
mod state_rules;
mod subscriptions;
mod test_values;
mod three_ds;
mod three_ds_enrolment;
mod three_ds_flow;
mod three_ds_forms;
mod three_ds_return;
mod transfers;
mod walks;
mod wallets;
mod webhooks;
mod wire_forms;
