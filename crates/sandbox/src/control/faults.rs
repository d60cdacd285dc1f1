//! Rules by which requests go wrong.

use std::time::Duration;

use control_model::{ClearFault, CreateFault, DeleteFault, Fault as Described, FaultKind, ListFault};
use payspec_core::{Decimal, Empty, printable};

use super::refusal::Refusal;
use super::worlds::find;
use crate::centralpay;
use crate::engine::faults::{Fault, FaultRule, Moment, Target};
use crate::engine::occurrence::Occurrence;
use crate::sandbox::Inner;

pub(super) fn create(sandbox: &Inner, params: CreateFault) -> Result<Described, Refusal> {
    let world = find(sandbox, &params.world)?;
    let occurrence = occurrence(params.nth, params.rate.as_ref());
    let fault = fault(&params)?;
    let target = Target { method: params.method, path: params.path };
    centralpay::check_fault(&target, occurrence, &fault)?;
    let id = world.shared.with(|world| world.add_fault(target, occurrence, fault));
    let rule = world.faults().list().into_iter().find(|rule| rule.id == id);
    rule.map(describe).ok_or_else(|| Refusal::Failed("the rule was removed at once".to_owned()))
}

/// Which of several like things a rule concerns.
pub(super) fn occurrence(nth: Option<i64>, rate: Option<&Decimal>) -> Occurrence {
    match (nth, rate) {
        (Some(nth), _) => Occurrence::Nth(nth.unsigned_abs()),
        (None, Some(rate)) => Occurrence::Rate(rate.to_f64()),
        (None, None) => Occurrence::Every,
    }
}

/// The rules of the spec have checked that the values are there.
fn fault(params: &CreateFault) -> Result<Fault, Refusal> {
    let status = || u16::try_from(params.status.unwrap_or_default()).unwrap_or_default();
    Ok(match &params.kind {
        FaultKind::Decline => Fault::Decline(params.code.clone().unwrap_or_default()),
        FaultKind::Delay => Fault::Delay(Duration::from_millis(params.milliseconds.unwrap_or_default().unsigned_abs())),
        FaultKind::Status => Fault::Status(status(), Moment::BeforeCommit),
        FaultKind::StatusAfterCommit => Fault::Status(status(), Moment::AfterCommit),
        FaultKind::DropBeforeCommit => Fault::Drop(Moment::BeforeCommit),
        FaultKind::DropAfterCommit => Fault::Drop(Moment::AfterCommit),
        FaultKind::CutBody => Fault::CutBody,
        FaultKind::MalformedBody => Fault::MalformedBody,
        FaultKind::Redirect => Fault::Redirect(params.to.clone().unwrap_or_default()),
        FaultKind::CloseIdle => Fault::CloseIdle,
        other => return Err(unknown("kind", other.as_str(), FaultKind::WIRE_VALUES)),
    })
}

/// Refuses an unknown value of a parameter.
pub(super) fn unknown(parameter: &str, value: &str, known: &[&str]) -> Refusal {
    let message = format!("unknown {parameter} `{}`; expected one of {}", printable::text(value, 80), known.join(", "));
    Refusal::Invalid(Some(parameter.to_owned()), message)
}

fn describe(rule: FaultRule) -> Described {
    let mut described = Described::new(rule.id.to_string());
    described.kind = Some(FaultKind::from(rule.fault.name()));
    (described.method, described.path) = (rule.target.method, rule.target.path);
    (described.nth, described.rate) = counted(rule.occurrence);
    (described.seen, described.hits) = (count(rule.seen), count(rule.hits));
    match rule.fault {
        Fault::Decline(code) => described.code = Some(code),
        Fault::Delay(by) => described.milliseconds = i64::try_from(by.as_millis()).ok(),
        Fault::Status(status, _) => described.status = Some(status.into()),
        Fault::Redirect(to) => described.to = Some(to),
        Fault::Drop(_) | Fault::CutBody | Fault::MalformedBody | Fault::CloseIdle => {}
    }
    described
}

/// The number and the probability of a rule.
pub(super) fn counted(occurrence: Occurrence) -> (Option<i64>, Option<Decimal>) {
    match occurrence {
        Occurrence::Every => (None, None),
        Occurrence::Nth(nth) => (count(nth), None),
        Occurrence::Rate(rate) => (None, rate.to_string().parse().ok()),
    }
}

pub(super) fn count(number: u64) -> Option<i64> {
    i64::try_from(number).ok()
}

pub(super) fn list(sandbox: &Inner, params: &ListFault) -> Result<Vec<Described>, Refusal> {
    Ok(find(sandbox, &params.world)?.faults().list().into_iter().map(describe).collect())
}

pub(super) fn delete(sandbox: &Inner, params: &DeleteFault) -> Result<Empty, Refusal> {
    let world = find(sandbox, &params.world)?;
    let id = params.fault.as_str();
    let is_removed = id.parse().is_ok_and(|id| world.faults().remove(id));
    if is_removed { Ok(Empty) } else { Err(missing(id)) }
}

/// Refuses a rule that does not exist.
pub(super) fn missing(id: &str) -> Refusal {
    Refusal::NotFound(format!("there is no rule `{}`", printable::text(id, 80)))
}

pub(super) fn clear(sandbox: &Inner, params: &ClearFault) -> Result<Empty, Refusal> {
    find(sandbox, &params.world)?.faults().clear();
    Ok(Empty)
}
