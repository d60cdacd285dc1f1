//! Operations, without their responses and rules.

use std::rc::Rc;

use payspec_core::BodyFormat;

use super::super::finder::{Finder, Pairs, Spot, Way, pairs, word};
use super::super::table::operations as table;
use super::{Sides, constructors, fields, of_all, one_operation, responses, rules};
use crate::ir::{Api, Module, Operation, OwnPaging};

/// An operation and the file that declares it.
type InFile<'a> = (&'a str, &'a Operation);

pub(super) fn compare(finder: &mut Finder, sides: Sides<'_>) {
    let Sides { before, after, .. } = sides;
    plurals(finder, &before.modules, &after.modules);
    responses::shared(finder, before, after);
    let (old, new) = (of_all(&before.modules, |m| &m.operations), of_all(&after.modules, |m| &m.operations));
    let Pairs { mut removed, mut added, both } = pairs(&old, &new, |(_, operation)| operation.id.as_str());
    for (old, new) in elsewhere(&mut removed, &mut added) {
        moved(finder, old, new);
        one(finder, sides, old, new);
    }
    for (source, operation) in removed {
        let spot = spot((source, operation), (source, operation));
        finder.removed(table::OPERATION_REMOVED, &spot, &format!("`{} {}`", word_of(operation), operation.path));
    }
    for (source, operation) in added {
        let spot = spot((source, operation), (source, operation));
        finder.added(table::OPERATION_ADDED, &spot, &format!("`{} {}`", word_of(operation), operation.path));
    }
    for (old, new) in both {
        one(finder, sides, *old, *new);
    }
}

fn word_of(operation: &Operation) -> String {
    format!("{:?}", operation.method).to_uppercase()
}

/// The accessors of clients, by the file of the resource.
fn plurals(finder: &mut Finder, before: &[Module], after: &[Module]) {
    let Pairs { both, .. } = pairs(before, after, |module| module.source.as_str());
    for (old, new) in both {
        let (Some(was), Some(is)) = (&old.resource, &new.resource) else { continue };
        let way = Way::of(&old.source, &["resource", "plural"]);
        let spot = Spot::of(format!("resource {}", was.plural), way.clone(), way);
        let has_operations = !old.operations.is_empty();
        if has_operations {
            finder.differs(table::RESOURCE_PLURAL_CHANGED, &spot, "plural", &was.plural, &is.plural);
        }
    }
}

/// Operations that are on one side only and send the same request.
fn elsewhere<'a>(removed: &mut Vec<&'a InFile<'a>>, added: &mut Vec<&'a InFile<'a>>) -> Vec<(InFile<'a>, InFile<'a>)> {
    let mut found = Vec::new();
    removed.retain(|old| {
        let request = |operation: &Operation| (operation.method, operation.path.clone());
        let Some(at) = added.iter().position(|new| request(new.1) == request(old.1)) else { return true };
        found.push((**old, *added.remove(at)));
        false
    });
    found
}

fn moved(finder: &mut Finder, old: InFile<'_>, new: InFile<'_>) {
    let resource = |operation: &Operation| operation.id.split('.').next().unwrap_or_default().to_owned();
    let rule = if resource(old.1) == resource(new.1) { table::OPERATION_RENAMED } else { table::OPERATION_MOVED };
    let message = format!("`{} {}` is now `{}`", word_of(old.1), old.1.path, new.1.id);
    finder.add(rule, &spot(old, new), message, (old.1.id.as_str(), new.1.id.as_str()));
}

fn spot<'a>(old: InFile<'a>, new: InFile<'a>) -> Spot<'a> {
    let way = |(source, operation): InFile<'_>| Way::of(source, &["operations", &operation.verb]);
    let users = one_operation(&old.1.id, true);
    let spot = Spot { users, ..Spot::of(old.1.id.as_str(), way(old), way(new)) };
    spot.known(Some(&old.1.evidence), Some(&new.1.evidence))
}

fn one(finder: &mut Finder, sides: Sides<'_>, old: InFile<'_>, new: InFile<'_>) {
    let spot = spot(old, new);
    let (old, new) = (old.1, new.1);
    let Operation {
        // What both have in common, or what has been reported as moved.
        id: _,
        verb: _,
        type_name,
        docs: _,
        method,
        path,
        body,
        request_wrap,
        response_wrap,
        service: _,
        auth: _,
        idempotency_key,
        changes_state,
        paging: _,
        // The names of the id that the object declares.
        item_id: _,
        items,
        query,
        success_codes: _,
        headers: _,
        params,
        rules: _,
        warnings: _,
        // Compared where the object declares them.
        inherited_rules: _,
        inherited_warnings: _,
        // The values of enums and rows of tables, which are compared there.
        known_values: _,
        preconditions: _,
        profiles: _,
        required_evidence: _,
        responses: _,
        success: _,
        success_by_status: _,
        reasons: _,
        output: _,
        evidence: _,
        path_evidence,
        deprecated,
    } = old;
    if old.id == new.id {
        finder.differs(
            table::PARAMS_TYPE_RENAMED,
            &spot.at(&["rust"]),
            "type of the params",
            type_name,
            &new.type_name,
        );
    }
    let of_path = spot.clone().known(Some(path_evidence), Some(&new.path_evidence));
    let (word_old, word_new) = (word_of(old), word_of(new));
    if *method != new.method {
        finder.differs(table::OPERATION_METHOD_CHANGED, &of_path.at(&["method"]), "method", &word_old, &word_new);
    }
    finder.differs(table::OPERATION_PATH_CHANGED, &of_path.at(&["path"]), "path", path, &new.path);
    if old.path_evidence != old.evidence || new.path_evidence != new.evidence {
        let rules = (table::PATH_EVIDENCE_RAISED, table::PATH_EVIDENCE_LOWERED);
        finder.evidence(rules, &spot, "the path", (Some(path_evidence), Some(&new.path_evidence)));
    }
    finder.own_evidence(&spot, "the operation", (Some(&old.evidence), Some(&new.evidence)));
    // A request without parameters has no encoding.
    if *body != BodyFormat::None && new.body != BodyFormat::None {
        let encodings = (word(body), word(&new.body));
        finder.differs(
            table::OPERATION_ENCODING_CHANGED,
            &spot.at(&["encoding"]),
            "encoding",
            &encodings.0,
            &encodings.1,
        );
    }
    let wrap = spot.at(&["wrap"]);
    finder.differs(table::REQUEST_ENVELOPE_CHANGED, &wrap, "envelope of requests", request_wrap, &new.request_wrap);
    finder.differs(table::RESPONSE_ENVELOPE_CHANGED, &wrap, "envelope of responses", response_wrap, &new.response_wrap);
    let service = |api: &Api, operation: &Operation| {
        operation.service.and_then(|at| api.services.get(at)).map(|service| service.name.clone())
    };
    let services = (service(sides.before, old), service(sides.after, new));
    finder.differs(table::OPERATION_HOST_CHANGED, &spot.at(&["service"]), "service", &services.0, &services.1);
    auth(finder, sides, &spot, old, new);
    finder.toggled(
        (table::IDEMPOTENCY_KEY_ACCEPTED, table::IDEMPOTENCY_KEY_DROPPED),
        &spot.at(&["idempotency_key"]),
        (*idempotency_key, new.idempotency_key),
        ("an idempotency key is accepted", "an idempotency key is no longer accepted"),
    );
    if *method == new.method {
        finder.toggled(
            (table::NOW_CHANGES_STATE, table::NOW_READ_ONLY),
            &spot.at(&["changes_state"]),
            (*changes_state, new.changes_state),
            ("it now counts as a change", "it now counts as read-only"),
        );
    }
    finder.differs(table::QUERY_CONSTANT_CHANGED, &spot.at(&["query"]), "constants of the query", query, &new.query);
    finder.differs(table::ITEMS_PATH_CHANGED, &spot.at(&["responses"]), "path of the items", items, &new.items);
    finder.toggled(
        (table::OPERATION_DEPRECATED, table::OPERATION_UNDEPRECATED),
        &spot.at(&["deprecated"]),
        (deprecated.is_some(), new.deprecated.is_some()),
        ("it is deprecated", "it is no longer deprecated"),
    );
    paging(finder, &spot, old, new);
    headers(finder, &spot, old, new);
    let of_params = Spot { read: false, ..spot.at(&["params"]) };
    fields::compare(finder, &fields::PARAMS, &of_params, params, &new.params);
    constructors::compare(finder, &of_params, params, &new.params);
    constructors::method(finder, &of_params, old, new);
    rules::of_operation(finder, &Spot { read: false, ..spot.clone() }, old, new);
    responses::compare(finder, &Spot { users: one_operation(&old.id, false), ..spot }, old, new);
}

fn auth(finder: &mut Finder, sides: Sides<'_>, spot: &Spot<'_>, old: &Operation, new: &Operation) {
    let scheme =
        |api: &Api, operation: &Operation| operation.auth.and_then(|at| api.auth.get(at)).map(|auth| auth.name.clone());
    let here = spot.at(&["auth"]);
    match (scheme(sides.before, old), scheme(sides.after, new)) {
        (None, Some(name)) => {
            finder.add(
                table::OPERATION_AUTH_REQUIRED,
                &here,
                format!("it now needs the credentials `{name}`"),
                ("", name),
            );
        }
        (Some(name), None) => {
            finder.add(table::OPERATION_AUTH_DROPPED, &here, "it no longer needs credentials", (name, ""));
        }
        (was, is) => drop(finder.differs(table::OPERATION_AUTH_CHANGED, &here, "authentication scheme", &was, &is)),
    }
}

fn paging(finder: &mut Finder, spot: &Spot<'_>, old: &Operation, new: &Operation) {
    let whose = |operation: &Operation| match &operation.paging {
        None => "none".to_owned(),
        Some(OwnPaging::Shared) => "the API's".to_owned(),
        Some(OwnPaging::Own(_)) => "its own".to_owned(),
    };
    let here = spot.at(&["paging"]);
    match (&old.paging, &new.paging) {
        (Some(OwnPaging::Own(was)), Some(OwnPaging::Own(is))) => super::api::paging(finder, &here, was, is),
        // The paging of the API is reported there.
        _ => drop(finder.differs(table::OPERATION_PAGING_CHANGED, &here, "paging", &whose(old), &whose(new))),
    }
}

fn headers(finder: &mut Finder, spot: &Spot<'_>, old: &Operation, new: &Operation) {
    let Pairs { removed, added, both } = pairs(&old.headers, &new.headers, |header| header.name.as_str());
    let at = |name: &str| spot.at(&["headers", name]);
    for header in removed {
        finder.removed(table::OPERATION_HEADER_REMOVED, &at(&header.name), &format!("header `{}`", header.name));
    }
    for header in added {
        let here = at(&header.name);
        if header.required && header.value.is_none() {
            let message = format!("header `{}` is now required", header.name);
            finder.add(table::OPERATION_HEADER_REQUIRED, &here, message, ("", "required"));
        } else {
            finder.added(table::OPERATION_HEADER_ADDED, &here, &format!("header `{}`", header.name));
        }
    }
    for (was, is) in both {
        let here = at(&was.name);
        finder.toggled(
            (table::OPERATION_HEADER_REQUIRED, table::OPERATION_HEADER_OPTIONAL),
            &here,
            (was.required, is.required),
            (&format!("header `{}` is now required", was.name), &format!("header `{}` is now optional", was.name)),
        );
        // All operations send the constant of the API: it is one change.
        let everywhere = Spot { subject: Rc::from("headers of the API"), ..here };
        let what = format!("value of `{}`", was.name);
        finder.differs(table::HEADER_VALUE_CHANGED, &everywhere, &what, &was.value, &is.value);
    }
}
