//! Libraries: enums and tables that several APIs share.

use super::{Libraries, docs, types};
use crate::ir;
use crate::raw::types as raw;
use crate::source::Sources;
use crate::symbols::{RawSet, Symbols};

pub(super) fn lower(set: &RawSet, sources: &Sources) -> Option<ir::Library> {
    let (file, raw) = set.files.iter().find_map(|(file, document)| Some((*file, document.library.as_ref()?)))?;
    let symbols = Symbols::of(set);
    let none = Libraries::new();
    let modules = set.files.iter().zip(&set.modules).map(|((file, document), name)| ir::Module {
        name: name.clone(),
        source: sources.file(*file).path.clone(),
        enums: document.enums.iter().map(|(name, raw)| enumeration(name, raw)).collect(),
        tables: document
            .tables
            .iter()
            .map(|(name, raw)| ir::Table { is_shared: true, ..types::plain_table(name, raw, &symbols, &none) })
            .collect(),
        ..ir::Module::default()
    });
    let mut modules: Vec<_> = modules.filter(|module| !module.enums.is_empty() || !module.tables.is_empty()).collect();
    modules.sort_by(|a, b| a.name.cmp(&b.name));
    Some(ir::Library {
        name: raw.name.value.clone(),
        docs: docs::plain(&raw.docs),
        source: sources.file(file).path.clone(),
        modules,
    })
}

/// The words of a column. They never travel.
fn enumeration(name: &str, raw: &raw::Enum) -> ir::Enum {
    let values = raw.values.iter().map(|value| ir::EnumValue {
        rust_name: types::rust_name(value.rust.as_ref()),
        wire: value.code.value.clone(),
        also: value.also.iter().map(|also| also.value.clone()).collect(),
        docs: docs::plain(&value.docs),
        deprecated: value.deprecated.as_ref().map(|why| why.value.clone()),
        initial: value.initial,
        last: value.last,
        to: value.to.iter().map(|code| code.value.clone()).collect(),
    });
    ir::Enum {
        name: name.to_owned(),
        docs: docs::plain(&raw.docs),
        values: values.collect(),
        is_status: raw.is_status(),
        on_wire: false,
    }
}
