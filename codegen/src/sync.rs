//! Last stage: what should be on disk against what is.

mod abandoned;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{fs, io};

use similar::TextDiff;

pub use self::abandoned::Abandoned;
use crate::print::{File, MARK, Owner};
use crate::regions;

/// What separates the disk from what the spec makes.
#[derive(Debug, Default)]
pub struct Plan {
    /// Files that are right.
    pub same: usize,
    /// Files that are missing or hold something else: text on disk (if any), text wanted.
    pub stale: Vec<Stale>,
    /// Files with our header that nothing makes any more, and those of crates that nothing makes any more which are as
    /// they were made.
    pub orphaned: Vec<String>,
    /// Files among generated ones without our header, which somebody put there by hand.
    pub foreign: Vec<String>,
    /// Folders of crates that nothing makes any more, with files that people wrote.
    pub abandoned: Vec<Abandoned>,
}

/// A file that must be written.
#[derive(Debug)]
pub struct Stale {
    /// The path from the root.
    pub path: String,
    /// What is on disk.
    pub on_disk: Option<String>,
    /// What should be.
    pub wanted: String,
}

/// What went wrong with the disk.
#[derive(Debug, thiserror::Error)]
pub enum SyncError {
    /// A file or folder could not be read, written or removed.
    #[error("cannot read or write {}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A file of people has lost the marks of a region.
    #[error(
        "{path} has no region `{region}`: add the comment lines `codegen:begin {region}` and `codegen:end \
            {region}` where it belongs"
    )]
    Region {
        /// The file.
        path: String,
        /// The region.
        region: String,
    },
    /// Two emitters made the same file.
    #[error("{0} would be generated twice: rename one of its spec files")]
    Twice(String),
}

impl Plan {
    /// Whether the disk is as it should be.
    pub fn is_clean(&self) -> bool {
        self.stale.is_empty() && self.orphaned.is_empty() && self.foreign.is_empty() && self.abandoned.is_empty()
    }

    /// Compares. `crates_dirs` are the folders that generated crates are in, next to handwritten ones.
    pub fn make(root: &Path, files: &[File], crates_dirs: &[&str]) -> Result<Self, SyncError> {
        let mut plan = Self::default();
        let mut wanted = BTreeSet::new();
        for file in files {
            if !wanted.insert(file.path.clone()) {
                return Err(SyncError::Twice(file.path.clone()));
            }
            match read(&root.join(&file.path))? {
                Some(text) if file.owner == Owner::People || text == file.text => plan.same += 1,
                Some(text) if file.owner == Owner::Both => {
                    let wanted = regions::replaced(&text, &file.text)
                        .map_err(|region| SyncError::Region { path: file.path.clone(), region })?;
                    if wanted == text {
                        plan.same += 1;
                    } else {
                        plan.stale.push(Stale { path: file.path.clone(), on_disk: Some(text), wanted });
                    }
                }
                on_disk => {
                    plan.stale.push(Stale { path: file.path.clone(), on_disk, wanted: file.text.clone() });
                }
            }
        }
        for folder in crates_dirs {
            plan.survey(root, Path::new(folder), &wanted)?;
            plan.find_abandoned(root, folder, &wanted)?;
        }
        plan.orphaned.sort();
        plan.foreign.sort();
        Ok(plan)
    }

    /// Looks for files that should not be there.
    fn survey(&mut self, root: &Path, folder: &Path, wanted: &BTreeSet<String>) -> Result<(), SyncError> {
        let absolute = root.join(folder);
        let entries = match fs::read_dir(&absolute) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(source) => return Err(SyncError::Io { path: absolute, source }),
        };
        for entry in entries {
            let entry = entry.map_err(|source| SyncError::Io { path: absolute.clone(), source })?;
            let name = entry.file_name();
            let path = folder.join(&name);
            if root.join(&path).is_dir() {
                if name != "target" {
                    self.survey(root, &path, wanted)?;
                }
                continue;
            }
            let shown = path.to_string_lossy().replace('\\', "/");
            if wanted.contains(&shown) {
                continue;
            }
            let among_generated =
                path.parent().is_some_and(|parent| parent.components().any(|c| c.as_os_str() == "generated"));
            let is_code = path.extension().is_some_and(|extension| {
                ["rs", "toml", "txt", "md", "json", "yaml"].iter().any(|known| extension == *known)
            });
            let marked = is_code && read(&root.join(&path))?.is_some_and(|text| has_mark(&text));
            if marked {
                self.orphaned.push(shown);
            } else if among_generated {
                self.foreign.push(shown);
            }
        }
        Ok(())
    }

    /// Writes stale files and removes orphaned ones. Foreign files are left for a person to decide on.
    pub fn apply(&self, root: &Path) -> Result<(), SyncError> {
        for stale in &self.stale {
            let path = root.join(&stale.path);
            let write = || {
                fs::create_dir_all(path.parent().unwrap_or(root))?;
                fs::write(&path, &stale.wanted)
            };
            write().map_err(|source| SyncError::Io { path: path.clone(), source })?;
        }
        for orphan in &self.orphaned {
            let path = root.join(orphan);
            fs::remove_file(&path).map_err(|source| SyncError::Io { path, source })?;
        }
        for orphan in &self.orphaned {
            abandoned::remove_empty(root, orphan);
        }
        Ok(())
    }

    /// Everything that separates the disk from the spec, with diffs.
    pub fn report(&self) -> String {
        let mut text = String::new();
        for stale in &self.stale {
            let on_disk = stale.on_disk.as_deref().unwrap_or_default();
            let state = if stale.on_disk.is_some() { "stale" } else { "missing" };
            text.push_str(&format!("{state}: {}\n", stale.path));
            let diff = TextDiff::from_lines(on_disk, &stale.wanted);
            let shown = diff.unified_diff().context_radius(2).header("on disk", "from the spec").to_string();
            text.push_str(&shortened(&shown));
            text.push('\n');
        }
        for orphan in &self.orphaned {
            text.push_str(&format!(
                "orphaned: {orphan} (no longer generated by the spec; `cargo xtask codegen` removes it)\n"
            ));
        }
        text.push_str(&self.report_foreign());
        text.push_str(&self.report_abandoned());
        text
    }

    /// The files that only a person can move.
    pub fn report_foreign(&self) -> String {
        self.foreign
            .iter()
            .map(|foreign| format!("foreign: {foreign} (not a generated file; move it out of `generated/`)\n"))
            .collect()
    }

    /// Everything that separates the disk from the spec, one JSON object a line: `file` and `state`.
    pub fn json_lines(&self) -> String {
        let stale = self.stale.iter().map(|stale| {
            let state = if stale.on_disk.is_some() { "stale" } else { "missing" };
            (state, stale.path.as_str())
        });
        let orphaned = self.orphaned.iter().map(|path| ("orphaned", path.as_str()));
        let foreign = self.foreign.iter().map(|path| ("foreign", path.as_str()));
        let all = stale.chain(orphaned).chain(foreign).map(|(state, path)| (state, path.to_owned()));
        let of_folder = |one: &Abandoned| {
            one.files.iter().map(|file| ("abandoned", format!("{}/{file}", one.folder))).collect::<Vec<_>>()
        };
        all.chain(self.abandoned.iter().flat_map(of_folder))
            .map(|(state, path)| format!("{}\n", serde_json::json!({ "file": path, "state": state })))
            .collect()
    }
}

/// Long diffs say no more than their beginning; the rest is a run of the generator away.
const MAX_DIFF_LINES: usize = 60;

fn shortened(diff: &str) -> String {
    let count = diff.lines().count();
    if count <= MAX_DIFF_LINES {
        return diff.to_owned();
    }
    let mut text: String = diff.lines().take(MAX_DIFF_LINES).map(|line| format!("{line}\n")).collect();
    text.push_str(&format!("... and {} more lines\n", count - MAX_DIFF_LINES));
    text
}

/// The first line has the mark, or in JSON, which has no comments, one of the first members.
fn has_mark(text: &str) -> bool {
    text.lines().take(3).any(|line| line.contains(MARK))
}

fn read(path: &Path) -> Result<Option<String>, SyncError> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(SyncError::Io { path: path.to_owned(), source }),
    }
}
