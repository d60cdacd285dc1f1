//! Parts of files that were not read, and the names in them.

use std::collections::HashSet;

use crate::source::Span;

/// A part of a file that was not read: nobody can say that what it names is declared nowhere, or used nowhere.
#[derive(Debug, Clone)]
pub struct Loss {
    /// The part.
    pub span: Span,
    /// The section of the file that it belongs to; `None` where that is not known.
    pub section: Option<String>,
    /// Whether it is the whole section.
    pub is_section: bool,
    /// The key that it is the value of.
    pub key: Option<String>,
    /// The mapping or list that it stands in.
    pub holder: Span,
    /// The names that the section would have had from this part.
    pub names: HashSet<String>,
    /// Every name and word in it.
    pub words: HashSet<String>,
    /// What it would have held cannot be distinguished from what is written: a word in the place of a list.
    pub anything: bool,
    /// Nor can the names that the section would have had from it.
    pub any_name: bool,
    /// It would have been one text, not a list or mapping.
    pub is_text: bool,
}

/// Keys that name a type.
const TYPE_KEYS: [&str; 5] = ["type", "body", "payload", "object", "against"];

impl Loss {
    /// Whether the part may have declared a name in one of some sections.
    pub fn declares(&self, name: &str, sections: &[&str]) -> bool {
        let of_sections = self.section.as_ref().is_none_or(|section| sections.contains(&section.as_str()));
        of_sections && (self.names.contains(name) || self.any_name)
    }

    /// Whether it may be the value of a key of a mapping.
    pub fn may_be(&self, key: &str, of: Span) -> bool {
        self.holder == of && self.key.as_ref().is_none_or(|known| known == key)
    }

    /// Whether it may be a whole section.
    pub fn is_section_of(&self, section: &str) -> bool {
        self.is_section && self.section.as_ref().is_none_or(|known| known == section)
    }

    /// Whether it lies inside a part of a file, or the other way round.
    pub fn touches(&self, span: Span) -> bool {
        // What is nothing may stand behind the end of what it belongs to.
        let overlaps = self.span.start < span.end.max(span.start + 1) && span.start <= self.span.end;
        self.holder == span || self.span.file == span.file && overlaps
    }

    /// Whether it may have held a name or word.
    pub fn holds(&self, word: &str) -> bool {
        self.anything || self.words.contains(word)
    }

    /// Whether it may have named a type.
    pub fn uses(&self, name: &str) -> bool {
        self.words.contains(name) || (self.anything && self.may_name())
    }

    /// Whether what it would have held may have been the name of a type.
    pub(super) fn may_name(&self) -> bool {
        !self.is_text || self.key.as_ref().is_none_or(|key| TYPE_KEYS.contains(&key.as_str()))
    }

    /// The loss of a file of which only the text is known.
    pub fn of_text(span: Span, text: &str) -> Self {
        let words: HashSet<String> = words(text).map(str::to_owned).collect();
        Self { names: words.clone(), words, anything: false, any_name: false, ..Self::of_file(span) }
    }

    /// The loss of a file that may have held anything.
    pub fn of_file(span: Span) -> Self {
        Self {
            span,
            section: None,
            is_section: true,
            key: None,
            holder: span,
            names: HashSet::new(),
            words: HashSet::new(),
            anything: true,
            any_name: true,
            is_text: false,
        }
    }
}

/// The names in a text: whatever stands between blanks and punctuation.
pub fn words(text: &str) -> impl Iterator<Item = &str> {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    text.split(move |c: char| !is_part(c)).map(|word| word.trim_matches('.')).filter(|word| !word.is_empty())
}
