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

/// All that the checks of a folder know, where each of its files and of the libraries' was read without a problem.
#[derive(Debug)]
pub(super) struct Known {
    folder: String,
    path: String,
    modules: Vec<String>,
    written: Vec<FileId>,
    deliveries: Vec<Delivery>,
    files: Files,
    libraries: Vec<(String, Files)>,
}

impl Known {
    /// Returns what the checks of a folder know, or `None` if a file of it or of a library was read with a problem, or a
    /// folder may be a library.
    pub(super) fn of(set: &RawSet, sets: &[RawSet], read: &Sink) -> Option<Self> {
        let is_untold = |set: &RawSet| !set.files.iter().any(|(_, file)| file.library.is_some() || file.api.is_some());
        let is_library = |set: &&RawSet| set.files.iter().any(|(_, file)| file.library.is_some());
        let libraries = sets.iter().filter(is_library);
        let mut files = libraries.clone().chain([set]).flat_map(|set| &set.written);
        if files.any(|file| read.knows_of(*file)) || sets.iter().any(is_untold) || read.has_lost_library() {
            return None;
        }
        Some(Self {
            folder: set.folder.clone(),
            path: set.path.clone(),
            modules: set.modules.clone(),
            written: set.written.clone(),
            deliveries: set.deliveries.clone(),
            files: set.files.clone(),
            libraries: libraries.map(|set| (set.folder.clone(), set.files.clone())).collect(),
        })
    }

    fn is_same(&self, other: &Self) -> bool {
        let is_same_library =
            |(one, other): (&(String, Files), &(String, Files))| one.0 == other.0 && are_same(&one.1, &other.1);
        self.path == other.path
            && self.folder == other.folder
            && self.written == other.written
            && are_same(&self.files, &other.files)
            && self.libraries.len() == other.libraries.len()
            && self.libraries.iter().zip(&other.libraries).all(is_same_library)
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
