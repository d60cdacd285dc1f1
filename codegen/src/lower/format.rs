//! What the formats of fields demand: rules that refuse what certainly is something else, and rules that warn.

use payspec_core::TextFormat;

use crate::ir::{self, Check};
use crate::names;

/// The rules of formats that leave no doubt.
pub(super) fn rules(fields: &[ir::Field]) -> impl Iterator<Item = ir::Rule> {
    fields.iter().filter_map(|field| Some((field, field.format?))).filter(|(_, format)| !warns(*format)).map(rule)
}

/// The rules of formats that are written in many ways.
pub(super) fn warnings(fields: &[ir::Field]) -> impl Iterator<Item = ir::Rule> {
    fields.iter().filter_map(|field| Some((field, field.format?))).filter(|(_, format)| warns(*format)).map(rule)
}

fn warns(format: TextFormat) -> bool {
    match format {
        TextFormat::Phone => true,
        TextFormat::Url | TextFormat::IpAddress | TextFormat::Email | TextFormat::Country => false,
    }
}

fn rule((field, format): (&ir::Field, TextFormat)) -> ir::Rule {
    let because = match format {
        TextFormat::Url => "The API calls or shows this address, so it has to be whole.",
        TextFormat::IpAddress => "The API takes the address of one machine here.",
        TextFormat::Email => "The API takes an e-mail address here.",
        TextFormat::Phone => "The API takes a phone number here, in whatever way it is written.",
        TextFormat::Country => "The API takes a country of ISO 3166-1 here, in two letters.",
    };
    ir::Rule {
        name: names::format_rule(&field.wire),
        when: None,
        check: Check::Format { field: field.wire.clone(), format },
        because: because.to_owned(),
        evidence: None,
    }
}
