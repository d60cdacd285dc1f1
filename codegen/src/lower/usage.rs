//! Which objects requests send, and which fields and variants stand behind a pointer.

use std::collections::{HashMap, HashSet};

use crate::ir::{Api, Field, Kind, Output, Tagging, Union};
use crate::types::Builtin;

/// An object larger than this, in bytes on a 64-bit machine, is boxed inside another.
const BOX_ABOVE: usize = 128;

/// What an object of a kind that is not known takes.
const UNKNOWN_KIND: usize = 40;

/// Marks objects by their use and decides on boxes.
pub(super) fn mark(api: &mut Api) {
    mark_wire_enums(api);
    let shapes = Shapes::of(api);
    let mut sent = HashSet::new();
    let mut in_lists = HashSet::new();
    for operation in api.modules.iter().flat_map(|module| &module.operations) {
        reach(&operation.params, &shapes, &mut sent, &mut in_lists);
    }
    let in_responses = in_responses(api, &shapes);
    for union in api.modules.iter_mut().flat_map(|module| &mut module.unions) {
        mark_union(union, sent.contains(&union.name), in_responses.contains(&union.name));
    }
    let shapes = Shapes::of(api);
    let expandable: HashSet<&str> = shapes.fields.values().flatten().filter_map(expandable).collect();
    let sizes = shapes.sizes();
    for module in &mut api.modules {
        for object in &mut module.objects {
            object.in_request = sent.contains(&object.name);
            object.in_json_list = in_lists.contains(&object.name);
            object.in_response = in_responses.contains(&object.name);
            object.identity.take_if(|_| !expandable.contains(object.name.as_str()));
            set_boxes(&mut object.fields, &sizes);
        }
        for union in &mut module.unions {
            set_boxes(&mut union.fields, &sizes);
            for variant in &mut union.variants {
                set_boxes(&mut variant.object.fields, &sizes);
                variant.boxed = is_large(&variant.object.name, &sizes);
            }
        }
        for operation in &mut module.operations {
            set_boxes(&mut operation.params, &sizes);
        }
    }
}

/// The object of a field that holds it or its identifier.
fn expandable(field: &Field) -> Option<&str> {
    match &field.ty.kind {
        Kind::Expandable(name) => Some(name),
        _ => None,
    }
}

/// Marks a union. Where no response has it, its variants have what is common to all.
fn mark_union(union: &mut Union, in_request: bool, in_response: bool) {
    (union.in_request, union.in_response) = (in_request, in_response);
    let is_only_sent = union.is_only_sent();
    for variant in &mut union.variants {
        variant.object.in_request = in_request;
        // Such a variant is an object of its own, which keeps what of it cannot be read.
        variant.object.in_response = in_response && union.tagging == Tagging::Member;
        if is_only_sent {
            variant.object.fields.splice(0..0, union.fields.iter().cloned());
        }
    }
    if is_only_sent {
        union.fields.clear();
    }
}

/// An enum that no field has is ours alone, a column of a table: its words are never seen on the wire.
fn mark_wire_enums(api: &mut Api) {
    let fields = api.modules.iter().flat_map(|module| {
        let objects = module.objects.iter().flat_map(|object| &object.fields);
        let unions = module.unions.iter().flat_map(|union| {
            union.fields.iter().chain(union.variants.iter().flat_map(|variant| &variant.object.fields))
        });
        let columns = module.files.iter().flat_map(|file| &file.columns).map(|column| &column.field);
        let params = module.operations.iter().flat_map(|operation| &operation.params);
        objects.chain(unions).chain(params).chain(columns)
    });
    let names: HashSet<String> = fields.filter_map(|field| field.ty.kind.declared().map(str::to_owned)).collect();
    for declared in api.modules.iter_mut().flat_map(|module| &mut module.enums) {
        declared.on_wire = names.contains(&declared.name);
    }
}

/// The objects that responses and events bring.
fn in_responses(api: &Api, shapes: &Shapes) -> HashSet<String> {
    let operations = || api.modules.iter().flat_map(|module| &module.operations);
    let outputs = operations().filter_map(|operation| match &operation.output {
        Output::Body(ty) | Output::Search(ty) => ty.kind.declared(),
        // Those are bodies of responses, which follow.
        Output::Empty | Output::ByStatus(_) => None,
    });
    let errors =
        operations().flat_map(|operation| &operation.responses).filter_map(|response| response.body.as_deref());
    let payloads = api.events().map(|event| event.payload.as_str());
    let mut found = HashSet::new();
    let mut open: Vec<&str> = outputs.chain(errors).chain(payloads).collect();
    while let Some(name) = open.pop() {
        if !found.insert(name.to_owned()) {
            continue;
        }
        let kinds = shapes.kinds.get(name).into_iter().flatten().map(String::as_str);
        let fields = shapes.fields.get(name).into_iter().flatten().filter_map(|field| match field.ty.kind.value() {
            Kind::Object(inner) | Kind::Union(inner) | Kind::Expandable(inner) => Some(inner.as_str()),
            _ => None,
        });
        open.extend(kinds.chain(fields));
    }
    found
}

fn reach(fields: &[Field], shapes: &Shapes, sent: &mut HashSet<String>, in_lists: &mut HashSet<String>) {
    for field in fields {
        let (Kind::Object(name) | Kind::Union(name)) = field.ty.kind.value() else { continue };
        if field.ty.list {
            in_lists.insert(name.clone());
        }
        if sent.insert(name.clone()) {
            let variants = shapes.kinds.get(name).into_iter().flatten();
            for part in std::iter::once(name).chain(variants) {
                reach(shapes.fields.get(part).map(Vec::as_slice).unwrap_or_default(), shapes, sent, in_lists);
            }
        }
    }
}

fn set_boxes(fields: &mut [Field], sizes: &HashMap<String, usize>) {
    for field in fields {
        field.boxed = boxes(field, sizes);
    }
}

/// Optional objects only: a required one is always there, so a pointer would save nothing.
fn boxes(field: &Field, sizes: &HashMap<String, usize>) -> bool {
    match &field.ty.kind {
        Kind::Object(name) | Kind::Union(name) => !field.ty.list && !field.required && is_large(name, sizes),
        _ => false,
    }
}

fn is_large(name: &str, sizes: &HashMap<String, usize>) -> bool {
    sizes.get(name).is_none_or(|size| *size > BOX_ABOVE)
}

/// What objects and unions are made of.
struct Shapes {
    /// The fields of objects, of unions, and of the variants of unions.
    fields: HashMap<String, Vec<Field>>,
    /// The variants of unions.
    kinds: HashMap<String, Vec<String>>,
}

impl Shapes {
    fn of(api: &Api) -> Self {
        let mut shapes = Self { fields: HashMap::new(), kinds: HashMap::new() };
        for module in &api.modules {
            let variants = module.unions.iter().flat_map(|union| &union.variants).map(|variant| &variant.object);
            for object in module.objects.iter().chain(variants) {
                shapes.fields.insert(object.name.clone(), object.fields.clone());
            }
            for union in &module.unions {
                shapes.fields.insert(union.name.clone(), union.fields.clone());
                let kinds = union.variants.iter().map(|variant| variant.object.name.clone()).collect();
                shapes.kinds.insert(union.name.clone(), kinds);
            }
        }
        shapes
    }

    fn sizes(&self) -> HashMap<String, usize> {
        let mut sizes = Sizes { shapes: self, known: HashMap::new(), above: Vec::new(), endless: HashSet::new() };
        // In a circle it is the type looked at first that counts as large: always the same one, then.
        let mut names: Vec<&str> = self.fields.keys().map(String::as_str).collect();
        names.sort_unstable();
        for name in names {
            sizes.of(name);
        }
        sizes.known
    }
}

/// Estimates that are good enough to choose boxes; an object inside itself counts as large.
struct Sizes<'a> {
    shapes: &'a Shapes,
    known: HashMap<String, usize>,
    above: Vec<&'a str>,
    endless: HashSet<&'a str>,
}

impl<'a> Sizes<'a> {
    fn of(&mut self, name: &'a str) -> usize {
        if let Some(size) = self.known.get(name) {
            return *size;
        }
        if self.above.contains(&name) {
            self.endless.insert(name);
            return BOX_ABOVE + 1;
        }
        self.above.push(name);
        let fields = self.shapes.fields.get(name).map(Vec::as_slice).unwrap_or_default();
        let fields: usize = fields.iter().map(|field| self.of_field(field)).sum();
        let kinds = self.shapes.kinds.get(name).map_or(0, |kinds| {
            let largest = kinds.iter().map(|kind| self.behind_a_pointer_if_large(kind)).max().unwrap_or(0);
            8 + largest.max(UNKNOWN_KIND)
        });
        self.above.pop();
        let size = if self.endless.contains(name) { (fields + kinds).max(BOX_ABOVE + 1) } else { fields + kinds };
        self.known.insert(name.to_owned(), size);
        size
    }

    fn of_field(&mut self, field: &'a Field) -> usize {
        if field.ty.list {
            return 24;
        }
        match &field.ty.kind {
            Kind::Builtin(Builtin::Boolean) => 1,
            Kind::Builtin(Builtin::Amount | Builtin::Integer) | Kind::Id(_) | Kind::Expandable(_) => 16,
            Kind::Builtin(Builtin::Json) => 32,
            Kind::Builtin(_) | Kind::Enum(_) | Kind::Table(_) | Kind::Map(_) => 24,
            Kind::Object(inner) | Kind::Union(inner) => self.behind_a_pointer_if_large(inner),
        }
    }

    fn behind_a_pointer_if_large(&mut self, name: &'a str) -> usize {
        match self.of(name) {
            size if size > BOX_ABOVE => 8,
            size => size,
        }
    }
}
