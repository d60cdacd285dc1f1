//! What is wrong with a spec, where, and how to mend it.

pub mod json;
pub mod page;
pub mod render;
pub mod rule;
pub mod suggest;

use std::cell::RefCell;

pub use rule::Rule;

use crate::source::{FileId, Span};

/// One problem of a spec.
#[derive(Debug, Clone)]
pub struct Diagnostic {
    /// The rule that was broken; its id is stable and has a paragraph in `spec/DIAGNOSTICS.md`.
    pub rule: &'static Rule,
    /// Where the problem is.
    pub span: Span,
    /// What is wrong, in one line.
    pub message: String,
    /// What to say at the place itself; empty for nothing.
    pub label: String,
    /// Other places that belong to the problem.
    pub also: Vec<(Span, String)>,
    /// How to mend it.
    pub help: Vec<String>,
    /// A change of text that mends it, where there is one.
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
    pub fn new(rule: &'static Rule, span: Span, message: impl Into<String>) -> Self {
        Self {
            rule,
            span,
            message: message.into(),
            label: String::new(),
            also: Vec::new(),
            help: Vec::new(),
            patch: None,
        }
    }

    /// What to say at the place itself.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// Another place that belongs to the problem.
    #[must_use]
    pub fn also(mut self, span: Span, label: impl Into<String>) -> Self {
        self.also.push((span, label.into()));
        self
    }

    /// How to mend it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }

    /// A change of text that mends it.
    #[must_use]
    pub fn patch(mut self, span: Span, text: impl Into<String>, title: impl Into<String>) -> Self {
        self.patch = Some(Patch { span, text: text.into(), title: title.into() });
        self
    }
}

/// Collects the problems of a run.
#[derive(Debug, Default)]
pub struct Sink {
    found: RefCell<Vec<Diagnostic>>,
    /// Values that could not be read and were replaced by empty ones.
    replaced: RefCell<Vec<Span>>,
}

impl Sink {
    /// An empty sink.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a problem.
    pub fn push(&self, diagnostic: Diagnostic) {
        self.found.borrow_mut().push(diagnostic);
    }

    /// Whether anything was found so far.
    pub fn is_empty(&self) -> bool {
        self.found.borrow().is_empty()
    }

    /// Whether anything was found in one file.
    pub fn has_errors_in(&self, file: FileId) -> bool {
        self.found.borrow().iter().any(|diagnostic| diagnostic.span.file == file)
    }

    /// Whether a misspelling of `key` has been reported inside a span.
    pub fn suggested(&self, key: &str, inside: Span) -> bool {
        self.found.borrow().iter().any(|diagnostic| {
            diagnostic.rule == rule::UNKNOWN_KEY
                && diagnostic.span.file == inside.file
                && inside.range().contains(&(diagnostic.span.start as usize))
                && diagnostic.patch.as_ref().is_some_and(|patch| patch.text == key)
        })
    }

    /// Whether a rule was broken anywhere so far.
    pub fn has(&self, rule: &'static Rule) -> bool {
        self.found.borrow().iter().any(|diagnostic| diagnostic.rule == rule)
    }

    /// The places of everything found so far, and of every value that was replaced.
    pub fn places(&self) -> Vec<Span> {
        let found = self.found.borrow();
        let replaced = self.replaced.borrow();
        found.iter().map(|diagnostic| diagnostic.span).chain(replaced.iter().copied()).collect()
    }

    /// Notes that a value was replaced by an empty one: what is wrong with that is no news.
    pub fn replace(&self, span: Span) {
        self.replaced.borrow_mut().push(span);
    }

    /// Everything found, in the order of files and places, without repetitions.
    pub fn into_sorted(self) -> Vec<Diagnostic> {
        let mut found = self.found.into_inner();
        found.sort_by(|a, b| (a.span, a.rule.id, &a.message).cmp(&(b.span, b.rule.id, &b.message)));
        found.dedup_by(|a, b| a.span == b.span && a.rule.id == b.rule.id && a.message == b.message);
        found
    }
}
