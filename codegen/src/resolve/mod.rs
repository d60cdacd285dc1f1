//! What a part of the raw spec means, for both who check it and who lower it: names that lead somewhere, rules, figures
//! that are written as text. Nothing here reports and nothing here decides on Rust.

pub(crate) mod figures;
pub(crate) mod host;
mod identity;
pub(crate) mod lines;
pub(crate) mod lists;
pub(crate) mod operations;
pub(crate) mod pages;
pub(crate) mod refetch;
pub(crate) mod rules;
pub(crate) mod times;
pub(crate) mod wrap;

pub(crate) use identity::identity;
