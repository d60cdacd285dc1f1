//! Rules as constraints, as far as JSON Schema can express them.

use payspec_core::Path;

use super::super::node::{Members, Node, texts};
use super::Schemas;
use crate::ir::rule::REQUIRED;
use crate::ir::{Check, Condition, Field, Kind, Rule, Test};
use crate::types::Builtin;

/// The fields that rules name, and what they are called in a schema.
pub(in super::super) struct Fields<'a> {
    pub(in super::super) schemas: Schemas<'a>,
    pub(in super::super) all: &'a [Field],
    /// The name of a field at the top, which may have brackets in a form.
    pub(in super::super) name: &'a dyn Fn(&Field) -> String,
}

impl Fields<'_> {
    /// The constraints that rules become, and the rules that remain for people.
    pub(in super::super) fn constraints<'r>(
        &self,
        rules: impl IntoIterator<Item = &'r Rule>,
    ) -> (Vec<Node>, Vec<&'r Rule>) {
        let (mut constraints, mut in_words) = (Vec::new(), Vec::new());
        // Required fields and formats are said of each field.
        let is_said = |rule: &&Rule| rule.name == REQUIRED || matches!(rule.check, Check::Format { .. });
        for rule in rules.into_iter().filter(|rule| !is_said(rule)) {
            match self.constraint(rule) {
                Some(schema) => {
                    let schema = schema.with_text("description", rule.because.trim()).with("x-rule", &rule.name);
                    constraints.push(schema.into());
                }
                None => in_words.push(rule),
            }
        }
        (constraints, in_words)
    }

    fn constraint(&self, rule: &Rule) -> Option<Members> {
        let demand = self.demand(&rule.check)?;
        let Some(condition) = &rule.when else { return Some(demand) };
        Some(Members::new().with("if", self.condition(condition)?).with("then", demand))
    }

    fn condition(&self, condition: &Condition) -> Option<Members> {
        let field = condition.field.as_str();
        match &condition.test {
            Test::Present => self.given(field),
            Test::Absent => Some(not(self.given(field)?)),
            Test::OneOf(values) => self.has_one_of(field, values),
            Test::NoneOf(values) => Some(not(self.has_one_of(field, values)?)),
        }
    }

    fn demand(&self, check: &Check) -> Option<Members> {
        match check {
            Check::Requires(fields) => Some(all(self.each_given(fields)?)),
            Check::Forbids(fields) => Some(not(any(self.each_given(fields)?))),
            Check::AtLeastOneOf(fields) => Some(any(self.each_given(fields)?)),
            Check::ExactlyOneOf(fields) => Some(Members::new().with("oneOf", self.each_given(fields)?)),
            Check::AtMostOneOf(fields) => {
                let mut variants = self.each_given(fields)?;
                variants.push(not(any(variants.clone())).into());
                Some(Members::new().with("oneOf", variants))
            }
            Check::AllOrNone(fields) => {
                let each = self.each_given(fields)?;
                Some(any(vec![all(each.clone()).into(), not(any(each)).into()]))
            }
            Check::Range { field, min, max } => {
                let leaf = Members::new().with_some("minimum", *min).with_some("maximum", *max);
                self.at(field, false, &|field| is_integer(field).then(|| leaf.clone()))
            }
            Check::MultipleOf { field, of } => {
                let leaf = Members::new().with("multipleOf", *of);
                self.at(field, false, &|field| (is_integer(field) && *of > 0).then(|| leaf.clone()))
            }
            Check::Length { field, min, max } => {
                let leaf = Members::new().with_some("minLength", *min).with_some("maxLength", *max);
                self.at(field, false, &|field| is_text(field).then(|| leaf.clone()))
            }
            Check::MinItems { field, min } => {
                let leaf = Members::new().with("minItems", *min);
                self.at(field, false, &|field| field.ty.list.then(|| leaf.clone()))
            }
            Check::MaxItems { field, max } => self.at(field, false, &|field| {
                Some(Members::new().with(if field.ty.list { "maxItems" } else { "maxProperties" }, *max))
            }),
            Check::Pattern { field, pattern, .. } => {
                let leaf = Members::new().with("pattern", format!("^(?:{pattern})$"));
                let is_portable = !pattern.contains("(?") && !pattern.contains("[[:");
                self.at(field, false, &|field| (is_portable && is_text(field)).then(|| leaf.clone()))
            }
            Check::OneOf { field, values } => self.has_values(field, values, false, &|schema| schema),
            Check::NoneOf { field, values } => self.has_values(field, values, false, &not),
            Check::Luhn { .. }
            | Check::UniqueBy { .. }
            | Check::NotAbove { .. }
            | Check::Date { .. }
            | Check::Format { .. } => None,
        }
    }

    fn each_given(&self, fields: &[String]) -> Option<Vec<Node>> {
        fields.iter().map(|field| self.given(field).map(Node::from)).collect()
    }

    /// The field is there.
    fn given(&self, path: &str) -> Option<Members> {
        self.at(path, true, &|_| Some(Members::new()))
    }

    fn has_one_of(&self, path: &str, values: &[String]) -> Option<Members> {
        self.has_values(path, values, true, &|schema| schema)
    }

    /// The field, or each of its items, has one of these values, or what `then` makes of that.
    fn has_values(
        &self,
        path: &str,
        values: &[String],
        is_needed: bool,
        then: &dyn Fn(Members) -> Members,
    ) -> Option<Members> {
        self.at(path, is_needed, &|field| {
            let mut values = values.iter().map(|value| as_json(field, value)).collect::<Option<Vec<_>>>()?;
            if field.nullable {
                values.push(Node::Scalar(serde_json::Value::Null));
            }
            // Whether a condition asks for one item or for all is a question that is left to people.
            if field.ty.list && is_needed {
                return None;
            }
            let schema = then(Members::new().with("enum", values));
            Some(if field.ty.list { Members::new().with("items", schema) } else { schema })
        })
    }

    /// A constraint of the field at a path. What is needed is there, with all that leads to it.
    fn at(&self, path: &str, is_needed: bool, leaf: &dyn Fn(&Field) -> Option<Members>) -> Option<Members> {
        let steps: Vec<&str> = Path::new(path).steps().collect();
        self.below(self.all, &steps, true, is_needed, leaf)
    }

    fn below(
        &self,
        fields: &[Field],
        steps: &[&str],
        is_top: bool,
        is_needed: bool,
        leaf: &dyn Fn(&Field) -> Option<Members>,
    ) -> Option<Members> {
        let (step, rest) = steps.split_first()?;
        let field = fields.iter().find(|field| field.wire == *step)?;
        let name = if is_top { (self.name)(field) } else { field.wire.clone() };
        let value = if rest.is_empty() {
            leaf(field)?
        } else {
            let Kind::Object(object) = &field.ty.kind else { return None };
            let inner = self.below(&self.schemas.object(object)?.fields, rest, false, is_needed, leaf)?;
            match field.ty.list {
                // Whether some item has a member is another question than whether all have it.
                true if is_needed => return None,
                true => Members::new().with("items", inner),
                false => inner,
            }
        };
        let mut schema = Members::new();
        if !value.is_empty() {
            schema.put("properties", Members::new().with(&name, value));
        }
        if is_needed {
            schema.put("required", vec![Node::from(name)]);
        }
        Some(schema)
    }
}

fn not(schema: Members) -> Members {
    Members::new().with("not", schema)
}

fn any(mut schemas: Vec<Node>) -> Members {
    match (schemas.len(), schemas.pop()) {
        (1, Some(Node::Map(only))) => only,
        (_, last) => {
            schemas.extend(last);
            Members::new().with("anyOf", schemas)
        }
    }
}

fn all(schemas: Vec<Node>) -> Members {
    if let [Node::Map(only)] = schemas.as_slice() {
        return only.clone();
    }
    // Fields at the top are one list.
    let mut needed = Vec::new();
    for schema in &schemas {
        match schema {
            Node::Map(Members(members)) => match members.as_slice() {
                [(key, Node::List(names))] if key == "required" => needed.extend(names.clone()),
                _ => return Members::new().with("allOf", schemas),
            },
            _ => return Members::new().with("allOf", schemas),
        }
    }
    Members::new().with("required", needed)
}

/// A value of a rule as the type of the field has it in JSON.
fn as_json(field: &Field, value: &str) -> Option<Node> {
    if field.is_written_apart() || field.compact.is_some() {
        return None;
    }
    match &field.ty.kind {
        Kind::Builtin(Builtin::Integer | Builtin::Amount | Builtin::Iterations) => {
            value.parse::<i64>().ok().map(Node::from)
        }
        Kind::Builtin(Builtin::Boolean) => value.parse::<bool>().ok().map(Node::from),
        Kind::Builtin(Builtin::Decimal) | Kind::Object(_) | Kind::Union(_) | Kind::Expandable(_) | Kind::Map(_) => None,
        Kind::Builtin(_) | Kind::Id(_) | Kind::Enum(_) | Kind::Table(_) => texts([value]).pop(),
    }
}

fn is_integer(field: &Field) -> bool {
    let is_number = matches!(field.ty.kind, Kind::Builtin(Builtin::Integer | Builtin::Amount | Builtin::Iterations));
    is_number && !field.is_written_apart() && !field.ty.list
}

fn is_text(field: &Field) -> bool {
    let is_number = matches!(
        field.ty.kind,
        Kind::Builtin(Builtin::Integer | Builtin::Amount | Builtin::Iterations | Builtin::Boolean | Builtin::Decimal)
    );
    !is_number
        && !field.ty.list
        && field
            .ty
            .kind
            .declared()
            .is_none_or(|_| matches!(field.ty.kind, Kind::Id(_) | Kind::Enum(_) | Kind::Table(_)))
}
