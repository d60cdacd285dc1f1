//! What a draft is made of, before it is written: types by number, named at the end.

use serde_json::Value as Json;

/// The number of a declared type.
pub(super) type TypeId = usize;

/// What stands around a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Around {
    Nothing,
    List,
    Map,
    Search,
    Expandable,
}

/// A type by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Plain(&'static str),
    Declared(TypeId),
}

/// A type where it is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Type {
    pub(super) around: Around,
    pub(super) kind: Kind,
}

impl Type {
    pub(super) const fn plain(name: &'static str) -> Self {
        Self { around: Around::Nothing, kind: Kind::Plain(name) }
    }

    pub(super) const fn declared(id: TypeId) -> Self {
        Self { around: Around::Nothing, kind: Kind::Declared(id) }
    }

    pub(super) fn is(self, name: &str) -> bool {
        self.around == Around::Nothing && self.kind == Kind::Plain(to_static(name))
    }

    pub(super) fn id(self) -> Option<TypeId> {
        match self.kind {
            Kind::Declared(id) => Some(id),
            Kind::Plain(_) => None,
        }
    }

    pub(super) fn within(self, around: Around) -> Self {
        Self { around, ..self }
    }
}

/// Built-in types are compared by their text.
fn to_static(name: &str) -> &'static str {
    crate::types::Builtin::ALL.iter().map(|(known, _)| *known).find(|known| *known == name).unwrap_or("")
}

/// The bounds of a field, which become a rule.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Bounds {
    Number { min: Option<i64>, max: Option<i64> },
    Length { min: Option<i64>, max: i64 },
}

/// A name in Rust that is not derived.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Renamed {
    pub(super) name: String,
    pub(super) because: String,
}

/// A field of an object, or a parameter.
#[derive(Debug, Clone)]
pub(super) struct Field {
    pub(super) wire: String,
    pub(super) kind: Type,
    pub(super) docs: String,
    pub(super) pointer: String,
    pub(super) required: bool,
    pub(super) guaranteed: bool,
    pub(super) sensitive: bool,
    pub(super) nullable: bool,
    pub(super) in_path: bool,
    pub(super) deprecated: bool,
    pub(super) format: Option<&'static str>,
    /// `unix-seconds`, for a time that is a number.
    pub(super) time: Option<&'static str>,
    pub(super) example: Option<Json>,
    pub(super) rust: Option<Renamed>,
    pub(super) bounds: Option<Bounds>,
}

impl Field {
    pub(super) fn new(wire: &str, kind: Type, docs: String, pointer: String) -> Self {
        Self {
            wire: wire.to_owned(),
            kind,
            docs,
            pointer,
            required: false,
            guaranteed: false,
            sensitive: false,
            nullable: false,
            in_path: false,
            deprecated: false,
            format: None,
            time: None,
            example: None,
            rust: None,
            bounds: None,
        }
    }
}

#[derive(Debug, Clone)]
pub(super) struct EnumValue {
    pub(super) code: String,
    pub(super) docs: String,
    pub(super) rust: Option<Renamed>,
}

#[derive(Debug, Clone)]
pub(super) struct Variant {
    pub(super) tag: String,
    pub(super) docs: String,
    pub(super) fields: Vec<Field>,
    pub(super) rust: Option<Renamed>,
}

/// What a declared type is.
#[derive(Debug, Clone)]
pub(super) enum Def {
    /// Its fields are not known yet, or it turned out to be nothing: no draft has one in the end.
    Open,
    Id {
        example: Option<String>,
    },
    Enum {
        values: Vec<EnumValue>,
    },
    /// The table of currencies of the library.
    Currency {
        lower: bool,
    },
    Object {
        fields: Vec<Field>,
    },
    /// Without a tag, the name of the one member tells the variant.
    Union {
        tag: Option<String>,
        fields: Vec<Field>,
        variants: Vec<Variant>,
    },
}

impl Def {
    /// All fields, for whoever changes them.
    pub(super) fn fields_mut(&mut self) -> Vec<&mut Field> {
        match self {
            Self::Object { fields } => fields.iter_mut().collect(),
            Self::Union { fields, variants, .. } => {
                fields.iter_mut().chain(variants.iter_mut().flat_map(|variant| variant.fields.iter_mut())).collect()
            }
            Self::Open | Self::Id { .. } | Self::Enum { .. } | Self::Currency { .. } => Vec::new(),
        }
    }

    pub(super) fn fields(&self) -> Vec<&Field> {
        match self {
            Self::Object { fields } => fields.iter().collect(),
            Self::Union { fields, variants, .. } => {
                fields.iter().chain(variants.iter().flat_map(|variant| variant.fields.iter())).collect()
            }
            Self::Open | Self::Id { .. } | Self::Enum { .. } | Self::Currency { .. } => Vec::new(),
        }
    }
}

/// A declared type.
#[derive(Debug, Clone)]
pub(super) struct TypeDef {
    /// The name that it should have, and in the end the one that it has.
    pub(super) name: String,
    pub(super) docs: String,
    pub(super) pointer: String,
    pub(super) def: Def,
}

#[derive(Debug, Clone)]
pub(super) struct Response {
    pub(super) status: String,
    pub(super) outcome: &'static str,
    pub(super) docs: String,
    pub(super) body: Option<Type>,
    pub(super) items: Option<String>,
}

/// How a search goes on.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Paging {
    pub(super) by: &'static str,
    pub(super) parameter: Option<String>,
    pub(super) cursor: Option<String>,
    pub(super) link: Option<String>,
    pub(super) more: Option<String>,
    pub(super) size: Option<String>,
}

#[derive(Debug, Clone)]
pub(super) struct Operation {
    pub(super) verb: String,
    pub(super) docs: String,
    pub(super) method: &'static str,
    pub(super) path: String,
    pub(super) pointer: String,
    pub(super) service: Option<String>,
    /// `none`, or a scheme that is not the default.
    pub(super) auth: Option<String>,
    pub(super) encoding: Option<&'static str>,
    pub(super) idempotency_key: bool,
    pub(super) headers: Vec<(String, bool)>,
    pub(super) params: Vec<Field>,
    pub(super) paging: Option<Paging>,
    pub(super) responses: Vec<Response>,
    pub(super) deprecated: bool,
    /// The name of its parameters, where the derived one is taken.
    pub(super) rust: Option<Renamed>,
}

/// A file of the draft: a resource with its operations.
#[derive(Debug, Clone)]
pub(super) struct Resource {
    pub(super) name: String,
    pub(super) plural: String,
    pub(super) file: String,
    pub(super) docs: String,
    pub(super) object: Option<TypeId>,
    pub(super) id: Option<String>,
    pub(super) operations: Vec<Operation>,
}

#[derive(Debug, Clone)]
pub(super) struct Event {
    pub(super) wire: String,
    pub(super) docs: String,
    pub(super) payload: TypeId,
    pub(super) pointer: String,
    pub(super) rust: Option<Renamed>,
}
