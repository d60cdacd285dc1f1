//! What the crates of an API hold for the tests of their users: a delivery of each event, and a response to each operation.

use serde_json::{Map, Value};

use super::messages;
use crate::ir::{Api, Operation};
use crate::names;

/// A delivery of an event.
#[derive(Debug)]
pub struct Fixture {
    /// Its name in Rust.
    pub name: String,
    /// The type of the event.
    pub event: String,
    /// The object that it is about.
    pub object: String,
    /// The body, in one line.
    pub text: String,
    /// Whether the vendor shows it.
    pub is_sample: bool,
}

/// Returns a delivery of each event, and of each object that it may be about: the vendor's sample, or one that is made up.
pub fn fixtures(api: &Api) -> Vec<Fixture> {
    let Some(webhooks) = &api.webhooks else { return Vec::new() };
    let is_form = webhooks.is_form && !webhooks.is_json;
    let fixture = |delivery: messages::Delivery| {
        let event = api.events().find(|event| event.wire == delivery.event)?;
        let is_other = event.alternative.as_ref().is_some_and(|other| other.payload == delivery.object);
        let variant = if is_other { event.rust_about(&delivery.object) } else { event.rust() };
        // Of an event about one of two objects a sample may be of either.
        let sample = api.samples.get(&event.wire).filter(|_| event.alternative.is_none());
        let sample = sample.and_then(|sample| one_line(sample));
        let is_sample = sample.is_some();
        let made_up = || if is_form { form(&delivery.message.all) } else { delivery.message.all.clone() };
        let text = sample.unwrap_or_else(made_up);
        Some(Fixture { name: names::snake(&variant), event: delivery.event, object: delivery.object, text, is_sample })
    };
    messages::deliveries(api).into_iter().filter_map(fixture).collect()
}

/// A sample without line breaks and blanks between its parts; `None` where it is neither an object in JSON nor a form.
fn one_line(sample: &str) -> Option<String> {
    let sample = sample.trim();
    if !sample.starts_with('{') {
        let is_form = sample.contains('=') && !sample.contains(char::is_whitespace);
        return is_form.then(|| sample.to_owned());
    }
    serde_json::from_str::<Map<String, Value>>(sample).ok()?;
    let (mut text, mut in_text, mut is_escaped) = (String::with_capacity(sample.len()), false, false);
    for letter in sample.chars() {
        if in_text || !letter.is_ascii_whitespace() {
            text.push(letter);
        }
        in_text ^= letter == '"' && !is_escaped;
        is_escaped = letter == '\\' && !is_escaped;
    }
    Some(text)
}

/// A made-up object as the form that stands for it.
fn form(json: &str) -> String {
    let members: Map<String, Value> = serde_json::from_str(json).unwrap_or_default();
    let plain = |value: Value| match value {
        Value::String(text) => text,
        other => other.to_string(),
    };
    let pairs = members.into_iter().map(|(name, value)| (name, plain(value)));
    pairs.map(|(name, value)| format!("{}={}", encoded(&name), encoded(&value))).collect::<Vec<_>>().join("&")
}

fn encoded(text: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let letter = |byte: u8| if is_plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    text.bytes().map(letter).collect()
}

/// Returns the successful responses to each operation of an API, as lines: its id, the status, and the body.
pub fn response_lines(api: &Api) -> Vec<String> {
    let operations = api.modules.iter().flat_map(|module| &module.operations);
    let of_operation = |operation: &Operation| {
        let line = |(status, message): (u16, messages::Message)| format!("{}\t{status}\t{}", operation.id, message.all);
        messages::responses(api, operation).into_iter().map(line).collect::<Vec<_>>()
    };
    operations.flat_map(of_operation).collect()
}
