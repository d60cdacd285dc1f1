//! What goes wrong with files.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::engine::restore::Damaged;

/// Why a file cannot be read or written.
#[derive(Debug, Clone)]
pub(crate) enum StoreError {
    /// SQLite or the system reports an error.
    Failed { path: PathBuf, doing: &'static str, why: Arc<str> },
    /// Another process has it open.
    InUse(PathBuf),
    /// It is something else.
    Foreign(PathBuf),
    /// Another version has written it.
    Version { path: PathBuf, found: i64 },
    /// It was created with another seed.
    Seed { path: PathBuf, found: u64, given: u64 },
    /// A world in it cannot be read.
    Damaged { path: PathBuf, world: String, why: Damaged },
    /// Its records name a table that does not exist, or a world that does not.
    Unreadable { path: PathBuf, why: String },
    /// A snapshot of another world.
    OtherWorld { path: PathBuf, found: String, wanted: String },
    /// A sandbox keeps its worlds in it, and it would be replaced by a snapshot.
    NotSnapshot(PathBuf),
    /// The file in which the sandbox keeps its worlds, in place of another one.
    Own(PathBuf),
    /// A change cannot be written: a mistake of the sandbox.
    Unwritable(Arc<str>),
    /// Nothing is written any more.
    Stopped,
}

/// The version of the format.
pub(super) const VERSION: i64 = 2;

impl StoreError {
    pub(super) fn failed(path: &Path, doing: &'static str, why: impl fmt::Display) -> Self {
        Self::Failed { path: path.to_owned(), doing, why: why.to_string().into() }
    }

    /// An error of SQLite.
    pub(super) fn sqlite(path: &Path, doing: &'static str, error: &rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DatabaseBusy | rusqlite::ErrorCode::DatabaseLocked) => {
                Self::InUse(path.to_owned())
            }
            Some(rusqlite::ErrorCode::NotADatabase) => Self::Foreign(path.to_owned()),
            Some(rusqlite::ErrorCode::DiskFull) => Self::failed(path, doing, "the disk is full; free some space"),
            Some(rusqlite::ErrorCode::ReadOnly) => {
                Self::failed(path, doing, "the file or its folder is read-only; make it writable, or use a copy")
            }
            Some(rusqlite::ErrorCode::CannotOpen | rusqlite::ErrorCode::PermissionDenied) => {
                Self::failed(path, doing, format!("{error}; check the permissions of the file and its folder"))
            }
            _ => Self::failed(path, doing, error),
        }
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Failed { path, doing, why } => write!(f, "cannot {doing} `{}`: {why}", path.display()),
            Self::InUse(path) => {
                write!(f, "`{}` is in use by another process; stop it, or name another file", path.display())
            }
            Self::Foreign(path) => write!(f, "`{}` is not a file of a sandbox; name another one", path.display()),
            Self::Version { path, found } => write!(
                f,
                "`{}` was written by another version of payspec (format {found}; this version reads {VERSION}); use that \
                 version, or name another file",
                path.display()
            ),
            Self::Seed { path, found, given } => {
                write!(
                    f,
                    "`{}` was created with the seed {found}, not {given}; give that seed or none, or name another file",
                    path.display()
                )
            }
            Self::Damaged { path, world, why } => {
                write!(f, "`{}` is damaged: world `{world}`, {why}", path.display())
            }
            Self::Unreadable { path, why } => write!(f, "`{}` is damaged: {why}", path.display()),
            Self::OtherWorld { path, found, wanted } => {
                write!(f, "`{}` is a snapshot of the world `{found}`, not `{wanted}`", path.display())
            }
            Self::NotSnapshot(path) => write!(
                f,
                "`{}` is not a snapshot but the file of a sandbox, with all of its worlds; name another one, or delete it",
                path.display()
            ),
            Self::Own(path) => write!(f, "`{}` is the file of the sandbox itself; name another one", path.display()),
            Self::Unwritable(why) => write!(f, "a change cannot be written: {why}"),
            Self::Stopped => f.write_str("the sandbox has stopped writing its file"),
        }
    }
}

impl std::error::Error for StoreError {}

/// A file in which worlds are kept cannot be read or written. The message names the file and the reason.
#[derive(Debug, Clone)]
pub struct FileError(pub(crate) StoreError);

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for FileError {}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use rusqlite::ffi;

    use super::StoreError;

    /// Tests cannot fill a disk, and whoever may do everything can write to a file that is read-only.
    #[test]
    fn what_is_wrong_with_disk_and_permissions_is_reported() {
        for (code, says) in [
            (ffi::SQLITE_FULL, "cannot write `a.sqlite`: the disk is full; free some space"),
            (
                ffi::SQLITE_READONLY,
                "cannot write `a.sqlite`: the file or its folder is read-only; make it writable, or use a copy",
            ),
        ] {
            let error = rusqlite::Error::SqliteFailure(ffi::Error::new(code), None);
            assert_eq!(StoreError::sqlite(Path::new("a.sqlite"), "write", &error).to_string(), says);
        }
    }
}
