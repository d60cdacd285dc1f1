//! What a schema says in all of its parts: references followed, `allOf` put together.

use std::collections::{HashMap, HashSet};

use super::notes::Notes;
use super::place::Place;
use super::value::Value;

/// So many parts of one schema are read.
const MAX_LAYERS: usize = 200;

/// What makes a schema more than a mention of another one.
const SUBSTANCE: [&str; 12] = [
    "properties",
    "enum",
    "const",
    "oneOf",
    "anyOf",
    "items",
    "additionalProperties",
    "format",
    "pattern",
    "required",
    "discriminator",
    "not",
];

/// A schema with everything that belongs to it.
#[derive(Debug, Clone)]
pub(super) struct Schema<'d> {
    /// The schema where it is declared: what a mere mention of another one mentions.
    pub(super) identity: Place<'d>,
    /// Whether the identity is a named one of the document.
    pub(super) is_named: bool,
    /// Its parts, what is said at the place of use first.
    layers: Vec<Place<'d>>,
    /// References that lead to nothing in this document.
    pub(super) lost: Vec<String>,
    /// It refers to itself, and to nothing that says more.
    pub(super) is_circle: bool,
}

/// Two parts of a schema that exclude each other: what they are, and where the second one stands.
type Contradiction = (String, String);

impl<'d> Schema<'d> {
    pub(super) fn at(place: &Place<'d>) -> Self {
        let mut schema = Self {
            identity: place.clone(),
            is_named: is_named(&place.pointer),
            layers: Vec::new(),
            lost: Vec::new(),
            is_circle: false,
        };
        schema.find_identity();
        let mut seen = HashSet::new();
        let mut open = vec![place.clone()];
        while let Some(place) = open.pop() {
            if !seen.insert(place.pointer.clone()) || schema.layers.len() >= MAX_LAYERS {
                continue;
            }
            // The last one that is added is the next one that is read.
            open.extend(place.get("allOf").into_iter().flat_map(|all| all.items()).rev());
            if let Some(reference) = place.reference() {
                match place.follow(reference) {
                    Some(target) => open.push(target),
                    None => schema.lost.push(reference.to_owned()),
                }
            }
            schema.layers.push(place);
        }
        schema
    }

    /// Follows mentions: a reference, and an `allOf` of one thing.
    fn find_identity(&mut self) {
        let mut seen = HashSet::new();
        while seen.insert(self.identity.pointer.clone()) && seen.len() < MAX_LAYERS {
            let place = &self.identity;
            if SUBSTANCE.iter().any(|key| place.has(key)) && place.reference().is_none() {
                return;
            }
            let next = if let Some(reference) = place.reference() {
                place.follow(reference)
            } else {
                let all = place.get("allOf").map(|all| all.items()).unwrap_or_default();
                let mut alone = all.into_iter();
                alone.next().filter(|_| alone.next().is_none())
            };
            let Some(next) = next else { return };
            self.is_named = is_named(&next.pointer);
            self.identity = next;
        }
        self.is_circle = true;
    }

    /// Keeps in mind that the draft has what is first said under some keys.
    pub(super) fn settle(&self, notes: &Notes, keys: &[&str]) {
        for key in keys {
            if let Some(place) = self.get(key) {
                notes.settle(place.pointer);
            }
        }
    }

    /// The same for what is said under them in all parts.
    pub(super) fn settle_all(&self, notes: &Notes, keys: &[&str]) {
        let places = self.layers.iter().flat_map(|layer| keys.iter().filter_map(|key| layer.get(key)));
        places.for_each(|place| notes.settle(place.pointer));
    }

    /// The same for the list of alternatives that is read.
    pub(super) fn settle_alternatives(&self, notes: &Notes) {
        if let Some(place) = self.alternatives_place() {
            notes.settle(place.pointer);
        }
    }

    /// The same for what says that the value may be `null`.
    pub(super) fn settle_null(&self, notes: &Notes) {
        self.settle_all(notes, &["nullable", "x-nullable", "type"]);
        self.alternatives_with_null()
            .iter()
            .filter_map(|place| place.get("type"))
            .for_each(|place| notes.settle(place.pointer));
    }

    /// The parts that no value can satisfy together.
    pub(super) fn contradictions(&self) -> Vec<Contradiction> {
        let mut found = Vec::new();
        let types: Vec<_> = self.layers.iter().filter_map(|layer| layer.get("type")).collect();
        if let Some((first, others)) = types.split_first() {
            for other in others.iter().filter(|other| exclude(first.value, other.value)) {
                let what = "Parts of a schema have conflicting types.";
                found.push((what.to_owned(), other.pointer.clone()));
            }
        }
        let lists: Vec<_> = self.layers.iter().filter_map(|layer| layer.get("enum")).collect();
        if let Some((first, others)) = lists.split_first() {
            let has_none =
                |other: &&Place<'d>| !other.value.items().iter().any(|one| first.value.items().contains(one));
            for other in others.iter().filter(|other| has_none(other)) {
                let what = "Parts of a schema have conflicting lists of values.";
                found.push((what.to_owned(), other.pointer.clone()));
            }
        }
        let mut seen: HashMap<&str, Place<'d>> = HashMap::new();
        for (name, place) in self.layers.iter().filter_map(|layer| layer.get("properties")).flat_map(|all| all.named())
        {
            let Some(first) = seen.get(name) else {
                seen.insert(name, place);
                continue;
            };
            let [one, other] = [first, &place].map(|place| Schema::at(place).types());
            let is_other = !one.is_empty() && !other.is_empty() && !one.iter().any(|kind| fits(kind, &other));
            if is_other {
                let what = "Parts of a schema have conflicting definitions of a property.";
                found.push((what.to_owned(), place.pointer));
            }
        }
        found
    }

    /// The first thing that is said under a key.
    pub(super) fn get(&self, key: &str) -> Option<Place<'d>> {
        self.layers.iter().find_map(|layer| layer.get(key))
    }

    pub(super) fn text(&self, key: &str) -> Option<&'d str> {
        self.layers.iter().find_map(|layer| layer.text(key))
    }

    pub(super) fn number(&self, key: &str) -> Option<&'d serde_json::Number> {
        self.layers.iter().find_map(|layer| match layer.value.get(key) {
            Some(Value::Number(number)) => Some(number),
            _ => None,
        })
    }

    pub(super) fn is(&self, key: &str) -> bool {
        self.layers.iter().any(|layer| layer.is(key))
    }

    /// The types that a value may have, `null` not among them. Those that are not said follow from what is.
    pub(super) fn types(&self) -> Vec<&'d str> {
        let said = self.layers.iter().find_map(|layer| {
            let value = layer.value.get("type")?;
            let one = value.text().into_iter();
            let types: Vec<&str> = one.chain(value.items().iter().filter_map(Value::text)).collect();
            let types: Vec<&str> = types.into_iter().filter(|name| *name != "null").collect();
            (!types.is_empty()).then_some(types)
        });
        if let Some(types) = said {
            return types;
        }
        let has = |key: &str| self.layers.iter().any(|layer| layer.has(key));
        if has("properties") || has("additionalProperties") {
            vec!["object"]
        } else if has("items") {
            vec!["array"]
        } else if has("pattern") || has("minLength") || has("maxLength") {
            vec!["string"]
        } else {
            Vec::new()
        }
    }

    pub(super) fn is_nullable(&self) -> bool {
        let says_null = |place: &Place<'_>| {
            let kinds = place.value.get("type");
            place.is("nullable")
                || place.is("x-nullable")
                || kinds.is_some_and(|kinds| kinds.items().iter().any(|kind| kind.text() == Some("null")))
        };
        self.layers.iter().any(says_null) || self.alternatives_with_null().iter().any(is_null)
    }

    /// The properties of all parts, each once, in the order in which they are said.
    pub(super) fn properties(&self) -> Vec<(&'d str, Place<'d>)> {
        let mut found: Vec<(&str, Place<'_>)> = Vec::new();
        // A part that is extended by others stands before them.
        let (own, parts) = self.layers.split_first().map_or((None, &[][..]), |(own, parts)| (Some(own), parts));
        for layer in parts.iter().chain(own) {
            for (name, place) in layer.get("properties").map(|all| all.named()).unwrap_or_default() {
                match found.iter_mut().find(|(known, _)| *known == name) {
                    Some(known) => known.1 = place,
                    None => found.push((name, place)),
                }
            }
        }
        found
    }

    /// The names of properties that are required by any part.
    pub(super) fn required(&self) -> HashSet<&'d str> {
        let lists = self.layers.iter().filter_map(|layer| layer.value.get("required"));
        lists.flat_map(|list| list.items().iter().filter_map(Value::text)).collect()
    }

    fn alternatives_place(&self) -> Option<Place<'d>> {
        let of = |layer: &Place<'d>, key| layer.get(key).filter(|all| !all.items().is_empty());
        self.layers.iter().find_map(|layer| of(layer, "oneOf").or_else(|| of(layer, "anyOf")))
    }

    fn alternatives_with_null(&self) -> Vec<Place<'d>> {
        self.alternatives_place().map(|all| all.items()).unwrap_or_default()
    }

    /// What `oneOf` or `anyOf` lists, without `null`, and without what only says which properties are required.
    pub(super) fn alternatives(&self) -> Vec<Place<'d>> {
        let all = self.alternatives_with_null();
        all.into_iter().filter(|place| !is_null(place) && !is_constraint(place)).collect()
    }

    /// The sets of properties of which one has to be there.
    pub(super) fn choices(&self) -> Vec<Place<'d>> {
        self.alternatives_with_null().into_iter().filter(is_constraint).collect()
    }

    /// The values that are listed, as words; `const` lists one.
    pub(super) fn values(&self) -> Vec<String> {
        let mut lists = self.layers.iter().filter_map(|layer| layer.value.get("enum")).map(Value::items);
        match lists.next() {
            Some(list) => {
                let others: Vec<&[Value]> = lists.collect();
                let is_in_all = |value: &&Value| others.iter().all(|other| other.contains(value));
                let common: Vec<String> = list.iter().filter(is_in_all).filter_map(Value::word).collect();
                // Lists that exclude each other are reported; the draft has the first one.
                if common.is_empty() { list.iter().filter_map(Value::word).collect() } else { common }
            }
            None => self
                .layers
                .iter()
                .find_map(|layer| layer.value.get("const"))
                .and_then(Value::word)
                .into_iter()
                .collect(),
        }
    }

    /// An example of the value.
    pub(super) fn example(&self) -> Option<&'d Value> {
        self.layers.iter().find_map(|layer| {
            layer.value.get("example").or_else(|| layer.value.get("examples").and_then(|list| list.items().first()))
        })
    }

    /// A map's values, or whether any further members are allowed.
    pub(super) fn additional(&self) -> Option<Place<'d>> {
        self.get("additionalProperties").filter(|place| matches!(place.value, Value::Map(_) | Value::Bool(true)))
    }
}

/// Whether no value can have types of both.
fn exclude(one: &Value, other: &Value) -> bool {
    let types = |value: &Value| -> Vec<String> {
        value.text().into_iter().chain(value.items().iter().filter_map(Value::text)).map(str::to_owned).collect()
    };
    let (one, other) = (types(one), types(other));
    let other: Vec<&str> = other.iter().map(String::as_str).collect();
    !one.is_empty() && !other.is_empty() && !one.iter().any(|kind| fits(kind, &other))
}

fn fits(kind: &str, others: &[&str]) -> bool {
    let is_number = |kind: &str| matches!(kind, "integer" | "number");
    others.iter().any(|other| *other == kind || is_number(other) && is_number(kind))
}

fn is_null(place: &Place<'_>) -> bool {
    place.text("type") == Some("null")
        || matches!(place.value.get("enum"), Some(Value::List(all)) if *all == [Value::Null])
}

fn is_constraint(place: &Place<'_>) -> bool {
    let Value::Map(entries) = place.value else { return false };
    !entries.is_empty()
        && entries.iter().all(|(key, _)| matches!(key.as_str(), "required" | "title" | "description" | "not"))
}

/// Whether a pointer is that of a schema with a name.
fn is_named(pointer: &str) -> bool {
    ["#/components/schemas/", "#/definitions/"]
        .iter()
        .any(|start| pointer.strip_prefix(start).is_some_and(|rest| !rest.contains('/')))
}

/// The named schema of a name, as mappings may have it.
pub(super) fn target_named<'d>(place: &Place<'d>, name: &str) -> Option<Place<'d>> {
    let root = Place::root(place.root);
    root.path(&["components", "schemas", name]).or_else(|| root.path(&["definitions", name]))
}

/// The named schemas of a document.
pub(super) fn named<'d>(root: &Place<'d>) -> Vec<(&'d str, Place<'d>)> {
    let of = |path: &[&str]| root.path(path).map(|all| all.named()).unwrap_or_default();
    of(&["components", "schemas"]).into_iter().chain(of(&["definitions"])).collect()
}

/// The named schemas that extend another one with `allOf`, by its pointer.
pub(super) fn children<'d>(root: &Place<'d>) -> HashMap<String, Vec<Place<'d>>> {
    let mut children: HashMap<String, Vec<Place<'_>>> = HashMap::new();
    for (_, schema) in named(root) {
        for part in schema.get("allOf").map(|all| all.items()).unwrap_or_default() {
            let base = part.reference().and_then(|reference| part.follow(reference));
            if let Some(base) = base {
                children.entry(base.pointer).or_default().push(schema.clone());
            }
        }
    }
    children
}
