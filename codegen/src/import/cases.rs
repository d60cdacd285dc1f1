//! Requests that keep the bounds of a draft, for the tests of rules: `cases/<operation>.yaml`.

use super::directions;
use super::draft::Parts;
use super::model::{Around, Bounds, Def, Field, Kind, TypeId};
use super::yaml::{self, Map, Node};

/// So deep and so large is a request at most: what nests deeper is left to people.
const MAX_DEPTH: usize = 12;
const MAX_VALUES: usize = 2_000;

/// The files of cases by their names in the folder of the API: one for each operation with bounds.
pub(super) fn files(parts: &Parts) -> Vec<(String, String)> {
    let mut files = Vec::new();
    for resource in &parts.resources {
        for operation in &resource.operations {
            let own: Vec<&Field> = operation.params.iter().filter(|field| !field.in_path).collect();
            if has_bounds(parts, &own) {
                let request = Request { parts, above: Vec::new(), left: MAX_VALUES }.object(&own);
                let head = "# Created by the import: every parameter of a request, to test each bound.\n";
                let text = yaml::document(head, Map::default().add("request", request).lines());
                files.push((format!("cases/{}.{}.yaml", resource.name, operation.verb), text));
            }
        }
    }
    files
}

fn has_bounds(parts: &Parts, fields: &[&Field]) -> bool {
    let inner = directions::reached(&parts.defs, fields.iter().filter_map(|field| field.kind.id()));
    let inner = inner.into_iter().flat_map(|id| parts.defs[id].def.fields());
    inner.chain(fields.iter().copied()).any(|field| field.bounds.is_some())
}

/// A request with all that it can have, except for objects in themselves.
struct Request<'p> {
    parts: &'p Parts,
    /// The types around the value.
    above: Vec<TypeId>,
    left: usize,
}

impl Request<'_> {
    fn object(&mut self, fields: &[&Field]) -> Node {
        let mut members = Map::default();
        for field in fields {
            if let Some(value) = self.value(field) {
                members.add(field.wire.as_str(), value);
            }
        }
        members.short()
    }

    fn value(&mut self, field: &Field) -> Option<Node> {
        self.left = self.left.checked_sub(1)?;
        let one = match field.kind.kind {
            Kind::Declared(id) => self.declared(id)?,
            Kind::Plain(name) => plain(name, field)?,
        };
        match field.kind.around {
            Around::Nothing => Some(one),
            Around::List => Some(Node::List(vec![one])),
            Around::Map | Around::Search | Around::Expandable => None,
        }
    }

    fn declared(&mut self, id: TypeId) -> Option<Node> {
        if self.above.contains(&id) || self.above.len() >= MAX_DEPTH {
            return None;
        }
        self.above.push(id);
        let parts = self.parts;
        let node = match &parts.defs[id].def {
            Def::Open => None,
            Def::Id { example } => Some(Node::Text(example.clone().unwrap_or_else(|| "id-1".to_owned()))),
            Def::Enum { values } => values.first().map(|value| Node::Text(value.code.clone())),
            Def::Currency { .. } => Some(Node::Text("EUR".to_owned())),
            Def::Object { fields } => Some(self.object(&fields.iter().collect::<Vec<_>>())),
            // Rules see a variant as a member with the name of its tag.
            Def::Union { fields, variants, .. } => {
                let mut members = Map::default();
                for variant in variants {
                    let all: Vec<&Field> = fields.iter().chain(&variant.fields).collect();
                    members.add(variant.tag.as_str(), self.object(&all));
                }
                Some(members.short())
            }
        };
        self.above.pop();
        node
    }
}

fn plain(name: &str, field: &Field) -> Option<Node> {
    let text = |text: &str| Some(Node::Text(text.to_owned()));
    match name {
        "string" | "secret" => match field.format {
            Some("email") => text("a@shop.example"),
            Some("url") => text("https://shop.example/back"),
            Some("ip-address") => text("2001:db8::7"),
            Some("phone") => text("33600000000"),
            Some("country") => text("FR"),
            _ => {
                let length = match field.bounds {
                    Some(Bounds::Length { min, max }) => min.unwrap_or(1).min(max),
                    _ => 1,
                };
                text(&"x".repeat(usize::try_from(length).unwrap_or(1)))
            }
        },
        "integer" | "amount" => {
            let number = match field.bounds {
                Some(Bounds::Number { min: Some(min), .. }) => min,
                Some(Bounds::Number { max: Some(max), .. }) => max.min(1),
                _ => 1,
            };
            Some(Node::Plain(number.to_string()))
        }
        "decimal" => Some(Node::Plain("1.5".to_owned())),
        "boolean" => Some(Node::Plain("true".to_owned())),
        "date" => text("2026-01-05"),
        "datetime" => text("2026-01-05T12:00:00Z"),
        "card-number" => text("4000000000000002"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::model::Type;
    use super::*;

    #[test]
    fn texts_are_as_long_as_they_have_to_be() {
        let mut field = Field::new("a", Type::plain("string"), "A.".to_owned(), String::new());
        field.bounds = Some(Bounds::Length { min: Some(3), max: 5 });
        assert_eq!(plain("string", &field), Some(Node::Text("xxx".to_owned())));
        field.bounds = Some(Bounds::Number { min: None, max: Some(-4) });
        assert_eq!(plain("integer", &field), Some(Node::Plain("-4".to_owned())));
    }
}
