//! One change of a text: what is found with it, and what is not any more.

use std::collections::HashSet;
use std::sync::Arc;

use super::Repair;
use super::search::Search;
use super::state::State;
use crate::diag::{Diagnostic, Identity, Sink, code};
use crate::raw::Document;
use crate::source::{FileId, Span};
use crate::{check, parse};

/// So many bytes are read again at most, but for a few attempts in files that are larger.
pub(super) const MAX_READ: usize = 4_000_000;

/// So many attempts are made however long the file is.
pub(super) const MIN_ATTEMPTS: usize = 4;

/// So often all files are checked again.
pub(super) const MAX_CHECKS: usize = 32;

/// What a change is to explain.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Target {
    /// Why a part of the file cannot be read.
    Part(usize),
    /// What was found as the file was read.
    Notes,
    /// What was found at all.
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
    /// How much was found as it was read.
    pub(super) count: usize,
}

/// What a change explains.
pub(super) struct Outcome {
    pub(super) reading: Reading,
    /// What is not found any more.
    pub(super) caused: HashSet<Identity>,
    /// What was hidden.
    pub(super) hidden: Vec<Diagnostic>,
    /// Nothing is left in the file.
    pub(super) is_alone: bool,
    /// It explains more than it leaves open.
    is_enough: bool,
}

impl Outcome {
    /// Whether it explains all of a file, or more than one thing, and leaves nothing new.
    pub(super) fn is_certain(&self) -> bool {
        self.is_enough && (self.is_alone || self.hidden.is_empty() && self.caused.len() > 1)
    }

    /// How many problems there are less.
    pub(super) fn gain(&self) -> usize {
        self.caused.len().saturating_sub(self.hidden.len())
    }
}

impl Search<'_> {
    /// Whether nothing is found as a file is read that was not known before.
    pub(super) fn is_clean(&self, reading: &Reading) -> bool {
        let file = reading.repair.cause.span.file;
        let place = |span: Span| if span.file == file { reading.state.place(span) } else { self.place(span) };
        reading.notes.others(&self.found, place).is_empty()
    }

    pub(super) fn attempt(&mut self, file: FileId, target: Target, repair: Repair) -> Option<Outcome> {
        let reading = self.read(file, target, repair)?;
        self.judge(file, target, reading)
    }

    /// Counts an attempt; `None` when there were enough.
    pub(super) fn spend(&mut self, bytes: usize) -> Option<()> {
        let is_spent = self.read + bytes > MAX_READ && self.attempts >= MIN_ATTEMPTS;
        if is_spent || self.checks >= MAX_CHECKS {
            return None;
        }
        self.read += bytes;
        self.attempts += 1;
        Some(())
    }

    /// A file with a change, if it can be read so and less is found as it is read.
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

    /// What a change explains, if that is more than it leaves open.
    pub(super) fn judge(&mut self, file: FileId, target: Target, reading: Reading) -> Option<Outcome> {
        self.compare(file, target, reading).filter(|outcome| outcome.is_enough)
    }

    /// What a change explains.
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
        check::all(&self.files.sets, &trial);
        reading.document = self.put(file, now);
        let state = &reading.state;
        let place = |span: Span| if span.file == file { state.place(span) } else { self.place(span) };
        let mut left = trial.identities(place);
        left.extend(self.unreadable(target.part().map(|part| (file, part))));
        let caused: HashSet<Identity> = self.found.difference(&left).cloned().collect();
        let hidden = trial.others(&self.found, place);
        let at = self.place(super::span(file, &reading.repair.at));
        let is_at = |found: &Diagnostic| found.span.file == file && at.range().contains(&(found.span.start as usize));
        // Where a key is missing nothing around it is read: that explains nothing.
        let is_right = !hidden.iter().any(|found| is_at(found) || found.code == code::MISSING_KEY);
        let is_alone = !left.iter().any(|identity| identity.0.file == file);
        let is_whole = is_alone || target.part().is_some() && hidden.is_empty();
        // A line that fits elsewhere too is not the cause of one problem among others.
        let least = if is_whole || target == Target::Any { 1 } else { 2.max(hidden.len()) };
        let is_enough = is_right && caused.len().saturating_sub(hidden.len()) >= least;
        Some(Outcome { reading, caused, hidden, is_alone, is_enough })
    }
}

/// Keeps what explains more; of two that explain as much the first.
pub(super) fn keep(best: &mut Option<Outcome>, outcome: Option<Outcome>) {
    let value = |outcome: &Outcome| (outcome.is_alone, outcome.gain());
    if let Some(outcome) = outcome
        && best.as_ref().is_none_or(|best| value(best) < value(&outcome))
    {
        *best = Some(outcome);
    }
}
