//! Folders that were checked. One is checked again only if it, or a library, is read otherwise.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use crate::diag::{Diagnostic, Sink};
use crate::load::Delivery;
use crate::raw::Document;
use crate::source::FileId;
use crate::symbols::RawSet;

/// Folders that are kept. Those that were not asked for the longest are dropped.
const FOLDERS: usize = 64;

type File = (FileId, Arc<Document>);
type Files = Vec<File>;

/// What was found in folders, for all that their checks know.
#[derive(Debug, Default)]
pub(crate) struct Checked {
    folders: Mutex<VecDeque<(Known, Vec<Diagnostic>)>>,
}

/// The files of all libraries of a run, where each was read without a problem.
#[derive(Debug, Clone)]
pub(super) struct LibraryFiles(Arc<[(String, Files)]>);

/// All that the checks of a folder know, where each of its files and those of the libraries were read without a problem.
#[derive(Debug)]
pub(super) struct Known {
    folder: String,
    path: String,
    modules: Vec<String>,
    written: Vec<FileId>,
    deliveries: Vec<Delivery>,
    files: Files,
    libraries: LibraryFiles,
}

impl LibraryFiles {
    /// Returns the files of all libraries, or `None` if one was read with a problem, or a folder may be a library.
    pub(super) fn of(sets: &[RawSet], read: &Sink) -> Option<Self> {
        let libraries = || sets.iter().filter(|set| set.is_library());
        let has_problem = libraries().any(|set| has_problem(set, read));
        if has_problem || !sets.iter().all(RawSet::has_kind) || read.has_lost_library() {
            return None;
        }
        Some(Self(libraries().map(|set| (set.folder.clone(), set.files.clone())).collect()))
    }

    fn is_same(&self, other: &Self) -> bool {
        let is_same_library =
            |(one, other): (&(String, Files), &(String, Files))| one.0 == other.0 && are_same(&one.1, &other.1);
        Arc::ptr_eq(&self.0, &other.0)
            || self.0.len() == other.0.len() && self.0.iter().zip(&*other.0).all(is_same_library)
    }
}

/// Whether a file of a folder was read with a problem.
fn has_problem(set: &RawSet, read: &Sink) -> bool {
    set.written.iter().any(|file| read.knows_of(*file))
}

impl Known {
    /// Returns what the checks of a folder know, or `None` if a file of it was read with a problem.
    pub(super) fn of(set: &RawSet, libraries: &LibraryFiles, read: &Sink) -> Option<Self> {
        (!has_problem(set, read)).then(|| Self {
            folder: set.folder.clone(),
            path: set.path.clone(),
            modules: set.modules.clone(),
            written: set.written.clone(),
            deliveries: set.deliveries.clone(),
            files: set.files.clone(),
            libraries: libraries.clone(),
        })
    }

    fn is_same(&self, other: &Self) -> bool {
        self.path == other.path
            && self.folder == other.folder
            && self.written == other.written
            && are_same(&self.files, &other.files)
            && self.libraries.is_same(&other.libraries)
            && self.modules == other.modules
            && self.deliveries == other.deliveries
    }
}

/// Whether the documents are the same ones: equal ones are not looked for.
fn are_same(some: &Files, others: &Files) -> bool {
    let is_same = |(one, other): (&File, &File)| one.0 == other.0 && Arc::ptr_eq(&one.1, &other.1);
    some.len() == others.len() && some.iter().zip(others).all(is_same)
}

impl Checked {
    /// Returns what was found, if the checks knew the same before.
    pub(super) fn get(&self, known: &Known) -> Option<Vec<Diagnostic>> {
        let mut folders = self.folders.lock().unwrap_or_else(PoisonError::into_inner);
        let at = folders.iter().position(|(before, _)| before.is_same(known))?;
        let folder = folders.remove(at)?;
        let found = folder.1.clone();
        folders.push_front(folder);
        Some(found)
    }

    /// Keeps what was found.
    pub(super) fn put(&self, known: Known, found: &[Diagnostic]) {
        let mut folders = self.folders.lock().unwrap_or_else(PoisonError::into_inner);
        folders.truncate(FOLDERS - 1);
        folders.push_front((known, found.to_vec()));
    }
}
