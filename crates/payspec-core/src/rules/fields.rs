//! What rules look at: a form or a JSON body, as one kind of tree.

use std::borrow::Cow;
use std::cell::OnceCell;

use serde_json::Value;

use crate::form::{Step, split_name};
use crate::{Form, FormNode, FormTree};

/// Parameters that rules can be checked against.
pub trait Fields {
    /// The parameters as a tree.
    fn node(&self) -> FieldNode<'_>;

    /// How messages write the name of a field.
    fn style(&self) -> NameStyle;
}

/// How the name of a field is written on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameStyle {
    /// `card[number]`, as in forms.
    Brackets,
    /// `card.number`, for JSON.
    Dots,
}

/// A parameter, list or object, as rules see it.
pub struct FieldNode<'a>(pub(super) Kind<'a>);

pub(super) enum Kind<'a> {
    /// JSON `null`.
    Nothing,
    Text(Text<'a>),
    /// Items; `brackets` tells whether the form wrote `name[]`, or repeated a plain name.
    List {
        items: Vec<FieldNode<'a>>,
        brackets: bool,
    },
    Map(Vec<(Cow<'a, str>, FieldNode<'a>)>),
}

pub(super) struct Text<'a> {
    pub(super) text: Cow<'a, str>,
    /// What the text holds if it is a JSON list or object; read when a path goes through it.
    json: OnceCell<Option<Box<FieldNode<'static>>>>,
}

impl Text<'_> {
    pub(super) fn json(&self) -> Option<&FieldNode<'static>> {
        self.json
            .get_or_init(|| {
                if !self.text.starts_with(['{', '[']) {
                    return None;
                }
                let value = serde_json::from_str(&self.text).ok()?;
                Some(Box::new(from_json_owned(value)))
            })
            .as_deref()
    }
}

impl<'a> FieldNode<'a> {
    /// Nothing, like JSON `null`.
    pub const fn nothing() -> Self {
        Self(Kind::Nothing)
    }

    /// A single value as text. If it is a JSON list or object, paths can go into it.
    pub fn text(text: impl Into<Cow<'a, str>>) -> Self {
        Self(Kind::Text(Text { text: text.into(), json: OnceCell::new() }))
    }

    /// A list.
    pub fn list(items: impl IntoIterator<Item = FieldNode<'a>>) -> Self {
        Self(Kind::List { items: items.into_iter().collect(), brackets: true })
    }

    /// An object.
    pub fn map<N: Into<Cow<'a, str>>>(members: impl IntoIterator<Item = (N, FieldNode<'a>)>) -> Self {
        let members = members.into_iter().map(|(name, node)| (name.into(), node));
        Self(Kind::Map(members.collect()))
    }

    /// Whether there is a text that is not empty, or anything below that is given.
    pub(super) fn is_given(&self) -> bool {
        match &self.0 {
            Kind::Nothing => false,
            Kind::Text(text) => !text.text.is_empty(),
            Kind::List { items, .. } => items.iter().any(Self::is_given),
            Kind::Map(members) => members.iter().any(|(_, node)| node.is_given()),
        }
    }
}

impl Fields for Value {
    fn node(&self) -> FieldNode<'_> {
        match self {
            Self::Null => FieldNode::nothing(),
            Self::Bool(value) => FieldNode::text(if *value { "true" } else { "false" }),
            Self::Number(number) => FieldNode::text(number.to_string()),
            Self::String(text) => FieldNode::text(text.as_str()),
            Self::Array(items) => FieldNode::list(items.iter().map(Fields::node)),
            Self::Object(members) => FieldNode::map(members.iter().map(|(name, value)| (name.as_str(), value.node()))),
        }
    }

    fn style(&self) -> NameStyle {
        NameStyle::Dots
    }
}

fn from_json_owned(value: Value) -> FieldNode<'static> {
    match value {
        Value::Null => FieldNode::nothing(),
        Value::Bool(value) => FieldNode::text(if value { "true" } else { "false" }),
        Value::Number(number) => FieldNode::text(number.to_string()),
        Value::String(text) => FieldNode::text(text),
        Value::Array(items) => FieldNode::list(items.into_iter().map(from_json_owned)),
        Value::Object(members) => {
            FieldNode::map(members.into_iter().map(|(name, value)| (name, from_json_owned(value))))
        }
    }
}

impl Fields for FormTree {
    fn node(&self) -> FieldNode<'_> {
        FieldNode::map(form_members(self.members()))
    }

    fn style(&self) -> NameStyle {
        NameStyle::Brackets
    }
}

fn form_members(members: &[(String, FormNode)]) -> impl Iterator<Item = (&str, FieldNode<'_>)> {
    members.iter().map(|(name, node)| (name.as_str(), form_node(node)))
}

fn form_node(node: &FormNode) -> FieldNode<'_> {
    match node {
        FormNode::Value(text) => FieldNode::text(text.as_str()),
        FormNode::List(items) => FieldNode::list(items.iter().map(form_node)),
        FormNode::Map(members) => FieldNode::map(form_members(members)),
    }
}

/// A form is read without errors: what [`FormTree`] would refuse (a repeated value, two shapes) is seen as
/// well as it can be, and a name with brackets that do not match is a name like any other.
impl Fields for Form {
    fn node(&self) -> FieldNode<'_> {
        /// Deeper names are taken whole: nothing describes such fields, and recursion has to end.
        const DEEPEST: usize = 16;
        let mut members = Vec::new();
        for (name, value) in self.pairs() {
            match split_name(name) {
                Some((first, steps)) if steps.len() < DEEPEST => {
                    insert(&mut members, first, &steps, value);
                }
                _ => insert(&mut members, name, &[], value),
            }
        }
        FieldNode(Kind::Map(members))
    }

    fn style(&self) -> NameStyle {
        NameStyle::Brackets
    }
}

type Members<'a> = Vec<(Cow<'a, str>, FieldNode<'a>)>;

fn insert<'a>(members: &mut Members<'a>, name: &'a str, steps: &[Step<'a>], value: &'a str) {
    let place = members.iter().position(|(key, _)| key == name);
    let place = place.unwrap_or_else(|| {
        members.push((Cow::Borrowed(name), FieldNode::nothing()));
        members.len() - 1
    });
    let node = &mut members[place].1;
    let Some((&step, rest)) = steps.split_first() else {
        add_text(node, value);
        return;
    };
    if matches!(node.0, Kind::Nothing | Kind::Text(_)) {
        node.0 = match step {
            Step::Append => Kind::List { items: Vec::new(), brackets: true },
            Step::Member(_) => Kind::Map(Vec::new()),
        };
    }
    match (&mut node.0, step) {
        (Kind::List { items, .. }, Step::Append) => items.push(FieldNode::text(value)),
        (Kind::Map(inner), Step::Member(key)) => insert(inner, key, rest, value),
        // Two shapes under one name: the first one counts.
        _ => {}
    }
}

fn add_text<'a>(node: &mut FieldNode<'a>, value: &'a str) {
    let added = FieldNode::text(value);
    match &mut node.0 {
        Kind::Nothing => *node = added,
        Kind::List { items, .. } => items.push(added),
        Kind::Text(_) => {
            let first = std::mem::replace(&mut node.0, Kind::Nothing);
            node.0 = Kind::List { items: vec![FieldNode(first), added], brackets: false };
        }
        Kind::Map(_) => {}
    }
}
