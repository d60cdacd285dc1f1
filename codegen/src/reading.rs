//! Reads all files of all folders and checks them, again where a mistake has hidden what is right.

use std::collections::HashMap;
use std::sync::Arc;

use crate::cache::Cache;
use crate::diag::Sink;
use crate::load::Folder;
use crate::parse::LeftOut;
use crate::repair::Search;
use crate::source::{FileId, Sources};
use crate::symbols::RawSet;
use crate::timings::Timings;
use crate::{check, parse, threads};

/// Parses all files of all folders and checks them; diagnostics go to the sink.
///
/// A value that cannot be read, a word that is none of its list for example, is replaced. What is found because of the
/// replacement is no mistake of its own, so the files are read again with each other possible value, and only what is
/// found every time is kept. What one mistake causes is reported as that mistake (`repair`).
pub fn checked(folders: &[Folder], sources: &Sources, sink: &Sink) -> Vec<RawSet> {
    checked_again(folders, sources, &Cache::default(), sink)
}

/// Like [`checked`], for tests: neither reads a file nor checks a folder again that `cache` has from an earlier run over
/// files in the same order.
pub fn checked_again(folders: &[Folder], sources: &Sources, cache: &Cache, sink: &Sink) -> Vec<RawSet> {
    timed(folders, sources, cache, sink, &mut Timings::new())
}

pub(crate) fn timed(
    folders: &[Folder],
    sources: &Sources,
    cache: &Cache,
    sink: &Sink,
    timings: &mut Timings,
) -> Vec<RawSet> {
    let (files, first, mut found) = find(folders, sources, &HashMap::new(), cache, timings);
    if found.is_empty() {
        sink.take(found);
        return files.sets;
    }
    let mut search = Search::new(sources, &cache.checked, files, &first);
    if timings.time("retry", || search.explain_notes()) {
        found = again(folders, &search, cache, timings);
    }
    if found.count() > 1 && timings.time("retry", || search.explain_by_patches(&found)) {
        found = again(folders, &search, cache, timings);
    }
    let (all, files) = search.all(found);
    sink.take(all);
    files.sets
}

/// Whether nothing is found in the files. Unlike [`checked_again`], this looks for no explanation of what is.
pub(crate) fn is_clean(folders: &[Folder], sources: &Sources, cache: &Cache) -> bool {
    let (files, own) = (read(folders, sources, &HashMap::new(), cache, 0), Sink::new());
    files.notes.into_iter().for_each(|(_, notes)| own.take(notes));
    if own.is_empty() {
        check::all(&files.sets, &cache.checked, &own);
    }
    own.is_empty()
}

/// What is found in the files with the changes that explain what was found before.
fn again(folders: &[Folder], search: &Search<'_>, cache: &Cache, timings: &mut Timings) -> Sink {
    let texts = search.texts();
    find(folders, &texts.sources, &texts.left_out, cache, timings).2
}

/// What was read, what was found in it, and what of that is found whatever takes the place of values that cannot be read.
fn find(
    folders: &[Folder],
    sources: &Sources,
    left_out: &HashMap<FileId, Vec<LeftOut>>,
    cache: &Cache,
    timings: &mut Timings,
) -> (Files, Sink, Sink) {
    // The sink may hold what was found in other folders, of which these know nothing.
    let own = Sink::new();
    let files = timings.time("parse", || read(folders, sources, left_out, cache, 0));
    files.notes.iter().for_each(|(_, notes)| own.take(notes.clone()));
    timings.time("check", || check::all(&files.sets, &cache.checked, &own));
    let first = own.clone();
    for choice in 1..own.choices() {
        let other = Sink::choosing(choice);
        let read = read(folders, sources, left_out, cache, choice);
        read.notes.into_iter().for_each(|(_, notes)| other.take(notes));
        check::all(&read.sets, &cache.checked, &other);
        own.keep_common(&other);
    }
    (files, first, own)
}

/// What was read of all files.
pub(crate) struct Files {
    pub(crate) sets: Vec<RawSet>,
    /// What was noted of each file as it was read.
    pub(crate) notes: Vec<(FileId, Sink)>,
}

/// Parses all files of all folders, each on its own.
fn read(
    folders: &[Folder],
    sources: &Sources,
    left_out: &HashMap<FileId, Vec<LeftOut>>,
    cache: &Cache,
    choice: usize,
) -> Files {
    let (mut sets, mut notes) = (Vec::new(), Vec::new());
    for folder in folders {
        let parsed = threads::map(&folder.files, |file| {
            let own = Sink::choosing(choice);
            let left_out = left_out.get(file).map_or(&[][..], Vec::as_slice);
            let text = &sources.file(*file).text;
            let known = if left_out.is_empty() { cache.clean.get(*file, text) } else { None };
            if known.is_some() {
                return (known, own);
            }
            let document = parse::rest(sources, *file, left_out, &own).map(Arc::new);
            if let Some(document) = document.as_ref().filter(|_| left_out.is_empty() && own.knows_nothing()) {
                cache.clean.put(*file, text, document);
            }
            (document, own)
        });
        let mut files = Vec::new();
        for (file, (document, own)) in folder.files.iter().zip(parsed) {
            notes.push((*file, own));
            files.extend(document.map(|document| (*file, document)));
        }
        let set = RawSet::new(folder.name.clone(), folder.path.clone(), files, sources);
        sets.push(RawSet { deliveries: folder.deliveries.clone(), ..set });
    }
    Files { sets, notes }
}
