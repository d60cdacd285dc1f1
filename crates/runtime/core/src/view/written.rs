//! Writing in one of the two views.

use super::{Notes, STATE, State};

/// Restores the state on drop, also after a panic.
struct Back(Option<State>);

impl Drop for Back {
    fn drop(&mut self) {
        if let Some(before) = self.0.take() {
            STATE.with_borrow_mut(|state| *state = before);
        }
    }
}

fn instead(state: State) -> Back {
    Back(Some(STATE.with_borrow_mut(|current| std::mem::replace(current, state))))
}

/// Returns the result of `write`, with values written as rules see them.
pub(crate) fn for_rules<R>(write: impl FnOnce() -> R) -> R {
    let _back = instead(State { for_rules: true, notes: None });
    write()
}

/// Returns the result of `write`, with values in wire format, and the notes about them.
pub(crate) fn as_it_travels<R>(write: impl FnOnce() -> R) -> (R, Notes) {
    let _back = instead(State { for_rules: false, notes: Some(Notes::default()) });
    let written = write();
    let notes = STATE.with_borrow_mut(|state| state.notes.take());
    (written, notes.unwrap_or_default())
}
