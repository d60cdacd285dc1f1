//! What every check knows: one folder of a spec with its names, and the libraries next to it.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

use super::usage::Usage;
use super::walk::{self, Group, OperationAt, Walk};
use crate::diag::{Diagnostic, Loss, Losses, Sink, suggest};
use crate::raw::api::{Api, Library, Module};
use crate::raw::field::Field;
use crate::raw::{Sp, types as raw};
use crate::source::{FileId, Span};
use crate::symbols::{Decl, RawSet, Symbol, Symbols};

/// The sections that declare types.
const TYPES: [&str; 5] = ["ids", "enums", "tables", "objects", "unions"];

/// All libraries of a run, by the name of their folder.
pub(super) struct Libraries<'a> {
    all: HashMap<&'a str, Symbols<'a>>,
    /// What was not read of each folder.
    lost: HashMap<&'a str, Losses<'a>>,
    /// The folders that are neither an API nor a library as far as they were read, which is reported there.
    of_no_kind: HashSet<&'a str>,
}

impl<'a> Libraries<'a> {
    pub(super) fn of(sets: &'a [RawSet], losses: &'a [Loss]) -> Self {
        let mut by_file: HashMap<FileId, Vec<&Loss>> = HashMap::new();
        for loss in losses {
            by_file.entry(loss.span.file).or_default().push(loss);
        }
        let of_set = |set: &RawSet| {
            let of_files = set.written.iter().filter_map(|file| by_file.get(file));
            Losses::of(of_files.flatten().copied())
        };
        let lost = sets.iter().map(|set| (set.folder.as_str(), of_set(set))).collect();
        let libraries = sets.iter().filter(|set| set.is_library());
        let all = libraries.map(|set| (set.folder.as_str(), Symbols::of(set))).collect();
        let of_no_kind = sets.iter().filter(|set| !set.has_kind()).map(|set| set.folder.as_str()).collect();
        Self { all, lost, of_no_kind }
    }

    pub(super) fn names(&self) -> Vec<&'a str> {
        let mut names: Vec<_> = self.all.keys().copied().collect();
        names.sort_unstable();
        names
    }

    pub(super) fn get(&self, name: &str) -> Option<&Symbols<'a>> {
        self.all.get(name)
    }

    /// What was not read of a folder.
    fn lost_of(&self, folder: &str) -> Option<&Losses<'a>> {
        self.lost.get(folder)
    }

    /// Whether a folder may be a library, as far as it was read.
    pub(super) fn may_be(&self, name: &str) -> bool {
        self.of_no_kind.contains(name) || self.lost.get(name).is_some_and(|lost| lost.have_section("library", None))
    }

    /// Whether a library may have a table, which was not read.
    pub(super) fn may_have(&self, library: &str, table: &str) -> bool {
        self.lost.get(library).is_some_and(|lost| lost.declare(table, &["tables"]))
    }

    /// The table of a path `library/Table`.
    pub(super) fn table(&self, path: &str) -> Option<&'a Sp<raw::Table>> {
        let (library, table) = path.split_once('/')?;
        match self.get(library)?.get(table)?.decl {
            Decl::Table(table) => Some(table),
            _ => None,
        }
    }

    /// The code that a text is another spelling of, in an enum or table: what a message suggests.
    pub(super) fn suggested_code(&self, decl: Decl<'a>, spelling: &str) -> Option<&'a str> {
        let mut spellings = self.other_spellings(decl).take_while(|_| suggest::spend(1));
        spellings.find(|(other, _)| *other == spelling).map(|(_, code)| code)
    }

    /// The spellings of an enum or table that are no codes, each with its code.
    fn other_spellings(&self, decl: Decl<'a>) -> impl Iterator<Item = (&'a str, &'a str)> {
        let of_enum = decl.values().flat_map(|(code, also)| also.iter().map(|other| (other.as_str(), code.as_str())));
        let rows = match decl {
            Decl::Table(table) => Some(self.with_base(table)),
            Decl::Id(_) | Decl::Enum(_) | Decl::Object(_) | Decl::Union(_) => None,
        };
        let of_table = rows.into_iter().flatten().flat_map(|row| {
            let code = row.get("code").and_then(|code| code.as_str());
            code.into_iter()
                .flat_map(|code| spellings(row).filter(move |other| *other != code).map(move |other| (other, code)))
        });
        of_enum.chain(of_table)
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
    /// Every type that is named anywhere.
    pub(super) named_types: HashSet<&'a str>,
    /// What was not read of any file of the run.
    losses: &'a Losses<'a>,
    /// What was not read of the files of the folder.
    lost: &'a Losses<'a>,
    fields: HashMap<&'a str, HashMap<&'a str, &'a Sp<Field>>>,
    codes: HashMap<&'a str, HashSet<&'a str>>,
    /// The codes of types by their other spellings.
    spelled: HashMap<&'a str, HashMap<&'a str, &'a str>>,
    read: &'a Sink,
    found: &'a Sink,
    /// Names of fields and codes that rules use as they are declared.
    used: RefCell<HashSet<String>>,
}

impl<'a> Scope<'a> {
    pub(super) fn new(
        set: &'a RawSet,
        libraries: &'a Libraries<'a>,
        losses: &'a Losses<'a>,
        read: &'a Sink,
        found: &'a Sink,
    ) -> Self {
        let symbols = Symbols::of(set);
        let walk = Walk::of(set);
        let api = set.files.iter().find_map(|(_, document)| document.api.as_ref());
        let lost = libraries.lost_of(&set.folder).unwrap_or(losses);
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
                .filter_map(|symbol| {
                    Some((symbol.name, codes(symbol.decl, libraries).filter(|codes| !codes.is_empty())?))
                })
                .collect(),
            spelled: by_spelling(&symbols, libraries),
            usage: Usage::of(set, &symbols, &walk, api.map(|api| &api.value), lost),
            named_types: walk::named_types(set, &walk),
            symbols,
            libraries,
            walk,
            losses,
            lost,
            read,
            found,
            used: RefCell::default(),
        }
    }

    pub(super) fn report(&self, diagnostic: Diagnostic) {
        self.found.push(diagnostic);
    }

    /// Reports a problem, where there is one.
    pub(super) fn report_any(&self, diagnostic: Option<Diagnostic>) {
        if let Some(diagnostic) = diagnostic {
            self.report(diagnostic);
        }
    }

    /// Notes that a rule uses the name of a field or code as it is declared.
    pub(super) fn note_use(&self, name: &str) {
        if !self.is_used(name) {
            self.used.borrow_mut().insert(name.to_owned());
        }
    }

    /// Whether a rule uses the name of a field or code as it is declared.
    pub(super) fn is_used(&self, name: &str) -> bool {
        self.used.borrow().contains(name)
    }

    /// Whether a key that seems missing inside a span is there, and has been reported: misspelt, or with a value that
    /// cannot be read.
    pub(super) fn misspelt(&self, key: &str, inside: Span) -> bool {
        self.read.suggested(key, inside) || self.losses.may_be(key, inside)
    }

    /// Whether the folder may be a library that does not say so: it holds tables, and nothing that only an API has.
    pub(super) fn may_be_library(&self) -> bool {
        let of_api = self.set.files.iter().any(|(_, file)| {
            file.api.is_some() || file.resource.is_some() || !file.operations.is_empty() || !file.events.is_empty()
        });
        !of_api || self.may_have_section("library", None)
    }

    /// Whether a value stands in the place of one that could not be read, which has been reported.
    pub(super) fn is_replaced(&self, value: Span) -> bool {
        self.read.is_replaced(value)
    }

    /// Whether every file of the folder was read as a whole.
    pub(super) fn is_all_read(&self) -> bool {
        self.lost.is_empty()
    }

    /// What was not read of a part of a file.
    pub(super) fn lost_in(&self, span: Span) -> impl Iterator<Item = &'a Loss> {
        self.losses.touching(span)
    }

    /// Whether anything was not read of a part of a file.
    pub(super) fn has_lost(&self, span: Span) -> bool {
        self.losses.touch(span)
    }

    /// Whether a part of a file may hold a word, in what was not read of it.
    pub(super) fn may_hold(&self, span: Span, word: &str) -> bool {
        self.losses.hold(span, word)
    }

    /// Whether a file of the folder, or one of them, may have a section, which was not read.
    pub(super) fn may_have_section(&self, section: &str, file: Option<FileId>) -> bool {
        self.lost.have_section(section, file)
    }

    /// Whether anything of a section was not read, in any file of the folder.
    pub(super) fn has_lost_of(&self, section: &str) -> bool {
        self.lost.are_of(section)
    }

    /// Whether the folder may declare a name in a section, in what was not read.
    pub(super) fn may_declare(&self, section: &str, name: &str) -> bool {
        self.lost.declare(name, &[section])
    }

    /// Whether the folder may declare a type, in what was not read.
    pub(super) fn may_declare_type(&self, name: &str) -> bool {
        self.lost.declare(name, &TYPES)
    }

    /// Whether the `api` section may hold a name, in what was not read of it.
    pub(super) fn api_may_hold(&self, name: &str) -> bool {
        self.api.is_none_or(|api| self.may_hold(api.span, name))
    }

    /// Whether the API says nothing of something because its `api` section was not read.
    pub(super) fn has_lost_api(&self) -> bool {
        self.api.is_none() && self.may_have_section("api", None)
    }

    /// Whether a declared type may have a field, column, word or code, in what was not read of it.
    pub(super) fn may_have(&self, type_name: &str, word: &str) -> bool {
        self.symbols.get(type_name).is_some_and(|symbol| self.decl_may_have(symbol.decl, word))
    }

    /// The same for a declaration, which may be a library's.
    pub(super) fn decl_may_have(&self, decl: Decl<'_>, word: &str) -> bool {
        if let Decl::Table(table) = decl {
            return self.table_may_have(table, word);
        }
        self.may_hold(decl.span(), word)
    }

    /// Whether a table may have a column or code, in what was not read of it or of the table that it extends.
    pub(super) fn table_may_have(&self, table: &Sp<raw::Table>, word: &str) -> bool {
        let base = table.extends.as_ref().and_then(|path| self.libraries.table(path));
        if self.misspelt("extends", table.span) || (table.extends.is_some() && base.is_none()) {
            return true;
        }
        base.into_iter().chain([table]).any(|table| self.may_hold(table.span, word))
    }

    /// The fields of an object by wire name.
    pub(super) fn fields_of(&self, object: &str) -> Option<&HashMap<&'a str, &'a Sp<Field>>> {
        self.fields.get(object)
    }

    /// All texts that an enum or table knows; `None` for other types, and where there are none at all.
    pub(super) fn codes_of(&self, type_name: &str) -> Option<&HashSet<&'a str>> {
        self.codes.get(type_name)
    }

    /// The code that a text is another spelling of, in an enum or table.
    pub(super) fn code_of(&self, type_name: &str, spelling: &str) -> Option<&'a str> {
        self.spelled.get(type_name)?.get(spelling).copied()
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
        Decl::Enum(_) => Some(decl.spellings().map(|word| word.as_str()).collect()),
        Decl::Table(raw) => Some(libraries.with_base(raw).flat_map(|row| spellings(row)).collect()),
        Decl::Id(_) | Decl::Object(_) | Decl::Union(_) => None,
    }
}

/// The codes of enums and tables by their other spellings.
fn by_spelling<'a>(symbols: &Symbols<'a>, libraries: &Libraries<'a>) -> HashMap<&'a str, HashMap<&'a str, &'a str>> {
    let mut all: HashMap<&str, HashMap<&str, &str>> = HashMap::new();
    for symbol in &symbols.all {
        for (spelling, code) in libraries.other_spellings(symbol.decl) {
            all.entry(symbol.name).or_default().entry(spelling).or_insert(code);
        }
    }
    all
}

/// The code of a row, where a text is another spelling of it.
pub(super) fn code_of<'r>(row: &'r raw::Row, spelling: &str) -> Option<&'r str> {
    let code = row.get("code")?.as_str()?;
    (code != spelling && spellings(row).any(|known| known == spelling)).then_some(code)
}

/// The code of a row and its other spellings.
pub(super) fn spellings(row: &raw::Row) -> impl Iterator<Item = &str> {
    let code = row.get("code").and_then(|code| code.as_str());
    let also = row.get("also").and_then(|also| also.as_array());
    code.into_iter().chain(also.into_iter().flatten().filter_map(|text| text.as_str()))
}
