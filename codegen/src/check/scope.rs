//! What every check knows: one folder of a spec with its names, and the libraries beside it.

use std::collections::{HashMap, HashSet};

use super::usage::Usage;
use super::walk::{Group, OperationAt, Walk};
use crate::diag::{Diagnostic, Sink};
use crate::raw::api::{Api, Library, Module};
use crate::raw::field::Field;
use crate::raw::{Sp, types as raw};
use crate::source::Span;
use crate::symbols::{Decl, RawSet, Symbol, Symbols};

/// All libraries of a run, by the name of their folder.
pub(super) struct Libraries<'a>(HashMap<&'a str, Symbols<'a>>);

impl<'a> Libraries<'a> {
    pub(super) fn of(sets: &'a [RawSet]) -> Self {
        let is_library = |set: &&RawSet| set.files.iter().any(|(_, document)| document.library.is_some());
        Self(sets.iter().filter(is_library).map(|set| (set.folder.as_str(), Symbols::of(set))).collect())
    }

    pub(super) fn names(&self) -> Vec<&'a str> {
        let mut names: Vec<_> = self.0.keys().copied().collect();
        names.sort_unstable();
        names
    }

    pub(super) fn get(&self, name: &str) -> Option<&Symbols<'a>> {
        self.0.get(name)
    }

    /// The table of a path `library/Table`.
    pub(super) fn table(&self, path: &str) -> Option<&'a Sp<raw::Table>> {
        let (library, table) = path.split_once('/')?;
        match self.get(library)?.get(table)?.decl {
            Decl::Table(table) => Some(table),
            _ => None,
        }
    }

    /// The rows of a table after those it takes from a library.
    pub(super) fn with_base(&self, table: &'a Sp<raw::Table>) -> impl Iterator<Item = &'a Sp<raw::Row>> {
        let base = table.extends.as_ref().and_then(|path| self.table(path));
        base.into_iter().chain([table]).flat_map(|table| table.rows.iter())
    }
}

/// One folder under check.
pub(super) struct Scope<'a> {
    pub(super) set: &'a RawSet,
    pub(super) api: Option<&'a Sp<Api>>,
    pub(super) library: Option<&'a Sp<Library>>,
    pub(super) symbols: Symbols<'a>,
    pub(super) libraries: &'a Libraries<'a>,
    pub(super) walk: Walk<'a>,
    pub(super) usage: Usage<'a>,
    /// Reading the run's files lost nothing, so a name that is not there is really not there.
    pub(super) complete: bool,
    fields: HashMap<&'a str, HashMap<&'a str, &'a Sp<Field>>>,
    codes: HashMap<&'a str, HashSet<&'a str>>,
    read: &'a Sink,
    found: &'a Sink,
}

impl<'a> Scope<'a> {
    pub(super) fn new(
        set: &'a RawSet,
        libraries: &'a Libraries<'a>,
        complete: bool,
        read: &'a Sink,
        found: &'a Sink,
    ) -> Self {
        let symbols = Symbols::of(set);
        let walk = Walk::of(set);
        let api = set.files.iter().find_map(|(_, document)| document.api.as_ref());
        let fields = symbols.all.iter().filter_map(|symbol| match symbol.decl {
            Decl::Object(object) => Some((symbol.name, by_wire_name(&object.fields))),
            _ => None,
        });
        Self {
            set,
            api,
            library: set.files.iter().find_map(|(_, document)| document.library.as_ref()),
            fields: fields.collect(),
            codes: symbols
                .all
                .iter()
                .filter_map(|symbol| Some((symbol.name, codes(symbol.decl, libraries)?)))
                .collect(),
            usage: Usage::of(set, &symbols, &walk, api.map(|api| &api.value)),
            symbols,
            libraries,
            walk,
            complete,
            read,
            found,
        }
    }

    pub(super) fn report(&self, diagnostic: Diagnostic) {
        self.found.push(diagnostic);
    }

    /// Whether a key that seems missing inside a span is there, misspelt, and has been reported so.
    pub(super) fn misspelt(&self, key: &str, inside: Span) -> bool {
        self.read.suggested(key, inside)
    }

    /// The fields of an object by wire name.
    pub(super) fn fields_of(&self, object: &str) -> Option<&HashMap<&'a str, &'a Sp<Field>>> {
        self.fields.get(object)
    }

    /// All texts that an enum, status list or table knows; `None` for other types.
    pub(super) fn codes_of(&self, type_name: &str) -> Option<&HashSet<&'a str>> {
        self.codes.get(type_name)
    }

    /// The module of its own that a type's file makes, if it does.
    pub(super) fn module_of(&self, symbol: &Symbol<'_>) -> Option<&'a Sp<Module>> {
        let (_, document) = self.set.files.iter().find(|(file, _)| *file == symbol.span.file)?;
        document.module.as_ref()
    }

    pub(super) fn groups(&self) -> &[Group<'a>] {
        &self.walk.groups
    }

    pub(super) fn operations(&self) -> &[OperationAt<'a>] {
        &self.walk.operations
    }
}

/// Fields by wire name.
pub(super) fn by_wire_name(fields: &crate::raw::Named<Field>) -> HashMap<&str, &Sp<Field>> {
    fields.iter().map(|(wire, field)| (wire.as_str(), field)).collect()
}

fn codes<'a>(decl: Decl<'a>, libraries: &Libraries<'a>) -> Option<HashSet<&'a str>> {
    match decl {
        Decl::Enum(_) | Decl::Status(_) => Some(decl.spellings().map(|word| word.as_str()).collect()),
        Decl::Table(raw) => Some(libraries.with_base(raw).flat_map(|row| spellings(row)).collect()),
        Decl::Id(_) | Decl::Object(_) | Decl::Union(_) => None,
    }
}

/// The code of a row and its other spellings.
pub(super) fn spellings(row: &raw::Row) -> impl Iterator<Item = &str> {
    let code = row.get("code").and_then(|code| code.as_str());
    let also = row.get("also").and_then(|also| also.as_array());
    code.into_iter().chain(also.into_iter().flatten().filter_map(|text| text.as_str()))
}
