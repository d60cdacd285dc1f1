//! The tree of bracketed names, as tolerant as the servers that invented them.
//!
//! Unlike [`FormTree`](crate::FormTree), which rejects what is ambiguous, it reads what clients of form APIs write:
//! `a=1&a=2` is a list, and `a[][b]=1&a[][c]=2&a[][b]=3` has two items, because a repeated member starts the next one.

use super::error::{DecodeError, DecodeErrorKind};
use super::tree::{Members, Node};
use crate::form::{FormErrorKind, Step, parse_pairs, split_steps};
use crate::redact::shown_name;

/// The maximum number of levels in a name.
const MAX_DEPTH: usize = 16;

/// Parses a query or a body of type `application/x-www-form-urlencoded`.
pub(super) fn parse(text: &[u8]) -> Result<Members, DecodeError> {
    let pairs = parse_pairs(text).map_err(|error| {
        let kind = match error.kind() {
            FormErrorKind::TooManyPairs => DecodeErrorKind::TooLarge,
            _ => DecodeErrorKind::Malformed,
        };
        DecodeError::whole(kind, error.to_string())
    })?;
    let mut members = Members::new();
    for (name, value) in pairs {
        insert_pair(&mut members, &name, Node::Sent(value))?;
    }
    Ok(members)
}

/// Adds a value under a bracketed name.
pub(super) fn insert_pair(members: &mut Members, name: &str, value: Node) -> Result<(), DecodeError> {
    let fail = |kind, why: &str| Err(DecodeError::at(kind, shown_name(name), why));
    let Some((first, steps)) = split_steps(name) else {
        // Brackets that do not match are part of the name, as for PHP: some parameter that nobody knows.
        members.push((name.to_owned(), value));
        return Ok(());
    };
    if steps.len() >= MAX_DEPTH {
        return fail(DecodeErrorKind::TooLarge, "the name is nested too deeply");
    }
    match insert(members, first, &steps, value) {
        Ok(()) => Ok(()),
        Err(()) => fail(DecodeErrorKind::Malformed, "used with conflicting shapes (value, list or object)"),
    }
}

fn insert(members: &mut Members, name: &str, steps: &[Step<'_>], value: Node) -> Result<(), ()> {
    if let Some(place) = members.iter().position(|(known, _)| known == name) {
        return insert_into(&mut members[place].1, steps, value);
    }
    members.push((name.to_owned(), new(steps, value)?));
    Ok(())
}

/// Creates the value at the end of steps.
fn new(steps: &[Step<'_>], value: Node) -> Result<Node, ()> {
    let Some(step) = steps.first() else { return Ok(value) };
    let mut node = match step {
        Step::Append => Node::List(Vec::new()),
        Step::Member(_) => Node::Map(Vec::new()),
    };
    insert_into(&mut node, steps, value)?;
    Ok(node)
}

fn insert_into(node: &mut Node, steps: &[Step<'_>], value: Node) -> Result<(), ()> {
    match (steps.split_first(), node) {
        (None, Node::List(items)) => items.push(value),
        (None, node @ (Node::Sent(_) | Node::File(_))) | (Some((Step::Append, [])), node @ Node::Sent(_)) => {
            let first = std::mem::replace(node, Node::Null);
            *node = Node::List(vec![first, value]);
        }
        (Some((Step::Append, rest)), Node::List(items)) => match items.last_mut() {
            Some(last) if takes(last, rest) => insert_into(last, rest, value)?,
            _ => items.push(new(rest, value)?),
        },
        (Some((Step::Member(name), rest)), Node::Map(members)) => insert(members, name, rest, value)?,
        _ => return Err(()),
    }
    Ok(())
}

/// Returns `true` if a member at these steps belongs to this item of a list, and does not start the next one.
fn takes(item: &Node, steps: &[Step<'_>]) -> bool {
    matches!(item, Node::Map(_)) && matches!(steps.first(), Some(Step::Member(_))) && !has(item, steps)
}

/// Returns `true` if there is already a value at these steps, or something else that excludes it. A list takes another
/// item.
fn has(node: &Node, steps: &[Step<'_>]) -> bool {
    match (steps.split_first(), node) {
        (Some((Step::Append, rest)), Node::List(items)) => {
            !rest.is_empty() && items.last().is_some_and(|last| !matches!(last, Node::Map(_)))
        }
        (Some((Step::Member(name), rest)), Node::Map(members)) => {
            members.iter().find(|(known, _)| known == name).is_some_and(|(_, node)| has(node, rest))
        }
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Node, parse};

    #[test]
    fn names_become_objects_lists_and_lists_of_objects() {
        for (text, tree) in [
            ("a=1&b=2", json!({"a": "1", "b": "2"})),
            ("a=1&a=2", json!({"a": ["1", "2"]})),
            ("a[]=1&a[]=2", json!({"a": ["1", "2"]})),
            ("a=1&a[]=2", json!({"a": ["1", "2"]})),
            ("a[b]=1&a[c][d]=2", json!({"a": {"b": "1", "c": {"d": "2"}}})),
            // Whether these are items or members is decided where they are read.
            ("a[0][p]=1&a[0][q]=2&a[1][p]=3", json!({"a": {"0": {"p": "1", "q": "2"}, "1": {"p": "3"}}})),
            ("a[][p]=1&a[][q]=2&a[][p]=3", json!({"a": [{"p": "1", "q": "2"}, {"p": "3"}]})),
            ("a[][t][]=1&a[][t][]=2&a[][p]=3", json!({"a": [{"t": ["1", "2"], "p": "3"}]})),
            ("a[][b][c]=1&a[][b][d]=2&a[][b][c]=3", json!({"a": [{"b": {"c": "1", "d": "2"}}, {"b": {"c": "3"}}]})),
            ("a[=1&]b=2&[c]=3", json!({"a[": "1", "]b": "2", "[c]": "3"})),
            ("a", json!({"a": ""})),
        ] {
            let read = parse(text.as_bytes()).map(Node::Map).expect(text);
            assert_eq!(read.to_json(), tree, "{text}");
        }
    }

    #[test]
    fn what_cannot_be_both_is_an_error_that_names_the_field() {
        for (text, message) in [
            ("a=1&a[b]=2", "`a[b]`: used with conflicting shapes (value, list or object)"),
            ("a[b]=1&a[]=2", "`a[]`: used with conflicting shapes (value, list or object)"),
            ("a[b]=1&a=2", "`a`: used with conflicting shapes (value, list or object)"),
            ("a=%zz", "`a`: a % is not followed by two hexadecimal digits"),
        ] {
            let error = parse(text.as_bytes()).map(Node::Map).map(|tree| tree.to_json()).expect_err(text);
            assert_eq!(error.to_string(), message);
        }
    }
}
