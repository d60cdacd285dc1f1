//! What a field says of itself means something where it stands.

use super::scope::Scope;
use super::types::Known;
use super::walk::{OperationAt, Owner};
use super::{clearing, say};
use crate::diag::{About, Diagnostic, code};
use crate::raw::Sp;
use crate::raw::field::Field;
use crate::raw::file::Direction;
use crate::symbols::Decl;
use crate::types::{Builtin, Shape};

pub(super) fn check(scope: &Scope<'_>) {
    for group in scope.groups() {
        for (wire, field) in group.fields {
            compact(scope, field);
            format(scope, group.owner, field);
            also_by(scope, group.owner, field);
            nested(scope, wire, field, matches!(group.owner, Owner::Object(_)));
            if !matches!(group.owner, Owner::File(..)) {
                only_in_files(scope, field);
            }
            match group.owner {
                Owner::File(name, file) => column(scope, name, wire, field, file.direction.value),
                Owner::Operation(operation) => {
                    let json = operation.sends_json(scope.api.map(|api| &api.value));
                    parameter(scope, wire, field);
                    if encoding_is_known(scope, &operation) {
                        in_json(scope, &operation.verb.value, json, field);
                        if !clearing::of_a_form(scope, &operation, wire, field) {
                            nullable(scope, &operation.verb.value, wire, json, field);
                        }
                        json_text(scope, wire, !json, field);
                    }
                }
                Owner::Object(name) => {
                    in_json(scope, name, scope.usage.listed.contains(name), field);
                    compact_of_requests(scope, name, field);
                    member(scope, name, wire, field);
                    nullable(scope, name, wire, false, field);
                    json_text(scope, wire, false, field);
                }
                Owner::Union(name) | Owner::Variant(name, _) => {
                    in_json(scope, name, scope.usage.listed.contains(name), field);
                    compact_of_requests(scope, name, field);
                    of_a_union(scope, name, wire, field);
                    nullable(scope, name, wire, false, field);
                    json_text(scope, wire, false, field);
                }
            }
        }
    }
}

/// Whether all was read that says how the parameters of an operation travel.
pub(super) fn encoding_is_known(scope: &Scope<'_>, operation: &OperationAt<'_>) -> bool {
    let of_api = scope.api.map_or_else(|| !scope.has_lost_api(), |api| !scope.misspelt("encoding", api.span));
    of_api && !scope.misspelt("encoding", operation.raw.span)
}

fn report(scope: &Scope<'_>, wire: &Sp<String>, message: String, help: &str) {
    scope.report(Diagnostic::new(code::FIELD_SENSE, wire.span, message).help(help));
}

fn compact(scope: &Scope<'_>, field: &Field) {
    let Some(compact) = &field.compact else { return };
    let Some(known) = Known::of(scope, &field.kind) else { return };
    let is_date = matches!(known.builtin(), Some(Builtin::Date | Builtin::DateTime)) && known.shape == Shape::One;
    if !is_date {
        scope.report(
            Diagnostic::new(code::FIELD_SENSE, compact.span, "only dates have a compact form")
                .label("specifies how a date is written")
                .also(field.kind.span, "not a date")
                .help("make the type `date` or `datetime`, or remove `compact`"),
        );
    }
}

/// A format is a rule over the text of a request.
fn format(scope: &Scope<'_>, owner: Owner<'_>, field: &Field) {
    let Some(format) = &field.format else { return };
    let report = |message: &str, label: &str, help: &str| {
        scope.report(Diagnostic::new(code::FIELD_SENSE, format.span, message).label(label).help(help));
    };
    let known = Known::of(scope, &field.kind);
    if known.is_some_and(|known| known.builtin() != Some(Builtin::String)) {
        return scope.report(
            Diagnostic::new(code::FIELD_SENSE, format.span, "`format` is only allowed on text")
                .label("specifies the format of text")
                .also(field.kind.span, "not text")
                .help("make the type `string` or `list<string>`, or remove `format`"),
        );
    }
    if !may_be_sent(scope, owner) {
        report(
            "`format` is only allowed on fields of requests",
            "not sent in any request",
            "remove `format`, and describe it in `docs`",
        );
    } else if field.place.is_some() {
        report(
            "a path parameter cannot have a `format`",
            "has no effect here",
            "remove `format`, and describe it in `docs`",
        );
    }
}

/// Whether a request may have the fields.
fn may_be_sent(scope: &Scope<'_>, owner: Owner<'_>) -> bool {
    match owner {
        Owner::Operation(_) => true,
        Owner::Object(name) | Owner::Union(name) | Owner::Variant(name, _) => scope.usage.may_be_sent(name),
        Owner::File(..) => false,
    }
}

/// Another column can stand for the code of a table where requests have it, if it identifies a row.
fn also_by(scope: &Scope<'_>, owner: Owner<'_>, field: &Field) {
    let Some(also) = &field.also_by else { return };
    let Some(known) = Known::of(scope, &field.kind) else { return };
    let report = |message: String, label: &str, help: &str| {
        scope.report(Diagnostic::new(code::FIELD_SENSE, also.span, message).label(label).help(help));
    };
    let table = known.declared().filter(|_| known.shape != Shape::Map).and_then(|symbol| match symbol.decl {
        Decl::Table(table) => Some(table),
        _ => None,
    });
    let Some(table) = table else {
        let message = "`also_by` is only allowed on a code of a table".to_owned();
        return report(message, "has no effect here", "remove `also_by`, or make the type a table");
    };
    if !may_be_sent(scope, owner) {
        let message = "`also_by` is only allowed on fields of requests".to_owned();
        return report(message, "not sent in any request", "remove `also_by`: every received text is read");
    }
    let base = table.extends.as_ref().and_then(|path| scope.libraries.table(path));
    let columns: Vec<_> = base.into_iter().chain([table]).flat_map(|table| table.columns.iter()).collect();
    match columns.iter().find(|(name, _)| name.value == also.value) {
        Some((_, column)) if column.key || scope.misspelt("key", column.span) => {}
        Some(_) => {
            let message = format!("the column `{}` does not identify a row", also.value);
            report(message, "not a key column", "name a column that is a `key`, or make this one a `key`");
        }
        None if !scope.table_may_have(table, also) => {
            let names = columns.iter().map(|(name, _)| name.as_str());
            scope.report(say::unknown(code::UNKNOWN_REFERENCE, "column", also, names));
        }
        None => {}
    }
}

/// Only what answers bring can be read in two forms.
fn nested(scope: &Scope<'_>, wire: &Sp<String>, field: &Field, in_object: bool) {
    let is_list = Known::of(scope, &field.kind).is_none_or(|known| known.shape == Shape::List);
    if field.nested && !(in_object && is_list) {
        let message = format!("`{}` is not a list in a response", wire.value);
        report(scope, wire, message, "remove `nested`: it is for lists in objects that may be in a nested list");
    }
}

/// In JSON, of a body or of the items of a list, dates are written as they are.
fn in_json(scope: &Scope<'_>, sent: &str, json: bool, field: &Field) {
    let Some(compact) = &field.compact else { return };
    if json {
        scope.report(
            Diagnostic::new(
                code::FIELD_SENSE,
                compact.span,
                format!("`{sent}` is sent as JSON, which has no compact dates"),
            )
            .label("has no effect here")
            .help("remove `compact`, and describe the format in `docs`")
            .of_one_cause("what is sent as JSON has no compact dates"),
        );
    }
}

/// What comes in is read in every form.
fn compact_of_requests(scope: &Scope<'_>, name: &str, field: &Field) {
    let Some(compact) = &field.compact else { return };
    if !scope.usage.sent.contains(name) && scope.usage.is_certain(name) && scope.usage.has(name) {
        scope.report(
            Diagnostic::new(code::FIELD_SENSE, compact.span, format!("no request sends `{name}`"))
                .label("specifies how requests write a date")
                .help("remove `compact`: every form of a received date is read"),
        );
    }
}

/// `null` says something in a JSON body only, of a parameter that may also be left out.
fn nullable(scope: &Scope<'_>, owner: &str, wire: &Sp<String>, json: bool, field: &Field) {
    if field.nullable && (!json || field.required || field.place.is_some()) {
        let message = format!("`{}` cannot be cleared with `null`", wire.value);
        let help = "remove `nullable`: it is for optional parameters of operations that send JSON or a form";
        let found = Diagnostic::new(code::FIELD_SENSE, wire.span, message).help(help);
        // Of a request without a body it is one mistake, however many parameters say so.
        let is_of_operation = !json && !field.required && field.place.is_none();
        scope.report(if is_of_operation {
            found.of_one_cause(format!("no field of {owner} can be cleared"))
        } else {
            found
        });
    }
}

/// A text that holds JSON is for parameters of forms.
fn json_text(scope: &Scope<'_>, wire: &Sp<String>, in_form: bool, field: &Field) {
    if field.json_text && (!in_form || field.place.is_some()) {
        let message = format!("`{}` is not a form parameter", wire.value);
        report(scope, wire, message, "remove `json_text`: JSON holds objects and lists natively");
    }
}

/// What says how a value is written in a file.
fn only_in_files(scope: &Scope<'_>, field: &Field) {
    if let Some(words) = &field.words {
        scope.report(
            Diagnostic::new(code::FIELD_SENSE, words.span, "`words` is only allowed on columns of files")
                .label("not in a file")
                .help("remove `words`, and describe the values in `docs`"),
        );
    }
}

fn column(scope: &Scope<'_>, file: &str, wire: &Sp<String>, column: &Field, direction: Direction) {
    nullable(scope, file, wire, false, column);
    json_text(scope, wire, false, column);
    if let Some(unit) = &column.unit {
        scope.report(
            Diagnostic::new(code::FIELD_SENSE, unit.span, "a file has one unit for all its amounts")
                .label("has no effect here")
                .help("remove `unit`, and set it in `amounts` of the file"),
        );
    }
    if let Some(place) = &column.place {
        scope.report(
            Diagnostic::new(code::FIELD_SENSE, place.span, "only operation parameters have a location")
                .label("declared in a file")
                .help("remove `in`"),
        );
    }
    if let Some(compact) = &column.compact {
        scope.report(
            Diagnostic::new(code::FIELD_SENSE, compact.span, "`compact` is not allowed in a file")
                .label("has no effect here")
                .help("remove `compact`, and describe the format in `docs`"),
        );
    }
    let name = &wire.value;
    let (message, help) = match direction {
        Direction::Read if column.required => {
            let message = format!("`{name}` is `required`, but the file is read");
            (message, "if every row has the column, use `guaranteed: true`")
        }
        Direction::Write if column.guaranteed => {
            let message = format!("`{name}` is `guaranteed`, but the file is written");
            (message, "if every row needs the column, use `required: true`")
        }
        Direction::Read | Direction::Write => return,
    };
    let found = Diagnostic::new(code::FIELD_SENSE, wire.span, message).help(help);
    scope.report(found.of_one_cause(format!("the direction of {file}")));
}

fn parameter(scope: &Scope<'_>, wire: &Sp<String>, field: &Field) {
    if field.guaranteed {
        let message = format!("the parameter `{}` is `guaranteed`, which is for responses", wire.value);
        report(scope, wire, message, "if every request needs the parameter, use `required: true`");
    }
}

/// A variant of tomorrow may lack what all variants have today, and is read all the same. What only requests send is made of
/// variants that are known.
fn of_a_union(scope: &Scope<'_>, union: &str, wire: &Sp<String>, field: &Field) {
    in_path(scope, field);
    let message = |word: &str| format!("`{}` is `{word}`, but fields of a union in a response cannot be", wire.value);
    let (message, help) = if field.guaranteed {
        (message("guaranteed"), "remove the key: all fields of a union in responses are optional in Rust")
    } else if field.required && scope.usage.is_certain(union) && scope.usage.received.contains(union) {
        (message("required"), "remove the key, or declare one union for requests and one for responses")
    } else {
        return;
    };
    let found = Diagnostic::new(code::FIELD_SENSE, wire.span, message).help(help);
    scope.report(found.of_one_cause(format!("the directions of {union}")).about(About::unused("direction", union)));
}

fn in_path(scope: &Scope<'_>, field: &Field) {
    if let Some(place) = &field.place {
        scope.report(
            Diagnostic::new(code::FIELD_SENSE, place.span, "only operation parameters have a location")
                .label("declared in an object")
                .help("remove `in`, or make the field a parameter of the operation"),
        );
    }
}

fn member(scope: &Scope<'_>, object: &str, wire: &Sp<String>, field: &Sp<Field>) {
    in_path(scope, field);
    // Of an unused object `unused` has said enough.
    if !scope.usage.is_certain(object) || !scope.usage.has(object) {
        return;
    }
    let (sent, received) = (scope.usage.sent.contains(object), scope.usage.received.contains(object));
    let name = &wire.value;
    let (message, help) = if field.required && !sent {
        let message = format!("`{name}` is `required`, but no request sends `{object}`");
        (message, "if every response has the field, use `guaranteed: true`")
    } else if field.guaranteed && !received {
        let message = format!("`{name}` is `guaranteed`, but no response or event contains `{object}`");
        (message, "if every request needs the field, use `required: true`")
    } else if sent
        && received
        && field.required != field.guaranteed
        && !["required", "guaranteed"].iter().any(|key| scope.misspelt(key, field.span))
    {
        let message = format!("`{name}` is mandatory in one direction only, but `{object}` is used in both");
        (message, "set both `required` and `guaranteed`, set neither, or declare one object for each direction")
    } else {
        return;
    };
    // An object that travels in another direction than it says is one mistake, however many fields say so.
    let found = Diagnostic::new(code::FIELD_SENSE, wire.span, message).help(help);
    scope.report(found.of_one_cause(format!("the directions of {object}")).about(About::unused("direction", object)));
}
