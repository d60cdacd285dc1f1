//! What has an address of its own, and the objects that describe it: `/payments/{id}` and its answer are about a payment.

use super::model::{Def, Field, Resource, Type};
use super::paths;
use super::reader::{Call, Reader};
use super::schema::Schema;
use super::types::Way;

impl<'d> Reader<'d> {
    /// Finds what has an address of its own, and the schemas that describe it.
    pub(super) fn find_things(&mut self) {
        let mut collections: Vec<(String, String)> = Vec::new();
        let calls = self.calls();
        for call in &calls {
            let segments: Vec<&str> = call.path.split('/').filter(|segment| !segment.is_empty()).collect();
            for (at, segment) in segments.iter().enumerate() {
                let name = segment.strip_prefix('{').and_then(|name| name.strip_suffix('}'));
                let before = at.checked_sub(1).and_then(|before| segments.get(before));
                let before = before.filter(|before| !before.contains('{')).copied().unwrap_or_default();
                let Some(thing) = name.and_then(|name| paths::thing(before, name)) else { continue };
                if at + 1 == segments.len() {
                    collections.push((call.path[..call.path.rfind('/').unwrap_or(0)].to_owned(), thing.clone()));
                    if call.method == "GET" {
                        self.describes(call, &thing);
                    }
                }
                self.types.stems.insert(thing);
            }
        }
        for call in calls.iter().filter(|call| call.method == "POST") {
            if let Some((_, thing)) = collections.iter().find(|(path, _)| *path == call.path) {
                self.describes(call, &thing.clone());
            }
        }
    }

    /// Notes that the successful answer of an operation is about a thing.
    fn describes(&mut self, call: &Call<'d>, thing: &str) {
        let responses = call.place.get("responses").map(|all| all.entries()).unwrap_or_default();
        let success = responses.into_iter().find(|(status, _)| status.starts_with('2'));
        let schema = success.and_then(|(_, response)| {
            let response = response.resolved()?;
            let content = response.get("content").map(|all| all.named()).unwrap_or_default();
            content.into_iter().find_map(|(_, content)| content.get("schema")).or_else(|| response.get("schema"))
        });
        if let Some(schema) = schema.map(|schema| Schema::at(&schema)).filter(|schema| !schema.properties().is_empty())
        {
            self.types.things.entry(schema.identity.pointer).or_insert_with(|| thing.to_owned());
        }
    }

    /// The object of each resource, with the field that identifies it.
    pub(super) fn find_objects(&mut self) {
        let mut names: Vec<String> = self.resources.iter().map(|resource| resource.name.clone()).collect();
        for resource in &mut self.resources {
            // A group of another name is about the one thing that all of its addresses identify first.
            let thing = if self.types.ids.contains_key(&resource.name) {
                resource.name.clone()
            } else {
                match addressed(resource) {
                    Some(thing) if !names.contains(&thing) => thing,
                    _ => continue,
                }
            };
            let Some(id) = self.types.ids.get(&thing).copied() else { continue };
            let things = self.types.things.iter().filter(|(_, known)| **known == thing);
            let mut pointers: Vec<&String> = things.map(|(pointer, _)| pointer).collect();
            pointers.sort();
            let found = pointers.into_iter().find_map(|pointer| {
                let object = self.types.known.get(&(pointer.clone(), Way::Received))?.id()?;
                if !matches!(self.types.defs[object].def, Def::Object { .. }) {
                    return None;
                }
                let fields = self.types.defs[object].def.fields();
                let of_id = |field: &&&Field| field.kind == Type::declared(id);
                let field = fields.iter().filter(of_id).min_by_key(|field| (!field.guaranteed, field.wire.len()))?;
                Some((object, field.wire.clone()))
            });
            if let Some((object, id)) = found {
                names.push(thing);
                (resource.object, resource.id) = (Some(object), Some(id));
            }
        }
    }
}

/// What the operations of a resource identify in their paths, if it is one thing for all that identify any.
fn addressed(resource: &Resource) -> Option<String> {
    let first = |path: &str| {
        let segments: Vec<&str> = path.split('/').collect();
        let at = segments.iter().position(|segment| segment.starts_with('{'))?;
        let name = segments[at].strip_prefix('{')?.strip_suffix('}')?;
        paths::thing(segments.get(at.checked_sub(1)?)?, name)
    };
    let mut things = resource.operations.iter().filter_map(|operation| first(&operation.path));
    let thing = things.next()?;
    things.all(|other| other == thing).then_some(thing)
}
