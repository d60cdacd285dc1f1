//! Faults as CentralPay's clients meet them, and which rules can apply to its operations.

use centralpay_model::{API, BankReturnCode, CreateInstallmentPayment, CreateSubscription, EventType, PayInvoice};
use payspec_core::{ErrorKind, Operation, OperationSpec, ResponseSpec, printable};
use serde_json::json;

use super::routes::operations;
use crate::engine::answer::{Answer, Sending};
use crate::engine::delivery_faults::EventTarget;
use crate::engine::faults::{Fault, Moment, Target};
use crate::engine::occurrence::Occurrence;
use crate::engine::rule_error::{RuleError, hint};

/// The shortest part of a long text that is still recognised in a message.
const SHOWN: usize = 80;

/// Checks that a rule can apply.
///
/// # Errors
///
/// An operation that does not exist, which names the nearest one if there is any; a decline of an operation that authorises nothing, or
/// with a code that banks do not use; a number out of range.
pub fn check_fault(target: &Target, occurrence: Occurrence, fault: &Fault) -> Result<(), RuleError> {
    let mut matching = operations().filter(|spec| target.matches(spec.method.as_str(), spec.path)).peekable();
    if matching.peek().is_none() {
        return Err(unknown(target));
    }
    check_occurrence(occurrence)?;
    match fault {
        Fault::Decline(code) => {
            if !matching.any(is_charging) {
                let can = operations().find(|spec| spec.responses.iter().any(is_declined));
                let can = can.map_or(String::new(), |spec| format!("; {} {} does", spec.method.as_str(), spec.path));
                let field = if target.path.is_some() { "path" } else { "method" };
                return Err(RuleError::new(field, format!("{target} asks no bank for an authorisation{can}")));
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

/// Operations that charge a card without a response of their own for a refusal: the object says what became of it.
const CHARGING: [&str; 3] = [CreateSubscription::SPEC.id, CreateInstallmentPayment::SPEC.id, PayInvoice::SPEC.id];

/// Returns `true` if a bank can refuse what an operation does.
fn is_charging(spec: &OperationSpec) -> bool {
    CHARGING.contains(&spec.id) || spec.responses.iter().any(is_declined)
}

fn is_declined(response: &ResponseSpec) -> bool {
    response.error == Some(ErrorKind::Declined)
}

/// Checks that a rule about deliveries can apply.
///
/// # Errors
///
/// An event that does not exist, which names the nearest one if there is any; a number out of range.
pub fn check_delivery_fault(target: &EventTarget, occurrence: Occurrence) -> Result<(), RuleError> {
    if let Some(name) = target.name.as_deref().filter(|name| !EventType::from(*name).is_known()) {
        let hint = hint(name, EventType::WIRE_VALUES.iter().copied());
        return Err(RuleError::new("event", format!("no event is `{}`{hint}", printable::text(name, SHOWN))));
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
            let hint = hint(code, BankReturnCode::all().filter_map(|code| code.row().map(|row| row.code)));
            Err(RuleError::new("code", format!("the vendor's table has no bank code `{shown}`{hint}")))
        }
    }
}

fn unknown(target: &Target) -> RuleError {
    // The target is named as it was given; what it leaves open is left open in the suggestion as well.
    let named = |spec: &OperationSpec| Target {
        method: target.method.as_ref().map(|_| spec.method.as_str().to_owned()),
        path: target.path.as_ref().map(|_| spec.path.to_owned()),
    };
    let given = target.to_string();
    let known = operations().map(|spec| named(spec).to_string());
    let hint = hint(&given, known);
    // A path that exists has another method.
    let any_method = Target { method: None, path: target.path.clone() };
    let has_path = operations().any(|spec| any_method.matches(spec.method.as_str(), spec.path));
    let field = if target.method.is_some() && has_path { "method" } else { "path" };
    RuleError::new(field, format!("no operation is `{}`{hint}", printable::text(&given, SHOWN)))
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
    let body = json!({ "message": format!("the sandbox was told to respond with {status}") });
    Answer::json(status, body.to_string().into_bytes())
}

/// Disturbs the answer to a request.
pub(super) fn disturb(mut answer: Answer, fault: &Fault) -> Answer {
    answer.status = fault.sent(answer.status);
    match fault {
        Fault::Status(status, Moment::AfterCommit) => answer.body = error(*status).body,
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
