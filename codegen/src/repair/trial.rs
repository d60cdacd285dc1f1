//! One change of a text: the problems that it resolves, and those that remain.

use std::collections::HashSet;
use std::sync::Arc;

use super::Repair;
use super::search::Search;
use super::state::State;
use crate::diag::{Diagnostic, Identity, Sink, code};
use crate::raw::Document;
use crate::source::{FileId, Span};
use crate::{check, parse};

/// The maximum number of bytes read again, except for a few attempts in larger files.
pub(super) const MAX_READ: usize = 4_000_000;

/// The number of attempts made regardless of the file's size.
pub(super) const MIN_ATTEMPTS: usize = 4;

/// The maximum number of times that all files are checked again.
pub(super) const MAX_CHECKS: usize = 32;

/// The problems that a change should explain.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Target {
    /// The reason why a part of the file is unreadable.
    Part(usize),
    /// The problems found while reading the file.
    Notes,
    /// All problems.
    Any,
}

impl Target {
    pub(super) fn part(self) -> Option<usize> {
        match self {
            Self::Part(part) => Some(part),
            Self::Notes | Self::Any => None,
        }
    }
}

/// A file that was read with a change.
pub(super) struct Reading {
    pub(super) repair: Repair,
    pub(super) state: State,
    pub(super) document: Option<Arc<Document>>,
    pub(super) notes: Sink,
    /// The number of problems found while reading it.
    pub(super) count: usize,
}

/// What a change explains.
pub(super) struct Outcome {
    pub(super) reading: Reading,
    /// The resolved problems.
    pub(super) caused: HashSet<Identity>,
    /// The problems that were hidden.
    pub(super) hidden: Vec<Diagnostic>,
    /// No problem is left in the file.
    pub(super) is_alone: bool,
    /// It resolves more problems than it reveals.
    is_enough: bool,
}

impl Outcome {
    /// Returns `true` if it explains all problems of a file, or several of them, and reveals no new one.
    pub(super) fn is_certain(&self) -> bool {
        self.is_enough && (self.is_alone || self.hidden.is_empty() && self.caused.len() > 1)
    }

    /// Returns how many problems fewer there are.
    pub(super) fn gain(&self) -> usize {
        self.caused.len().saturating_sub(self.hidden.len())
    }
}

impl Search<'_> {
    /// Returns `true` if reading a file reveals no new problem.
    pub(super) fn is_clean(&self, reading: &Reading) -> bool {
        let file = reading.repair.cause.span.file;
        let place = |span: Span| if span.file == file { reading.state.place(span) } else { self.place(span) };
        reading.notes.others(&self.found, place).is_empty()
    }

    pub(super) fn attempt(&mut self, file: FileId, target: Target, repair: Repair) -> Option<Outcome> {
        let reading = self.read(file, target, repair)?;
        self.judge(file, target, reading)
    }

    /// Counts an attempt; `None` if the limit is reached.
    pub(super) fn spend(&mut self, bytes: usize) -> Option<()> {
        let is_spent = self.read + bytes > MAX_READ && self.attempts >= MIN_ATTEMPTS;
        if is_spent || self.checks >= MAX_CHECKS {
            return None;
        }
        self.read += bytes;
        self.attempts += 1;
        Some(())
    }

    /// Reads a file with a change. Returns it if it is readable and has fewer problems.
    pub(super) fn read(&mut self, file: FileId, target: Target, repair: Repair) -> Option<Reading> {
        let before = self.states.entry(file).or_insert_with(|| State::new(self.sources.file(file).text.clone()));
        let bytes = before.text.len();
        self.spend(bytes)?;
        let state = self.states.get(&file)?.with(&repair, target.part());
        let notes = Sink::new();
        let text = state.readable(None);
        let document = parse::rest(&self.sources.alone(file, &text), file, &state.left_out(file, None), &notes);
        let document = document.map(Arc::new);
        let known = self.notes(file)?.identities(|place| place).len();
        let count = notes.identities(|place| place).len();
        let is_less = match target {
            Target::Part(_) => true,
            Target::Notes => count < known,
            Target::Any => count <= known,
        };
        (document.is_some() && is_less).then_some(Reading { repair, state, document, notes, count })
    }

    /// Returns what a change explains, if it resolves more problems than it reveals.
    pub(super) fn judge(&mut self, file: FileId, target: Target, reading: Reading) -> Option<Outcome> {
        self.compare(file, target, reading).filter(|outcome| outcome.is_enough)
    }

    /// Returns what a change explains.
    pub(super) fn compare(&mut self, file: FileId, target: Target, mut reading: Reading) -> Option<Outcome> {
        if self.checks >= MAX_CHECKS {
            return None;
        }
        self.checks += 1;
        let trial = Sink::new();
        let others = self.files.notes.iter().filter(|(known, _)| *known != file);
        others.for_each(|(_, notes)| trial.take(notes.clone()));
        trial.take(reading.notes.clone());
        let now = self.put(file, reading.document.take());
        check::all(&self.files.sets, self.checked, &trial);
        reading.document = self.put(file, now);
        let state = &reading.state;
        let place = |span: Span| if span.file == file { state.place(span) } else { self.place(span) };
        let mut left = trial.identities(place);
        left.extend(self.unreadable(target.part().map(|part| (file, part))));
        let caused: HashSet<Identity> = self.found.difference(&left).cloned().collect();
        let hidden = trial.others(&self.found, place);
        let at = self.place(super::span(file, &reading.repair.at));
        let is_at = |found: &Diagnostic| found.span.file == file && at.range().contains(&(found.span.start as usize));
        // If a key is missing, its siblings are not read, which explains nothing.
        let is_right = !hidden.iter().any(|found| is_at(found) || found.code == code::MISSING_KEY);
        let is_alone = !left.iter().any(|identity| identity.0.file == file);
        let is_whole = is_alone || target.part().is_some() && hidden.is_empty();
        // A line that is also valid elsewhere is not the cause of one problem among several.
        let least = if is_whole || target == Target::Any { 1 } else { 2.max(hidden.len()) };
        let is_enough = is_right && caused.len().saturating_sub(hidden.len()) >= least;
        Some(Outcome { reading, caused, hidden, is_alone, is_enough })
    }
}

/// Keeps the change that explains more; the first one if they explain equally much.
pub(super) fn keep(best: &mut Option<Outcome>, outcome: Option<Outcome>) {
    let value = |outcome: &Outcome| (outcome.is_alone, outcome.gain());
    if let Some(outcome) = outcome
        && best.as_ref().is_none_or(|best| value(best) < value(&outcome))
    {
        *best = Some(outcome);
    }
}
