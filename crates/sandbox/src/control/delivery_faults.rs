//! Rules by which webhooks misbehave.

use std::time::Duration;

use control_model::{
    ClearDeliveryFault, CreateDeliveryFault, DeleteDeliveryFault, DeliveryFault as Described, DeliveryFaultKind,
    ListDeliveryFault,
};
use payspec_core::Empty;

use super::faults::{count, counted, missing, occurrence, unknown};
use super::refusal::Refusal;
use super::worlds::find;
use crate::centralpay;
use crate::engine::delivery_faults::{DeliveryFault, DeliveryFaultRule, EventTarget};
use crate::sandbox::Inner;

pub(super) fn create(sandbox: &Inner, params: CreateDeliveryFault) -> Result<Described, Refusal> {
    let world = find(sandbox, &params.world)?;
    let occurrence = occurrence(params.nth, params.rate.as_ref());
    let seconds = params.seconds.unwrap_or_default().unsigned_abs();
    let fault = match &params.kind {
        DeliveryFaultKind::Twice => DeliveryFault::Twice,
        DeliveryFaultKind::Late => DeliveryFault::Late(Duration::from_secs(seconds)),
        DeliveryFaultKind::Lost => DeliveryFault::Lost,
        DeliveryFaultKind::AfterNext => DeliveryFault::AfterNext,
        DeliveryFaultKind::AfterNewer => DeliveryFault::AfterNewer,
        other => return Err(unknown("kind", other.as_str(), DeliveryFaultKind::WIRE_VALUES)),
    };
    let target = EventTarget { name: params.event };
    centralpay::check_delivery_fault(&target, occurrence)?;
    let id = world.shared.with(|world| world.add_delivery_fault(target, occurrence, fault));
    let rule = world.webhooks().faults().list().into_iter().find(|rule| rule.id == id);
    rule.map(describe).ok_or_else(|| Refusal::Failed("the rule was removed at once".to_owned()))
}

fn describe(rule: DeliveryFaultRule) -> Described {
    let mut described = Described::new(rule.id.to_string());
    described.kind = Some(DeliveryFaultKind::from(rule.fault.name()));
    described.event = rule.target.name;
    (described.nth, described.rate) = counted(rule.occurrence);
    (described.seen, described.hits) = (count(rule.seen), count(rule.hits));
    if let DeliveryFault::Late(by) = rule.fault {
        described.seconds = count(by.as_secs());
    }
    described
}

pub(super) fn list(sandbox: &Inner, params: &ListDeliveryFault) -> Result<Vec<Described>, Refusal> {
    Ok(find(sandbox, &params.world)?.webhooks().faults().list().into_iter().map(describe).collect())
}

pub(super) fn delete(sandbox: &Inner, params: &DeleteDeliveryFault) -> Result<Empty, Refusal> {
    let world = find(sandbox, &params.world)?;
    let id = params.fault.as_str();
    let is_removed = id.parse().is_ok_and(|id| world.webhooks().faults().remove(id));
    if is_removed { Ok(Empty) } else { Err(missing(id)) }
}

pub(super) fn clear(sandbox: &Inner, params: &ClearDeliveryFault) -> Result<Empty, Refusal> {
    find(sandbox, &params.world)?.webhooks().faults().clear();
    Ok(Empty)
}
