//! Kinds of changes: some that break something, and some that change documentation only.

use super::document::{Document, Edit, Entry};

/// A kind of change: its name, and the change at an entry where there is one.
pub(super) struct Kind {
    pub(super) name: &'static str,
    pub(super) at: fn(&Document, &Entry) -> Option<Edit>,
}

const PARAM: &[&str] = &["operations", "*", "params", "*"];
const FIELD: &[&str] = &["objects", "*", "fields", "*"];
const VARIANT_FIELD: &[&str] = &["unions", "*", "variants", "*", "fields", "*"];

fn is_field(entry: &Entry) -> bool {
    entry.is(PARAM) || entry.is(FIELD) || entry.is(VARIANT_FIELD)
}

/// A key of a parameter, field or field of a variant.
fn is_of_field(entry: &Entry, key: &str) -> bool {
    let below = |form: &[&str]| entry.is(&[form, &[key]].concat());
    below(PARAM) || below(FIELD) || below(VARIANT_FIELD)
}

fn number(entry: &Entry) -> Option<i64> {
    entry.scalar.as_ref()?.parse().ok()
}

/// Changes that break something.
pub(super) const BREAKING: &[Kind] = &[
    Kind {
        name: "a parameter becomes required",
        at: |document, entry| {
            let is_optional = entry.is(PARAM) && !entry.keys.iter().any(|key| key == "required");
            is_optional.then(|| document.insert(entry, "required: true"))?
        },
    },
    Kind { name: "a parameter is removed", at: |document, entry| entry.is(PARAM).then(|| document.remove(entry)) },
    Kind {
        name: "a field is removed",
        at: |document, entry| (entry.is(FIELD) || entry.is(VARIANT_FIELD)).then(|| document.remove(entry)),
    },
    Kind {
        name: "a field or parameter is renamed",
        at: |document, entry| is_field(entry).then(|| document.rename(entry, &format!("{}New", entry.key()))),
    },
    Kind {
        name: "a type changes",
        at: |_, entry| {
            let scalar = entry.scalar.as_deref().filter(|_| is_of_field(entry, "type"))?;
            let other = match scalar {
                "string" => "boolean",
                "integer" | "boolean" | "datetime" | "date" => "string",
                "amount" => "decimal",
                _ => return None,
            };
            Some(Document::set(entry, other))
        },
    },
    Kind {
        name: "a value becomes a list",
        at: |_, entry| {
            let scalar = entry.scalar.as_deref().filter(|text| is_of_field(entry, "type") && *text == "string")?;
            Some(Document::set(entry, format!("list<{scalar}>")))
        },
    },
    Kind {
        name: "a field is no longer guaranteed",
        at: |_, entry| is_of_field(entry, "guaranteed").then(|| Document::set(entry, "false")),
    },
    Kind {
        name: "an upper bound is lowered",
        at: |_, entry| {
            let is_bound = ["range", "length", "max_items"]
                .iter()
                .any(|check| entry.is(&["operations", "*", "rules", "#", check, "max"]));
            is_bound.then(|| Some(Document::set(entry, (number(entry)? - 1).to_string())))?
        },
    },
    Kind {
        name: "a lower bound is raised",
        at: |_, entry| {
            let is_bound =
                ["range", "length"].iter().any(|check| entry.is(&["operations", "*", "rules", "#", check, "min"]));
            is_bound.then(|| Some(Document::set(entry, (number(entry)? + 1).to_string())))?
        },
    },
    Kind {
        name: "a rule accepts a value less",
        at: |document, entry| {
            let is_value = entry.is(&["operations", "*", "rules", "#", "one_of", "values", "#"]);
            is_value.then(|| document.remove(entry))
        },
    },
    Kind {
        name: "a rule requires another field",
        at: |document, entry| {
            let is_list = entry.is(&["operations", "*", "rules", "#", "requires"]);
            let operation = entry.path.get(1).filter(|_| is_list)?;
            let is_other = |other: &&Entry| other.is(PARAM) && other.path.get(1) == Some(operation);
            let listed = document.text.get(entry.value..entry.end)?;
            let param = document.entries.iter().filter(is_other).find(|other| !listed.contains(other.key()))?;
            let text = format!("[{}, {}]", listed.trim_matches(['[', ']']), param.key());
            listed.starts_with('[').then(|| Document::set(entry, text))
        },
    },
    Kind {
        name: "a path changes",
        at: |_, entry| {
            let path = entry.scalar.as_deref().filter(|_| entry.is(&["operations", "*", "path"]))?;
            Some(Document::set(entry, format!("/new{path}")))
        },
    },
    Kind {
        name: "a method changes",
        at: |_, entry| {
            let other = match entry.scalar.as_deref().filter(|_| entry.is(&["operations", "*", "method"]))? {
                "POST" => "PUT",
                "PUT" | "PATCH" => "POST",
                _ => return None,
            };
            Some(Document::set(entry, other))
        },
    },
    Kind {
        name: "an operation is removed",
        at: |document, entry| entry.is(&["operations", "*"]).then(|| document.remove(entry)),
    },
    Kind {
        name: "an operation is renamed",
        at: |document, entry| {
            entry.is(&["operations", "*"]).then(|| document.rename(entry, &format!("{}-anew", entry.key())))
        },
    },
    Kind {
        name: "a key is no longer accepted",
        at: |_, entry| entry.is(&["operations", "*", "idempotency_key"]).then(|| Document::set(entry, "false")),
    },
    Kind {
        name: "a response has another body",
        at: |_, entry| {
            let body = entry.scalar.as_deref().filter(|_| entry.is(&["operations", "*", "responses", "*", "body"]))?;
            let is_plain = body.chars().all(char::is_alphanumeric);
            is_plain.then(|| Document::set(entry, format!("list<{body}>")))
        },
    },
    Kind {
        name: "an enum value is removed",
        at: |document, entry| entry.is(&["enums", "*", "values", "#"]).then(|| document.remove(entry)),
    },
    Kind {
        name: "a variant is removed",
        at: |document, entry| entry.is(&["unions", "*", "variants", "*"]).then(|| document.remove(entry)),
    },
    Kind {
        name: "a row is removed",
        at: |document, entry| entry.is(&["tables", "*", "rows", "#"]).then(|| document.remove(entry)),
    },
    Kind {
        name: "an event is removed",
        at: |document, entry| entry.is(&["events", "*"]).then(|| document.remove(entry)),
    },
    Kind {
        name: "an event has another name in Rust",
        at: |document, entry| {
            let is_derived = entry.is(&["events", "*"]) && !entry.keys.iter().any(|key| key == "rust");
            is_derived.then(|| document.insert(entry, "rust: { name: Anew, because: A trial. }"))?
        },
    },
    Kind {
        name: "a base URL changes",
        at: |_, entry| {
            let is_url = entry.is(&["api", "environments", "*", "base_url"]);
            let url = entry.scalar.as_deref().filter(|url| is_url && !url.contains('{'))?;
            Some(Document::set(entry, format!("{url}/anew")))
        },
    },
    Kind {
        name: "a time becomes shorter",
        at: |_, entry| {
            let length = entry.scalar.as_deref().filter(|_| entry.is(&["windows", "*", "length"]))?;
            let (count, unit) = length.split_once(' ')?;
            let count: u32 = count.parse().ok().filter(|count| *count > 1)?;
            Some(Document::set(entry, format!("{} {unit}", count - 1)))
        },
    },
    Kind {
        name: "a limit is lowered",
        at: |_, entry| {
            entry.is(&["limits", "*", "value"]).then(|| Some(Document::set(entry, (number(entry)? - 1).to_string())))?
        },
    },
    Kind {
        name: "a column of a file is removed",
        at: |document, entry| entry.is(&["files", "*", "columns", "*"]).then(|| document.remove(entry)),
    },
];

/// Inserts a word before the first letter of a text.
fn word(document: &Document, entry: &Entry) -> Option<Edit> {
    let value = document.text.get(entry.value..entry.end)?;
    // An indicator of a block is not the text.
    let skipped = if value.starts_with(['>', '|']) { value.find('\n')? } else { 0 };
    let at = entry.value + skipped + value[skipped..].find(|c: char| c.is_ascii_alphabetic())?;
    entry.scalar.as_ref().map(|_| Edit { start: at, end: at, text: "Really ".to_owned() })
}

/// Changes of what is written for people.
pub(super) const DOCUMENTATION: &[Kind] = &[
    Kind { name: "a description", at: |document, entry| (entry.key() == "docs").then(|| word(document, entry))? },
    Kind { name: "a reason", at: |document, entry| (entry.key() == "because").then(|| word(document, entry))? },
    Kind { name: "a note", at: |document, entry| (entry.key() == "note").then(|| word(document, entry))? },
    Kind {
        name: "a vendor's term",
        at: |document, entry| (entry.key() == "vendor_term").then(|| word(document, entry))?,
    },
    Kind { name: "a vendor's text", at: |document, entry| (entry.key() == "says").then(|| word(document, entry))? },
    Kind {
        name: "what a pattern means",
        at: |document, entry| (entry.key() == "means").then(|| word(document, entry))?,
    },
    Kind {
        name: "an example is removed",
        at: |document, entry| is_of_field(entry, "example").then(|| document.remove(entry)),
    },
    Kind {
        name: "a comment",
        at: |document, entry| {
            let is_line = is_field(entry) || entry.is(&["operations", "*"]);
            let line = document.text[..entry.start].rfind('\n')? + 1;
            let is_alone = document.text[line..entry.start].trim().is_empty();
            (is_line && is_alone).then(|| Edit { start: line, end: line, text: "# A comment.\n".to_owned() })
        },
    },
];
