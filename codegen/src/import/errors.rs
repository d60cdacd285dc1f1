//! The bodies of errors -> where their members stand.

use super::fields;
use super::notes::Subject;
use super::place::Place;
use super::reader::Reader;
use super::schema::Schema;
use super::words;

/// A list of complaints, and the members of each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Listed {
    pub(super) at: String,
    pub(super) field: String,
    pub(super) message: String,
}

/// Where bodies of errors have what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Errors {
    pub(super) code: Option<String>,
    pub(super) messages: Vec<String>,
    pub(super) listed: Option<Listed>,
    pub(super) field_name: Option<String>,
    pub(super) request_id: Option<String>,
    pub(super) pointer: String,
}

const HOLDERS: [&str; 4] = ["error", "errors", "fault", "problem"];
const CODES: [&str; 5] = ["code", "error_code", "err_code", "error", "type"];
const MESSAGES: [&str; 7] = ["message", "error_message", "detail", "description", "error_description", "msg", "title"];
const FIELDS: [&str; 9] =
    ["field", "param", "parameter", "path", "pointer", "property", "name", "field_name", "location"];
const LISTS: [&str; 8] =
    ["errors", "details", "violations", "fields", "invalid_params", "issues", "error_details", "field_errors"];
const IDS: [&str; 5] = ["request_id", "trace_id", "correlation_id", "request_log_id", "debug_id"];

/// Reads the schema that most errors have.
pub(super) fn read(place: &Place<'_>) -> Option<Errors> {
    let schema = Schema::at(place);
    let mut errors = Errors {
        code: None,
        messages: Vec::new(),
        listed: None,
        field_name: None,
        request_id: None,
        pointer: place.pointer.clone(),
    };
    let properties = schema.properties();
    let holder = properties.iter().find(|(name, place)| {
        HOLDERS.contains(name) && !Schema::at(place).properties().is_empty() && fields::is_wire_name(name)
    });
    if let Some((name, place)) = holder {
        members(&Schema::at(place), &format!("{name}."), &mut errors);
    }
    members(&schema, "", &mut errors);
    let says = errors.code.is_some() || !errors.messages.is_empty() || errors.listed.is_some();
    says.then_some(errors)
}

fn members(schema: &Schema<'_>, before: &str, errors: &mut Errors) {
    let properties = schema.properties();
    let find = |names: &[&str], kinds: &[&str]| {
        names.iter().find_map(|known| {
            let is_it = |(name, place): &&(&str, Place<'_>)| {
                let types = Schema::at(place).types();
                words::of(name).join("_") == *known && types.iter().any(|kind| kinds.contains(kind)) && is_member(name)
            };
            properties.iter().find(is_it).map(|(name, _)| format!("{before}{name}"))
        })
    };
    errors.code = errors.code.take().or_else(|| find(&CODES, &["string", "integer"]));
    let message = find(&MESSAGES, &["string"]).filter(|message| !errors.messages.contains(message));
    errors.messages.extend(message);
    errors.request_id = errors.request_id.take().or_else(|| find(&IDS, &["string"]));
    errors.field_name = errors.field_name.take().or_else(|| find(&["param", "field", "parameter"], &["string"]));
    if errors.listed.is_none() {
        errors.listed = properties.iter().find_map(|(name, place)| {
            let list = Schema::at(place);
            let is_list = LISTS.contains(&words::of(name).join("_").as_str()) && list.types() == ["array"];
            let items = Schema::at(&list.get("items").filter(|_| is_list && is_member(name))?);
            let all = items.properties();
            let member = |names: &[&str]| {
                let found =
                    names.iter().find_map(|known| all.iter().find(|(name, _)| words::of(name).join("_") == *known));
                found.map(|(name, _)| (*name).to_owned()).filter(|name| is_member(name))
            };
            let field = member(&FIELDS)?;
            let messages = ["message", "detail", "reason", "description", "issue", "msg", "error", "title"];
            let message = member(&messages).filter(|message| *message != field)?;
            Some(Listed { at: format!("{before}{name}"), field, message })
        });
    }
}

/// Tells what the bodies of errors have and `errors` does not.
pub(super) fn tell_others(reader: &Reader<'_>, usual: Option<&Place<'_>>, errors: Option<&Errors>) {
    let Some(usual) = usual else { return };
    for (_, place) in reader.errors.values().filter(|(_, place)| place.pointer != usual.pointer) {
        let what = "Some errors have a different body than most.";
        reader.notes.left_out(&place.pointer, what, "Check that `errors` matches it too, or describe it in `docs`.");
    }
    let Some(errors) = errors else {
        let what = "The body of errors has no known members.";
        return reader.notes.left_out(&usual.pointer, what, "Add `errors` to `api.yaml`.");
    };
    let listed = errors.listed.iter().flat_map(|listed| {
        [listed.at.clone(), format!("{}.{}", listed.at, listed.field), format!("{}.{}", listed.at, listed.message)]
    });
    let read: Vec<String> = [&errors.code, &errors.field_name, &errors.request_id]
        .into_iter()
        .flatten()
        .cloned()
        .chain(errors.messages.iter().cloned())
        .chain(listed)
        .collect();
    for (name, place) in Schema::at(usual).properties() {
        let inner = Schema::at(&place).properties();
        let of_it = inner.iter().map(|(inner, place)| (format!("{name}.{inner}"), place.pointer.clone()));
        let is_holder = read.iter().any(|path| path.starts_with(&format!("{name}.")));
        let members: Vec<_> = if is_holder { of_it.collect() } else { vec![(name.to_owned(), place.pointer.clone())] };
        for (_, pointer) in members.into_iter().filter(|(path, _)| !read.contains(path)) {
            let what = "A member of errors is not covered by `errors`.";
            reader.notes.add(
                Subject::NotNeeded,
                &pointer,
                what,
                "Clients read codes, messages, fields and request ids.",
            );
        }
    }
}

/// Whether a name can be a step of a path in the language.
pub(super) fn is_member(name: &str) -> bool {
    !name.is_empty()
        && !name.contains(|c: char| c.is_whitespace() || c.is_control() || ".,;/\\[](){}<>*?\"'`&=".contains(c))
}

/// Whether a schema is that of errors in general, and not what one operation answers with.
pub(super) fn is_usual(schema: &Schema<'_>) -> bool {
    let is_word = |word: &String| matches!(word.as_str(), "error" | "errors" | "problem" | "fault");
    words::of(&schema.identity.name()).iter().any(is_word)
}
