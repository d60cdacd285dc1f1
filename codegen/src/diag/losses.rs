//! The parts that were not read, by what is asked of them.

use std::collections::{HashMap, HashSet};

use super::Loss;
use crate::source::{FileId, Span};

/// The parts of some files that were not read. No question about them looks at all of them.
#[derive(Default)]
pub(crate) struct Losses<'a> {
    all: Vec<&'a Loss>,
    places: Places,
    /// What each was the value of, in what mapping.
    keys: HashSet<(Span, Option<&'a str>)>,
    /// The places of those that held a word.
    words: HashMap<&'a str, Places>,
    /// The places of those that may have held any word.
    anything: Places,
    /// The sections that may have declared a name.
    names: HashMap<&'a str, HashSet<Option<&'a str>>>,
    /// The sections that may have declared any name.
    any_name: HashSet<Option<&'a str>>,
    /// The sections of which anything was lost.
    sections: HashSet<Option<&'a str>>,
    /// The sections that were lost as a whole, with their files.
    whole: HashSet<(Option<&'a str>, FileId)>,
    /// One of them may have named any type.
    may_use_all: bool,
}

impl<'a> Losses<'a> {
    pub(crate) fn of(losses: impl IntoIterator<Item = &'a Loss>) -> Self {
        let mut index = Self { all: losses.into_iter().collect(), ..Self::default() };
        index.all.sort_by_key(|loss| loss.span);
        for loss in &index.all {
            let section = loss.section.as_deref();
            index.places.add(loss);
            index.keys.insert((loss.holder, loss.key.as_deref()));
            index.sections.insert(section);
            for word in &loss.words {
                index.words.entry(word).or_default().add(loss);
            }
            for name in &loss.names {
                index.names.entry(name).or_default().insert(section);
            }
            if loss.anything {
                index.anything.add(loss);
                index.may_use_all |= loss.may_name();
            }
            if loss.any_name {
                index.any_name.insert(section);
            }
            if loss.is_section {
                index.whole.insert((section, loss.span.file));
            }
        }
        index
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Those that lie inside a part of a file, or the other way round.
    pub(crate) fn touching(&self, part: Span) -> impl Iterator<Item = &'a Loss> {
        self.all[self.places.around(part)].iter().copied().filter(move |loss| loss.touches(part))
    }

    /// Whether any lies inside a part of a file, or the other way round.
    pub(crate) fn touch(&self, part: Span) -> bool {
        self.places.touch(part)
    }

    /// Whether one in a part of a file may have held a word.
    pub(crate) fn hold(&self, part: Span, word: &str) -> bool {
        self.anything.touch(part) || self.words.get(word).is_some_and(|places| places.touch(part))
    }

    /// Whether one may be the value of a key of a mapping.
    pub(crate) fn may_be(&self, key: &str, of: Span) -> bool {
        self.keys.contains(&(of, None)) || self.keys.contains(&(of, Some(key)))
    }

    /// Whether one may have declared a name in one of some sections.
    pub(crate) fn declare(&self, name: &str, sections: &[&str]) -> bool {
        let of_sections = |known: &HashSet<Option<&str>>| {
            known.contains(&None) || sections.iter().any(|section| known.contains(&Some(*section)))
        };
        of_sections(&self.any_name) || self.names.get(name).is_some_and(of_sections)
    }

    /// Whether one has a name as its own, in whatever section.
    pub(crate) fn names(&self, name: &str) -> bool {
        self.names.contains_key(name)
    }

    /// Whether one may have named a type.
    pub(crate) fn use_type(&self, name: &str) -> bool {
        self.may_use_all || self.words.contains_key(name)
    }

    /// Whether anything of a section may be lost.
    pub(crate) fn are_of(&self, section: &str) -> bool {
        self.sections.contains(&None) || self.sections.contains(&Some(section))
    }

    /// Whether one may be a whole section, of one file or of any.
    pub(crate) fn have_section(&self, section: &str, file: Option<FileId>) -> bool {
        match file {
            Some(file) => self.whole.contains(&(None, file)) || self.whole.contains(&(Some(section), file)),
            None => self.whole.iter().any(|(known, _)| known.is_none_or(|known| known == section)),
        }
    }
}

/// Places in the order of files and starts.
#[derive(Default)]
struct Places {
    spans: Vec<Span>,
    /// The last end of the places of a file up to each.
    ends: Vec<u32>,
    holders: HashSet<Span>,
}

impl Places {
    /// Adds a place, behind all that start before it.
    fn add(&mut self, loss: &Loss) {
        let before = self.spans.last().filter(|last| last.file == loss.span.file).and(self.ends.last());
        self.ends.push(before.map_or(loss.span.end, |before| loss.span.end.max(*before)));
        self.spans.push(loss.span);
        self.holders.insert(loss.holder);
    }

    /// The places that start in a file before the end of a part of it, without those that all end before it.
    fn around(&self, part: Span) -> std::ops::Range<usize> {
        // What is nothing may stand right behind the end of what it belongs to.
        let is_holder = self.holders.contains(&part);
        let (start, end) =
            if is_holder { (0, u32::MAX) } else { (part.start, part.end.max(part.start.saturating_add(1))) };
        let first = self.spans.partition_point(|span| span.file < part.file);
        let last = self.spans.partition_point(|span| (span.file, span.start) < (part.file, end));
        first + self.ends[first..last].partition_point(|reached| *reached < start)..last
    }

    fn touch(&self, part: Span) -> bool {
        self.holders.contains(&part) || !self.around(part).is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::Losses;
    use crate::diag::Loss;
    use crate::source::{FileId, Span};

    fn at(file: u32, start: u32, end: u32) -> Span {
        Span { file: FileId(file), start, end }
    }

    /// Every answer is that of a look at each of them.
    #[test]
    fn answers_as_a_look_at_each_would() {
        let mut state = 7_u32;
        let mut random = move |below: u32| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 16) % below
        };
        for _ in 0..200 {
            let losses: Vec<Loss> = (0..random(9))
                .map(|_| {
                    let (file, start) = (random(2), random(40));
                    let mut loss =
                        Loss::of_text(at(file, start, start + random(12)), ["a b", "b c", ""][random(3) as usize]);
                    loss.holder = at(file, random(8) * 5, 40);
                    loss.section = [None, Some("ids".to_owned()), Some("enums".to_owned())][random(3) as usize].clone();
                    loss.key = [None, Some("docs".to_owned())][random(2) as usize].clone();
                    loss.anything = random(4) == 0;
                    loss.any_name = random(6) == 0;
                    loss.is_text = random(2) == 0;
                    loss.is_section = random(2) == 0;
                    loss
                })
                .collect();
            let index = Losses::of(&losses);
            for _ in 0..60 {
                let (start, file) = (random(45), random(3));
                let part =
                    if random(3) == 0 { at(file, random(8) * 5, 40) } else { at(file, start, start + random(9)) };
                let any = |is_it: &dyn Fn(&Loss) -> bool| losses.iter().any(is_it);
                assert_eq!(index.touch(part), any(&|loss| loss.touches(part)), "{part:?} {losses:?}");
                let touching = losses.iter().filter(|loss| loss.touches(part)).count();
                assert_eq!(index.touching(part).count(), touching, "{part:?} {losses:?}");
                for word in ["a", "c", "x"] {
                    assert_eq!(index.hold(part, word), any(&|loss| loss.touches(part) && loss.holds(word)));
                    assert_eq!(index.use_type(word), any(&|loss| loss.uses(word)));
                    assert_eq!(index.declare(word, &["ids", "x"]), any(&|loss| loss.declares(word, &["ids", "x"])));
                }
                assert_eq!(index.may_be("docs", part), any(&|loss| loss.may_be("docs", part)));
                let of_file = FileId(file);
                let is_whole = |loss: &Loss| loss.is_section_of("ids") && loss.span.file == of_file;
                assert_eq!(index.have_section("ids", Some(of_file)), any(&is_whole));
                assert_eq!(index.have_section("ids", None), any(&|loss| loss.is_section_of("ids")));
            }
        }
    }
}
