//! Events on demand, which have not happened.

use std::sync::Arc;

use centralpay_model::{Customer, EventType, GetCredit, Refund, SubscriptionModel, Transaction};
use centralpay_webhook::testing::fixtures::FIXTURES;
use centralpay_webhook::{ENVELOPE, Event as Decoded, decode};
use payspec_core::printable;
use serde::Serialize;
use serde_json::Value;

use super::card_tokens::KeptToken;
use super::cards::KeptCard;
use super::disputes::KeptDispute;
use super::events::envelope;
use super::instalments::instalment_in_event;
use super::invoice_items::KeptItem;
use super::invoices::KeptInvoice;
use super::{credits, instalments, payment_requests, subscriptions};
use crate::engine::delivery::Event;
use crate::engine::rule_error::{hint, nearest};
use crate::engine::step::Step;
use crate::engine::world::World;
use crate::generated::centralpay_events::EVENTS as OBJECTS;
use crate::members::{self, ObjectType};

/// The object of an event on demand.
#[derive(Debug, Clone, PartialEq)]
pub enum Subject {
    /// The object of the world with this identifier, as it is now.
    About(String),
    /// This object, as the API writes it. It is only checked to be decodable.
    Object(Value),
    /// The sample of the event.
    Sample,
}

/// Why an event is not sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotTriggered {
    /// A parameter (`name`, `about` or `object`), and what is wrong with it.
    Invalid(&'static str, String),
    /// The path of a field that cannot be set, and why.
    Field(String, String),
    /// There is no such object.
    NoObject(String),
}

/// The names of all events, as the API writes them.
pub const EVENTS: &[&str] = EventType::WIRE_VALUES;

/// The event with the most similar name, if there is a similar one.
pub fn nearest_event(name: &str) -> Option<&'static str> {
    nearest(name, EVENTS.iter().copied())
}

/// Sends webhooks an event that has not happened. Nothing else changes.
///
/// `fields` are set in the object: paths such as `card.first6`, each with a text that is read as the type of the member.
///
/// # Errors
///
/// The event or the object does not exist, the event cannot be about such an object, or a field is unknown or of another
/// type.
pub fn trigger(
    world: &mut World,
    name: &str,
    subject: Subject,
    fields: &[(&str, &str)],
) -> Result<Arc<Event>, NotTriggered> {
    let kind = EventType::from(name);
    if !kind.is_known() {
        let message = format!("no event is `{}`{}", printable::text(name, 80), hint(name, EVENTS.iter().copied()));
        return Err(NotTriggered::Invalid("name", message));
    }
    let mut step = Step::new(world);
    let (field, mut object, known, previous) = match subject {
        Subject::About(id) => ("about", find(&mut step, name, &id)?, Some(id), None),
        Subject::Object(object) => ("object", object, None, None),
        Subject::Sample => {
            let sample = sample(name).ok_or_else(|| NotTriggered::Invalid("name", format!("{name} has no sample")))?;
            ("name", sample.object, None, sample.previous)
        }
    };
    set_all(&mut object, name, fields)?;
    let about = known.unwrap_or_else(|| identifier(name, &object));
    let event = envelope(&mut step, &kind, &about, object, previous);
    // What receivers could not read is not sent: it would be a mistake of the test and not of the receiver.
    if let Decoded::Undecodable(problem) = decode(event.body.clone()) {
        let message = format!("{name} cannot be about this object: {problem}");
        return Err(NotTriggered::Invalid(if fields.is_empty() { field } else { "fields" }, message));
    }
    step.tell(event);
    let changes = step.finish();
    let told = world.commit(changes).ok().and_then(|()| world.events().last().cloned());
    told.ok_or_else(|| NotTriggered::Invalid("name", "the event was not sent".to_owned()))
}

/// Sets fields of the object of an event.
fn set_all(object: &mut Value, event: &str, fields: &[(&str, &str)]) -> Result<(), NotTriggered> {
    let mut fields = fields.to_vec();
    // An object before its members, whatever the order in which they were given.
    fields.sort_unstable();
    for (path, text) in fields {
        let ty = object_type(event).ok_or_else(|| {
            NotTriggered::Field(path.to_owned(), format!("the members of the object of {event} are not known"))
        })?;
        members::set(object, ty, path, text).map_err(|misfit| NotTriggered::Field(misfit.path, misfit.message))?;
    }
    Ok(())
}

fn object_type(event: &str) -> Option<&'static ObjectType> {
    OBJECTS.iter().find(|(name, _)| *name == event).map(|(_, object)| *object)
}

/// The object of an event, and what it was before.
struct Sample {
    object: Value,
    previous: Option<Value>,
}

/// The sample of an event: the vendor's, or one that is made up from the spec.
fn sample(event: &str) -> Option<Sample> {
    let body = FIXTURES.of(event)?.body();
    let mut body: Value = serde_json::from_slice(body.as_bytes()).ok()?;
    let mut take = |name: Option<&str>| Some(body.get_mut(name?)?.take());
    let (object, previous) = (take(ENVELOPE.payload), take(ENVELOPE.previous));
    // Some samples are the object alone.
    Some(Sample { object: object.unwrap_or(body), previous: previous.filter(Value::is_object) })
}

/// The object of an event's sample.
#[cfg(test)]
pub(crate) fn sample_object(event: &str) -> Option<Value> {
    Some(sample(event)?.object)
}

/// A kind of objects that events are about.
struct Kind {
    /// What the names of their events begin with. The longest one that fits decides.
    events: &'static str,
    /// The member with the identifier. Objects refer to others by members of the same form.
    id: &'static str,
    /// Reads the object with an identifier as events show it.
    read: fn(&mut Step<'_>, &str) -> Option<Value>,
}

const fn kind(events: &'static str, id: &'static str, read: fn(&mut Step<'_>, &str) -> Option<Value>) -> Kind {
    Kind { events, id, read }
}

static KINDS: &[Kind] = &[
    kind("CARD_", "cardId", |step, id| written(&step.get::<KeptCard>(id)?.face.card)),
    kind("CARDTOKEN_", "cardTokenId", |step, id| written(&step.get::<KeptToken>(id)?.token)),
    kind("CREDIT_", "creditId", |step, id| written(&credits::get(step, GetCredit::new(id)).ok()?.object)),
    kind("CUSTOMER_", "customerId", |step, id| written(&*step.get::<Customer>(id)?)),
    kind("DISPUTE_", "disputeId", |step, id| written(&step.get::<KeptDispute>(id)?.dispute)),
    kind("INSTALLMENTPAYMENT_", "installmentPaymentId", plan),
    kind("INSTALLMENT_", "installmentId", instalment),
    kind("INVOICE_", "invoiceId", |step, id| written(&step.get::<KeptInvoice>(id)?.shown)),
    kind("INVOICEITEM_", "invoiceItemId", |step, id| written(&step.get::<KeptItem>(id)?.shown)),
    kind("PAYMENTREQUEST_", "paymentRequestId", |step, id| written(&step.get::<payment_requests::Kept>(id)?.shown)),
    kind("PAYMENTREQUEST_INSTALLMENT_", "installmentPaymentId", plan),
    kind("PAYMENTREQUEST_SUBSCRIPTION_", "subscriptionId", subscription),
    kind("PAYMENTREQUEST_TRANSACTION_", "transactionId", transaction),
    kind("REFUND_", "refundId", |step, id| written(&*step.get::<Refund>(id)?)),
    kind("SUBSCRIPTION_", "subscriptionId", subscription),
    kind("SUBSCRIPTIONMODEL_", "subscriptionModelId", |step, id| written(&*step.get::<SubscriptionModel>(id)?)),
    kind("TRANSACTION_", "transactionId", transaction),
];

fn written<T: Serialize>(object: &T) -> Option<Value> {
    serde_json::to_value(object).ok()
}

fn plan(step: &mut Step<'_>, id: &str) -> Option<Value> {
    written(&step.get::<instalments::Kept>(id)?.in_event(step))
}

fn instalment(step: &mut Step<'_>, id: &str) -> Option<Value> {
    let plans = step.all::<instalments::Kept>();
    let mut all = plans.flat_map(|plan| plan.shown.installments.clone().unwrap_or_default());
    let found = all.find(|instalment| instalment.installment_id.as_str() == id)?;
    written(&instalment_in_event(step, &found))
}

fn subscription(step: &mut Step<'_>, id: &str) -> Option<Value> {
    written(&step.get::<subscriptions::Kept>(id)?.view(step))
}

fn transaction(step: &mut Step<'_>, id: &str) -> Option<Value> {
    written(&*step.get::<Transaction>(id)?)
}

/// The kind of objects that an event is about, if the sandbox has such objects.
fn kind_of(event: &str) -> Option<&'static Kind> {
    KINDS.iter().filter(|kind| event.starts_with(kind.events)).max_by_key(|kind| kind.events.len())
}

/// Reads the object with an identifier, which is of the kind that an event is about.
fn find(step: &mut Step<'_>, event: &str, id: &str) -> Result<Value, NotTriggered> {
    let known = kind_of(event);
    if let Some(found) = known.and_then(|kind| (kind.read)(step, id)) {
        return Ok(found);
    }
    let shown = printable::text(id, 80);
    if !KINDS.iter().any(|kind| (kind.read)(step, id).is_some()) {
        return Err(NotTriggered::NoObject(format!("no object of the world has the identifier `{shown}`")));
    }
    let message = match known {
        Some(kind) => format!("{event} needs the `{}` of an object; `{shown}` identifies one of another kind", kind.id),
        None => format!("the world has no object that {event} can be about; set `fields` of its sample instead"),
    };
    Err(NotTriggered::Invalid("about", message))
}

/// The identifier of an object that an event is about.
fn identifier(event: &str, object: &Value) -> String {
    let text = |name: &str| object.get(name).and_then(Value::as_str);
    if let Some(id) = kind_of(event).and_then(|kind| text(kind.id)) {
        return id.to_owned();
    }
    // Of objects that the sandbox does not have: `payoutReversalId` for `PAYOUT_REVERSAL_CREATED`.
    let event = event.strip_prefix("PAYMENTREQUEST_").unwrap_or(event).replace('_', "").to_ascii_lowercase();
    let names = object.as_object().into_iter().flatten().map(|(name, _)| name.as_str());
    let own = names.filter(|name| {
        let stem = name.strip_suffix("Id").map(str::to_ascii_lowercase);
        stem.is_some_and(|stem| event.starts_with(&stem)) && text(name).is_some()
    });
    own.max_by_key(|name| name.len()).and_then(text).unwrap_or_default().to_owned()
}
