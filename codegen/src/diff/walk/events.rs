//! Events.

use std::rc::Rc;

use super::super::change::Users;
use super::super::finder::{Finder, Pairs, Spot, Way, pairs};
use super::super::table::events as table;
use super::{Sides, of_all};
use crate::ir::{Alternative, Event};

pub(super) fn compare(finder: &mut Finder, sides: Sides<'_>) {
    let (old, new) = (of_all(&sides.before.modules, |m| &m.events), of_all(&sides.after.modules, |m| &m.events));
    let Pairs { removed, added, both } = pairs(&old, &new, |(_, event)| event.wire.as_str());
    for event in removed {
        finder.removed(table::EVENT_REMOVED, &spot(event, event), &format!("event `{}`", event.1.wire));
    }
    for event in added {
        finder.added(table::EVENT_ADDED, &spot(event, event), &format!("event `{}`", event.1.wire));
    }
    for (was, is) in both {
        let here = spot(was, is).known(was.1.docs.evidence.as_ref(), is.1.docs.evidence.as_ref());
        one(finder, &here, was.1, is.1);
    }
}

fn spot<'a>(was: &(&str, &'a Event), is: &(&str, &'a Event)) -> Spot<'a> {
    let way = |(source, event): &(&str, &Event)| Way::of(source, &["events", &event.wire]);
    let mut users = Users::default();
    users.events.insert(was.1.wire.clone());
    let spot = Spot::of(format!("event {}", was.1.wire), way(was), way(is));
    Spot { users: Rc::new(users), ..spot }.known(was.1.docs.evidence.as_ref(), None)
}

fn one<'a>(finder: &mut Finder, spot: &Spot<'a>, was: &'a Event, is: &'a Event) {
    let Event {
        wire: _,
        rust_name: _,
        docs,
        payload,
        alternative,
        previous,
        enveloped,
        unenveloped,
        unsigned,
        deprecated,
    } = was;
    finder.differs(table::EVENT_RUST_RENAMED, &spot.at(&["rust"]), "Rust name", &was.rust(), &is.rust());
    let now = finder.now(payload).to_owned();
    finder.differs(table::EVENT_PAYLOAD_CHANGED, &spot.at(&["payload"]), "object", &now, &is.payload);
    alternatives(finder, spot, alternative.as_ref(), is.alternative.as_ref());
    finder.toggled(
        (table::PREVIOUS_ADDED, table::PREVIOUS_REMOVED),
        &spot.at(&["previous"]),
        (*previous, is.previous),
        ("it contains the previous state of its object", "it no longer contains the previous state of its object"),
    );
    let here = spot.at(&["forms"]);
    for (name, was, now) in [("with", *enveloped, is.enveloped), ("without", *unenveloped, is.unenveloped)] {
        let rules = (table::FORM_ADDED, table::FORM_REMOVED);
        let texts = (
            format!("it may be delivered {name} an envelope"),
            format!("it is no longer delivered {name} an envelope"),
        );
        finder.toggled(rules, &here.at(&[name]), (was, now), (&texts.0, &texts.1));
    }
    finder.toggled(
        (table::NOW_UNSIGNED, table::NOW_SIGNED),
        &spot.at(&["unsigned"]),
        (*unsigned, is.unsigned),
        ("it is not signed", "it is signed"),
    );
    finder.toggled(
        (table::EVENT_DEPRECATED, table::EVENT_UNDEPRECATED),
        &spot.at(&["deprecated"]),
        (deprecated.is_some(), is.deprecated.is_some()),
        ("it is deprecated", "it is no longer deprecated"),
    );
    finder.own_evidence(spot, "the event", (docs.evidence.as_ref(), is.docs.evidence.as_ref()));
}

fn alternatives(finder: &mut Finder, spot: &Spot<'_>, was: Option<&Alternative>, is: Option<&Alternative>) {
    let here = spot.at(&["alternative"]);
    match (was, is) {
        (None, None) => {}
        (None, Some(is)) => {
            finder.added(table::ALTERNATIVE_ADDED, &here, &format!("alternative object `{}`", is.payload));
        }
        (Some(was), None) => {
            finder.removed(table::ALTERNATIVE_REMOVED, &here, &format!("alternative object `{}`", was.payload));
        }
        (Some(was), Some(is)) => {
            let Alternative { payload, lacks, docs: _ } = was;
            let facts =
                (format!("{} without {lacks}", finder.now(payload)), format!("{} without {}", is.payload, is.lacks));
            finder.differs(table::ALTERNATIVE_CHANGED, &here, "alternative object", &facts.0, &facts.1);
        }
    }
}
