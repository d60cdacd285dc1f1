//! What each construct of the spec language becomes: the showcase APIs, compiled and run.

mod forms;
mod keys;
mod major_units;
mod maps;
mod nested;
mod required;
mod services;
mod showcase;
mod showcase_files;
mod showcase_pair;
mod showcase_params;
mod showcase_tables;
mod times;
mod unions;
mod wrapped;
