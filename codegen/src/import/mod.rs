//! A vendor's OpenAPI document -> a first draft of a spec.
//!
//! ```text
//! read      text -> value, from JSON or YAML              bounded in size and depth
//! place     a value with its JSON pointer                 follows references
//! schema    the parts of a schema as one                  allOf, mentions, nullable
//! types     schemas -> types, each way by itself          fields, constraints, codes, unions, hints
//! reader    paths -> operations                           requests (bodies, paths), responses (statuses), verbs,
//!                                                         things, auth, access, servers, errors, events
//! draft     all of it -> the parts of a spec              directions, naming
//! keywords  what the document says and the draft does not table, why
//! write     parts -> files                                write_api, yaml, report, cases
//! ```
//!
//! OpenAPI 3.0, 3.1 and 3.2 and Swagger 2.0 are read from one tree of values: no crate reads all three, and places are
//! reported as pointers into the document. Nothing is decided in silence: what cannot be said in the language, and what
//! is guessed, is a [`Note`] with its place. The same document always gives the same draft, and nothing in it makes the
//! import panic.

mod access;
mod auth;
mod bodies;
mod cases;
mod codes;
mod constraints;
mod directions;
mod draft;
mod errors;
mod events;
mod fields;
mod hints;
mod keywords;
mod model;
mod naming;
mod notes;
mod paths;
mod place;
mod read;
mod reader;
mod report;
mod requests;
mod responses;
mod schema;
mod servers;
mod statuses;
mod texts;
mod things;
mod types;
mod unions;
mod value;
mod verbs;
mod words;
mod write;
mod write_api;
mod yaml;

use self::model::Def;
use self::notes::Notes;
pub use self::notes::{Note, Subject};
use self::place::Place;
pub use self::read::MAX_BYTES;
use self::value::Value;
use crate::names::{self, RESERVED_APIS, RESERVED_LIBRARIES};

/// Why a document gives no draft.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// The name is not one that an API can have.
    #[error("invalid API name `{0}`: use lowercase letters, digits and single dashes, such as `shop-payments`")]
    Name(String),
    /// The name is that of something else.
    #[error("the API name `{0}` is already used by a crate or feature, or is a keyword")]
    Taken(String),
    /// There is nothing in it.
    #[error("the document is empty")]
    Empty,
    /// It is longer than any document that people write.
    #[error("the document is larger than {} MiB: import a part of it", MAX_BYTES / (1024 * 1024))]
    TooLarge,
    /// It nests deeper than any document that people write.
    #[error("the document is nested too deeply: move inner schemas to named ones and reference them")]
    TooDeep,
    /// It is HTML.
    #[error("this is a web page, not a document: download the JSON or YAML that it displays")]
    WebPage,
    /// It begins like JSON and is none.
    #[error("the document is not JSON: {0}")]
    NotJson(String),
    /// It is no YAML.
    #[error("the document is not YAML: {0}")]
    NotYaml(String),
    /// It is a text, a list or a number.
    #[error("the document is not a mapping: an OpenAPI document starts with `openapi`, `info` and `paths`")]
    NoMapping,
    /// It says nothing of its version.
    #[error("this is not an OpenAPI document: it has neither `openapi: 3.x` nor `swagger: \"2.0\"` at the top level")]
    NotOpenApi,
    /// It is of another version.
    #[error("OpenAPI {0} is not supported; use 3.0, 3.1, 3.2 or Swagger 2.0")]
    Version(String),
    /// Its `paths` hold something else.
    #[error("{0} found at `paths` of the document, expected a mapping")]
    Paths(&'static str),
    /// It describes nothing to call. Each reason is a sentence with a place.
    #[error("the document has no operation in `paths` that can be described{}", reasons(.0))]
    NoOperations(Vec<String>),
    /// Its aliases stand for more than it says.
    #[error("the aliases of the document expand to too much: write it without `&` and `*`")]
    Aliases,
}

/// What a draft holds, in figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    /// Resources, each in a file.
    pub resources: usize,
    /// Operations.
    pub operations: usize,
    /// Objects.
    pub objects: usize,
    /// Enums.
    pub enums: usize,
    /// Unions.
    pub unions: usize,
    /// Events.
    pub events: usize,
}

/// A first draft of a spec.
#[derive(Debug)]
pub struct Draft {
    /// The files by their names in the folder of the API: `api.yaml`, a file a resource, `NOTES.md`.
    pub files: Vec<(String, String)>,
    /// What is left to decide.
    pub notes: Vec<Note>,
    /// What it holds.
    pub counts: Counts,
}

/// What the first lines of a draft say.
struct Head<'t> {
    name: &'t str,
    title: String,
    docs: String,
    source: String,
    file: String,
}

/// Makes a draft of the API `name` from the text of a document; `file` is what people call it.
///
/// # Errors
///
/// Fails if the name cannot be that of an API, if the text is no OpenAPI document, and if it describes no operation.
pub fn draft(name: &str, file: &str, text: &str) -> Result<Draft, ImportError> {
    check_name(name)?;
    let root = read::document(text)?;
    let version = version(&root)?;
    let root = Place::root(&root);
    if let Some(paths) = root.value.get("paths").filter(|paths| !matches!(paths, Value::Map(_))) {
        return Err(ImportError::Paths(keywords::spoken(paths)));
    }
    let notes = Notes::default();
    newer(&root, &version, &notes);
    let parts = draft::read(&root, name, &notes);
    keywords::tell(&root, &notes);
    if parts.resources.is_empty() {
        drop(parts);
        return Err(ImportError::NoOperations(why_none(notes)));
    }
    let head = head(&root, name, file, &version);
    let mut files = write::files(&parts, &head);
    let count = |test: fn(&Def) -> bool| parts.used.iter().filter(|id| test(&parts.defs[**id].def)).count();
    let counts = Counts {
        resources: parts.resources.len(),
        operations: parts.resources.iter().map(|resource| resource.operations.len()).sum(),
        objects: count(|def| matches!(def, Def::Object { .. })),
        enums: count(|def| matches!(def, Def::Enum { .. })),
        unions: count(|def| matches!(def, Def::Union { .. })),
        events: parts.events.as_ref().map_or(0, |events| events.all.len()),
    };
    files.extend(cases::files(&parts));
    drop(parts);
    let notes = notes.into_sorted();
    files.push(("NOTES.md".to_owned(), report::page(&head, &notes)));
    Ok(Draft { files, notes, counts })
}

/// So many reasons are reported why a document has no operation.
const MAX_REASONS: usize = 3;

/// Why nothing of a document can be called.
fn why_none(notes: Notes) -> Vec<String> {
    let is_of_paths = |note: &&Note| note.places.iter().any(|place| place.starts_with("#/paths"));
    let notes = notes.into_sorted();
    let told = notes.iter().filter(|note| note.subject == Subject::LeftOut).filter(is_of_paths);
    let reason = |note: &Note| format!("{} {}", report::shown(&note.what), report::shown(&note.places.join(", ")));
    told.take(MAX_REASONS).map(reason).collect()
}

fn reasons(all: &[String]) -> String {
    all.iter().map(|reason| format!("\n  {reason}")).collect()
}

/// Tells what is known of a version that has more than the draft can have.
fn newer(root: &Place<'_>, version: &str, notes: &Notes) {
    let minor = version.strip_prefix("OpenAPI 3.").and_then(|rest| rest.split('.').next()?.parse::<u32>().ok());
    let Some(place) = root.get("openapi") else { return };
    match minor {
        Some(2) => notes.guessed(
            &place.pointer,
            "The document is OpenAPI 3.2, read as 3.1.",
            "Features of 3.2 are not in the draft; each of its keywords is listed.",
        ),
        Some(3..) | None => notes.guessed(
            &place.pointer,
            format!("{version} is not supported, and the document is read as 3.1."),
            "New keywords are listed as unknown.",
        ),
        Some(0 | 1) => {}
    }
}

/// Whether an API can have a name.
///
/// # Errors
///
/// Fails where it is not in kebab-case, or that of something else.
pub fn check_name(name: &str) -> Result<(), ImportError> {
    if !names::is_kebab(name) || !name.is_ascii() {
        return Err(ImportError::Name(name.escape_debug().to_string()));
    }
    let is_taken = RESERVED_APIS.contains(&name) || RESERVED_LIBRARIES.contains(&name);
    if is_taken || names::unusable(name).is_some() {
        return Err(ImportError::Taken(name.to_owned()));
    }
    Ok(())
}

/// The version of the format, in words.
fn version(root: &Value) -> Result<String, ImportError> {
    if let Some(version) = root.get("openapi").and_then(Value::word) {
        let is_known = version.starts_with("3.") || version == "3";
        return if is_known { Ok(format!("OpenAPI {version}")) } else { Err(ImportError::Version(shown(&version))) };
    }
    match root.get("swagger").and_then(Value::word) {
        Some(version) if version == "2" || version == "2.0" => Ok("Swagger 2.0".to_owned()),
        Some(version) => Err(ImportError::Version(shown(&version))),
        None => Err(ImportError::NotOpenApi),
    }
}

fn shown(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(20).collect()
}

fn head<'t>(root: &Place<'_>, name: &'t str, file: &str, version: &str) -> Head<'t> {
    let info = root.get("info").unwrap_or_else(|| root.nothing());
    let title = info.text("title").and_then(texts::phrase).unwrap_or_else(|| words::spoken(name));
    let own = info.value.get("version").and_then(Value::word).and_then(|version| texts::phrase(&version));
    let own = own.map(|own| format!(", version {own}")).unwrap_or_default();
    let file = texts::phrase(file).unwrap_or_else(|| "the document".to_owned()).replace('`', "");
    Head {
        name,
        docs: info.text("description").and_then(texts::sentences).unwrap_or_else(|| format!("The API of {title}.")),
        source: format!("{version} document of {title}{own}: {file}"),
        title,
        file,
    }
}
