//! Setting a member by its path.

use payspec_core::printable;
use serde_json::{Map, Value};

use super::{Member, ObjectType, Slot, Takes};
use crate::engine::rule_error::nearest;

/// Why a member is not set: the path of the mistake, and what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Misfit {
    pub(crate) path: String,
    pub(crate) message: String,
}

impl Misfit {
    fn new(path: &str, message: String) -> Self {
        Self { path: path.to_owned(), message }
    }
}

/// The maximum number of characters of a text that a message shows.
const SHOWN: usize = 80;

/// Sets the member at a path with dots, `card.first6` or `refunds.0.amount`, to the value of a text.
pub(crate) fn set(object: &mut Value, ty: &'static ObjectType, path: &str, text: &str) -> Result<(), Misfit> {
    let slot = Slot { takes: Takes::Object(ty), is_list: false };
    let shown = printable::text(path, SHOWN).to_string();
    let steps: Vec<&str> = path.split('.').collect();
    if steps.iter().any(|step| step.is_empty()) {
        return Err(Misfit::new(&shown, format!("`{shown}` has an empty name")));
    }
    descend(object, slot, &Way { steps: &steps, depth: 0 }, text)
}

/// A path, and how far it has been followed.
struct Way<'a> {
    steps: &'a [&'a str],
    depth: usize,
}

impl<'a> Way<'a> {
    fn next(&self) -> Option<(&'a str, Self)> {
        let step = self.steps.get(self.depth)?;
        Some((step, Self { steps: self.steps, depth: self.depth + 1 }))
    }

    /// The part that has been followed.
    fn shown(&self) -> String {
        printable::text(&self.steps[..self.depth].join("."), SHOWN).to_string()
    }
}

fn descend(place: &mut Value, slot: Slot, way: &Way<'_>, text: &str) -> Result<(), Misfit> {
    let Some((step, further)) = way.next() else {
        return assign(place, slot, &way.shown(), text);
    };
    if slot.is_list {
        let item = item(place, step, &further)?;
        return descend(item, Slot { is_list: false, ..slot }, &further, text);
    }
    let mut other_names = Vec::new();
    let inner = match slot.takes {
        Takes::Object(ty) => {
            let member = member(ty, step, &further.shown())?;
            other_names.extend(member.names().filter(|name| *name != step));
            member.value
        }
        Takes::Map(value) => Slot { takes: *value, is_list: false },
        // Values of metadata are texts; in the JSON of an object, they may be anything.
        Takes::Metadata => Slot { takes: Takes::Text, is_list: false },
        Takes::Json => slot,
        _ => {
            let at = way.shown();
            return Err(Misfit::new(&at, format!("`{at}` has no members: it takes {}", slot.description(""))));
        }
    };
    if !place.is_object() {
        *place = Value::Object(Map::new());
    }
    let Value::Object(members) = place else { return Ok(()) };
    // Under two names, a member would contradict itself.
    for name in other_names {
        members.remove(name);
    }
    descend(members.entry(step).or_insert(Value::Null), inner, &further, text)
}

/// The member of an object with a name.
fn member(ty: &'static ObjectType, name: &str, at: &str) -> Result<&'static Member, Misfit> {
    let names = || ty.members.iter().map(|member| member.name);
    if let Some(known) = ty.members.iter().find(|member| member.names().any(|known| known == name)) {
        return Ok(known);
    }
    let advice = match nearest(name, names()) {
        Some(near) => format!("the nearest is `{near}`"),
        None => format!("its members are {}", names().collect::<Vec<_>>().join(", ")),
    };
    Err(Misfit::new(at, format!("`{at}` is no member of {}; {advice}", ty.name)))
}

/// The item of a list with a number from 0, which may be the first that does not exist.
fn item<'v>(place: &'v mut Value, step: &str, further: &Way<'_>) -> Result<&'v mut Value, Misfit> {
    if !place.is_array() {
        *place = Value::Array(Vec::new());
    }
    let count = place.as_array().map_or(0, Vec::len);
    let number = step.parse::<usize>().ok().filter(|number| *number <= count);
    if let (Some(number), Value::Array(items)) = (number, &mut *place)
        && number == count
    {
        items.push(Value::Null);
    }
    number.and_then(move |number| place.get_mut(number)).ok_or_else(|| {
        let at = further.shown();
        let message = format!("`{at}` is no item: items are numbered from 0, and the next free number is {count}");
        Misfit::new(&at, message)
    })
}

fn assign(place: &mut Value, slot: Slot, at: &str, text: &str) -> Result<(), Misfit> {
    let value = slot.read(text).ok_or_else(|| misfit(at, slot, text))?;
    check(&value, slot, at)?;
    *place = value;
    Ok(())
}

/// Checks a value with all that is in it.
fn check(value: &Value, slot: Slot, at: &str) -> Result<(), Misfit> {
    if value.is_null() {
        return Ok(());
    }
    if slot.is_list {
        let Value::Array(items) = value else { return Err(misfit(at, slot, &value.to_string())) };
        let of_item = Slot { is_list: false, ..slot };
        return items.iter().enumerate().try_for_each(|(number, item)| check(item, of_item, &format!("{at}.{number}")));
    }
    if !slot.takes.accepts(value) {
        let given = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        return Err(misfit(at, slot, &given));
    }
    let Value::Object(members) = value else { return Ok(()) };
    members.iter().try_for_each(|(name, value)| {
        let inside = format!("{at}.{}", printable::text(name, SHOWN));
        match slot.takes {
            Takes::Object(ty) => check(value, member(ty, name, &inside)?.value, &inside),
            Takes::Map(takes) => check(value, Slot { takes: *takes, is_list: false }, &inside),
            _ => Ok(()),
        }
    })
}

fn misfit(at: &str, slot: Slot, given: &str) -> Misfit {
    let shown = printable::text(given, SHOWN);
    Misfit::new(at, format!("`{at}` takes {}; `{shown}` is not", slot.description(given)))
}
