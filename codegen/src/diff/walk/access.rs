//! Hosts and credentials.

use super::super::finder::{Finder, Pairs, Spot, Way, pairs, word};
use super::super::rule::Rule;
use super::super::table::access as table;
use super::signing;
use crate::ir::{Api, Auth, Carrier, Environment, Host, Script, Service, Token};

pub(super) fn compare(finder: &mut Finder, before: &Api, after: &Api) {
    let spot = |key: &str| {
        let way = |api: &Api| Way::of(&api.source, &["api", key]);
        Spot::of("API", way(before), way(after))
    };
    environments(finder, &spot("environments"), &before.environments, &after.environments);
    services(finder, &spot("services"), &before.services, &after.services);
    let auths = spot("auth");
    let Pairs { removed, added, both } = pairs(&before.auth, &after.auth, |auth| auth.name.as_str());
    for auth in removed {
        let here = auths.at(&[&auth.name]).known(auth.docs.evidence.as_ref(), None);
        finder.removed(table::AUTH_REMOVED, &here, &format!("authentication scheme `{}`", auth.name));
    }
    for auth in added {
        finder.added(table::AUTH_ADDED, &auths.at(&[&auth.name]), &format!("authentication scheme `{}`", auth.name));
    }
    for (was, is) in both {
        let known = (was.docs.evidence.as_ref(), is.docs.evidence.as_ref());
        let here = auths.at(&[&was.name]).known(known.0, known.1);
        finder.own_evidence(&here, &format!("authentication scheme `{}`", was.name), known);
        let here = Spot { subject: format!("auth {}", was.name).into(), ..here };
        auth(finder, &here, (was, is), (before, after));
    }
}

fn environments<'a>(finder: &mut Finder, spot: &Spot<'a>, old: &'a [Environment], new: &'a [Environment]) {
    let Pairs { removed, added, both } = pairs(old, new, |environment| environment.name.as_str());
    for one in removed {
        finder.removed(table::ENVIRONMENT_REMOVED, &spot.at(&[&one.name]), &format!("environment `{}`", one.name));
    }
    for one in added {
        finder.added(table::ENVIRONMENT_ADDED, &spot.at(&[&one.name]), &format!("environment `{}`", one.name));
    }
    for (was, is) in both {
        let Environment { name, base_url, variables, scripts, docs } = was;
        let known = (docs.evidence.as_ref(), is.docs.evidence.as_ref());
        let here = Spot { subject: format!("environment {name}").into(), ..spot.at(&[name]).known(known.0, known.1) };
        finder.differs(table::BASE_URL_CHANGED, &here.at(&["base_url"]), "base URL", base_url, &is.base_url);
        finder.own_evidence(&here, "the base URL", known);
        let Pairs { removed, added, .. } = pairs(variables, &is.variables, |variable| variable.name.as_str());
        for one in removed {
            finder.removed(table::HOST_VARIABLE_REMOVED, &here.at(&["base_url"]), &format!("variable `{}`", one.name));
        }
        for one in added {
            finder.added(table::HOST_VARIABLE_ADDED, &here.at(&["base_url"]), &format!("variable `{}`", one.name));
        }
        let at = |name: &str| here.at(&["scripts", name]);
        let Pairs { removed, added, both } = pairs(scripts, &is.scripts, |script| script.name.as_str());
        for one in removed {
            finder.removed(table::SCRIPT_REMOVED, &at(&one.name), &format!("script `{}`", one.name));
        }
        for one in added {
            finder.added(table::SCRIPT_ADDED, &at(&one.name), &format!("script `{}`", one.name));
        }
        for (was, is) in both {
            let Script { name, url, docs: _, evidence } = was;
            let here = at(name).known(Some(evidence), Some(&is.evidence));
            let what = format!("address of script `{name}`");
            finder.differs(table::SCRIPT_URL_CHANGED, &here.at(&["url"]), &what, url, &is.url);
            finder.own_evidence(&here, &format!("script `{name}`"), (Some(evidence), Some(&is.evidence)));
        }
    }
}

fn services<'a>(finder: &mut Finder, spot: &Spot<'a>, old: &'a [Service], new: &'a [Service]) {
    let Pairs { removed, added, both } = pairs(old, new, |service| service.name.as_str());
    for one in removed {
        finder.removed(table::SERVICE_REMOVED, &spot.at(&[&one.name]), &format!("service `{}`", one.name));
    }
    for one in added {
        finder.added(table::SERVICE_ADDED, &spot.at(&[&one.name]), &format!("service `{}`", one.name));
    }
    for (was, is) in both {
        let Service { name, docs, hosts: old, outcomes } = was;
        let known = (docs.evidence.as_ref(), is.docs.evidence.as_ref());
        let here = Spot { subject: format!("service {name}").into(), ..spot.at(&[name]).known(known.0, known.1) };
        finder.own_evidence(&here, "the service", known);
        let rules = (table::SERVICE_HOST_ADDED, table::SERVICE_HOST_REMOVED, table::SERVICE_HOST_CHANGED);
        hosts(finder, rules, &here, old, &is.hosts);
        super::api::outcomes(finder, &here.at(&["outcomes"]), outcomes, &is.outcomes);
    }
}

/// Hosts of a service or a scheme, by their environments.
fn hosts<'a>(
    finder: &mut Finder,
    (added_rule, removed_rule, changed): (&'static Rule, &'static Rule, &'static Rule),
    spot: &Spot<'a>,
    old: &'a [Host],
    new: &'a [Host],
) {
    let Pairs { removed, added, both } = pairs(old, new, |host| host.environment.as_str());
    let at = |host: &Host| spot.at(&["environments", &host.environment]);
    for host in removed {
        let here = at(host).known(Some(&host.evidence), None);
        finder.removed(removed_rule, &here, &format!("host in `{}`", host.environment));
    }
    for host in added {
        finder.added(added_rule, &at(host), &format!("host in `{}`", host.environment));
    }
    for (was, is) in both {
        let Host { environment, base_url, evidence } = was;
        let here = at(was).known(Some(evidence), Some(&is.evidence));
        let what = format!("base URL in `{environment}`");
        finder.differs(changed, &here.at(&["base_url"]), &what, base_url, &is.base_url);
        finder.own_evidence(&here, &format!("the host in `{environment}`"), (Some(evidence), Some(&is.evidence)));
    }
}

fn auth<'a>(finder: &mut Finder, spot: &Spot<'a>, (was, is): (&'a Auth, &'a Auth), apis: (&Api, &Api)) {
    let Auth { name: _, scheme, parameters, prefix, token: old_token, signing, instead_of, hosts: old, docs: _ } = was;
    if finder.differs(table::AUTH_SCHEME_CHANGED, &spot.at(&["scheme"]), "scheme", &word(scheme), &word(&is.scheme)) {
        return;
    }
    let key = if parameters.len() == 1 { "parameter" } else { "parameters" };
    let here = spot.at(&[key]);
    finder.differs(table::AUTH_PARAMETERS_CHANGED, &here, "place of the credentials", parameters, &is.parameters);
    finder.differs(table::AUTH_PREFIX_CHANGED, &spot.at(&["prefix"]), "prefix of the key", prefix, &is.prefix);
    let here = spot.at(&["instead_of"]);
    finder.differs(table::AUTH_ALTERNATIVE_CHANGED, &here, "replaced scheme", instead_of, &is.instead_of);
    signing::compare(finder, &spot.at(&["signing"]), signing.as_ref(), is.signing.as_ref());
    let rules = (table::AUTH_HOST_ADDED, table::AUTH_HOST_REMOVED, table::AUTH_HOST_CHANGED);
    hosts(finder, rules, spot, old, &is.hosts);
    if let (Some(was), Some(is)) = (old_token, &is.token) {
        token(finder, &spot.at(&["token"]), (was, is), apis);
    }
}

fn token(finder: &mut Finder, spot: &Spot<'_>, (was, is): (&Token, &Token), apis: (&Api, &Api)) {
    let Token { service, path, send, answer, lifetime, lifetime_seconds, carrier, expired_statuses, expired_codes } =
        was;
    let endpoint = |api: &Api, service: Option<usize>, path: &str| {
        let service = service.and_then(|at| api.services.get(at)).map(|service| format!("{} ", service.name));
        format!("{}{path}", service.unwrap_or_default())
    };
    let facts = (endpoint(apis.0, *service, path), endpoint(apis.1, is.service, &is.path));
    finder.differs(table::TOKEN_ENDPOINT_CHANGED, &spot.at(&["path"]), "token endpoint", &facts.0, &facts.1);
    finder.differs(table::TOKEN_CONSTANTS_CHANGED, &spot.at(&["send"]), "constants of token requests", send, &is.send);
    finder.differs(table::TOKEN_PATH_CHANGED, &spot.at(&["answer"]), "path of the token", answer, &is.answer);
    let here = spot.at(&["lifetime_seconds"]);
    let shorter = is.lifetime_seconds < *lifetime_seconds;
    let rule = if shorter { table::TOKEN_LIFETIME_SHORTENED } else { table::TOKEN_LIFETIME_CHANGED };
    let facts = (format!("{lifetime_seconds} s"), format!("{} s", is.lifetime_seconds));
    finder.differs(rule, &here, "lifetime of tokens", &facts.0, &facts.1);
    let here = spot.at(&["lifetime"]);
    finder.differs(table::TOKEN_LIFETIME_CHANGED, &here, "path of the lifetime", lifetime, &is.lifetime);
    let text = |carrier: &Carrier| match carrier {
        Carrier::Bearer => "bearer".to_owned(),
        Carrier::Query(name) => format!("query {name}"),
        Carrier::Header(name, prefix) => format!("header {name}: {prefix}"),
    };
    let facts = (text(carrier), text(&is.carrier));
    finder.differs(table::TOKEN_CARRIER_CHANGED, &spot.at(&["as"]), "place of the token", &facts.0, &facts.1);
    let text = |statuses: &[u16], codes: &[String]| {
        statuses.iter().map(u16::to_string).chain(codes.iter().cloned()).collect::<Vec<_>>().join(", ")
    };
    let facts = (text(expired_statuses, expired_codes), text(&is.expired_statuses, &is.expired_codes));
    let here = spot.at(&["expired_statuses"]);
    finder.differs(table::TOKEN_EXPIRY_CHANGED, &here, "signs of an expired token", &facts.0, &facts.1);
}
