//! What is wrong with a spec, where, and how to fix it.

pub mod code;
mod found;
pub mod json;
pub mod loss;
mod losses;
mod name;
pub mod page;
pub mod render;
mod repeats;
pub mod suggest;

use std::cell::{Cell, RefCell};
use std::collections::HashSet;

pub use code::Code;
pub use loss::Loss;
pub(crate) use losses::Losses;
pub use name::{About, Role};

use crate::source::{FileId, Span};
use found::{Found, Values};

/// One problem of a spec.
#[derive(Debug, Clone)]
pub struct Diagnostic {
    /// What kind of mistake it is; the code's id is stable and has a paragraph in `spec/DIAGNOSTICS.md`.
    pub code: &'static Code,
    /// Where the problem is.
    pub span: Span,
    /// What is wrong, in one line.
    pub message: String,
    /// What to say at the place itself; empty for nothing.
    pub label: String,
    /// Other places that belong to the problem.
    pub also: Vec<(Span, String)>,
    /// How to fix it.
    pub help: Vec<String>,
    /// A change of text that fixes it, where there is one.
    pub patch: Option<Patch>,
    /// What the problem is counted under; problems of one group are one when there are many. The message when empty.
    pub group: String,
    /// Problems of its group have one cause: they are one problem from the second on.
    pub has_common_cause: bool,
    /// The further places of the same problem, in the order of files and places.
    pub repeated: Vec<Repeated>,
    /// The name that it is about, where another problem may have the same cause.
    pub about: Option<About>,
}

/// A further place of a problem that was found many times.
#[derive(Debug, Clone)]
pub struct Repeated {
    /// Where.
    pub span: Span,
    /// The change of text for this place.
    pub patch: Option<Patch>,
}

/// A replacement of source text.
#[derive(Debug, Clone)]
pub struct Patch {
    /// What to replace.
    pub span: Span,
    /// The new text.
    pub text: String,
    /// Why.
    pub title: String,
}

impl Diagnostic {
    /// A problem at a place.
    pub fn new(code: &'static Code, span: Span, message: impl Into<String>) -> Self {
        Self {
            code,
            span,
            message: shortened(message.into()),
            label: String::new(),
            also: Vec::new(),
            help: Vec::new(),
            patch: None,
            group: String::new(),
            has_common_cause: false,
            repeated: Vec::new(),
            about: None,
        }
    }

    /// Counts the problem with others whose messages differ: those of one column of a table, for example.
    #[must_use]
    pub fn group(mut self, group: impl Into<String>) -> Self {
        self.group = group.into();
        self
    }

    /// The problems of a group have one cause, so they are reported as one even where there are few.
    #[must_use]
    pub fn of_one_cause(mut self, group: impl Into<String>) -> Self {
        self.group = group.into();
        self.has_common_cause = true;
        self
    }

    /// The name that it is about.
    #[must_use]
    pub fn about(mut self, about: About) -> Self {
        self.about = Some(about);
        self
    }

    /// What to say at the place itself.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = shortened(label.into());
        self
    }

    /// Another place that belongs to the problem.
    #[must_use]
    pub fn also(mut self, span: Span, label: impl Into<String>) -> Self {
        self.also.push((span, shortened(label.into())));
        self
    }

    /// How to fix it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(shortened(help.into()));
        self
    }

    /// A change of text that fixes it. One that nobody could read is told in words only.
    #[must_use]
    pub fn patch(mut self, span: Span, text: impl Into<String>, title: impl Into<String>) -> Self {
        let (text, title) = (text.into(), title.into());
        if text.len() > MAX_PATCH {
            return self.help(title);
        }
        self.patch = Some(Patch { span, text, title });
        self
    }

    /// What tells it from others.
    pub(crate) fn identity(&self) -> Identity {
        identity(self)
    }

    /// The problem with its places given by a function.
    pub(crate) fn moved(mut self, place: impl Fn(Span) -> Span) -> Self {
        let also = self.also.iter_mut().map(|(span, _)| span);
        let patches = self.patch.iter_mut().map(|patch| &mut patch.span);
        for span in also.chain(patches).chain([&mut self.span]) {
            *span = place(*span);
        }
        for repeated in &mut self.repeated {
            repeated.span = place(repeated.span);
            repeated.patch.iter_mut().for_each(|patch| patch.span = place(patch.span));
        }
        self
    }
}

/// Longer texts are cut: they hold a name that nobody could read to its end.
const MAX_TEXT: usize = 800;

/// Longer changes of text are not shown.
const MAX_PATCH: usize = 4_000;

fn shortened(text: String) -> String {
    match text.char_indices().find(|(at, _)| *at >= MAX_TEXT) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text,
    }
}

/// Collects the problems of a run.
#[derive(Debug, Clone, Default)]
pub struct Sink {
    found: RefCell<Found>,
    /// Values that could not be read and were replaced.
    replaced: RefCell<Values>,
    lost: RefCell<Vec<Loss>>,
    /// Which of the possible values takes the place of one that could not be read; 0 is the nearest.
    choice: usize,
    /// How many possible values there were, at most.
    choices: Cell<usize>,
    /// The keys that are possible where one was asked for.
    free_keys: RefCell<Vec<&'static str>>,
}

/// What tells a problem from others: place, id and message.
pub(crate) type Identity = (Span, &'static str, String);

impl Sink {
    /// An empty sink.
    pub fn new() -> Self {
        Self::default()
    }

    /// A sink for a run in which values that cannot be read are replaced by the possible value of this number.
    pub fn choosing(choice: usize) -> Self {
        Self { choice, ..Self::default() }
    }

    /// The number of the possible value that this run takes.
    pub fn choice(&self) -> usize {
        self.choice
    }

    /// Adds a problem.
    pub fn push(&self, diagnostic: Diagnostic) {
        self.found.borrow_mut().push(diagnostic);
    }

    /// Whether anything was found so far.
    pub fn is_empty(&self) -> bool {
        self.found.borrow().is_empty()
    }

    /// Returns `true` if anything was found, replaced or lost in a file so far.
    pub(crate) fn knows_of(&self, file: FileId) -> bool {
        let has_lost = |lost: &[Loss]| lost.iter().any(|loss| loss.span.file == file);
        self.found.borrow().has_any_in(file) || self.replaced.borrow().has_any_in(file) || has_lost(&self.lost.borrow())
    }

    /// Returns `true` if a part that was lost may have made a folder a library.
    pub(crate) fn has_lost_library(&self) -> bool {
        let is_library = |loss: &Loss| loss.is_section && loss.section.as_deref().is_none_or(|name| name == "library");
        self.lost.borrow().iter().any(is_library)
    }

    /// Returns `true` if nothing was found, replaced or lost so far.
    pub(crate) fn knows_nothing(&self) -> bool {
        self.is_empty() && self.replaced.borrow().is_empty() && self.lost.borrow().is_empty()
    }

    /// How much was found so far.
    pub(crate) fn count(&self) -> usize {
        self.found.borrow().count()
    }

    /// Whether anything was found in one file.
    pub fn has_errors_in(&self, file: FileId) -> bool {
        self.found.borrow().has_any_in(file)
    }

    /// Whether a misspelling of `key` has been reported inside a span.
    pub fn suggested(&self, key: &str, inside: Span) -> bool {
        self.found.borrow().is_meant(key, inside)
    }

    /// Says with the first unknown key at one of some places that another key is missing there. `false` when there is
    /// none, or when it was probably another key.
    pub fn explain_unknown_key(&self, missing: &str, keys: &[Span]) -> bool {
        let mut found = self.found.borrow_mut();
        let is_unlike = |diagnostic: &Diagnostic| diagnostic.patch.is_none();
        let unknown = keys.iter().find(|key| found.at(code::UNKNOWN_KEY, **key, is_unlike).is_some());
        let Some(unknown) = unknown.and_then(|key| found.at(code::UNKNOWN_KEY, *key, is_unlike)) else { return false };
        unknown.message = shortened(format!("{}, and the key `{missing}` is missing", unknown.message));
        true
    }

    /// Whether a comment in the place of a text's end has been reported in a file.
    pub fn has_cut_text(&self, file: FileId) -> bool {
        self.found.borrow().has_in(code::EMPTY_DOCS, file)
    }

    /// Whether a quotation mark that nothing opens has been reported in a value.
    pub fn has_stray_quote(&self, value: Span) -> bool {
        self.found.borrow().first_inside(code::QUOTATION_MARK, value).is_some()
    }

    /// Where the first quotation mark stands that was reported in a value as one that nothing opens, and which it is.
    pub(crate) fn stray_quote(&self, value: Span) -> Option<(Span, char)> {
        let mut found = self.found.borrow_mut();
        let place = found.first_inside(code::QUOTATION_MARK, value)?;
        let found = found.at(code::QUOTATION_MARK, place, |_| true)?;
        Some((place, if found.message.contains('"') { '"' } else { '\'' }))
    }

    /// Takes back that a text ends in a quotation mark that nothing opens, if that was reported.
    pub fn take_stray_quote(&self, value: Span) -> bool {
        let mut found = self.found.borrow_mut();
        let first = found.first_inside(code::QUOTATION_MARK, value);
        let marks = std::iter::successors(first, |mark| {
            found.remove(code::QUOTATION_MARK, *mark);
            found.first_inside(code::QUOTATION_MARK, value)
        });
        marks.count() > 0
    }

    /// Whether anything was found at exactly this place, or the value there was replaced.
    pub fn is_told(&self, place: Span) -> bool {
        self.found.borrow().has_any_at(place) || self.is_replaced(place)
    }

    /// Whether a place lies in a value that was replaced.
    pub fn is_replaced(&self, place: Span) -> bool {
        self.replaced.borrow().has(place)
    }

    /// Notes that a value was replaced by another: what is wrong with that is no news.
    pub fn replace(&self, span: Span) {
        self.replaced.borrow_mut().add(span);
    }

    /// Notes that a value was replaced by one of several, and returns the number of the one that this run takes.
    pub fn choose(&self, span: Span, count: usize) -> usize {
        self.replace(span);
        self.choices.set(self.choices.get().max(count));
        self.choice % count.max(1)
    }

    /// How many runs show every possible value of all that could not be read.
    pub fn choices(&self) -> usize {
        self.choices.get()
    }

    /// Notes which keys are possible where one was asked for.
    pub(crate) fn answer(&self, keys: impl Iterator<Item = &'static str>) {
        self.free_keys.borrow_mut().extend(keys);
    }

    /// The keys that are possible where one was asked for.
    pub(crate) fn free_keys(&self) -> Vec<&'static str> {
        self.free_keys.borrow().clone()
    }

    /// Notes that a part of a file was not read.
    pub fn lose(&self, loss: Loss) {
        self.lost.borrow_mut().push(loss);
    }

    /// Everything that was not read.
    pub fn losses(&self) -> Vec<Loss> {
        self.lost.borrow().clone()
    }

    /// Adds everything that another sink knows.
    pub fn take(&self, other: Self) {
        self.found.borrow_mut().extend(other.found.into_inner().into_all());
        self.replaced.borrow_mut().extend(other.replaced.into_inner());
        self.lost.borrow_mut().extend(other.lost.into_inner());
        self.choices.set(self.choices.get().max(other.choices.get()));
    }

    /// Removes what another run over the same files did not find: it depends on how a value was replaced.
    pub fn keep_common(&self, other: &Self) {
        let others: HashSet<Identity> = other.found.borrow().iter().map(identity).collect();
        let is_common = |diagnostic: &Diagnostic| others.contains(&identity(diagnostic));
        let mut found = self.found.borrow_mut();
        // A file with a mistake never becomes one without.
        if found.iter().any(is_common) {
            found.retain(is_common);
        }
    }

    /// What was found so far, at the places that a function gives for theirs.
    pub(crate) fn identities(&self, place: impl Fn(Span) -> Span) -> HashSet<Identity> {
        let at = |(span, id, message): Identity| (place(span), id, message);
        self.found.borrow().iter().map(identity).map(at).collect()
    }

    /// The places of what was found, without what is certain to be a misspelling and what no single line explains.
    pub(crate) fn unexplained(&self) -> Vec<Span> {
        let is_certain =
            |found: &Diagnostic| found.patch.is_some() && found.code != code::YAML || found.code == code::NESTING;
        self.found.borrow().iter().filter(|found| !is_certain(found)).map(|found| found.span).collect()
    }

    /// Everything found that is none of some problems, at the places that a function gives for theirs.
    pub(crate) fn others(&self, known: &HashSet<Identity>, place: impl Fn(Span) -> Span) -> Vec<Diagnostic> {
        let moved = self.found.borrow().clone().into_all().into_iter().map(|found| found.moved(&place));
        moved.filter(|found| !known.contains(&identity(found))).collect()
    }

    /// Everything found, at the places that a function gives for theirs.
    pub(crate) fn moved(self, place: impl Fn(Span) -> Span) -> Self {
        let mut found = Found::default();
        found.extend(self.found.into_inner().into_all().into_iter().map(|found| found.moved(&place)));
        Self { found: RefCell::new(found), ..self }
    }

    /// Everything found, in the order of files and places, without repetitions. What was found at many places is one
    /// problem that names them.
    pub fn into_sorted(self) -> Vec<Diagnostic> {
        repeats::grouped(repeats::unused_together(sorted(self.found.into_inner().into_all())))
    }

    /// Everything found so far at each place, in the order of files and places, without repetitions.
    pub(crate) fn places_so_far(&self) -> Vec<Diagnostic> {
        sorted(self.found.borrow().clone().into_all())
    }
}

fn sorted(mut found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    found.sort_by(|a, b| (a.span, a.code.id, &a.message).cmp(&(b.span, b.code.id, &b.message)));
    found.dedup_by(|a, b| a.span == b.span && a.code.id == b.code.id && a.message == b.message);
    found
}

fn identity(diagnostic: &Diagnostic) -> Identity {
    let Diagnostic { span, code, message, group, .. } = diagnostic;
    // How often a name is used depends on what was read.
    (*span, code.id, if group.is_empty() { message.clone() } else { group.clone() })
}
