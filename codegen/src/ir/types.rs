//! Types of the IR.

use std::collections::BTreeMap;

use payspec_core::{CompactDate, TextFormat, UnixTime};

use super::amounts::Major;
use super::docs::{Deviation, Docs};
use super::evidence::Evidence;
use super::rule::Rule;
use crate::raw::lists::ObjectLists;
use crate::raw::types::CodeKind;
use crate::types::Builtin;

/// An identifier.
#[derive(Debug)]
pub struct Id {
    /// Its name in the spec, in PascalCase.
    pub name: String,
    /// What it identifies.
    pub docs: Docs,
    /// Hidden in `Debug`.
    pub sensitive: bool,
    /// Its names on the wire, in the order of the spec.
    pub names: Vec<String>,
    /// The object that it identifies, or else the first that has it.
    pub object: Option<String>,
    /// A value to show.
    pub example: Option<String>,
}

/// An enum.
#[derive(Debug)]
pub struct Enum {
    /// Its name in the spec, in PascalCase.
    pub name: String,
    /// What it says.
    pub docs: Docs,
    /// Its words.
    pub values: Vec<EnumValue>,
    /// Whether the values have moves.
    pub is_status: bool,
    /// Whether the words travel; otherwise they are ours, in the columns of a table.
    pub on_wire: bool,
}

/// A word of an enum.
#[derive(Debug, PartialEq)]
pub struct EnumValue {
    /// Its name in Rust, where the spec gives one.
    pub rust_name: Option<String>,
    /// The word on the wire.
    pub wire: String,
    /// Other spellings.
    pub also: Vec<String>,
    /// What it means.
    pub docs: Docs,
    /// Why it should not be used any more.
    pub deprecated: Option<String>,
    /// An object may start here.
    pub initial: bool,
    /// Nothing follows.
    pub last: bool,
    /// Values that may follow, as on the wire.
    pub to: Vec<String>,
}

/// A code table.
#[derive(Debug)]
pub struct Table {
    /// Its name in the spec, in PascalCase.
    pub name: String,
    /// What it says.
    pub docs: Docs,
    /// Columns next to the code.
    pub columns: Vec<Column>,
    /// Rows, sorted by code.
    pub rows: Vec<Row>,
    /// What the codes are, when they are more than text.
    pub codes: Option<CodeKind>,
    /// No field has the type: its codes are looked up and never travel.
    pub lookup: bool,
    /// It is a library's: there is no vendor's page that says something else.
    pub is_shared: bool,
}

/// A table of a library as one API uses it: the type is the library's, what the API says of codes stands next to it.
#[derive(Debug)]
pub struct Extension {
    /// Its name in the spec, in PascalCase.
    pub name: String,
    /// The library that has the table.
    pub library: String,
    /// The type in Rust, as the library calls it.
    pub base: String,
    /// What the API says of the codes.
    pub docs: Docs,
    /// The API's own columns.
    pub columns: Vec<Column>,
    /// What the API says of some codes, sorted by code. Cells are those of its own columns.
    pub rows: Vec<Row>,
    /// The codes that stand as constants in a module of the API.
    pub constants: Vec<Constant>,
    /// All codes that are known, sorted.
    pub codes: Vec<String>,
    /// The constants of the library, by their codes.
    pub listed: BTreeMap<String, String>,
}

/// A code that an API has as a constant of its own.
#[derive(Debug)]
pub struct Constant {
    /// Its name, in capitals.
    pub name: String,
    /// The code.
    pub code: String,
    /// What it stands for.
    pub label: Option<String>,
    /// Whether the library has it.
    pub is_listed: bool,
}

impl Extension {
    /// The codes that the library does not have.
    pub fn unlisted(&self) -> impl Iterator<Item = &Constant> {
        self.constants.iter().filter(|constant| !constant.is_listed)
    }
}

/// A column.
#[derive(Debug, Clone)]
pub struct Column {
    /// Its name in the spec.
    pub name: String,
    /// Text, number, boolean, an enum or a table.
    pub kind: Kind,
    /// Not every row has it.
    pub optional: bool,
    /// Rows can be found by it.
    pub key: bool,
    /// What it holds.
    pub docs: Docs,
}

/// A row.
#[derive(Debug, PartialEq)]
pub struct Row {
    /// The code.
    pub code: String,
    /// The constant in Rust.
    pub constant: String,
    /// What to say of the constant: the first text of the row that is not its name.
    pub label: Option<String>,
    /// Other spellings on the wire.
    pub also: Vec<String>,
    /// A cell per column, in the columns' order.
    pub cells: Vec<Cell>,
    /// What the page says of it.
    pub deviation: Option<Deviation>,
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// Text.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// True or false.
    Boolean(bool),
    /// A variant of the column's enum or a constant of its table, in Rust.
    Variant(String),
    /// A code of the column's table that its library does not have, in Rust.
    Unlisted(String),
}

/// An object of requests or responses.
#[derive(Debug)]
pub struct Object {
    /// Its name in the spec, in PascalCase.
    pub name: String,
    /// What it is.
    pub docs: Docs,
    /// Its fields in written order.
    pub fields: Vec<Field>,
    /// How it is known what requests need of it.
    pub required_evidence: Option<Evidence>,
    /// Rules for a request that has it.
    pub rules: Vec<Rule>,
    /// Rules that warn of a request that has it.
    pub warnings: Vec<Rule>,
    /// Members by which it is recognised without an envelope.
    pub unenveloped: Vec<String>,
    /// Some request sends it: it gets setters and an encoder.
    pub in_request: bool,
    /// Some response or event brings it: it keeps what of it cannot be read.
    pub in_response: bool,
    /// Some request sends it as JSON inside a form.
    pub in_json_list: bool,
    /// Where it says why it was refused.
    pub refusal: Option<Refusal>,
    /// The field that identifies it and the type of that, where some field holds the object or its identifier.
    pub identity: Option<(FieldName, String)>,
    /// How it is read again when an event brings it.
    pub refetch: Option<Refetch>,
}

/// How the object of an event is read again.
#[derive(Debug)]
pub struct Refetch {
    /// The params type of the operation in Rust.
    pub operation: String,
    /// Where its parameters come from; the first that names something counts.
    pub ways: Vec<Way>,
}

/// Where the parameters of an operation come from.
#[derive(Debug)]
pub struct Way {
    /// Those required in the order of `new`.
    pub required: Vec<Place>,
    /// The others.
    pub optional: Vec<(FieldName, Place)>,
}

/// Where a value stands in an object.
#[derive(Debug)]
pub struct Place {
    /// The fields that lead there.
    pub steps: Vec<Step>,
    /// The same as names on the wire with dots between them.
    pub path: String,
    /// The type of the last field.
    pub ty: Type,
}

impl Place {
    /// Whether it is an identifier or a text.
    pub fn is_text(&self) -> bool {
        !self.ty.list && matches!(self.ty.kind, Kind::Id(_) | Kind::Builtin(Builtin::String))
    }
}

/// A field that something else speaks of.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldName {
    /// The name on the wire.
    pub wire: String,
    /// Its name in Rust, where the spec gives one.
    pub rust_name: Option<String>,
}

impl FieldName {
    /// The name of a field.
    pub fn of(field: &Field) -> Self {
        Self { wire: field.wire.clone(), rust_name: field.rust_name.clone() }
    }
}

/// A step on the way to a value.
#[derive(Debug)]
pub struct Step {
    /// The field.
    pub field: FieldName,
    /// It is always there.
    pub certain: bool,
}

/// Where an object says why it was refused.
#[derive(Debug)]
pub struct Refusal {
    /// The fields that lead to the code.
    pub code: Vec<Step>,
    /// The table of the code.
    pub table: String,
    /// The column that says what to do next.
    pub advice: Option<Advice>,
    /// The fields that lead to the words.
    pub message: Option<Vec<Step>>,
    /// A field on the way to one of them should not be used any more.
    pub is_deprecated: bool,
}

/// A column that says what to do next.
#[derive(Debug)]
pub struct Advice {
    /// The column of the row.
    pub column: String,
    /// What the column holds.
    pub kind: Kind,
    /// Not every row has it.
    pub optional: bool,
    /// The API's own column next to a table of a library.
    pub is_own: bool,
}

/// An object that is one of several variants.
///
/// One that only requests send is nothing but its variants: what all of them have in common is among the fields of
/// each.
#[derive(Debug)]
pub struct Union {
    /// Its name in the spec, in PascalCase.
    pub name: String,
    /// What it is.
    pub docs: Docs,
    /// What tells the variant.
    pub tagging: Tagging,
    /// The fields that all variants have.
    pub fields: Vec<Field>,
    /// The variants.
    pub variants: Vec<Variant>,
    /// Some request sends it.
    pub in_request: bool,
    /// Some response or event brings it.
    pub in_response: bool,
}

impl Union {
    /// Whether it is an enum that callers make.
    pub fn is_only_sent(&self) -> bool {
        self.in_request && !self.in_response
    }
}

/// What tells the variant of a union.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tagging {
    /// A member of the object, by name.
    Inside(String),
    /// A member next to the field that holds the object, by name.
    Beside(String),
    /// The name of the one member that holds the variant.
    Member,
}

/// A variant of a union.
#[derive(Debug)]
pub struct Variant {
    /// Its name in Rust, where the spec gives one.
    pub rust_name: Option<String>,
    /// What the tag says.
    pub tag: String,
    /// The fields that only this variant has, as an object of its own.
    pub object: Object,
    /// Behind a pointer because the object is large.
    pub boxed: bool,
    /// Why it is not used any more.
    pub deprecated: Option<String>,
}

/// A field of an object or a parameter.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// The name on the wire.
    pub wire: String,
    /// Its name in Rust, where the spec gives one.
    pub rust_name: Option<String>,
    /// Other names on the wire.
    pub also: Vec<String>,
    /// What may be sent instead of its codes.
    pub also_by: Option<AlsoBy>,
    /// The type.
    pub ty: Type,
    /// Not optional in Rust: a request needs it, or it is guaranteed.
    pub required: bool,
    /// Every response has it.
    pub guaranteed: bool,
    /// How it is known that a request needs it. None for what requests can do without, and for what stands in the path.
    pub required_evidence: Option<Evidence>,
    /// Behind a pointer because the object is large.
    pub boxed: bool,
    /// Hidden in `Debug`.
    pub sensitive: bool,
    /// Travels in the path.
    pub in_path: bool,
    /// It can be cleared.
    pub nullable: bool,
    /// It is one JSON text in a form.
    pub json_text: bool,
    /// How this list of objects is written in a form, when not as JSON.
    pub object_lists: Option<ObjectLists>,
    /// It is a list whose items a form separates by commas.
    pub commas: bool,
    /// The items of a list in the list are items as well.
    pub nested: bool,
    /// It is a union whose variant is told by this member next to it.
    pub told_by: Option<String>,
    /// It is an amount in major units.
    pub major: Option<Major>,
    /// Its codes are in lower case on the wire.
    pub lower_case: bool,
    /// It is a time that is written as a number.
    pub unix: Option<UnixTime>,
    /// How a date is written.
    pub compact: Option<CompactDate>,
    /// What a text is.
    pub format: Option<TextFormat>,
    /// A value to show, in JSON. It fits the type.
    pub example: Option<serde_json::Value>,
    /// What it holds.
    pub docs: Docs,
    /// Why it should not be used any more.
    pub deprecated: Option<String>,
}

/// The values of a column that may be sent instead of the codes of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct AlsoBy {
    /// The column.
    pub column: String,
    /// Its values, sorted.
    pub values: Vec<String>,
}

impl Field {
    /// Whether what travels is not what a field of its type is in Rust, and is read as something else first.
    pub fn is_converted(&self) -> bool {
        self.major.is_some() || self.lower_case || self.told_by.is_some()
    }

    /// Whether it is written in a way of its own.
    pub fn is_written_apart(&self) -> bool {
        self.is_converted() || self.unix.is_some()
    }
}

/// A type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Type {
    /// What it is or what its items are.
    pub kind: Kind,
    /// Several of it.
    pub list: bool,
}

/// What a type is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// Built in.
    Builtin(Builtin),
    /// An id, by its Rust name.
    Id(String),
    /// An enum or status, by its Rust name.
    Enum(String),
    /// A code table, by its Rust name.
    Table(String),
    /// An object, by its Rust name.
    Object(String),
    /// A union, by its Rust name.
    Union(String),
    /// An object with any keys, and values of a kind that is no map.
    Map(Box<Kind>),
    /// An object or its identifier alone, by the object's Rust name.
    Expandable(String),
}

impl Kind {
    /// The Rust name of a declared type.
    pub fn declared(&self) -> Option<&str> {
        match self {
            Self::Builtin(_) => None,
            Self::Id(name)
            | Self::Enum(name)
            | Self::Table(name)
            | Self::Object(name)
            | Self::Union(name)
            | Self::Expandable(name) => Some(name),
            Self::Map(value) => value.declared(),
        }
    }

    /// What the values of a map are, and otherwise what it is itself.
    pub fn value(&self) -> &Self {
        match self {
            Self::Map(value) => value,
            other => other,
        }
    }
}
