//! The control API: controls a running sandbox over HTTP, from any language. Rust programs have [`crate::Sandbox`].
//!
//! It is described by `spec/control`; routes, parameters, rules and objects are generated from there.

mod clocks;
mod deliveries;
mod delivery_faults;
mod disputes;
mod events;
mod faults;
mod guard;
mod received;
mod refusal;
mod requests;
mod subscriptions;
mod worlds;

use std::net::IpAddr;
use std::sync::OnceLock;

use control_model::visit_operations;
use payspec_core::server::{DecodeOperation, response_body};
use payspec_core::{OperationSpec, printable};
use serde::Serialize;

use self::received::Received;
use self::refusal::Refusal;
use crate::engine::answer::Answer;
use crate::engine::request::Request;
use crate::engine::rule_error::nearest;
use crate::route_table::{Found, RouteTable};
use crate::sandbox::Inner;

/// Where it is on the server.
pub(crate) const PATH: &str = "/control";

pub(crate) use self::worlds::time;

/// Checks that a request comes from this machine, and from no page of another site.
pub(crate) fn check(request: &Request<'_>, peer: IpAddr) -> Result<(), Answer> {
    guard::check(request, peer).map_err(Refusal::answer)
}

/// Answers a request, whose path is the one below [`PATH`].
pub(crate) async fn answer(sandbox: &Inner, request: &Request<'_>, peer: IpAddr) -> Answer {
    match answered(sandbox, request, peer).await {
        Ok(answer) => answer,
        Err(refusal) => refusal.answer(),
    }
}

async fn answered(sandbox: &Inner, request: &Request<'_>, peer: IpAddr) -> Result<Answer, Refusal> {
    guard::check(request, peer)?;
    let (route, parameters) = find(request)?;
    let received = Received::of(request, &parameters);
    match route.spec.id {
        "world.list" => done(&received, |params| worlds::list(sandbox, &params)),
        "world.create" => done(&received, |params| worlds::create(sandbox, &params)),
        "world.get" => done(&received, |params| worlds::get(sandbox, &params)),
        "world.reset" => {
            let params = decode(&received)?;
            encode(&params, &worlds::reset(sandbox, &params).await?)
        }
        "world.snapshot" => {
            let params = decode(&received)?;
            encode(&params, &worlds::snapshot(sandbox, &params).await?)
        }
        "world.restore" => {
            let params = decode(&received)?;
            encode(&params, &worlds::restore(sandbox, &params).await?)
        }
        "clock.get" => done(&received, |params| clocks::get(sandbox, &params)),
        "clock.advance" => {
            let params = decode(&received)?;
            encode(&params, &clocks::advance(sandbox, &params).await?)
        }
        "fault.create" => done(&received, |params| faults::create(sandbox, params)),
        "fault.list" => done(&received, |params| faults::list(sandbox, &params)),
        "fault.delete" => done(&received, |params| faults::delete(sandbox, &params)),
        "fault.clear" => done(&received, |params| faults::clear(sandbox, &params)),
        "delivery-fault.create" => done(&received, |params| delivery_faults::create(sandbox, params)),
        "delivery-fault.list" => done(&received, |params| delivery_faults::list(sandbox, &params)),
        "delivery-fault.delete" => done(&received, |params| delivery_faults::delete(sandbox, &params)),
        "delivery-fault.clear" => done(&received, |params| delivery_faults::clear(sandbox, &params)),
        "subscription.create" => done(&received, |params| subscriptions::create(sandbox, &params)),
        "subscription.delete" => done(&received, |params| subscriptions::delete(sandbox, &params)),
        "subscription.list" => done(&received, |params| subscriptions::list(sandbox, &params)),
        "delivery.list" => done(&received, |params| deliveries::list(sandbox, &params)),
        "delivery.redeliver" => {
            let params = decode(&received)?;
            encode(&params, &deliveries::redeliver(sandbox, &params).await?)
        }
        "event.list" => done(&received, |params| events::list(sandbox, &params)),
        "event.trigger" => done(&received, |params| events::trigger(sandbox, params)),
        "dispute.create" => done(&received, |params| disputes::create(sandbox, &params)),
        "dispute.act" => done(&received, |params| disputes::act(sandbox, &params)),
        "request.list" => done(&received, |params| requests::list(sandbox, &params)),
        id => Err(Refusal::Failed(format!("{id} is described and not served"))),
    }
}

fn find(request: &Request<'_>) -> Result<Found<'static, ()>, Refusal> {
    static TABLE: OnceLock<RouteTable<()>> = OnceLock::new();
    let table = TABLE.get_or_init(|| RouteTable::new(visit_operations, |_| ()));
    let path = request.path.trim_end_matches('/');
    if let Some(found) = table.find(request.method, path, |_| true) {
        return Ok(found);
    }
    // What else webhooks are called.
    let sought: Vec<&str> = path
        .split('/')
        .map(|step| if matches!(step, "webhook" | "webhooks" | "hooks") { "subscriptions" } else { step })
        .collect();
    let near = table.nearest(request.method, &sought.join("/"), |_| true);
    let near = near.map(|spec| format!("; the nearest is `{} {PATH}{}`", spec.method.as_str(), spec.path));
    Err(Refusal::NotFound(format!("the control API has no such operation{}", near.unwrap_or_default())))
}

fn done<O: DecodeOperation>(
    received: &Received<'_>,
    handle: impl FnOnce(O) -> Result<O::Output, Refusal>,
) -> Result<Answer, Refusal>
where
    O::Output: Serialize,
{
    written(O::SPEC, &handle(decode(received)?)?)
}

fn decode<O: DecodeOperation>(received: &Received<'_>) -> Result<O, Refusal> {
    let decoded = O::decode(&received.parts).map_err(|error| match received.misspelt::<O>() {
        Some(name) => unknown_parameter::<O>(&name),
        None => error.into(),
    })?;
    if let Some(unknown) = decoded.unknown.first() {
        return Err(unknown_parameter::<O>(&unknown.name));
    }
    let params = decoded.params;
    // Unknown values first: the rules about known ones do not say what is wrong with them.
    if let Some(unknown) = params.warnings() {
        return Err(unknown.into());
    }
    params.validate()?;
    Ok(params)
}

/// Refuses a parameter that would be ignored: a rule without a misspelt condition applies to everything.
fn unknown_parameter<O: DecodeOperation>(name: &str) -> Refusal {
    let shown = printable::text(name, 80);
    let message = if O::PARAMETERS.contains(&name) {
        format!("`{shown}` is given more than once")
    } else {
        let is_in_path = |known: &&&str| O::SPEC.path.contains(&format!("{{{known}}}"));
        let known: Vec<&str> = O::PARAMETERS.iter().filter(|known| !is_in_path(known)).copied().collect();
        let advice = match nearest(name, &known) {
            Some(near) => format!("the nearest is `{near}`"),
            None if known.is_empty() => "there are none besides those of the path".to_owned(),
            None => format!("expected {}", known.join(", ")),
        };
        format!("unknown parameter `{shown}`; {advice}")
    };
    Refusal::Invalid(Some(shown.to_string()), message)
}

fn encode<O: DecodeOperation>(_: &O, output: &O::Output) -> Result<Answer, Refusal>
where
    O::Output: Serialize,
{
    written(O::SPEC, output)
}

fn written(spec: &OperationSpec, output: &impl Serialize) -> Result<Answer, Refusal> {
    let status =
        spec.responses.iter().find(|response| response.error.is_none()).map_or(200, |response| response.status);
    let body = response_body(spec, output);
    let body =
        body.map_err(|error| Refusal::Failed(format!("the answer to {} cannot be written: {error}", spec.id)))?;
    Ok(Answer::json(status, body))
}
