//! Connections to the file of a journal.

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use crate::journal::error::JournalError;
use crate::journal::lock::beside;

/// `PRAGMA application_id` of a journal: "NUMJ".
const APPLICATION_ID: i64 = 0x4e55_4d4a;
/// `PRAGMA user_version` of a journal.
const SCHEMA: i64 = 1;
/// How long to wait for another connection, such as a backup of the file.
const BUSY: Duration = Duration::from_secs(10);

/// Returns the path of the file itself, whatever links lead to it, so that all who work on
/// it meet at the same lock.
pub(crate) fn resolve(path: &Path) -> PathBuf {
    if let Ok(resolved) = path.canonicalize() {
        return resolved;
    }
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    match (folder.canonicalize(), path.file_name()) {
        (Ok(folder), Some(name)) => folder.join(name),
        _ => path.to_owned(),
    }
}

/// Creates the file of a journal. It appears whole, or not at all.
pub(crate) fn create(
    path: &Path,
    fill: impl FnOnce(&Connection) -> rusqlite::Result<()>,
) -> Result<(), JournalError> {
    // Whoever creates a journal has its lock, so that what is left of a crash is nobody's.
    let draft = beside(path, ".new");
    let io = |error: std::io::Error| JournalError::io(path, &error);
    for leftover in [draft.clone(), beside(&draft, "-journal")] {
        match std::fs::remove_file(leftover) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(io(error)),
            _ => {}
        }
    }
    let created = || -> rusqlite::Result<()> {
        let connection = Connection::open(&draft)?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.execute_batch("BEGIN")?;
        connection.execute_batch(include_str!("schema.sql"))?;
        connection.pragma_update(None, "application_id", APPLICATION_ID)?;
        connection.pragma_update(None, "user_version", SCHEMA)?;
        fill(&connection)?;
        connection.execute_batch("COMMIT")?;
        connection.close().map_err(|(_, error)| error)
    };
    created().map_err(|error| JournalError::sqlite(path, &error))?;
    std::fs::rename(&draft, path).map_err(io)?;
    sync_folder(path).map_err(io)
}

/// Makes a new name of a file survive a power cut.
#[cfg(unix)]
fn sync_folder(path: &Path) -> std::io::Result<()> {
    match path.parent() {
        Some(folder) => std::fs::File::open(folder)?.sync_all(),
        None => Ok(()),
    }
}

/// Elsewhere the system does so by itself.
#[cfg(not(unix))]
fn sync_folder(_: &Path) -> std::io::Result<()> {
    Ok(())
}

/// Opens a journal to write.
pub(crate) fn open(path: &Path) -> Result<Connection, JournalError> {
    check_file(path)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = connect(path, flags).map_err(|error| JournalError::sqlite(path, &error))?;
    check_schema(path, &connection)?;
    let prepared = || -> rusqlite::Result<String> {
        connection.pragma_update(None, "journal_mode", "WAL")?;
        // A commit is on disk when it returns.
        connection.pragma_update(None, "synchronous", "FULL")?;
        // On macOS as well, where a plain fsync leaves it in the drive's cache.
        connection.pragma_update(None, "fullfsync", true)?;
        connection.execute_batch("BEGIN IMMEDIATE; ROLLBACK")?;
        connection.query_row("PRAGMA quick_check(1)", (), |row| row.get(0))
    };
    let detail = prepared().map_err(|error| JournalError::sqlite(path, &error))?;
    if detail == "ok" {
        return Ok(connection);
    }
    let path = path.to_owned();
    Err(JournalError::Damaged { path, detail })
}

/// Opens a journal to read. Another process may be working on it.
pub(crate) fn open_to_read(path: &Path) -> Result<Connection, JournalError> {
    check_file(path)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = connect(path, flags).map_err(|error| JournalError::sqlite(path, &error))?;
    match check_schema(path, &connection) {
        Ok(()) => Ok(connection),
        // Readers share memory in a file beside the journal. Where none can be made, nobody
        // can be writing either.
        Err(JournalError::ReadOnly { .. }) if !beside(path, "-wal").exists() => {
            let uri = format!("file:{}?immutable=1", escaped(path));
            let flags = flags | OpenFlags::SQLITE_OPEN_URI;
            let connection = connect(Path::new(&uri), flags);
            let connection = connection.map_err(|error| JournalError::sqlite(path, &error))?;
            check_schema(path, &connection)?;
            Ok(connection)
        }
        Err(error) => Err(error),
    }
}

fn connect(path: &Path, flags: OpenFlags) -> rusqlite::Result<Connection> {
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY)?;
    Ok(connection)
}

/// Returns a path as it stands in a URI of SQLite.
fn escaped(path: &Path) -> String {
    let mut out = String::new();
    for c in path.to_string_lossy().chars() {
        match c {
            '?' | '#' | '%' => out.push_str(&format!("%{:02x}", u32::from(c))),
            _ => out.push(c),
        }
    }
    out
}

/// Refuses what SQLite would take for a new database, or for a whole one.
fn check_file(path: &Path) -> Result<(), JournalError> {
    let refused = |reason: &str| JournalError::NotAJournal {
        path: path.to_owned(),
        reason: reason.to_owned(),
    };
    let io = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::NotFound => JournalError::Missing(path.to_owned()),
        _ => JournalError::io(path, &error),
    };
    let mut file = std::fs::File::open(path).map_err(io)?;
    let length = file.metadata().map_err(io)?.len();
    let mut head = [0; 32];
    match file.read_exact(&mut head) {
        Err(_) if length == 0 => return Err(refused("it is empty; perhaps it was cut off")),
        Err(error) if error.kind() != std::io::ErrorKind::UnexpectedEof => return Err(io(error)),
        Ok(()) if head.starts_with(b"SQLite format 3\0") => {}
        _ => return Err(refused("it is no SQLite database")),
    }
    // What is missing in the file may be in the log beside it.
    let log = std::fs::metadata(beside(path, "-wal"));
    let has_log = log.is_ok_and(|log| log.len() > 0);
    if has_log || length >= expected_length(&head) {
        return Ok(());
    }
    Err(JournalError::Damaged {
        path: path.to_owned(),
        detail: "its end is missing".to_owned(),
    })
}

/// Returns how long a database is, by the size of its pages and their number at the
/// beginning of the file.
fn expected_length(head: &[u8; 32]) -> u64 {
    let [.., a, b, c, d] = *head;
    let pages = u32::from_be_bytes([a, b, c, d]);
    let page = match u16::from_be_bytes([head[16], head[17]]) {
        1 => 65_536,
        page => u32::from(page),
    };
    u64::from(pages) * u64::from(page)
}

fn check_schema(path: &Path, connection: &Connection) -> Result<(), JournalError> {
    let pragma = |name: &str| -> Result<i64, JournalError> {
        let value = connection.pragma_query_value(None, name, |row| row.get(0));
        value.map_err(|error| JournalError::sqlite(path, &error))
    };
    if pragma("application_id")? != APPLICATION_ID {
        return Err(JournalError::NotAJournal {
            path: path.to_owned(),
            reason: "it is a database of another program".to_owned(),
        });
    }
    match pragma("user_version")? {
        SCHEMA => Ok(()),
        found if found > SCHEMA => Err(JournalError::Newer {
            path: path.to_owned(),
            found,
            known: SCHEMA,
        }),
        found => Err(JournalError::Damaged {
            path: path.to_owned(),
            detail: format!("there is no schema {found}"),
        }),
    }
}
