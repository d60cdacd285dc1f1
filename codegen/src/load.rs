//! First stage: the only reader of spec files.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::source::{FileId, SourceFile, Sources};

/// The files of one folder of a spec.
#[derive(Debug, Default)]
pub struct Folder {
    /// The folder's name.
    pub name: String,
    /// Its path from the root of the repository, with forward slashes.
    pub path: String,
    /// Its YAML files, sorted by path.
    pub files: Vec<FileId>,
    /// The table of what a sandbox models of the API.
    pub behaviours: Option<FileId>,
    /// The events that it has samples of, each with the sample: `samples/webhooks` has a file called after each.
    pub samples: BTreeMap<String, String>,
    /// Those of them that are JSON, as they travel.
    pub deliveries: Vec<Delivery>,
}

/// A sample of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// The event that its file is called after.
    pub event: String,
    /// The path of the file from the folder of the API.
    pub path: String,
    /// What is in it.
    pub text: String,
}

/// What an API's folder holds next to descriptions: messages as they travel, requests that keep and break the rules,
/// and the table of what a sandbox models. All of them may be YAML, and none describes the API.
const SAMPLES: &str = "samples";
const BEHAVIOURS: &str = "sandbox.yaml";
const NOT_DESCRIPTIONS: [&str; 3] = [SAMPLES, "cases", BEHAVIOURS];

/// What is wrong with the folders of a spec.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// A file or folder could not be read.
    #[error("cannot read {}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A spec file that belongs to no API.
    #[error("{0} is not in the folder of an API: move it to {1}/<api>/")]
    Stray(String, String),
    /// A folder without a spec file.
    #[error("{0} has no spec file: describe an API in {0}/api.yaml, or remove the folder")]
    Empty(String),
}

impl LoadError {
    /// The file or folder at fault.
    pub fn path(&self) -> Cow<'_, str> {
        match self {
            Self::Io { path, .. } => path.to_string_lossy(),
            Self::Stray(path, _) | Self::Empty(path) => path.into(),
        }
    }
}

/// Reads all `*.yaml` files below each sub-folder of `spec_dir`, a path from `root`, but for those in its `samples` and
/// `cases`. The table of a sandbox is kept apart from the descriptions.
pub fn folders(root: &Path, spec_dir: &str, sources: &mut Sources) -> Result<Vec<Folder>, LoadError> {
    let mut folders = Vec::new();
    for path in sorted_entries(&root.join(spec_dir))? {
        if !path.is_dir() {
            if is_spec(&path) {
                return Err(LoadError::Stray(shown(root, &path), spec_dir.to_owned()));
            }
            continue;
        }
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let mut files = Vec::new();
        for entry in sorted_entries(&path)? {
            let is_description = !NOT_DESCRIPTIONS.iter().any(|name| entry.ends_with(name));
            if is_description {
                read(root, &entry, sources, &mut files)?;
            }
        }
        if files.is_empty() {
            return Err(LoadError::Empty(shown(root, &path)));
        }
        let mut behaviours = Vec::new();
        if path.join(BEHAVIOURS).is_file() {
            read(root, &path.join(BEHAVIOURS), sources, &mut behaviours)?;
        }
        let webhooks = path.join(SAMPLES).join("webhooks");
        folders.push(Folder {
            behaviours: behaviours.pop(),
            samples: samples(&webhooks)?,
            deliveries: deliveries(&webhooks)?,
            path: format!("{spec_dir}/{name}"),
            name,
            files,
        });
    }
    Ok(folders)
}

/// The folders of descriptions that are in memory already, by their paths from the root: those of another revision. They
/// have no samples.
pub fn in_memory(spec_dir: &str, files: impl IntoIterator<Item = SourceFile>, sources: &mut Sources) -> Vec<Folder> {
    let mut folders: Vec<Folder> = Vec::new();
    for file in files {
        let Some((name, below)) =
            file.path.strip_prefix(spec_dir).and_then(|path| path.strip_prefix('/')?.split_once('/'))
        else {
            continue;
        };
        if !is_spec(Path::new(&file.path)) || below.split('/').any(|part| NOT_DESCRIPTIONS.contains(&part)) {
            continue;
        }
        let (name, path) = (name.to_owned(), format!("{spec_dir}/{name}"));
        let id = sources.add(file);
        match folders.iter_mut().find(|folder| folder.name == name) {
            Some(folder) => folder.files.push(id),
            None => folders.push(Folder { name, path, files: vec![id], ..Folder::default() }),
        }
    }
    folders
}

/// The samples of events in a folder, by the names of its files. No folder, no samples. One that is no text tells
/// nothing.
fn samples(folder: &Path) -> Result<BTreeMap<String, String>, LoadError> {
    if !folder.is_dir() {
        return Ok(BTreeMap::new());
    }
    let files = sorted_entries(folder)?
        .into_iter()
        .filter(|path| path.extension().is_some_and(|end| end == "json" || end == "form"));
    let read = |path: PathBuf| {
        let bytes = fs::read(&path).map_err(|source| LoadError::Io { path: path.clone(), source })?;
        let event = path.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        Ok((event, String::from_utf8_lossy(&bytes).into_owned()))
    };
    files.map(read).collect()
}

/// The samples of a folder that are JSON, in the order of their names. One that is no text tells nothing.
fn deliveries(folder: &Path) -> Result<Vec<Delivery>, LoadError> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut deliveries = Vec::new();
    for path in sorted_entries(folder)?.into_iter().filter(|path| path.extension().is_some_and(|end| end == "json")) {
        let event = path.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let bytes = fs::read(&path).map_err(|source| LoadError::Io { path: path.clone(), source })?;
        let path = format!("{SAMPLES}/webhooks/{event}.json");
        deliveries.push(Delivery { event, path, text: String::from_utf8_lossy(&bytes).into_owned() });
    }
    Ok(deliveries)
}

/// Reads a spec file, or all of a folder.
fn read(root: &Path, path: &Path, sources: &mut Sources, files: &mut Vec<FileId>) -> Result<(), LoadError> {
    if path.is_dir() {
        return sorted_entries(path)?.iter().try_for_each(|entry| read(root, entry, sources, files));
    }
    if is_spec(path) {
        let bytes = fs::read(path).map_err(|source| LoadError::Io { path: path.to_owned(), source })?;
        // Bytes that are no text are replaced here and reported, with their place, when the file is parsed.
        let text = String::from_utf8_lossy(&bytes).into_owned();
        files.push(sources.add(SourceFile { path: shown(root, path), text }));
    }
    Ok(())
}

fn is_spec(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "yaml" || extension == "yml")
}

/// A path as people see it: from the root, with forward slashes.
fn shown(root: &Path, path: &Path) -> String {
    path.strip_prefix(root).unwrap_or(path).to_string_lossy().replace('\\', "/")
}

fn sorted_entries(folder: &Path) -> Result<Vec<PathBuf>, LoadError> {
    let failed = |source| LoadError::Io { path: folder.to_owned(), source };
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        paths.push(entry.map_err(failed)?.path());
    }
    paths.sort();
    Ok(paths)
}
