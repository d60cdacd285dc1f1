//! Tells every keyword of the document that the draft does not have.
//!
//! Readers take what they know and [settle](super::notes::Notes::settle) what they took. When they are done, the
//! document is walked once more by the keywords of the specifications (`table`): what is not settled is reported with
//! the reason of its keyword (`why`), and so are references that lead nowhere, values of the wrong kind, words that are
//! no keywords, and components that nothing refers to.

mod table;
mod why;

use std::collections::{HashMap, HashSet, VecDeque};

use self::table::{Fate, Holds, Object, keyword};
use self::why::Why;
use super::notes::{Notes, Subject};
use super::place::Place;
use super::schema::{self, Schema};
use super::types::Way;
use super::value::Value;

/// What is reported of references that lead nowhere.
pub(super) const NOT_HERE: &str =
    "Merge all parts into one file first, or add it by hand: unknown types are `json` now.";

/// Tells what the draft of a document does not have.
pub(super) fn tell(root: &Place<'_>, notes: &Notes) {
    let mut walk = Walk {
        notes,
        children: schema::children(root),
        seen: HashSet::new(),
        open: [VecDeque::new(), VecDeque::new()],
    };
    let document = if root.has("swagger") { Object::Swagger } else { Object::Document };
    walk.visit(root.clone(), document, Way::Sent);
    for scheme in schemes_named(root) {
        walk.visit(scheme, Object::SecurityScheme, Way::Sent);
    }
    // What requests have is reported as such, also where responses have it too.
    while let Some((place, object, way)) = walk.open.iter_mut().find_map(VecDeque::pop_front) {
        walk.object(&place, object, way);
    }
    unused(root, &walk.seen, notes);
}

struct Walk<'d> {
    notes: &'d Notes,
    children: HashMap<String, Vec<Place<'d>>>,
    seen: HashSet<String>,
    /// What is still to be looked at: of requests, and of responses.
    open: [VecDeque<(Place<'d>, Object, Way)>; 2],
}

impl<'d> Walk<'d> {
    fn visit(&mut self, place: Place<'d>, object: Object, way: Way) {
        self.open[usize::from(way == Way::Received)].push_back((place, object, way));
    }

    fn object(&mut self, place: &Place<'d>, object: Object, way: Way) {
        let is_told = object == Object::Operation && self.notes.is_settled(&place.pointer);
        if is_told || !self.seen.insert(place.pointer.clone()) {
            return;
        }
        if object == Object::Schema {
            if matches!(place.value, Value::Bool(_)) {
                return;
            }
            self.schema(place, way);
        }
        if !matches!(place.value, Value::Map(_)) {
            return self.wrong_kind(place, "a mapping");
        }
        if let Some(reference) = place.reference().filter(|_| object != Object::Components) {
            self.reference(place, reference, object, way);
        }
        for (name, inner) in place.named() {
            self.member(name, inner, object, way);
        }
    }

    fn member(&mut self, name: &'d str, inner: Place<'d>, object: Object, way: Way) {
        if object == Object::Components {
            return;
        }
        if object == Object::Callback {
            if !name.starts_with("x-") {
                self.visit(inner, Object::DeliveryItem, Way::Received);
            }
            return;
        }
        let Some(keyword) = keyword(object, name) else {
            return if name.starts_with("x-") {
                let what = format!("`{}`: a vendor extension.", name.replace('`', ""));
                let instead = "Extensions are ignored; check whether requests depend on it.";
                self.notes.add(Subject::NotNeeded, &inner.pointer, what, instead);
            } else {
                let what = format!("`{}` is not a keyword of OpenAPI here.", name.replace('`', ""));
                self.notes.left_out(&inner.pointer, what, "It is ignored: check what was intended.");
            };
        };
        let reason = match keyword.fate {
            Fate::Lost(reason) => return self.tell(name, &inner, reason, way),
            Fate::Told(_) if self.notes.is_settled(&inner.pointer) => None,
            Fate::Told(reason) => Some(reason),
            Fate::Kept => None,
        };
        if let Some(reason) = reason {
            let is_closed = name == "additionalProperties" && *inner.value == Value::Bool(false);
            self.tell(name, &inner, if is_closed { &why::CLOSED } else { reason }, way);
        }
        let way = if matches!(name, "responses" | "webhooks" | "callbacks") { Way::Received } else { way };
        self.held(inner, keyword.holds, way);
    }

    fn held(&mut self, place: Place<'d>, holds: Holds, way: Way) {
        let value = place.value;
        match holds {
            Holds::Any => {}
            Holds::Word if matches!(value, Value::Text(_) | Value::Number(_) | Value::Bool(_)) => {}
            Holds::Word => self.wrong_kind(&place, "a single value"),
            Holds::Flag if matches!(value, Value::Bool(_)) => {}
            Holds::Flag => self.wrong_kind(&place, "`true` or `false`"),
            Holds::Number if matches!(value, Value::Number(_)) => {}
            Holds::Number => self.wrong_kind(&place, "a number"),
            Holds::Words if matches!(value, Value::List(_)) => {}
            Holds::OneOrWord(_) if matches!(value, Value::Text(_)) => {}
            Holds::One(object) | Holds::OneOrWord(object) => self.visit(place, object, way),
            Holds::List(object) if matches!(value, Value::List(_)) => {
                place.items().into_iter().for_each(|item| self.visit(item, object, way));
            }
            Holds::Words | Holds::List(_) => self.wrong_kind(&place, "a list"),
            Holds::Named(object) | Holds::Entries(object) if matches!(value, Value::Map(_)) => {
                let is_pattern = matches!(holds, Holds::Entries(_));
                for (name, inner) in place.named() {
                    if !is_pattern || !name.starts_with("x-") {
                        self.visit(inner, object, way);
                    }
                }
            }
            Holds::Named(_) | Holds::Entries(_) => self.wrong_kind(&place, "a mapping"),
        }
    }

    /// Looks at what a reference leads to, and tells what stands next to it.
    fn reference(&mut self, place: &Place<'d>, reference: &str, object: Object, way: Way) {
        if let Some(target) = place.follow(reference) {
            self.visit(target, object, way);
        } else {
            let what = format!("`{}` is not in the document.", reference.replace('`', ""));
            self.notes.left_out(&place.pointer, what, NOT_HERE);
        }
        if object == Object::Schema {
            return;
        }
        for (name, inner) in place.named().into_iter().filter(|(name, _)| *name != "$ref") {
            let what = format!("`{}` next to a reference.", name.replace('`', ""));
            self.notes.left_out(&inner.pointer, what, "The draft uses the referenced definition.");
        }
        if place.follow(reference).is_some() && place.resolved().is_none() {
            let what = "A reference is circular, or does not resolve.";
            self.notes.left_out(&place.pointer, what, "Add the intended definition by hand.");
        }
    }

    /// What is only seen when the parts of a schema are put together.
    fn schema(&mut self, place: &Place<'d>, way: Way) {
        if place.reference().is_some() || place.has("allOf") {
            let schema = Schema::at(place);
            if schema.is_circle {
                let what = "A schema only refers to itself.";
                self.notes.left_out(&place.pointer, what, "It is `json` now; add the type by hand.");
            }
            for (what, pointer) in schema.contradictions() {
                self.notes.left_out(&pointer, what, "No value satisfies both: check which one the API uses.");
            }
        }
        let has_null = place.value.get("type").is_some_and(|kinds| {
            kinds.text() == Some("null") || kinds.items().iter().any(|kind| kind.text() == Some("null"))
        });
        if let Some(kinds) = place.get("type").filter(|kinds| has_null && !self.notes.is_settled(&kinds.pointer)) {
            self.tell("null", &kinds, &why::NULLABLE, way);
        }
        if place.has("discriminator") {
            let children = self.children.get(&place.pointer).cloned().unwrap_or_default();
            for child in children {
                self.visit(child, Object::Schema, way);
            }
            let mapping = place.path(&["discriminator", "mapping"]).map(|mapping| mapping.named()).unwrap_or_default();
            for (_, target) in mapping {
                let Some(name) = target.value.text() else { continue };
                if let Some(schema) = target.follow(name).or_else(|| schema::target_named(place, name)) {
                    self.visit(schema, Object::Schema, way);
                } else {
                    let what = format!("`{}` is not in the document.", name.replace('`', ""));
                    self.notes.left_out(&target.pointer, what, NOT_HERE);
                }
            }
        }
    }

    fn tell(&self, name: &str, place: &Place<'d>, reason: &'static Why, way: Way) {
        let reason = reason.received.filter(|_| way == Way::Received).unwrap_or(reason);
        self.notes.add(reason.subject, &place.pointer, reason.what.replace("{}", name), reason.instead);
    }

    fn wrong_kind(&self, place: &Place<'d>, wanted: &str) {
        let what = format!("{} found where the specification expects {wanted}.", spoken(place.value));
        self.notes.left_out(&place.pointer, what, "It is ignored: correct the document, or add it by hand.");
    }
}

/// What a value is, at the beginning of a sentence.
pub(super) fn spoken(value: &Value) -> &'static str {
    match value {
        Value::Null => "Nothing",
        Value::Bool(_) => "`true` or `false`",
        Value::Number(_) => "A number",
        Value::Text(_) => "A text",
        Value::List(_) => "A list",
        Value::Map(_) => "A mapping",
    }
}

/// The security schemes that the document or any of its operations names.
fn schemes_named<'d>(root: &Place<'d>) -> Vec<Place<'d>> {
    let named = super::auth::named(root);
    let of = |path: &[&str]| root.path(path).map(|all| all.named()).unwrap_or_default();
    let all = of(&["components", "securitySchemes"]).into_iter().chain(of(&["securityDefinitions"]));
    all.filter(|(key, _)| named.is_empty() || named.contains(key)).map(|(_, place)| place).collect()
}

/// Where things with names stand: what nothing refers to is not in the draft.
const COMPONENTS: [(&[&str], &str); 15] = [
    (&["components", "schemas"], "schema"),
    (&["components", "responses"], "response"),
    (&["components", "parameters"], "parameter"),
    (&["components", "examples"], "example"),
    (&["components", "requestBodies"], "request body"),
    (&["components", "headers"], "header"),
    (&["components", "securitySchemes"], "security scheme"),
    (&["components", "links"], "link"),
    (&["components", "callbacks"], "callback"),
    (&["components", "pathItems"], "path item"),
    (&["components", "mediaTypes"], "media type"),
    (&["definitions"], "schema"),
    (&["parameters"], "parameter"),
    (&["responses"], "response"),
    (&["securityDefinitions"], "security scheme"),
];

fn unused(root: &Place<'_>, seen: &HashSet<String>, notes: &Notes) {
    for (path, what) in COMPONENTS {
        if path.len() == 1 && !root.has("swagger") {
            continue;
        }
        for (_, place) in root.path(path).map(|all| all.named()).unwrap_or_default() {
            if !seen.contains(&place.pointer) {
                let what = format!("A {what} that no operation of the draft uses.");
                notes.add(Subject::NotNeeded, &place.pointer, what, "Add it by hand if the API has it.");
            }
        }
    }
    for (name, place) in root.get("components").map(|all| all.named()).unwrap_or_default() {
        let is_known = COMPONENTS.iter().any(|(path, _)| path.last() == Some(&name));
        if !is_known {
            let what = format!("`{}` is not a keyword of OpenAPI here.", name.replace('`', ""));
            notes.left_out(&place.pointer, what, "It is ignored: check what was intended.");
        }
    }
}
