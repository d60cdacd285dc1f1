//! The rules: the only list of them. `docs/spec-diff.md` is generated from it, and `codegen/tests/diff` has a change
//! that each rule reports and a similar one that it does not.

#![allow(missing_docs)] // The constants are described by their pages.

pub mod access;
pub mod api;
pub mod deliveries;
pub mod events;
pub mod fields;
pub mod files;
pub mod operations;
pub mod params;
pub mod rules;
pub mod types;

use super::Rule;

/// Rules about one part of a spec.
#[derive(Debug)]
pub struct Area {
    /// The heading of the page.
    pub title: &'static str,
    /// Its rules.
    pub rules: &'static [&'static Rule],
}

/// All rules, in the order of the page.
pub const AREAS: &[Area] = &[
    Area { title: "Operations", rules: operations::ALL },
    Area { title: "Parameters", rules: params::ALL },
    Area { title: "Rules and profiles", rules: rules::ALL },
    Area { title: "Types", rules: types::ALL },
    Area { title: "Fields of objects and columns of files", rules: fields::ALL },
    Area { title: "Events", rules: events::ALL },
    Area { title: "Deliveries and their signatures", rules: deliveries::ALL },
    Area { title: "Hosts, authentication and signing of requests", rules: access::ALL },
    Area { title: "The API as a whole", rules: api::ALL },
    Area { title: "Files of the portal", rules: files::ALL },
];

/// All rules.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    AREAS.iter().flat_map(|area| area.rules.iter().copied())
}
