//! Faults as CentralPay's clients meet them, and which rules can apply to its operations.

use centralpay_model::{API, BankReturnCode, EventType};
use payspec_core::{ErrorKind, printable};
use serde_json::json;

use super::routes::operations;
use crate::engine::answer::{Answer, Sending};
use crate::engine::delivery_faults::EventTarget;
use crate::engine::faults::{Fault, Moment, Target};
use crate::engine::occurrence::Occurrence;
use crate::engine::rule_error::{RuleError, nearest};

/// The shortest part of a long text that is still recognised in a message.
const SHOWN: usize = 80;

/// Checks that a rule can apply.
///
/// # Errors
///
/// An operation that does not exist, which names the nearest one; a decline of an operation that authorises nothing, or
/// with a code that banks do not use; a number out of range.
pub fn check_fault(target: &Target, occurrence: Occurrence, fault: &Fault) -> Result<(), RuleError> {
    let mut matching = operations().filter(|spec| target.matches(spec.method.as_str(), spec.path)).peekable();
    if matching.peek().is_none() {
        return Err(unknown(target));
    }
    check_occurrence(occurrence)?;
    match fault {
        Fault::Decline(code) => {
            let is_declined = |status: &payspec_core::ResponseSpec| status.error == Some(ErrorKind::Declined);
            if !matching.any(|spec| spec.responses.iter().any(is_declined)) {
                let can = operations().find(|spec| spec.responses.iter().any(is_declined));
                let can = can.map_or(String::new(), |spec| format!("; {} {} does", spec.method.as_str(), spec.path));
                return Err(RuleError::new("path", format!("{target} asks no bank for an authorisation{can}")));
            }
            check_code(code)
        }
        Fault::Status(status, _) if !(500..=599).contains(status) => {
            Err(RuleError::new("status", format!("the status is {status}; expected 500 to 599")))
        }
        Fault::Redirect(to) if to.is_empty() || !to.bytes().all(|byte| byte.is_ascii_graphic()) => {
            let to = printable::text(to, SHOWN);
            Err(RuleError::new("to", format!("`{to}` cannot be a `Location`; expected a URL")))
        }
        _ => Ok(()),
    }
}

/// Checks that a rule about deliveries can apply.
///
/// # Errors
///
/// An event that does not exist, which names the nearest one; a number out of range.
pub fn check_delivery_fault(target: &EventTarget, occurrence: Occurrence) -> Result<(), RuleError> {
    if let Some(name) = target.name.as_deref().filter(|name| !EventType::from(*name).is_known()) {
        let near = nearest(name, EventType::WIRE_VALUES.iter().copied()).unwrap_or_default();
        let name = printable::text(name, SHOWN);
        return Err(RuleError::new("event", format!("no event is `{name}`; the nearest is `{near}`")));
    }
    check_occurrence(occurrence)
}

/// Checks that a rule can concern anything.
fn check_occurrence(occurrence: Occurrence) -> Result<(), RuleError> {
    match occurrence {
        Occurrence::Nth(0) => Err(RuleError::new("nth", "the number is 0; the first one is number 1")),
        Occurrence::Rate(rate) if !(rate > 0.0 && rate <= 1.0) => {
            Err(RuleError::new("rate", format!("the rate is {rate}; expected more than 0 and at most 1")))
        }
        _ => Ok(()),
    }
}

fn check_code(code: &str) -> Result<(), RuleError> {
    let shown = printable::text(code, SHOWN);
    match BankReturnCode::from(code).row() {
        Some(row) if row.approved => {
            Err(RuleError::new("code", format!("the bank code `{shown}` is an approval: {}", row.label)))
        }
        Some(_) => Ok(()),
        None => {
            let known = nearest(code, BankReturnCode::all().filter_map(|code| code.row().map(|row| row.code)));
            let known = known.unwrap_or_default();
            let message = format!("the vendor's table has no bank code `{shown}`; the nearest is `{known}`");
            Err(RuleError::new("code", message))
        }
    }
}

fn unknown(target: &Target) -> RuleError {
    // The target is named as it was given; what it leaves open is left open in the suggestion as well.
    let named = |spec: &payspec_core::OperationSpec| Target {
        method: target.method.as_ref().map(|_| spec.method.as_str().to_owned()),
        path: target.path.as_ref().map(|_| spec.path.to_owned()),
    };
    let given = target.to_string();
    let known = operations().map(|spec| named(spec).to_string());
    let near = nearest(&given, known).unwrap_or_default();
    RuleError::new("path", format!("no operation is `{}`; the nearest is `{near}`", printable::text(&given, SHOWN)))
}

/// The answer to a request that is not executed.
pub(super) fn without(fault: &Fault, request_id: &str) -> Answer {
    match fault {
        // A redirect comes from a proxy, which does not know the API's request identifiers.
        Fault::Redirect(to) => {
            let mut answer = Answer::new(302, "text/html; charset=utf-8", Vec::new());
            answer.headers.push(("Location", to.clone()));
            answer
        }
        Fault::Status(status, _) => {
            let mut answer = error(*status);
            answer.headers.extend(API.request_id_header.map(|name| (name, request_id.to_owned())));
            answer
        }
        _ => Answer::new(0, "text/plain", Vec::new()),
    }
}

fn error(status: u16) -> Answer {
    let body = json!({ "message": format!("the sandbox was asked to answer with {status}") });
    Answer::json(status, body.to_string().into_bytes())
}

/// Disturbs the answer to a request.
pub(super) fn disturb(mut answer: Answer, fault: &Fault) -> Answer {
    match fault {
        Fault::Status(status, Moment::AfterCommit) => {
            let instead = error(*status);
            (answer.status, answer.body) = (instead.status, instead.body);
        }
        Fault::MalformedBody => {
            let half = answer.body.len() / 2;
            answer.body.truncate(half);
        }
        Fault::Delay(by) => answer.sending = Sending::Late(*by),
        Fault::Drop(_) => answer.sending = Sending::Dropped,
        Fault::CutBody => answer.sending = Sending::Cut,
        Fault::CloseIdle => answer.sending = Sending::ThenClosed,
        Fault::Decline(_) | Fault::Status(_, Moment::BeforeCommit) | Fault::Redirect(_) => {}
    }
    answer.headers.push(("Payspec-Sandbox", format!("fault={}", fault.name())));
    answer
}
