//! Colours for a terminal, as rustc uses them.

use std::fmt;

/// Colours, or none.
#[derive(Debug, Clone, Copy)]
pub(super) struct Style {
    pub(super) colour: bool,
}

/// A text in a colour.
pub(super) struct Painted<'a> {
    text: &'a str,
    code: Option<&'static str>,
}

impl fmt::Display for Painted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.code {
            Some(code) => write!(f, "\u{1b}[{code}m{}\u{1b}[0m", self.text),
            None => f.write_str(self.text),
        }
    }
}

impl Style {
    fn paint<'a>(self, text: &'a str, code: &'static str) -> Painted<'a> {
        Painted { text, code: self.colour.then_some(code) }
    }

    pub(super) fn error(self, text: &str) -> Painted<'_> {
        self.paint(text, "1;91")
    }

    pub(super) fn warning(self, text: &str) -> Painted<'_> {
        self.paint(text, "1;93")
    }

    pub(super) fn good(self, text: &str) -> Painted<'_> {
        self.paint(text, "1;92")
    }

    pub(super) fn note(self, text: &str) -> Painted<'_> {
        self.paint(text, "1;96")
    }

    pub(super) fn bold(self, text: &str) -> Painted<'_> {
        self.paint(text, "1")
    }

    /// Arrows, bars and numbers of lines.
    pub(super) fn frame(self, text: &str) -> Painted<'_> {
        self.paint(text, "1;94")
    }

    pub(super) fn removed(self, text: &str) -> Painted<'_> {
        self.paint(text, "31")
    }

    pub(super) fn added(self, text: &str) -> Painted<'_> {
        self.paint(text, "32")
    }
}
