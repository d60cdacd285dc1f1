//! Which declared types requests send and answers bring.

use std::cell::RefCell;
use std::collections::HashSet;

use super::walk::Walk;
use crate::diag::{Losses, suggest};
use crate::raw::api::Api;
use crate::raw::lists::ObjectLists;
use crate::resolve;
use crate::symbols::{Decl, RawSet, Resolved, Symbol, Symbols};
use crate::types::{Shape, parse};

/// The names of declared types by the direction they travel in.
pub(super) struct Usage<'a> {
    /// Reached from the parameters of some operation.
    pub(super) sent: HashSet<&'a str>,
    /// Reached from a response, an event, a resource or a file.
    pub(super) received: HashSet<&'a str>,
    /// Reached through a list that is written as JSON, from a parameter that is one JSON text or from an operation that
    /// sends JSON, and so sent as JSON.
    pub(super) listed: HashSet<&'a str>,
    /// Reached from a table that says `lookup`.
    pub(super) looked_up: HashSet<&'a str>,
    /// Reached from a part of a file that was not read: how it travels is not known.
    uncertain: HashSet<&'a str>,
}

impl<'a> Usage<'a> {
    pub(super) fn of(
        set: &'a RawSet,
        symbols: &Symbols<'a>,
        walk: &Walk<'a>,
        api: Option<&Api>,
        lost: &Losses<'_>,
    ) -> Self {
        let slips = RefCell::default();
        let mut uncertain = Reach::from(symbols, lost, &slips);
        for symbol in &symbols.all {
            let may_stand_alone = matches!(symbol.decl, Decl::Table(raw) if lost.may_be("lookup", raw.span));
            if may_stand_alone || lost.use_type(symbol.name) {
                uncertain.add(symbol.name);
            }
        }
        let (mut requests, mut answers) = (Reach::from(symbols, lost, &slips), Reach::from(symbols, lost, &slips));
        for operation in &walk.operations {
            for (_, field) in &operation.raw.params {
                // Only answers bring an object or its id; that a request cannot send one is reported where it stands.
                let is_expandable = parse(&field.kind).is_some_and(|written| written.shape == Shape::Expandable);
                if is_expandable { answers.add(&field.kind) } else { requests.add(&field.kind) }
            }
            let bodies = operation.raw.responses.iter().filter_map(|(_, response)| response.body.as_ref());
            bodies.for_each(|body| answers.add(body));
        }
        for (_, document) in &set.files {
            let payloads = document.events.iter().flat_map(|(_, event)| {
                event.payload.iter().chain(event.alternative.as_ref().map(|alternative| &alternative.payload))
            });
            let object = document.resource.iter().filter_map(|resource| resource.object.as_ref());
            payloads.chain(object).for_each(|name| answers.add(name));
            let columns = document.files.iter().flat_map(|(_, file)| file.columns.iter());
            columns.for_each(|(_, column)| answers.add(&column.kind));
        }
        requests.is_sent = true;
        let mut standing = Reach::from(symbols, lost, &slips);
        for symbol in &symbols.all {
            if let Decl::Table(table) = symbol.decl
                && table.lookup
            {
                standing.add(symbol.name);
            }
        }
        let requested = requests.close();
        let mut lists = Reach::from(symbols, lost, &slips);
        for operation in walk.operations.iter().filter(|operation| operation.sends_json(api)) {
            operation.raw.params.iter().for_each(|(_, field)| lists.add(&field.kind));
        }
        let params = walk.operations.iter().flat_map(|operation| operation.raw.params.iter());
        let members = requested.iter().filter_map(|name| symbols.object(name)).flat_map(|object| object.fields.iter());
        let of_unions = requested.iter().filter_map(|name| symbols.union(name)).flat_map(|union| union.all_fields());
        for (_, field) in params.chain(members).chain(of_unions) {
            let style = resolve::lists::of(api, field).map(|style| style.value);
            let is_list = resolve::lists::is_of_objects(symbols, &field.kind);
            if field.json_text || (is_list && style == Some(ObjectLists::Json)) {
                lists.add(&field.kind);
            }
        }
        let (received, listed, looked_up) = (answers.close(), lists.close(), standing.close());
        slips.take().into_iter().for_each(|name| uncertain.add(name));
        Self { sent: requested, received, listed, looked_up, uncertain: uncertain.close() }
    }

    /// Whether requests send a type, as far as is known, and no response brings it.
    pub(super) fn is_only_sent(&self, name: &str) -> bool {
        self.sent.contains(name) && !self.received.contains(name)
    }

    /// Whether a request sends a type, or may: a type that nothing uses has been reported as such.
    pub(super) fn may_be_sent(&self, name: &str) -> bool {
        !self.is_certain(name) || !self.has(name) || self.sent.contains(name)
    }

    /// Reached from anywhere.
    pub(super) fn has(&self, name: &str) -> bool {
        self.travels(name) || self.looked_up.contains(name)
    }

    /// Whether all that may use a type was read.
    pub(super) fn is_certain(&self, name: &str) -> bool {
        !self.uncertain.contains(name)
    }

    /// Reached from an operation, event or resource.
    pub(super) fn travels(&self, name: &str) -> bool {
        self.sent.contains(name) || self.received.contains(name)
    }
}

/// The types that a declared type is made of, and those that they are made of.
pub(super) fn reached_from<'a>(symbols: &Symbols<'a>, name: &str) -> HashSet<&'a str> {
    let (slips, lost) = (RefCell::default(), Losses::default());
    let mut reach = Reach::from(symbols, &lost, &slips);
    reach.add(name);
    let mut names = reach.close();
    names.remove(name);
    names
}

/// The types that a declared type is made of.
pub(super) fn made_of<'a>(symbols: &Symbols<'a>, name: &str) -> HashSet<&'a str> {
    let (slips, lost) = (RefCell::default(), Losses::default());
    let mut reach = Reach::from(symbols, &lost, &slips);
    reach.members(name);
    reach.names
}

/// No type that anybody means is written in so many words.
const MAX_WORDS: usize = 16;

/// A set of names that grows until nothing new is reached. A list of open names instead of recursion: a spec may
/// nest deeper than a stack.
struct Reach<'s, 'a> {
    symbols: &'s Symbols<'a>,
    lost: &'s Losses<'s>,
    /// The types that were reached by a name which is not theirs: how they travel is not known.
    slips: &'s RefCell<HashSet<&'a str>>,
    names: HashSet<&'a str>,
    open: Vec<&'a str>,
    /// What is reached is sent by requests.
    is_sent: bool,
}

impl<'s, 'a> Reach<'s, 'a> {
    fn from(symbols: &'s Symbols<'a>, lost: &'s Losses<'s>, slips: &'s RefCell<HashSet<&'a str>>) -> Self {
        Self { symbols, lost, slips, names: HashSet::new(), open: Vec::new(), is_sent: false }
    }

    fn add(&mut self, expression: &str) {
        // What is no type expression, and told so, still names the types in it.
        let words = || expression.split(|c: char| !c.is_ascii_alphanumeric() && c != '-').collect();
        let latin = suggest::in_latin(expression).unwrap_or_default();
        let expression = if parse(expression).is_none() && !latin.is_empty() { latin.as_str() } else { expression };
        let names: Vec<&str> = parse(expression).map_or_else(words, |expression| vec![expression.name]);
        let names = if names.len() > MAX_WORDS { Vec::new() } else { names };
        let meant: Vec<_> = names.into_iter().filter_map(|name| self.meant(name)).collect();
        // What names nothing at all may have been any of them.
        if meant.is_empty() && parse(expression).is_none() {
            self.slips.borrow_mut().extend(self.symbols.all.iter().map(|symbol| symbol.name));
        }
        // No request sends an object or its id, and nothing but an object comes so. That is reported where it stands,
        // and how the type was meant to travel is not known.
        let is_expandable = parse(expression).is_some_and(|written| written.shape == Shape::Expandable);
        for symbol in meant {
            if is_expandable && (self.is_sent || !matches!(symbol.decl, Decl::Object(_))) {
                self.slips.borrow_mut().insert(symbol.name);
            } else if self.names.insert(symbol.name) {
                self.open.push(symbol.name);
            }
        }
    }

    /// The type of a name, or the one it is a slip of: that slip is one problem, not an unused type too.
    fn meant(&self, name: &str) -> Option<Symbol<'a>> {
        match self.symbols.resolve(name) {
            Some(Resolved::Builtin(_)) => None,
            Some(Resolved::Declared(symbol)) => Some(symbol),
            None if self.lost.names(name) => None,
            None => {
                let near = suggest::nearest(name, self.symbols.all.iter().map(|symbol| symbol.name))?;
                self.slips.borrow_mut().insert(near);
                self.symbols.get(near)
            }
        }
    }

    fn close(mut self) -> HashSet<&'a str> {
        while let Some(name) = self.open.pop() {
            self.members(name);
        }
        self.names
    }

    /// Adds what a declared type is made of.
    fn members(&mut self, name: &str) {
        match self.symbols.get(name).map(|symbol| symbol.decl) {
            Some(Decl::Object(object)) => object.fields.iter().for_each(|(_, field)| self.add(&field.kind)),
            Some(Decl::Union(union)) => union.all_fields().for_each(|(_, field)| self.add(&field.kind)),
            Some(Decl::Table(table)) => table.columns.iter().for_each(|(_, column)| self.add(&column.kind)),
            _ => {}
        }
    }
}
