//! Opening a state file, and reading all of it.

use std::path::Path;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, OptionalExtension as _};

use crate::store::error::StoreError;
use crate::store::header::{self, APPLICATION_ID, SCHEMA};
use crate::store::row::Table;

/// A state file that was checked and read.
#[derive(Debug)]
pub(crate) struct Opened {
    pub(super) connection: Connection,
    /// The simulator's time when it was last written.
    pub(crate) clock: Option<String>,
}

/// Opens the file, or makes it, and hands over every row. A file that can't be used is left
/// as it is.
pub(crate) fn open(
    path: &Path,
    mut each: impl FnMut(Table, &str, &str, &str) -> Result<(), String>,
) -> Result<Opened, StoreError> {
    header::check(path)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    // Until the file is known to be good, closing it must not write into it.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    connection.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
    if is_new(&connection)? {
        create(&connection)?;
    }
    let application: u32 =
        connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    if application != APPLICATION_ID {
        return Err(StoreError::Foreign);
    }
    header::newer(connection.pragma_query_value(None, "user_version", |row| row.get(0))?)?;
    let checked: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if checked != "ok" {
        return Err(StoreError::Damaged(checked));
    }
    for table in Table::ALL {
        read(&connection, table, &mut each)?;
    }
    let clock = connection
        .query_row(
            "SELECT value FROM settings WHERE name = 'clock'",
            [],
            |row| row.get(0),
        )
        .optional()?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    Ok(Opened { connection, clock })
}

fn is_new(connection: &Connection) -> Result<bool, StoreError> {
    let tables: u32 =
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    let application: u32 =
        connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    Ok(tables == 0 && application == 0)
}

fn create(connection: &Connection) -> Result<(), StoreError> {
    connection.execute_batch(&format!(
        "BEGIN IMMEDIATE;
         PRAGMA application_id = {APPLICATION_ID};
         PRAGMA user_version = {SCHEMA};
         CREATE TABLE projects (id TEXT PRIMARY KEY, project_id TEXT NOT NULL, content TEXT NOT NULL) STRICT, WITHOUT ROWID;
         CREATE TABLE rentals (id TEXT PRIMARY KEY, project_id TEXT NOT NULL, content TEXT NOT NULL) STRICT, WITHOUT ROWID;
         CREATE TABLE orders (id TEXT PRIMARY KEY, project_id TEXT NOT NULL, content TEXT NOT NULL) STRICT, WITHOUT ROWID;
         CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
         COMMIT;"
    ))?;
    Ok(())
}

fn read(
    connection: &Connection,
    table: Table,
    each: &mut impl FnMut(Table, &str, &str, &str) -> Result<(), String>,
) -> Result<(), StoreError> {
    let mut statement = connection.prepare(table.read())?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let text = |index: usize| -> Result<&str, StoreError> {
            let value = row.get_ref(index)?.as_str();
            value.map_err(|error| StoreError::Damaged(error.to_string()))
        };
        let id = text(0)?;
        each(table, id, text(1)?, text(2)?)
            .map_err(|error| StoreError::Damaged(format!("{} {id}: {error}", table.name())))?;
    }
    Ok(())
}
