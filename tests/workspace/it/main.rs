//! What holds of the repository as a whole: generated files, dependencies, documentation.

mod behaviours;
mod book;
mod by_name;
mod card_numbers;
mod dependency_rule;
mod drift;
mod fuzz_targets;
mod packages;
mod readme;
mod rustdoc;
mod schema;
mod stands_alone;
mod surface;
mod threads;
