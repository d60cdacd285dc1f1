//! Snapshots: one world in a file of its own.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use super::error::StoreError;
use super::file::{BESIDE, File};
use super::{Change, Stored};

/// Writes a world to a file, in place of an earlier snapshot. The file is complete or not there: it is written next to
/// its place and then renamed.
pub(crate) fn write(path: &Path, seed: u64, world: Change) -> Result<(), StoreError> {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    if Path::new(&log).exists() {
        return Err(StoreError::failed(path, "write", "it is the file of a sandbox, whose log is beside it"));
    }
    // A file that is something else is not replaced.
    if path.exists() && !File::existing(path)?.is_snapshot()? {
        return Err(StoreError::NotSnapshot(path.to_owned()));
    }
    let aside = aside(path)?;
    let written = File::create_snapshot(&aside, seed).and_then(|mut file| file.write(&[world]));
    let renamed =
        written.and_then(|()| std::fs::rename(&aside, path).map_err(|error| StoreError::failed(path, "write", error)));
    if renamed.is_err() {
        let _ = std::fs::remove_file(&aside);
    }
    renamed
}

/// Reads the snapshot of a world.
pub(crate) fn read(path: &Path, world: &str) -> Result<Stored, StoreError> {
    let mut worlds = File::existing(path)?.read()?;
    if let Some(at) = worlds.iter().position(|stored| stored.name == world) {
        return Ok(worlds.swap_remove(at));
    }
    let found = worlds.into_iter().map(|stored| stored.name).collect::<Vec<_>>().join("`, `");
    Err(StoreError::OtherWorld { path: path.to_owned(), found, wanted: world.to_owned() })
}

/// A name that no other snapshot has, also one that is written to the same place at the same time.
fn aside(path: &Path) -> Result<PathBuf, StoreError> {
    static WRITTEN: AtomicU64 = AtomicU64::new(0);
    let name = path.file_name().ok_or_else(|| StoreError::failed(path, "write", "it names no file"))?;
    let shown = name.to_string_lossy();
    if let Some(end) = BESIDE.iter().find(|end| shown.ends_with(**end)) {
        let why = format!("SQLite uses names that end in `{end}` for what belongs to another file; name another one");
        return Err(StoreError::failed(path, "write", why));
    }
    let mut aside = OsString::from(".");
    aside.push(name);
    aside.push(format!(".{}-{}.part", std::process::id(), WRITTEN.fetch_add(1, Ordering::Relaxed)));
    Ok(path.with_file_name(aside))
}
