//! What rules see of a request where that is not what travels.
//!
//! An API may write amounts in major units and codes in lower case. Rules, and lists of known values, speak of minor units
//! and of the codes of a table, so such a request is encoded twice: as it travels, and as rules see it. Which of the two
//! is meant is known to nobody who writes a value, and serde has no place for it, so it stands here, by thread.

#[cfg(feature = "operations")]
mod written;

use std::cell::RefCell;

#[cfg(feature = "operations")]
pub(crate) use written::{as_it_travels, for_rules};

#[derive(Default)]
struct State {
    /// Values are written as rules see them.
    for_rules: bool,
    notes: Option<Notes>,
}

/// What was noted of values while they were written.
#[derive(Default)]
pub(crate) struct Notes {
    /// Rules see something else.
    pub(crate) differs: bool,
    /// What could not be written: the name of the field, and why.
    pub(crate) problems: Vec<(String, &'static str)>,
}

thread_local! {
    static STATE: RefCell<State> = RefCell::default();
}

/// Returns `true` if values are written as rules see them. Otherwise it is noted that rules see something else.
pub(crate) fn is_for_rules() -> bool {
    STATE.with_borrow_mut(|state| {
        if let (false, Some(notes)) = (state.for_rules, &mut state.notes) {
            notes.differs = true;
        }
        state.for_rules
    })
}

/// Notes that a field could not be written.
pub(crate) fn note_problem(name: &str, why: &'static str) {
    STATE.with_borrow_mut(|state| {
        if let Some(notes) = &mut state.notes {
            notes.problems.push((name.to_owned(), why));
        }
    });
}
