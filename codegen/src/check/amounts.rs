//! Amounts in major units can be read and written: it is known how many decimals they have.

use super::scope::Scope;
use super::types::{Known, describe};
use super::walk::{Group, Owner};
use super::{files, say};
use crate::diag::{Diagnostic, code};
use crate::raw::amounts::ApiAmounts;
use crate::raw::field::{Field, Place};
use crate::raw::file::AmountUnit;
use crate::raw::{Sp, types as raw};
use crate::source::Span;
use crate::symbols::Decl;
use crate::types::{Builtin, Shape};

pub(super) fn check(scope: &Scope<'_>) {
    let of_api = scope.api.and_then(|api| api.amounts.as_ref());
    if let Some(amounts) = of_api {
        files::decimals_once(
            scope,
            code::AMOUNTS,
            amounts.unit.span,
            amounts.span,
            amounts.decimals.as_ref(),
            amounts.decimals_column.as_ref(),
        );
    }
    let (mut is_used, mut needless) = (false, Vec::new());
    for group in scope.groups().iter().filter(|group| !matches!(group.owner, Owner::File(..))) {
        for (_, field) in group.fields {
            is_used |= self::field(scope, of_api, group, field, &mut needless);
            lower_case(scope, group, field);
        }
    }
    if let Some(amounts) = of_api {
        unused(scope, amounts, is_used, !needless.is_empty());
    }
    // Where no amount is in major units, that is the mistake.
    for currency in needless.into_iter().filter(|_| is_used) {
        let help = "remove `currency`, or set `unit: major`";
        report(scope, currency, "minor units do not depend on a currency", "has no effect here", help);
    }
    for (_, table) in scope.set.files.iter().flat_map(|(_, document)| document.tables.iter()) {
        case(scope, table);
    }
}

fn report(scope: &Scope<'_>, span: Span, message: impl Into<String>, label: &str, help: &str) {
    scope.report(Diagnostic::new(code::AMOUNTS, span, message).label(label).help(help));
}

/// A description of amounts that no field has.
fn unused(scope: &Scope<'_>, amounts: &Sp<ApiAmounts>, is_used: bool, has_currency: bool) {
    let fields = || scope.groups().iter().flat_map(|group| group.fields.iter());
    let all_known = || fields().all(|(_, field)| Known::of(scope, &field.kind).is_some());
    if !is_used && scope.is_all_read() && all_known() {
        let found = Diagnostic::new(code::AMOUNTS, amounts.span, "no amount is in major units").label("has no effect");
        // Only amounts in major units have a currency next to them.
        scope.report(if has_currency {
            let unit = amounts.unit.span;
            Diagnostic { span: unit, ..found }
                .label("amounts name their currency, and their decimals in major units depend on it")
                .patch(unit, "major", "add `major` units here")
        } else {
            found.help("remove `amounts`, or set `unit: major` on the amounts in major units")
        });
    }
}

/// What all variants of a union have is read before the variant is known, and as it stands on the wire.
fn lower_case(scope: &Scope<'_>, group: &Group<'_>, field: &Sp<Field>) {
    let declared = Known::of(scope, &field.kind).and_then(|known| known.declared());
    let case = declared.and_then(|symbol| match symbol.decl {
        Decl::Table(table) => table.case.as_ref(),
        _ => None,
    });
    if let Some(case) = case.filter(|_| matches!(group.owner, Owner::Union(_))) {
        scope.report(
            Diagnostic::new(
                code::AMOUNTS,
                field.kind.span,
                "a lowercase code cannot be a field shared by all variants of a union",
            )
            .label("written in lower case")
            .also(case.span, "set by the table")
            .help("move the field into the variants, or make it a `string`"),
        );
    }
}

/// Checks a field, and says whether it is an amount in major units.
fn field(
    scope: &Scope<'_>,
    of_api: Option<&Sp<ApiAmounts>>,
    group: &Group<'_>,
    field: &Sp<Field>,
    needless: &mut Vec<Span>,
) -> bool {
    let known = Known::of(scope, &field.kind);
    if known.is_some_and(|known| known.builtin() != Some(Builtin::Amount)) {
        let keys = [
            ("unit", field.unit.as_ref().map(|unit| unit.span)),
            ("currency", field.currency.as_ref().map(|name| name.span)),
        ];
        for (key, span) in keys {
            if let Some(span) = span {
                let help = format!("remove `{key}`, or make the type `amount`");
                report(scope, span, format!("`{key}` is only allowed on an amount"), "has no effect here", &help);
            }
        }
        return false;
    }
    let Some(amounts) = of_api else {
        let is_told = scope.api.is_none_or(|api| scope.misspelt("amounts", api.span));
        let unit = field.unit.as_ref().filter(|unit| unit.value == AmountUnit::Major).map(|unit| unit.span);
        if let Some(span) = unit.or(field.currency.as_ref().map(|name| name.span)).filter(|_| !is_told) {
            let help = "add `amounts: { unit: minor, as: text, decimals_column: minor_units, docs: ... }` to \
                `api`, or use `unit: major` if all amounts are";
            report(
                scope,
                span,
                "the API does not specify how it writes amounts in major units",
                "requires `amounts`",
                help,
            );
        }
        return false;
    };
    let unit = field.unit.as_ref().unwrap_or(&amounts.unit);
    if unit.value == AmountUnit::Minor {
        let currency = field.currency.as_ref().filter(|_| !scope.misspelt("unit", field.span));
        needless.extend(currency.map(|currency| currency.span));
        return false;
    }
    // What a map can hold is reported elsewhere.
    if known.is_none_or(|known| known.shape == Shape::Map) {
        return true;
    }
    let place = match group.owner {
        Owner::Union(_) => Some("a field shared by all variants of a union"),
        _ if field.place.as_ref().is_some_and(|place| place.value == Place::Path) => Some("the path"),
        _ => None,
    };
    if let Some(place) = place {
        let message = format!("an amount in major units is not allowed in {place}");
        report(scope, field.kind.span, message, "in major units", "make it a `decimal`, or set `unit: minor`");
        return true;
    }
    currency(scope, amounts, group, field);
    true
}

/// Which field next to an amount has its currency.
fn currency(scope: &Scope<'_>, amounts: &Sp<ApiAmounts>, group: &Group<'_>, field: &Sp<Field>) {
    match (&field.currency, &amounts.decimals_column) {
        (None, Some(decimals)) if !scope.misspelt("currency", field.span) => scope.report(
            Diagnostic::new(code::AMOUNTS, field.kind.span, "the amount does not specify its currency")
                .label("missing `currency`")
                .also(decimals.span, "its decimals depend on it")
                .help(
                    "add `currency:` with the name of the sibling field that holds it; if that field is in \
                        another object, make the type `decimal`",
                ),
        ),
        // Decimals that are not given, or that no currency has, are reported there.
        (Some(currency), None)
            if amounts.decimals.as_ref().is_some_and(|decimals| decimals.value <= files::MAX_DECIMALS)
                && !scope.misspelt("decimals_column", amounts.span) =>
        {
            report(
                scope,
                currency.span,
                "the decimals do not depend on a currency here",
                "has no effect here",
                "remove `currency`, or add `decimals_column` to `amounts`",
            );
        }
        (Some(currency), Some(decimals)) => currency_field(scope, group, currency, decimals),
        _ => {}
    }
}

fn currency_field(scope: &Scope<'_>, group: &Group<'_>, currency: &Sp<String>, decimals: &Sp<String>) {
    let Some(holder) = group.fields.get(&currency.value) else {
        if scope.is_all_read() {
            let names = group.fields.iter().map(|(name, _)| name.as_str());
            scope.report(say::unknown(code::UNKNOWN_REFERENCE, "field", currency, names));
        }
        return;
    };
    let Some(known) = Known::of(scope, &holder.kind) else { return };
    let table = known.declared().and_then(|symbol| match symbol.decl {
        Decl::Table(table) if known.shape == Shape::One => Some(table),
        _ => None,
    });
    match table {
        Some(table) => files::decimals_column(scope, code::AMOUNTS, table, decimals),
        None => scope.report(
            Diagnostic::new(code::AMOUNTS, currency.span, "the currency of an amount must be a code of a table")
                .label(format!("`{}` is {}", currency.value, describe(known)))
                .also(holder.kind.span, "its type")
                .help("name a field with a table of currencies"),
        ),
    }
}

/// Codes in lower case can be detected only where the table has none with small letters.
fn case(scope: &Scope<'_>, table: &Sp<raw::Table>) {
    let Some(case) = &table.case else { return };
    if scope.library.is_some() {
        let help = "remove `case`: APIs set it on their own tables";
        return report(scope, case.span, "a library cannot specify the case of codes", "defined in a library", help);
    }
    let code = scope.libraries.with_base(table).filter_map(|row| row.get("code")?.as_str());
    if let Some(small) = code.into_iter().find(|code| code.bytes().any(|byte| byte.is_ascii_lowercase())) {
        let message = format!("`{small}` contains lowercase letters");
        let help = "remove `case`: the original codes could not be restored";
        report(scope, case.span, message, "writes codes in lower case", help);
    }
}
