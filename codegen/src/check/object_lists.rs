//! It is said how a list of objects travels where there is no JSON: no server takes them all, and one that does not
//! know the form drops the list without a word.

use std::collections::HashSet;

use payspec_core::ListStyle;

use super::field_sense::encoding_is_known;
use super::scope::Scope;
use super::types::Known;
use super::walk::Owner;
use crate::diag::{Diagnostic, code};
use crate::raw::Sp;
use crate::raw::field::{Field, Place};
use crate::raw::lists::ObjectLists;
use crate::resolve::lists;
use crate::source::Span;
use crate::types::{Shape, parse};

pub(super) fn check(scope: &Scope<'_>) {
    let api = scope.api.map(|api| &api.value);
    let mut sent = Sent { scope, objects: HashSet::new(), fields: HashSet::new(), by_api: false, untold: None };
    let mut all_known = true;
    for operation in scope.operations() {
        all_known &= encoding_is_known(scope, operation);
        if encoding_is_known(scope, operation) && !operation.sends_json(api) {
            operation.raw.params.iter().for_each(|(_, field)| sent.field(field));
        }
    }
    let Sent { fields, by_api, untold, .. } = sent;
    let is_told = scope.api.is_none_or(|api| scope.misspelt("object_lists", api.span));
    if let Some(untold) = untold.filter(|untold| !is_told && !scope.misspelt("object_lists", untold.span)) {
        scope.report(
            Diagnostic::new(
                code::ENCODING,
                untold.kind.span,
                "the API does not specify how it writes a list of objects",
            )
            .label("not sent as JSON")
            .help(
                "add `object_lists:` to `api`: `json` (`items[]={\"price\":1}`), `indexed` (`items[0][price]=1`) or \
                     `bracketed` (`items[][price]=1`)",
            ),
        );
    }
    let is_certain = all_known && scope.is_all_read();
    let mut is_useless = false;
    for group in scope.groups() {
        for (_, field) in group.fields {
            let Some(style) = &field.object_lists else { continue };
            let Some(known) = Known::of(scope, &field.kind) else { continue };
            let is_list = lists::is_of_objects(&scope.symbols, &field.kind);
            let may_be_sent = !is_certain && !matches!(group.owner, Owner::File(..));
            let is_sent = fields.contains(&field.kind.span) || may_be_sent;
            if !is_list || !is_sent {
                is_useless = true;
                let what =
                    if is_list { "not sent in any query or form".to_owned() } else { super::types::describe(known) };
                scope.report(
                    Diagnostic::new(
                        code::ENCODING,
                        style.span,
                        "`object_lists` specifies how a query or form writes a list of objects",
                    )
                    .label("has no effect here")
                    .also(field.kind.span, what)
                    .help("remove `object_lists`")
                    .of_one_cause("`object_lists` has no effect here"),
                );
            }
        }
    }
    let all_resolved = || {
        scope
            .groups()
            .iter()
            .flat_map(|group| group.fields.iter())
            .all(|(_, field)| Known::of(scope, &field.kind).is_some())
    };
    if let Some(style) = scope.api.and_then(|api| api.object_lists.as_ref())
        && !by_api
        && is_certain
        && !is_useless
        && all_resolved()
    {
        scope.report(
            Diagnostic::new(code::ENCODING, style.span, "no query or form has a list of objects written this way")
                .label("has no effect")
                .help("remove `object_lists`"),
        );
    }
}

/// What is sent as pairs.
struct Sent<'s, 'a> {
    scope: &'s Scope<'a>,
    objects: HashSet<&'a str>,
    /// Lists of objects, by the places of their types.
    fields: HashSet<Span>,
    /// One of them is written as the API says.
    by_api: bool,
    /// One of which nobody says how it is written.
    untold: Option<&'a Sp<Field>>,
}

impl<'a> Sent<'_, 'a> {
    fn field(&mut self, field: &'a Sp<Field>) {
        let is_in_path = field.place.as_ref().is_some_and(|place| place.value == Place::Path);
        if field.json_text || is_in_path {
            return;
        }
        if lists::is_of_objects(&self.scope.symbols, &field.kind) {
            self.fields.insert(field.kind.span);
            match lists::of(self.scope.api.map(|api| &api.value), field).map(|style| style.value) {
                None => {
                    self.untold.get_or_insert(field);
                    return;
                }
                style => {
                    self.by_api |= field.object_lists.is_none();
                    self.fits_style(field, style);
                    if style == Some(ObjectLists::Json) {
                        return;
                    }
                }
            }
        }
        if parse(&field.kind).is_some_and(|known| known.shape == Shape::List && known.name == "json") {
            self.fits_style(field, Some(ObjectLists::Json));
        }
        let object = Known::of(self.scope, &field.kind).and_then(|known| known.declared()).map(|symbol| symbol.name);
        let Some(object) = object.and_then(|name| self.scope.symbols.object(name).map(|object| (name, object))) else {
            return;
        };
        if self.objects.insert(object.0) {
            object.1.value.fields.iter().for_each(|(_, field)| self.field(field));
        }
    }

    /// Whether the items of a list can be known when plain lists are written as the API says.
    fn fits_style(&self, field: &Sp<Field>, style: Option<ObjectLists>) {
        let Some(lists) = self.scope.api.and_then(|api| api.lists.as_ref()) else { return };
        let (message, label) = match (lists.value, style) {
            (ListStyle::Commas, Some(ObjectLists::Json)) => {
                ("JSON texts cannot be separated by commas, which they contain", "a list of JSON texts")
            }
            (ListStyle::Repeated, Some(ObjectLists::Bracketed)) if self.holds_a_list(field) => {
                ("an item with a repeated field would be read as several items", "has items that contain lists")
            }
            _ => return,
        };
        self.scope.report(
            Diagnostic::new(code::ENCODING, field.kind.span, message)
                .label(label)
                .also(lists.span, "sets how lists are written")
                .help(
                    "set `object_lists` to specify how it is sent, or `json_text` if the whole list is one JSON \
                    text",
                ),
        );
    }

    /// Whether the objects of a list hold lists of plain values.
    fn holds_a_list(&self, field: &Sp<Field>) -> bool {
        let symbols = &self.scope.symbols;
        let of = |written: &str| parse(written).map(|known| known.name.to_owned());
        let (mut open, mut seen) = (Vec::from_iter(of(&field.kind)), HashSet::new());
        while let Some(object) = open.pop() {
            let Some(object) = symbols.object(&object).filter(|_| seen.insert(object.clone())) else { continue };
            for (_, inner) in &object.fields {
                let is_list = parse(&inner.kind).is_some_and(|known| known.shape == Shape::List);
                if is_list && !lists::is_of_objects(symbols, &inner.kind) {
                    return true;
                }
                open.extend(of(&inner.kind));
            }
        }
        false
    }
}
