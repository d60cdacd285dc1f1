//! Where objects say why they were refused.

use super::{Context, types};
use crate::ir::{Advice, Field, FieldName, Kind, Refusal, Step};
use crate::raw::Path;
use crate::raw::types as raw;
use crate::symbols::Decl;

pub(super) fn lower(context: &Context<'_>, object: &raw::Object, refusal: &raw::Refusal) -> Option<Refusal> {
    let mut is_deprecated = false;
    let (way, code) = along(context, object, &refusal.code, &mut is_deprecated)?;
    let Kind::Table(table) = &code.ty.kind else { return None };
    let Decl::Table(declared) = context.symbols.get(table)?.decl else { return None };
    let advice = refusal.advice.as_ref().and_then(|column| {
        let (column, is_own) = types::column(context, declared, column)?;
        Some(Advice { column: column.name, kind: column.kind, optional: column.optional, is_own })
    });
    let message = refusal.message.as_ref().and_then(|path| along(context, object, path, &mut is_deprecated));
    let message = message.map(|(way, _)| way);
    Some(Refusal { code: way, table: table.clone(), advice, message, is_deprecated })
}

/// The fields on a path through objects, and the last of them.
fn along(
    context: &Context<'_>,
    object: &raw::Object,
    path: &Path,
    is_deprecated: &mut bool,
) -> Option<(Vec<Step>, Field)> {
    let (mut object, mut way, mut last) = (Some(object), Vec::new(), None);
    for step in path.split('.') {
        let field = types::field(context, step, object?.fields.get(step)?)?;
        *is_deprecated |= field.deprecated.is_some();
        way.push(Step { field: FieldName::of(&field), certain: field.required });
        let next = field.ty.kind.declared().filter(|_| !field.ty.list);
        object = next.and_then(|name| context.symbols.object(name)).map(|object| &object.value);
        last = Some(field);
    }
    Some((way, last?))
}
