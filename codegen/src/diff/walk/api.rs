//! What an API has as a whole.

use super::super::finder::{Finder, Pairs, Spot, Way, pairs, word};
use super::super::table::api as table;
use super::{access, deliveries, files, types};
use crate::ir::file::Decimals;
use crate::ir::{Api, Errors, Header, Idempotency, Paging, PagingStyle};
use crate::raw::outcome::Outcome;

pub(super) fn compare(finder: &mut Finder, before: &Api, after: &Api) {
    let Api {
        name: _,
        title: _,
        docs: _,
        ours,
        source: _,
        // Compared by `access`.
        environments: _,
        services: _,
        auth: _,
        lists,
        amounts,
        content_type_without_body,
        headers,
        request_id,
        idempotency: old_idempotency,
        errors: old_errors,
        paging: old_paging,
        // Compared by `deliveries`.
        webhooks: _,
        // Compared by the functions of their items.
        modules: _,
        windows: _,
        limits: _,
        // What the sandbox does, and messages for tests.
        behaviours: _,
        samples: _,
    } = before;
    let spot = |keys: &[&str]| {
        let way = |api: &Api| Way::of(&api.source, &[&["api"], keys].concat());
        Spot::of("API", way(before), way(after))
    };
    let whose = |ours: bool| if ours { "ours" } else { "a vendor's" };
    finder.differs(table::API_OURS_CHANGED, &spot(&["ours"]), "interface", whose(*ours), whose(after.ours));
    finder.differs(table::LISTS_CHANGED, &spot(&["lists"]), "format of lists", &word(lists), &word(&after.lists));
    if let (Some(was), Some(is)) = (amounts, &after.amounts) {
        let spot = spot(&["amounts"]).known(was.evidence.as_ref(), is.evidence.as_ref());
        let form = |is_number: bool| if is_number { "number" } else { "text" };
        let here = spot.at(&["as"]);
        finder.differs(table::AMOUNT_FORMAT_CHANGED, &here, "form of amounts", form(was.is_number), form(is.is_number));
        let decimals = |decimals: &[Decimals]| decimals.iter().map(files::decimals).collect::<Vec<_>>().join(", ");
        let facts = (decimals(&was.decimals), decimals(&is.decimals));
        finder.differs(table::AMOUNT_DECIMALS_CHANGED, &spot, "decimals of amounts", &facts.0, &facts.1);
        finder.own_evidence(&spot, "the format of amounts", (was.evidence.as_ref(), is.evidence.as_ref()));
    }
    let types = (content_type_without_body.unwrap_or_default(), after.content_type_without_body.unwrap_or_default());
    let here = spot(&["without_body"]);
    finder.differs(table::CONTENT_TYPE_CHANGED, &here, "`Content-Type` without a body", types.0, types.1);
    client_headers(finder, &spot(&["headers"]), headers, &after.headers);
    let here = spot(&["request_id"]);
    finder.differs(table::REQUEST_ID_CHANGED, &here, "header of the request's id", request_id, &after.request_id);
    idempotency(finder, &spot(&["idempotency"]), old_idempotency.as_ref(), after.idempotency.as_ref());
    errors(finder, &spot(&["errors"]), old_errors, &after.errors);
    match (old_paging, &after.paging) {
        (None, None) => {}
        (None, Some(_)) => finder.added(table::PAGING_ADDED, &spot(&["paging"]), "paging of searches"),
        (Some(was), None) => {
            let here = spot(&["paging"]).known(Some(&was.evidence), None);
            finder.removed(table::PAGING_REMOVED, &here, "paging of searches");
        }
        (Some(was), Some(is)) => paging(finder, &spot(&["paging"]), was, is),
    }
    access::compare(finder, before, after);
    deliveries::compare(finder, before, after);
    types::bounds(finder, before, after);
}

fn client_headers<'a>(finder: &mut Finder, spot: &Spot<'a>, old: &'a [Header], new: &'a [Header]) {
    let Pairs { removed, added, both } = pairs(old, new, |header| header.name.as_str());
    for header in removed {
        let here = spot.at(&[&header.name]).known(header.docs.evidence.as_ref(), None);
        finder.removed(table::HEADER_REMOVED, &here, &format!("header `{}`", header.name));
    }
    for header in added {
        finder.added(table::HEADER_ADDED, &spot.at(&[&header.name]), &format!("header `{}`", header.name));
    }
    for (was, is) in both {
        let Header { name, docs } = was;
        let known = (docs.evidence.as_ref(), is.docs.evidence.as_ref());
        finder.own_evidence(&spot.at(&[name]), &format!("header `{name}`"), known);
    }
}

fn idempotency(finder: &mut Finder, spot: &Spot<'_>, was: Option<&Idempotency>, is: Option<&Idempotency>) {
    let (was, is) = match (was, is) {
        (None, None) => return,
        (None, Some(_)) => return finder.added(table::IDEMPOTENCY_ADDED, spot, "recognition of repeated requests"),
        (Some(_), None) => return finder.removed(table::IDEMPOTENCY_REMOVED, spot, "recognition of repeated requests"),
        (Some(was), Some(is)) => (was, is),
    };
    let Idempotency { header, window_seconds, reused_codes } = was;
    let here = spot.at(&["header"]);
    finder.differs(table::IDEMPOTENCY_HEADER_CHANGED, &here, "header of the idempotency key", header, &is.header);
    let is_shorter = is.window_seconds < *window_seconds;
    let rule = if is_shorter { table::IDEMPOTENCY_WINDOW_SHORTENED } else { table::IDEMPOTENCY_WINDOW_LENGTHENED };
    let hours = |seconds: u32| format!("{} h", seconds / 3600);
    let facts = (hours(*window_seconds), hours(is.window_seconds));
    finder.differs(rule, &spot.at(&["window_hours"]), "time for which keys are remembered", &facts.0, &facts.1);
    let here = spot.at(&["reused_codes"]);
    for code in is.reused_codes.iter().filter(|code| !reused_codes.contains(code)) {
        finder.added(table::REUSED_CODE_ADDED, &here, &format!("code `{code}` of a reused key"));
    }
    for code in reused_codes.iter().filter(|code| !is.reused_codes.contains(code)) {
        finder.removed(table::REUSED_CODE_REMOVED, &here, &format!("code `{code}` of a reused key"));
    }
}

fn errors(finder: &mut Finder, spot: &Spot<'_>, was: &Errors, is: &Errors) {
    let Errors { fields, listed, field_name, outcomes: old, request_id, messages, code } = was;
    finder.differs(table::ERROR_CODE_PATH_CHANGED, &spot.at(&["code"]), "path of the code", code, &is.code);
    let here = spot.at(&["messages"]);
    finder.differs(table::ERROR_MESSAGES_CHANGED, &here, "paths of the message", messages, &is.messages);
    let rule = table::ERROR_FIELDS_CHANGED;
    finder.differs(rule, &spot.at(&["fields"]), "path of invalid fields", fields, &is.fields);
    finder.differs(rule, &spot.at(&["field_name"]), "path of the invalid field", field_name, &is.field_name);
    let text = |listed: &Option<(String, String, String)>| {
        listed.as_ref().map(|(at, field, message)| format!("{at}: {field}, {message}")).unwrap_or_default()
    };
    let facts = (text(listed), text(&is.listed));
    finder.differs(rule, &spot.at(&["listed"]), "list of invalid fields", &facts.0, &facts.1);
    let here = spot.at(&["request_id"]);
    finder.differs(table::ERROR_REQUEST_ID_CHANGED, &here, "path of the request's id", request_id, &is.request_id);
    outcomes(finder, &spot.at(&["outcomes"]), old, &is.outcomes);
}

/// What codes of responses mean.
pub(super) fn outcomes(finder: &mut Finder, spot: &Spot<'_>, old: &[(String, Outcome)], new: &[(String, Outcome)]) {
    let Pairs { removed, added, both } = pairs(old, new, |(code, _)| code.as_str());
    for (code, _) in removed {
        finder.removed(table::CODE_OUTCOME_REMOVED, &spot.at(&[code]), &format!("meaning of code `{code}`"));
    }
    for (code, _) in added {
        finder.added(table::CODE_OUTCOME_ADDED, &spot.at(&[code]), &format!("meaning of code `{code}`"));
    }
    for ((code, was), (_, is)) in both {
        let what = format!("meaning of code `{code}`");
        finder.differs(table::CODE_OUTCOME_CHANGED, &spot.at(&[code]), &what, &word(was), &word(is));
    }
}

/// How searches continue: those of the API, or of one operation.
pub(super) fn paging<'a>(finder: &mut Finder, spot: &Spot<'a>, was: &'a Paging, is: &'a Paging) {
    let Paging { style, parameter, size, more, docs: _, evidence } = was;
    let known = (Some(evidence), Some(&is.evidence));
    let spot = spot.clone().known(known.0, known.1);
    finder.own_evidence(&spot, "paging", known);
    let name = |style: &PagingStyle| match style {
        PagingStyle::Page(_) => "page",
        PagingStyle::Offset => "offset",
        PagingStyle::Cursor(_) => "cursor",
        PagingStyle::LastId => "last-id",
        PagingStyle::Link(_) => "link",
        PagingStyle::LinkHeader => "link-header",
    };
    let here = spot.at(&["by"]);
    if finder.differs(
        table::PAGING_STYLE_CHANGED,
        &here,
        "identification of the next page",
        name(style),
        name(&is.style),
    ) {
        return;
    }
    if let (PagingStyle::Page(was), PagingStyle::Page(is)) = (style, &is.style) {
        let here = spot.at(&["first"]);
        let facts = (was.to_string(), is.to_string());
        finder.differs(table::PAGING_FIRST_CHANGED, &here, "number of the first page", &facts.0, &facts.1);
    }
    let path = |style: &PagingStyle| match style {
        PagingStyle::Cursor(path) | PagingStyle::Link(path) => path.clone(),
        _ => String::new(),
    };
    let here = spot.at(&[name(style)]);
    let facts = (path(style), path(&is.style));
    finder.differs(table::PAGING_PATH_CHANGED, &here, "path to the next page", &facts.0, &facts.1);
    let here = spot.at(&["more"]);
    finder.differs(table::PAGING_PATH_CHANGED, &here, "path to whether there is a next page", more, &is.more);
    let here = spot.at(&["parameter"]);
    finder.differs(table::PAGING_PARAMETER_CHANGED, &here, "parameter of the next page", parameter, &is.parameter);
    finder.differs(table::PAGING_SIZE_CHANGED, &spot.at(&["size"]), "parameter of the page size", size, &is.size);
}
