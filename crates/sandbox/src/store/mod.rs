//! Keeping worlds in a file, so that they outlive the program, even if it is killed.
//!
//! Changes are queued in the order in which they happen and written by one thread, as many in one transaction as are waiting.
//! Whoever answers a request waits until what is queued is written.

mod error;
mod file;
mod snapshot;
mod writer;

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::watch;

pub use self::error::FileError;
pub(crate) use self::error::StoreError;
use self::file::File;
pub(crate) use self::snapshot::{read as read_snapshot, write as write_snapshot};
use self::writer::{Saved, Writer};
use crate::engine::record::Record;

/// What a file keeps of a world.
#[derive(Debug)]
pub(crate) struct Stored {
    pub(crate) name: String,
    /// How far its clock is ahead of real time.
    pub(crate) ahead: Duration,
    pub(crate) records: Vec<Record>,
}

/// What is to be written of a world.
#[derive(Debug)]
pub(crate) struct Change {
    pub(crate) world: String,
    pub(crate) ahead: Duration,
    pub(crate) records: Vec<Record>,
    /// Whether the records are all of the world, in place of those that the file has.
    pub(crate) is_whole: bool,
}

/// A file that worlds are kept in.
pub(crate) struct Store {
    path: PathBuf,
    writer: Mutex<Writer>,
    saved: watch::Receiver<Saved>,
}

impl Store {
    /// Opens a file, or creates it, and reads its worlds. Returns the seed with which it was created as well.
    pub(crate) fn open(path: &Path, seed: Option<u64>) -> Result<(Self, u64, Vec<Stored>), StoreError> {
        let (file, seed) = File::open(path, seed)?;
        let worlds = file.read()?;
        let (writer, saved) = Writer::start(file);
        Ok((Self { path: path.to_owned(), writer: Mutex::new(writer), saved }, seed, worlds))
    }

    /// Returns `true` for the path of the file itself.
    pub(crate) fn is_at(&self, path: &Path) -> bool {
        let same = |path: &Path| path.canonicalize().ok();
        path == self.path || same(path).is_some_and(|path| Some(path) == same(&self.path))
    }

    /// Queues what has changed. Changes of a world must be queued in their order.
    pub(crate) fn save(&self, change: Change) {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner).queue(change);
    }

    /// Notes that a change cannot be written, so that nothing is acknowledged any more.
    pub(crate) fn fail(&self, why: &dyn std::fmt::Display) {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner).fail(why.to_string());
    }

    /// Waits until everything that was queued until now is written.
    pub(crate) async fn saved(&self) -> Result<(), StoreError> {
        let queued = self.writer.lock().unwrap_or_else(PoisonError::into_inner).queued();
        let mut saved = self.saved.clone();
        // The writer is there as long as this is.
        let saved = saved.wait_for(|saved| saved.is_done(queued)).await;
        saved.map_or(Err(StoreError::Stopped), |saved| saved.result())
    }

    /// Waits until the file cannot be written any more, and returns why.
    pub(crate) async fn failed(&self) -> StoreError {
        let mut saved = self.saved.clone();
        let saved = saved.wait_for(|saved| saved.result().is_err()).await;
        saved.map_or(StoreError::Stopped, |saved| saved.result().err().unwrap_or(StoreError::Stopped))
    }
}
