//! Events that have not happened, told on demand.

use std::sync::Arc;

use centralpay_model::{CardToken, Customer, EventType, Refund, Transaction};
use centralpay_webhook::{Event as Decoded, decode};
use payspec_core::printable;
use serde::Serialize;
use serde_json::Value;

use super::card_tokens::KeptToken;
use super::cards::KeptCard;
use super::events::envelope;
use crate::engine::delivery::Event;
use crate::engine::objects::{Object, Objects};
use crate::engine::rule_error::nearest;
use crate::engine::step::Step;
use crate::engine::world::World;

/// What an event on demand is about.
#[derive(Debug, Clone, PartialEq)]
pub enum Subject {
    /// The object of the world with this identifier, as it is now.
    About(String),
    /// This object, as the API writes it.
    Object(Value),
}

/// Why an event is not told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotTriggered {
    /// A parameter, `name`, `about` or `object`, and what is wrong with it.
    Invalid(&'static str, String),
    /// There is no such object.
    NoObject(String),
}

/// Tells webhooks of an event that has not happened. Nothing else changes.
///
/// # Errors
///
/// The event or the object does not exist, or the event cannot be about such an object.
pub fn trigger(world: &mut World, name: &str, subject: Subject) -> Result<Arc<Event>, NotTriggered> {
    let kind = EventType::from(name);
    if !kind.is_known() {
        let near = nearest(name, EventType::WIRE_VALUES.iter().copied()).unwrap_or_default();
        let message = format!("no event is `{}`; the nearest is `{near}`", printable::text(name, 80));
        return Err(NotTriggered::Invalid("name", message));
    }
    let (field, object, about) = match subject {
        Subject::About(id) => {
            let object = find(world.objects(), &id);
            let missing = || format!("no object of the world has the identifier `{}`", printable::text(&id, 80));
            ("about", object.ok_or_else(|| NotTriggered::NoObject(missing()))?, id)
        }
        Subject::Object(object) => {
            let about = identifier(&object);
            ("object", object, about)
        }
    };
    let mut step = Step::new(world);
    let event = envelope(&mut step, &kind, &about, object, None);
    // What receivers could not read is not sent: it would be a mistake of the test and not of the receiver.
    if let Decoded::Undecodable(problem) = decode(event.body.clone()) {
        return Err(NotTriggered::Invalid(field, format!("{name} cannot be about this object: {problem}")));
    }
    step.tell(event);
    let changes = step.finish();
    let told = world.commit(changes).ok().and_then(|()| world.events().last().cloned());
    told.ok_or_else(|| NotTriggered::Invalid("name", "the event was not told".to_owned()))
}

/// The first identifier of an object, which the API writes first.
fn identifier(object: &Value) -> String {
    let members = object.as_object().into_iter().flatten();
    let mut ids = members.filter(|(name, _)| name.ends_with("Id")).filter_map(|(_, value)| value.as_str());
    ids.next().unwrap_or_default().to_owned()
}

/// The object with an identifier, as the API writes it.
fn find(objects: &Objects, id: &str) -> Option<Value> {
    fn one<T: Object + Serialize>(objects: &Objects, id: &str) -> Option<Value> {
        serde_json::to_value(&*objects.get::<T>(id)?).ok()
    }
    let token = || objects.get::<KeptToken>(id).and_then(|kept| serde_json::to_value::<&CardToken>(&kept.token).ok());
    let card = || objects.get::<KeptCard>(id).and_then(|kept| serde_json::to_value(&kept.face.card).ok());
    one::<Transaction>(objects, id)
        .or_else(|| one::<Refund>(objects, id))
        .or_else(|| one::<Customer>(objects, id))
        .or_else(token)
        .or_else(card)
}
