//! Finding the fields that a path names, and the objects that a rule applies to.

use std::borrow::Cow;

use super::fields::{FieldNode, Kind, NameStyle};

/// A dotted path, split.
pub(super) type Path<'p> = Vec<&'p str>;

pub(super) fn split(path: &str) -> Path<'_> {
    if path.is_empty() {
        return Vec::new();
    }
    path.split('.').collect()
}

/// The wire name of a place, built from the steps to it.
#[derive(Clone)]
pub(super) struct Label {
    style: NameStyle,
    /// The name on the wire.
    wire: String,
    /// The index of the list item, from one.
    item: Option<usize>,
    /// The path inside a JSON text in a form.
    inside: String,
    in_json: bool,
}

impl Label {
    fn root(style: NameStyle) -> Self {
        Self { style, wire: String::new(), item: None, inside: String::new(), in_json: false }
    }

    fn member(&self, name: &str) -> Self {
        let mut label = self.clone();
        if label.in_json || label.item.is_some() {
            push_dotted(&mut label.inside, name);
        } else if label.style == NameStyle::Dots || label.wire.is_empty() {
            push_dotted(&mut label.wire, name);
        } else {
            label.wire = format!("{}[{name}]", label.wire);
        }
        label
    }

    fn item(&self, index: usize, brackets: bool) -> Self {
        let mut label = self.clone();
        if label.in_json {
            label.inside = format!("{}[{index}]", label.inside);
        } else if label.style == NameStyle::Dots {
            label.wire = format!("{}[{index}]", label.wire);
        } else {
            if brackets {
                label.wire.push_str("[]");
            }
            label.item = Some(index + 1);
        }
        label
    }

    fn in_json(&self) -> Self {
        Self { in_json: true, ..self.clone() }
    }

    /// Returns the name of the place, as `transfer[] (item 2: fee)` if the wire name is not enough.
    pub(super) fn name(&self) -> String {
        match (self.item, self.inside.as_str()) {
            (None, "") => self.wire.clone(),
            (None, inside) => format!("{} ({inside})", self.wire),
            (Some(item), "") => format!("{} (item {item})", self.wire),
            (Some(item), inside) => format!("{} (item {item}: {inside})", self.wire),
        }
    }
}

fn push_dotted(text: &mut String, name: &str) {
    if !text.is_empty() {
        text.push('.');
    }
    text.push_str(name);
}

/// A place that a path names; without a node if it is absent.
pub(super) struct Place<'n> {
    label: Label,
    pub(super) node: Option<&'n FieldNode<'n>>,
    /// The place is inside malformed JSON, so its value is unknown.
    pub(super) is_unreadable: bool,
}

impl<'n> Place<'n> {
    pub(super) fn root(node: &'n FieldNode<'n>, style: NameStyle) -> Self {
        Self::at(Label::root(style), node)
    }

    fn at(label: Label, node: &'n FieldNode<'n>) -> Self {
        Self { label, node: Some(node), is_unreadable: false }
    }

    /// Returns the wire name; that of a list in a form ends in `[]`.
    pub(super) fn name(&self) -> String {
        let brackets = self.label.style == NameStyle::Brackets && !self.label.in_json;
        match self.node {
            Some(FieldNode(Kind::List { brackets: true, .. })) if brackets => {
                format!("{}[]", self.label.name())
            }
            _ => self.label.name(),
        }
    }

    pub(super) fn is_given(&self) -> bool {
        self.node.is_some_and(FieldNode::is_given)
    }

    /// Returns `true` if the value is absent or an empty text.
    fn is_blank(&self) -> bool {
        match self.node.map(|node| &node.0) {
            Some(Kind::Text(text)) => text.text.is_empty(),
            Some(Kind::List { .. } | Kind::Map(_)) => false,
            Some(Kind::Nothing) | None => true,
        }
    }

    /// Returns the text of a single value.
    pub(super) fn text(&self) -> Option<&'n str> {
        match &self.node?.0 {
            Kind::Text(text) => Some(&text.text),
            _ => None,
        }
    }

    /// Returns the items of a list, including one in a JSON text, or `None` for anything else.
    pub(super) fn items(&self) -> Option<Vec<Place<'n>>> {
        match &self.node?.0 {
            Kind::List { items, brackets } => {
                let items = items.iter().enumerate();
                Some(items.map(|(index, item)| Place::at(self.label.item(index, *brackets), item)).collect())
            }
            Kind::Text(text) => Place::at(self.label.in_json(), text.json()?).items(),
            Kind::Map(members) if is_numbered(members) => {
                Some(members.iter().map(|(name, node)| Place::at(self.label.member(name), node)).collect())
            }
            Kind::Nothing | Kind::Map(_) => None,
        }
    }

    /// Returns the number of items of a list or members of an object.
    pub(super) fn count(&self) -> usize {
        match self.node.map(|node| &node.0) {
            Some(Kind::Map(members)) => members.len(),
            Some(Kind::Text(_)) => match self.items() {
                Some(items) => items.len(),
                None => 1,
            },
            Some(Kind::List { items, .. }) => items.len(),
            Some(Kind::Nothing) | None => 0,
        }
    }

    /// Returns all places below this one that a path names. There is at least one: a path that finds nothing gives a
    /// place without a node.
    pub(super) fn find(&self, path: &[&str]) -> Vec<Place<'n>> {
        let mut found = Vec::new();
        self.find_into(path, &mut found);
        found
    }

    fn find_into(&self, path: &[&str], found: &mut Vec<Place<'n>>) {
        let Some((&name, rest)) = path.split_first() else {
            found.push(Place { label: self.label.clone(), ..*self });
            return;
        };
        match self.node.map(|node| &node.0) {
            Some(Kind::Map(members)) => {
                // A form can use one name with conflicting shapes.
                let same_name = members.iter().filter(|(key, _)| key == name);
                let before = found.len();
                for (_, node) in same_name {
                    Place::at(self.label.member(name), node).find_into(rest, found);
                }
                if found.len() > before {
                    return;
                }
                if is_numbered(members) {
                    for item in self.items().unwrap_or_default() {
                        item.find_into(path, found);
                    }
                    return;
                }
            }
            Some(Kind::List { items, .. }) if !items.is_empty() => {
                for item in self.items().unwrap_or_default() {
                    item.find_into(path, found);
                }
                return;
            }
            Some(Kind::Text(text)) => {
                if let Some(json) = text.json() {
                    return Place::at(self.label.in_json(), json).find_into(path, found);
                }
                if text.is_broken_json() {
                    found.push(Place { label: self.label.clone(), node: None, is_unreadable: true });
                    return;
                }
            }
            Some(Kind::List { .. } | Kind::Nothing) | None => {}
        }
        if self.is_unreadable {
            found.push(Place { label: self.label.clone(), ..*self });
            return;
        }
        let label = path.iter().fold(self.label.clone(), |label, name| label.member(name));
        found.push(Place { label, node: None, is_unreadable: false });
    }

    /// Returns the texts at this place: its own, or those of its items.
    pub(super) fn texts(self) -> Vec<(Place<'n>, &'n str)> {
        if let Some(text) = self.text() {
            return vec![(self, text)];
        }
        let items = self.items().unwrap_or_default();
        items.into_iter().flat_map(Place::texts).collect()
    }

    /// Returns the objects to which a rule with these paths applies, and the number of path steps that lead to them.
    /// Objects that are not given are skipped.
    pub(super) fn scopes(self, paths: &[Path<'_>]) -> (Vec<Place<'n>>, usize) {
        let depth = common_depth(paths);
        let Some(first) = paths.first().filter(|_| depth > 0) else {
            return (vec![self], 0);
        };
        let scopes = self
            .find(&first[..depth])
            .into_iter()
            .flat_map(|place| match place.items() {
                // An item counts even if it is an empty object, because it was added explicitly.
                Some(items) => items.into_iter().filter(|item| !item.is_blank()).collect(),
                None if place.is_given() || place.is_unreadable => vec![place],
                None => Vec::new(),
            })
            .collect();
        (scopes, depth)
    }
}

/// Returns `true` if an object is a list that was sent with indexes, `name[0]=v`, as PHP writes and reads lists.
fn is_numbered(members: &[(Cow<'_, str>, FieldNode<'_>)]) -> bool {
    let is_number = |name: &str| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_digit());
    !members.is_empty() && members.iter().all(|(name, _)| is_number(name))
}

/// Returns the number of steps that all paths have in common, not counting their last steps.
fn common_depth(paths: &[Path<'_>]) -> usize {
    let Some((first, others)) = paths.split_first() else {
        return 0;
    };
    let shortest = paths.iter().map(Vec::len).min().unwrap_or(0);
    (0..shortest.saturating_sub(1)).take_while(|&at| others.iter().all(|path| path[at] == first[at])).count()
}
