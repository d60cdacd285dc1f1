//! Types that have another name and are otherwise the same: names of types are not on the wire.

use std::collections::BTreeMap;

use super::super::finder::{Finder, Spot, Way};
use super::super::table::types as table;
use crate::ir::{Field, Module};

/// A declared type, as far as it is compared to find renamed ones.
struct Declared<'a> {
    source: &'a str,
    section: &'static str,
    name: &'a str,
    /// What must be the same.
    content: Vec<String>,
}

fn declared(modules: &[Module]) -> Vec<Declared<'_>> {
    let mut all = Vec::new();
    for module in modules {
        let mut add = |section, name, content| {
            all.push(Declared { source: module.source.as_str(), section, name, content });
        };
        for id in &module.ids {
            add("ids", id.name.as_str(), id.names.clone());
        }
        for object in &module.objects {
            add("objects", &object.name, wires(&object.fields));
        }
        for union in &module.unions {
            let tags = union.variants.iter().map(|variant| format!("tag {}", variant.tag));
            add("unions", &union.name, wires(&union.fields).into_iter().chain(tags).collect());
        }
        for one in &module.enums {
            add("enums", &one.name, one.values.iter().map(|value| value.wire.clone()).collect());
        }
        for table in &module.tables {
            let columns = table.columns.iter().map(|column| format!("column {}", column.name));
            add("tables", &table.name, table.rows.iter().map(|row| row.code.clone()).chain(columns).collect());
        }
        for table in &module.extensions {
            add("tables", &table.name, vec![format!("{}/{}", table.library, table.base)]);
        }
    }
    all
}

fn wires(fields: &[Field]) -> Vec<String> {
    fields.iter().map(|field| field.wire.clone()).collect()
}

/// Finds types that are on one side only and have the content of one that is on the other side only.
pub(super) fn find(finder: &mut Finder, before: &[Module], after: &[Module]) {
    let (old, new) = (declared(before), declared(after));
    let names =
        |all: &[Declared<'_>]| all.iter().map(|one| one.name.to_owned()).collect::<std::collections::BTreeSet<_>>();
    let (old_names, new_names) = (names(&old), names(&new));
    let mut gone: BTreeMap<(&str, &[String]), Vec<&Declared<'_>>> = BTreeMap::new();
    for one in old.iter().filter(|one| !new_names.contains(one.name)) {
        gone.entry((one.section, &one.content)).or_default().push(one);
    }
    let mut found = Vec::new();
    for one in new.iter().filter(|one| !old_names.contains(one.name)) {
        let Some(candidates) = gone.get_mut(&(one.section, one.content.as_slice())) else { continue };
        // Two of the same content cannot be told apart.
        if let [known] = candidates[..] {
            candidates.clear();
            found.push((known, one));
        }
    }
    for (known, one) in found {
        finder.renamed.insert(known.name.to_owned(), one.name.to_owned());
        let subject = format!("{} {}", one.section.trim_end_matches('s'), known.name);
        let before = Way::of(known.source, &[known.section, known.name]);
        let spot = Spot::of(subject, before, Way::of(one.source, &[one.section, one.name]));
        let message = format!("type `{}` is now called `{}`", known.name, one.name);
        finder.add(table::TYPE_RENAMED, &spot, message, (known.name, one.name));
    }
}
