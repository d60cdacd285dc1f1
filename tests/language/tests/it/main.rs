//! What each construct of the spec language becomes: the showcase APIs, compiled and run.

mod event_lists;
mod hosts;
mod keys;
mod major_units;
mod nested;
mod required;
mod services;
mod several_bodies;
mod showcase;
mod showcase_files;
mod showcase_pair;
mod showcase_params;
mod showcase_tables;
mod signatures;
mod signed_requests;
mod unions;
mod wrapped;
