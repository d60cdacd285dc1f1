//! Responses of operations.

use std::collections::BTreeMap;

use super::super::finder::{Finder, Pairs, Spot, Way, pairs, word};
use super::super::table::{operations as table, types};
use super::fields::written;
use crate::ir::{Api, ByStatus, Operation, Output, Reason, Response, Success, SuccessCodes, ToldBy, Type};
use crate::raw::outcome::Outcome;

pub(super) fn compare<'a>(finder: &mut Finder, spot: &Spot<'a>, old: &'a Operation, new: &'a Operation) {
    statuses(finder, spot, &own(old, new), &own(new, old), &|status| accepts(old, status));
    output(finder, spot, &old.output, &new.output);
    echoes(finder, spot, &old.success, &new.success);
    codes(finder, spot, old.success_codes.as_ref(), new.success_codes.as_ref());
    reasons(finder, spot, old, new);
}

/// Errors that every operation can return: an API declares them once, and its operations have them.
pub(super) fn shared(finder: &mut Finder, before: &Api, after: &Api) {
    let way = |api: &Api| Way::of(&api.source, &["api", "responses"]);
    let spot = Spot::of("responses of the API", way(before), way(after));
    // Only errors are shared.
    statuses(finder, &spot, &all_shared(before), &all_shared(after), &|_| true);
}

fn all_shared(api: &Api) -> Vec<&Response> {
    let operations = api.modules.iter().flat_map(|module| &module.operations);
    let shared = operations.flat_map(|operation| &operation.responses).filter(|response| response.shared);
    let by_status: BTreeMap<u16, &Response> = shared.map(|response| (response.status, response)).collect();
    by_status.into_values().collect()
}

/// Whether clients take a status for a success that the operation does not declare: `of_described_status` in
/// payspec-http decides it.
fn accepts(operation: &Operation, status: u16) -> bool {
    let is_doubtful = matches!(status, 203 | 206)
        || !operation.success_by_status.is_empty()
        || (!operation.success.has_body && !matches!(status, 200 | 204));
    !is_doubtful
}

fn own<'a>(operation: &'a Operation, other: &Operation) -> Vec<&'a Response> {
    let is_shared = |response: &Response| {
        let of_other = other.responses.iter().find(|one| one.status == response.status);
        response.shared && of_other.is_none_or(|other| other.shared)
    };
    operation.responses.iter().filter(|response| !is_shared(response)).collect()
}

fn statuses<'a>(
    finder: &mut Finder,
    spot: &Spot<'a>,
    old: &[&'a Response],
    new: &[&'a Response],
    accepts: &dyn Fn(u16) -> bool,
) {
    let Pairs { removed, added, both } = pairs(old.iter().copied(), new.iter().copied(), |response| response.status);
    let at = |response: &Response| {
        let status = response.status.to_string();
        // The API's are below their key; those of an operation below a key of the operation.
        let is_below = spot.before.keys.last().is_some_and(|key| key == "responses");
        if is_below { spot.at(&[&status]) } else { spot.at(&["responses", &status]) }
    };
    for response in removed {
        let is_success = response.outcome == Outcome::Success;
        let rule = if is_success { table::SUCCESS_STATUS_REMOVED } else { table::ERROR_STATUS_REMOVED };
        finder.removed(rule, &at(response), &format!("status {}", response.status));
    }
    for response in added {
        let is_success = response.outcome == Outcome::Success;
        let rule = match (is_success, accepts(response.status)) {
            (true, true) => table::SUCCESS_STATUS_ADDED,
            (true, false) => table::SUCCESS_STATUS_NOT_ACCEPTED,
            (false, _) => table::ERROR_STATUS_ADDED,
        };
        finder.added(rule, &at(response), &format!("status {}", response.status));
    }
    for (was, is) in both {
        // The body is compared as what the operation returns.
        let Response { status, outcome, docs, body: _, shared: _ } = was;
        let known = (docs.evidence.as_ref(), is.docs.evidence.as_ref());
        let here = at(was).known(known.0, known.1);
        let what = format!("outcome of status {status}");
        let outcomes = (word(outcome), word(&is.outcome));
        finder.differs(table::STATUS_OUTCOME_CHANGED, &here.at(&["outcome"]), &what, &outcomes.0, &outcomes.1);
        finder.own_evidence(&here, &format!("status {status}"), known);
    }
}

fn output(finder: &mut Finder, spot: &Spot<'_>, old: &Output, new: &Output) {
    let (was, is) = (shown(finder, old, true), shown(finder, new, false));
    if was == is {
        return;
    }
    let here = spot.at(&["responses"]);
    match (old, new) {
        (Output::Empty, _) => {
            finder.add(
                table::RESPONSE_BODY_ADDED,
                &here,
                format!("a successful response now contains `{is}`"),
                ("", is),
            );
        }
        (_, Output::Empty) => {
            let message = format!("a successful response no longer contains `{was}`");
            finder.add(table::RESPONSE_BODY_REMOVED, &here, message, (was, ""));
        }
        _ => drop(finder.differs(table::RESPONSE_TYPE_CHANGED, &here, "type of a successful response", &was, &is)),
    }
}

/// What success gives, with the names that types have after the change.
fn shown(finder: &Finder, output: &Output, is_before: bool) -> String {
    let name = |ty: &Type| {
        let written = written(ty);
        match ty.kind.declared().filter(|_| is_before) {
            Some(declared) => written.replace(declared, finder.now(declared)),
            None => written,
        }
    };
    match output {
        Output::Empty => String::new(),
        Output::Body(ty) => name(ty),
        Output::Search(ty) => format!("search<{}>", name(ty)),
        Output::ByStatus(ByStatus { name: _, variants }) => {
            let variants = variants.iter().map(|variant| {
                let statuses: Vec<String> = variant.statuses.iter().map(|(status, _)| status.to_string()).collect();
                format!("{}: {}", statuses.join("/"), variant.body.as_ref().map_or_else(|| "nothing".to_owned(), &name))
            });
            variants.collect::<Vec<_>>().join(", ")
        }
    }
}

fn echoes(finder: &mut Finder, spot: &Spot<'_>, old: &Success, new: &Success) {
    // The rest follows from the object of the response.
    let Success { has_body: _, ids, any_of: _ } = old;
    let of = |ids: &[crate::ir::SuccessId]| -> Vec<(String, bool)> {
        ids.iter().filter_map(|id| Some((id.parameter.clone()?, id.ignore_case))).collect()
    };
    let (was, is) = (of(ids), of(&new.ids));
    for (parameter, _) in is.iter().filter(|(name, _)| was.iter().all(|(other, _)| other != name)) {
        let message = format!("a successful response must now repeat `{parameter}`");
        finder.add(table::ECHO_ADDED, &spot.at(&["echoes", parameter]), message, ("", parameter.as_str()));
    }
    for (parameter, ignored) in &was {
        let Some((_, ignores)) = is.iter().find(|(other, _)| other == parameter) else { continue };
        finder.toggled(
            (types::ID_CASE_IGNORED, types::ID_CASE_STRICT),
            &spot.at(&["params", parameter]),
            (*ignored, *ignores),
            (
                &format!("a response may repeat `{parameter}` in another case"),
                &format!("a response must repeat `{parameter}` in the same case"),
            ),
        );
    }
    for (parameter, _) in was.iter().filter(|(name, _)| is.iter().all(|(other, _)| other != name)) {
        let message = format!("a successful response no longer has to repeat `{parameter}`");
        finder.add(table::ECHO_REMOVED, &spot.at(&["echoes", parameter]), message, (parameter.as_str(), ""));
    }
}

fn codes(finder: &mut Finder, spot: &Spot<'_>, old: Option<&SuccessCodes>, new: Option<&SuccessCodes>) {
    let of = |codes: Option<&SuccessCodes>| codes.map(|codes| codes.codes.clone()).unwrap_or_default();
    let (was, is) = (of(old), of(new));
    let here = spot.at(&["success_codes", "codes"]);
    for code in is.iter().filter(|code| !was.contains(code)) {
        finder.added(table::SUCCESS_CODE_ADDED, &here, &format!("success code `{code}`"));
    }
    for code in was.iter().filter(|code| !is.contains(code)) {
        finder.removed(table::SUCCESS_CODE_REMOVED, &here, &format!("success code `{code}`"));
    }
    if let (Some(SuccessCodes { codes: _, unlisted_are_responses: was }), Some(new)) = (old, new) {
        let name = |are_responses: bool| if are_responses { "response" } else { "failure" };
        let here = spot.at(&["success_codes", "unlisted"]);
        let (was, is) = (name(*was), name(new.unlisted_are_responses));
        finder.differs(table::UNLISTED_CODES_CHANGED, &here, "meaning of unlisted codes", was, is);
    }
}

fn reasons(finder: &mut Finder, spot: &Spot<'_>, old: &Operation, new: &Operation) {
    let Pairs { removed, added, both } = pairs(&old.reasons, &new.reasons, |reason| reason.name.as_str());
    let at = |reason: &Reason| spot.at(&["responses", &reason.status.to_string(), "reasons", &reason.name]);
    for reason in removed {
        finder.removed(table::REASON_REMOVED, &at(reason), &format!("reason `{}`", reason.name));
    }
    for reason in added {
        finder.added(table::REASON_ADDED, &at(reason), &format!("reason `{}`", reason.name));
    }
    for (was, is) in both {
        let Reason { name, status, told_by, docs } = was;
        let told = |status: u16, by: &ToldBy| match by {
            ToldBy::Message(text) => format!("{status} {text}"),
            ToldBy::Code(code) => format!("{status} {code}"),
        };
        let known = (docs.evidence.as_ref(), is.docs.evidence.as_ref());
        let here = at(was).known(known.0, known.1);
        let (was, now) = (told(*status, told_by), told(is.status, &is.told_by));
        finder.differs(table::REASON_CHANGED, &here, &format!("sign of reason `{name}`"), &was, &now);
        finder.own_evidence(&here, &format!("reason `{name}`"), known);
    }
}
