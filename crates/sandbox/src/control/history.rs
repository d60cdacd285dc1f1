//! What happened in a world: requests, events and their deliveries.

use control_model::{
    CreateSubscription, DeliveryAttempt, DeliveryFaultKind, EventDelivery, FaultKind, ListDelivery, ListEvent,
    ListRequest, ListSubscription, RedeliverDelivery, SeenRequest, Subscription, TriggerEvent, WorldEvent,
};
use payspec_core::printable;

use super::refusal::Refusal;
use super::worlds::{find, time};
use crate::centralpay::{self, NotTriggered, Subject};
use crate::engine::delivery::{Delivery, DeliveryId, Event, Outcome};
use crate::engine::journal::Entry;
use crate::sandbox::Inner;

pub(super) fn subscribe(sandbox: &Inner, params: CreateSubscription) -> Result<Subscription, Refusal> {
    find(sandbox, &params.world)?.webhooks().post_to(params.url.as_str());
    Ok(address(params.url))
}

fn address(url: String) -> Subscription {
    let mut subscription = Subscription::new();
    subscription.url = Some(url);
    subscription
}

pub(super) fn subscriptions(sandbox: &Inner, params: &ListSubscription) -> Result<Vec<Subscription>, Refusal> {
    let world = find(sandbox, &params.world)?;
    Ok(world.inspect(|world| world.subscriptions().iter().map(|known| address(known.url.clone())).collect()))
}

pub(super) fn deliveries(sandbox: &Inner, params: &ListDelivery) -> Result<Vec<EventDelivery>, Refusal> {
    Ok(find(sandbox, &params.world)?.webhooks().deliveries().iter().map(delivery).collect())
}

pub(super) async fn redeliver(sandbox: &Inner, params: &RedeliverDelivery) -> Result<EventDelivery, Refusal> {
    let world = find(sandbox, &params.world)?;
    let (webhooks, id) = (world.webhooks(), params.delivery.as_str());
    let id: Option<DeliveryId> = id.parse().ok();
    let Some(id) = id.filter(|id| webhooks.redeliver(*id)) else {
        let id = printable::text(params.delivery.as_str(), 80);
        return Err(Refusal::NotFound(format!("there is no delivery `{id}`")));
    };
    webhooks.settle().await;
    let found = webhooks.deliveries().iter().find(|known| known.id == id).map(delivery);
    found.ok_or_else(|| Refusal::NotFound("the world was reset meanwhile".to_owned()))
}

fn delivery(known: &Delivery) -> EventDelivery {
    let mut described = EventDelivery::new(known.id.to_string());
    described.event_id = Some(known.event.id.as_str().into());
    described.event = Some(known.event.name.clone());
    described.about = Some(known.event.about.clone());
    described.url = Some(known.subscription.url.clone());
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

fn body(event: &Event) -> String {
    String::from_utf8_lossy(&event.body).into_owned()
}

pub(super) fn events(sandbox: &Inner, params: &ListEvent) -> Result<Vec<WorldEvent>, Refusal> {
    Ok(find(sandbox, &params.world)?.webhooks().events().iter().map(|known| event(known)).collect())
}

fn event(known: &Event) -> WorldEvent {
    let mut described = WorldEvent::new(known.id.as_str());
    described.name = Some(known.name.clone());
    described.about = Some(known.about.clone());
    described.at = Some(time(known.at));
    described.body = Some(body(known));
    described
}

pub(super) fn trigger(sandbox: &Inner, params: TriggerEvent) -> Result<WorldEvent, Refusal> {
    let world = find(sandbox, &params.world)?;
    let subject = match (params.about, params.object) {
        (_, Some(object)) => Subject::Object(object),
        (about, None) => Subject::About(about.unwrap_or_default()),
    };
    let told = world.shared.with(|world| centralpay::trigger(world, &params.name, subject));
    match told {
        Ok(told) => Ok(event(&told)),
        Err(NotTriggered::NoObject(message)) => Err(Refusal::NotFound(message)),
        Err(NotTriggered::Invalid(field, message)) => Err(Refusal::Invalid(Some(field.to_owned()), message)),
    }
}

pub(super) fn requests(sandbox: &Inner, params: &ListRequest) -> Result<Vec<SeenRequest>, Refusal> {
    Ok(find(sandbox, &params.world)?.requests().iter().map(seen).collect())
}

fn seen(entry: &Entry) -> SeenRequest {
    let mut seen = SeenRequest::new();
    seen.at = Some(time(entry.at));
    seen.method = Some(entry.method.clone());
    seen.path = Some(entry.path.clone());
    seen.operation = entry.operation.map(str::to_owned);
    seen.status = (entry.status != 0).then(|| entry.status.into());
    seen.request_id = Some(entry.request_id.clone());
    seen.repeated = Some(entry.repeated);
    seen.fault = entry.fault.map(FaultKind::from);
    seen
}
