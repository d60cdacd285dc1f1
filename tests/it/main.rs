//! Tests over the whole workspace. Each module asserts one promise.

mod corpus;
mod dependency_rule;
mod direct_debit_flow;
mod document_tables;
mod drift;
mod end_to_end;
mod events;
mod monthly_report;
mod onboarding;
mod operations;
mod payment_requests;
mod portal_files;
mod reference_tables;
mod rule_cases;
mod rules;
mod schema;
mod services;
mod showcase;
mod showcase_files;
mod state_rules;
mod support;
mod test_values;
mod three_ds_flow;
mod unions;
mod webhooks;
mod wire_forms;
