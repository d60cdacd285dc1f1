//! The parameters of a request as rules see them, if that differs from the wire format.
//!
//! An API may write amounts in major units and codes in lower case. Rules and lists of known values refer to minor
//! units and to the codes of a table, so such a request is encoded twice: in wire format, and as rules see it. The code
//! that serialises a value cannot know which, and serde has no place for it, so this is thread-local state.

#[cfg(feature = "operations")]
mod written;

use std::cell::RefCell;

#[cfg(feature = "operations")]
pub(crate) use written::{as_it_travels, for_rules};

#[derive(Default)]
struct State {
    /// Whether values are written as rules see them.
    for_rules: bool,
    notes: Option<Notes>,
}

/// Notes about values that were written.
#[derive(Default)]
pub(crate) struct Notes {
    /// Whether rules see something different.
    pub(crate) differs: bool,
    /// What could not be written: the name of the field, and the reason.
    pub(crate) problems: Vec<(String, &'static str)>,
}

thread_local! {
    static STATE: RefCell<State> = RefCell::default();
}

/// Returns `true` if values are written as rules see them. Otherwise records that rules see something different.
pub(crate) fn is_for_rules() -> bool {
    STATE.with_borrow_mut(|state| {
        if let (false, Some(notes)) = (state.for_rules, &mut state.notes) {
            notes.differs = true;
        }
        state.for_rules
    })
}

/// Records that a field could not be written.
pub(crate) fn note_problem(name: &str, why: &'static str) {
    STATE.with_borrow_mut(|state| {
        if let Some(notes) = &mut state.notes {
            notes.problems.push((name.to_owned(), why));
        }
    });
}
