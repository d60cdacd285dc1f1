//! What the language accepts at a place of a spec, from the schema that editors use.

use anyhow::{Context, Result};
use payspec_codegen::schema;
use serde_json::Value;

pub(crate) struct Language {
    schema: Value,
}

/// What one of several alternatives accepts.
pub(crate) type Accepted<'a> = Vec<&'a Value>;

/// A member of a mapping.
pub(crate) struct Member<'a> {
    pub(crate) accepted: Accepted<'a>,
    /// It is a key of the language, and not a name that the spec gives.
    pub(crate) is_key: bool,
    /// The mapping is refused without it.
    pub(crate) is_required: bool,
}

impl Language {
    pub(crate) fn new() -> Result<Self> {
        let schema = serde_json::from_str(&schema::text()).context("the schema of specs is no JSON")?;
        Ok(Self { schema })
    }

    pub(crate) fn document(&self) -> Accepted<'_> {
        self.alternatives(&self.schema)
    }

    /// A schema without references, or each of those it chooses from.
    fn alternatives<'a>(&'a self, schema: &'a Value) -> Accepted<'a> {
        if let Some(name) = schema.get("$ref").and_then(Value::as_str) {
            let found = name.strip_prefix('#').and_then(|pointer| self.schema.pointer(pointer));
            return found.map(|found| self.alternatives(found)).unwrap_or_default();
        }
        for choice in ["anyOf", "oneOf"] {
            if let Some(schemas) = schema.get(choice).and_then(Value::as_array) {
                return schemas.iter().flat_map(|schema| self.alternatives(schema)).collect();
            }
        }
        vec![schema]
    }

    pub(crate) fn member<'a>(&'a self, holders: &[&'a Value], key: &str) -> Member<'a> {
        let with_key: Vec<_> = holders.iter().filter(|holder| properties(holder).any(|name| name == key)).collect();
        let requires = |holder: &Value| {
            holder["required"].as_array().is_some_and(|names| names.iter().any(|name| name.as_str() == Some(key)))
        };
        let is_key = !with_key.is_empty();
        let schemas: Vec<&Value> = if is_key {
            with_key.iter().map(|holder| &holder["properties"][key]).collect()
        } else {
            holders.iter().filter_map(|holder| holder.get("additionalProperties")).filter(|it| it.is_object()).collect()
        };
        Member {
            accepted: schemas.into_iter().flat_map(|schema| self.alternatives(schema)).collect(),
            is_key,
            is_required: is_key && holders.iter().filter(|holder| is(holder, "object")).all(|holder| requires(holder)),
        }
    }

    pub(crate) fn items<'a>(&'a self, lists: &[&'a Value]) -> Accepted<'a> {
        lists.iter().filter_map(|list| list.get("items")).flat_map(|items| self.alternatives(items)).collect()
    }
}

/// The keys that a mapping may have.
fn properties(holder: &Value) -> impl Iterator<Item = &str> {
    holder["properties"].as_object().into_iter().flatten().map(|(name, _)| name.as_str())
}

/// Whether a key is one of the language for one of the mappings.
pub(crate) fn has_key(holders: &[&Value], key: &str) -> bool {
    holders
        .iter()
        .any(|holder| properties(holder).any(|name| name == key) || holder["additionalProperties"].is_object())
}

/// Whether a schema accepts values of a JSON type, or says nothing about types.
pub(crate) fn is(schema: &Value, kind: &str) -> bool {
    match &schema["type"] {
        Value::String(one) => one == kind,
        Value::Array(several) => several.iter().any(|one| one.as_str() == Some(kind)),
        _ => true,
    }
}

/// The words that may stand at a place, or nothing where other text may.
pub(crate) fn words<'a>(accepted: &[&'a Value]) -> Option<Vec<&'a str>> {
    let mut words = Vec::new();
    for schema in accepted.iter().filter(|schema| is(schema, "string")) {
        let one = schema.get("const").into_iter();
        let several = schema.get("enum").and_then(Value::as_array).into_iter().flatten();
        let before = words.len();
        words.extend(one.chain(several).filter_map(Value::as_str));
        if words.len() == before {
            return None;
        }
    }
    (!words.is_empty()).then_some(words)
}
