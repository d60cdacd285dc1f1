//! How it is known that a field is required: by the nearest word, its own, its operation's or object's, or the API's.

use super::{Context, amounts, docs, types};
use crate::ir;
use crate::raw::evidence::Evidence;
use crate::raw::field::{Field, Place};
use crate::raw::{Named, Sp};

/// The fields of an operation or object, whose word on what is required is `of_owner`.
pub(super) fn fields(context: &Context<'_>, raw: &Named<Field>, of_owner: Option<&Sp<Evidence>>) -> Vec<ir::Field> {
    let mut fields: Vec<_> = raw.iter().filter_map(|(wire, raw)| field(context, wire, raw, of_owner)).collect();
    amounts::mark(context, raw, &mut fields);
    fields
}

fn field(context: &Context<'_>, wire: &str, raw: &Field, of_owner: Option<&Sp<Evidence>>) -> Option<ir::Field> {
    let mut field = types::field(context, wire, raw)?;
    // A path without its parameter is another path: nobody has to say that it is required.
    if raw.required && raw.place.as_ref().is_none_or(|place| place.value != Place::Path) {
        let own = raw.required_evidence.as_ref();
        let shared = own.or(of_owner).or(context.api.required_evidence.as_ref());
        field.required_evidence = Some(docs::evidence_or_guess(shared, context));
    }
    Some(field)
}
