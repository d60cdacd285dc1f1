//! What happens to each request: replay, decoding, rules, handler, answer.

use std::time::Duration;

use centralpay_model::API;
use payspec_core::server::ReceivedRequest;

use super::enter::Entered;
use super::refusal::Refusal;
use super::{chosen, faults};
use crate::engine::answer::Answer;
use crate::engine::failure::Failure;
use crate::engine::faults::Fault;
use crate::engine::journal::Entry;
use crate::engine::request::Request;
use crate::engine::step::Step;
use crate::engine::world::World;

/// Does what a request asks for, unless a [fault](crate::engine::faults::Fault) comes before. A refusal changes nothing of
/// the world but its journal.
pub fn call(world: &mut World, entered: &Entered, request: &Request<'_>) -> Answer {
    let spec = entered.route.spec;
    let Some(fault) = world.meet(spec.method.as_str(), spec.path) else {
        return execute(world, entered, request, None);
    };
    let answer = if fault.is_executed() {
        let code = if let Fault::Decline(code) = &fault { Some(code.as_str()) } else { None };
        execute(world, entered, request, code)
    } else {
        let (random, request_id) = fresh_id(world);
        world.skip(random);
        let answer = faults::without(&fault, &request_id);
        note(world, request, Some(spec.id), &answer, &request_id, false);
        answer
    };
    world.note_fault(&fault);
    faults::disturb(answer, &fault)
}

fn execute(world: &mut World, entered: &Entered, request: &Request<'_>, decline: Option<&str>) -> Answer {
    let spec = entered.route.spec;
    let key = replay_key(entered, request);
    let repeated = key.as_deref().and_then(|key| world.answered.get(key, world.now())).cloned();
    if let Some(mut answer) = repeated {
        let (random, request_id) = fresh_id(world);
        world.skip(random);
        note(world, request, Some(spec.id), &answer, &request_id, true);
        answer.headers.retain(|(name, _)| *name != "Payspec-Sandbox" && Some(*name) != API.request_id_header);
        return finish(answer, &request_id, &[chosen::IDEMPOTENT_ANSWER]);
    }
    let mut step = Step::new(world);
    if let Some(code) = decline {
        step.decline(code);
    }
    let done = perform(&mut step, entered, request);
    let request_id = step.request_id().to_owned();
    let changes = step.finish();
    let (random, mut choices) = (changes.random.clone(), changes.chosen.clone());
    let done = done.and_then(|(status, body)| match world.commit(changes) {
        Ok(()) => Ok(Answer::json(status, body)),
        Err(error) => Err(Refusal::of("amount", error.to_string())),
    });
    let answer = match done {
        Ok(answer) => answer,
        Err(refusal) => {
            world.skip(random);
            choices.extend(refusal.chosen());
            choices.extend(key.is_some().then_some(chosen::IDEMPOTENT_REFUSAL));
            if let Refusal::Failed(failure) = &refusal {
                world.fail(Failure::new(format!("{}: {failure}", spec.id)));
            }
            refusal.answer()
        }
    };
    note(world, request, Some(spec.id), &answer, &request_id, false);
    if let Some(key) = key.filter(|_| matches!(answer.status, 200 | 402)) {
        let window = API.idempotency.map_or(Duration::ZERO, |keys| Duration::from_secs(keys.window_seconds));
        world.answered.keep(key, world.now(), window, answer.clone());
    }
    finish(answer, &request_id, &choices)
}

/// Refuses a request that belongs to no operation or world. `world` gives the answer its identifier.
pub fn refuse(world: &mut World, request: &Request<'_>, refusal: &Refusal) -> Answer {
    let (random, request_id) = fresh_id(world);
    world.skip(random);
    let answer = refusal.answer();
    note(world, request, None, &answer, &request_id, false);
    finish(answer, &request_id, &refusal.chosen().map_or(Vec::new(), |key| vec![key]))
}

fn perform(step: &mut Step<'_>, entered: &Entered, request: &Request<'_>) -> Result<(u16, Vec<u8>), Refusal> {
    let spec = entered.route.spec;
    let Some(handler) = &entered.route.handler else {
        return Err(Refusal::NotModelled(format!(
            "the sandbox does not model {}: {} {}",
            spec.id, request.method, spec.path
        )));
    };
    let mut received = ReceivedRequest::new().path(&entered.parameters).query(request.query).body(request.body);
    for (name, value) in request.headers {
        received = received.header(name, value);
    }
    handler(step, &received)
}

/// What identifies a repetition: the key, and the address that it was sent to.
fn replay_key(entered: &Entered, request: &Request<'_>) -> Option<String> {
    let keys = API.idempotency.filter(|_| entered.route.spec.idempotency_key)?;
    let key = request.header(keys.header).filter(|key| !key.is_empty())?;
    Some(format!("{} {} {key}", request.method, request.path.trim_end_matches('/')))
}

fn fresh_id(world: &World) -> (crate::engine::random::Random, String) {
    let mut random = world.random().clone();
    let id = random.uuid();
    (random, id)
}

fn note(
    world: &mut World,
    request: &Request<'_>,
    operation: Option<&'static str>,
    answer: &Answer,
    request_id: &str,
    repeated: bool,
) {
    let entry = Entry {
        at: world.now(),
        method: request.method.to_owned(),
        path: request.path.to_owned(),
        operation,
        status: answer.status,
        request_id: request_id.to_owned(),
        repeated,
        fault: None,
    };
    world.note(entry);
}

fn finish(mut answer: Answer, request_id: &str, chosen: &[&'static str]) -> Answer {
    if let Some(name) = API.request_id_header {
        answer.headers.push((name, request_id.to_owned()));
    }
    if !chosen.is_empty() {
        answer.headers.push(("Payspec-Sandbox", format!("chosen={}", chosen.join(","))));
    }
    answer
}
