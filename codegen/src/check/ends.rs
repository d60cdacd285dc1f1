//! What stands at the end of a path through the object of an event: a member that identifies the event or says what it is
//! is a text or a number, and no object, list or boolean.

use super::scope::Scope;
use crate::diag::{Diagnostic, code};
use crate::raw::Path;
use crate::raw::event::Form;
use crate::raw::webhooks::Envelope;
use crate::symbols::{Decl, Resolved};
use crate::types::{Builtin, Shape, parse};

/// What is declared at the end of a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// A text, or what is written as one.
    Text,
    /// Digits, in JSON without quotes.
    Number,
    /// `true` or `false`.
    Boolean,
    /// An object, a map, or an object in the place of its id.
    Object,
    /// A list.
    List,
    /// Nothing: a step leads into what is no object.
    Nothing,
}

impl End {
    /// What it is called where it does not belong.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Text => "a text",
            Self::Number => "a number",
            Self::Boolean => "a boolean",
            Self::Object => "an object",
            Self::List => "a list",
            Self::Nothing => "nothing",
        }
    }
}

/// The end of a path through an object, and the step that it is told by; `None` where it is not declared.
pub(super) fn end<'p>(scope: &Scope<'_>, object: &str, path: &'p str) -> Option<(End, &'p str)> {
    let mut object = object.to_owned();
    let mut steps = path.split('.').peekable();
    while let Some(step) = steps.next() {
        let kind = parse(&scope.fields_of(&object)?.get(step)?.kind)?;
        let end = match (kind.shape, scope.symbols.resolve(kind.name)?) {
            (Shape::Map, _) | (Shape::One, Resolved::Builtin(Builtin::Metadata)) if steps.peek().is_some() => {
                return None;
            }
            (Shape::One, Resolved::Builtin(Builtin::Json)) => return None,
            (Shape::Map | Shape::Expandable, _) | (Shape::One, Resolved::Builtin(Builtin::Metadata)) => End::Object,
            (Shape::List | Shape::Search, _) => End::List,
            (Shape::One, Resolved::Builtin(Builtin::Boolean)) => End::Boolean,
            (Shape::One, Resolved::Builtin(Builtin::Integer | Builtin::Amount)) => End::Number,
            (Shape::One, Resolved::Builtin(_)) => End::Text,
            (Shape::One, Resolved::Declared(symbol)) => match symbol.decl {
                Decl::Object(_) if steps.peek().is_some() => {
                    kind.name.clone_into(&mut object);
                    continue;
                }
                Decl::Union(_) if steps.peek().is_some() => return None,
                Decl::Object(_) | Decl::Union(_) => End::Object,
                Decl::Id(_) | Decl::Enum(_) | Decl::Table(_) => End::Text,
            },
        };
        return Some(if steps.peek().is_some() { (End::Nothing, step) } else { (end, step) });
    }
    None
}

/// The members of the envelope that stand in the objects of events.
pub(super) fn check(scope: &Scope<'_>) {
    let Some(webhooks) = scope.api.and_then(|api| api.webhooks.as_ref()) else { return };
    let Some(envelope) = &webhooks.envelope else { return };
    let mut parts = envelope.event_type.paths();
    if let Some(first) = parts.next() {
        is_one_of(scope, envelope, first, &[End::Text], "the type of an event must be text");
    }
    let any = [End::Text, End::Number, End::Boolean];
    parts.for_each(|part| is_one_of(scope, envelope, part, &any, "an object or list cannot be part of a type"));
    for (path, what) in [
        (&envelope.id, "the id of an event must be text or a number"),
        (&envelope.created, "a time must be text or a number"),
        (&envelope.request_id, "the id of a request must be text or a number"),
    ] {
        let either = [End::Text, End::Number];
        if let Some(path) = path {
            is_one_of(scope, envelope, path, &either, what);
        }
    }
}

/// Reports a path that leads to something else in the object of an event.
fn is_one_of(scope: &Scope<'_>, envelope: &Envelope, path: &Path, fitting: &[End], why: &str) {
    for (object, inside) in in_objects(scope, envelope, path) {
        let Some((found, step)) = end(scope, object, inside).filter(|(end, _)| !fitting.contains(end)) else {
            continue;
        };
        let message = match found {
            End::Nothing => format!("`{step}` is not an object, so it has no members"),
            end => format!("`{}` is {}, but {why}", path.value, end.name()),
        };
        let at = scope.fields_of(object).and_then(|fields| fields.get(inside.split('.').next()?).copied());
        let found = Diagnostic::new(code::MEMBER_NAME, path.span, message).label("never matches");
        let found = match at {
            Some(field) => found.also(field.kind.span, "declared here"),
            None => found,
        };
        return scope.report(found.help("name the member that holds it, or correct the type of the field"));
    }
}

/// The objects of events in which a path of the envelope ends, with the rest of the path.
fn in_objects<'a, 'p>(
    scope: &Scope<'a>,
    envelope: &Envelope,
    path: &'p Path,
) -> impl Iterator<Item = (&'a str, &'p str)> {
    let inside = match &envelope.payload {
        Some(payload) => path.strip_prefix(payload.as_str()).and_then(|rest| rest.strip_prefix('.')),
        None => Some(path.as_str()),
    };
    let events = scope.set.files.iter().flat_map(|(_, document)| document.events.iter());
    let enveloped = events
        .filter(|(_, event)| event.forms.is_empty() || event.forms.iter().any(|form| form.value == Form::Enveloped));
    let enveloped: Vec<_> = enveloped.filter_map(|(_, event)| event.payload.as_ref()).collect();
    inside
        .into_iter()
        .flat_map(move |inside| enveloped.clone().into_iter().map(move |object| (object.as_str(), inside)))
}
