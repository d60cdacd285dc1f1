//! Where objects say why they were refused.

use super::{Context, types};
use crate::ir::{Advice, FieldName, Kind, Refusal};
use crate::raw::types as raw;
use crate::symbols::Decl;

pub(super) fn lower(context: &Context<'_>, object: &raw::Object, refusal: &raw::Refusal) -> Option<Refusal> {
    let field = |wire: &str| types::field(context, wire, object.fields.get(wire)?);
    let code = field(&refusal.code)?;
    let Kind::Table(table) = &code.ty.kind else { return None };
    let Decl::Table(declared) = context.symbols.get(table)?.decl else { return None };
    let advice = refusal.advice.as_ref().and_then(|column| {
        let (column, is_own) = types::column(context, declared, column)?;
        Some(Advice { column: column.name, kind: column.kind, optional: column.optional, is_own })
    });
    let message = refusal.message.as_ref().and_then(|wire| field(wire));
    Some(Refusal {
        code: (FieldName::of(&code), code.required),
        table: table.clone(),
        advice,
        message: message.map(|message| (FieldName::of(&message), message.required)),
    })
}
