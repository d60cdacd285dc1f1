//! Amounts in major units, and codes in lower case.

use std::collections::BTreeMap;

use super::{Context, docs, types};
use crate::ir::file::Decimals;
use crate::ir::{self, ApiAmounts, CurrencyField, FieldName, Kind, Major};
use crate::names;
use crate::raw::Named;
use crate::raw::amounts::AmountForm;
use crate::raw::field::Field;
use crate::raw::file::AmountUnit;
use crate::raw::types::Case;
use crate::symbols::Decl;
use crate::types::Builtin;

/// What the API says of its amounts. The tables of currencies are added by [`collect`].
pub(super) fn of_api(context: &Context<'_>) -> Option<ApiAmounts> {
    let raw = context.api.amounts.as_ref()?;
    Some(ApiAmounts {
        is_number: raw.form.value == AmountForm::Number,
        evidence: raw.evidence.as_ref().map(|known| docs::evidence(known, context)),
        codes: BTreeMap::new(),
        decimals: raw.decimals.iter().map(|decimals| Decimals::Fixed(decimals.value)).collect(),
    })
}

/// Whether an amount is written in major units.
pub(super) fn is_major(context: &Context<'_>, raw: &Field) -> bool {
    let of_api = context.api.amounts.as_ref();
    let unit = raw.unit.as_ref().or(of_api.map(|amounts| &amounts.unit));
    of_api.is_some() && unit.is_some_and(|unit| unit.value == AmountUnit::Major)
}

/// Whether the codes of a type are in lower case on the wire.
pub(super) fn is_lower_case(context: &Context<'_>, kind: &Kind) -> bool {
    let Kind::Table(name) = kind else { return false };
    let Some(Decl::Table(table)) = context.symbols.get(name).map(|symbol| symbol.decl) else { return false };
    table.case.as_ref().is_some_and(|case| case.value == Case::Lower)
}

/// Says of the fields of one object, or of the parameters, how they are written.
pub(super) fn mark(context: &Context<'_>, raw: &Named<Field>, fields: &mut [ir::Field]) {
    for field in &mut *fields {
        field.lower_case = is_lower_case(context, &field.ty.kind);
    }
    for at in 0..fields.len() {
        let Some(raw) = raw.get(&fields[at].wire) else { continue };
        if fields[at].ty.kind != Kind::Builtin(Builtin::Amount) || !is_major(context, raw) {
            continue;
        }
        let named = raw.currency.as_ref();
        let currency = named.and_then(|name| fields.iter().find(|field| field.wire == name.value)).and_then(|field| {
            Some(CurrencyField {
                field: FieldName::of(field),
                table: field.ty.kind.declared()?.to_owned(),
                required: field.required,
                nullable: field.nullable,
                lower_case: field.lower_case,
            })
        });
        fields[at].major = Some(Major { currency });
    }
}

/// Adds the tables that amounts have their decimals from.
pub(super) fn collect(context: &Context<'_>, api: &mut ir::Api) {
    let Some(column) = context.api.amounts.as_ref().and_then(|amounts| amounts.decimals_column.as_ref()) else {
        return;
    };
    let objects = api.modules.iter().flat_map(|module| {
        let variants =
            module.unions.iter().flat_map(|union| union.variants.iter().map(|variant| &variant.object.fields));
        let objects = module.objects.iter().map(|object| &object.fields);
        objects.chain(variants).chain(module.operations.iter().map(|operation| &operation.params))
    });
    let currencies = objects.flatten().filter_map(|field| field.major.as_ref()?.currency.as_ref());
    let mut tables: Vec<&str> = currencies.map(|currency| currency.table.as_str()).collect();
    tables.sort_unstable();
    tables.dedup();
    let decimals: Vec<_> = tables.iter().filter_map(|table| decimals(context, table, column)).collect();
    let codes = tables.into_iter().flat_map(|table| types::numbers(context, table, column)).collect();
    if let Some(amounts) = &mut api.amounts {
        amounts.decimals.extend(decimals);
        amounts.codes = codes;
    }
}

/// The column of a table that holds numbers of decimals.
pub(super) fn decimals(context: &Context<'_>, table: &str, column: &str) -> Option<Decimals> {
    let symbol = context.symbols.get(table)?;
    let Decl::Table(table) = symbol.decl else { return None };
    let column = names::field(column);
    let (found, is_own) = types::column(context, table, &column)?;
    Some(Decimals::Column { table: symbol.name.to_owned(), column, optional: found.optional, is_own })
}
