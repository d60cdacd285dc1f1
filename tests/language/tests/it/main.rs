//! What each construct of the spec language becomes: the showcase APIs, compiled and run.

mod adyen;
mod event_lists;
mod expandable;
mod forms;
mod gocardless;
mod hosts;
mod keys;
mod major_units;
mod maps;
mod nested;
mod rapyd;
mod required;
mod sent_unions;
mod services;
mod several_bodies;
mod showcase;
mod showcase_files;
mod showcase_pair;
mod showcase_params;
mod showcase_tables;
mod signatures;
mod signed_requests;
mod times;
mod told_elsewhere;
mod unions;
mod wrapped;
