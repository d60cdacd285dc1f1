//! The addresses to which the events of a world are posted.

use control_model::{CreateSubscription, DeleteSubscription, ListSubscription, Subscription};
use payspec_core::{Empty, printable};

use super::refusal::Refusal;
use super::worlds::find;
use crate::engine::addresses::SubscriptionId;
use crate::engine::webhook_url::WebhookUrl;
use crate::sandbox::Inner;

pub(super) fn create(sandbox: &Inner, params: &CreateSubscription) -> Result<Subscription, Refusal> {
    let url: WebhookUrl = params.url.parse()?;
    let id = find(sandbox, &params.world)?.webhooks().post_to(url.expose())?;
    Ok(describe(id, &url))
}

fn describe(id: SubscriptionId, url: &WebhookUrl) -> Subscription {
    let mut subscription = Subscription::new(id.to_string());
    subscription.url = Some(url.to_string());
    subscription
}

pub(super) fn list(sandbox: &Inner, params: &ListSubscription) -> Result<Vec<Subscription>, Refusal> {
    let urls = find(sandbox, &params.world)?.webhooks().urls();
    Ok(urls.iter().map(|(id, url)| describe(*id, url)).collect())
}

pub(super) fn delete(sandbox: &Inner, params: &DeleteSubscription) -> Result<Empty, Refusal> {
    let (world, id) = (find(sandbox, &params.world)?, params.subscription.as_str());
    if id.parse().is_ok_and(|id| world.webhooks().remove(id)) {
        return Ok(Empty);
    }
    let known: Vec<String> = world.webhooks().urls().iter().map(|(id, _)| format!("`{id}`")).collect();
    let known =
        if known.is_empty() { "the world has none".to_owned() } else { format!("there is {}", known.join(", ")) };
    Err(Refusal::NotFound(format!("there is no address `{}`; {known}", printable::text(id, 80))))
}
