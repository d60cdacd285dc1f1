//! Which changes of a text are tried, and in which order.

use std::collections::{BTreeSet, HashSet};

use super::keys::{self, Gap};
use super::lines::Lines;
use super::search::{Search, undeclared};
use super::trial::{Outcome, Target, keep};
use super::{Repair, breaks, columns, joined, order, patches, signs, tabs};
use crate::diag::{Diagnostic, Sink, code};
use crate::parse;
use crate::source::FileId;

/// The maximum number of repeated checks for one mistake if the file still has others after the change.
const MAX_UNCLEAN: usize = 4;

/// The number of problems in a file near which changes are tried.
const MAX_PLACES: usize = 6;

/// The number of problems at which a missing key is tried.
const MAX_GAPS: usize = 3;

/// The maximum number of keys that may explain equally much.
const MAX_TIED: usize = 4;

/// The placeholder for an unknown name.
const UNNAMED: [&str; 3] = ["unnamed", "Unnamed", "unnamed.unnamed"];

impl Search<'_> {
    /// Returns the change that explains most. Likelier changes are tried first, and one that explains everything ends
    /// the search.
    pub(super) fn likeliest(&mut self, file: FileId, target: Target) -> Option<Outcome> {
        let text = self.states.get(&file)?.readable(target.part());
        let lines = Lines::of(&text);
        let (places, offered) = self.places(file, target);
        let near = near(&lines, &places);
        let first = places.first().copied();
        let signs = first.into_iter().flat_map(|place| signs::repairs(&lines, file, place, target == Target::Notes));
        let tabs = first.into_iter().flat_map(|place| tabs::repairs(&lines, file, place));
        let breaks = first.into_iter().flat_map(|place| breaks::repairs(&lines, file, place));
        let offered = offered.iter().filter_map(patches::repair);
        let moved = columns::lines(&lines, file, &near).chain(order::repairs(&lines, file, &near));
        let mut best = None;
        self.try_all(file, target, joined::repairs(&lines, file), &mut best);
        self.try_all(file, target, tabs.chain(breaks).chain(signs).chain(moved).chain(offered), &mut best);
        let gaps: Vec<Gap> = places.iter().take(MAX_GAPS).flat_map(|place| keys::gaps(&lines, *place)).collect();
        for gap in gaps {
            if best.as_ref().is_some_and(|best: &Outcome| best.is_alone) {
                break;
            }
            keep(&mut best, self.with_key(file, target, &lines, gap));
        }
        self.try_all(file, target, columns::blocks(&lines, file, &near), &mut best);
        best
    }

    /// Returns the single change that explains why a file cannot be parsed and all other problems in it.
    pub(super) fn whole(&mut self, file: FileId) -> Option<Outcome> {
        let text = self.states.get(&file)?.text.clone();
        let place = self.notes(file)?.places_so_far().into_iter().find(|found| found.code == code::YAML)?.span.start;
        let lines = Lines::of(&text);
        let breaks = breaks::repairs(&lines, file, place);
        let texts = signs::texts(&lines, file, place);
        let mut best = None;
        self.try_all(file, Target::Notes, joined::repairs(&lines, file), &mut best);
        self.try_all(file, Target::Notes, tabs::repairs(&lines, file, place).chain(breaks).chain(texts), &mut best);
        best.filter(|best| best.is_alone)
    }

    /// Tries changes until one explains everything.
    fn try_all(
        &mut self,
        file: FileId,
        target: Target,
        repairs: impl Iterator<Item = Repair>,
        best: &mut Option<Outcome>,
    ) {
        let mut unclean = Vec::new();
        for repair in repairs {
            if best.as_ref().is_some_and(|best| best.is_alone) {
                return;
            }
            let Some(reading) = self.read(file, target, repair) else { continue };
            if self.is_clean(&reading) {
                keep(best, self.judge(file, target, reading));
            } else {
                unclean.push(reading);
            }
        }
        unclean.sort_by_key(|reading| reading.count);
        for reading in unclean.into_iter().take(MAX_UNCLEAN) {
            keep(best, self.judge(file, target, reading));
        }
    }

    /// Returns the missing key that explains most.
    fn with_key(&mut self, file: FileId, target: Target, lines: &Lines<'_>, gap: Gap) -> Option<Outcome> {
        let asking = gap.edits(lines, parse::ASKED).applied(lines.text);
        self.spend(asking.len())?;
        let (keys, count) = parse::free_keys(&self.sources.alone(file, &asking), file)?;
        // The value of the key is not read, so the right key does not hide problems.
        let known = self.notes(file).map_or(0, Sink::count);
        if count > known || target == Target::Notes && count == known {
            return None;
        }
        if keys.is_empty() {
            return self.with_name(file, target, lines, gap);
        }
        let mut likely: Vec<(&str, Outcome)> = Vec::new();
        for (at, outcome) in self.certain(file, target, keys.iter().map(|key| gap.repair(lines, file, key))) {
            let most = likely.first().map_or(0, |(_, most)| most.gain());
            if outcome.gain() > most {
                likely.clear();
            }
            if outcome.gain() >= most {
                likely.push((keys[at], outcome));
            }
        }
        let keys: Vec<&str> = likely.iter().map(|(key, _)| *key).collect();
        let (_, mut first) = likely.into_iter().next()?;
        if keys.len() > 1 {
            first.reading.repair.cause = gap.undecided(lines, file, &keys);
        }
        Some(first)
    }

    /// Inserts a missing name: one that is used but not declared, or a placeholder.
    fn with_name(&mut self, file: FileId, target: Target, lines: &Lines<'_>, gap: Gap) -> Option<Outcome> {
        // All names are read in the same way.
        let reading = self.read(file, target, gap.unnamed(lines, file, UNNAMED[0]))?;
        if !self.is_clean(&reading) {
            return None;
        }
        let (mut best, mut names) = (None, self.undeclared.clone());
        for name in UNNAMED {
            let reading = self.read(file, target, gap.unnamed(lines, file, name))?;
            let outcome = self.compare(file, target, reading);
            // A name that only unread parts use was not reported.
            names.extend(outcome.iter().flat_map(|outcome| undeclared(&outcome.hidden)));
            keep(&mut best, outcome.filter(Outcome::is_certain));
        }
        let (mut known, by_name) = (None, names.iter().map(|name| gap.repair(lines, file, name)));
        for (_, outcome) in self.certain(file, target, by_name) {
            keep(&mut known, Some(outcome));
        }
        known.or(best)
    }

    /// Returns the changes that certainly explain something, each with its index.
    fn certain(
        &mut self,
        file: FileId,
        target: Target,
        repairs: impl Iterator<Item = Repair>,
    ) -> Vec<(usize, Outcome)> {
        let mut certain = Vec::new();
        for (at, repair) in repairs.enumerate() {
            let Some(reading) = self.read(file, target, repair).filter(|reading| self.is_clean(reading)) else {
                continue;
            };
            let outcome = self.judge(file, target, reading).filter(Outcome::is_certain);
            certain.extend(outcome.map(|outcome| (at, outcome)));
            // If several changes explain a problem equally well, none does.
            if certain.len() > MAX_TIED && !certain.iter().any(|(_, outcome)| outcome.is_alone) {
                return Vec::new();
            }
        }
        certain
    }

    /// Returns where changes are tried, which is at problems that no misspelling explains, and the patches of syntax
    /// errors.
    fn places(&self, file: FileId, target: Target) -> (Vec<u32>, Vec<Diagnostic>) {
        let notes = self.notes(file);
        let places: BTreeSet<u32> = notes.into_iter().flat_map(Sink::unexplained).map(|place| place.start).collect();
        let places = places.into_iter().take(MAX_PLACES);
        if let Target::Part(part) = target {
            let found = &self.states[&file].parts[part].found;
            return (std::iter::once(found.span.start).chain(places).collect(), vec![found.clone()]);
        }
        let of_yaml = |found: &Diagnostic| found.code == code::YAML;
        let offered = notes.into_iter().flat_map(Sink::places_so_far).filter(of_yaml);
        (places.collect(), offered.collect())
    }
}

/// Returns the lines near some positions, without duplicates.
fn near(lines: &Lines<'_>, places: &[u32]) -> Vec<usize> {
    let mut seen = HashSet::new();
    places.iter().flat_map(|place| lines.near(*place)).filter(|line| seen.insert(*line)).collect()
}
