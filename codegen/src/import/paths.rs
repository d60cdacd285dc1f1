//! Paths of operations, and the parameters in them.

use super::model::{Field, Type};
use super::place::Place;
use super::reader::{Call, Reader};
use super::requests::{Request, of_place, schema_of};
use super::schema::Schema;
use super::types::{Use, Way};
use super::{texts, words};

/// The parameters in the path, each with its place in braces.
pub(super) fn in_path<'d>(
    reader: &mut Reader<'d>,
    call: &Call<'d>,
    parameters: &[Place<'d>],
    others: &[Field],
    request: &mut Request,
) -> Result<(), String> {
    let mut path = String::new();
    let mut before = String::new();
    for segment in call.path.split('/').skip(1) {
        path.push('/');
        let mut rest = segment;
        while let Some((start, after)) = rest.split_once('{') {
            let Some((name, after)) = after.split_once('}') else {
                return Err("The braces of the path are unbalanced.".to_owned());
            };
            path.push_str(start);
            let mut wire: String = name
                .chars()
                .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '_' | '-') { c } else { '_' })
                .collect();
            let is_taken = |wire: &str| others.iter().chain(&request.params).any(|field| field.wire == wire);
            while wire.is_empty() || is_taken(&wire) {
                wire.insert_str(0, "path_");
            }
            let declared = of_place(parameters, "path").find(|parameter| parameter.text("name") == Some(name));
            let field = path_field(reader, call, declared.as_ref(), &before, name, &wire);
            path.push_str(&format!("{{{wire}}}"));
            request.params.push(field);
            rest = after;
        }
        if rest.contains('}') {
            return Err("The braces of the path are unbalanced.".to_owned());
        }
        path.push_str(rest);
        if !segment.contains('{') {
            segment.clone_into(&mut before);
        }
    }
    let is_plain = |c: char| c.is_ascii_graphic() && !matches!(c, '?' | '#' | '"' | '\\' | '`');
    if !path.starts_with('/')
        || !path.chars().all(is_plain)
        || path.contains("//")
        || path.split('/').any(|step| matches!(step, "." | ".."))
    {
        return Err("The path has parts other than segments and parameters.".to_owned());
    }
    for parameter in of_place(parameters, "path") {
        let name = parameter.text("name").unwrap_or_default();
        if !call.path.contains(&format!("{{{name}}}")) {
            let what = "A path parameter is not in the path.";
            reader.notes.left_out(&parameter.pointer, what, "Check which path the API uses.");
        }
    }
    request.path = path;
    Ok(())
}

fn path_field<'d>(
    reader: &mut Reader<'d>,
    call: &Call<'d>,
    declared: Option<&Place<'d>>,
    before: &str,
    name: &str,
    wire: &str,
) -> Field {
    let pointer = declared.map_or_else(|| call.place.pointer.clone(), |place| place.pointer.clone());
    let schema = declared.map(|parameter| Schema::at(&schema_of(parameter)));
    if declared.is_none() {
        let what = "A path has an undeclared parameter.";
        reader.notes.guessed(&pointer, what, "It is an id or string now.");
    }
    let said = declared.and_then(|parameter| parameter.text("description")).and_then(texts::sentences);
    let thing = thing(before, name);
    let kind = match (&thing, &schema) {
        (Some(thing), _) => {
            let id = reader.types.id_of(thing, &pointer);
            if let Some(schema) = &schema {
                reader.types.example_of_id(id, schema);
            }
            Type::declared(id)
        }
        (None, Some(schema)) if !schema.values().is_empty() && schema.types() == ["string"] => {
            let owner = words::pascal(before);
            let used = Use { wire, owner: &owner, way: Way::Sent };
            reader.types.words(schema, &used, schema.values())
        }
        (None, Some(schema)) => match (schema.types().first(), schema.text("format")) {
            (Some(&"integer"), _) => Type::plain("integer"),
            (Some(&"boolean"), _) => Type::plain("boolean"),
            (Some(&"string"), Some("date")) => {
                schema.settle(reader.notes, &["format"]);
                Type::plain("date")
            }
            (None | Some(&"string"), _) => Type::plain("string"),
            _ => {
                let what = "A path parameter is not text, a whole number or a boolean.";
                reader.notes.guessed(&pointer, what, "It is a string now: compare with an example.");
                Type::plain("string")
            }
        },
        (None, None) => Type::plain("string"),
    };
    let docs = said.unwrap_or_else(|| match &thing {
        Some(thing) => format!("{}.", words::spoken(thing)),
        None => format!("{}.", words::spoken(name)),
    });
    let mut field = Field::new(wire, kind, docs, pointer);
    (field.in_path, field.required) = (true, true);
    if let Some(parameter) = declared {
        field.deprecated = parameter.is("deprecated");
        reader.notes.settle(format!("{}/deprecated", parameter.pointer));
        reader.written_plainly(parameter, "simple");
    }
    field
}

/// The thing that a parameter in the path identifies: `/payments/{id}`, `/payments/{payment}`, `/x/{payment_id}`.
pub(super) fn thing(before: &str, name: &str) -> Option<String> {
    let of_name = words::of(name);
    let of_segment = words::singular_of(&words::of(before));
    let (last, start) = of_name.split_last()?;
    let thing = if matches!(last.as_str(), "id" | "uuid" | "guid") {
        if start.is_empty() { of_segment } else { start.to_vec() }
    } else if of_name == of_segment {
        of_name
    } else {
        return None;
    };
    let name = words::kebab(&thing);
    (!name.is_empty()).then_some(name)
}
