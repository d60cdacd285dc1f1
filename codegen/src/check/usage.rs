//! Which declared types requests send and answers bring.

use std::collections::HashSet;

use super::walk::Walk;
use crate::symbols::{Decl, RawSet, Symbols};
use crate::types::parse;

/// The names of declared types by the direction they travel in.
pub(super) struct Usage<'a> {
    /// Reached from the parameters of some operation.
    pub(super) sent: HashSet<&'a str>,
    /// Reached from a response, an event or a resource.
    pub(super) received: HashSet<&'a str>,
}

impl<'a> Usage<'a> {
    pub(super) fn of(set: &'a RawSet, symbols: &Symbols<'a>, walk: &Walk<'a>) -> Self {
        let mut sent = Reach { symbols, names: HashSet::new(), open: Vec::new() };
        let mut received = Reach { symbols, names: HashSet::new(), open: Vec::new() };
        for operation in &walk.operations {
            operation.raw.params.iter().for_each(|(_, field)| sent.add(&field.kind));
            let bodies = operation.raw.responses.iter().filter_map(|(_, response)| response.body.as_ref());
            bodies.for_each(|body| received.add(body));
        }
        for (_, document) in &set.files {
            let payloads = document.events.iter().filter_map(|(_, event)| event.payload.as_ref());
            let object = document.resource.iter().filter_map(|resource| resource.object.as_ref());
            payloads.chain(object).for_each(|name| received.add(name));
        }
        Self { sent: sent.close(), received: received.close() }
    }

    /// Reached from anywhere.
    pub(super) fn has(&self, name: &str) -> bool {
        self.sent.contains(name) || self.received.contains(name)
    }
}

/// A set of names that grows until nothing new is reached. A list of open names instead of recursion: a spec may
/// nest deeper than a stack.
struct Reach<'s, 'a> {
    symbols: &'s Symbols<'a>,
    names: HashSet<&'a str>,
    open: Vec<&'a str>,
}

impl<'a> Reach<'_, 'a> {
    fn add(&mut self, expression: &str) {
        let symbol = parse(expression).and_then(|expression| self.symbols.get(expression.name));
        if let Some(symbol) = symbol
            && self.names.insert(symbol.name)
        {
            self.open.push(symbol.name);
        }
    }

    fn close(mut self) -> HashSet<&'a str> {
        while let Some(name) = self.open.pop() {
            match self.symbols.get(name).map(|symbol| symbol.decl) {
                Some(Decl::Object(object)) => object.fields.iter().for_each(|(_, field)| self.add(&field.kind)),
                Some(Decl::Table(table)) => table.columns.iter().for_each(|(_, column)| self.add(&column.kind)),
                _ => {}
            }
        }
        self.names
    }
}
