//! Tries changes of text, and keeps those that explain what was found.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

use super::state::State;
use super::trial::{MAX_CHECKS, MAX_READ, MIN_ATTEMPTS, Outcome, Target};
use super::{Repair, Texts, leave_out, patches};
use crate::check::Checked;
use crate::diag::{Diagnostic, Identity, Sink, code};
use crate::raw::Document;
use crate::reading::Files;
use crate::source::{FileId, Sources, Span};
use crate::symbols::RawSet;
use crate::{check, parse};

/// The maximum number of problems in a file that is tried: one mistake does not cause more, and reading takes long.
const MAX_FOUND: usize = 1_000;

/// The maximum number of undeclared names tried.
const MAX_NAMES: usize = 12;

/// The search for the causes of problems in some files.
pub(crate) struct Search<'a> {
    pub(super) sources: &'a Sources,
    pub(super) checked: &'a Checked,
    pub(super) files: Files,
    pub(super) states: BTreeMap<FileId, State>,
    /// The messages of the changes.
    causes: Vec<Diagnostic>,
    /// The problems of the changed files, at their positions in the original files.
    pub(super) found: HashSet<Identity>,
    /// Names that are used but not declared.
    pub(super) undeclared: BTreeSet<String>,
    /// The number of bytes read again.
    pub(super) read: usize,
    pub(super) attempts: usize,
    pub(super) checks: usize,
}

impl<'a> Search<'a> {
    /// Creates a search in files that have problems.
    pub(crate) fn new(sources: &'a Sources, checked: &'a Checked, files: Files, found: &Sink) -> Self {
        let undeclared = undeclared(&found.places_so_far());
        let found = found.identities(|place| place);
        let (states, causes) = (BTreeMap::new(), Vec::new());
        Self { sources, checked, files, states, causes, found, undeclared, read: 0, attempts: 0, checks: 0 }
    }

    /// Explains the problems found while reading. Returns `true` if any file is read differently now.
    pub(crate) fn explain_notes(&mut self) -> bool {
        let is_tried = |notes: &Sink| (1..=MAX_FOUND).contains(&notes.count());
        let noted = self.files.notes.iter().filter(|(_, notes)| is_tried(notes)).map(|(file, _)| *file);
        for file in noted.collect::<Vec<_>>() {
            self.explain_file(file);
        }
        self.states.values().any(State::is_changed)
    }

    /// Explains problems by the patch of another message. `told` contains the current messages. Returns `true` if any
    /// file is read differently now.
    pub(crate) fn explain_by_patches(&mut self, told: &Sink) -> bool {
        let before = self.causes.len();
        (self.read, self.attempts, self.checks) = (0, 0, 0);
        let is_told: HashSet<Identity> = told.identities(|place| self.place(place));
        let mut offered = patches::offered(told);
        while self.checks < MAX_CHECKS && self.found.len() > 1 {
            let mut best: Option<Outcome> = None;
            for found in &offered {
                let repair = patches::repair(found);
                let Some(repair) = repair else { continue };
                let file = found.span.file;
                let own = found.clone().moved(|place| self.place(place)).identity();
                let Some(outcome) = self.attempt(file, Target::Any, repair) else { continue };
                let others = || outcome.caused.iter().filter(|caused| **caused != own && is_told.contains(caused));
                // A message about the same text is not a consequence.
                let is_of_same = |other: &Identity| {
                    other.0.file == own.0.file && other.0.start < own.0.end && own.0.start < other.0.end
                };
                let is_cause = outcome.hidden.is_empty()
                    && outcome.caused.contains(&own)
                    && others().next().is_some()
                    && !others().any(is_of_same);
                if is_cause && best.as_ref().is_none_or(|best| best.gain() < outcome.gain()) {
                    best = Some(outcome);
                }
            }
            let Some(best) = best else { break };
            let file = best.reading.repair.cause.span.file;
            let state = best.reading.repair.edits.clone();
            let is_left = |found: &Diagnostic| {
                let identity = found.clone().moved(|place| self.place(place)).identity();
                !best.caused.contains(&identity)
            };
            offered.retain(is_left);
            for found in offered.iter_mut().filter(|found| found.span.file == file) {
                *found = found.clone().moved(|place| if place.file == file { state.span_after(place) } else { place });
            }
            self.accept(file, best);
        }
        self.causes.len() > before
    }

    /// Returns the files as they are read now.
    pub(crate) fn texts(&self) -> Texts {
        let text = |(file, state): (&FileId, &State)| (*file, state.readable(None));
        let sources = self.sources.with(self.states.iter().map(text).collect());
        let left_out = self.states.iter().map(|(file, state)| (*file, state.left_out(*file, None)));
        Texts { sources, left_out: left_out.collect() }
    }

    /// Returns all messages: of the changes, of the current files, and these.
    pub(crate) fn all(self, of_rest: Sink) -> (Sink, Files) {
        let told = Sink::new();
        for found in &self.causes {
            told.push(found.clone());
        }
        for state in self.states.values() {
            state
                .parts
                .iter()
                .for_each(|part| told.push(patches::without(part.found.clone()).moved(|span| state.place(span))));
        }
        told.take(of_rest.moved(|place| self.place(place)));
        (told, self.files)
    }

    /// Returns a span in the original file.
    pub(super) fn place(&self, span: Span) -> Span {
        self.states.get(&span.file).map_or(span, |state| state.place(span))
    }

    fn explain_file(&mut self, file: FileId) {
        self.states.insert(file, State::new(self.sources.file(file).text.clone()));
        if self.document(file).is_none() {
            match self.whole(file) {
                Some(outcome) => self.accept(file, outcome),
                None => self.leave_out(file),
            }
        }
        let mut part = 0;
        while part < self.states[&file].parts.len() {
            match self.likeliest(file, Target::Part(part)) {
                Some(outcome) => self.accept(file, outcome),
                None => part += 1,
            }
        }
        loop {
            let best = self.likeliest(file, Target::Notes);
            let Some(outcome) = best.or_else(|| self.readable_by_now(file)) else { break };
            self.accept(file, outcome);
        }
    }

    /// Returns a part that became readable through the changes for other parts.
    fn readable_by_now(&mut self, file: FileId) -> Option<Outcome> {
        let count = self.states.get(&file).filter(|state| state.is_moved())?.parts.len();
        (0..count)
            .find_map(|part| self.attempt(file, Target::Part(part), Repair::none(&self.states[&file].parts[part])))
    }

    /// Leaves out the unreadable parts of a file, so that the rest is read.
    fn leave_out(&mut self, file: FileId) {
        let mut state = self.states[&file].clone();
        let (sources, read, attempts) = (self.sources, &mut self.read, &mut self.attempts);
        let parts = leave_out::parts(&state.text, |text| {
            if *read + text.len() > MAX_READ && *attempts >= MIN_ATTEMPTS {
                return Err(None);
            }
            *read += text.len();
            *attempts += 1;
            parse::is_yaml(&sources.alone(file, text), file)
        });
        let Some(parts) = parts.filter(|parts| !parts.is_empty()) else { return };
        state.parts = parts;
        let notes = Sink::new();
        let text = state.readable(None);
        let document = parse::rest(&self.sources.alone(file, &text), file, &state.left_out(file, None), &notes);
        let document = document.map(Arc::new);
        self.put(file, document);
        self.note(file, notes);
        self.states.insert(file, state);
        let trial = Sink::new();
        self.files.notes.iter().for_each(|(_, notes)| trial.take(notes.clone()));
        self.checks += 1;
        check::all(&self.files.sets, self.checked, &trial);
        self.undeclared.extend(undeclared(&trial.places_so_far()));
        self.found = trial.identities(|place| self.place(place));
        self.found.extend(self.unreadable(None));
    }

    /// Returns why parts of files are unreadable, except for one.
    pub(super) fn unreadable(&self, except: Option<(FileId, usize)>) -> HashSet<Identity> {
        let of_file = |(file, state): (&FileId, &State)| {
            let others = state.parts.iter().enumerate().filter(|(at, _)| Some((*file, *at)) != except);
            others.map(|(_, part)| part.found.clone().moved(|span| state.place(span)).identity()).collect::<Vec<_>>()
        };
        self.states.iter().flat_map(of_file).collect()
    }

    fn document(&self, file: FileId) -> Option<&Document> {
        let files = self.files.sets.iter().flat_map(|set| &set.files);
        files.clone().find(|(known, _)| *known == file).map(|(_, document)| document.as_ref())
    }

    /// Replaces the document of a file, and returns the previous one.
    pub(super) fn put(&mut self, file: FileId, document: Option<Arc<Document>>) -> Option<Arc<Document>> {
        let of_file = |set: &&mut RawSet| set.written.contains(&file);
        self.files.sets.iter_mut().find(of_file)?.put(file, document, self.sources)
    }

    fn note(&mut self, file: FileId, notes: Sink) {
        if let Some((_, known)) = self.files.notes.iter_mut().find(|(known, _)| *known == file) {
            *known = notes;
        }
    }

    pub(super) fn notes(&self, file: FileId) -> Option<&Sink> {
        self.files.notes.iter().find(|(known, _)| *known == file).map(|(_, notes)| notes)
    }

    fn accept(&mut self, file: FileId, outcome: Outcome) {
        let Outcome { reading, caused, hidden, .. } = outcome;
        if !reading.repair.edits.is_empty() {
            let cause = reading.repair.cause.moved(|place| self.place(place));
            self.causes.push(cause);
        }
        self.found.retain(|identity| !caused.contains(identity));
        self.found.extend(hidden.iter().map(Diagnostic::identity));
        self.put(file, reading.document);
        self.note(file, reading.notes);
        self.states.insert(file, reading.state);
    }
}

/// Names that are used but not declared.
pub(super) fn undeclared(found: &[Diagnostic]) -> BTreeSet<String> {
    let says = |found: &&Diagnostic| {
        found.code != code::UNKNOWN_KEY && ["unknown ", "not declared"].iter().any(|says| found.message.contains(says))
    };
    // Names are in backticks. That of an operation may follow the one of its resource.
    let names = found.iter().filter(says).flat_map(|found| found.message.split('`').skip(1).step_by(2));
    let names = names.flat_map(|name| [name, name.rsplit('.').next().unwrap_or_default()]);
    names.filter(|name| !name.is_empty()).map(str::to_owned).take(MAX_NAMES).collect()
}
