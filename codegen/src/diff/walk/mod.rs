//! Compares two lowered specs, part by part.
//!
//! Each function takes its structs apart without `..`, so that the compiler asks what a new member of the IR means to
//! users.

mod access;
mod api;
mod constructors;
mod deliveries;
mod events;
mod fields;
mod files;
mod operations;
mod renames;
mod responses;
mod rules;
mod signing;
mod tables;
mod types;
mod unions;

use std::rc::Rc;

use super::change::Users;
use super::finder::{Finder, Found, Spot, Way};
use super::table::api as table;
use super::users::Usage;
use crate::ir::{Api, Library, Module};

/// The changes from one state of an API to another.
pub(super) fn api(before: Option<&Api>, after: Option<&Api>) -> Vec<Found> {
    let name = before.or(after).map(|api| api.name.clone()).unwrap_or_default();
    let mut finder = Finder::new(&name);
    match (before, after) {
        (Some(before), Some(after)) => {
            let usage = (Usage::of(before), Usage::of(after));
            let sides = Sides { before, after };
            renames::find(&mut finder, &before.modules, &after.modules);
            api::compare(&mut finder, before, after);
            operations::compare(&mut finder, sides);
            types::compare(&mut finder, &before.modules, &after.modules, &usage);
            events::compare(&mut finder, sides);
            files::compare(&mut finder, before, after);
        }
        (Some(api), None) => only(&mut finder, &api.source, true),
        (None, Some(api)) => only(&mut finder, &api.source, false),
        (None, None) => {}
    }
    finder.found
}

/// The changes from one state of a library to another.
pub(super) fn library(before: Option<&Library>, after: Option<&Library>) -> Vec<Found> {
    let name = before.or(after).map(|library| library.name.clone()).unwrap_or_default();
    let mut finder = Finder::new(&name);
    match (before, after) {
        (Some(before), Some(after)) => {
            renames::find(&mut finder, &before.modules, &after.modules);
            types::compare(&mut finder, &before.modules, &after.modules, &(Usage::default(), Usage::default()));
        }
        (Some(library), None) => only(&mut finder, &library.source, true),
        (None, Some(library)) => only(&mut finder, &library.source, false),
        (None, None) => {}
    }
    finder.found
}

/// An API or library that is on one side only.
fn only(finder: &mut Finder, source: &str, is_before: bool) {
    let way = Way::of(source, &[]);
    let spot = Spot::of("API", way.clone(), way);
    if is_before {
        finder.removed(table::API_REMOVED, &spot, &format!("`{}`", finder.api.clone()));
    } else {
        finder.added(table::API_ADDED, &spot, &format!("`{}`", finder.api.clone()));
    }
}

/// Both states of an API.
#[derive(Clone, Copy)]
struct Sides<'a> {
    before: &'a Api,
    after: &'a Api,
}

/// Items of all modules, each with the file that declares it.
fn of_all<'a, T>(modules: &'a [Module], items: impl Fn(&'a Module) -> &'a [T]) -> Vec<(&'a str, &'a T)> {
    modules.iter().flat_map(|module| items(module).iter().map(|item| (module.source.as_str(), item))).collect()
}

/// The users of something that one operation has.
fn one_operation(id: &str, sent: bool) -> Rc<Users> {
    let mut users = Users::default();
    let names = if sent { &mut users.sent_by } else { &mut users.returned_by };
    names.insert(id.to_owned());
    Rc::new(users)
}
