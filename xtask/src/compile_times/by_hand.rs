//! What somebody would write by hand who wants all that the events of an API hold: plain structs for serde, and a match.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Context, Result};
use payspec_codegen::ir::{Api, Field, Kind};
use payspec_codegen::run;
use payspec_codegen::types::Builtin;

/// The structs of all objects that events of an API bring, whatever they are in, and `decode`.
pub(super) fn events(root: &Path, api: &str) -> Result<String> {
    let generated = run::generate(root, &run::PROJECTS[..1])?;
    let mut apis = generated.apis.iter().flat_map(|(_, apis)| apis);
    let api = apis.find(|known| known.name == api).with_context(|| format!("unknown API `{api}`"))?;
    let objects = objects(api);
    let mut text = String::from("#![allow(dead_code)]\n\nuse serde::Deserialize;\n\n");
    let mut open: Vec<&str> = api.events().map(|event| event.payload.as_str()).collect();
    let mut found: BTreeSet<&str> = BTreeSet::new();
    while let Some(name) = open.pop() {
        let Some(fields) = objects.get(name).filter(|_| found.insert(name)) else { continue };
        open.extend(fields.iter().filter_map(|field| object_of(field)));
        text.push_str(&format!("#[derive(Debug, Clone, Deserialize)]\npub struct {name} {{\n"));
        for (at, field) in fields.iter().enumerate() {
            let (wire, ty) = (&field.wire, rust(field));
            // The name of the field is of no weight.
            text.push_str(&format!("    #[serde(rename = {wire:?})]\n    pub field_{at}: {ty},\n"));
        }
        text.push_str("}\n\n");
    }
    text.push_str(&choice(api));
    Ok(text)
}

/// An envelope that is read first, and an enum of the objects.
fn choice(api: &Api) -> String {
    let mut by_payload: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for event in api.events() {
        by_payload.entry(&event.payload).or_default().push(&event.wire);
    }
    let envelope = api.webhooks.as_ref().and_then(|webhooks| webhooks.envelope.as_ref());
    let event_type = envelope.map_or("type", |envelope| envelope.event_type.as_str());
    let payload = envelope.and_then(|envelope| envelope.payload.as_deref()).unwrap_or("object");
    let mut text = format!(
        "#[derive(Deserialize)]\nstruct Envelope<'a> {{\n    #[serde(rename = {event_type:?})]\n    event_type: String,\n    \
         #[serde(rename = {payload:?}, borrow)]\n    object: &'a serde_json::value::RawValue,\n}}\n\n\
         #[derive(Debug, Clone)]\npub enum Event {{\n"
    );
    for payload in by_payload.keys() {
        text.push_str(&format!("    {payload}(Box<{payload}>),\n"));
    }
    text.push_str(
        "    Unknown(String),\n}\n\npub fn decode(body: &str) -> Result<Event, serde_json::Error> {\n    \
         let envelope: Envelope<'_> = serde_json::from_str(body)?;\n    let object = envelope.object.get();\n    \
         match envelope.event_type.as_str() {\n",
    );
    for (payload, events) in &by_payload {
        let events: Vec<String> = events.iter().map(|event| format!("{event:?}")).collect();
        text.push_str(&format!(
            "        {} => serde_json::from_str(object).map(Event::{payload}),\n",
            events.join(" | ")
        ));
    }
    text.push_str("        other => Ok(Event::Unknown(other.to_owned())),\n    }\n}\n\n");
    text
}

/// The fields of all objects and unions. By hand, a union is one struct with the fields of all its variants.
fn objects(api: &Api) -> BTreeMap<&str, Vec<&Field>> {
    let mut found: BTreeMap<&str, Vec<&Field>> = BTreeMap::new();
    for module in &api.modules {
        for object in &module.objects {
            found.insert(&object.name, object.fields.iter().collect());
        }
        for union in &module.unions {
            let of_variants = union.variants.iter().flat_map(|variant| &variant.object.fields);
            let mut names = BTreeSet::new();
            let fields = union.fields.iter().chain(of_variants).filter(|field| names.insert(&field.wire));
            found.insert(&union.name, fields.collect());
        }
    }
    found
}

fn object_of(field: &Field) -> Option<&str> {
    match &field.ty.kind {
        Kind::Object(name) | Kind::Union(name) => Some(name),
        _ => None,
    }
}

/// The type that somebody would take who trusts the documents.
fn rust(field: &Field) -> String {
    let item = match &field.ty.kind {
        Kind::Builtin(Builtin::Integer | Builtin::Amount) => "i64".to_owned(),
        Kind::Builtin(Builtin::Boolean) => "bool".to_owned(),
        Kind::Builtin(Builtin::Decimal) => "f64".to_owned(),
        Kind::Builtin(Builtin::Json) => "serde_json::Value".to_owned(),
        Kind::Builtin(Builtin::Metadata) => "std::collections::HashMap<String, String>".to_owned(),
        Kind::Object(name) | Kind::Union(name) => name.clone(),
        _ => "String".to_owned(),
    };
    let item = if field.ty.list { format!("Vec<{item}>") } else { item };
    let item = if field.boxed { format!("Box<{item}>") } else { item };
    if field.guaranteed { item } else { format!("Option<{item}>") }
}
