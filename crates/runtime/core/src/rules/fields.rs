//! The input of rules: a form or a JSON body, as one kind of tree.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::HashMap;

use serde_json::{Map, Value};

use crate::form::{Step, split_name};
use crate::{Form, FormNode, FormTree};

/// Parameters that rules can be checked against.
pub trait Fields {
    /// Returns the parameters as a tree.
    fn node(&self) -> FieldNode<'_>;

    /// Returns the style in which messages write field names.
    fn style(&self) -> NameStyle;
}

/// The style of a field name on the wire.
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
    /// Items; `brackets` is set if the form wrote `name[]` rather than repeating a plain name.
    List {
        items: Vec<FieldNode<'a>>,
        brackets: bool,
    },
    Map(Vec<(Cow<'a, str>, FieldNode<'a>)>),
}

pub(super) struct Text<'a> {
    pub(super) text: Cow<'a, str>,
    /// The content of a text that is a JSON list or object; parsed when a path leads into it.
    json: OnceCell<Option<Box<FieldNode<'static>>>>,
}

impl Text<'_> {
    /// Returns `true` if the text starts like a JSON list or object.
    fn looks_like_json(&self) -> bool {
        self.text.trim_ascii_start().starts_with(['{', '['])
    }

    /// Returns `true` if the text is malformed JSON, whose content cannot be checked.
    pub(super) fn is_broken_json(&self) -> bool {
        self.looks_like_json() && self.json().is_none()
    }

    pub(super) fn json(&self) -> Option<&FieldNode<'static>> {
        self.json
            .get_or_init(|| {
                if !self.looks_like_json() {
                    return None;
                }
                let value = serde_json::from_str(&self.text).ok()?;
                Some(Box::new(from_json_owned(value)))
            })
            .as_deref()
    }
}

impl<'a> FieldNode<'a> {
    /// Creates an absent value, like JSON `null`.
    pub const fn nothing() -> Self {
        Self(Kind::Nothing)
    }

    /// Creates a single value as text. If it is a JSON list or object, paths can lead into it.
    pub fn text(text: impl Into<Cow<'a, str>>) -> Self {
        Self(Kind::Text(Text { text: text.into(), json: OnceCell::new() }))
    }

    /// Creates a list.
    pub fn list(items: impl IntoIterator<Item = FieldNode<'a>>) -> Self {
        Self(Kind::List { items: items.into_iter().collect(), brackets: true })
    }

    /// Creates an object.
    pub fn map<N: Into<Cow<'a, str>>>(members: impl IntoIterator<Item = (N, FieldNode<'a>)>) -> Self {
        let members = members.into_iter().map(|(name, node)| (name.into(), node));
        Self(Kind::Map(members.collect()))
    }

    /// Returns `true` if there is a non-empty text, here or below.
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
            Self::Object(members) => members.node(),
        }
    }

    fn style(&self) -> NameStyle {
        NameStyle::Dots
    }
}

impl Fields for Map<String, Value> {
    fn node(&self) -> FieldNode<'_> {
        FieldNode::map(self.iter().map(|(name, value)| (name.as_str(), value.node())))
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

/// A form is accepted without errors: what [`FormTree`] rejects (a repeated value, conflicting shapes) is represented
/// as well as possible, and a name with unbalanced brackets is a plain name.
impl Fields for Form {
    fn node(&self) -> FieldNode<'_> {
        /// The maximum depth of a name, to bound recursion. Deeper names, which no description has, are not split.
        const DEEPEST: usize = 16;
        if let Some(members) = plain_members(self.pairs()) {
            return FieldNode(Kind::Map(members));
        }
        let mut root = Growing::default();
        for (name, value) in self.pairs() {
            match split_name(name) {
                Some((first, steps)) if steps.len() < DEEPEST => root.insert(first, &steps, value),
                _ => root.insert(name, &[], value),
            }
        }
        FieldNode(root.finish())
    }

    fn style(&self) -> NameStyle {
        NameStyle::Brackets
    }
}

/// Returns the members of a form whose names are plain and distinct, as most are.
fn plain_members(pairs: &[(String, String)]) -> Option<Vec<(Cow<'_, str>, FieldNode<'_>)>> {
    /// Up to this number, pairwise comparison is faster than a map.
    const FEW: usize = 32;
    let is_plain = |(at, (name, _)): (usize, &(String, String))| {
        !name.contains(['[', ']']) && pairs[..at].iter().all(|(other, _)| other != name)
    };
    let all_plain = pairs.len() <= FEW && pairs.iter().enumerate().all(is_plain);
    let members = pairs.iter().map(|(name, value)| (Cow::Borrowed(name.as_str()), FieldNode::text(value.as_str())));
    all_plain.then(|| members.collect())
}

/// An object whose members are being collected. A name with conflicting shapes becomes a member in each of them, so
/// that a rule cannot be bypassed by repeating a field in another shape.
#[derive(Default)]
struct Growing<'a> {
    members: Vec<(&'a str, Shape<'a>)>,
    places: HashMap<(&'a str, ShapeName), usize>,
}

enum Shape<'a> {
    /// `name=v`, possibly repeated.
    Texts(Vec<&'a str>),
    /// `name[]=v`
    Items(Vec<&'a str>),
    /// `name[key]=v`
    Members(Growing<'a>),
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum ShapeName {
    Texts,
    Items,
    Members,
}

impl<'a> Growing<'a> {
    fn insert(&mut self, name: &'a str, steps: &[Step<'a>], value: &'a str) {
        let shape = match steps.first() {
            None => ShapeName::Texts,
            Some(Step::Append) => ShapeName::Items,
            Some(Step::Member(_)) => ShapeName::Members,
        };
        let members = &mut self.members;
        let place = *self.places.entry((name, shape)).or_insert_with(|| {
            let empty = match shape {
                ShapeName::Texts => Shape::Texts(Vec::new()),
                ShapeName::Items => Shape::Items(Vec::new()),
                ShapeName::Members => Shape::Members(Growing::default()),
            };
            members.push((name, empty));
            members.len() - 1
        });
        match (&mut self.members[place].1, steps.split_first()) {
            (Shape::Texts(texts) | Shape::Items(texts), _) => texts.push(value),
            (Shape::Members(inner), Some((Step::Member(key), rest))) => inner.insert(key, rest, value),
            // The first step selects a shape, so there is no other.
            (Shape::Members(_), _) => {}
        }
    }

    fn finish(self) -> Kind<'a> {
        let members = self.members.into_iter().map(|(name, shape)| {
            let kind = match shape {
                Shape::Texts(texts) => match texts[..] {
                    [only] => return (Cow::Borrowed(name), FieldNode::text(only)),
                    _ => Kind::List { items: texts.into_iter().map(FieldNode::text).collect(), brackets: false },
                },
                Shape::Items(items) => {
                    Kind::List { items: items.into_iter().map(FieldNode::text).collect(), brackets: true }
                }
                Shape::Members(inner) => inner.finish(),
            };
            (Cow::Borrowed(name), FieldNode(kind))
        });
        Kind::Map(members.collect())
    }
}
