//! Operations.

use payspec_core::BodyFormat;

use super::{Context, accepted, docs, format, paging, required, responses, rule, service, success, types};
use crate::ir::{self, BodyVariant, ByStatus, Output};
use crate::names;
use crate::raw::Sp;
use crate::raw::api::Resource;
use crate::raw::operation::{Operation, Unlisted};
use crate::raw::outcome::Outcome;
use crate::raw::service::Service;
use crate::resolve::operations::{body, changes_state, has_several_bodies, params_name, successes};
use crate::resolve::wrap;
use crate::types::{Shape, parse};

pub(super) fn lower(
    context: &Context<'_>,
    of_resource: Option<&Resource>,
    verb: &str,
    raw: &Operation,
) -> ir::Operation {
    let resource = of_resource.map_or("", |resource| resource.name.as_str());
    let service = service::of_operation(context, of_resource, raw);
    let of_service = service.map(|(_, service)| &service.value);
    let fields = required::fields(context, &raw.params, raw.required_evidence.as_ref());
    let (required, optional): (Vec<_>, Vec<_>) = fields.into_iter().partition(|field| field.required);
    let params: Vec<ir::Field> = required.into_iter().chain(optional).collect();
    let evidence = docs::evidence_or_guess(raw.evidence.as_ref(), context);
    let path_evidence = match &raw.path_evidence {
        Some(_) => docs::evidence_or_guess(raw.path_evidence.as_ref(), context),
        None => evidence.clone(),
    };
    let body = body(context.api.encoding.value, raw);
    let wrapped = wrap::of(context.api, of_resource, raw);
    let mut rules = rule::lower_all(context, &raw.rules);
    rules.extend(rule::implied(&params, body == BodyFormat::Json));
    rules.extend(accepted::rules(context, &params));
    let mut warnings = rule::lower_warnings(context, &raw.rules);
    warnings.extend(format::warnings(&params));
    let preconditions = rule::lower_against(context, &raw.rules);
    let profiles: Vec<_> = raw.profiles.iter().map(|(name, profile)| rule::profile(context, name, profile)).collect();
    let scheme = auth_name(context, of_service, raw);
    let default_scheme = context.api.default_auth.as_ref();
    let by_default_auth = scheme.map(|name| &name.value) == default_scheme.map(|name| &name.value);
    let answers = responses::of(context, raw, by_default_auth);
    let output = output(context, raw, &params_name(raw, verb, resource));
    let success = |output: &Output| success::of(context, of_resource, raw, &params, output);
    let first = output.by_status().next().map(|(_, output)| output);
    let success_by_status = output.by_status().map(|(status, output)| (status, success(&output))).collect();
    let success = success(first.as_ref().unwrap_or(&output));
    ir::Operation {
        id: format!("{resource}.{verb}"),
        verb: verb.to_owned(),
        type_name: params_name(raw, verb, resource),
        docs: ir::Docs {
            vendor_term: docs::term(raw.vendor_term.as_ref()),
            ..docs::known(&raw.docs, raw.evidence.as_ref(), context)
        },
        method: raw.method.value,
        path: raw.path.value.clone(),
        body,
        request_wrap: wrapped.request.map(|path| path.value.clone()),
        response_wrap: wrapped.response.map(|path| path.value.clone()),
        service: service.map(|(index, _)| index),
        auth: scheme.and_then(|name| context.api.auth.iter().position(|(known, _)| known.value == name.value)),
        idempotency_key: raw.idempotency_key,
        changes_state: changes_state(raw),
        paging: paging::of(context, raw).filter(|_| matches!(output, Output::Search(_))),
        item_id: success::item_id(context, &output),
        items: success::items(raw, &output, wrapped.response),
        query: raw.query.iter().map(|(name, value)| (name.value.clone(), value.value.clone())).collect(),
        success_codes: raw.success_codes.as_ref().map(|success_codes| ir::SuccessCodes {
            codes: success_codes.codes.iter().map(|code| code.value.clone()).collect(),
            unlisted_are_responses: success_codes.unlisted.value == Unlisted::Response,
        }),
        headers: headers(context, of_service, raw),
        params,
        rules,
        warnings,
        inherited_rules: Vec::new(),
        inherited_warnings: Vec::new(),
        // Filled in when all objects are known.
        known_values: Vec::new(),
        preconditions,
        profiles,
        responses: responses::lower(context, &answers),
        required_evidence: raw.required_evidence.as_ref().map(|known| docs::evidence(known, context)),
        success,
        success_by_status,
        reasons: responses::reasons(context, raw),
        output,
        evidence,
        path_evidence,
        deprecated: raw.deprecated.as_ref().map(|why| why.value.clone()),
    }
}

/// The scheme by which an operation authenticates: its own, that of its service, or the API's.
fn auth_name<'a>(context: &Context<'a>, service: Option<&'a Service>, raw: &'a Operation) -> Option<&'a Sp<String>> {
    let of_service = service.and_then(|service| service.auth.as_ref());
    raw.auth.as_ref().or(of_service).or(context.api.default_auth.as_ref())
}

/// The headers of the operation, then those that all operations of its service send.
fn headers(context: &Context<'_>, service: Option<&Service>, raw: &Operation) -> Vec<ir::HeaderUse> {
    let of_service = service.into_iter().flat_map(|service| service.headers.iter());
    let of_service = of_service.filter(|(name, _)| raw.headers.get(name).is_none());
    let named = raw.headers.iter().chain(of_service).map(|(name, usage)| header(context, name, usage.required));
    let named: Vec<_> = named.collect();
    let fixed = context
        .api
        .headers
        .iter()
        .filter(|(name, header)| header.value.value.is_some() && named.iter().all(|used| used.name != name.value));
    let fixed: Vec<_> = fixed.map(|(name, _)| header(context, name, false)).collect();
    named.into_iter().chain(fixed).collect()
}

fn header(context: &Context<'_>, name: &str, required: bool) -> ir::HeaderUse {
    let declared = context.api.headers.get(name);
    let docs = declared.map_or_else(ir::Docs::default, |header| docs::plain(&header.docs));
    let value = declared.and_then(|header| Some(header.value.value.as_ref()?.value.clone()));
    ir::HeaderUse { name: name.to_owned(), required, docs, value }
}

fn output(context: &Context<'_>, raw: &Operation, params: &str) -> Output {
    if has_several_bodies(raw) {
        return Output::ByStatus(by_status(context, raw, params));
    }
    let success = raw.responses.iter().find(|(_, response)| response.outcome.value == Outcome::Success);
    let Some(body) = success.and_then(|(_, response)| response.body.as_ref()) else { return Output::Empty };
    let Some(ty) = types::kind(&context.symbols, body) else { return Output::Empty };
    if parse(body).is_some_and(|expression| expression.shape == Shape::Search) {
        Output::Search(ir::Type { list: false, ..ty })
    } else {
        Output::Body(ty)
    }
}

/// The bodies of successes that differ, each with its statuses.
fn by_status(context: &Context<'_>, raw: &Operation, params: &str) -> ByStatus {
    let mut variants: Vec<BodyVariant> = Vec::new();
    for (status, response) in successes(raw) {
        let Ok(code) = status.parse() else { continue };
        let body = response.body.as_ref().and_then(|body| types::kind(&context.symbols, body));
        let status = (code, response.docs.value.clone());
        match variants.iter_mut().find(|variant| variant.body == body) {
            Some(variant) => variant.statuses.push(status),
            None => variants.push(BodyVariant { body, statuses: vec![status] }),
        }
    }
    ByStatus { name: names::response_by_status(params), variants }
}
