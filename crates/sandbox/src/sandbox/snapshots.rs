//! Snapshots of a world: a state that tests begin with.

use std::path::{Path, PathBuf};
use std::time::Duration;

use super::world::{Shared, WorldHandle};
use crate::centralpay::KNOWN;
use crate::engine::world::World;
use crate::store::{Change, FileError, StoreError, read_snapshot, write_snapshot};

impl WorldHandle {
    /// Writes all of the world to a file, in place of an earlier snapshot: objects, clock, rules, addresses of webhooks and
    /// history. The file is complete or not there. It can be [restored](Self::restore), or be the file of a sandbox
    /// ([`Builder::data`](crate::Builder::data)).
    ///
    /// # Errors
    ///
    /// The file cannot be written, is not a snapshot, or is the one in which the sandbox keeps its worlds.
    pub async fn snapshot(&self, file: impl Into<PathBuf>) -> Result<(), FileError> {
        let file = file.into();
        self.shared.is_not_its_own(&file)?;
        let (seed, change) = self.shared.whole()?;
        self.shared.blocking(move || write_snapshot(&file, seed, change)).await.map_err(FileError)
    }

    /// Makes the world what it was when a snapshot of it was written. Its clock shows what it showed then, or real time if
    /// that is later, and what is due by then happens. A delivery that was being attempted is attempted again.
    ///
    /// # Errors
    ///
    /// The file cannot be read, is damaged, or has no world of this name. Nothing is changed then.
    pub async fn restore(&self, file: impl Into<PathBuf>) -> Result<(), FileError> {
        let (file, name) = (file.into(), self.name().to_owned());
        let world = self.shared.blocking(move || read(&file, &name)).await.map_err(FileError)?;
        // It shows what it showed, whatever time has passed since.
        self.shared.replace(world, Duration::ZERO);
        Ok(())
    }
}

fn read(file: &Path, name: &str) -> Result<World, StoreError> {
    let stored = read_snapshot(file, name)?;
    let damaged = |why| StoreError::Damaged { path: file.to_owned(), world: name.to_owned(), why };
    World::from_records(stored.records, &KNOWN).map_err(damaged)
}

impl Shared {
    fn is_not_its_own(&self, file: &Path) -> Result<(), FileError> {
        match &self.around.store {
            Some(store) if store.is_at(file) => Err(FileError(StoreError::Own(file.to_owned()))),
            _ => Ok(()),
        }
    }

    /// All of the world, and its seed.
    fn whole(&self) -> Result<(u64, Change), FileError> {
        let (world, ahead) = self.copy();
        let records = world.records().map_err(|error| FileError(StoreError::Unwritable(error.to_string().into())))?;
        Ok((world.seed(), Change { world: world.name().to_owned(), ahead, records, is_whole: true }))
    }
}
