//! Unions and their variants.

use super::super::finder::{Finder, Pairs, Spot, pairs};
use super::super::table::types as table;
use super::{fields, types};
use crate::ir::{Tagging, Union, Variant};

pub(super) fn compare<'a>(finder: &mut Finder, spot: &Spot<'a>, was: &'a Union, is: &'a Union) {
    // Directions follow from what uses the union.
    let Union { name: _, docs, tagging, fields: old, variants, in_request: _, in_response: _ } = was;
    let known = (docs.evidence.as_ref(), is.docs.evidence.as_ref());
    finder.own_evidence(spot, "the union", known);
    let spot = spot.clone().known(known.0, known.1);
    if *tagging != is.tagging {
        finder.differs(table::TAGGING_CHANGED, &spot.at(&["tag"]), "tag", &shown(tagging), &shown(&is.tagging));
    }
    fields::compare(finder, &fields::FIELDS, &spot.at(&["fields"]), old, &is.fields);
    let Pairs { removed, added, both } = pairs(variants, &is.variants, |variant| variant.tag.as_str());
    let at = |tag: &str| spot.at(&["variants", tag]);
    for variant in removed {
        let here = at(&variant.tag).known(variant.object.docs.evidence.as_ref(), None);
        finder.removed(table::VARIANT_REMOVED, &here, &format!("variant `{}`", variant.tag));
    }
    for variant in added {
        finder.added(table::VARIANT_ADDED, &at(&variant.tag), &format!("variant `{}`", variant.tag));
    }
    for (was, is) in both {
        let Variant { rust_name: _, tag, object, boxed, deprecated } = was;
        let (here, what) = (at(tag), format!("variant `{tag}`"));
        let name = format!("Rust name of {what}");
        finder.differs(table::VARIANT_RUST_RENAMED, &here.at(&["rust"]), &name, &was.rust(), &is.rust());
        let boxing = |boxed: bool| if boxed { "behind a pointer" } else { "without a pointer" };
        let what_of = format!("object of {what}");
        finder.differs(table::VARIANT_BOXING_CHANGED, &here, &what_of, boxing(*boxed), boxing(is.boxed));
        finder.toggled(
            (table::VARIANT_DEPRECATED, table::VARIANT_UNDEPRECATED),
            &here.at(&["deprecated"]),
            (deprecated.is_some(), is.deprecated.is_some()),
            (&format!("{what} is deprecated"), &format!("{what} is no longer deprecated")),
        );
        types::object(finder, &here, object, &is.object);
    }
}

fn shown(tagging: &Tagging) -> String {
    match tagging {
        Tagging::Inside(member) => format!("member `{member}`"),
        Tagging::Beside(member) => format!("member `{member}` next to the union"),
        Tagging::Member => "name of the only member".to_owned(),
    }
}
