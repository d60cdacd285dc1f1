//! One line at the wrong column, told as that and not by everything that it causes.
//!
//! A line that is indented too deep or not deep enough is often YAML all the same, with another meaning, and nothing of it
//! fits. So where something is wrong, lines near it are moved and the file is read again: if what was found is gone, the line
//! was the mistake. The number of attempts is bounded, and a right spec makes none.

use std::collections::{BTreeSet, HashSet};

use crate::diag::{Diagnostic, Identity, Sink, code};
use crate::parse::indent::{Lines, Shift};
use crate::raw::Document;
use crate::reading::Files;
use crate::source::{FileId, Sources, Span};
use crate::symbols::RawSet;
use crate::{check, parse};

/// So many bytes are read again at most, but for a few attempts in files that are larger.
const MAX_READ: usize = 2_000_000;

/// So many attempts are made however long the file is.
const MIN_ATTEMPTS: usize = 4;

/// A file in which more was found is not tried: one line does not cause so much, and reading it again takes long.
const MAX_FOUND: usize = 1_000;

/// So often all files are checked again.
const MAX_CHECKS: usize = 16;

/// Lines are looked for near so many of the problems of a file.
const MAX_PLACES: usize = 6;

/// Replaces what lines at wrong columns cause by what is wrong with them. `first` is what the first run found, without
/// regard to what others did not find. The files are those with the lines moved afterwards.
pub(crate) fn explain(files: &mut Files, first: &Sink, sources: &Sources, sink: &Sink) {
    let found = first.identities(|place| place);
    let is_tried = |notes: &Sink| (1..=MAX_FOUND).contains(&notes.count());
    let noted: Vec<FileId> = files.notes.iter().filter(|(_, notes)| is_tried(notes)).map(|(file, _)| *file).collect();
    let mut search = Search { sources, files, sink, found, read: 0, attempts: 0, checks: 0 };
    for file in noted {
        search.explain_file(file);
    }
}

struct Search<'a> {
    sources: &'a Sources,
    files: &'a mut Files,
    /// What is told.
    sink: &'a Sink,
    /// What is found in the files, with the lines moved that are told already.
    found: HashSet<Identity>,
    /// Bytes that were read again.
    read: usize,
    attempts: usize,
    checks: usize,
}

/// What a file is once a line is moved.
struct Outcome {
    shift: Shift,
    text: String,
    document: Option<Document>,
    notes: Sink,
    /// What is not found any more.
    caused: HashSet<Identity>,
    /// What was hidden.
    hidden: Vec<Diagnostic>,
    /// Nothing is found in the file any more.
    is_alone: bool,
}

impl Outcome {
    /// How many problems there are less.
    fn gain(&self) -> usize {
        self.caused.len().saturating_sub(self.hidden.len())
    }
}

impl Search<'_> {
    /// Explains problems by lines of a file, one after the other.
    fn explain_file(&mut self, file: FileId) {
        let mut text = self.sources.file(file).text.clone();
        let mut moved: Vec<Shift> = Vec::new();
        while let Some(Outcome { shift, text: changed, document, notes, caused, hidden, .. }) =
            self.likeliest(file, &text, &moved)
        {
            self.sink.replace_by(&caused, shift.diagnostic(file, &text).moved(|place| before(&moved, file, place)));
            self.found.retain(|identity| !caused.contains(identity));
            for found in hidden {
                self.found.insert(found.identity());
                self.sink.push(found);
            }
            let of_file = |set: &&mut RawSet| set.written.contains(&file);
            self.files.sets.iter_mut().find(of_file).map(|set| set.put(file, document, self.sources));
            self.files.notes.iter_mut().filter(|(known, _)| *known == file).for_each(|known| known.1 = notes.clone());
            moved.push(shift);
            text = changed;
        }
    }

    /// The line that explains most.
    fn likeliest(&mut self, file: FileId, text: &str, moved: &[Shift]) -> Option<Outcome> {
        let mut best: Option<Outcome> = None;
        for shift in self.candidates(file, text) {
            let Some(outcome) = self.attempt(file, text, moved, shift) else { continue };
            let is_all = outcome.is_alone;
            if best.as_ref().is_none_or(|best| best.gain() < outcome.gain()) {
                best = Some(outcome);
            }
            if is_all {
                break;
            }
        }
        best
    }

    /// What is tried: lines near what was found as the file was read, and is not explained by a misspelling.
    fn candidates(&self, file: FileId, text: &str) -> Vec<Shift> {
        let notes = self.files.notes.iter().filter(|(known, _)| *known == file);
        let places: BTreeSet<u32> = notes.flat_map(|(_, notes)| notes.unexplained()).map(|place| place.start).collect();
        let lines = Lines::of(text);
        let mut near: Vec<usize> = Vec::new();
        for place in places.into_iter().take(MAX_PLACES) {
            let more: Vec<usize> = lines.near(place).into_iter().filter(|line| !near.contains(line)).collect();
            near.extend(more);
        }
        lines.shifts(near)
    }

    /// What changes once a line is moved, if that explains more than it leaves open.
    fn attempt(&mut self, file: FileId, text: &str, moved: &[Shift], shift: Shift) -> Option<Outcome> {
        let is_spent = self.read + text.len() > MAX_READ && self.attempts >= MIN_ATTEMPTS;
        if is_spent || self.checks == MAX_CHECKS {
            return None;
        }
        self.read += text.len();
        self.attempts += 1;
        let (text, notes) = (shift.applied(text), Sink::new());
        let document = parse::document(&self.sources.alone(file, &text), file, &notes);
        let place = |span: Span| {
            if span.file == file { before(moved, file, shift.place_before(span)) } else { span }
        };
        let (read, known) = (notes.identities(place), self.noted(file));
        let is_yaml = document.is_some() && read.iter().all(|(_, id, _)| *id != code::YAML.id);
        if !is_yaml || read.len() >= known.len() {
            return None;
        }
        self.checks += 1;
        let trial = Sink::new();
        let others = self.files.notes.iter().filter(|(known, _)| *known != file);
        others.for_each(|(_, notes)| trial.take(notes.clone()));
        trial.take(notes.clone());
        let set = self.files.sets.iter().position(|set| set.written.contains(&file))?;
        let now = self.files.sets[set].put(file, document, self.sources);
        check::all(&self.files.sets, &trial);
        let document = self.files.sets[set].put(file, now, self.sources);
        let left = trial.identities(place);
        let caused: HashSet<Identity> = self.found.difference(&left).cloned().collect();
        let hidden = trial.others(&self.found, place);
        let is_alone = !left.iter().any(|identity| identity.0.file == file);
        let is_right = hidden.iter().all(|found| !shift.is_at(found.span));
        // A line that fits elsewhere too is not the cause of one problem among others.
        let least = if is_alone { 1 } else { 2.max(hidden.len()) };
        let outcome = Outcome { shift, text, document, notes, caused, hidden, is_alone };
        (is_right && outcome.gain() >= least).then_some(outcome)
    }

    /// What was found as a file was read.
    fn noted(&self, file: FileId) -> HashSet<Identity> {
        let notes = self.files.notes.iter().filter(|(known, _)| *known == file);
        notes.flat_map(|(_, notes)| notes.identities(|place| place)).collect()
    }
}

/// Where something stood before lines were moved.
fn before(moved: &[Shift], file: FileId, place: Span) -> Span {
    let back = |place, shift: &Shift| shift.place_before(place);
    if place.file == file { moved.iter().rev().fold(place, back) } else { place }
}
