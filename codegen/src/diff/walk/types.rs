//! Declared types: which there are, ids, enums and objects.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::super::finder::{Finder, Pairs, Spot, Way, pairs};
use super::super::table::types as table;
use super::super::users::Usage;
use super::{constructors, fields, rules, tables, unions};
use crate::ir::{Api, Enum, EnumValue, Extension, Id, Module, Object, Refetch, Refusal, Table, Union};

/// A declared type of either side.
#[derive(Clone, Copy)]
enum Declared<'a> {
    Id(&'a Id),
    Enum(&'a Enum),
    Table(&'a Table),
    Extension(&'a Extension),
    Object(&'a Object),
    Union(&'a Union),
}

impl Declared<'_> {
    /// The section of a file, and what one of it is called.
    fn section(self) -> (&'static str, &'static str) {
        match self {
            Self::Id(_) => ("ids", "id"),
            Self::Enum(_) => ("enums", "enum"),
            Self::Table(_) | Self::Extension(_) => ("tables", "table"),
            Self::Object(_) => ("objects", "object"),
            Self::Union(_) => ("unions", "union"),
        }
    }

    fn is_text(self) -> bool {
        !matches!(self, Self::Object(_) | Self::Union(_))
    }
}

/// A declared type, its module, and whether that is public on its own.
#[derive(Clone, Copy)]
struct InModule<'a> {
    module: &'a Module,
    declared: Declared<'a>,
}

impl InModule<'_> {
    fn public_module(&self) -> String {
        self.module.page.as_ref().map(|_| self.module.name.clone()).unwrap_or_default()
    }
}

fn all(modules: &[Module]) -> BTreeMap<&str, InModule<'_>> {
    let mut found = BTreeMap::new();
    for module in modules {
        let mut add = |name, declared| {
            found.insert(name, InModule { module, declared });
        };
        module.ids.iter().for_each(|one| add(one.name.as_str(), Declared::Id(one)));
        module.enums.iter().for_each(|one| add(&one.name, Declared::Enum(one)));
        module.tables.iter().for_each(|one| add(&one.name, Declared::Table(one)));
        module.extensions.iter().for_each(|one| add(&one.name, Declared::Extension(one)));
        module.objects.iter().for_each(|one| add(&one.name, Declared::Object(one)));
        module.unions.iter().for_each(|one| add(&one.name, Declared::Union(one)));
    }
    found
}

pub(super) fn compare(finder: &mut Finder, before: &[Module], after: &[Module], usage: &(Usage, Usage)) {
    let (old, mut new) = (all(before), all(after));
    for (name, was) in old {
        let now = finder.now(name).to_owned();
        let users = usage.0.get(name);
        let (section, word) = was.declared.section();
        let spot = |is: InModule<'_>| {
            let (after, _) = is.declared.section();
            let ways = (Way::of(&was.module.source, &[section, name]), Way::of(&is.module.source, &[after, &now]));
            let (sent, read) = fields::directions(&users);
            Spot { users: Rc::clone(&users), sent, read, ..Spot::of(format!("{word} {name}"), ways.0, ways.1) }
        };
        match new.remove(now.as_str()) {
            None => finder.removed(table::TYPE_REMOVED, &spot(was), &format!("{word} `{name}`")),
            Some(is) => one(finder, &spot(is), was, is, before, after),
        }
    }
    for (name, is) in new {
        if finder.renamed.values().any(|renamed| renamed == name) {
            continue;
        }
        let (section, word) = is.declared.section();
        let way = Way::of(&is.module.source, &[section, name]);
        let users = usage.1.get(name);
        let spot = Spot { users, ..Spot::of(format!("{word} {name}"), way.clone(), way) };
        finder.added(table::TYPE_ADDED, &spot, &format!("{word} `{name}`"));
    }
}

fn one<'a>(
    finder: &mut Finder,
    spot: &Spot<'a>,
    was: InModule<'a>,
    is: InModule<'a>,
    before: &'a [Module],
    after: &'a [Module],
) {
    let modules = (was.public_module(), is.public_module());
    finder.differs(table::TYPE_MODULE_CHANGED, spot, "public module", &modules.0, &modules.1);
    match (was.declared, is.declared) {
        (Declared::Id(was), Declared::Id(is)) => id(finder, spot, was, is),
        (Declared::Enum(was), Declared::Enum(is)) => enumeration(finder, spot, was, is),
        (Declared::Table(was), Declared::Table(is)) => tables::compare(finder, spot, was, is),
        (Declared::Extension(was), Declared::Extension(is)) => {
            tables::extension(finder, spot, was, is, (before, after));
        }
        (Declared::Table(_), Declared::Extension(is)) => {
            let base = format!("{}/{}", is.library, is.base);
            finder.differs(table::TABLE_BASE_CHANGED, spot, "extended table", "", base.as_str());
        }
        (Declared::Extension(was), Declared::Table(_)) => {
            let base = format!("{}/{}", was.library, was.base);
            finder.differs(table::TABLE_BASE_CHANGED, spot, "extended table", base.as_str(), "");
        }
        (Declared::Object(was), Declared::Object(is)) => object(finder, spot, was, is),
        (Declared::Union(was), Declared::Union(is)) => unions::compare(finder, spot, was, is),
        (was, is) => {
            let rule = if was.is_text() && is.is_text() { table::TYPE_KIND_CHANGED } else { table::TYPE_SHAPE_CHANGED };
            finder.differs(rule, spot, "kind of type", was.section().1, is.section().1);
        }
    }
}

fn id<'a>(finder: &mut Finder, spot: &Spot<'a>, was: &'a Id, is: &'a Id) {
    // Where the id is used is compared with what uses it; examples are documentation.
    let Id { name: _, docs, sensitive, names: _, object: _, example: _ } = was;
    finder.toggled(
        (table::ID_SENSITIVE, table::ID_NOT_SENSITIVE),
        &spot.at(&["sensitive"]),
        (*sensitive, is.sensitive),
        ("it is hidden in `Debug`", "it is shown in `Debug`"),
    );
    finder.own_evidence(spot, "the id", (docs.evidence.as_ref(), is.docs.evidence.as_ref()));
}

fn enumeration<'a>(finder: &mut Finder, spot: &Spot<'a>, was: &'a Enum, is: &'a Enum) {
    // Whether the words travel follows from what uses the enum.
    let Enum { name: _, docs, values, is_status, on_wire: _ } = was;
    let known = (docs.evidence.as_ref(), is.docs.evidence.as_ref());
    finder.own_evidence(spot, "the list", known);
    let spot = spot.clone().known(known.0, known.1);
    let values_at = spot.at(&["values"]);
    finder.toggled(
        (table::BECAME_STATUS, table::NO_LONGER_STATUS),
        &values_at,
        (*is_status, is.is_status),
        ("it has transitions", "it no longer has transitions"),
    );
    let at = |wire: &str| values_at.at(&[&format!("code={wire}")]);
    let Pairs { removed, added, both } = pairs(values, &is.values, |value| value.wire.as_str());
    for value in removed {
        let here = at(&value.wire).known(value.docs.evidence.as_ref(), None);
        finder.removed(table::VALUE_REMOVED, &here, &format!("value `{}`", value.wire));
    }
    for value in added {
        finder.added(table::VALUE_ADDED, &at(&value.wire), &format!("value `{}`", value.wire));
    }
    for (was_value, is_value) in both.into_iter().filter(|(was, is)| was != is) {
        let evidence = (was_value.docs.evidence.as_ref(), is_value.docs.evidence.as_ref());
        let here = at(&was_value.wire).known(evidence.0, evidence.1);
        value(finder, &here, was_value, is_value, *is_status && is.is_status);
        finder.own_evidence(&here, &format!("value `{}`", was_value.wire), evidence);
    }
}

fn value(finder: &mut Finder, spot: &Spot<'_>, was: &EnumValue, is: &EnumValue, is_status: bool) {
    let EnumValue { rust_name: _, wire, also, docs: _, deprecated, initial, last, to } = was;
    let what = format!("`{wire}`");
    let name = format!("Rust name of {what}");
    finder.differs(table::VALUE_RUST_RENAMED, &spot.at(&["rust"]), &name, &was.rust(), &is.rust());
    spellings(
        finder,
        (table::VALUE_SPELLING_ADDED, table::VALUE_SPELLING_REMOVED),
        &spot.at(&["also"]),
        &what,
        (also, &is.also),
    );
    finder.toggled(
        (table::VALUE_DEPRECATED, table::VALUE_UNDEPRECATED),
        &spot.at(&["deprecated"]),
        (deprecated.is_some(), is.deprecated.is_some()),
        (&format!("{what} is deprecated"), &format!("{what} is no longer deprecated")),
    );
    if !is_status {
        return;
    }
    for next in is.to.iter().filter(|next| !to.contains(next)) {
        finder.added(table::TRANSITION_ADDED, &spot.at(&["to"]), &format!("transition from {what} to `{next}`"));
    }
    for next in to.iter().filter(|next| !is.to.contains(next)) {
        finder.removed(table::TRANSITION_REMOVED, &spot.at(&["to"]), &format!("transition from {what} to `{next}`"));
    }
    finder.toggled(
        (table::STATUS_FINAL, table::STATUS_NOT_FINAL),
        &spot.at(&["final"]),
        (*last, is.last),
        (&format!("{what} is now final"), &format!("{what} is no longer final")),
    );
    finder.toggled(
        (table::STATUS_INITIAL, table::STATUS_NOT_INITIAL),
        &spot.at(&["initial"]),
        (*initial, is.initial),
        (&format!("an object can start in {what}"), &format!("an object no longer starts in {what}")),
    );
}

/// Other spellings of a value or code.
pub(super) fn spellings(
    finder: &mut Finder,
    (added, removed): (&'static super::super::Rule, &'static super::super::Rule),
    spot: &Spot<'_>,
    what: &str,
    (was, is): (&[String], &[String]),
) {
    for name in is.iter().filter(|name| !was.contains(name)) {
        finder.added(added, spot, &format!("spelling `{name}` of {what}"));
    }
    for name in was.iter().filter(|name| !is.contains(name)) {
        finder.removed(removed, spot, &format!("spelling `{name}` of {what}"));
    }
}

/// An object, or what only one variant of a union has.
pub(super) fn object<'a>(finder: &mut Finder, spot: &Spot<'a>, was: &'a Object, is: &'a Object) {
    let Object {
        name: _,
        docs,
        fields: old,
        required_evidence: _,
        rules: old_rules,
        warnings,
        unenveloped,
        // Directions follow from what uses the object.
        in_request: _,
        in_response: _,
        in_json_list: _,
        refusal,
        // The id of the resource: where it matters it is compared as an echo or an expandable field.
        identity: _,
        refetch,
    } = was;
    let known = (docs.evidence.as_ref(), is.docs.evidence.as_ref());
    finder.own_evidence(spot, "the object", known);
    let spot = spot.clone().known(known.0, known.1);
    let of_fields = spot.at(&["fields"]);
    fields::compare(finder, &fields::FIELDS, &of_fields, old, &is.fields);
    if spot.sent {
        constructors::compare(finder, &of_fields, old, &is.fields);
    }
    rules::lists(finder, &spot, (old_rules, warnings), (&is.rules, &is.warnings));
    let here = spot.at(&["unenveloped"]);
    finder.differs(table::UNENVELOPED_CHANGED, &here, "members that identify it", unenveloped, &is.unenveloped);
    match (refusal.as_ref().map(reason), is.refusal.as_ref().map(reason)) {
        (None, None) => {}
        (None, Some(_)) => finder.added(table::REFUSAL_ADDED, &spot.at(&["refusal"]), "reason of a refusal"),
        (Some(_), None) => finder.removed(table::REFUSAL_REMOVED, &spot.at(&["refusal"]), "reason of a refusal"),
        (Some(was), Some(is)) => {
            finder.differs(table::REFUSAL_CHANGED, &spot.at(&["refusal"]), "reason of a refusal", &was, &is);
        }
    }
    let here = spot.at(&["refetch"]);
    match (refetch.as_ref().map(source), is.refetch.as_ref().map(source)) {
        (None, None) => {}
        (None, Some(_)) => finder.added(table::REFETCH_ADDED, &here, "`refetch()`"),
        (Some(_), None) => finder.removed(table::REFETCH_REMOVED, &here, "`refetch()`"),
        (Some(was), Some(is)) => drop(finder.differs(table::REFETCH_CHANGED, &here, "`refetch()`", &was, &is)),
    }
}

/// What a refusal is read from.
fn reason(refusal: &Refusal) -> String {
    // A field on the way that is deprecated is reported there.
    let Refusal { code, table: _, advice, message, is_deprecated: _ } = refusal;
    let path =
        |steps: &[crate::ir::Step]| steps.iter().map(|step| step.field.wire.as_str()).collect::<Vec<_>>().join(".");
    let advice = advice.as_ref().map(|advice| format!(" advice {}", advice.column)).unwrap_or_default();
    let message = message.as_ref().map(|steps| format!(" message {}", path(steps))).unwrap_or_default();
    format!("{}{advice}{message}", path(code))
}

/// Where the parameters come from that read an object again.
fn source(refetch: &Refetch) -> String {
    let Refetch { operation, ways } = refetch;
    let ways = ways.iter().map(|way| {
        let optional = way.optional.iter().map(|(_, place)| place.path.as_str());
        way.required.iter().map(|place| place.path.as_str()).chain(optional).collect::<Vec<_>>().join(", ")
    });
    format!("{operation} of {}", ways.collect::<Vec<_>>().join(" or "))
}

/// Times and bounds of an API.
pub(super) fn bounds(finder: &mut Finder, before: &Api, after: &Api) {
    let Pairs { removed, added, both } = pairs(&before.windows, &after.windows, |window| window.name.as_str());
    let at = |source: &str, section: &str, name: &str| {
        let way = Way::of(source, &[section, name]);
        Spot::of(format!("{} {name}", section.trim_end_matches('s')), way.clone(), way)
    };
    for window in removed {
        finder.removed(table::WINDOW_REMOVED, &at(&window.source, "windows", &window.name), "the constant");
    }
    for window in added {
        finder.added(table::WINDOW_ADDED, &at(&window.source, "windows", &window.name), "the constant");
    }
    for (was, is) in both {
        let crate::ir::bounds::Window { name, length, starts, docs, source } = was;
        let known = (docs.evidence.as_ref(), is.docs.evidence.as_ref());
        let here = at(source, "windows", name).known(known.0, known.1);
        let text = |length: &crate::ir::bounds::Length| super::super::finder::word(length).replace('-', " ");
        if *length != is.length {
            let rule = match (length.seconds(), is.length.seconds()) {
                (Some(was), Some(is)) if was == is => None,
                (Some(was), Some(is)) if was > is => Some(table::WINDOW_SHORTENED),
                (Some(_), Some(_)) => Some(table::WINDOW_LENGTHENED),
                (None, None) => Some(if months(*length) > months(is.length) {
                    table::WINDOW_SHORTENED
                } else {
                    table::WINDOW_LENGTHENED
                }),
                _ => Some(table::WINDOW_UNIT_CHANGED),
            };
            if let Some(rule) = rule {
                finder.differs(rule, &here, "length", &text(length), &text(&is.length));
            }
        }
        finder.differs(table::WINDOW_START_CHANGED, &here.at(&["starts"]), "start", starts, &is.starts);
        finder.own_evidence(&here, "the fact", known);
    }
    let Pairs { removed, added, both } = pairs(&before.limits, &after.limits, |limit| limit.name.as_str());
    for limit in removed {
        finder.removed(table::LIMIT_REMOVED, &at(&limit.source, "limits", &limit.name), "the constant");
    }
    for limit in added {
        finder.added(table::LIMIT_ADDED, &at(&limit.source, "limits", &limit.name), "the constant");
    }
    for (was, is) in both {
        let crate::ir::bounds::Limit { name, kind, value, docs, source } = was;
        let known = (docs.evidence.as_ref(), is.docs.evidence.as_ref());
        let here = at(source, "limits", name).known(known.0, known.1);
        if std::mem::discriminant(kind) == std::mem::discriminant(&is.kind) {
            let rule = if is.value < *value { table::LIMIT_LOWERED } else { table::LIMIT_RAISED };
            finder.differs(rule, &here, "value", &value.to_string(), &is.value.to_string());
        } else {
            let words = (super::super::finder::word(kind), super::super::finder::word(&is.kind));
            finder.differs(table::LIMIT_KIND_CHANGED, &here, "kind", &words.0, &words.1);
        }
        finder.own_evidence(&here, "the fact", known);
    }
}

fn months(length: crate::ir::bounds::Length) -> u32 {
    match length {
        crate::ir::bounds::Length::Months(count) => count,
        _ => 0,
    }
}
