//! Services are described well enough to send something there, and operations name those that exist.

use super::base_url::base_url;
use super::references::{known_header, known_scheme};
use super::say;
use super::scope::Scope;
use crate::diag::{Diagnostic, code};
use crate::raw::api::Api;
use crate::raw::service::{Host, Service};
use crate::raw::{Named, Sp};

pub(super) fn check(scope: &Scope<'_>) {
    let Some(api) = scope.api else { return };
    for (name, service) in &api.services {
        described(scope, api, name, service);
    }
    let resources = scope.set.files.iter().filter_map(|(_, document)| document.resource.as_ref()?.service.as_ref());
    let operations = scope.operations().iter().filter_map(|operation| operation.raw.service.as_ref());
    for name in resources.chain(operations) {
        if api.services.get(name).is_none() && !scope.api_may_hold(name) {
            let known = api.services.iter().map(|(name, _)| name.as_str());
            scope.report(say::unknown(code::UNKNOWN_REFERENCE, "service", name, known).help(
                "services are declared in `services` of the `api` section; operations without one use the \
                        main host",
            ));
        }
    }
}

fn described(scope: &Scope<'_>, api: &Api, name: &Sp<String>, service: &Sp<Service>) {
    if service.environments.is_empty() && !scope.has_lost(service.span) {
        scope.report(
            Diagnostic::new(code::API_SECTION, name.span, format!("the service `{}` has no environment", name.value))
                .label("no base URL")
                .help("add `environments:` with a `base_url` for each environment whose host is known"),
        );
    }
    hosts(scope, api, &service.environments);
    if let Some(name) = &service.auth {
        known_scheme(scope, api, name);
    }
    let is_named = |header: &str| service.headers.get(header).is_some();
    service.headers.iter().for_each(|(header, _)| known_header(scope, api, header, is_named));
}

/// Hosts are those of environments there are.
pub(super) fn hosts(scope: &Scope<'_>, api: &Api, hosts: &Named<Host>) {
    for (environment, host) in hosts {
        if api.environments.get(environment).is_none() && !scope.api_may_hold(environment) {
            let known = api.environments.iter().map(|(name, _)| name.as_str());
            let found = say::unknown(code::UNKNOWN_REFERENCE, "environment", environment, known);
            scope.report(say::not_twice(found, |name| hosts.get(name).is_some()));
        }
        base_url(scope, &host.base_url);
    }
}
