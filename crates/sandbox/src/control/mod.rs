//! The control API: steering a running sandbox over HTTP, from any language. Rust programs have [`crate::Sandbox`].
//!
//! It is described by `spec/control`; routes, parameters, rules and objects are generated from there.

mod clocks;
mod delivery_faults;
mod faults;
mod guard;
mod history;
mod refusal;
mod worlds;

use std::net::IpAddr;

use control_model::visit_operations;
use payspec_core::OperationSpec;
use payspec_core::server::{DecodeOperation, OperationVisitor, ReceivedRequest, path_parameters, response_body};
use serde::Serialize;

use self::refusal::Refusal;
use crate::engine::answer::Answer;
use crate::engine::request::Request;
use crate::engine::rule_error::nearest;
use crate::sandbox::Inner;

/// Where it is on the server.
pub(crate) const PATH: &str = "/control";

/// Answers a request, whose path is the one below [`PATH`].
pub(crate) async fn answer(sandbox: &Inner, request: &Request<'_>, peer: IpAddr) -> Answer {
    match answered(sandbox, request, peer).await {
        Ok(answer) => answer,
        Err(refusal) => refusal.answer(),
    }
}

async fn answered(sandbox: &Inner, request: &Request<'_>, peer: IpAddr) -> Result<Answer, Refusal> {
    guard::check(request, peer)?;
    let (spec, parameters) = find(request)?;
    let mut received = ReceivedRequest::new().path(&parameters).query(request.query).body(request.body);
    for (name, value) in request.headers {
        received = received.header(name, value);
    }
    match spec.id {
        "world.list" => done(&received, |params| worlds::list(sandbox, &params)),
        "world.create" => done(&received, |params| worlds::create(sandbox, &params)),
        "world.get" => done(&received, |params| worlds::get(sandbox, &params)),
        "world.reset" => {
            let params = decode(&received)?;
            encode(&params, &worlds::reset(sandbox, &params).await?)
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
        "delivery-fault.clear" => done(&received, |params| delivery_faults::clear(sandbox, &params)),
        "subscription.create" => done(&received, |params| history::subscribe(sandbox, params)),
        "subscription.list" => done(&received, |params| history::subscriptions(sandbox, &params)),
        "delivery.list" => done(&received, |params| history::deliveries(sandbox, &params)),
        "delivery.redeliver" => {
            let params = decode(&received)?;
            encode(&params, &history::redeliver(sandbox, &params).await?)
        }
        "event.list" => done(&received, |params| history::events(sandbox, &params)),
        "event.trigger" => done(&received, |params| history::trigger(sandbox, params)),
        "request.list" => done(&received, |params| history::requests(sandbox, &params)),
        id => Err(Refusal::Failed(format!("{id} is described and not served"))),
    }
}

/// An operation, and the parameters in the path.
type Found = (&'static OperationSpec, Vec<(&'static str, String)>);

fn find(request: &Request<'_>) -> Result<Found, Refusal> {
    let mut all = All(Vec::new());
    visit_operations(&mut all);
    let path = request.path.trim_end_matches('/');
    let mut meant = all.0.iter().filter(|spec| spec.method.as_str() == request.method);
    if let Some(found) = meant.find_map(|spec| Some((*spec, path_parameters(spec.path, path)?))) {
        return Ok(found);
    }
    let name = |spec: &&OperationSpec| format!("{} {PATH}{}", spec.method.as_str(), spec.path);
    let near = nearest(&format!("{} {PATH}{path}", request.method), all.0.iter().map(name)).unwrap_or_default();
    Err(Refusal::NotFound(format!("the control API has no such operation; the nearest is `{near}`")))
}

/// Collects the operations.
struct All(Vec<&'static OperationSpec>);

impl OperationVisitor for All {
    fn operation<O: DecodeOperation>(&mut self) {
        self.0.push(O::SPEC);
    }
}

fn done<O: DecodeOperation>(
    received: &ReceivedRequest<'_>,
    handle: impl FnOnce(O) -> Result<O::Output, Refusal>,
) -> Result<Answer, Refusal>
where
    O::Output: Serialize,
{
    written(O::SPEC, &handle(decode(received)?)?)
}

fn decode<O: DecodeOperation>(received: &ReceivedRequest<'_>) -> Result<O, Refusal> {
    let params = O::decode(received)?.params;
    params.validate()?;
    Ok(params)
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
