//! Deliveries of events.

use control_model::{DeliveryAttempt, DeliveryFaultKind, EventDelivery, ListDelivery, RedeliverDelivery};
use payspec_core::printable;

use super::events::body;
use super::refusal::Refusal;
use super::worlds::{find, time};
use crate::engine::delivery::{Delivery, DeliveryId, Outcome};
use crate::sandbox::Inner;

pub(super) fn list(sandbox: &Inner, params: &ListDelivery) -> Result<Vec<EventDelivery>, Refusal> {
    Ok(find(sandbox, &params.world)?.webhooks().deliveries().iter().map(describe).collect())
}

pub(super) async fn redeliver(sandbox: &Inner, params: &RedeliverDelivery) -> Result<EventDelivery, Refusal> {
    let world = find(sandbox, &params.world)?;
    let (webhooks, id) = (world.webhooks(), params.delivery.as_str());
    let id: Option<DeliveryId> = id.parse().ok();
    let find = |id| world.inspect(|world| world.deliveries().iter().find(|known| known.id == id).map(describe));
    let Some(id) = id.filter(|id| webhooks.redeliver(*id)) else {
        let shown = printable::text(params.delivery.as_str(), 80);
        let why = if id.and_then(find).is_some() { "the address was removed of" } else { "there is no" };
        return Err(Refusal::NotFound(format!("{why} delivery `{shown}`")));
    };
    world.shared.delivered(id).await;
    let found = find(id);
    found.ok_or_else(|| Refusal::NotFound("the world was reset meanwhile".to_owned()))
}

fn describe(known: &Delivery) -> EventDelivery {
    let mut described = EventDelivery::new(known.id.to_string());
    described.event_id = Some(known.event.id.as_str().into());
    described.event = Some(known.event.name.clone());
    described.about = Some(known.event.about.clone());
    described.subscription = Some(known.subscription.to_string().into());
    described.url = Some(known.url.clone());
    described.body = Some(body(&known.event));
    described.fault = known.fault.as_ref().map(|fault| DeliveryFaultKind::from(fault.name()));
    described.acknowledged = Some(known.is_acknowledged());
    let attempts = known.attempts.iter().map(|attempt| {
        let mut described = DeliveryAttempt::new();
        described.at = Some(time(attempt.at));
        match &attempt.outcome {
            Some(Outcome::Answered(status)) => described.status = Some((*status).into()),
            Some(Outcome::Failed(why)) => described.error = Some(why.clone()),
            None => {}
        }
        described
    });
    described.attempts = Some(attempts.collect());
    described
}
