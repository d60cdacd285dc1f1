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
        TextFormat::Url => "The API requires an absolute URL.",
        TextFormat::IpAddress => "The API requires an IP address.",
        TextFormat::Email => "The API requires an e-mail address.",
        TextFormat::Phone => "The API expects a phone number, in any notation.",
        TextFormat::Country => "The API requires a two-letter ISO 3166-1 country code.",
    };
    ir::Rule {
        name: names::format_rule(&field.wire),
        when: None,
        check: Check::Format { field: field.wire.clone(), format },
        because: because.to_owned(),
        evidence: None,
    }
}
