//! The tree that bracketed names describe.

use std::fmt;

use serde_json::Value;

use super::error::{FormError, FormErrorKind};
use super::read::{self, parse_pairs};
use crate::redact::shown_name;

/// A received form body as a tree.
///
/// `a=v` is a value, `a[]=v` an item of a list, `a[b]=v` a member of an object, nested as deep as the brackets go.
/// `a[0]=v` is a member named `0`. Ambiguity is an error that names the field: a value given twice, a name used with
/// conflicting shapes, or an encoding error.
///
/// Brackets may be raw or percent-encoded; a space may be `+` or `%20`. `Debug` prints no values. Unlike a
/// [`Form`](crate::Form), a tree does not wipe its values from memory.
///
/// A body is bounded by [`MAX_PAIRS`](Self::MAX_PAIRS) and [`MAX_DEPTH`](Self::MAX_DEPTH). Its size in bytes is for the
/// receiver to limit.
///
/// ```
/// use payspec_core::FormTree;
///
/// let form = FormTree::parse(b"card[number]=4000&paymentMethod%5B%5D=SDD").unwrap();
/// assert_eq!(form.text(&["card", "number"]), Some("4000"));
/// assert_eq!(form.to_json()["paymentMethod"][0], "SDD");
///
/// let error = FormTree::parse(b"amount=1&amount=2").unwrap_err();
/// assert_eq!(error.to_string(), "`amount`: given more than once, but it takes one value");
/// ```
#[derive(Clone, PartialEq, Eq, Default)]
pub struct FormTree {
    members: Vec<(String, FormNode)>,
}

/// A node of a [`FormTree`].
#[derive(Clone, PartialEq, Eq)]
pub enum FormNode {
    /// `name=value`
    Value(String),
    /// The values of `name[]=value`, in the order of the body.
    List(Vec<FormNode>),
    /// The entries of `name[key]=value`, in the order in which the keys first occur.
    Map(Vec<(String, FormNode)>),
}

/// A step from a node to a child.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step<'a> {
    Member(&'a str),
    Append,
}

impl FormTree {
    /// The maximum number of pairs in a body.
    pub const MAX_PAIRS: usize = read::MAX_PAIRS;
    /// The maximum number of levels in a name: `a[b][c]` has three.
    pub const MAX_DEPTH: usize = 8;

    /// Parses a body.
    pub fn parse(body: &[u8]) -> Result<Self, FormError> {
        Self::from_pairs(&parse_pairs(body)?)
    }

    /// Builds the tree from pairs that are already decoded.
    pub fn from_pairs(pairs: &[(String, String)]) -> Result<Self, FormError> {
        let mut tree = Self::default();
        for (index, (name, value)) in pairs.iter().enumerate() {
            let fail = |kind| FormError::at(kind, name, index + 1);
            if index >= Self::MAX_PAIRS {
                return Err(fail(FormErrorKind::TooManyPairs));
            }
            let (first, steps) = split_name(name).ok_or_else(|| fail(FormErrorKind::MalformedName))?;
            if steps.len() >= Self::MAX_DEPTH {
                return Err(fail(FormErrorKind::TooDeep));
            }
            insert(&mut tree.members, first, &steps, value).map_err(fail)?;
        }
        Ok(tree)
    }

    /// Returns the top-level members, in the order in which they first occur.
    pub fn members(&self) -> &[(String, FormNode)] {
        &self.members
    }

    /// Returns the node at a path of names, such as `["card", "number"]`.
    pub fn get(&self, path: &[&str]) -> Option<&FormNode> {
        let (first, rest) = path.split_first()?;
        let mut node = find(&self.members, first)?;
        for name in rest {
            node = node.get(name)?;
        }
        Some(node)
    }

    /// Returns the value at a path of names, or `None` if there is none or it is a list or an object.
    pub fn text(&self, path: &[&str]) -> Option<&str> {
        self.get(path)?.as_str()
    }

    /// Converts the tree to JSON: every value is a string, and JSON inside values is not parsed.
    pub fn to_json(&self) -> Value {
        map_to_json(&self.members)
    }
}

impl FormNode {
    /// Returns the text of a value, or `None` for a list or an object.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Value(text) => Some(text),
            Self::List(_) | Self::Map(_) => None,
        }
    }

    /// Returns the items of a list, or `None` for a value or an object.
    pub fn as_list(&self) -> Option<&[FormNode]> {
        match self {
            Self::List(items) => Some(items),
            Self::Value(_) | Self::Map(_) => None,
        }
    }

    /// Returns the members of an object, or `None` for a value or a list.
    pub fn as_map(&self) -> Option<&[(String, FormNode)]> {
        match self {
            Self::Map(members) => Some(members),
            Self::Value(_) | Self::List(_) => None,
        }
    }

    /// Returns a member of an object.
    pub fn get(&self, name: &str) -> Option<&FormNode> {
        find(self.as_map()?, name)
    }

    /// Converts the node to JSON: every value is a string, and JSON inside values is not parsed.
    pub fn to_json(&self) -> Value {
        match self {
            Self::Value(text) => Value::String(text.clone()),
            Self::List(items) => Value::Array(items.iter().map(Self::to_json).collect()),
            Self::Map(members) => map_to_json(members),
        }
    }

    fn empty_for(step: Step<'_>) -> Self {
        match step {
            Step::Member(_) => Self::Map(Vec::new()),
            Step::Append => Self::List(Vec::new()),
        }
    }
}

fn find<'a>(members: &'a [(String, FormNode)], name: &str) -> Option<&'a FormNode> {
    members.iter().find_map(|(key, node)| (key == name).then_some(node))
}

fn map_to_json(members: &[(String, FormNode)]) -> Value {
    let members = members.iter().map(|(name, node)| (name.clone(), node.to_json()));
    Value::Object(members.collect())
}

/// Splits `a[b][]` into `a` and its steps. Returns `None` if the brackets are unbalanced or nothing precedes them.
pub(crate) fn split_steps(name: &str) -> Option<(&str, Vec<Step<'_>>)> {
    let (first, mut rest) = name.split_at(name.find('[').unwrap_or(name.len()));
    if first.is_empty() {
        return None;
    }
    let mut steps = Vec::new();
    while !rest.is_empty() {
        let (key, after) = rest.strip_prefix('[')?.split_once(']')?;
        steps.push(if key.is_empty() { Step::Append } else { Step::Member(key) });
        rest = after;
    }
    Some((first, steps))
}

/// Splits like [`split_steps`]. Also returns `None` for a bracket within a name, and if `[]` is not last: the item that
/// `a[][b]` belongs to is ambiguous.
pub(crate) fn split_name(name: &str) -> Option<(&str, Vec<Step<'_>>)> {
    let (first, steps) = split_steps(name)?;
    let (_, before) = steps.split_last().unwrap_or((&Step::Append, &[]));
    let is_plain = |step: &Step<'_>| !matches!(step, Step::Member(key) if key.contains('['));
    let is_strict = !first.contains(']') && steps.iter().all(is_plain) && !before.contains(&Step::Append);
    is_strict.then_some((first, steps))
}

fn insert(
    members: &mut Vec<(String, FormNode)>,
    name: &str,
    steps: &[Step<'_>],
    value: &str,
) -> Result<(), FormErrorKind> {
    let existing = members.iter().position(|(key, _)| key == name);
    let Some((&step, rest)) = steps.split_first() else {
        return match existing.map(|place| &members[place].1) {
            None => {
                members.push((name.to_owned(), FormNode::Value(value.to_owned())));
                Ok(())
            }
            Some(FormNode::Value(_)) => Err(FormErrorKind::Repeated),
            Some(_) => Err(FormErrorKind::ConflictingShapes),
        };
    };
    let place = existing.unwrap_or_else(|| {
        members.push((name.to_owned(), FormNode::empty_for(step)));
        members.len() - 1
    });
    match (&mut members[place].1, step) {
        (FormNode::List(items), Step::Append) => {
            items.push(FormNode::Value(value.to_owned()));
            Ok(())
        }
        (FormNode::Map(inner), Step::Member(key)) => insert(inner, key, rest, value),
        _ => Err(FormErrorKind::ConflictingShapes),
    }
}

impl fmt::Debug for FormTree {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FormTree")?;
        f.debug_map().entries(shown(&self.members)).finish()
    }
}

impl fmt::Debug for FormNode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Value(text) => crate::redact::value(text).fmt(f),
            Self::List(items) => f.debug_list().entries(items).finish(),
            Self::Map(members) => f.debug_map().entries(shown(members)).finish(),
        }
    }
}

fn shown(members: &[(String, FormNode)]) -> impl Iterator<Item = (&str, &FormNode)> {
    members.iter().map(|(name, node)| (shown_name(name), node))
}
