//! Every type that is named exists and fits where it stands.

use std::collections::HashMap;

use crate::raw::outcome::Outcome;
use payspec_core::BodyFormat;

use super::field_sense::encoding_is_known;
use super::identified::{Identified, identified, of_one_object};
use super::scope::Scope;
use super::walk::{Group, Owner};
use super::{say, text};
use crate::diag::{Diagnostic, code, suggest};
use crate::raw::field::{Field, Place};
use crate::raw::types::Column;
use crate::raw::{Document, Sp};
use crate::symbols::{Decl, Resolved, Symbol};
use crate::types::{Builtin, Shape, TypeExpr, parse};

/// A type expression whose name is known.
#[derive(Clone, Copy)]
pub(super) struct Known<'a> {
    pub(super) shape: Shape,
    pub(super) resolved: Resolved<'a>,
}

impl<'a> Known<'a> {
    /// Reads an expression without reporting anything.
    pub(super) fn of(scope: &Scope<'a>, written: &str) -> Option<Self> {
        let TypeExpr { shape, name } = parse(written)?;
        Some(Self { shape, resolved: scope.symbols.resolve(name)? })
    }

    pub(super) fn builtin(&self) -> Option<Builtin> {
        match self.resolved {
            Resolved::Builtin(builtin) => Some(builtin),
            Resolved::Declared(_) => None,
        }
    }

    pub(super) fn declared(&self) -> Option<Symbol<'a>> {
        match self.resolved {
            Resolved::Declared(symbol) => Some(symbol),
            Resolved::Builtin(_) => None,
        }
    }

    pub(super) fn is_object(&self) -> bool {
        matches!(self.declared().map(|symbol| symbol.decl), Some(Decl::Object(_)))
    }

    pub(super) fn is_union(&self) -> bool {
        matches!(self.declared().map(|symbol| symbol.decl), Some(Decl::Union(_)))
    }
}

pub(super) fn check(scope: &Scope<'_>) {
    duplicates(scope);
    scope.groups().iter().for_each(|group| fields(scope, group));
    for operation in scope.operations() {
        for (_, response) in &operation.raw.responses {
            if let Some(body) = &response.body {
                response_body(scope, body, response.outcome.value);
            }
        }
    }
    for (_, document) in &scope.set.files {
        named_objects(scope, document);
        let columns = document.tables.iter().flat_map(|(_, table)| table.columns.iter());
        columns.for_each(|(_, column)| column_type(scope, column));
    }
}

fn duplicates(scope: &Scope<'_>) {
    let mut first: HashMap<&str, Symbol<'_>> = HashMap::new();
    for symbol in &scope.symbols.all {
        let Some(other) = first.insert(symbol.name, *symbol) else { continue };
        first.insert(symbol.name, other);
        scope.report(
            Diagnostic::new(code::DUPLICATE_TYPE, symbol.span, format!("the type `{}` is declared twice", symbol.name))
                .label("redeclared here")
                .also(other.span, "first declared here")
                .help("all types of an API share one namespace: rename one of them"),
        );
    }
}

/// Reads an expression and reports what is wrong with it.
fn resolve<'a>(scope: &Scope<'a>, written: &Sp<String>) -> Option<Known<'a>> {
    let Some(TypeExpr { shape, name }) = parse(&written.value) else {
        // A declared name in the wrong form is reported where it is declared.
        if scope.symbols.get(&written.value).is_none() {
            scope.report(not_an_expression(written));
        }
        return None;
    };
    if let Some(resolved) = scope.symbols.resolve(name) {
        if let Resolved::Declared(symbol) = resolved {
            from_outside(scope, written, &symbol);
        }
        return Some(Known { shape, resolved });
    }
    if !scope.may_declare_type(name) {
        let declared = || scope.symbols.all.iter().map(|symbol| symbol.name);
        let known = Builtin::ALL.iter().map(|(name, _)| *name).chain(declared());
        let at = text::slice(written, name);
        // A type that is declared, named nowhere and almost called so was meant.
        let is_meant = |near: &str| !scope.named_types.contains(near);
        let foreign = by_another_name(name).filter(|_| !suggest::nearest(name, declared()).is_some_and(is_meant));
        scope.report(match foreign {
            Some(ours) => {
                let found = Diagnostic::new(code::UNKNOWN_TYPE, at, format!("unknown type `{}`", suggest::shown(name)))
                    .label(format!("use `{ours}` instead"))
                    .patch(at, ours, "use the built-in type");
                match ours {
                    "decimal" => found.help("use `amount` for money in minor units, `integer` for a whole number"),
                    _ => found,
                }
            }
            None => with_hint(say::unknown_at(code::UNKNOWN_TYPE, "type", name, at, known), name),
        });
    }
    None
}

/// Adds what takes the place of types that other languages have.
fn with_hint(found: Diagnostic, name: &str) -> Diagnostic {
    match name {
        "object" | "record" | "struct" => found.help("declare the object in `objects`, and use its name here"),
        "uuid" | "guid" | "id" => found.help("declare the identifier in `ids`, and use its name here"),
        "enum" => found.help("declare the values in `enums`, and use the name of the enum here"),
        "list" | "array" => found.help("specify the items: `list<string>`"),
        "file" | "binary" => found.help("use `bytes` for a file"),
        _ => found,
    }
}

/// What a file keeps in a module of its own is not for the API.
fn from_outside(scope: &Scope<'_>, written: &Sp<String>, symbol: &Symbol<'_>) {
    if written.span.file == symbol.span.file {
        return;
    }
    let Some(module) = scope.module_of(symbol) else { return };
    scope.report(
        Diagnostic::new(code::TYPE_PLACE, written.span, format!("`{}` is private to its file", symbol.name))
            .label("not allowed here")
            .also(module.docs.span, "this file has a module for its tables")
            .help("declare the type in a file without `module`"),
    );
}

/// What other languages call our types.
fn by_another_name(name: &str) -> Option<&'static str> {
    Some(match name.to_ascii_lowercase().as_str() {
        "str" | "text" => "string",
        "int" | "i32" | "i64" | "u32" | "u64" | "long" => "integer",
        "bool" => "boolean",
        "money" => "amount",
        "number" | "float" | "double" | "f32" | "f64" => "decimal",
        "timestamp" | "date-time" | "time" | "instant" => "datetime",
        "map" | "dict" | "hash" => "metadata",
        "any" | "value" => "json",
        "pan" => "card-number",
        "password" | "token" => "secret",
        _ => return None,
    })
}

fn not_an_expression(written: &Sp<String>) -> Diagnostic {
    let diagnostic = Diagnostic::new(
        code::TYPE_EXPRESSION,
        written.span,
        format!("invalid type `{}`", suggest::shown(&written.value)),
    )
    .label("expected `name`, `list<name>`, `map<name>` or `expandable<name>`");
    let diagnostic = suggest::look_alikes(diagnostic, written);
    if let Some(meant) = suggest::in_latin(written).filter(|meant| parse(meant).is_some())
        && let Some(place) = text::inner(written)
    {
        return diagnostic.patch(place, meant, "use Latin letters");
    }
    let list = || Some(format!("list<{}>", written.strip_suffix("[]")?)).filter(|meant| parse(meant).is_some());
    if let Some(meant) = written.strip_suffix('?').filter(|meant| parse(meant).is_some()) {
        let diagnostic = diagnostic.help("a field is optional unless it is `required` or `guaranteed`");
        return diagnostic.patch(written.span, meant, "remove the question mark");
    }
    if let Some(meant) = inside_of_optional(written) {
        let diagnostic = diagnostic.help("a field is optional unless it is `required` or `guaranteed`");
        return diagnostic.patch(written.span, meant, "use the type alone");
    }
    match list().or_else(|| around_a_name(written)) {
        Some(meant) => diagnostic.patch(written.span, meant, "use this form"),
        None => diagnostic.help("lists of lists and maps of maps are not supported; declare an object"),
    }
}

/// `serach<Order>`, `search(Order)` and `search<Order` as they are meant.
/// The type that another language wraps where it is optional.
fn inside_of_optional(written: &str) -> Option<&str> {
    let (outer, rest) = written.split_once(['<', '(', '['])?;
    let is_optional = ["optional", "option", "maybe", "nullable"].iter().any(|other| outer.eq_ignore_ascii_case(other));
    let meant = rest.strip_suffix(['>', ')', ']']).filter(|_| is_optional)?;
    parse(meant).is_some().then_some(meant)
}

fn around_a_name(written: &str) -> Option<String> {
    let (outer, rest) = written.split_once(['<', '(', '['])?;
    let name = rest.trim_end_matches(['>', ')', ']']);
    let is_list = ["array", "vec", "set", "sequence"].iter().any(|other| outer.eq_ignore_ascii_case(other));
    let outer = if is_list { "list" } else { suggest::nearest(outer, ["list", "map", "search", "expandable"])? };
    Some(format!("{outer}<{name}>")).filter(|meant| parse(meant).is_some())
}

fn misplaced(scope: &Scope<'_>, written: &Sp<String>, message: String, help: &str) {
    scope.report(Diagnostic::new(code::TYPE_PLACE, written.span, message).label("not allowed here").help(help));
}

fn fields(scope: &Scope<'_>, group: &Group<'_>) {
    for (wire, field) in group.fields {
        let Some(known) = resolve(scope, &field.kind) else { continue };
        if known.builtin() == Some(Builtin::Bytes) {
            file_part(scope, group, field, known);
        }
        if known.builtin() == Some(Builtin::Iterations) {
            sent_count(scope, group, field, known);
        }
        if known.shape == Shape::Expandable {
            expandable(scope, group, field, known);
        }
        if known.shape == Shape::Search {
            let message = "`search<...>` is only allowed as the body of a response".to_owned();
            misplaced(scope, &field.kind, message, "use `list<...>` for a list");
        }
        if field.place.as_ref().is_some_and(|place| place.value == Place::Path)
            && let Owner::Operation(_) = group.owner
        {
            path_parameter(scope, wire, field, known);
        }
        if let Owner::File(..) = group.owner {
            cell(scope, wire, field, known);
        }
    }
}

/// A file is a part of its own: it stands next to the parameters of an operation that sends several parts.
fn file_part(scope: &Scope<'_>, group: &Group<'_>, field: &Field, known: Known<'_>) {
    let api = scope.api.map(|api| &api.value);
    let in_parts = match group.owner {
        Owner::Operation(operation) => {
            operation.sends(BodyFormat::Multipart, api) || !encoding_is_known(scope, &operation)
        }
        Owner::Object(_) | Owner::Union(_) | Owner::Variant(..) | Owner::File(..) => false,
    };
    if !in_parts || known.shape != Shape::One {
        let message =
            "`bytes` is only allowed as the body of a response and for parameters of `encoding: multipart`".to_owned();
        misplaced(scope, &field.kind, message, "for a file inside a body, use `string`");
    }
}

/// A count is made of a number of payments and a reading. What comes in has no reading.
fn sent_count(scope: &Scope<'_>, group: &Group<'_>, field: &Field, known: Known<'_>) {
    if !matches!(group.owner, Owner::Operation(_)) || known.shape != Shape::One {
        let message = "`iterations` is only allowed for a parameter of an operation".to_owned();
        misplaced(scope, &field.kind, message, "use `integer` for a count in a response, and describe it in `docs`");
    }
}

/// A cell holds one short plain value.
fn cell(scope: &Scope<'_>, wire: &Sp<String>, field: &Field, known: Known<'_>) {
    let plain = match known.resolved {
        Resolved::Builtin(builtin) => matches!(
            builtin,
            Builtin::String | Builtin::Integer | Builtin::Boolean | Builtin::Amount | Builtin::Date | Builtin::DateTime
        ),
        Resolved::Declared(symbol) => {
            matches!(symbol.decl, Decl::Id(_) | Decl::Enum(_) | Decl::Table(_))
        }
    };
    if !plain || known.shape != Shape::One {
        let message = format!("the column `{}` cannot be {}", wire.value, describe(known));
        misplaced(scope, &field.kind, message, "a cell is text, a number, boolean, date, amount, id or code");
    }
}

/// An object that answers bring, perhaps as its id alone.
fn expandable(scope: &Scope<'_>, group: &Group<'_>, field: &Field, known: Known<'_>) {
    let one = Known { shape: Shape::One, ..known };
    let Some(symbol) = known.declared().filter(|symbol| matches!(symbol.decl, Decl::Object(_))) else {
        let message = format!("`expandable` requires an object, found {}", describe(one));
        return misplaced(scope, &field.kind, message, "name a type of the section `objects`");
    };
    let is_sent = match group.owner {
        Owner::Operation(_) => true,
        Owner::Object(name) | Owner::Union(name) | Owner::Variant(name, _) => scope.usage.sent.contains(name),
        Owner::File(..) => return,
    };
    if is_sent {
        let message = format!("a request cannot send either {} or its id", describe(one));
        misplaced(scope, &field.kind, message, "use the type of the id, or the object");
    } else if matches!(identified(scope, symbol.name), Identified::Not | Identified::Perhaps) {
        let message = format!("{} has no id, so it cannot be `expandable`", describe(one));
        let help = "set the identifying field: `id` of its resource, or a field whose type is in `ids`; it is then \
                `guaranteed`";
        let found = Diagnostic::new(code::TYPE_PLACE, field.kind.span, message).label("not allowed here").help(help);
        scope.report(of_one_object(found, symbol.name));
    }
}

/// A path holds one short plain text, and it stands in access logs.
fn path_parameter(scope: &Scope<'_>, wire: &Sp<String>, field: &Field, known: Known<'_>) {
    let plain = match known.resolved {
        Resolved::Builtin(builtin) => matches!(
            builtin,
            Builtin::String | Builtin::Integer | Builtin::Boolean | Builtin::Date | Builtin::DateTime | Builtin::Amount
        ),
        Resolved::Declared(symbol) => matches!(symbol.decl, Decl::Id(_) | Decl::Enum(_)),
    };
    if !plain || known.shape != Shape::One {
        let message = format!("the path parameter `{}` cannot be {}", wire.value, describe(known));
        let help = "use an id, enum, number or string; secrets do not belong in a path";
        misplaced(scope, &field.kind, message, help);
    }
}

/// A type in words.
pub(super) fn describe(known: Known<'_>) -> String {
    let kind = match known.resolved {
        Resolved::Builtin(builtin) => {
            let name = Builtin::ALL.iter().find(|(_, other)| *other == builtin).map_or("", |(name, _)| *name);
            format!("`{name}`")
        }
        Resolved::Declared(symbol) => {
            let kind = match symbol.decl {
                Decl::Id(_) => "the id",
                Decl::Enum(raw) if raw.is_status() => "the status",
                Decl::Enum(_) => "the enum",
                Decl::Table(_) => "the table",
                Decl::Object(_) => "the object",
                Decl::Union(_) => "the union",
            };
            format!("{kind} `{}`", symbol.name)
        }
    };
    match known.shape {
        Shape::One => kind,
        Shape::Map => format!("a map of {kind}"),
        Shape::Expandable => format!("{kind} or its id"),
        Shape::List | Shape::Search => format!("a list of {kind}"),
    }
}

fn response_body(scope: &Scope<'_>, body: &Sp<String>, outcome: Outcome) {
    let Some(known) = resolve(scope, body) else { return };
    let success = outcome == Outcome::Success;
    let fits = match known.shape {
        Shape::One => {
            let plain = matches!(known.builtin(), Some(Builtin::Json | Builtin::Bytes));
            known.is_object() || success && (known.is_union() || plain)
        }
        Shape::Expandable | Shape::Map => false,
        Shape::List => success && known.builtin() != Some(Builtin::Bytes),
        Shape::Search => success && (known.is_object() || known.is_union()),
    };
    if fits {
        return;
    }
    let (message, help) = if success {
        (
            format!("the body of a response cannot be {}", describe(known)),
            "use an object, a union, `json`, `bytes`, `list<...>`, or `search<...>` of an object or union",
        )
    } else {
        (format!("the body of an error cannot be {}", describe(known)), "use an object, or no body")
    };
    misplaced(scope, body, message, help);
}

/// What a resource or an event is about. That an event's payload is an object is for `events` to say.
fn named_objects(scope: &Scope<'_>, document: &Document) {
    for (_, event) in &document.events {
        let alternative = event.alternative.as_ref().map(|alternative| &alternative.payload);
        for payload in event.payload.iter().chain(alternative) {
            resolve(scope, payload);
        }
    }
    let Some(object) = document.resource.as_ref().and_then(|resource| resource.object.as_ref()) else { return };
    if let Some(known) = resolve(scope, object)
        && !(known.is_object() && known.shape == Shape::One)
    {
        let message = format!("the object of a resource cannot be {}", describe(known));
        misplaced(scope, object, message, "name a type of the section `objects`");
    }
}

fn column_type(scope: &Scope<'_>, column: &Column) {
    let Some(known) = resolve(scope, &column.kind) else { return };
    let has_words = match known.declared().map(|symbol| symbol.decl) {
        Some(Decl::Enum(_)) => true,
        // An API may take the other table over by another name, or not at all.
        Some(Decl::Table(_)) => scope.library.is_none(),
        _ => false,
    };
    let is_plain = matches!(known.builtin(), Some(Builtin::String | Builtin::Integer | Builtin::Boolean));
    if !(has_words || is_plain) || known.shape != Shape::One {
        let message = format!("a column of a table cannot be {}", describe(known));
        let help = "use `string`, `integer`, `boolean`, an enum, or, in an API, another table";
        misplaced(scope, &column.kind, message, help);
    } else if column.key && known.builtin() != Some(Builtin::String) {
        let message = format!("a key column cannot be {}", describe(known));
        misplaced(scope, &column.kind, message, "use `string`: lookups by digits work on text");
    }
}
