//! Which entries of a mapping are read, and what is said of the others.

use super::hints;
use super::node::Entry;
use super::reader::Reader;
use crate::diag::{Diagnostic, code, suggest};

/// A key that asks which keys are possible at its place. Nobody writes it: it begins with a letter that has no meaning.
pub(crate) const ASKED: &str = "\u{e000}asked";

impl<'a> Reader<'a> {
    /// The entries that are read: of two with one key the first.
    pub(super) fn entries(self, entries: &'a [Entry]) -> Vec<(&'a str, &'a Entry)> {
        self.first_of_each(entries).into_iter().map(|entry| (entry.key.as_str(), entry)).collect()
    }

    /// The same without their keys.
    pub(super) fn first_of_each(self, entries: &'a [Entry]) -> Vec<&'a Entry> {
        entries.iter().filter(|entry| entry.again).for_each(|entry| self.lose_entry(entry, Some(&entry.key)));
        entries.iter().filter(|entry| !entry.again).collect()
    }

    /// Reports a section of the file that has nothing in it. What it would have held may have used anything.
    pub(super) fn check_section(self, entries: &[Entry]) {
        if let Some(section) = self.key.filter(|_| self.depth == 1 && entries.is_empty()) {
            let found = Diagnostic::new(code::EMPTY_LIST, self.node.span, format!("the section `{section}` is empty"));
            self.sink.push(found.label("empty section").help("add an entry, or delete the section"));
            self.lose(true, false);
        }
    }

    /// Whether an entry of a mapping of names has one; where it is empty, that is reported and the entry is not read.
    pub(super) fn has_name(self, entry: &Entry) -> bool {
        let is_named = !entry.key.trim().is_empty();
        if !is_named {
            let found = Diagnostic::new(code::NAME_FORM, entry.key_span, "a name is empty").label("missing name");
            self.sink.push(found.help("write the name before the colon"));
            self.lose_entry(entry, None);
        }
        is_named
    }

    /// Whether an entry of a mapping of names has a colon; one that lacks it is reported and not read.
    pub(super) fn has_colon(self, entry: &Entry) -> bool {
        let Some(name) = hints::name_without_colon(entry) else { return true };
        let shown = suggest::shown(&entry.key);
        let found = Diagnostic::new(code::WRONG_KIND, entry.key_span, format!("`{shown}` has no value"));
        self.sink.push(hints::with_colon(found, entry, name));
        self.lose_entry(entry, Some(name));
        false
    }

    /// Leaves out what stands behind the commas of a text that is not in quotes.
    fn without_cut_texts(self, entries: &[&'a Entry], known: &'static [&'static str]) -> Vec<&'a Entry> {
        let (mut kept, mut rest) = (Vec::new(), entries);
        while let [entry, after @ ..] = rest {
            kept.push(*entry);
            if let Some(pieces) = hints::cut_quoted_text(entry, after, known.iter().copied(), self.sink) {
                rest = &after[pieces..];
                continue;
            }
            if let Some((pieces, found)) = hints::unopened_text(entry, after, self.sink) {
                self.sink.replace(entry.value.span);
                self.sink.push(found);
                rest = &after[pieces..];
                continue;
            }
            let is_piece = |piece: &&&Entry| hints::is_alone(piece) && !known.contains(&piece.key.as_str());
            let pieces = after.iter().take_while(is_piece).count();
            let found = hints::cut_text(entry, &after[..pieces]);
            rest = if found.is_some() { &after[pieces..] } else { after };
            if let Some(found) = found {
                self.sink.replace(entry.value.span);
                self.sink.push(found);
            }
        }
        kept
    }

    pub(super) fn keep_known_keys(
        self,
        entries: &[&'a Entry],
        known: &'static [&'static str],
    ) -> Vec<(&'a str, &'a Entry)> {
        let entries = self.without_cut_texts(entries, known);
        let (as_written, unknown): (Vec<_>, Vec<_>) =
            entries.into_iter().partition(|entry| known.contains(&entry.key.as_str()));
        let mut kept: Vec<(&str, &Entry)> = as_written.into_iter().map(|entry| (entry.key.as_str(), entry)).collect();
        for entry in unknown {
            if entry.key == ASKED {
                self.sink.answer(known.iter().copied().filter(|key| kept.iter().all(|(taken, _)| taken != key)));
                self.lose_entry(entry, None);
                continue;
            }
            // A key that is there already is not meant again.
            let free = || known.iter().copied().filter(|key| kept.iter().all(|(taken, _)| taken != key));
            let mut diagnostic = Diagnostic::new(
                code::UNKNOWN_KEY,
                entry.key_span,
                format!("unknown key `{}`", suggest::shown(&entry.key)),
            );
            let split = hints::without_colon(entry, free());
            let near =
                split.or_else(|| hints::synonym(&entry.key, free())).or_else(|| suggest::nearest(&entry.key, free()));
            // One run reads it as the key that it is near to, the next one leaves it out.
            match near {
                Some(near) if self.sink.choose(entry.key_span, 2) == 0 => kept.push((near, entry)),
                _ => self.lose_entry(entry, near),
            }
            diagnostic = match near {
                Some(near) if split.is_some() => hints::with_colon(diagnostic, entry, near),
                Some(near) => {
                    diagnostic.label(format!("did you mean `{near}`?")).patch(entry.key_span, near, "use the known key")
                }
                None => diagnostic
                    .label("not a key of the spec language")
                    .help(format!("expected one of: {}", known.join(", "))),
            };
            // What ends in a quotation mark that nothing opens is a part of a text, and told so.
            if near.is_none() && self.sink.has_stray_quote(entry.key_span) {
                continue;
            }
            diagnostic = hints::unknown_key(diagnostic, entry, known);
            self.sink.push(suggest::look_alikes(diagnostic, &entry.key));
        }
        kept
    }
}
