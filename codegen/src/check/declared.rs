//! What the `api` section declares is used, once, and by whoever can: nothing has a setting that changes nothing.

use super::headers::is_own;
use super::references::NO_AUTH;
use super::scope::Scope;
use crate::diag::{Code, Diagnostic, code};
use crate::raw::Sp;
use crate::raw::api::Api;
use crate::source::Span;

pub(super) fn check(scope: &Scope<'_>) {
    let Some(api) = scope.api else { return };
    repeated(scope, api);
    // What was not read may use anything.
    if scope.operations().is_empty() || !scope.is_all_read() {
        return;
    }
    if !unauthenticated(scope, api) {
        schemes(scope, api);
    }
    services(scope, api);
    headers(scope, api);
    if let Some(idempotency) = &api.idempotency
        && !scope.operations().iter().any(|operation| operation.raw.idempotency_key)
    {
        let help = "set `idempotency_key: true` on the operations that accept a key, or remove `idempotency`";
        useless(scope, idempotency.header.span, "no operation takes an idempotency key".to_owned(), help);
    }
}

fn useless(scope: &Scope<'_>, span: Span, message: String, help: &str) {
    scope.report(Diagnostic::new(code::API_SECTION, span, message).label("has no effect").help(help));
}

/// The declared names that nothing names. None, where something names what is not declared: it may mean one of them.
fn unused<'a>(declared: &[&'a Sp<String>], named: &[&'a Sp<String>]) -> Vec<&'a Sp<String>> {
    let is_known = |name: &&&Sp<String>| declared.iter().any(|known| known.value == name.value);
    if !named.iter().all(|name| is_known(&name)) {
        return Vec::new();
    }
    declared.iter().copied().filter(|known| !named.iter().any(|name| name.value == known.value)).collect()
}

fn services(scope: &Scope<'_>, api: &Api) {
    let declared: Vec<_> = api.services.iter().map(|(name, _)| name).collect();
    let resources = scope.set.files.iter().filter_map(|(_, document)| document.resource.as_ref()?.service.as_ref());
    let operations = scope.operations().iter().filter_map(|operation| operation.raw.service.as_ref());
    let tokens = api.auth.iter().filter_map(|(_, auth)| auth.token.as_ref()?.service.as_ref());
    let named: Vec<_> = resources.chain(operations).chain(tokens).collect();
    for name in unused(&declared, &named) {
        let help = "name it in `service` of a resource or an operation, or remove it";
        useless(scope, name.span, format!("nothing is sent to the service `{}`", name.value), help);
    }
}

fn headers(scope: &Scope<'_>, api: &Api) {
    let declared: Vec<_> =
        api.headers.iter().filter(|(_, header)| header.value.value.is_none()).map(|(name, _)| name).collect();
    let of_services = api.services.iter().flat_map(|(_, service)| service.headers.iter());
    let of_operations = scope.operations().iter().flat_map(|operation| operation.raw.headers.iter());
    let named: Vec<_> = of_services.chain(of_operations).map(|(name, _)| name).collect();
    let all: Vec<_> = api.headers.iter().map(|(name, _)| name).collect();
    if unused(&all, &named).is_empty() && !named.is_empty() {
        return;
    }
    let is_named = |name: &Sp<String>| named.iter().any(|other| other.value == name.value);
    // A name that differs in case only, and one that no header may have, are reported as such.
    let is_wrong = |name: &Sp<String>| {
        is_own(name) || all.iter().any(|other| other.value != name.value && other.eq_ignore_ascii_case(name))
    };
    for name in declared.into_iter().filter(|name| !is_named(name) && !is_wrong(name)) {
        let help = "add it to `headers` of an operation or service, give it a `value`, or remove it";
        useless(scope, name.span, format!("no operation sends the header `{}`", name.value), help);
    }
}

/// Each scheme is that of an operation, or takes the place of one that is.
fn schemes(scope: &Scope<'_>, api: &Api) {
    let others = api.auth.iter().filter(|(_, auth)| auth.instead_of.is_none());
    let declared: Vec<_> = others.map(|(name, _)| name).collect();
    let of_services = api.services.iter().filter_map(|(_, service)| service.auth.as_ref());
    let of_operations = scope.operations().iter().filter_map(|operation| operation.auth(api));
    let named = of_operations.chain(of_services).filter(|name| name.value != NO_AUTH);
    // One that takes the place of another may be named as well.
    let is_stand_in = |name: &&Sp<String>| api.auth.get(name).is_some_and(|auth| auth.instead_of.is_some());
    let named: Vec<_> = named.filter(|name| !is_stand_in(name)).collect();
    for name in unused(&declared, &named) {
        let help = "use it in `auth` of operations or as `default_auth`, set `instead_of` to the scheme it \
            replaces, or remove it";
        useless(scope, name.span, format!("no operation uses the auth scheme `{}`", name.value), help);
    }
}

/// Where there are ways to authenticate, an operation has one or says that it needs none. Whether one does not, is
/// returned.
fn unauthenticated(scope: &Scope<'_>, api: &Sp<Api>) -> bool {
    if api.auth.is_empty() || scope.misspelt("default_auth", api.span) {
        return false;
    }
    let mut without = scope.operations().iter().filter(|operation| operation.auth(api).is_none());
    let Some(first) = without.next() else { return false };
    let message = match without.count() {
        0 => format!("`{}` does not specify how it authenticates", first.verb.value),
        more => format!("`{}` and {more} more operations do not specify how they authenticate", first.verb.value),
    };
    scope.report(
        Diagnostic::new(code::API_SECTION, first.verb.span, message).label("would be sent without credentials").help(
            "set `default_auth` in the `api` section; use `auth: none` for an operation without \
                authentication",
        ),
    );
    true
}

/// Lists in which a name that stands twice says nothing, or makes code that does not compile.
fn repeated(scope: &Scope<'_>, api: &Api) {
    once(scope, code::API_SECTION, api.uses.iter());
    for (_, auth) in &api.auth {
        let added = auth.signing.iter().flat_map(|signing| signing.headers.iter().map(|(name, _)| name));
        once(scope, code::SIGNING, added);
        once(scope, code::API_SECTION, auth.parameters.iter());
        if let Some(token) = &auth.token {
            once(scope, code::API_SECTION, token.expired_statuses.iter());
            once(scope, code::API_SECTION, token.expired_codes.iter());
        }
    }
    api.errors.iter().for_each(|errors| once(scope, code::API_SECTION, errors.messages.iter().map(|path| &***path)));
    if let Some(webhooks) = &api.webhooks {
        once(scope, code::WEBHOOK_SECURITY, webhooks.security.headers.iter());
        once(scope, code::WEBHOOK_SECURITY, webhooks.security.fields.iter());
    }
    for (_, document) in &scope.set.files {
        document.objects.iter().for_each(|(_, object)| once(scope, code::UNENVELOPED_EVENT, object.unenveloped.iter()));
        document.pages.iter().for_each(|pages| once(scope, code::PAGES, pages.of.iter()));
    }
}

fn once<'a>(scope: &Scope<'_>, code: &'static Code, names: impl Iterator<Item = &'a Sp<String>>) {
    let names: Vec<_> = names.collect();
    for (index, name) in names.iter().enumerate() {
        // Headers are the same whatever their case.
        let is_header = code == code::WEBHOOK_SECURITY || code == code::SIGNING;
        let is_same = |other: &&&Sp<String>| {
            other.value == name.value || is_header && other.value.eq_ignore_ascii_case(&name.value)
        };
        if let Some(first) = names[..index].iter().find(is_same) {
            scope.report(
                Diagnostic::new(code, name.span, format!("`{}` is listed twice", name.value))
                    .label("repeated here")
                    .also(first.span, "first here")
                    .help("remove one of them"),
            );
        }
    }
}
