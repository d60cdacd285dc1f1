//! Makes one type of those that requests send and answers bring alike, and settles what only shows when all types are read.

use std::collections::{HashMap, HashSet};

use super::model::{Around, Def, Field, Kind, Type, TypeDef, TypeId};
use super::notes::Notes;
use super::types::{Types, Way};

/// Which types stand for which others.
pub(super) type Replaced = HashMap<TypeId, TypeId>;

/// The pairs of types of one schema that are the same both ways: what is sent takes the place of what is received.
pub(super) fn same(types: &Types<'_>) -> Replaced {
    let received = types.known.iter().filter(|((_, way), _)| *way == Way::Received);
    let pairs = received.filter_map(|((pointer, _), kind)| {
        let sent = types.known.get(&(pointer.clone(), Way::Sent))?.id()?;
        Some((kind.id()?, sent))
    });
    let mut same: Replaced = pairs.filter(|(received, sent)| received != sent).collect();
    loop {
        let differs =
            |(received, sent): (&TypeId, &TypeId)| !is_same(&types.defs[*received].def, &types.defs[*sent].def, &same);
        let different: Vec<TypeId> = same.iter().filter(|pair| differs(*pair)).map(|(received, _)| *received).collect();
        if different.is_empty() {
            return same;
        }
        for received in different {
            same.remove(&received);
        }
    }
}

fn is_same(received: &Def, sent: &Def, same: &Replaced) -> bool {
    let fields = |received: &[Field], sent: &[Field]| {
        received.len() == sent.len() && received.iter().zip(sent).all(|(one, other)| is_same_field(one, other, same))
    };
    match (received, sent) {
        (Def::Object { fields: one }, Def::Object { fields: other }) => fields(one, other),
        (
            Def::Union { tag, fields: common, variants },
            Def::Union { tag: other_tag, fields: other_common, variants: others },
        ) => {
            tag == other_tag
                && fields(common, other_common)
                && variants.len() == others.len()
                && variants
                    .iter()
                    .zip(others)
                    .all(|(one, other)| one.tag == other.tag && fields(&one.fields, &other.fields))
        }
        _ => false,
    }
}

fn is_same_field(received: &Field, sent: &Field, same: &Replaced) -> bool {
    let kinds = match (received.kind.kind, sent.kind.kind) {
        (Kind::Declared(one), Kind::Declared(other)) => one == other || same.get(&one) == Some(&other),
        (one, other) => one == other,
    };
    kinds
        && received.kind.around == sent.kind.around
        && received.wire == sent.wire
        && !received.guaranteed
        && !sent.required
}

/// The types that are reached from some of them.
pub(super) fn reached(defs: &[TypeDef], roots: impl IntoIterator<Item = TypeId>) -> HashSet<TypeId> {
    let mut reached: HashSet<TypeId> = HashSet::new();
    let mut open: Vec<TypeId> = roots.into_iter().collect();
    while let Some(id) = open.pop() {
        if reached.insert(id) {
            open.extend(defs[id].def.fields().into_iter().filter_map(|field| field.kind.id()));
        }
    }
    reached
}

/// Rules and formats of what stands in a map are not applied, so the language refuses them.
pub(super) fn maps_without_rules(defs: &mut [TypeDef], params: &[Type], notes: &Notes) {
    let of_fields = defs.iter().flat_map(|def| def.def.fields()).map(|field| field.kind);
    let in_maps: Vec<TypeId> = of_fields
        .chain(params.iter().copied())
        .filter(|kind| kind.around == Around::Map)
        .filter_map(Type::id)
        .collect();
    for id in reached(defs, in_maps) {
        for field in defs[id].def.fields_mut() {
            let (format, bounds) = (field.format.take(), field.bounds.take());
            if format.is_some() || bounds.is_some() {
                notes.left_out(
                    &field.pointer,
                    "Bounds and formats of the values of a map are not checked.",
                    "Describe them in `docs`.",
                );
            }
        }
    }
}

/// An object that comes as its id alone guarantees an id.
pub(super) fn settle_expandables(defs: &mut [TypeDef], notes: &Notes) {
    let has_id: Vec<bool> = defs
        .iter()
        .map(|def| {
            let is_id = |field: &&Field| {
                field.guaranteed && field.kind.id().is_some_and(|id| matches!(defs[id].def, Def::Id { .. }))
            };
            matches!(def.def, Def::Object { .. }) && def.def.fields().iter().any(is_id)
        })
        .collect();
    for field in defs.iter_mut().flat_map(|def| def.def.fields_mut()) {
        if field.kind.around == Around::Expandable && !field.kind.id().is_some_and(|id| has_id[id]) {
            field.kind = Type::plain("json");
            notes.left_out(
                &field.pointer,
                "A value is text or an object that is not known to always have an id.",
                "It is `json` now; use `expandable<...>` and set `guaranteed: true` on the id of the object.",
            );
        }
    }
}

/// An object that always contains itself has no value: what leads around is made optional.
pub(super) fn end_recursion(defs: &mut [TypeDef], notes: &Notes) {
    let mut finite = vec![false; defs.len()];
    loop {
        let is_open = |field: &Field, finite: &[bool]| {
            let is_always = (field.required || field.guaranteed) && field.kind.around == Around::Nothing;
            is_always && field.kind.id().is_some_and(|id| !finite[id])
        };
        let found: Vec<TypeId> = (0..defs.len())
            .filter(|id| !finite[*id] && !defs[*id].def.fields().into_iter().any(|field| is_open(field, &finite)))
            .collect();
        if !found.is_empty() {
            for id in found {
                finite[id] = true;
            }
            continue;
        }
        let Some(stuck) = (0..defs.len()).find(|id| !finite[*id]) else { return };
        for field in defs[stuck].def.fields_mut() {
            if is_open(field, &finite) {
                (field.required, field.guaranteed) = (false, false);
                notes.left_out(
                    &field.pointer,
                    "An object contains itself without end.",
                    "The field is optional now; make one of the fields in the cycle optional.",
                );
            }
        }
    }
}
