//! Operations.

use super::responses::{self, Answer};
use super::{Context, docs, rule, types};
use crate::ir::{self, Body, Output};
use crate::names;
use crate::raw::Sp;
use crate::raw::api::Encoding;
use crate::raw::evidence::{Evidence, Level};
use crate::raw::operation::{Method, Operation, Outcome};
use crate::types::{Shape, parse};

pub(super) fn lower(context: &Context<'_>, resource: Option<&str>, verb: &str, raw: &Operation) -> ir::Operation {
    let resource = resource.unwrap_or_default();
    let fields = raw.params.iter().filter_map(|(wire, field)| types::field(context, wire, field));
    let (required, optional): (Vec<_>, Vec<_>) = fields.partition(|field| field.required);
    let params: Vec<ir::Field> = required.into_iter().chain(optional).collect();
    let evidence = lower_evidence(raw.evidence.as_ref(), context);
    let path_evidence = match &raw.path_evidence {
        Some(_) => lower_evidence(raw.path_evidence.as_ref(), context),
        None => evidence.clone(),
    };
    let mut rules = rule::lower_all(&raw.rules);
    rules.extend(rule::implied(&params));
    let rules_against = rule::lower_against(&raw.rules);
    let profiles: Vec<_> = raw.profiles.iter().map(|(name, profile)| rule::profile(name, profile)).collect();
    let answers = responses::of(context, raw);
    ir::Operation {
        id: format!("{resource}.{verb}"),
        method_name: names::snake(verb),
        rust: params_name(raw, verb, resource),
        docs: describe(context, raw, &answers, &rules, &rules_against, &profiles),
        method: raw.method.value,
        path: raw.path.value.clone(),
        body: body(context, raw, &params),
        auth: auth(context, raw),
        idempotency_key: raw.idempotency_key,
        headers: raw.headers.iter().map(|(name, usage)| header(context, name, usage.required)).collect(),
        params,
        rules,
        rules_against,
        profiles,
        responses: responses::lower(&answers),
        output: output(context, raw),
        evidence,
        path_evidence,
        deprecated: raw.deprecated.as_ref().map(|why| why.value.clone()),
    }
}

/// The params type: `CreateRefund`, unless the spec names it.
pub(super) fn params_name(raw: &Operation, verb: &str, resource: &str) -> String {
    raw.rust.as_ref().map_or_else(|| names::params(verb, resource), |rust| rust.name.value.clone())
}

fn body(context: &Context<'_>, raw: &Operation, params: &[ir::Field]) -> Body {
    if params.iter().all(|field| field.in_path)
        && !matches!(raw.method.value, Method::Post | Method::Put | Method::Patch)
    {
        return Body::None;
    }
    match (&raw.encoding, raw.method.value) {
        (Some(encoding), _) => Body::of(encoding.value),
        (None, Method::Get | Method::Delete) => Body::of(Encoding::Query),
        (None, _) => Body::of(context.api.encoding.value),
    }
}

fn auth(context: &Context<'_>, raw: &Operation) -> Option<usize> {
    let name = raw.auth.as_ref().or(context.api.default_auth.as_ref())?;
    context.api.auth.iter().position(|(known, _)| known.value == name.value)
}

fn header(context: &Context<'_>, name: &str, required: bool) -> ir::HeaderUse {
    let docs = context.api.headers.get(name).map(|header| header.docs.value.clone()).unwrap_or_default();
    ir::HeaderUse { name: name.to_owned(), required, docs, setter: names::snake(name) }
}

fn output(context: &Context<'_>, raw: &Operation) -> Output {
    let success = raw.responses.iter().find(|(_, response)| response.outcome.value == Outcome::Success);
    let Some(body) = success.and_then(|(_, response)| response.body.as_ref()) else { return Output::Empty };
    let Some(ty) = types::kind(&context.symbols, body) else { return Output::Empty };
    if parse(body).is_some_and(|expression| expression.shape == Shape::Search) {
        Output::Search(ir::Type { list: false, ..ty })
    } else {
        Output::Body(ty)
    }
}

fn lower_evidence(raw: Option<&Sp<Evidence>>, context: &Context<'_>) -> ir::Evidence {
    raw.map_or_else(
        || ir::Evidence { level: Level::Inferred, at: String::new(), note: String::new() },
        |raw| ir::Evidence {
            level: raw.level.value,
            at: docs::place(raw, context.api),
            note: raw.note.as_ref().map(|note| note.value.clone()).unwrap_or_default(),
        },
    )
}

fn describe(
    context: &Context<'_>,
    raw: &Operation,
    answers: &[Answer<'_>],
    rules: &[ir::Rule],
    against: &[ir::RuleAgainst],
    profiles: &[ir::Profile],
) -> String {
    let mut text = docs::plain(&raw.docs);
    text.push_str(&format!("\n\n`{} {}`", method_name(raw.method.value), raw.path.value));
    docs::add_term(&mut text, raw.french.as_ref());
    docs::add_evidence(&mut text, "Evidence", raw.evidence.as_ref(), context.api);
    docs::add_evidence(&mut text, "Evidence of the path", raw.path_evidence.as_ref(), context.api);
    responses::describe(answers, context, &mut text);
    if !rules.is_empty() {
        text.push_str("\n\nRules, checked before anything is sent:");
        for rule in rules {
            text.push_str(&format!("\n- `{}`: {}", rule.name, docs::plain(&rule.because)));
        }
    }
    for (object, rules) in by_object(against) {
        text.push_str(&format!("\n\nRules that hold it against the `{object}` as it is now:"));
        for rule in rules {
            text.push_str(&format!("\n- `{}`: {}", rule.name, docs::plain(&rule.because)));
        }
    }
    if !profiles.is_empty() {
        text.push_str("\n\nProfiles:");
        for profile in profiles {
            text.push_str(&format!("\n- `{}`: {}", profile.name, profile.docs));
        }
    }
    text
}

/// Rules against objects, by object in written order.
pub(crate) fn by_object(rules: &[ir::RuleAgainst]) -> Vec<(&str, Vec<&ir::Rule>)> {
    let mut found: Vec<(&str, Vec<&ir::Rule>)> = Vec::new();
    for rule in rules {
        match found.iter_mut().find(|(object, _)| *object == rule.object) {
            Some((_, rules)) => rules.push(&rule.rule),
            None => found.push((&rule.object, vec![&rule.rule])),
        }
    }
    found
}

/// The method as it stands in a request line.
pub(crate) fn method_name(method: Method) -> &'static str {
    match method {
        Method::Get => "GET",
        Method::Post => "POST",
        Method::Put => "PUT",
        Method::Patch => "PATCH",
        Method::Delete => "DELETE",
    }
}
