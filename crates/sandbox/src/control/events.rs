//! Events.

use control_model::{ListEvent, TriggerEvent, WorldEvent};

use super::refusal::Refusal;
use super::worlds::{find, time};
use crate::centralpay::{self, NotTriggered, Subject};
use crate::engine::delivery::Event;
use crate::sandbox::Inner;

pub(super) fn list(sandbox: &Inner, params: &ListEvent) -> Result<Vec<WorldEvent>, Refusal> {
    Ok(find(sandbox, &params.world)?.webhooks().events().iter().map(|known| describe(known)).collect())
}

fn describe(known: &Event) -> WorldEvent {
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
        (Some(id), None) => Subject::About(id),
        (None, None) => Subject::Sample,
    };
    let fields = params.fields.unwrap_or_default();
    let fields: Vec<(&str, &str)> = fields.iter().map(|(path, text)| (path, text.as_str())).collect();
    let sent = world.shared.with(|world| centralpay::trigger(world, &params.name, subject, &fields));
    match sent {
        Ok(event) => Ok(describe(&event)),
        Err(NotTriggered::NoObject(message)) => Err(Refusal::NotFound(message)),
        Err(NotTriggered::Invalid(field, message)) => Err(Refusal::Invalid(Some(field.to_owned()), message)),
        Err(NotTriggered::Field(path, message)) => Err(Refusal::Invalid(Some(format!("fields.{path}")), message)),
    }
}

/// What is posted.
pub(super) fn body(event: &Event) -> String {
    String::from_utf8_lossy(&event.body).into_owned()
}
