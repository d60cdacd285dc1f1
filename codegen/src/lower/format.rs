//! What the formats of fields demand: rules that refuse what certainly is something else, and rules that warn.

use crate::ir::{self, Check};
use crate::names;
use crate::raw::field::Format;

/// The rules of formats that leave no doubt.
pub(super) fn rules(fields: &[ir::Field]) -> impl Iterator<Item = ir::Rule> {
    fields.iter().filter_map(|field| Some((field, field.format?))).filter(|(_, format)| !warns(*format)).map(rule)
}

/// The rules of formats that are written in many ways.
pub(super) fn warnings(fields: &[ir::Field]) -> impl Iterator<Item = ir::Rule> {
    fields.iter().filter_map(|field| Some((field, field.format?))).filter(|(_, format)| warns(*format)).map(rule)
}

fn warns(format: Format) -> bool {
    match format {
        Format::Phone => true,
        Format::Url | Format::IpAddress | Format::Email | Format::Country => false,
    }
}

fn rule((field, format): (&ir::Field, Format)) -> ir::Rule {
    let because = match format {
        Format::Url => "The API calls or shows this address, so it has to be whole.",
        Format::IpAddress => "The API takes the address of one machine here.",
        Format::Email => "The API takes an e-mail address here.",
        Format::Phone => "The API takes a phone number here, in whatever way it is written.",
        Format::Country => "The API takes a country of ISO 3166-1 here, in two letters.",
    };
    ir::Rule {
        name: names::format_rule(&field.wire),
        when: None,
        check: Check::Format { field: field.wire.clone(), format },
        because: because.to_owned(),
        evidence: None,
    }
}
