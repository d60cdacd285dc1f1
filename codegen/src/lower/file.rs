//! Files of the portal.

use payspec_core::EvidenceLevel;
use payspec_core::vocabulary::DecimalMark;

use super::{Context, accepted, docs, rule, types};
use crate::ir;
use crate::ir::file::{Amounts, Column, Decimals};
use crate::raw::file::{AmountUnit, Direction, File};

pub(super) fn lower(context: &Context<'_>, name: &str, raw: &File) -> ir::File {
    let columns: Vec<Column> = raw.columns.iter().filter_map(|(wire, _)| column(context, raw, wire)).collect();
    let fields: Vec<ir::Field> = columns.iter().map(|column| column.field.clone()).collect();
    let mut rules = rule::lower_all(context, &raw.rules);
    rules.extend(rule::required(&fields, "Every row"));
    rules.extend(accepted::rules(context, &fields));
    ir::File {
        name: name.to_owned(),
        docs: ir::Docs {
            vendor_term: docs::term(raw.vendor_term.as_ref()),
            ..docs::known(&raw.docs, raw.evidence.as_ref(), context)
        },
        separator_evidence: raw.csv.evidence.as_ref().map(|known| docs::evidence(known, context)),
        written: raw.direction.value == Direction::Write,
        separator: raw.csv.separator.value,
        amounts: amounts(context, raw),
        columns,
        rules,
    }
}

fn column(context: &Context<'_>, file: &File, wire: &str) -> Option<Column> {
    let raw = file.columns.get(wire)?;
    let field = types::field(context, wire, raw)?;
    let currency = raw.currency.as_ref();
    Some(Column {
        currency: currency.and_then(|name| file.columns.iter().position(|(other, _)| other.value == name.value)),
        words: raw.words.as_ref().map(|words| (words.if_true.value.clone(), words.if_false.value.clone())),
        field,
    })
}

fn amounts(context: &Context<'_>, file: &File) -> Amounts {
    let Some(raw) = &file.amounts else {
        return Amounts {
            unit: AmountUnit::Minor,
            inferred: false,
            evidence: None,
            mark: DecimalMark::Dot,
            decimals: Decimals::Fixed(0),
        };
    };
    let of_table = raw.decimals_column.as_ref().and_then(|column| decimals(context, file, column));
    let fixed = raw.decimals.as_ref().map_or(0, |decimals| decimals.value);
    Amounts {
        unit: raw.unit.value,
        inferred: raw
            .evidence
            .as_ref()
            .or(file.evidence.as_ref())
            .is_some_and(|known| known.level.value == EvidenceLevel::Inferred),
        evidence: raw.evidence.as_ref().map(|known| docs::evidence(known, context)),
        mark: raw.mark.as_ref().map_or(DecimalMark::Dot, |mark| mark.value),
        decimals: of_table.unwrap_or(Decimals::Fixed(fixed)),
    }
}

/// The number of decimals in the table of the currencies.
fn decimals(context: &Context<'_>, file: &File, name: &str) -> Option<Decimals> {
    let currency = file.columns.iter().find_map(|(_, column)| column.currency.as_ref())?;
    super::amounts::decimals(context, &file.columns.get(&currency.value)?.kind, name)
}
