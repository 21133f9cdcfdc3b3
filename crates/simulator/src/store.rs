//! Where the simulator keeps what must last: an embedded database, in memory or in a file.
//!
//! Each change is one transaction. It happens whole or not at all, and once [`Store::write`] has returned it survives
//! the end of the process at any moment. Records are JSON; a record's key is its kind and what tells it from others of
//! its kind, such as `order/P20171202`.
//!
//! Nothing here waits for anybody but the disk, so no transaction spans an `.await`.

use std::fmt;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::Path;

use redb::backends::InMemoryBackend;
use redb::{Database, ReadTransaction, ReadableDatabase, ReadableTable, TableDefinition, WriteTransaction};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// What is in the folder: the database, the same as long as it is being made, and what its one user holds locked.
const FILE: &str = "simulator.redb";
const UNFINISHED: &str = "simulator.redb.new";
const LOCK: &str = "simulator.lock";

const RECORDS: TableDefinition<'static, &'static str, &'static [u8]> = TableDefinition::new("records");

/// A kind of thing that is kept.
pub(crate) trait Record: Serialize + DeserializeOwned {
    /// The kind's name: a word.
    const KIND: &'static str;

    /// What tells it from others of its kind. Records are listed in the order of their keys' bytes.
    fn key(&self) -> String;
}

/// Why the store could not do what it was asked to: a full disk, a broken file.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Another process has the file open.
    InUse,
    /// The folder, or a file in it, cannot be made.
    Folder(io::Error),
    /// The database cannot go on.
    Database(redb::Error),
    /// A record is not what this program would have written.
    Record(serde_json::Error),
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InUse => f.write_str("another simulator is using it"),
            Self::Folder(error) => error.fmt(f),
            Self::Database(error) => error.fmt(f),
            Self::Record(error) => write!(f, "a record of another form than this version writes: {error}"),
        }
    }
}

impl std::error::Error for Failure {}

impl<E: Into<redb::Error>> From<E> for Failure {
    fn from(error: E) -> Self {
        Self::Database(error.into())
    }
}

/// The database. Everything that answers requests shares it.
#[derive(Debug)]
pub(crate) struct Store {
    database: Database,
    /// Held as long as the folder is in use.
    _lock: Option<File>,
}

impl Store {
    /// A store that is gone when the process ends.
    pub(crate) fn in_memory() -> Result<Self, Failure> {
        Self::with_table(Database::builder().create_with_backend(InMemoryBackend::new())?)
    }

    /// The store in that folder. Both are made if they are not there.
    pub(crate) fn in_folder(folder: &Path) -> Result<Self, Failure> {
        fs::create_dir_all(folder).map_err(Failure::Folder)?;
        let lock = File::create(folder.join(LOCK)).map_err(Failure::Folder)?;
        lock.try_lock().map_err(|error| match error {
            TryLockError::WouldBlock => Failure::InUse,
            TryLockError::Error(error) => Failure::Folder(error),
        })?;
        let file = folder.join(FILE);
        if !file.exists() {
            // A database that is half made cannot be opened again, so it gets its name when it is whole.
            let unfinished = folder.join(UNFINISHED);
            if unfinished.exists() {
                fs::remove_file(&unfinished).map_err(Failure::Folder)?;
            }
            drop(Self::with_table(Database::create(&unfinished)?)?);
            fs::rename(&unfinished, &file).map_err(Failure::Folder)?;
        }
        Ok(Self { database: Database::open(file)?, _lock: Some(lock) })
    }

    /// Sees to it that readers find the table from the start.
    fn with_table(database: Database) -> Result<Self, Failure> {
        let store = Self { database, _lock: None };
        store.write(|changes| changes.records().map(drop))?;
        Ok(store)
    }

    /// Looks something up, in one state of everything.
    pub(crate) fn read<T, E: From<Failure>>(&self, look: impl FnOnce(&Reading) -> Result<T, E>) -> Result<T, E> {
        look(&Reading(self.database.begin_read().map_err(Failure::from)?))
    }

    /// Changes something: all that `change` does, or nothing if it fails.
    pub(crate) fn write<T, E: From<Failure>>(&self, change: impl FnOnce(&Changes) -> Result<T, E>) -> Result<T, E> {
        let changes = Changes(self.database.begin_write().map_err(Failure::from)?);
        // Dropped without a commit, a transaction leaves no trace.
        let result = change(&changes)?;
        changes.0.commit().map_err(Failure::from)?;
        Ok(result)
    }
}

/// What can be looked up, while only reading and while changing.
pub(crate) trait View {
    /// All records of all kinds.
    fn records(&self) -> Result<impl ReadableTable<&'static str, &'static [u8]>, Failure>;

    /// The record with that key.
    fn get<R: Record>(&self, key: &str) -> Result<Option<R>, Failure> {
        let records = self.records()?;
        let found = records.get(path::<R>(key).as_str())?;
        found.map(|json| decode(json.value())).transpose()
    }

    /// The records whose keys begin with `start`, in their order.
    fn list<R: Record>(&self, start: &str) -> Result<Vec<R>, Failure> {
        self.list_after(start, "")
    }

    /// Those of them whose keys continue with more than `after`.
    fn list_after<R: Record>(&self, start: &str, after: &str) -> Result<Vec<R>, Failure> {
        let start = path::<R>(start);
        let from = format!("{start}{after}");
        let records = self.records()?;
        let rows = records.range(from.as_str()..)?;
        let mut found = Vec::new();
        for row in rows {
            let (key, json) = row?;
            if !key.value().starts_with(&start) {
                break;
            }
            if key.value() != from {
                found.push(decode(json.value())?);
            }
        }
        Ok(found)
    }

    /// The last of the records whose keys begin with `start`.
    fn last<R: Record>(&self, start: &str) -> Result<Option<R>, Failure> {
        let start = path::<R>(start);
        let end = format!("{start}{}", char::MAX);
        let records = self.records()?;
        let last = records.range(start.as_str()..end.as_str())?.next_back();
        last.map(|row| decode(row?.1.value())).transpose()
    }
}

/// One state of everything.
pub(crate) struct Reading(ReadTransaction);

impl View for Reading {
    fn records(&self) -> Result<impl ReadableTable<&'static str, &'static [u8]>, Failure> {
        Ok(self.0.open_table(RECORDS)?)
    }
}

/// Changes that are not there yet for anybody else.
pub(crate) struct Changes(WriteTransaction);

impl View for Changes {
    fn records(&self) -> Result<impl ReadableTable<&'static str, &'static [u8]>, Failure> {
        Ok(self.0.open_table(RECORDS)?)
    }
}

impl Changes {
    /// Adds a record, or replaces the one with its key.
    pub(crate) fn put<R: Record>(&self, record: &R) -> Result<(), Failure> {
        let json = serde_json::to_vec(record).map_err(Failure::Record)?;
        self.0.open_table(RECORDS)?.insert(path::<R>(&record.key()).as_str(), json.as_slice())?;
        Ok(())
    }

    /// Takes a record out, if it is there.
    pub(crate) fn take<R: Record>(&self, key: &str) -> Result<Option<R>, Failure> {
        let mut records = self.0.open_table(RECORDS)?;
        let taken = records.remove(path::<R>(key).as_str())?;
        taken.map(|json| decode(json.value())).transpose()
    }

    /// Takes everything out but the count of numbers: what was numbered before must not be taken for what comes after.
    pub(crate) fn clear(&self) -> Result<(), Failure> {
        let sequence: Option<Sequence> = self.get("")?;
        self.0.open_table(RECORDS)?.retain(|_, _| false)?;
        sequence.map_or(Ok(()), |sequence| self.put(&sequence))
    }

    /// A number that was never handed out before, greater than all that were.
    pub(crate) fn next_number(&self) -> Result<u64, Failure> {
        let Sequence(last) = self.get("")?.unwrap_or(Sequence(0));
        self.put(&Sequence(last + 1))?;
        Ok(last + 1)
    }
}

/// The last number that was handed out.
#[derive(Serialize, Deserialize)]
struct Sequence(u64);

impl Record for Sequence {
    const KIND: &'static str = "sequence";

    fn key(&self) -> String {
        String::new()
    }
}

/// Numbers in keys, in the order of their bytes as in that of their values.
pub(crate) fn sortable(number: u64) -> String {
    format!("{number:016}")
}

fn path<R: Record>(key: &str) -> String {
    format!("{}/{key}", R::KIND)
}

fn decode<R: Record>(json: &[u8]) -> Result<R, Failure> {
    serde_json::from_slice(json).map_err(Failure::Record)
}

#[cfg(test)]
mod tests {
    use serde::{Deserialize, Serialize};

    use super::{Changes, Failure, Record, Store, View, sortable};

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Note(String, u64);

    impl Record for Note {
        const KIND: &'static str = "note";

        fn key(&self) -> String {
            format!("{}/{}", self.0, sortable(self.1))
        }
    }

    fn note(topic: &str, number: u64) -> Note {
        Note(topic.to_owned(), number)
    }

    fn store_with_notes() -> Store {
        let store = Store::in_memory().unwrap();
        let notes = [note("b", 1), note("a", 10), note("a", 9), note("ab", 1)];
        store.write(|changes: &Changes| notes.iter().try_for_each(|note| changes.put(note))).unwrap();
        store
    }

    #[test]
    fn records_are_listed_by_the_start_of_their_keys_in_order() {
        let store = store_with_notes();
        store
            .read(|view| {
                assert_eq!(view.list::<Note>("a/")?, [note("a", 9), note("a", 10)]);
                assert_eq!(view.list_after::<Note>("a/", &sortable(9))?, [note("a", 10)]);
                assert_eq!(view.last::<Note>("a/")?, Some(note("a", 10)));
                assert_eq!(view.last::<Note>("c/")?, None);
                assert_eq!(view.list::<Note>("")?.len(), 4);
                assert_eq!(view.get::<Note>(&note("b", 1).key())?, Some(note("b", 1)));
                Ok::<_, Failure>(())
            })
            .unwrap();
    }

    #[test]
    fn a_change_that_fails_leaves_no_trace() {
        let store = store_with_notes();
        let failed: Result<(), Failure> = store.write(|changes| {
            changes.put(&note("new", 1))?;
            changes.take::<Note>(&note("b", 1).key())?;
            Err(Failure::InUse)
        });
        assert!(matches!(failed, Err(Failure::InUse)));
        let after = store.read(|view| view.list::<Note>("")).unwrap();
        assert_eq!(after, [note("a", 9), note("a", 10), note("ab", 1), note("b", 1)]);
    }

    #[test]
    fn numbers_go_on_after_everything_was_cleared() {
        let store = store_with_notes();
        let next = || store.write(Changes::next_number).unwrap();
        assert_eq!((next(), next()), (1, 2));
        store.write(Changes::clear).unwrap();
        assert!(store.read(|view| view.list::<Note>("")).unwrap().is_empty());
        assert_eq!(next(), 3);
    }
}
