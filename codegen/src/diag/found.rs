//! The problems of a run by code and place, so that no question about them looks at all of them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{Code, Diagnostic, Patch, code};
use crate::source::{FileId, Span};

/// Problems by the id of their code and by place. Those of one place are in the order in which they were found.
#[derive(Debug, Clone, Default)]
pub(super) struct Found {
    by_place: BTreeMap<(&'static str, Span), Vec<Diagnostic>>,
    /// How many there are at each place.
    places: BTreeMap<Span, usize>,
    /// Where the keys begin that are probably other keys, by what is meant.
    meant: HashMap<String, BTreeSet<(FileId, u32)>>,
}

impl Found {
    pub(super) fn push(&mut self, diagnostic: Diagnostic) {
        *self.places.entry(diagnostic.span).or_default() += 1;
        if let Some(Patch { text, .. }) = diagnostic.patch.as_ref().filter(|_| diagnostic.code == code::UNKNOWN_KEY) {
            let at = (diagnostic.span.file, diagnostic.span.start);
            self.meant.entry(text.clone()).or_default().insert(at);
        }
        self.by_place.entry((diagnostic.code.id, diagnostic.span)).or_default().push(diagnostic);
    }

    pub(super) fn extend(&mut self, more: impl IntoIterator<Item = Diagnostic>) {
        more.into_iter().for_each(|diagnostic| self.push(diagnostic));
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.by_place.values().flatten()
    }

    pub(super) fn into_all(self) -> Vec<Diagnostic> {
        self.by_place.into_values().flatten().collect()
    }

    pub(super) fn count(&self) -> usize {
        self.places.values().sum()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.by_place.is_empty()
    }

    /// Whether anything was found in a file.
    pub(super) fn has_any_in(&self, file: FileId) -> bool {
        self.places.range(all_of(file)).next().is_some()
    }

    /// Whether anything was found at exactly this place.
    pub(super) fn has_any_at(&self, place: Span) -> bool {
        self.places.contains_key(&place)
    }

    /// Whether a problem of a code was found in a file.
    pub(super) fn has_in(&self, code: &'static Code, file: FileId) -> bool {
        let places = all_of(file);
        self.by_place.range((code.id, *places.start())..=(code.id, *places.end())).next().is_some()
    }

    /// The first place of a code that lies inside of a value.
    pub(super) fn first_inside(&self, code: &'static Code, value: Span) -> Option<Span> {
        let last = Span { start: value.end, end: value.end, ..value };
        let first = Span { end: value.start, ..value };
        let mut inside = self.by_place.range((code.id, first)..=(code.id, last)).map(|((_, span), _)| *span);
        inside.find(|span| span.end <= value.end)
    }

    /// Whether a key that begins inside of a value is probably this one.
    pub(super) fn is_meant(&self, key: &str, inside: Span) -> bool {
        let range = (inside.file, inside.start)..(inside.file, inside.end.max(inside.start));
        self.meant.get(key).is_some_and(|starts| starts.range(range).next().is_some())
    }

    /// The first problem of a code at a place of which something is true.
    pub(super) fn at(
        &mut self,
        code: &'static Code,
        place: Span,
        is_it: impl Fn(&Diagnostic) -> bool,
    ) -> Option<&mut Diagnostic> {
        self.by_place.get_mut(&(code.id, place))?.iter_mut().find(|found| is_it(found))
    }

    /// Takes back all problems of a code at a place.
    pub(super) fn remove(&mut self, code: &'static Code, place: Span) {
        let removed = self.by_place.remove(&(code.id, place)).map_or(0, |found| found.len());
        let left = self.places.get(&place).map_or(0, |count| count.saturating_sub(removed));
        if left == 0 {
            self.places.remove(&place)
        } else {
            self.places.insert(place, left)
        };
    }

    /// Keeps those of which something is true.
    pub(super) fn retain(&mut self, is_kept: impl Fn(&Diagnostic) -> bool) {
        let all = std::mem::take(self).into_all();
        self.extend(all.into_iter().filter(is_kept));
    }
}

/// All places of a file.
fn all_of(file: FileId) -> std::ops::RangeInclusive<Span> {
    Span { file, start: 0, end: 0 }..=Span { file, start: u32::MAX, end: u32::MAX }
}

/// Values of files, none of which lies inside of another one.
#[derive(Debug, Clone, Default)]
pub(super) struct Values {
    /// The end of each by its start. Those that start later end later.
    ends: BTreeMap<(FileId, u32), u32>,
}

impl Values {
    /// Returns `true` if there is a value in a file.
    pub(super) fn has_any_in(&self, file: FileId) -> bool {
        self.ends.range((file, 0)..=(file, u32::MAX)).next().is_some()
    }

    /// Returns `true` if there is no value.
    pub(super) fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Adds a value, if none has it inside of it.
    pub(super) fn add(&mut self, value: Span) {
        if self.has(value) {
            return;
        }
        let from = (value.file, value.start);
        let inside = self.ends.range(from..).take_while(|((file, _), end)| *file == value.file && **end <= value.end);
        let inside: Vec<_> = inside.map(|(start, _)| *start).collect();
        for start in inside {
            self.ends.remove(&start);
        }
        self.ends.insert(from, value.end);
    }

    /// Whether a place lies inside of a value.
    pub(super) fn has(&self, place: Span) -> bool {
        let before = self.ends.range((place.file, 0)..=(place.file, place.start)).next_back();
        before.is_some_and(|(_, end)| place.end <= *end)
    }

    /// Adds those of another set.
    pub(super) fn extend(&mut self, other: Self) {
        for ((file, start), end) in other.ends {
            self.add(Span { file, start, end });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Found, Values};
    use crate::diag::{Diagnostic, code};
    use crate::source::{FileId, Span};

    fn at(start: u32, end: u32) -> Span {
        Span { file: FileId(1), start, end }
    }

    #[test]
    fn a_place_lies_in_the_largest_value_around_it() {
        let mut values = Values::default();
        for value in [at(10, 20), at(12, 14), at(30, 35), at(28, 40), at(40, 41)] {
            values.add(value);
        }
        assert_eq!(values.ends.len(), 3, "what lies inside of another is not kept");
        for inside in [at(10, 20), at(12, 14), at(20, 20), at(31, 39), at(28, 28), at(40, 41)] {
            assert!(values.has(inside), "{inside:?}");
        }
        for outside in [at(9, 12), at(12, 21), at(21, 22), at(39, 41), at(42, 42)] {
            assert!(!values.has(outside), "{outside:?}");
        }
        assert!(!values.has(Span { file: FileId(0), start: 12, end: 13 }));
        assert!(!values.has(Span { file: FileId(2), start: 12, end: 13 }));
    }

    #[test]
    fn problems_are_found_by_code_and_place() {
        let mut found = Found::default();
        found.push(Diagnostic::new(code::QUOTATION_MARK, at(14, 15), "a mark"));
        found.push(Diagnostic::new(code::UNKNOWN_KEY, at(20, 23), "a key").patch(at(20, 23), "docs", "use it"));
        found.push(Diagnostic::new(code::UNKNOWN_KEY, at(30, 33), "another"));
        assert_eq!(found.first_inside(code::QUOTATION_MARK, at(10, 15)), Some(at(14, 15)));
        assert_eq!(found.first_inside(code::QUOTATION_MARK, at(10, 14)), None);
        assert_eq!(found.first_inside(code::QUOTATION_MARK, at(15, 40)), None);
        assert!(found.is_meant("docs", at(20, 30)) && !found.is_meant("docs", at(21, 30)));
        assert!(!found.is_meant("type", at(20, 30)) && !found.is_meant("docs", at(10, 20)));
        assert!(found.has_any_at(at(14, 15)) && found.has_any_in(FileId(1)) && !found.has_any_in(FileId(0)));
        found.remove(code::QUOTATION_MARK, at(14, 15));
        assert!(!found.has_any_at(at(14, 15)));
        assert_eq!(found.count(), 2);
    }
}
