//! Fields: of objects and unions, parameters of operations, columns of files.

use payspec_core::TextFormat;

use super::super::change::Users;
use super::super::finder::{Finder, Pairs, Spot, pairs, word_of};
use super::super::rule::Rule;
use super::super::table::{fields as field_rules, operations, params as param_rules};
use crate::ir::{Field, Kind, Type};
use crate::types::Builtin;

/// The rules for one kind of field.
pub(super) struct Set {
    /// What it is called: "parameter", "field", "column".
    pub(super) what: &'static str,
    is_param: bool,
}

/// Parameters of an operation.
pub(super) const PARAMS: Set = Set { what: "parameter", is_param: true };
/// Fields of an object or union.
pub(super) const FIELDS: Set = Set { what: "field", is_param: false };
/// Columns of a file.
pub(super) const COLUMNS: Set = Set { what: "column", is_param: false };

/// Chooses the rule for a parameter, or the one for a field.
macro_rules! of {
    ($set:expr, $NAME:ident) => {
        if $set.is_param { param_rules::$NAME } else { field_rules::$NAME }
    };
}

/// Compares two lists of fields. `spot` is the map that holds them.
pub(super) fn compare<'a>(finder: &mut Finder, set: &Set, spot: &Spot<'a>, before: &'a [Field], after: &'a [Field]) {
    let Pairs { mut removed, mut added, both } = pairs(before, after, |field| field.wire.as_str());
    for (old, new) in renamed(finder, &mut removed, &mut added) {
        let here =
            spot.at_each(&[&old.wire], &[&new.wire]).known(old.docs.evidence.as_ref(), new.docs.evidence.as_ref());
        let message = format!("{} `{}` is now called `{}`", set.what, old.wire, new.wire);
        finder.add(of!(set, RENAMED), &here, message, (old.wire.as_str(), new.wire.as_str()));
    }
    for old in removed {
        let here = spot.at(&[&old.wire]).known(old.docs.evidence.as_ref(), None);
        let rule = match (set.is_param, old.guaranteed) {
            (true, _) => param_rules::REMOVED,
            (false, true) => field_rules::GUARANTEED_REMOVED,
            (false, false) => field_rules::REMOVED,
        };
        finder.removed(rule, &here, &format!("{} `{}`", set.what, old.wire));
    }
    for new in added {
        let here = spot.at(&[&new.wire]).known(None, new.docs.evidence.as_ref());
        let is_required = new.required && !new.guaranteed && here.sent;
        let rule = match (set.is_param, is_required, new.guaranteed) {
            (true, true, _) => param_rules::REQUIRED_ADDED,
            (true, false, _) => param_rules::ADDED,
            (false, true, _) => field_rules::REQUIRED_ADDED,
            (false, false, true) => field_rules::GUARANTEED_ADDED,
            (false, false, false) => field_rules::ADDED,
        };
        let kind = if is_required { "required " } else { "" };
        finder.added(rule, &here, &format!("{kind}{} `{}`", set.what, new.wire));
    }
    for (old, new) in both.into_iter().filter(|(old, new)| old != new) {
        let here = spot.at(&[&old.wire]).known(old.docs.evidence.as_ref(), new.docs.evidence.as_ref());
        field(finder, set, &here, old, new);
    }
}

/// Fields that have another name and are otherwise the same, taken out of those that are on one side only.
fn renamed<'a>(
    finder: &Finder,
    removed: &mut Vec<&'a Field>,
    added: &mut Vec<&'a Field>,
) -> Vec<(&'a Field, &'a Field)> {
    let is_same = |old: &Field, new: &Field| {
        let text = old.docs.text == new.docs.text && !old.docs.text.is_empty();
        text && same_type(finder, &old.ty, &new.ty) && (old.required, old.guaranteed) == (new.required, new.guaranteed)
    };
    let mut found = Vec::new();
    for old in removed.clone() {
        let like_old: Vec<&Field> = added.iter().copied().filter(|new| is_same(old, new)).collect();
        let others = removed.iter().filter(|other| like_old.iter().any(|new| is_same(other, new))).count();
        if let ([new], 1) = (&like_old[..], others) {
            found.push((old, *new));
            removed.retain(|other| other.wire != old.wire);
            added.retain(|other| other.wire != new.wire);
        }
    }
    found
}

fn field<'a>(finder: &mut Finder, set: &Set, spot: &Spot<'a>, old: &'a Field, new: &'a Field) {
    let Field {
        wire,
        rust_name: _,
        also,
        also_by,
        ty,
        required,
        guaranteed,
        required_evidence,
        boxed,
        sensitive,
        in_path,
        nullable,
        json_text: _,
        object_lists: _,
        // Follows from the API's `lists`.
        commas: _,
        nested,
        // The union's tag, which is compared there.
        told_by: _,
        major,
        lower_case: _,
        unix: _,
        compact: _,
        format,
        // Examples are documentation.
        example: _,
        docs,
        deprecated,
    } = old;
    let what = format!("{} `{wire}`", set.what);
    if old.rust() != new.rust() {
        finder.differs(
            of!(set, RUST_RENAMED),
            &spot.at(&["rust"]),
            &format!("Rust name of {what}"),
            &old.rust(),
            &new.rust(),
        );
    }
    types(finder, set, spot, &what, ty, &new.ty);
    if *boxed != new.boxed && same_type(finder, ty, &new.ty) {
        finder.add(
            field_rules::BOXING_CHANGED,
            &spot.at(&["type"]),
            format!("{what} is {} behind a pointer", if new.boxed { "now" } else { "no longer" }),
            (boxed.to_string(), new.boxed.to_string()),
        );
    }
    if *guaranteed != new.guaranteed && !set.is_param {
        let names = (format!("{what} is now in each response"), format!("{what} may be missing from a response"));
        let rules = (field_rules::GUARANTEED, field_rules::NOT_GUARANTEED);
        finder.toggled(rules, &spot.at(&["guaranteed"]), (*guaranteed, new.guaranteed), (&names.0, &names.1));
    }
    let (needed, needs) = (*required && !*guaranteed, new.required && !new.guaranteed);
    if needed != needs && spot.sent {
        let here = spot.at(&["required"]);
        if needs {
            finder.add(of!(set, MADE_REQUIRED), &here, format!("{what} is now required"), ("optional", "required"));
        } else {
            let here = here.known(required_evidence.as_ref(), None);
            finder.add(of!(set, MADE_OPTIONAL), &here, format!("{what} is now optional"), ("required", "optional"));
        }
    }
    if *required && new.required && *in_path == new.in_path {
        let known = (required_evidence.as_ref(), new.required_evidence.as_ref());
        let rules = (operations::REQUIRED_EVIDENCE_RAISED, operations::REQUIRED_EVIDENCE_LOWERED);
        finder.evidence(rules, &spot.at(&["required_evidence"]), &format!("the requirement of {what}"), known);
    }
    if set.is_param {
        finder.differs(
            param_rules::PLACE_CHANGED,
            &spot.at(&["in"]),
            &format!("place of {what}"),
            place(*in_path),
            place(new.in_path),
        );
    } else {
        for name in new.also.iter().filter(|name| !also.contains(name)) {
            finder.added(field_rules::SPELLING_ADDED, &spot.at(&["also"]), &format!("name `{name}` of {what}"));
        }
        for name in also.iter().filter(|name| !new.also.contains(name)) {
            finder.removed(field_rules::SPELLING_REMOVED, &spot.at(&["also"]), &format!("name `{name}` of {what}"));
        }
        if *nested != new.nested {
            let here = spot.at(&["nested"]);
            finder.differs(
                field_rules::NESTED_CHANGED,
                &here,
                &format!("nesting of {what}"),
                yes(*nested),
                yes(new.nested),
            );
        }
    }
    if spot.sent {
        wire_forms(finder, set, spot, &what, old, new);
    }
    let unit = |field: &Field| match &field.major {
        None => "minor units".to_owned(),
        Some(major) => major
            .currency
            .as_ref()
            .map_or_else(|| "major units".to_owned(), |currency| format!("major units of `{}`", currency.field.wire)),
    };
    if unit(old) != unit(new) && (major.is_some() || new.major.is_some()) && same_type(finder, ty, &new.ty) {
        let rule = if set.is_param { param_rules::WIRE_FORM_CHANGED } else { field_rules::UNIT_CHANGED };
        finder.differs(rule, &spot.at(&["unit"]), &format!("unit of {what}"), &unit(old), &unit(new));
    }
    if spot.sent {
        format_of(finder, set, &spot.at(&["format"]), &what, (*format, new.format));
    }
    codes_also(
        finder,
        set,
        spot,
        &what,
        (also_by.as_ref().map(|by| by.column.as_str()), new.also_by.as_ref().map(|by| by.column.as_str())),
    );
    // Only parameters can be cleared.
    finder.toggled(
        (param_rules::NULLABLE, param_rules::NOT_NULLABLE),
        &spot.at(&["nullable"]),
        (*nullable, new.nullable),
        (&format!("{what} can be cleared"), &format!("{what} can no longer be cleared")),
    );
    finder.toggled(
        (of!(set, SENSITIVE), of!(set, NOT_SENSITIVE)),
        &spot.at(&["sensitive"]),
        (*sensitive, new.sensitive),
        (&format!("{what} is hidden in `Debug`"), &format!("{what} is shown in `Debug`")),
    );
    finder.toggled(
        (of!(set, DEPRECATED), of!(set, UNDEPRECATED)),
        &spot.at(&["deprecated"]),
        (deprecated.is_some(), new.deprecated.is_some()),
        (&format!("{what} is deprecated"), &format!("{what} is no longer deprecated")),
    );
    finder.own_evidence(spot, &what, (docs.evidence.as_ref(), new.docs.evidence.as_ref()));
}

/// The format of a text. Other texts are refused before sending, or cause a warning if the format is loose.
fn format_of(
    finder: &mut Finder,
    set: &Set,
    spot: &Spot<'_>,
    what: &str,
    (old, new): (Option<TextFormat>, Option<TextFormat>),
) {
    let texts = (word_of(old.as_ref()), word_of(new.as_ref()));
    let spot = Spot { sent: new != Some(TextFormat::Phone), ..spot.clone() };
    match (old, new) {
        (None, Some(_)) => {
            finder.add(of!(set, FORMAT_ADDED), &spot, format!("{what} has the format `{}`", texts.1), texts);
        }
        (Some(_), None) => finder.add(of!(set, FORMAT_REMOVED), &spot, format!("{what} has no format"), texts),
        _ => drop(finder.differs(of!(set, FORMAT_CHANGED), &spot, &format!("format of {what}"), &texts.0, &texts.1)),
    }
}

/// Settings of how the same value is written.
fn wire_forms(finder: &mut Finder, set: &Set, spot: &Spot<'_>, what: &str, old: &Field, new: &Field) {
    let form = |field: &Field| {
        [
            ("as JSON text", if field.json_text { "as JSON text".to_owned() } else { String::new() }),
            ("object_lists", word_of(field.object_lists.as_ref())),
            ("case", if field.lower_case { "in lower case".to_owned() } else { String::new() }),
            ("as", word_of(field.unix.as_ref())),
            ("compact", word_of(field.compact.as_ref())),
        ]
    };
    if !same_type(finder, &old.ty, &new.ty) {
        return;
    }
    for ((key, old), (_, new)) in form(old).into_iter().zip(form(new)) {
        let key = if key == "as JSON text" { "json_text" } else { key };
        finder.differs(of!(set, WIRE_FORM_CHANGED), &spot.at(&[key]), &format!("form of {what}"), &old, &new);
    }
}

fn codes_also(finder: &mut Finder, set: &Set, spot: &Spot<'_>, what: &str, columns: (Option<&str>, Option<&str>)) {
    let here = spot.at(&["also_by"]);
    if columns.0 == columns.1 {
        return;
    }
    if let Some(column) = columns.0 {
        finder.removed(of!(set, CODES_ALSO_REMOVED), &here, &format!("alternative column `{column}` of {what}"));
    }
    if let Some(column) = columns.1 {
        finder.added(of!(set, CODES_ALSO_ADDED), &here, &format!("alternative column `{column}` of {what}"));
    }
}

fn place(in_path: bool) -> &'static str {
    if in_path { "path" } else { "body or query" }
}

fn yes(is: bool) -> &'static str {
    if is { "nested" } else { "flat" }
}

/// What a value is on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Text,
    Number,
    Boolean,
    Structure,
    Anything,
    Bytes,
}

fn form(kind: &Kind) -> Form {
    match kind {
        Kind::Id(_) | Kind::Enum(_) | Kind::Table(_) => Form::Text,
        Kind::Object(_) | Kind::Union(_) | Kind::Map(_) | Kind::Expandable(_) => Form::Structure,
        Kind::Builtin(builtin) => match builtin {
            Builtin::String | Builtin::Date | Builtin::DateTime | Builtin::CardNumber | Builtin::Secret => Form::Text,
            Builtin::Integer | Builtin::Amount | Builtin::Decimal | Builtin::Iterations => Form::Number,
            Builtin::Boolean => Form::Boolean,
            Builtin::Json => Form::Anything,
            Builtin::Metadata => Form::Structure,
            Builtin::Bytes => Form::Bytes,
        },
    }
}

/// Whether two types are the same, after renames.
pub(super) fn same_type(finder: &Finder, old: &Type, new: &Type) -> bool {
    old.list == new.list && same_kind(finder, &old.kind, &new.kind)
}

/// Whether two kinds are the same, after renames.
pub(super) fn same_kind(finder: &Finder, old: &Kind, new: &Kind) -> bool {
    match (old, new) {
        (Kind::Builtin(old), Kind::Builtin(new)) => old == new,
        (Kind::Map(old), Kind::Map(new)) => same_kind(finder, old, new),
        (Kind::Expandable(old), Kind::Expandable(new)) => finder.now(old) == new,
        (Kind::Expandable(_) | Kind::Map(_), _) | (_, Kind::Expandable(_) | Kind::Map(_)) => false,
        // What a type is declared as is compared where it is declared.
        (old, new) => match (old.declared(), new.declared()) {
            (Some(old), Some(new)) => finder.now(old) == new,
            _ => false,
        },
    }
}

/// A type as a spec writes it.
pub(super) fn written(ty: &Type) -> String {
    if ty.list { format!("list<{}>", written_kind(&ty.kind)) } else { written_kind(&ty.kind) }
}

/// A kind as a spec writes it.
pub(super) fn written_kind(kind: &Kind) -> String {
    match kind {
        Kind::Builtin(builtin) => {
            let name = Builtin::ALL.iter().find(|(_, known)| known == builtin).map(|(name, _)| *name);
            name.unwrap_or_default().to_owned()
        }
        Kind::Map(value) => format!("map<{}>", written_kind(value)),
        Kind::Expandable(name) => format!("expandable<{name}>"),
        other => other.declared().unwrap_or_default().to_owned(),
    }
}

fn types(finder: &mut Finder, set: &Set, spot: &Spot<'_>, what: &str, old: &Type, new: &Type) {
    if same_type(finder, old, new) {
        return;
    }
    let rule = type_rule(finder, set, old, new);
    finder.differs(rule, &spot.at(&["type"]), &format!("type of {what}"), &written(old), &written(new));
}

fn type_rule(finder: &Finder, set: &Set, old: &Type, new: &Type) -> &'static Rule {
    if old.list != new.list {
        return if new.list { of!(set, MADE_LIST) } else { of!(set, MADE_SINGLE) };
    }
    if !set.is_param {
        match (&old.kind, &new.kind) {
            (Kind::Expandable(name), other) if other.declared().is_some() => {
                let is_part = finder.now(name) == other.declared().unwrap_or_default() || matches!(other, Kind::Id(_));
                return if is_part { field_rules::NOT_EXPANDABLE } else { field_rules::TYPE_CHANGED };
            }
            (other, Kind::Expandable(name)) => {
                let is_part =
                    other.declared().is_some_and(|other| finder.now(other) == name) || matches!(other, Kind::Id(_));
                return if is_part { field_rules::MADE_EXPANDABLE } else { field_rules::TYPE_CHANGED };
            }
            _ => {}
        }
    }
    match (form(&old.kind), form(&new.kind)) {
        (Form::Anything, _) if !set.is_param => field_rules::ANY_JSON_TYPED,
        (Form::Text, Form::Number) if !set.is_param && !old.list => field_rules::NUMBER_FOR_TEXT,
        // Two structures have other members.
        (Form::Structure, Form::Structure) => of!(set, TYPE_CHANGED),
        (old, new) if old == new => of!(set, RETYPED),
        _ => of!(set, TYPE_CHANGED),
    }
}

/// Whether something is in requests, and in responses or deliveries.
pub(super) fn directions(users: &Users) -> (bool, bool) {
    (!users.sent_by.is_empty(), !users.returned_by.is_empty() || !users.events.is_empty())
}
