//! The spec language as serde reads it: one type per construct, nothing resolved yet.
//!
//! The same types, and the words and checks in payspec-core, give the editor's JSON Schema
//! (`spec/format.schema.json`), so their doc comments are what a maintainer sees while typing. `spec/README.md` describes
//! the language in prose.

pub mod amounts;
pub mod api;
pub mod behaviours;
pub mod bounds;
pub mod clearing;
pub mod event;
pub mod event_type;
pub mod evidence;
pub mod field;
pub mod file;
pub mod lists;
pub mod operation;
pub mod outcome;
pub mod pages;
pub mod paging;
pub mod rule;
pub mod service;
pub mod signing;
pub mod times;
pub mod token;
pub mod types;
pub mod unions;
pub mod webhooks;
pub mod wrap;

use schemars::JsonSchema;
use serde::Deserialize;

pub use crate::parse::named::{Items, Named};
pub use crate::parse::path::{Path, PathOrBody, PathThroughLists};
pub use crate::parse::prose::{Docs, Phrase, Quotation, Sentence};
pub use crate::parse::spanned::Sp;

/// Reads a value that can do without: one that could not be put together, which the reader has reported, is none.
pub(crate) fn lenient<'de, D: serde::Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    Option::deserialize(deserializer).or(Ok(None))
}

/// One file of a spec. Every section is optional; a resource keeps all its sections in one file.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// The API as a whole: environments, auth, encoding, headers, webhooks. In exactly one file of an API.
    #[serde(default, deserialize_with = "lenient")]
    pub api: Option<Sp<api::Api>>,
    /// A set of code tables that several APIs share, such as ISO 4217. A library has no operations.
    #[serde(default, deserialize_with = "lenient")]
    pub library: Option<Sp<api::Library>>,
    /// Keeps the tables of this file in a public module of their own, named after the file.
    #[serde(default, deserialize_with = "lenient")]
    pub module: Option<Sp<api::Module>>,
    /// The resource that this file describes.
    #[serde(default, deserialize_with = "lenient")]
    pub resource: Option<Sp<api::Resource>>,
    /// Identifiers, each a type of its own.
    #[serde(default)]
    pub ids: Named<types::Id>,
    /// Values that the API may extend, with the legal transitions where an object moves through them.
    #[serde(default)]
    pub enums: Named<types::Enum>,
    /// Codes with further columns.
    #[serde(default)]
    pub tables: Named<types::Table>,
    /// Objects of requests and responses.
    #[serde(default)]
    pub objects: Named<types::Object>,
    /// Objects that are one of several kinds, told by a member.
    #[serde(default)]
    pub unions: Named<unions::Union>,
    /// How long things are possible, by name in kebab-case. Each becomes a constant of the module `windows`.
    #[serde(default)]
    pub windows: Named<bounds::Window>,
    /// Bounds that no rule can hold, by name in kebab-case. Each becomes a constant of the module `limits`.
    #[serde(default)]
    pub limits: Named<bounds::Limit>,
    /// What can be done with the resource.
    #[serde(default)]
    pub operations: Named<operation::Operation>,
    /// What the API reports by webhook about the resource.
    #[serde(default)]
    pub events: Named<event::Event>,
    /// Files that the vendor's portal exports or imports.
    #[serde(default)]
    pub files: Named<file::File>,
    /// The pages of a text that evidence cites by its lines. In one file of an API.
    #[serde(default, deserialize_with = "lenient")]
    pub pages: Option<Sp<pages::Pages>>,
}

impl Document {
    /// Whether the file declares something that becomes an item of its module. Windows and limits of all files stand
    /// together in modules of their own.
    pub fn has_items(&self) -> bool {
        let types = !self.ids.is_empty() || !self.enums.is_empty();
        let objects = !self.tables.is_empty() || !self.objects.is_empty() || !self.unions.is_empty();
        let calls = !self.operations.is_empty() || !self.events.is_empty() || !self.files.is_empty();
        types || objects || calls || self.resource.is_some() || self.module.is_some()
    }
}
