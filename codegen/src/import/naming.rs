//! Names in Rust: of types, of fields and of variants, each of which stands once and is a name.

use std::collections::{HashMap, HashSet};

use super::model::{Def, Event, Field, Operation, Renamed, Resource, TypeDef};
use super::notes::Notes;
use super::words;
use crate::names::{
    self, FALLBACK_VARIANT, OTHER_VARIANT, RESERVED_ACCESSORS, RESERVED_EVENTS, RESERVED_METHODS, RESERVED_MODULE_ENDS,
    RESERVED_MODULES, RESERVED_PARAMS, RESERVED_TYPES, RESERVED_UNION_FIELDS,
};

/// Gives all types, files and members names that do not collide.
pub(super) fn settle(
    defs: &mut [TypeDef],
    received: &HashSet<usize>,
    resources: &mut [Resource],
    events: &mut [Event],
    notes: &Notes,
) {
    files(resources);
    let mut taken: HashSet<String> = RESERVED_TYPES.iter().map(|name| (*name).to_owned()).collect();
    for resource in resources.iter_mut() {
        let mut plural = resource.plural.clone();
        let is_usable = |plural: &str| {
            let accessor = names::snake(plural);
            names::is_identifier(&accessor) && !RESERVED_ACCESSORS.contains(&accessor.as_str())
        };
        while !is_usable(&plural) || taken.contains(&names::type_name(&plural)) || plural == resource.name {
            plural.push_str("-list");
        }
        taken.insert(names::type_name(&plural));
        resource.plural = plural;
    }
    for resource in resources.iter_mut() {
        for operation in &mut resource.operations {
            let derived = names::params(&operation.verb, &resource.name);
            let has_several = has_several_bodies(operation);
            let with_response = |name: &str| {
                let response = has_several.then(|| names::response_by_status(name));
                [name.to_owned(), names::required(name)].into_iter().chain(response).collect()
            };
            let name = free(&derived, "Params", &taken, with_response);
            if name != derived {
                let because = format!("The name `{derived}` is already used.");
                operation.rust = Some(Renamed { name: name.clone(), because });
            }
            taken.extend(with_response(&name));
            members(&mut operation.params, RESERVED_PARAMS);
        }
    }
    types(defs, received, &mut taken, notes);
    for def in defs.iter_mut() {
        match &mut def.def {
            Def::Object { fields } => members(fields, RESERVED_METHODS),
            Def::Union { fields, variants, .. } => {
                members(fields, &[RESERVED_UNION_FIELDS, RESERVED_METHODS].concat());
                for variant in variants {
                    members(&mut variant.fields, RESERVED_METHODS);
                }
            }
            Def::Enum { values } => {
                let written: Vec<String> = values.iter().map(|value| value.code.clone()).collect();
                for (value, renamed) in values.iter_mut().zip(variants(&written, &[FALLBACK_VARIANT])) {
                    value.rust = renamed;
                }
            }
            Def::Open | Def::Id { .. } | Def::Currency { .. } => {}
        }
    }
    let wires: Vec<String> = events.iter().map(|event| event.wire.clone()).collect();
    for (event, renamed) in events.iter_mut().zip(variants(&wires, RESERVED_EVENTS)) {
        event.rust = renamed;
    }
}

/// Whether the status of a success tells what its body is, so that all of them have a type of their own.
fn has_several_bodies(operation: &Operation) -> bool {
    let successes = operation.responses.iter().filter(|response| response.outcome == "success");
    let mut bodies = successes.map(|response| response.body);
    bodies.next().is_some_and(|first| bodies.any(|other| other != first))
}

/// Files of resources become modules.
fn files(resources: &mut [Resource]) {
    let mut seen: HashSet<String> = ["api", "types", "webhooks"].map(str::to_owned).into();
    for resource in resources {
        let is_free = |file: &str, seen: &HashSet<String>| {
            let module = names::snake(file);
            let is_beside = RESERVED_MODULE_ENDS.iter().chain(&["_codes"]).any(|end| module.ends_with(end));
            !RESERVED_MODULES.contains(&module.as_str())
                && names::is_identifier(&module)
                && !is_beside
                && !seen.contains(&module)
        };
        while !is_free(&resource.file, &seen) {
            resource.file.push_str("-resource");
        }
        seen.insert(names::snake(&resource.file));
    }
}

/// A name that is free with all that is derived from it.
fn free(wanted: &str, end: &str, taken: &HashSet<String>, derived: impl Fn(&str) -> Vec<String>) -> String {
    let is_free = |name: &str| derived(name).iter().all(|name| !taken.contains(name)) && names::is_identifier(name);
    if is_free(wanted) {
        return wanted.to_owned();
    }
    numbered(&format!("{wanted}{end}"), "", |name| !is_free(name))
}

/// A name that is not taken: the given one, or the first with a number behind it.
pub(super) fn numbered(name: &str, between: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let mut found = name.to_owned();
    let mut count = 1;
    while is_taken(&found) {
        count += 1;
        found = format!("{name}{between}{count}");
    }
    found
}

fn types(defs: &mut [TypeDef], received: &HashSet<usize>, taken: &mut HashSet<String>, notes: &Notes) {
    // What answers bring has the name of the document, and what requests send another where the two differ.
    let mut order: Vec<usize> = (0..defs.len()).collect();
    let is_named = |def: &TypeDef| def.name == words::pascal(def.pointer.rsplit('/').next().unwrap_or_default());
    order.sort_by_key(|id| (!is_named(&defs[*id]), !received.contains(id), *id));
    let mut first: HashMap<(String, String), String> = HashMap::new();
    for id in order {
        let def = &defs[id];
        if matches!(def.def, Def::Open) {
            continue;
        }
        let wanted = words::pascal(&def.name);
        let wanted = if wanted.is_empty() { "Unnamed".to_owned() } else { wanted };
        let key = (def.pointer.clone(), wanted.clone());
        let is_second = first.contains_key(&key) && !received.contains(&id);
        let end = match &def.def {
            _ if is_second => "Input",
            Def::Enum { .. } => "Value",
            Def::Id { .. } => "Ref",
            Def::Currency { .. } => "Code",
            _ => "Object",
        };
        let tags = match &def.def {
            Def::Union { variants: all, .. } => {
                let tags: Vec<String> = all.iter().map(|variant| variant.tag.clone()).collect();
                variants(&tags, &[FALLBACK_VARIANT, OTHER_VARIANT])
                    .into_iter()
                    .zip(&tags)
                    .map(|(renamed, tag)| renamed.map_or_else(|| names::variant(tag), |renamed| renamed.name))
                    .collect()
            }
            _ => Vec::new(),
        };
        let is_table = matches!(def.def, Def::Currency { .. });
        let is_union = matches!(def.def, Def::Union { .. });
        let derived = |name: &str| {
            let mut all = vec![name.to_owned(), names::required(name)];
            all.extend(is_table.then(|| names::row(name)));
            all.extend(is_union.then(|| names::variants(name)));
            all.extend(tags.iter().map(|tag| names::of_variant(name, tag)));
            all
        };
        let name = free(&wanted, end, taken, derived);
        if name != wanted && !is_second {
            let what = format!("The type `{wanted}` is called `{name}`, because its name is already used.");
            notes.renamed(&def.pointer, what, "Rename it if you like.");
        }
        if is_second {
            let what = "An object has different fields, or different required fields, in requests and responses.";
            notes.renamed(&def.pointer, what, "The object of requests has the suffix `Input`.");
        }
        taken.extend(derived(&name));
        first.insert(key, name.clone());
        let def = &mut defs[id];
        def.name = name;
        if let Def::Union { variants: all, .. } = &mut def.def {
            let tags: Vec<String> = all.iter().map(|variant| variant.tag.clone()).collect();
            for (variant, renamed) in all.iter_mut().zip(variants(&tags, &[FALLBACK_VARIANT, OTHER_VARIANT])) {
                variant.rust = renamed;
            }
        }
    }
}

/// The first digit of a name in words.
fn without_digit(name: &str) -> String {
    const DIGITS: [&str; 10] = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
    let Some(digit) = name.chars().next().and_then(|first| first.to_digit(10)) else { return name.to_owned() };
    let word = DIGITS.get(digit as usize).copied().unwrap_or("no");
    let rest = name[1..].trim_start_matches('_');
    if rest.is_empty() { word.to_owned() } else { format!("{word}_{rest}") }
}

/// Names of fields in Rust, where the derived one is taken or none.
fn members(fields: &mut [Field], reserved: &[&str]) {
    let mut seen: HashSet<String> = HashSet::new();
    for field in fields {
        let derived = names::field(&field.wire);
        let is_usable = |name: &str| {
            names::is_identifier(name)
                && name.starts_with(|c: char| c.is_ascii_lowercase())
                && !name.ends_with('_')
                && !name.contains("__")
        };
        let (name, because) = if !derived.is_ascii() || words::of(&derived).is_empty() {
            ("field".to_owned(), "The name has no characters that are valid in Rust.".to_owned())
        } else if derived.starts_with(|c: char| c.is_ascii_digit()) {
            (without_digit(&derived), "A Rust name cannot start with a digit.".to_owned())
        } else if derived == "type" {
            ("kind".to_owned(), "`type` is a keyword.".to_owned())
        } else if !is_usable(&derived) {
            (format!("{}_value", words::of(&derived).join("_")), format!("`{derived}` is a keyword."))
        } else if reserved.contains(&derived.as_str()) {
            (format!("{derived}_value"), format!("The name `{derived}` is reserved for generated code."))
        } else {
            (derived.clone(), String::new())
        };
        let start = if is_usable(&name) { &name } else { "field" };
        let found = numbered(start, "_no", |name| seen.contains(name));
        let because = if found == name { because } else { format!("The name `{name}` is already used.") };
        seen.insert(found.clone());
        field.rust = (found != derived).then_some(Renamed { name: found, because });
    }
}

/// Names of variants in Rust, where the derived one is taken or none.
fn variants(written: &[String], reserved: &[&str]) -> Vec<Option<Renamed>> {
    let mut seen: HashSet<String> = HashSet::new();
    let mut all = Vec::new();
    for code in written {
        let derived = names::variant(code);
        let is_name = |name: &str| names::is_pascal(name) && names::is_identifier(name);
        let (name, because) = if !is_name(&derived) {
            let letters = words::pascal(&without_digit(&words::of(code).join("_")));
            let name = if is_name(&letters) { letters } else { "Value".to_owned() };
            (name, "The derived name is not a valid Rust name.".to_owned())
        } else if reserved.contains(&derived.as_str()) {
            (format!("{derived}Value"), format!("The name `{derived}` is reserved for generated code."))
        } else {
            (derived.clone(), String::new())
        };
        let found = numbered(&name, "No", |name| seen.contains(name) || reserved.contains(&name));
        let because = if found == name { because } else { format!("The name `{name}` is already used.") };
        seen.insert(found.clone());
        all.push((found != derived).then_some(Renamed { name: found, because }));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variants_have_names_of_their_own() {
        let written = ["asc", "ASC", "3ds2", "+1", "-1", "支付", "unrecognized", "Self"].map(str::to_owned);
        let found = variants(&written, &[FALLBACK_VARIANT]);
        let names: Vec<String> = found
            .into_iter()
            .zip(&written)
            .map(|(renamed, code)| renamed.map_or_else(|| names::variant(code), |renamed| renamed.name))
            .collect();
        let distinct: HashSet<&String> = names.iter().collect();
        assert_eq!(distinct.len(), written.len(), "{names:?}");
        assert!(names.iter().all(|name| names::is_pascal(name) && names::is_identifier(name)), "{names:?}");
    }
}
