//! What tells the variant of a union, and where such a union can stand.

use super::scope::Scope;
use super::types::Known;
use super::walk::{Group, Owner};
use crate::diag::{About, Diagnostic, code};
use crate::raw::Sp;
use crate::raw::field::Field;
use crate::raw::unions::{ToldBy, Union};
use crate::symbols::Decl;
use crate::types::Shape;

pub(super) fn check(scope: &Scope<'_>) {
    for (_, document) in &scope.set.files {
        document.unions.iter().for_each(|(name, union)| told(scope, name, union));
    }
    for group in scope.groups() {
        for (_, field) in group.fields {
            holder(scope, group, field);
        }
    }
    for operation in scope.operations() {
        let bodies = operation.raw.responses.iter().filter_map(|(_, response)| response.body.as_ref());
        bodies.for_each(|body| nothing_beside(scope, body));
    }
}

/// A tag is there where one is needed, and nowhere else.
fn told(scope: &Scope<'_>, name: &Sp<String>, union: &Sp<Union>) {
    let is_misspelt = ["tag", "told_by"].iter().any(|key| scope.misspelt(key, union.span));
    let found = match (union.told_by(), &union.tag) {
        (ToldBy::Member, Some(tag)) => Some(
            Diagnostic::new(
                code::FIELD_SENSE,
                tag.span,
                format!("the variant of `{}` is told by the name of its member", name.value),
            )
            .label("no effect")
            .help("remove `tag`, or `told_by: member`"),
        ),
        (ToldBy::Tag | ToldBy::Sibling, None) if !is_misspelt => Some(
            Diagnostic::new(code::FIELD_SENSE, name.span, format!("the variant of `{}` is not specified", name.value))
                .label("missing `tag`")
                .help("add `tag:` with the member that holds the variant, or set `told_by: member`")
                .about(About::missing("key", "tag")),
        ),
        _ => None,
    };
    if let Some(found) = found {
        scope.report(found);
    }
    let common = union.fields.iter().next().filter(|_| union.told_by() == ToldBy::Member);
    if let Some((wire, _)) = common.filter(|_| scope.usage.is_only_sent(name)) {
        scope.report(
            Diagnostic::new(
                code::FIELD_SENSE,
                wire.span,
                format!("`{}` is not allowed next to the member that holds the variant", wire.value),
            )
            .label("sent with every variant")
            .help("declare an object with an optional field for each variant, and a rule `exactly_one_of`"),
        );
    }
}

/// The tag, if a type is a union that is told by a member next to it.
fn sibling<'a>(scope: &Scope<'a>, written: &str) -> Option<(Known<'a>, &'a str)> {
    let known = Known::of(scope, written)?;
    let Decl::Union(union) = known.declared()?.decl else { return None };
    Some((known, union.tag_beside()?.as_str()))
}

/// The field that holds the union has a place next to it, for one variant.
fn holder(scope: &Scope<'_>, group: &Group<'_>, field: &Sp<Field>) {
    let Some((known, tag)) = sibling(scope, &field.kind) else { return };
    let why = if known.shape != Shape::One {
        format!("`{tag}` identifies the variant of one object, not of a list")
    } else if matches!(group.owner, Owner::Union(_)) {
        format!("`{tag}` cannot identify a field shared by all variants of a union")
    } else if field.nullable {
        format!("`null` leaves `{tag}` undefined")
    } else {
        return;
    };
    misplaced(scope, &field.kind, why);
}

fn nothing_beside(scope: &Scope<'_>, body: &Sp<String>) {
    if let Some((_, tag)) = sibling(scope, body) {
        misplaced(scope, body, format!("`{tag}` is next to a field, but this is a whole body"));
    }
}

fn misplaced(scope: &Scope<'_>, written: &Sp<String>, why: String) {
    scope.report(
        Diagnostic::new(code::TYPE_PLACE, written.span, why)
            .label("its variant is in a sibling member")
            .help("declare an object with the union as a field, and use that object here"),
    );
}
