//! The tree of a request as a source of values.

use std::borrow::Cow;

use serde_json::value::{RawValue, to_raw_value};
use serde_json::{Map, Value};

use super::reading::{self, Step};
use super::text;
use super::tree::{Members, NO_FILE, Node};
use crate::object::{self, Failed, Fill, Shape, Source, Visit};
use crate::scalar::Scalar;
use crate::{Blob, ListStyle};

/// A value that is read once.
pub(super) struct One(pub(super) Option<Node>);

impl<'de> Source<'de> for One {
    fn scalar(&mut self) -> Result<Option<Scalar<'de>>, Failed> {
        self.0.take().map(scalar_of).transpose()
    }

    fn visit(&mut self, visitor: &mut dyn Visit<'de>) -> Result<bool, Failed> {
        let Some(node) = self.0.take() else { return Ok(false) };
        visit(node, visitor).map(|()| true)
    }

    fn json(&mut self) -> Result<Option<Value>, Failed> {
        match self.0.take() {
            Some(Node::Nothing) => Err(Failed::said("expected a value, found nothing")),
            // A text that is no JSON is what the sender means.
            Some(Node::Sent(text)) => Ok(Some(serde_json::from_str(&text).unwrap_or(Value::String(text)))),
            node => node.map(|node| node.value()).transpose(),
        }
    }

    fn data(&mut self) -> Result<Option<Value>, Failed> {
        self.0.take().map(|node| node.value()).transpose()
    }

    fn whole(&mut self) -> Result<Option<Value>, Failed> {
        let Some(node) = self.0.take() else { return Ok(None) };
        let json = node.value()?;
        reading::keep(node);
        Ok(Some(json))
    }

    fn is_empty_text(&self) -> bool {
        matches!(&self.0, Some(Node::Sent(text)) if text.is_empty())
    }

    fn raw(&mut self) -> Result<Option<Box<RawValue>>, Failed> {
        let raw = |node: Node| to_raw_value(&node.value()?).map_err(|_| Failed::said("not JSON"));
        self.0.take().map(raw).transpose()
    }

    fn skip(&mut self) -> Result<bool, Failed> {
        Ok(self.0.take().is_some())
    }

    fn blob(&mut self) -> Result<Option<Blob>, Failed> {
        match self.0.take() {
            None | Some(Node::Null) => Ok(None),
            Some(Node::File(file)) => Ok(Some(file)),
            Some(Node::Text(text) | Node::Sent(text)) => Ok(Some(Blob::new(text))),
            Some(_) => Err(Failed::said("expected a file")),
        }
    }
}

fn scalar_of<'de>(node: Node) -> Result<Scalar<'de>, Failed> {
    Ok(match node {
        Node::Null => Scalar::Null,
        Node::Bool(value) => Scalar::Boolean(value),
        Node::Number(digits) => digits.parse().map_or(Scalar::Number(digits), Scalar::Integer),
        Node::Text(text) | Node::Sent(text) => Scalar::Text(Cow::Owned(text)),
        Node::List(_) | Node::Nothing => Scalar::List,
        Node::Map(_) => Scalar::Object,
        Node::File(_) => return Err(Failed::said(NO_FILE)),
    })
}

fn visit(node: Node, visitor: &mut dyn Visit<'_>) -> Result<(), Failed> {
    match node {
        Node::Nothing => visitor.list(&mut Items::of(Vec::new())),
        Node::List(items) => visit_items(items, visitor),
        Node::Map(members) => {
            let mut members = Object::of(members);
            visitor.object(&mut members)?;
            members.leave();
            Ok(())
        }
        Node::Sent(sent) => visit_text(sent, visitor),
        scalar => visitor.scalar(scalar_of(scalar)?),
    }
}

fn visit_items(items: Vec<Node>, visitor: &mut dyn Visit<'_>) -> Result<(), Failed> {
    let mut items = Items::of(items);
    visitor.list(&mut items)?;
    items.leave();
    Ok(())
}

/// Visits a text of a form where a list or an object is expected: JSON, or the items of a list.
fn visit_text(sent: String, visitor: &mut dyn Visit<'_>) -> Result<(), Failed> {
    let is_json = sent.trim_start().starts_with(['{', '[']);
    let lists = reading::with(|reading| Some(reading.lists)).unwrap_or(ListStyle::Brackets);
    if let Some(of) = visitor.wants_list()
        && (!sent.is_empty() || (of == object::Items::Texts && lists != ListStyle::Brackets))
    {
        // Without brackets, `[1]` may be a plain text.
        let is_json = is_json && (of == object::Items::Objects || lists == ListStyle::Brackets);
        let values = if is_json { text::parse_several(&sent).ok() } else { None };
        let Some(values) = values else {
            let items: Vec<Node> = if lists == ListStyle::Commas {
                sent.split(',').map(|item| Node::Sent(item.to_owned())).collect()
            } else {
                vec![Node::Sent(sent)]
            };
            return visit_items(items, visitor);
        };
        return reading::as_json(|| match <[Node; 1]>::try_from(values) {
            Ok([Node::List(items)]) => visit_items(items, visitor),
            Ok([one]) => visit_items(vec![one], visitor),
            Err(several) => visit_items(several, visitor),
        });
    }
    if !is_json {
        return visitor.scalar(Scalar::Text(Cow::Owned(sent)));
    }
    let node = text::parse_lenient(&sent).map_err(Failed::said)?;
    reading::as_json(|| visit(node, visitor))
}

/// The items of a list.
struct Items {
    nodes: std::vec::IntoIter<Node>,
    next: usize,
    depth: usize,
}

impl Items {
    fn of(items: Vec<Node>) -> Self {
        Self { nodes: items.into_iter(), next: 0, depth: reading::depth() }
    }

    fn item(&mut self) -> One {
        let node = self.nodes.next();
        let (depth, at) = (self.depth, self.next);
        self.next += 1;
        reading::with(|reading| reading.step(depth, node.is_some().then_some(Step::Item(at))));
        One(node)
    }

    fn leave(&self) {
        reading::with(|reading| reading.step(self.depth, None));
    }
}

impl<'de> Source<'de> for Items {
    fn scalar(&mut self) -> Result<Option<Scalar<'de>>, Failed> {
        self.item().scalar()
    }

    fn visit(&mut self, visitor: &mut dyn Visit<'de>) -> Result<bool, Failed> {
        self.item().visit(visitor)
    }

    fn json(&mut self) -> Result<Option<Value>, Failed> {
        self.item().json()
    }

    fn data(&mut self) -> Result<Option<Value>, Failed> {
        self.item().data()
    }

    fn raw(&mut self) -> Result<Option<Box<RawValue>>, Failed> {
        self.item().raw()
    }

    fn skip(&mut self) -> Result<bool, Failed> {
        self.item().skip()
    }
}

/// The members of an object.
struct Object {
    members: std::vec::IntoIter<(String, Node)>,
    /// The value of the last name.
    value: One,
    /// The last name, if no field takes it.
    unknown: Option<String>,
    depth: usize,
}

impl Object {
    fn of(members: Members) -> Self {
        Self { members: members.into_iter(), value: One(None), unknown: None, depth: reading::depth() }
    }

    fn next(&mut self) -> Option<String> {
        let (depth, next) = (self.depth, self.members.next());
        reading::with(|reading| reading.step(depth, next.as_ref().map(|(name, _)| Step::Member(name.clone()))));
        let (name, value) = next?;
        self.value = One(Some(value));
        self.unknown = None;
        Some(name)
    }

    fn leave(&self) {
        reading::with(|reading| reading.step(self.depth, None));
    }
}

impl<'de> Source<'de> for Object {
    fn scalar(&mut self) -> Result<Option<Scalar<'de>>, Failed> {
        self.value.scalar()
    }

    fn visit(&mut self, visitor: &mut dyn Visit<'de>) -> Result<bool, Failed> {
        self.value.visit(visitor)
    }

    fn json(&mut self) -> Result<Option<Value>, Failed> {
        self.value.json()
    }

    fn data(&mut self) -> Result<Option<Value>, Failed> {
        self.value.data()
    }

    fn whole(&mut self) -> Result<Option<Value>, Failed> {
        self.value.whole()
    }

    fn raw(&mut self) -> Result<Option<Box<RawValue>>, Failed> {
        self.value.raw()
    }

    fn skip(&mut self) -> Result<bool, Failed> {
        if let (Some(name), Some(node)) = (self.unknown.take(), &self.value.0) {
            reading::leave(&name, node.to_json());
        }
        Source::skip(&mut self.value)
    }
}

impl<'de> object::Members<'de> for Object {
    fn next_field(&mut self, shape: &Shape, expected: usize) -> Result<Option<Option<usize>>, Failed> {
        let Some(name) = self.next() else { return Ok(None) };
        let field = shape.field(&name, expected);
        self.unknown = Some(name).filter(|_| field.is_none());
        Ok(Some(field))
    }

    fn next_name(&mut self) -> Result<Option<Cow<'de, str>>, Failed> {
        Ok(self.next().map(Cow::Owned))
    }
}

/// Fills an object from JSON that was taken from a tree.
pub(crate) fn fill_from_map(members: &Map<String, Value>, object: &mut dyn Fill) -> Result<(), Failed> {
    let is_form = reading::with(|reading| reading.is_form);
    reading::start_object();
    let taken = || members.iter().map(|(name, value)| (name.clone(), Node::of_json(value, is_form))).collect();
    let mut members = Object::of(reading::kept().unwrap_or_else(taken));
    object.fill(&mut members).inspect_err(reading::fail)?;
    members.leave();
    Ok(())
}
