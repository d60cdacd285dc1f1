//! The members of an API's objects, and setting them from texts: what a caller writes as `amount=1500` or
//! `card.first6=411111` becomes JSON of the type that the spec gives the member.
//!
//! The tables are generated. Decoding would not detect mistakes: it ignores unknown members, and accepts unknown codes.

mod set;
mod takes;
#[cfg(test)]
mod tests;

pub(crate) use self::set::set;
pub(crate) use self::takes::Takes;

/// An object, as the spec describes it.
#[derive(Debug)]
pub(crate) struct ObjectType {
    pub(crate) name: &'static str,
    pub(crate) members: &'static [Member],
}

/// A member of an object.
#[derive(Debug)]
pub(crate) struct Member {
    pub(crate) name: &'static str,
    /// Its other names.
    pub(crate) also: &'static [&'static str],
    pub(crate) value: Slot,
}

/// What a place in an object can hold.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Slot {
    pub(crate) takes: Takes,
    /// It holds a list of such values.
    pub(crate) is_list: bool,
}

impl Member {
    pub(crate) const fn one(name: &'static str, takes: Takes) -> Self {
        Self { name, also: &[], value: Slot { takes, is_list: false } }
    }

    pub(crate) const fn list(name: &'static str, takes: Takes) -> Self {
        Self { name, also: &[], value: Slot { takes, is_list: true } }
    }

    /// Adds other names.
    pub(crate) const fn or(self, also: &'static [&'static str]) -> Self {
        Self { also, ..self }
    }

    fn names(&self) -> impl Iterator<Item = &'static str> {
        std::iter::once(self.name).chain(self.also.iter().copied())
    }
}
