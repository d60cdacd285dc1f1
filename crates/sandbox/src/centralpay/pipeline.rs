//! What happens to each request: replay, decoding, rules, handler, answer.

use std::time::Duration;

use centralpay_model::API;

use super::enter::{Entered, received};
use super::refusal::Refusal;
use super::{chosen, faults};
use crate::engine::answer::Answer;
use crate::engine::exchange::Exchange;
use crate::engine::failure::Failure;
use crate::engine::faults::Fault;
use crate::engine::journal::Entry;
use crate::engine::request::Request;
use crate::engine::step::Step;
use crate::engine::world::World;

/// What the sandbox says about a response, in addition to the API's own words.
const HEADER: &str = "Payspec-Sandbox";

/// Does what a request asks for, unless a [fault](crate::engine::faults::Fault) comes before. A refusal changes nothing
/// of the world but its journal.
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
    let repeated = key.as_deref().and_then(|key| world.answered.get(key, world.now()));
    if let Some(mut answer) = repeated {
        let (random, request_id) = fresh_id(world);
        world.skip(random);
        answer.headers.retain(|(name, _)| *name != HEADER && Some(*name) != API.request_id_header);
        let answer = finish(answer, &request_id, &[chosen::IDEMPOTENT_ANSWER]);
        note(world, request, Some(spec.id), &answer, &request_id, true);
        return answer;
    }
    let mut step = Step::new(world);
    if let Some(code) = decline {
        step.decline(code);
    }
    let done = perform(&mut step, entered, request);
    let request_id = step.request_id().to_owned();
    let changes = step.finish();
    let (random, mut choices, hint) = (changes.random.clone(), changes.chosen.clone(), changes.hint);
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
    if let Some(key) = key.filter(|_| matches!(answer.status, 200 | 402)) {
        let window = API.idempotency.map_or(Duration::ZERO, |keys| Duration::from_secs(keys.window_seconds));
        world.keep_answer(key, window, &answer);
    }
    let mut answer = finish(answer, &request_id, &choices);
    answer.headers.extend(hint.map(|hint| (HEADER, format!("hint={hint}"))));
    note(world, request, Some(spec.id), &answer, &request_id, false);
    answer
}

/// Refuses a request that belongs to no operation or world. `world` gives the response its identifier, and no log has
/// it.
pub fn refuse(world: &mut World, refusal: &Refusal) -> Answer {
    let (random, request_id) = fresh_id(world);
    world.skip(random);
    let answer = refusal.answer();
    finish(answer, &request_id, &refusal.chosen().map_or(Vec::new(), |key| vec![key]))
}

/// Refuses such a request, and notes it in the log of what belongs to no world.
pub(crate) fn refuse_and_note(outside: &mut World, refusal: &Refusal, request: &Request<'_>) -> Answer {
    let answer = refuse(outside, refusal);
    let request_id = API.request_id_header.and_then(|name| answer.header(name)).unwrap_or_default().to_owned();
    note(outside, request, None, &answer, &request_id, false);
    outside.forget_requests();
    answer
}

fn perform(step: &mut Step<'_>, entered: &Entered, request: &Request<'_>) -> Result<(u16, Vec<u8>), Refusal> {
    let spec = entered.route.spec;
    let Some(handler) = &entered.route.handler else {
        return Err(Refusal::NotModelled(format!(
            "the sandbox does not model {}: {} {}",
            spec.id, request.method, spec.path
        )));
    };
    handler(step, &received(request, &entered.parameters))
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
        path: masked(request.path),
        operation,
        status: answer.status,
        request_id: request_id.to_owned(),
        repeated,
        fault: None,
    };
    world.note(entry, Exchange::new(request, answer));
}

/// A path without card numbers: digits are masked where so many follow each other.
fn masked(path: &str) -> String {
    let segment = |segment: &str| {
        let is_number = (13..=19).contains(&segment.len()) && segment.bytes().all(|byte| byte.is_ascii_digit());
        if is_number { "*".repeat(segment.len()) } else { segment.to_owned() }
    };
    path.split('/').map(segment).collect::<Vec<_>>().join("/")
}

fn finish(mut answer: Answer, request_id: &str, chosen: &[&'static str]) -> Answer {
    if let Some(name) = API.request_id_header {
        answer.headers.push((name, request_id.to_owned()));
    }
    if !chosen.is_empty() {
        answer.headers.push((HEADER, format!("chosen={}", chosen.join(","))));
    }
    answer
}
