//! The SQLite file: its tables, reading and writing them.

use std::path::{Path, PathBuf};
use std::time::Duration;

use payspec_core::printable;
use rusqlite::{Connection, OpenFlags, OptionalExtension as _, Transaction, params};

use super::error::{StoreError, VERSION};
use super::{Change, Stored};
use crate::engine::record::{Record, Table};

/// Marks files of sandboxes: `pspc`.
const APPLICATION: i64 = 0x7073_7063;

const TABLES: &str = "
    CREATE TABLE file (seed TEXT NOT NULL, is_snapshot INTEGER NOT NULL);
    CREATE TABLE world (name TEXT PRIMARY KEY, ahead_millis INTEGER NOT NULL) WITHOUT ROWID;
    CREATE TABLE record (
        world TEXT NOT NULL, kind TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL,
        PRIMARY KEY (world, kind, key)
    );
";

/// An open file, which no other process has open.
pub(super) struct File {
    path: PathBuf,
    connection: Connection,
}

impl File {
    /// Opens a file, or creates it. A snapshot is one no longer. Returns the seed with which it was created as well.
    pub(super) fn open(path: &Path, seed: Option<u64>) -> Result<(Self, u64), StoreError> {
        // A process that is killed loses nothing of what SQLite has written to the log; only a power failure could.
        let file = Self::with(path, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;", seed, false)?;
        let seed = file.seed(seed)?;
        if file.is_snapshot()? {
            let changed = file.connection.execute("UPDATE file SET is_snapshot = 0", []);
            changed.map_err(|error| file.error("write", &error))?;
        }
        Ok((file, seed))
    }

    /// Creates a snapshot. It is complete when it is closed, without a log next to it.
    pub(super) fn create_snapshot(path: &Path, seed: u64) -> Result<Self, StoreError> {
        Self::with(path, "PRAGMA journal_mode = MEMORY; PRAGMA synchronous = FULL;", Some(seed), true)
    }

    /// Opens a file that exists, to read it. It may be read where nothing can be written.
    pub(super) fn existing(path: &Path) -> Result<Self, StoreError> {
        let connection = connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY, "read")?;
        let file = Self { path: path.to_owned(), connection };
        file.check()?;
        Ok(file)
    }

    fn with(path: &Path, settings: &str, seed: Option<u64>, is_snapshot: bool) -> Result<Self, StoreError> {
        let failed = |error: rusqlite::Error| StoreError::sqlite(path, "open", &error);
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
        let connection = connect(path, flags, "open")?;
        // A sandbox that has just ended may still be closing it.
        connection.busy_timeout(Duration::from_secs(1)).map_err(failed)?;
        let mut file = Self { path: path.to_owned(), connection };
        // Before anything is written, the file is known to be ours or empty.
        let tables: i64 = file.get("SELECT count(*) FROM sqlite_schema")?;
        if tables > 0 {
            file.check()?;
        }
        file.connection.execute_batch("PRAGMA locking_mode = EXCLUSIVE;").map_err(failed)?;
        file.connection.execute_batch(settings).map_err(failed)?;
        let transaction = file.connection.transaction_with_behavior(rusqlite::TransactionBehavior::Exclusive);
        let transaction = transaction.map_err(failed)?;
        if tables == 0 {
            transaction.execute_batch(TABLES).map_err(failed)?;
            // SQLite has no unsigned numbers.
            let row = params![seed.unwrap_or_default().to_string(), is_snapshot];
            transaction.execute("INSERT INTO file (seed, is_snapshot) VALUES (?1, ?2)", row).map_err(failed)?;
            transaction.pragma_update(None, "application_id", APPLICATION).map_err(failed)?;
            transaction.pragma_update(None, "user_version", VERSION).map_err(failed)?;
        }
        transaction.commit().map_err(failed)?;
        Ok(file)
    }

    fn check(&self) -> Result<(), StoreError> {
        if self.get::<i64>("PRAGMA application_id")? != APPLICATION {
            return Err(StoreError::Foreign(self.path.clone()));
        }
        match self.get("PRAGMA user_version")? {
            VERSION => Ok(()),
            found => Err(StoreError::Version { path: self.path.clone(), found }),
        }
    }

    fn get<T: rusqlite::types::FromSql>(&self, query: &str) -> Result<T, StoreError> {
        self.connection.query_row(query, [], |row| row.get(0)).map_err(|error| self.error("read", &error))
    }

    fn error(&self, doing: &'static str, error: &rusqlite::Error) -> StoreError {
        StoreError::sqlite(&self.path, doing, error)
    }

    /// The seed with which it was created, which is the one that is given, if any.
    fn seed(&self, given: Option<u64>) -> Result<u64, StoreError> {
        let known: Option<String> = self
            .connection
            .query_row("SELECT seed FROM file", [], |row| row.get(0))
            .optional()
            .map_err(|error| self.error("read", &error))?;
        let text = known.ok_or_else(|| self.unreadable("its seed is missing".to_owned()))?;
        let found = text.parse().map_err(|_| self.unreadable("its seed is no number".to_owned()))?;
        match given {
            Some(given) if given != found => Err(StoreError::Seed { path: self.path.clone(), found, given }),
            _ => Ok(found),
        }
    }

    /// Returns `true` if it was written as a snapshot, and no sandbox has kept its worlds in it since.
    pub(super) fn is_snapshot(&self) -> Result<bool, StoreError> {
        let marked = self.connection.query_row("SELECT is_snapshot FROM file", [], |row| row.get(0)).optional();
        let marked: Option<bool> = marked.map_err(|error| self.error("read", &error))?;
        marked.ok_or_else(|| self.unreadable("its seed is missing".to_owned()))
    }

    /// All worlds, with their records in the order of tables and keys.
    pub(super) fn read(&self) -> Result<Vec<Stored>, StoreError> {
        let failed = |error: rusqlite::Error| self.error("read", &error);
        let orphan = "SELECT world FROM record WHERE world NOT IN (SELECT name FROM world) LIMIT 1";
        let orphan: Option<String> =
            self.connection.query_row(orphan, [], |row| row.get(0)).optional().map_err(failed)?;
        if let Some(world) = orphan {
            let world = printable::text(&world, 80);
            return Err(self.unreadable(format!("it has records of the world `{world}`, and not the world")));
        }
        let mut worlds = Vec::new();
        let mut names =
            self.connection.prepare("SELECT name, ahead_millis FROM world ORDER BY name").map_err(failed)?;
        let names = names.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).map_err(failed)?;
        for row in names {
            let (name, millis): (String, i64) = row.map_err(failed)?;
            let ahead = Duration::from_millis(u64::try_from(millis).unwrap_or_default());
            let records = self.records(&name)?;
            worlds.push(Stored { name, ahead, records });
        }
        Ok(worlds)
    }

    fn records(&self, world: &str) -> Result<Vec<Record>, StoreError> {
        let failed = |error: rusqlite::Error| self.error("read", &error);
        let query = "SELECT kind, key, value FROM record WHERE world = ?1 ORDER BY kind, key";
        let mut statement = self.connection.prepare(query).map_err(failed)?;
        let rows = statement.query_map([world], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).map_err(failed)?;
        let mut records = Vec::new();
        for row in rows {
            let (kind, key, value): (String, String, String) = row.map_err(failed)?;
            let table = Table::ALL.iter().find(|table| table.name() == kind).copied();
            let table = table
                .ok_or_else(|| self.unreadable(format!("unknown kind of record `{}`", printable::text(&kind, 80))))?;
            records.push(Record { table, key, value: Some(value) });
        }
        Ok(records)
    }

    fn unreadable(&self, why: String) -> StoreError {
        StoreError::Unreadable { path: self.path.clone(), why }
    }

    /// Writes changes, all or none.
    pub(super) fn write(&mut self, changes: &[Change]) -> Result<(), StoreError> {
        let Self { path, connection } = self;
        let write = |connection: &mut Connection| {
            let transaction = connection.transaction()?;
            for change in changes {
                write_change(&transaction, change)?;
            }
            transaction.commit()
        };
        write(connection).map_err(|error| StoreError::sqlite(path, "write", &error))
    }
}

/// What SQLite adds to the name of a file for its log and the like.
pub(super) const BESIDE: [&str; 3] = ["-wal", "-shm", "-journal"];

/// SQLite takes some names for other things than files, and has little to say about files that it cannot open.
fn connect(path: &Path, flags: OpenFlags, doing: &'static str) -> Result<Connection, StoreError> {
    let failed = |why: String| Err(StoreError::failed(path, doing, why));
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    if let Some(end) = BESIDE.iter().find(|end| name.ends_with(**end)) {
        return failed(format!(
            "SQLite uses names that end in `{end}` for what belongs to another file; name another one"
        ));
    }
    if path.is_dir() {
        return failed(format!(
            "it is a folder; name a file in it, such as `{}`",
            path.join("worlds.sqlite").display()
        ));
    }
    if path.exists() && !path.is_file() {
        return failed("it is not a regular file; name another one".to_owned());
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty() && !folder.is_dir());
    if let Some(folder) = folder {
        return failed(format!("there is no folder `{}`; create it first", folder.display()));
    }
    if !path.exists() && !flags.contains(OpenFlags::SQLITE_OPEN_CREATE) {
        return failed("there is no such file".to_owned());
    }
    let whole = std::path::absolute(path).map_err(|error| StoreError::failed(path, doing, error))?;
    Connection::open_with_flags(whole, flags).map_err(|error| StoreError::sqlite(path, doing, &error))
}

fn write_change(transaction: &Transaction<'_>, change: &Change) -> rusqlite::Result<()> {
    let world = &change.world;
    let ahead = i64::try_from(change.ahead.as_millis()).unwrap_or(i64::MAX);
    transaction
        .prepare_cached("INSERT OR REPLACE INTO world (name, ahead_millis) VALUES (?1, ?2)")?
        .execute(params![world, ahead])?;
    if change.is_whole {
        transaction.execute("DELETE FROM record WHERE world = ?1", [world])?;
    }
    let put = "INSERT INTO record (world, kind, key, value) VALUES (?1, ?2, ?3, ?4)
               ON CONFLICT (world, kind, key) DO UPDATE SET value = excluded.value";
    let mut put = transaction.prepare_cached(put)?;
    let mut remove = transaction.prepare_cached("DELETE FROM record WHERE world = ?1 AND kind = ?2 AND key = ?3")?;
    for Record { table, key, value } in &change.records {
        match value {
            Some(value) => put.execute(params![world, table.name(), key, value])?,
            None => remove.execute(params![world, table.name(), key])?,
        };
    }
    Ok(())
}
