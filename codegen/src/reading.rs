//! Reads all files of all folders and checks them, again where a mistake has hidden what is right.

use crate::diag::Sink;
use crate::load::Folder;
use crate::source::{FileId, Sources};
use crate::symbols::RawSet;
use crate::timings::Timings;
use crate::{check, parse, slips, threads};

/// Parses all files of all folders and checks them; what is wrong goes to the sink.
///
/// A value that cannot be read, a word that is none of its list for example, is replaced. What is found because of the
/// replacement is no mistake of its own, so the files are read again with each other possible value, and only what is
/// found every time is kept. What one line at the wrong column causes is told as that.
pub fn checked(folders: &[Folder], sources: &Sources, sink: &Sink) -> Vec<RawSet> {
    timed(folders, sources, sink, &mut Timings::new())
}

pub(crate) fn timed(folders: &[Folder], sources: &Sources, sink: &Sink, timings: &mut Timings) -> Vec<RawSet> {
    // The sink may hold what was found in other folders, of which these know nothing.
    let own = Sink::new();
    let mut files = timings.time("parse", || read(folders, sources, 0));
    files.notes.iter().for_each(|(_, notes)| own.take(notes.clone()));
    timings.time("check", || check::all(&files.sets, &own));
    let first = own.clone();
    for choice in 1..own.choices() {
        let other = Sink::choosing(choice);
        let read = read(folders, sources, choice);
        read.notes.into_iter().for_each(|(_, notes)| other.take(notes));
        check::all(&read.sets, &other);
        own.keep_common(&other);
    }
    if !own.is_empty() {
        timings.time("retry", || slips::explain(&mut files, &first, sources, &own));
    }
    sink.take(own);
    files.sets
}

/// What was read of all files.
pub(crate) struct Files {
    pub(crate) sets: Vec<RawSet>,
    /// What was noted of each file as it was read.
    pub(crate) notes: Vec<(FileId, Sink)>,
}

/// Parses all files of all folders, each on its own.
fn read(folders: &[Folder], sources: &Sources, choice: usize) -> Files {
    let (mut sets, mut notes) = (Vec::new(), Vec::new());
    for folder in folders {
        let parsed = threads::map(&folder.files, |file| {
            let own = Sink::choosing(choice);
            (parse::document(sources, *file, &own), own)
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
