//! Crates that nothing in the spec makes any more: what was made of them goes, and what people wrote is told.

use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::{Plan, SyncError, has_mark, read};
use crate::emit::leftover::{LIBRARIES, PRODUCTS, is_untouched, is_untouched_library};

/// A folder with files of people, of which nothing is made any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Abandoned {
    /// The folder to delete, from the root.
    pub folder: String,
    /// What people wrote in it, from the folder.
    pub files: Vec<String>,
}

impl Plan {
    /// Looks for crates that are left of descriptions that are gone.
    pub(super) fn find_abandoned(
        &mut self,
        root: &Path,
        crates_dir: &str,
        wanted: &BTreeSet<String>,
    ) -> Result<(), SyncError> {
        for name in folders(&root.join(crates_dir))? {
            let whole = format!("{crates_dir}/{name}");
            let mut abandoned: Vec<Abandoned> = Vec::new();
            let title =
                read(&root.join(&whole).join("model/Cargo.toml"))?.filter(|text| has_mark(text)).unwrap_or_default();
            for product in folders(&root.join(&whole))? {
                let folder = format!("{whole}/{product}");
                let page = read(&root.join(&folder).join("src/lib.rs"))?.unwrap_or_default();
                let is_made = match name.as_str() {
                    // Beside crates of libraries are those that people write.
                    LIBRARIES => page.lines().any(|line| line == "mod generated;"),
                    _ => PRODUCTS.contains(&product.as_str()),
                };
                if !is_made || is_wanted(&folder, wanted) {
                    continue;
                }
                let mut files = Vec::new();
                for file in files_in(&root.join(&folder))? {
                    let path = format!("{folder}/{file}");
                    let text = read(&root.join(&path))?.unwrap_or_default();
                    let is_untouched = if name == LIBRARIES {
                        is_untouched_library(&product, &file, &text)
                    } else {
                        is_untouched(crates_dir, &name, &product, &file, &text, &title)
                    };
                    if is_untouched {
                        self.orphaned.push(path);
                    } else if !self.orphaned.contains(&path) && !self.foreign.contains(&path) {
                        files.push(file);
                    }
                }
                if !files.is_empty() {
                    abandoned.push(Abandoned { folder, files });
                }
            }
            // Where nothing is left of an API, its folder is the one to delete.
            if name != LIBRARIES && !abandoned.is_empty() && !is_wanted(&whole, wanted) {
                let of_product = |one: &Abandoned| {
                    let product = one.folder.rsplit('/').next().unwrap_or_default().to_owned();
                    one.files.iter().map(|file| format!("{product}/{file}")).collect::<Vec<_>>()
                };
                abandoned = vec![Abandoned { files: abandoned.iter().flat_map(of_product).collect(), folder: whole }];
            }
            self.abandoned.extend(abandoned);
        }
        Ok(())
    }

    /// The folders that only a person can delete.
    pub fn report_abandoned(&self) -> String {
        let line = |one: &Abandoned| {
            format!(
                "abandoned: {0}: nothing in the spec makes it any more, and people wrote {1}; keep what you need of them and delete \
                 the folder {0}\n",
                one.folder,
                one.files.join(", ")
            )
        };
        self.abandoned.iter().map(line).collect()
    }
}

/// Whether anything is made below a folder.
fn is_wanted(folder: &str, wanted: &BTreeSet<String>) -> bool {
    let below = format!("{folder}/");
    wanted.range(below.clone()..).next().is_some_and(|path| path.starts_with(&below))
}

/// Removes the folders around removed files that are empty now, up to the folder of the crates.
pub(super) fn remove_empty(root: &Path, file: &str) {
    let mut folder = Path::new(file).parent();
    while let Some(path) = folder.filter(|path| path.components().count() > 1) {
        // A folder with something in it is not removed.
        if fs::remove_dir(root.join(path)).is_err() {
            return;
        }
        folder = path.parent();
    }
}

/// The names of the folders in a folder, sorted.
fn folders(folder: &Path) -> Result<Vec<String>, SyncError> {
    let names = entries(folder)?.into_iter().filter(|path| path.is_dir());
    Ok(names.filter_map(|path| Some(path.file_name()?.to_string_lossy().into_owned())).collect())
}

/// The paths of all files below a folder, from it, but for what cargo makes.
fn files_in(folder: &Path) -> Result<Vec<String>, SyncError> {
    let mut files = Vec::new();
    for path in entries(folder)? {
        let Some(name) = path.file_name().map(|name| name.to_string_lossy().into_owned()) else { continue };
        if !path.is_dir() {
            files.push(name);
        } else if name != "target" {
            files.extend(files_in(&path)?.into_iter().map(|file| format!("{name}/{file}")));
        }
    }
    Ok(files)
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, SyncError> {
    let failed = |source| SyncError::Io { path: folder.to_owned(), source };
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(source) => return Err(failed(source)),
    };
    let mut paths = entries.map(|entry| Ok(entry.map_err(failed)?.path())).collect::<Result<Vec<_>, _>>()?;
    paths.sort();
    Ok(paths)
}
