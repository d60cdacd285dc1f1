//! What each construct of the spec language becomes: the showcase APIs, compiled and run.

mod expandable;
mod keys;
mod major_units;
mod nested;
mod required;
mod sent_unions;
mod services;
mod showcase;
mod showcase_files;
mod showcase_pair;
mod showcase_params;
mod showcase_tables;
mod told_elsewhere;
mod unions;
mod wrapped;
