//! Declared types.

use super::super::node::{Members, Node, texts};
use super::super::text;
use super::field::typed;
use super::rules::Fields;
use super::{Schemas, Way};
use crate::ir::{
    Cell, Docs, Enum, EnumValue, Extension, Field, Id, Module, Object, Row, Table, Tagging, Union, Variant,
};

impl Schemas<'_> {
    /// Every object and union, with the name of its schema: both ways if it travels both ways.
    pub(in super::super) fn structured(&self) -> Vec<(String, Members)> {
        let mut found = Vec::new();
        for module in &self.api.modules {
            let objects = module.objects.iter().map(|object| (&object.name, object.in_request, object.in_response));
            let unions = module.unions.iter().map(|union| (&union.name, union.in_request, union.in_response));
            for (name, in_request, in_response) in objects.chain(unions) {
                let ways = [(Way::Output, in_response || !in_request), (Way::Input, in_request)];
                for (way, _) in ways.into_iter().filter(|(_, is_used)| *is_used) {
                    found.push((self.name(name, way), self.named(name, way)));
                }
            }
        }
        found.sort_by(|(left, _), (right, _)| left.cmp(right));
        found
    }

    fn named(&self, name: &str, way: Way) -> Members {
        match (self.object(name), self.union(name)) {
            (Some(object), _) => self.of_object(object, way),
            (None, Some(union)) => self.of_union(union, way),
            (None, None) => Members::new(),
        }
    }

    /// Every id, enum and table whose values travel.
    pub(in super::super) fn values(&self) -> Vec<(String, Members)> {
        let of_module = |module: &Module| {
            let ids = module.ids.iter().map(|id| (id.name.clone(), of_id(id)));
            let enums = module.enums.iter().filter(|declared| declared.on_wire);
            let enums = enums.map(|declared| (declared.name.clone(), of_enum(declared)));
            let tables = module.tables.iter().filter(|table| !table.lookup);
            let tables = tables.map(|table| (table.name.clone(), of_table(table)));
            let shared = module.extensions.iter().map(|table| (table.name.clone(), of_extension(table)));
            ids.chain(enums).chain(tables).chain(shared).collect::<Vec<_>>()
        };
        let mut found: Vec<_> = self.api.modules.iter().flat_map(of_module).collect();
        found.sort_by(|(left, _), (right, _)| left.cmp(right));
        found
    }

    fn of_object(&self, object: &Object, way: Way) -> Members {
        let mut schema = self.members_of(&object.fields, way);
        let mut description = text::description(&object.docs);
        if way == Way::Input {
            let fields = Fields { schemas: *self, all: &object.fields, name: &|field| field.wire.clone() };
            let (constraints, in_words) = fields.constraints(&object.rules);
            text::rules(&mut description, "Rules", in_words);
            text::rules(&mut description, "Warnings", &object.warnings);
            schema = schema.with_list("allOf", constraints);
        }
        described(schema, &description, &object.docs)
    }

    /// An object with these fields. More members than these are accepted.
    pub(in super::super) fn members_of(&self, fields: &[Field], way: Way) -> Members {
        let mut properties = Members::new();
        for field in fields {
            properties.put(&field.wire, self.field(field, way));
            // Another name has the type of the first, and no text of its own.
            for also in field.also.iter().filter(|_| way == Way::Output) {
                if !fields.iter().any(|other| other.wire == *also) && !properties.has(also) {
                    properties.put(also, self.field(&undescribed(field), way));
                }
            }
        }
        let is_needed = |field: &&Field| match way {
            Way::Input => field.required && !field.guaranteed || field.required_evidence.is_some(),
            Way::Output => field.guaranteed && field.also.is_empty(),
        };
        let needed: Vec<Node> = fields.iter().filter(is_needed).map(|field| Node::from(&field.wire)).collect();
        typed("object").with_members("properties", properties).with_list("required", needed)
    }

    fn of_union(&self, union: &Union, way: Way) -> Members {
        let mut variants: Vec<Node> =
            union.variants.iter().map(|variant| self.of_variant(union, variant, way).into()).collect();
        // A variant that is not known yet is accepted in responses.
        if let (Tagging::Inside(tag), Way::Output) = (&union.tagging, way) {
            let mut other = self.members_of(&union.fields, way);
            let known = texts(union.variants.iter().map(|variant| variant.tag.as_str()));
            let unknown = typed("string").with("not", Members::new().with("enum", known));
            other.object("properties").put(tag, unknown);
            variants
                .push(described(other.with("title", "Other"), "A variant that is not known.", &Docs::default()).into());
        }
        described(Members::new().with("anyOf", variants), &text::description(&union.docs), &union.docs)
    }

    fn of_variant(&self, union: &Union, variant: &Variant, way: Way) -> Members {
        let own = &variant.object;
        let mut schema = match &union.tagging {
            Tagging::Member => {
                let mut schema = self.members_of(&union.fields, way);
                schema.object("properties").put(&variant.tag, self.of_object(own, way));
                require(&mut schema, &variant.tag);
                schema
            }
            Tagging::Inside(_) | Tagging::Beside(_) => {
                let is_common = |field: &&Field| !own.fields.iter().any(|known| known.wire == field.wire);
                let fields: Vec<Field> = union.fields.iter().filter(is_common).chain(&own.fields).cloned().collect();
                let mut schema = self.members_of(&fields, way);
                if let Tagging::Inside(tag) = &union.tagging {
                    let properties = schema.object("properties");
                    properties.0.retain(|(name, _)| name != tag);
                    properties.put(tag, Members::new().with("const", &variant.tag));
                    require(&mut schema, tag);
                }
                schema
            }
        };
        schema.put_some("deprecated", variant.deprecated.as_ref().map(|_| true));
        schema.put("title", &variant.tag);
        described(schema, &text::description(&own.docs), &own.docs)
    }
}

fn require(schema: &mut Members, name: &str) {
    match schema.get_mut("required") {
        Some(Node::List(needed)) if needed.contains(&name.into()) => {}
        Some(Node::List(needed)) => needed.push(name.into()),
        _ => schema.put("required", vec![Node::from(name)]),
    }
}

fn undescribed(field: &Field) -> Field {
    Field { docs: Docs::default(), also: Vec::new(), required_evidence: None, example: None, ..field.clone() }
}

fn described(schema: Members, description: &str, docs: &Docs) -> Members {
    schema.with_text("description", description).with_some("x-evidence", docs.evidence.as_ref().map(text::evidence))
}

fn of_id(id: &Id) -> Members {
    let schema = text::with_docs(typed("string"), &id.docs);
    schema.with_list("examples", id.example.iter().map(Node::from).collect())
}

/// A text, because new values may be added at any time; the known ones are listed.
fn of_enum(declared: &Enum) -> Members {
    let mut description = text::description(&declared.docs);
    let line = |value: &EnumValue| {
        let text = text::description(&value.docs).replace("\n\n", " ");
        let deprecated = value.deprecated.as_ref().map(|why| format!(" Deprecated: {why}")).unwrap_or_default();
        format!("- `{}`: {text}{deprecated}", value.wire).trim_end_matches([':', ' ']).to_owned()
    };
    let lines: Vec<String> = declared.values.iter().map(line).collect();
    text::paragraph(&mut description, &format!("Known values; more may be added:\n\n{}", lines.join("\n")));
    described(typed("string"), &description, &declared.docs)
        .with("x-extensible-enum", texts(declared.values.iter().map(|value| value.wire.as_str())))
}

fn of_table(table: &Table) -> Members {
    let mut description = text::description(&table.docs);
    let lines: Vec<String> = table.rows.iter().map(line_of_row).collect();
    text::paragraph(&mut description, &format!("Known codes; more may be added:\n\n{}", lines.join("\n")));
    described(typed("string"), &description, &table.docs)
        .with("x-extensible-enum", texts(table.rows.iter().map(|row| row.code.as_str())))
}

/// The code and the texts of a row.
fn line_of_row(row: &Row) -> String {
    let is_text = |cell: &Cell| if let Cell::Text(text) = cell { Some(text.trim().replace('\n', " ")) } else { None };
    let cells: Vec<String> = row.cells.iter().filter_map(is_text).filter(|text| !text.is_empty()).collect();
    if cells.is_empty() { format!("- `{}`", row.code) } else { format!("- `{}`: {}", row.code, cells.join("; ")) }
}

fn of_extension(table: &Extension) -> Members {
    text::with_docs(typed("string"), &table.docs)
        .with("x-extensible-enum", texts(table.codes.iter().map(String::as_str)))
}
