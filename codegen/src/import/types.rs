//! Schemas -> types of the language.
//!
//! Objects that requests send and objects that answers bring are converted each by itself, since what is required, what
//! is read-only and what a field may be differ; [`directions`](super::directions) puts together those that came out the
//! same.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

use super::hints;
use super::model::{Around, Def, Field, Kind, Type, TypeDef, TypeId};
use super::notes::{Notes, Subject};
use super::place::Place;
use super::schema::{self, Schema};
use super::value::Value;
use super::{codes, fields, keywords, unions, words};

/// Which way a value travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Way {
    Sent,
    Received,
}

/// Where a schema is used: what inline types are called after, and what names tell.
#[derive(Debug, Clone)]
pub(super) struct Use<'u> {
    /// The name on the wire.
    pub(super) wire: &'u str,
    /// The name of the type that has it.
    pub(super) owner: &'u str,
    pub(super) way: Way,
}

/// A named type whose fields are still to be read.
pub(super) struct Job<'d> {
    pub(super) id: TypeId,
    pub(super) schema: Schema<'d>,
    pub(super) way: Way,
}

/// The types of a draft.
pub(super) struct Types<'d> {
    pub(super) notes: &'d Notes,
    pub(super) defs: Vec<TypeDef>,
    /// By pointer and way.
    pub(super) known: BTreeMap<(String, Way), Type>,
    pub(super) children: HashMap<String, Vec<Place<'d>>>,
    /// Enums by their values and the name they should have: one that stands in two places is one.
    pub(super) enums: HashMap<(String, Vec<String>), TypeId>,
    /// What identifies things, by the words of their name: `payment-intent`.
    pub(super) ids: BTreeMap<String, TypeId>,
    /// The thing that a schema describes, by its pointer.
    pub(super) things: HashMap<String, String>,
    /// What has an address of its own, by the words of its name: `payment-intent`.
    pub(super) stems: BTreeSet<String>,
    /// The things that types describe, by the names of the types.
    pub(super) owners: HashMap<String, String>,
    pub(super) currency: Option<TypeId>,
    open: VecDeque<Job<'d>>,
    depth: usize,
}

/// So many lists, maps and alternatives are read one in the other.
const MAX_DEPTH: usize = 40;

impl<'d> Types<'d> {
    pub(super) fn new(root: &Place<'d>, notes: &'d Notes) -> Self {
        Self {
            notes,
            defs: Vec::new(),
            known: BTreeMap::new(),
            children: schema::children(root),
            enums: HashMap::new(),
            ids: BTreeMap::new(),
            things: HashMap::new(),
            stems: BTreeSet::new(),
            owners: HashMap::new(),
            currency: None,
            open: VecDeque::new(),
            depth: 0,
        }
    }

    pub(super) fn declare(&mut self, name: String, docs: String, pointer: String, def: Def) -> TypeId {
        let name = if name.is_empty() { "Unnamed".to_owned() } else { name };
        self.defs.push(TypeDef { name, docs, pointer, def });
        self.defs.len() - 1
    }

    /// The type of an id, declared when it is first used.
    pub(super) fn id_of(&mut self, thing: &str, pointer: &str) -> TypeId {
        if let Some(id) = self.ids.get(thing) {
            return *id;
        }
        let docs = format!("Identifies {}.", with_article(&thing.replace('-', " ")));
        let id =
            self.declare(format!("{}Id", words::pascal(thing)), docs, pointer.to_owned(), Def::Id { example: None });
        self.ids.insert(thing.to_owned(), id);
        id
    }

    /// Reads the fields of all types that have been named, until there is none left.
    pub(super) fn finish(&mut self) {
        while let Some(job) = self.open.pop_front() {
            let def = if schema_is_union(self, &job.schema) {
                unions::read(self, &job)
            } else {
                let owner = self.defs[job.id].name.clone();
                Def::Object { fields: fields::of_object(self, &job.schema, &owner, job.way) }
            };
            self.defs[job.id].def = def;
            // Only parameters are absent, cleared or given.
            self.defs[job.id].def.fields_mut().into_iter().for_each(|field| field.nullable = false);
        }
    }

    /// The type of a value.
    pub(super) fn of(&mut self, place: &Place<'d>, used: &Use<'_>) -> Type {
        let schema = Schema::at(place);
        for lost in &schema.lost {
            self.notes.left_out(&place.pointer, format!("`{lost}` is not in the document."), keywords::NOT_HERE);
        }
        if self.depth >= MAX_DEPTH {
            self.notes.left_out(
                &place.pointer,
                "A type refers to itself without an object in between.",
                "It is `json` now; declare an object for it.",
            );
            return Type::plain("json");
        }
        self.depth += 1;
        let kind = self.of_schema(&schema, used);
        self.depth -= 1;
        kind
    }

    fn of_schema(&mut self, schema: &Schema<'d>, used: &Use<'_>) -> Type {
        if let Some(known) = self.known.get(&(schema.identity.pointer.clone(), used.way)) {
            return *known;
        }
        if schema_is_union(self, schema) {
            return self.named(schema, used);
        }
        let alternatives = schema.alternatives();
        if !alternatives.is_empty() {
            schema.settle_alternatives(self.notes);
        }
        match &alternatives[..] {
            [] => {}
            [only] => return self.of(&only.clone(), used),
            several => return unions::alternatives(self, schema, several, used),
        }
        let types = schema.types();
        match types[..] {
            ["string" | "file"] => self.text(schema, used),
            ["integer"] => self.integer(schema, used),
            ["number"] => {
                fields::decimal_money(self, schema, used);
                fields::spoken_time(self, schema);
                Type::plain("decimal")
            }
            ["boolean"] => Type::plain("boolean"),
            ["array"] => self.list(schema, used),
            ["object"] => self.object(schema, used),
            ["string", "number" | "integer"] | ["number" | "integer", "string"] if used.way == Way::Received => {
                Type::plain("string")
            }
            [] if !schema.values().is_empty() => self.text(schema, used),
            [] => Type::plain("json"),
            _ => {
                self.notes.left_out(
                    &schema.identity.pointer,
                    "A value has several types.",
                    "It is `json` now; use the single type that you need.",
                );
                Type::plain("json")
            }
        }
    }

    fn text(&mut self, schema: &Schema<'d>, used: &Use<'_>) -> Type {
        let values = schema.values();
        if hints::is_currency(used.wire) && values.iter().all(|value| codes::is_currency_code(value)) {
            return Type::declared(self.currency(schema, &values));
        }
        // What can only be one thing says nothing to those who read it.
        let is_constant = values.len() == 1 && used.way == Way::Received && !schema.is_named;
        if is_constant {
            schema.settle_all(self.notes, &["enum", "const"]);
            let what = "A constant text in a response.";
            self.notes.add(Subject::NotNeeded, &schema.identity.pointer, what, "It is a plain string.");
        }
        if !values.is_empty() && !is_constant && !schema.types().contains(&"file") {
            return self.words(schema, used, values);
        }
        if let Some(thing) = fields::identified(self, used) {
            let id = self.id_of(&thing, &schema.identity.pointer);
            self.example_of_id(id, schema);
            return Type::declared(id);
        }
        let format = schema.text("format").unwrap_or_default();
        let is_settled = match format {
            "date" | "date-time" | "datetime" => true,
            "decimal" => used.way == Way::Received,
            "password" => used.way == Way::Sent,
            _ => false,
        };
        if is_settled {
            schema.settle(self.notes, &["format"]);
        }
        match format {
            "date" => Type::plain("date"),
            "date-time" | "datetime" => Type::plain("datetime"),
            "decimal" if used.way == Way::Received => Type::plain("decimal"),
            "password" if used.way == Way::Sent => Type::plain("secret"),
            _ if used.way == Way::Sent && hints::is_secret(used.wire) => Type::plain("secret"),
            _ if used.way == Way::Sent && hints::is_card_number(used.wire, used.owner) => {
                self.notes.guessed(
                    &schema.identity.pointer,
                    "A string is treated as a card number, because of its name.",
                    "Use `string` if it is not.",
                );
                Type::plain("card-number")
            }
            _ => {
                fields::decimal_money(self, schema, used);
                fields::spoken_time(self, schema);
                Type::plain("string")
            }
        }
    }

    pub(super) fn example_of_id(&mut self, id: TypeId, schema: &Schema<'d>) {
        let shown = schema.example().and_then(Value::word).filter(|text| !text.trim().is_empty() && is_visible(text));
        if let Def::Id { example } = &mut self.defs[id].def
            && example.is_none()
            && shown.is_some()
        {
            schema.settle(self.notes, &["example", "examples"]);
            *example = shown;
        }
    }

    fn integer(&mut self, schema: &Schema<'d>, used: &Use<'_>) -> Type {
        if used.way == Way::Received
            && let Some(thing) = fields::identified(self, used)
        {
            let id = self.id_of(&thing, &schema.identity.pointer);
            self.example_of_id(id, schema);
            return Type::declared(id);
        }
        if fields::is_unix_time(schema) {
            schema.settle(self.notes, &["format"]);
            return Type::plain("datetime");
        }
        fields::spoken_time(self, schema);
        let description = schema.text("description").unwrap_or_default();
        match hints::money(used.wire, description) {
            hints::Money::Said => Type::plain("amount"),
            hints::Money::Named => {
                self.notes.guessed(
                    &schema.identity.pointer,
                    "A whole number is treated as an amount in minor units, because of its name.",
                    "Use `integer` if it is not money, and set `amounts` in `api.yaml` for another unit.",
                );
                Type::plain("amount")
            }
            hints::Money::No => Type::plain("integer"),
        }
    }

    fn list(&mut self, schema: &Schema<'d>, used: &Use<'_>) -> Type {
        let Some(items) = schema.get("items").filter(|items| matches!(items.value, Value::Map(_))) else {
            return Type { around: Around::List, kind: Kind::Plain("json") };
        };
        let one = words::singular_of(&words::of(used.wire)).join("_");
        let wire = if one.is_empty() { used.wire } else { &one };
        let inner = self.of(&items, &Use { wire, ..used.clone() });
        match inner.around {
            Around::Nothing => inner.within(Around::List),
            Around::List | Around::Map | Around::Search | Around::Expandable => {
                self.notes.left_out(
                    &items.pointer,
                    "Lists of lists, of maps, or of expandable ids are not supported.",
                    "Each item is `json`; declare an object if it has members.",
                );
                Type { around: Around::List, kind: Kind::Plain("json") }
            }
        }
    }

    fn object(&mut self, schema: &Schema<'d>, used: &Use<'_>) -> Type {
        if !schema.properties().is_empty() {
            return self.named(schema, used);
        }
        let is_callers = words::of(used.wire).iter().any(|word| word == "metadata");
        match schema.additional() {
            Some(values) if matches!(values.value, Value::Map(entries) if !entries.is_empty()) => {
                // A map that is none in the draft is reported below.
                self.notes.settle(values.pointer.clone());
                let inner = self.of(&values, used);
                if is_callers && inner.is("string") {
                    return Type::plain("metadata");
                }
                let is_union = schema_is_union(self, &Schema::at(&values));
                let fits = match inner.around {
                    Around::Nothing => !inner.is("metadata") && !inner.is("bytes"),
                    _ => false,
                };
                let is_number_time = inner.is("datetime") && fields::is_unix_time(&Schema::at(&values));
                if fits && !is_number_time && !(is_union && used.way == Way::Sent) {
                    return inner.within(Around::Map);
                }
                self.notes.left_out(
                    &values.pointer,
                    "The values of a map are lists, maps or unions.",
                    "The map is `json`; declare an object with a field for each known key.",
                );
                Type::plain("json")
            }
            any => {
                if let Some(any) = any {
                    self.notes.settle(any.pointer);
                }
                Type::plain(if is_callers { "metadata" } else { "json" })
            }
        }
    }

    /// A type with fields of its own, which are read later.
    pub(super) fn named(&mut self, schema: &Schema<'d>, used: &Use<'_>) -> Type {
        let key = (schema.identity.pointer.clone(), used.way);
        if let Some(known) = self.known.get(&key) {
            return *known;
        }
        let (name, is_named) = (Self::name_of(schema, used), schema.is_named);
        let schema = Schema::at(&schema.identity);
        let docs = fields::docs(self, &schema, if is_named { &name } else { used.wire });
        if let Some(thing) = self.things.get(&schema.identity.pointer) {
            self.owners.insert(name.clone(), thing.clone());
        }
        let id = self.declare(name, docs, schema.identity.pointer.clone(), Def::Open);
        let kind = Type::declared(id);
        self.known.insert(key, kind);
        self.open.push_back(Job { id, schema, way: used.way });
        kind
    }

    pub(super) fn name_of(schema: &Schema<'d>, used: &Use<'_>) -> String {
        if schema.is_named {
            return words::pascal(&schema.identity.name());
        }
        let own = words::pascal(used.wire);
        // `payment_status` of a `Payment` is no `PaymentPaymentStatus`.
        if own.starts_with(used.owner) { own } else { format!("{}{own}", used.owner) }
    }
}

/// Whether a schema is a union that the language can describe.
pub(super) fn schema_is_union(types: &Types<'_>, schema: &Schema<'_>) -> bool {
    unions::telling(types, schema).is_some()
}

pub(super) fn is_visible(text: &str) -> bool {
    !text.chars().any(|c| c.is_control() || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}' | '\u{FFFD}'))
}

pub(super) fn with_article(words: &str) -> String {
    let is_vowel = words.starts_with(['a', 'e', 'i', 'o']);
    format!("{} {words}", if is_vowel { "an" } else { "a" })
}

/// Fields of one object, each once.
pub(super) fn distinct(fields: Vec<Field>) -> Vec<Field> {
    let mut kept: Vec<Field> = Vec::new();
    for field in fields {
        if !kept.iter().any(|known| known.wire == field.wire) {
            kept.push(field);
        }
    }
    kept
}
