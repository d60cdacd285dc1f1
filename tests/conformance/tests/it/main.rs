//! What every API promises. Each module asserts one promise over all APIs, or over all that have the thing.

mod any_delivery;
mod conformance;
mod environments;
mod events;
mod evidence;
mod examples;
mod failures;
mod fixtures;
mod leniency;
mod made_up;
mod one_currency;
mod outgoing_values;
mod paths;
mod recorder;
mod repeating;
mod requests;
mod responses;
mod rule_cases;
mod schemas;
mod secrets;
mod sending;
mod successes;
mod two_names;
mod undecodable;
mod unreadable;
mod wire_text;
