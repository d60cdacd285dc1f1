//! Services, and what operations take from theirs.

use super::{Context, docs};
use crate::ir;
use crate::raw::api::{Environment, Resource};
use crate::raw::operation::Operation;
use crate::raw::service::{Host, Service};
use crate::raw::{Named, Sp};
use crate::resolve::host;

pub(super) fn lower(context: &Context<'_>, name: &str, raw: &Service) -> ir::Service {
    ir::Service {
        name: name.to_owned(),
        docs: docs::known(&raw.docs, raw.evidence.as_ref(), context),
        hosts: hosts(context, &raw.environments),
        outcomes: raw.outcomes.iter().map(|(code, outcome)| (code.value.clone(), outcome.value)).collect(),
    }
}

/// Where something answers, by environment.
pub(super) fn hosts(context: &Context<'_>, raw: &Named<Host>) -> Vec<ir::Host> {
    let hosts = raw.iter().map(|(environment, host)| ir::Host {
        environment: environment.value.clone(),
        base_url: host.base_url.value.clone(),
        evidence: docs::evidence_or_guess(host.evidence.as_ref(), context),
    });
    hosts.collect()
}

/// The scripts for pages that use an environment.
pub(super) fn scripts(context: &Context<'_>, environment: &Environment) -> Vec<ir::Script> {
    let scripts = environment.scripts.iter().map(|(name, script)| ir::Script {
        name: name.value.clone(),
        url: script.url.value.clone(),
        docs: docs::plain(&script.docs),
        evidence: docs::evidence_or_guess(script.evidence.as_ref(), context),
    });
    scripts.collect()
}

/// The variables in the hosts of an environment.
pub(super) fn variables(context: &Context<'_>, environment: &str) -> Vec<ir::HostVariable> {
    let names = host::of_environment(context.api, environment).into_iter();
    let declared = names.filter_map(|name| Some((name, context.api.host_variables.get(name)?)));
    let variables = declared.map(|(name, variable)| ir::HostVariable {
        name: name.to_owned(),
        docs: docs::plain(&variable.docs),
        example: variable.example.value.clone(),
    });
    variables.collect()
}

/// The service of an operation, with its place among those of the API.
pub(super) fn of_operation<'a>(
    context: &Context<'a>,
    resource: Option<&Resource>,
    raw: &Operation,
) -> Option<(usize, &'a Sp<Service>)> {
    let of_resource = resource.and_then(|resource| resource.service.as_ref());
    let name = raw.service.as_ref().or(of_resource)?;
    let mut services = context.api.services.iter().enumerate();
    services.find(|(_, (known, _))| known.value == name.value).map(|(index, (_, service))| (index, service))
}
