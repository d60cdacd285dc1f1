//! Dotted paths of wire names -> fields.

use std::cell::RefCell;
use std::collections::HashMap;

use crate::check::scope::{Scope, by_wire_name};
use crate::check::types::{Known, describe};
use crate::check::walk::{Group, Owner};
use crate::check::{say, text};
use crate::diag::{About, Diagnostic, code};
use crate::raw::Sp;
use crate::raw::field::{Field, Place};
use crate::raw::unions::Variant;
use crate::source::Span;
use crate::symbols::{Decl, Resolved, Symbol};
use crate::types::{Builtin, Shape};

/// What a path leads to.
#[derive(Clone, Copy)]
pub(super) enum Found<'a> {
    /// A declared field.
    Field {
        /// The field.
        field: &'a Sp<Field>,
        /// Its type.
        known: Known<'a>,
        /// It stands directly among the fields the rule is about.
        top: bool,
        /// Of a field with a union: the variant that the path steps into.
        variant: Option<&'a Variant>,
    },
    /// A key of a map or of free JSON: present or not, and otherwise unknown.
    Free,
}

/// The fields that a rule may name.
pub(super) struct Fields<'s, 'a> {
    scope: &'s Scope<'a>,
    owner: Owner<'a>,
    top: HashMap<&'a str, &'a Sp<Field>>,
    against: Option<Symbol<'a>>,
    /// What a list names next to the path that is looked for.
    beside: RefCell<Vec<String>>,
}

impl<'s, 'a> Fields<'s, 'a> {
    pub(super) fn of(scope: &'s Scope<'a>, group: &Group<'a>) -> Self {
        let mut top = by_wire_name(group.fields);
        // Where no response has a union, each variant holds what is common to all.
        if let Owner::Variant(name, _) = group.owner
            && scope.usage.is_only_sent(name)
            && let Some(Decl::Union(union)) = scope.symbols.get(name).map(|symbol| symbol.decl)
        {
            top.extend(by_wire_name(&union.fields));
        }
        Self { scope, owner: group.owner, top, against: None, beside: RefCell::default() }
    }

    /// The fields that a rule against an object may name: its own, and under its name those of the object.
    pub(super) fn against(&self, object: Symbol<'a>) -> Self {
        Self {
            scope: self.scope,
            owner: self.owner,
            top: self.top.clone(),
            against: Some(object),
            beside: RefCell::default(),
        }
    }

    pub(super) fn scope(&self) -> &'s Scope<'a> {
        self.scope
    }

    /// Whether a path leads to what is sent, and not into an object that the request is compared with.
    pub(super) fn is_sent(&self, path: &str) -> bool {
        self.against.is_none_or(|object| path.split('.').next() != Some(object.name))
    }

    /// Whether what a path names is given with every request.
    pub(super) fn is_always_given(&self, path: &str) -> bool {
        let is_operation = matches!(self.owner, Owner::Operation(_));
        is_operation && self.top.get(path).is_some_and(|field| field.required)
    }

    /// Follows a path of a list: a change of text never names what stands there already.
    pub(super) fn find_beside(&self, path: &Sp<String>, list: &[Sp<String>]) -> Option<Found<'a>> {
        self.beside.replace(list.iter().map(|other| other.value.clone()).collect());
        let found = self.find(path);
        self.beside.take();
        found
    }

    /// Follows a path; what is wrong with it is reported. `None` too when another check reports the cause.
    pub(super) fn find(&self, path: &Sp<String>) -> Option<Found<'a>> {
        let mut segments = path.value.split('.');
        let first = segments.next().unwrap_or_default();
        if let Some(object) = self.against.filter(|object| object.name == first) {
            return self.find_known(path, segments, object);
        }
        let Some(field) = self.top.get(first) else {
            if !self.scope.may_hold(self.owner_span(path), first) {
                self.unknown(path, first, &self.owner.describe(), &self.top);
            }
            return None;
        };
        if field.place.as_ref().is_some_and(|place| place.value == Place::Path) {
            self.travels_in_path(path, first, field);
            return None;
        }
        self.scope.note_use(first);
        let found = Found::Field { field, known: Known::of(self.scope, &field.kind)?, top: true, variant: None };
        self.follow(path, segments, found)
    }

    /// Where the fields stand that the rule is about.
    fn owner_span(&self, path: &Sp<String>) -> Span {
        match self.owner {
            Owner::Operation(operation) => operation.raw.span,
            Owner::File(name, _) => {
                let mut files = self.scope.set.files.iter().filter_map(|(_, document)| document.files.get(name));
                files.next().map_or(path.span, |file| file.span)
            }
            Owner::Object(name) | Owner::Union(name) | Owner::Variant(name, _) => {
                self.scope.symbols.get(name).map_or(path.span, |symbol| symbol.decl.span())
            }
        }
    }

    /// Follows a path into the object that is known.
    fn find_known<'p>(
        &self,
        path: &Sp<String>,
        mut segments: impl Iterator<Item = &'p str>,
        object: Symbol<'a>,
    ) -> Option<Found<'a>> {
        let known = Known { resolved: Resolved::Declared(object), shape: Shape::One };
        let Some(segment) = segments.next() else {
            self.scope.report(
                Diagnostic::new(code::RULE_FIELD, path.span, format!("`{}` is an object, not a value", object.name))
                    .label("missing field")
                    .help(format!("name a field: `{}.<field>`", object.name)),
            );
            return None;
        };
        let first = self.step(path, segment, known)?;
        self.follow(path, segments, first)
    }

    /// Follows a path that starts at a field: the key of a list's items.
    pub(super) fn find_in(&self, holder: Found<'a>, path: &Sp<String>) -> Option<Found<'a>> {
        self.follow(path, path.value.split('.'), holder)
    }

    fn follow<'p>(
        &self,
        path: &Sp<String>,
        segments: impl Iterator<Item = &'p str>,
        start: Found<'a>,
    ) -> Option<Found<'a>> {
        let mut found = start;
        for segment in segments {
            found = match found {
                Found::Field { field, known, variant, .. } if known.is_union() => {
                    self.step_into_union(path, segment, field, known, variant)?
                }
                Found::Field { known, .. } => self.step(path, segment, known)?,
                Found::Free => Found::Free,
            };
        }
        Some(found)
    }

    fn step(&self, path: &Sp<String>, segment: &str, holder: Known<'a>) -> Option<Found<'a>> {
        if let Some(Builtin::Metadata | Builtin::Json) = holder.builtin().filter(|_| holder.shape != Shape::Map) {
            return Some(Found::Free);
        }
        let object = holder.declared().filter(|symbol| matches!(symbol.decl, Decl::Object(_)));
        let object = object.filter(|_| holder.shape != Shape::Map);
        let Some(fields) = object.and_then(|symbol| self.scope.fields_of(symbol.name)) else {
            self.no_members(path, segment, holder);
            return None;
        };
        let Some(field) = fields.get(segment) else {
            if !object.is_some_and(|object| self.scope.decl_may_have(object.decl, segment)) {
                let holder = describe(Known { shape: Shape::One, ..holder });
                self.unknown(path, segment, &holder, fields);
            }
            return None;
        };
        self.scope.note_use(segment);
        Some(Found::Field { field, known: Known::of(self.scope, &field.kind)?, top: false, variant: None })
    }

    /// A variant stands in a union as a member with the name of its tag, and holds its fields.
    fn step_into_union(
        &self,
        path: &Sp<String>,
        segment: &str,
        field: &'a Sp<Field>,
        holder: Known<'a>,
        inside: Option<&'a Variant>,
    ) -> Option<Found<'a>> {
        let symbol = holder.declared()?;
        let Decl::Union(union) = symbol.decl else { return None };
        let variants = || union.variants.iter().filter(|_| inside.is_none());
        if let Some((_, variant)) = variants().find(|(tag, _)| tag.value == segment) {
            return Some(Found::Field { field, known: holder, top: false, variant: Some(variant) });
        }
        let is_only_sent = self.scope.usage.is_only_sent(symbol.name);
        let common = union.fields.iter().filter(|_| inside.is_some() == is_only_sent);
        let fields = inside.iter().flat_map(|variant| variant.fields.iter()).chain(common);
        let fields: HashMap<&str, &'a Sp<Field>> = fields.map(|(wire, field)| (wire.as_str(), field)).collect();
        if let Some(field) = fields.get(segment) {
            return Some(Found::Field { field, known: Known::of(self.scope, &field.kind)?, top: false, variant: None });
        }
        if !self.scope.decl_may_have(symbol.decl, segment) {
            let holder = describe(Known { shape: Shape::One, ..holder });
            let holder = if inside.is_some() { format!("this variant of {holder}") } else { holder };
            let known = fields.keys().copied().chain(variants().map(|(tag, _)| tag.as_str()));
            let at = text::slice(path, segment);
            let mut diagnostic = say::unknown_at(code::RULE_FIELD, "field", segment, at, known);
            diagnostic.message = format!("no field `{segment}` in {holder}");
            self.scope.report(diagnostic.about(About::missing("field", segment).of(&holder)));
        }
        None
    }

    fn unknown(&self, path: &Sp<String>, segment: &str, holder: &str, fields: &HashMap<&str, &Sp<Field>>) {
        let at = text::slice(path, segment);
        let main = fields.iter().find(|(_, field)| field.also.iter().any(|other| other.value == segment));
        if let Some((main, _)) = main {
            self.scope.report(other_name(at, segment, main));
            return;
        }
        let mut diagnostic = say::unknown_at(code::RULE_FIELD, "field", segment, at, fields.keys().copied());
        diagnostic.message = format!("no field `{segment}` in {holder}");
        let diagnostic = diagnostic.about(About::missing("field", segment).of(holder));
        let is_named = |field: &str| path.value == segment && self.beside.borrow().iter().any(|other| other == field);
        self.scope.report(say::not_twice(diagnostic, is_named));
    }

    fn no_members(&self, path: &Sp<String>, segment: &str, holder: Known<'_>) {
        let at = text::slice(path, segment);
        let message = format!("{} has no fields to step into", describe(holder));
        self.scope.report(
            Diagnostic::new(code::RULE_FIELD, at, message)
                .label(format!("`{segment}` is not in an object"))
                .help("a dot steps into an object, the objects of a list, or a key of `metadata`"),
        );
    }

    fn travels_in_path(&self, path: &Sp<String>, name: &str, field: &Sp<Field>) {
        self.scope.report(
            Diagnostic::new(code::RULE_FIELD, path.span, format!("rules cannot use the path parameter `{name}`"))
                .label("in the path")
                .also(field.kind.span, "declared here with `in: path`")
                .help("use parameters of the query or body; a path parameter is always present"),
        );
    }
}

fn other_name(at: Span, written: &str, main: &str) -> Diagnostic {
    Diagnostic::new(code::RULE_FIELD, at, format!("the request sends `{written}` as `{main}`"))
        .label("alternative name of the field")
        .patch(at, main, "use the main name")
}
