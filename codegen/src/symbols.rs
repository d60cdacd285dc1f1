//! The declared names of one API, whatever file they stand in.

use std::collections::HashMap;
use std::sync::Arc;

use crate::load::Delivery;
use crate::names;
use crate::parse::spanned::Sp;
use crate::raw::{Document, types, unions};
use crate::source::{FileId, Sources, Span};
use crate::types::Builtin;

/// All files of one folder, read.
#[derive(Debug)]
pub struct RawSet {
    /// The folder's name.
    pub folder: String,
    /// The path of the folder from the root of the repository.
    pub path: String,
    /// Its files, sorted by path.
    pub files: Vec<(FileId, Arc<Document>)>,
    /// The module that each file becomes, in the order of `files`.
    pub modules: Vec<String>,
    /// All files of the folder, also those that could not be read.
    pub written: Vec<FileId>,
    /// Samples of its events.
    pub deliveries: Vec<Delivery>,
}

impl RawSet {
    /// A folder with its files.
    pub fn new(folder: String, path: String, files: Vec<(FileId, Arc<Document>)>, sources: &Sources) -> Self {
        let paths: Vec<&str> = files.iter().map(|(file, _)| sources.file(*file).path.as_str()).collect();
        let modules = names::modules(&paths);
        let is_below = |file: &str| file.strip_prefix(&path).is_some_and(|rest| rest.starts_with('/'));
        let written = sources.iter().filter(|(_, file)| is_below(&file.path)).map(|(id, _)| id).collect();
        Self { folder, path, files, modules, written, deliveries: Vec::new() }
    }

    /// Whether it is a library, as far as its files were read.
    pub(crate) fn is_library(&self) -> bool {
        self.files.iter().any(|(_, document)| document.library.is_some())
    }

    /// Whether a file that was read is of an API or of a library; otherwise the folder may be either.
    pub(crate) fn has_kind(&self) -> bool {
        self.is_library() || self.files.iter().any(|(_, document)| document.api.is_some())
    }

    /// Puts what was read of one of its files in the place of what was read before, which is given back.
    pub(crate) fn put(
        &mut self,
        file: FileId,
        document: Option<Arc<Document>>,
        sources: &Sources,
    ) -> Option<Arc<Document>> {
        let at = self.files.iter().position(|(known, _)| *known == file);
        let before = at.map(|at| self.files.remove(at).1);
        if let Some(document) = document {
            let at = at.unwrap_or_else(|| self.files.iter().take_while(|(known, _)| *known < file).count());
            self.files.insert(at, (file, document));
        }
        let paths: Vec<&str> = self.files.iter().map(|(file, _)| sources.file(*file).path.as_str()).collect();
        self.modules = names::modules(&paths);
        before
    }
}

/// A declared type.
#[derive(Debug, Clone, Copy)]
pub enum Decl<'a> {
    /// An identifier.
    Id(&'a Sp<types::Id>),
    /// An open enum.
    Enum(&'a Sp<types::Enum>),
    /// A code table.
    Table(&'a Sp<types::Table>),
    /// An object.
    Object(&'a Sp<types::Object>),
    /// A tagged union.
    Union(&'a Sp<unions::Union>),
}

impl<'a> Decl<'a> {
    /// Where the declaration stands, without its name.
    pub fn span(self) -> Span {
        match self {
            Decl::Id(raw) => raw.span,
            Decl::Enum(raw) => raw.span,
            Decl::Table(raw) => raw.span,
            Decl::Object(raw) => raw.span,
            Decl::Union(raw) => raw.span,
        }
    }

    /// The values of an enum, each with its other spellings. Other types have none.
    pub fn values(self) -> impl Iterator<Item = (&'a Sp<String>, &'a [Sp<String>])> {
        let values: &[Sp<types::EnumValue>] = match self {
            Decl::Enum(raw) => &raw.values,
            Decl::Id(_) | Decl::Table(_) | Decl::Object(_) | Decl::Union(_) => &[],
        };
        values.iter().map(|value| (&value.code, &*value.also))
    }

    /// The values of an enum and all of their spellings, one after the other.
    pub fn spellings(self) -> impl Iterator<Item = &'a Sp<String>> {
        self.values().flat_map(|(code, also)| std::iter::once(code).chain(also))
    }
}

/// A name and what it stands for.
#[derive(Debug, Clone, Copy)]
pub struct Symbol<'a> {
    /// The name.
    pub name: &'a str,
    /// Where the name is written.
    pub span: Span,
    /// What is declared.
    pub decl: Decl<'a>,
}

/// What a type's name stands for.
#[derive(Debug, Clone, Copy)]
pub enum Resolved<'a> {
    /// A type of the language.
    Builtin(Builtin),
    /// A type of the API.
    Declared(Symbol<'a>),
}

/// The declared types of one API or library.
#[derive(Debug, Default)]
pub struct Symbols<'a> {
    /// In the order of files and lines.
    pub all: Vec<Symbol<'a>>,
    by_name: HashMap<&'a str, usize>,
}

impl<'a> Symbols<'a> {
    /// Collects them. Of two types with one name the first is found by name; both are in `all`.
    pub fn of(set: &'a RawSet) -> Self {
        let mut symbols = Self::default();
        for (_, document) in &set.files {
            symbols.add(&document.ids, Decl::Id);
            symbols.add(&document.enums, Decl::Enum);
            symbols.add(&document.tables, Decl::Table);
            symbols.add(&document.objects, Decl::Object);
            symbols.add(&document.unions, Decl::Union);
        }
        symbols
    }

    fn add<T>(&mut self, named: &'a crate::raw::Named<T>, wrap: impl Fn(&'a Sp<T>) -> Decl<'a>) {
        for (name, item) in named {
            self.by_name.entry(&name.value).or_insert(self.all.len());
            self.all.push(Symbol { name: &name.value, span: name.span, decl: wrap(item) });
        }
    }

    /// The declared type of a name.
    pub fn get(&self, name: &str) -> Option<Symbol<'a>> {
        self.by_name.get(name).map(|index| self.all[*index])
    }

    /// The type of a name, built in or declared.
    pub fn resolve(&self, name: &str) -> Option<Resolved<'a>> {
        match Builtin::find(name) {
            Some(builtin) => Some(Resolved::Builtin(builtin)),
            None => self.get(name).map(Resolved::Declared),
        }
    }

    /// The union of a name.
    pub fn union(&self, name: &str) -> Option<&'a Sp<unions::Union>> {
        match self.get(name)?.decl {
            Decl::Union(union) => Some(union),
            _ => None,
        }
    }

    /// The object of a name.
    pub fn object(&self, name: &str) -> Option<&'a Sp<types::Object>> {
        match self.get(name)?.decl {
            Decl::Object(object) => Some(object),
            _ => None,
        }
    }
}
