//! Nothing that stands in a document makes the import panic, and what it drafts has no mistakes.

use std::panic::{AssertUnwindSafe, catch_unwind};

use payspec_codegen::import::draft;
use serde_json::{Map, Value, json};

use super::{document, folder_of};
use crate::support::Run;

/// Enough to meet each kind of damage in each part of the documents.
const MUTANTS: u64 = 40;

#[test]
fn a_damaged_document_gives_a_draft_or_an_error_and_no_panic() {
    let whole: Vec<Value> =
        ["tidewater.yaml", "gannet.json"].map(|name| serde_yaml::from_str(&document(name)).expect("a document")).into();
    let (mut drafted, mut dirty) = (0, Vec::new());
    for seed in 1..=mutants() {
        let mut random = Random(seed);
        let mut value = whole[random.below(whole.len())].clone();
        for _ in 0..=random.below(24) {
            damage(&mut value, &mut random);
        }
        let text = value.to_string();
        let result = catch_unwind(AssertUnwindSafe(|| draft("damaged", "damaged.json", &text)));
        let Ok(result) = result else { panic!("mutant {seed} makes the import panic") };
        let Ok(draft) = result else { continue };
        drafted += 1;
        let run = Run::over(folder_of("damaged", &draft));
        if !run.diagnostics.is_empty() {
            dirty.push(format!("mutant {seed}:\n{}", run.rendered()));
        }
    }
    assert!(drafted * 2 > mutants(), "only {drafted} gave a draft");
    assert!(dirty.is_empty(), "{} of {drafted} drafts have mistakes:\n{}", dirty.len(), dirty.join("\n"));
}

/// The text of a document, cut and torn, is an error or a draft.
#[test]
fn a_torn_text_is_no_panic() {
    for name in ["tidewater.yaml", "gannet.json"] {
        let text = document(name);
        for seed in 1..=60 {
            let mut random = Random(seed);
            let mut letters: Vec<char> = text.chars().collect();
            for _ in 0..=random.below(4) {
                let at = random.below(letters.len());
                match random.below(3) {
                    0 => letters.truncate(at + 1),
                    1 => letters[at] = ['{', '}', '"', ':', '\n', '\0', '&', '*', '漢', '\u{2028}'][random.below(10)],
                    _ => drop(letters.remove(at)),
                }
            }
            let torn: String = letters.into_iter().collect();
            let result = catch_unwind(AssertUnwindSafe(|| draft("torn", name, &torn).is_ok()));
            assert!(result.is_ok(), "{name}, torn by {seed}, makes the import panic");
        }
    }
}

fn mutants() -> u64 {
    std::env::var("MUTANTS").ok().and_then(|count| count.parse().ok()).unwrap_or(MUTANTS)
}

/// The pointers of all values.
fn pointers(value: &Value, at: &str, all: &mut Vec<String>) {
    all.push(at.to_owned());
    let escaped = |key: &str| key.replace('~', "~0").replace('/', "~1");
    match value {
        Value::Object(members) => {
            members.iter().for_each(|(key, inner)| pointers(inner, &format!("{at}/{}", escaped(key)), all));
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, inner)| pointers(inner, &format!("{at}/{index}"), all));
        }
        _ => {}
    }
}

/// What stands in place of what was there.
fn strange(all: &[String], random: &mut Random) -> Value {
    let reference = |random: &mut Random| json!({ "$ref": format!("#{}", all[random.below(all.len())]) });
    match random.below(19) {
        0 => Value::Null,
        1 => json!(true),
        2 => json!(-5),
        3 => json!(1e300),
        4 => json!(""),
        5 => json!("type"),
        6 => json!("3ds.-[x]\u{0}`{y}"),
        7 => json!("漢字\u{200B}"),
        8 => json!([]),
        9 => json!({}),
        10 => json!([{}, null, "a", "A", "a ", 5, "Unrecognized"]),
        11 => json!({ "type": "array", "items": { "type": "array", "items": {} } }),
        12 => json!({ "type": "string", "enum": ["a", "A", "", " ", "1", "self", "é"] }),
        13 => {
            json!({ "type": "object", "properties": { "new": { "type": "string" }, "type": {}, "": {}, "a-b": {}, "a_b": {} } })
        }
        14 => json!({ "oneOf": [{ "type": "object", "properties": { "a": {} } }, { "type": "string" }] }),
        15 => {
            json!({ "type": "object", "additionalProperties": { "type": "object", "properties": { "x": { "type": "string", "maxLength": 3 } } } })
        }
        _ => reference(random),
    }
}

fn damage(value: &mut Value, random: &mut Random) {
    let mut all = Vec::new();
    pointers(value, "", &mut all);
    let pointer = all[random.below(all.len())].clone();
    let other = value.pointer(&all[random.below(all.len())]).cloned().unwrap_or(Value::Null);
    let new = strange(&all, random);
    let Some(place) = value.pointer_mut(&pointer) else { return };
    match random.below(5) {
        0 => *place = new,
        1 if other.to_string().len() < 4_000 => *place = other,
        2 => {
            if let Some(members) = place.as_object_mut() {
                let keys: Vec<String> = members.keys().cloned().collect();
                if !keys.is_empty() {
                    members.remove(&keys[random.below(keys.len())]);
                }
            }
        }
        3 => {
            if let Some(members) = place.as_object_mut() {
                const KEYS: [&str; 16] = [
                    "$ref",
                    "type",
                    "nullable",
                    "required",
                    "allOf",
                    "oneOf",
                    "enum",
                    "discriminator",
                    "in",
                    "name",
                    "format",
                    "readOnly",
                    "items",
                    "additionalProperties",
                    "const",
                    "x-y",
                ];
                members.insert(KEYS[random.below(KEYS.len())].to_owned(), new);
            }
        }
        _ => rename(place, random),
    }
}

/// Gives a member another name.
fn rename(place: &mut Value, random: &mut Random) {
    const NAMES: [&str; 14] = [
        "id", "type", "a b", "a.b", "self", "2xx", "new", "Event", "amount", "currency", "", "é", "validate", "default",
    ];
    let Some(members) = place.as_object_mut() else { return };
    let keys: Vec<String> = members.keys().cloned().collect();
    if keys.is_empty() {
        return;
    }
    let (key, name) = (&keys[random.below(keys.len())], NAMES[random.below(NAMES.len())]);
    let old: Map<String, Value> = std::mem::take(members);
    *members = old
        .into_iter()
        .map(|(known, value)| if known == *key { (name.to_owned(), value) } else { (known, value) })
        .collect();
}

/// Numbers that are the same in each run.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        // xorshift64*, stirred so that small seeds differ.
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let mixed = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33;
        usize::try_from(mixed).unwrap_or(0) % bound.max(1)
    }
}
