//! One side of a comparison: the specs of a revision or of a folder.

use std::collections::BTreeMap;
use std::path::Path;

use crate::diag::{Diagnostic, Sink};
use crate::ir::{Api, Library};
use crate::load::{self, Folder, LoadError};
use crate::run::{self, Cache};
use crate::source::{SourceFile, Sources};
use crate::{lower, reading};

/// The specs of one side.
#[derive(Debug, Default)]
pub struct Side {
    /// What it is called: a revision, or a path.
    pub name: String,
    /// Its files.
    pub sources: Sources,
    folders: Vec<Folder>,
}

impl Side {
    /// The specs in a folder of `root`.
    ///
    /// # Errors
    ///
    /// If the folder or a file in it cannot be read.
    pub fn on_disk(name: impl Into<String>, root: &Path, spec_dir: &str) -> Result<Self, LoadError> {
        let mut sources = Sources::new();
        let folders = load::folders(root, spec_dir, &mut sources)?;
        let files = folders.iter().flat_map(|folder| &folder.files).map(|file| sources.file(*file).clone());
        Ok(Self::in_memory(name, spec_dir, files))
    }

    /// Specs in memory, with their paths from the root of the repository. Files that are no descriptions are ignored.
    pub fn in_memory(name: impl Into<String>, spec_dir: &str, files: impl IntoIterator<Item = SourceFile>) -> Self {
        let mut sources = Sources::new();
        let mut files: Vec<SourceFile> = files.into_iter().collect();
        files.sort_by(|one, other| one.path.cmp(&other.path));
        let folders = load::in_memory(spec_dir, files, &mut sources);
        Self { name: name.into(), sources, folders }
    }

    /// Whether it has no spec.
    pub fn is_empty(&self) -> bool {
        self.folders.is_empty()
    }

    /// The same side with other texts.
    pub(super) fn with_texts(&self, sources: Sources) -> Self {
        let folder = |folder: &Folder| Folder {
            name: folder.name.clone(),
            path: folder.path.clone(),
            files: folder.files.clone(),
            ..Folder::default()
        };
        Self { name: self.name.clone(), sources, folders: self.folders.iter().map(folder).collect() }
    }

    /// The files of a folder, by their paths below it.
    fn texts(&self, name: &str) -> Option<BTreeMap<&str, &str>> {
        let folder = self.folders.iter().find(|folder| folder.name == name)?;
        let text = |id: &_| {
            let file = self.sources.file(*id);
            (file.path.strip_prefix(folder.path.as_str()).unwrap_or(&file.path), file.text.as_str())
        };
        Some(folder.files.iter().map(text).collect())
    }

    fn is_library(&self, folder: &Folder) -> bool {
        let has_section = |text: &str| text.lines().any(|line| line.starts_with("library:"));
        folder.files.iter().any(|id| has_section(&self.sources.file(*id).text))
    }
}

/// The names of the folders whose texts differ.
pub(super) fn different(before: &Side, after: &Side) -> Vec<String> {
    let names = before.folders.iter().chain(&after.folders).map(|folder| folder.name.clone());
    let mut names: Vec<String> = names.collect();
    names.sort();
    names.dedup();
    names.retain(|name| before.texts(name) != after.texts(name));
    names
}

/// What a side describes.
#[derive(Debug, Default)]
pub(super) struct Described {
    pub(super) apis: Vec<Api>,
    pub(super) libraries: Vec<Library>,
}

/// Reads some folders of a side. Libraries are read too: APIs use them.
pub(super) fn read(side: &Side, names: &[String], cache: &Cache) -> Result<Described, Vec<Diagnostic>> {
    let is_wanted = |folder: &&Folder| names.contains(&folder.name) || side.is_library(folder);
    let folders: Vec<Folder> = side.folders.iter().filter(is_wanted).map(described).collect();
    let sink = Sink::new();
    let sets = run::checked_again(&folders, &side.sources, cache, &sink);
    if !sink.is_empty() {
        return Err(sink.into_sorted());
    }
    let is_named = |name: &str| names.iter().any(|other| other == name);
    let mut apis = lower::all(&sets, &side.sources);
    apis.retain(|api| is_named(&api.name));
    let mut libraries = lower::libraries(&sets, &side.sources);
    libraries.retain(|library| is_named(&library.name));
    Ok(Described { apis, libraries })
}

/// Whether some folders of a side have no mistake. Unlike reading, this looks for no explanation of one.
pub(super) fn is_valid(side: &Side, names: &[String], cache: &Cache) -> bool {
    let is_wanted = |folder: &&Folder| names.contains(&folder.name) || side.is_library(folder);
    let folders: Vec<Folder> = side.folders.iter().filter(is_wanted).map(described).collect();
    reading::is_clean(&folders, &side.sources, cache)
}

/// A folder with its descriptions only: samples change nothing for users.
fn described(folder: &Folder) -> Folder {
    Folder { name: folder.name.clone(), path: folder.path.clone(), files: folder.files.clone(), ..Folder::default() }
}
