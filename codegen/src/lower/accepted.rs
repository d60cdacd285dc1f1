//! The codes that an API accepts of a library's table: a rule of each request that sends one.

use super::{Context, docs};
use crate::ir::{self, Check, Kind};
use crate::names;
use crate::raw::types::Table;
use crate::symbols::Decl;

/// The rules of fields with such codes.
pub(super) fn rules(context: &Context<'_>, fields: &[ir::Field]) -> Vec<ir::Rule> {
    fields.iter().filter_map(|field| Some(rule(context, field, accepting(context, &field.ty.kind)?))).collect()
}

/// The table of a type, where the API accepts some of its codes only.
fn accepting<'a>(context: &Context<'a>, kind: &Kind) -> Option<&'a Table> {
    let Kind::Table(name) = kind else { return None };
    match context.symbols.get(name)?.decl {
        Decl::Table(table) => Some(&table.value).filter(|table| !table.accepted().is_empty()),
        _ => None,
    }
}

fn rule(context: &Context<'_>, field: &ir::Field, table: &Table) -> ir::Rule {
    ir::Rule {
        name: names::accepted_rule(&field.wire),
        when: None,
        check: Check::OneOf {
            field: field.wire.clone(),
            values: table.accepted().iter().map(|code| code.value.clone()).collect(),
        },
        because: "The API accepts only these codes.".to_owned(),
        evidence: table.evidence.as_ref().map(|known| docs::evidence(known, context)),
    }
}
