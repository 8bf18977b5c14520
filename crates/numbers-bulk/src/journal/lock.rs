//! One process at a time works on a journal.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};

use crate::journal::error::JournalError;

/// A lock on a journal. It ends with the process, however that ends.
///
/// The lock is on a file of its own beside the journal: SQLite's own locks on the journal
/// would be lost when another handle of this process to it is closed.
#[derive(Debug)]
pub(crate) struct Lock {
    #[cfg(unix)]
    path: PathBuf,
    _file: File,
}

impl Lock {
    /// Locks the journal at this path.
    pub(crate) fn take(journal: &Path) -> Result<Self, JournalError> {
        let path = beside(journal, ".lock");
        let io = |error: std::io::Error| JournalError::io(journal, &error);
        loop {
            let file = OpenOptions::new()
                .read(true)
                .write(true)
                .create(true)
                .truncate(false)
                .open(&path);
            let mut file = file.map_err(io)?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => {
                    return Err(JournalError::InUse {
                        path: journal.to_owned(),
                        process: process(&mut file),
                    });
                }
                Err(TryLockError::Error(error)) => return Err(io(error)),
            }
            // Its last owner may have deleted the file after it was opened here.
            if !is_at(&file, &path) {
                continue;
            }
            // For the message above; a lock without it is as good.
            let _ = file.set_len(0);
            let _ = file.rewind();
            let _ = write!(file, "{}", std::process::id());
            return Ok(Self {
                #[cfg(unix)]
                path,
                _file: file,
            });
        }
    }
}

/// Deletes the file while it is still locked. Whoever has opened it by then notices.
#[cfg(unix)]
impl Drop for Lock {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.path);
    }
}

/// Returns whether the file is still the one at this path.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let identity = |metadata: std::fs::Metadata| (metadata.dev(), metadata.ino());
    let (ours, theirs) = (file.metadata(), std::fs::metadata(path));
    ours.ok().map(identity) == theirs.ok().map(identity)
}

/// Elsewhere the file stays.
#[cfg(not(unix))]
fn is_at(_: &File, _: &Path) -> bool {
    true
}

/// Returns the process that has the lock, where it can be read.
fn process(file: &mut File) -> Option<u32> {
    let mut text = String::new();
    file.read_to_string(&mut text).ok()?;
    text.trim().parse().ok()
}

/// Returns the path of a file beside the journal.
pub(crate) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}
