//! `oneOf`, `anyOf` and discriminators -> unions, and what alternatives are where they make none.

use std::collections::HashSet;

use super::model::{Around, Def, Field, Kind, Type, Variant};
use super::place::Place;
use super::schema::{Schema, target_named};
use super::types::{Job, Types, Use, Way, distinct};
use super::{fields, words};

/// What tells the variant of a union, and what the variants are.
pub(super) enum Telling<'d> {
    Tag(String, Vec<(String, Place<'d>)>),
    Member(Vec<(String, Place<'d>)>),
}

/// Members that usually tell a variant, likeliest first.
const TAGS: [&str; 6] = ["type", "object", "kind", "method", "event", "status"];

/// How the variant of a schema is reported, if it is a union.
pub(super) fn telling<'d>(types: &Types<'d>, schema: &Schema<'d>) -> Option<Telling<'d>> {
    let alternatives = schema.alternatives();
    if let Some(telling) = by_discriminator(types, schema, &alternatives) {
        return Some(telling);
    }
    let each: Vec<Schema<'d>> = alternatives.iter().map(Schema::at).collect();
    if each.len() < 2 || !each.iter().all(is_object) {
        return None;
    }
    by_constant(&each, &alternatives).or_else(|| by_member(schema, &each))
}

fn is_object(schema: &Schema<'_>) -> bool {
    let types = schema.types();
    !schema.properties().is_empty() && (types.is_empty() || types == ["object"]) && schema.alternatives().is_empty()
}

fn by_discriminator<'d>(types: &Types<'d>, schema: &Schema<'d>, alternatives: &[Place<'d>]) -> Option<Telling<'d>> {
    // What extends a base with a discriminator is one of its variants, and no union.
    let discriminator = schema.identity.get("discriminator")?;
    let tag = discriminator.value.text().or_else(|| discriminator.text("propertyName"))?;
    if !fields::is_wire_name(tag) {
        return None;
    }
    let mapping = discriminator.get("mapping").map(|mapping| mapping.named()).unwrap_or_default();
    let mapped: Vec<(String, Place<'d>)> = mapping
        .iter()
        .filter_map(|(value, target)| {
            let target = target.value.text()?;
            let of_name = || target_named(&schema.identity, target);
            Some(((*value).to_owned(), discriminator.follow(target).or_else(of_name)?))
        })
        .collect();
    let children = types.children.get(&schema.identity.pointer).cloned().unwrap_or_default();
    let listed = if alternatives.is_empty() { &children[..] } else { alternatives };
    let mut variants: Vec<(String, Place<'d>)> = Vec::new();
    for place in listed {
        let one = Schema::at(place);
        let pointer = &one.identity.pointer;
        let tags: Vec<&String> =
            mapped.iter().filter(|(_, target)| target.pointer == *pointer).map(|(value, _)| value).collect();
        if tags.is_empty() {
            let value = constant_of(&one, tag).unwrap_or_else(|| one.identity.name());
            variants.push((value, one.identity.clone()));
        }
        variants.extend(tags.into_iter().map(|value| (value.clone(), one.identity.clone())));
    }
    let missing =
        mapped.into_iter().filter(|(_, target)| !variants.iter().any(|(_, known)| known.pointer == target.pointer));
    let missing: Vec<_> = missing.collect();
    variants.extend(missing);
    let mut seen = HashSet::new();
    variants.retain(|(value, place)| {
        let (is_new, is_variant) = (seen.insert(value.clone()), is_object(&Schema::at(place)));
        if !is_new || !is_variant {
            let why = if is_new { "is not an object with properties" } else { "is listed twice" };
            let what = format!("The variant `{}` of a union {why}.", value.replace('`', ""));
            types.notes.left_out(
                &place.pointer,
                what,
                "Add it by hand; until then its values are preserved as they are.",
            );
        }
        is_new && is_variant
    });
    (!variants.is_empty()).then(|| Telling::Tag(tag.to_owned(), variants))
}

/// The one value that a property can have.
fn constant_of(schema: &Schema<'_>, property: &str) -> Option<String> {
    let (_, place) = schema.properties().into_iter().find(|(name, _)| *name == property)?;
    let values = Schema::at(&place).values();
    let [one] = &values[..] else { return None };
    Some(one.clone())
}

/// A property that has another constant in each alternative.
fn by_constant<'d>(each: &[Schema<'d>], places: &[Place<'d>]) -> Option<Telling<'d>> {
    let first = each.first()?;
    let mut names: Vec<&str> = first.properties().into_iter().map(|(name, _)| name).collect();
    names.sort_by_key(|name| TAGS.iter().position(|tag| tag == name).unwrap_or(TAGS.len()));
    names.into_iter().filter(|name| fields::is_wire_name(name)).find_map(|name| {
        let values: Vec<String> = each.iter().filter_map(|schema| constant_of(schema, name)).collect();
        let distinct: HashSet<&String> = values.iter().collect();
        let tells =
            values.len() == each.len() && distinct.len() == each.len() && values.iter().all(|value| is_code(value));
        let places = places.iter().cloned();
        tells.then(|| Telling::Tag(name.to_owned(), values.iter().cloned().zip(places).collect()))
    })
}

/// Each alternative has one property, an object of its own name.
fn by_member<'d>(schema: &Schema<'d>, each: &[Schema<'d>]) -> Option<Telling<'d>> {
    if !schema.properties().is_empty() {
        return None;
    }
    let mut members: Vec<(String, Place<'d>)> = Vec::new();
    for alternative in each {
        let properties = alternative.properties();
        let [(name, place)] = &properties[..] else { return None };
        if !is_object(&Schema::at(place))
            || members.iter().any(|(known, _)| known == name)
            || !fields::is_wire_name(name)
        {
            return None;
        }
        members.push(((*name).to_owned(), place.clone()));
    }
    Some(Telling::Member(members))
}

fn is_code(value: &str) -> bool {
    !value.is_empty() && value.trim() == value && !value.chars().any(char::is_control)
}

/// Reads the variants of a union.
pub(super) fn read<'d>(types: &mut Types<'d>, job: &Job<'d>) -> Def {
    let owner = types.defs[job.id].name.clone();
    let Some(telling) = telling(types, &job.schema) else { return Def::Open };
    let (tag, places) = match telling {
        Telling::Tag(tag, places) => (Some(tag), places),
        Telling::Member(places) => (None, places),
    };
    job.schema.settle_alternatives(types.notes);
    let is_tag = |wire: &str| tag.as_deref() == Some(wire);
    if let Some(discriminator) = job.schema.identity.get("discriminator") {
        types.notes.settle(discriminator.pointer);
    }
    let without_tag =
        |schema: &Schema<'d>| schema.properties().into_iter().filter(|(wire, _)| !is_tag(wire)).collect::<Vec<_>>();
    let common_properties = if tag.is_some() { without_tag(&job.schema) } else { Vec::new() };
    let required = fields::required(types, &job.schema, job.way);
    let mut common = fields::of_properties(types, &common_properties, &required, &owner, job.way);
    let mut variants: Vec<Variant> = Vec::new();
    for (value, place) in places {
        let schema = Schema::at(&place);
        for (_, tag) in schema.properties().into_iter().filter(|(wire, _)| is_tag(wire)) {
            Schema::at(&tag).settle_all(types.notes, &["enum", "const"]);
        }
        let is_strange = job.way == Way::Sent && !fields::is_wire_name(&value) || !is_code(&value);
        if is_strange || variants.iter().any(|known| known.tag == value) {
            types.notes.left_out(
                &place.pointer,
                format!("Rules cannot refer to the variant `{}`.", value.replace('`', "")),
                "Callers send it with `other`.",
            );
            continue;
        }
        let own: Vec<_> = without_tag(&schema)
            .into_iter()
            .filter(|(wire, _)| !common.iter().any(|field| field.wire == *wire))
            .collect();
        let inner = format!("{owner}{}", words::pascal(&value));
        if let Some(thing) = fields::thing_of_owner(types, &owner) {
            types.owners.insert(inner.clone(), thing);
        }
        let required = fields::required(types, &schema, job.way);
        let read = fields::of_properties(types, &own, &required, &inner, job.way);
        let docs = fields::docs(types, &schema, &value);
        variants.push(Variant { tag: value, docs, fields: distinct(read), rust: None });
    }
    if variants.is_empty() {
        return Def::Object { fields: common };
    }
    if tag.is_some() {
        hoist(&mut common, &mut variants);
    }
    if job.way == Way::Received {
        // A variant of tomorrow may lack what all have today.
        let all = common.iter_mut().chain(variants.iter_mut().flat_map(|variant| variant.fields.iter_mut()));
        all.for_each(|field| field.guaranteed = false);
    }
    Def::Union { tag, fields: distinct(common), variants }
}

/// Makes fields that all variants have fields of the union.
fn hoist(common: &mut Vec<Field>, variants: &mut [Variant]) {
    let [first, second, others @ ..] = &*variants else { return };
    let is_same = |one: &Field, other: &Field| {
        one.wire == other.wire
            && one.kind == other.kind
            && one.required == other.required
            && one.format == other.format
            && one.bounds == other.bounds
    };
    let has = |variant: &Variant, field: &Field| variant.fields.iter().any(|other| is_same(field, other));
    let all = |field: &&Field| has(second, field) && others.iter().all(|other| has(other, field));
    let shared: Vec<Field> = first.fields.iter().filter(all).cloned().collect();
    for variant in variants.iter_mut() {
        variant.fields.retain(|field| !shared.iter().any(|other| other.wire == field.wire));
    }
    common.extend(shared);
}

/// The type of a value that is one of several things and no union.
pub(super) fn alternatives<'d>(
    types: &mut Types<'d>,
    schema: &Schema<'d>,
    several: &[Place<'d>],
    used: &Use<'_>,
) -> Type {
    let each: Vec<Schema<'d>> = several.iter().map(Schema::at).collect();
    let pointer = schema.identity.pointer.clone();
    // Some documents list an empty text as what clears a field.
    let is_clearing = |schema: &Schema<'d>| {
        schema.types() == ["string"] && matches!(schema.values()[..], [ref one] if one.is_empty())
    };
    let kept: Vec<usize> = (0..each.len()).filter(|at| !is_clearing(&each[*at])).collect();
    if kept.len() < each.len() {
        return match kept[..] {
            [] => Type::plain("string"),
            [one] => types.of(&several[one].clone(), used),
            _ => {
                let rest: Vec<Place<'d>> = kept.iter().map(|at| several[*at].clone()).collect();
                alternatives(types, schema, &rest, used)
            }
        };
    }
    let is = |at: usize, name: &str| each[at].types() == [name];
    let first = |test: &dyn Fn(usize) -> bool| (0..each.len()).find(|at| test(*at));
    let all = |test: &dyn Fn(usize) -> bool| (0..each.len()).all(test);
    if all(&|at| is(at, "string")) {
        let values: Vec<String> = each.iter().flat_map(Schema::values).collect();
        let is_closed = each.iter().all(|one| !one.values().is_empty());
        return if is_closed {
            types.words(schema, used, values)
        } else {
            let what = "A string is one of several kinds of strings.";
            types.notes.guessed(&pointer, what, "It is the first of them now, without its values.");
            types.of(&several[0].clone(), used).without_words()
        };
    }
    if all(&|at| is(at, "integer") || is(at, "number")) {
        return Type::plain("decimal");
    }
    if all(&|at| is(at, "integer") || is(at, "number") || is(at, "string")) {
        let text = first(&|at| is(at, "string")).unwrap_or(0);
        types.notes.guessed(&pointer, "A value is a string or a number.", "It is a string now.");
        return types.of(&several[text].clone(), used);
    }
    if let (Some(list), 2) = (first(&|at| is(at, "array")), each.len()) {
        let one = &each[1 - list];
        let items = each[list].get("items").map(|items| Schema::at(&items));
        if items.is_some_and(|items| items.identity.pointer == one.identity.pointer || items.types() == one.types()) {
            let what = "A value is a single item or a list of items.";
            types.notes.guessed(
                &pointer,
                what,
                "It is a list now: check that requests accept one and responses contain one.",
            );
            return types.of(&several[list].clone(), used);
        }
    }
    let object = first(&|at| is_object(&each[at]));
    if let (Some(text), Some(object)) = (first(&|at| is(at, "string")), object) {
        if used.way == Way::Sent {
            let instead = "The string is used; use the object instead if you send it.";
            types.notes.guessed(&pointer, "A request accepts a string or an object.", instead);
            return types.of(&several[text].clone(), used);
        }
        let kind = types.of(&several[object].clone(), used);
        return if kind.around == Around::Nothing && kind.id().is_some() {
            kind.within(Around::Expandable)
        } else {
            kind
        };
    }
    types.notes.left_out(
        &pointer,
        if each.iter().any(|one| !one.lost.is_empty()) {
            "One of several types, not all of which are in the document."
        } else {
            "One of several types that cannot be distinguished."
        },
        "It is `json` now; declare a union if a member identifies the variant, or an object with the fields of all.",
    );
    Type { around: Around::Nothing, kind: Kind::Plain("json") }
}

impl Type {
    /// A text instead of an enum that is not all of it.
    fn without_words(self) -> Self {
        if self.id().is_some() { Self::plain("string") } else { self }
    }
}
