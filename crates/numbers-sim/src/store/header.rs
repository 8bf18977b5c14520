//! The first bytes of a database file, read before SQLite touches it.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use crate::store::error::StoreError;

/// Marks a database as the simulator's: "nsim".
pub(super) const APPLICATION_ID: u32 = 0x6e73_696d;
/// The version of the schema, in the database's `user_version`.
pub(super) const SCHEMA: u32 = 1;

const LENGTH: usize = 100;

/// Refuses what is no state file, a newer one, or one that lost its end.
pub(super) fn check(path: &Path) -> Result<(), StoreError> {
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error.into()),
    };
    let size = file.metadata()?.len();
    if size == 0 {
        return Ok(());
    }
    let mut bytes = Vec::with_capacity(LENGTH);
    file.by_ref().take(LENGTH as u64).read_to_end(&mut bytes)?;
    if !bytes.starts_with(b"SQLite format 3\0") {
        return Err(StoreError::Foreign);
    }
    if bytes.len() < LENGTH {
        return Err(StoreError::Damaged("its header is cut short".to_owned()));
    }
    // A journal left by a process that was killed is played back first.
    if beside(path, "-journal").exists() {
        return Ok(());
    }
    if number(&bytes, 68) != APPLICATION_ID {
        return Err(StoreError::Foreign);
    }
    newer(number(&bytes, 60))?;
    let page = match number(&bytes, 16) >> 16 {
        1 => 65_536,
        size => u64::from(size),
    };
    let said = page * u64::from(number(&bytes, 28));
    let has_log = beside(path, "-wal")
        .metadata()
        .is_ok_and(|log| log.len() > 0);
    if size < said && !has_log {
        let message = format!("it has {size} of its {said} bytes");
        return Err(StoreError::Damaged(message));
    }
    Ok(())
}

/// Refuses a schema that this version does not know.
pub(super) fn newer(found: u32) -> Result<(), StoreError> {
    if found > SCHEMA {
        return Err(StoreError::Newer {
            found,
            known: SCHEMA,
        });
    }
    Ok(())
}

fn beside(path: &Path, suffix: &str) -> std::path::PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

fn number(bytes: &[u8], offset: usize) -> u32 {
    let four = bytes
        .get(offset..offset + 4)
        .and_then(|four| four.try_into().ok());
    four.map(u32::from_be_bytes).unwrap_or_default()
}
