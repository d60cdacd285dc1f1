//! What a document says and the draft does not, and what the draft guesses: each with its place and what to do.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

/// What a note asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// Something is not in the draft.
    LeftOut,
    /// Something is in the draft and may be wrong.
    Guessed,
    /// Something has another name than in the document.
    Renamed,
    /// Something is not in the draft, and clients do without it.
    NotNeeded,
}

/// A note about one or several places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// What it asks for.
    pub subject: Subject,
    /// What is the matter, as a sentence.
    pub what: String,
    /// What to write, as a sentence.
    pub instead: String,
    /// JSON pointers into the document.
    pub places: Vec<String>,
}

/// The notes of an import. Those that say the same are one.
#[derive(Debug, Default)]
pub(super) struct Notes {
    all: RefCell<Told>,
    settled: RefCell<HashSet<String>>,
}

/// What has been reported: large documents have many places of one note.
#[derive(Debug, Default)]
struct Told {
    notes: Vec<Note>,
    /// Notes by what they say.
    known: HashMap<(Subject, String, String), usize>,
    places: HashSet<(usize, String)>,
}

impl Notes {
    pub(super) fn add(&self, subject: Subject, pointer: &str, what: impl Into<String>, instead: impl Into<String>) {
        let (what, instead) = (what.into(), instead.into());
        let Told { notes, known, places } = &mut *self.all.borrow_mut();
        let at = *known.entry((subject, what, instead)).or_insert_with_key(|(subject, what, instead)| {
            notes.push(Note { subject: *subject, what: what.clone(), instead: instead.clone(), places: Vec::new() });
            notes.len() - 1
        });
        if places.insert((at, pointer.to_owned())) {
            notes[at].places.push(pointer.to_owned());
        }
    }

    pub(super) fn left_out(&self, pointer: &str, what: impl Into<String>, instead: impl Into<String>) {
        self.add(Subject::LeftOut, pointer, what, instead);
    }

    pub(super) fn guessed(&self, pointer: &str, what: impl Into<String>, instead: impl Into<String>) {
        self.add(Subject::Guessed, pointer, what, instead);
    }

    pub(super) fn renamed(&self, pointer: &str, what: impl Into<String>, instead: impl Into<String>) {
        self.add(Subject::Renamed, pointer, what, instead);
    }

    /// Keeps in mind that the draft has what a keyword says, or that a note tells it better than the keyword's own.
    pub(super) fn settle(&self, pointer: String) {
        self.settled.borrow_mut().insert(pointer);
    }

    /// Whether nothing is left to tell of a keyword.
    pub(super) fn is_settled(&self, pointer: &str) -> bool {
        self.settled.borrow().contains(pointer)
    }

    pub(super) fn into_sorted(self) -> Vec<Note> {
        let mut notes = self.all.into_inner().notes;
        notes.sort_by_key(|note| note.subject);
        notes
    }
}
