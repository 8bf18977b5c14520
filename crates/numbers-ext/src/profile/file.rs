//! Reads and writes files that their owner alone may use.

use std::fs::File;
use std::io::{self, Read as _, Write as _};
use std::path::Path;

use secrecy::{ExposeSecret as _, SecretString};

use crate::profile::error::ProfileError;

/// The longest file that is read.
const LONGEST: u64 = 64 * 1024;

/// Reads a file, if nobody but its owner may use it.
pub(super) fn read(path: &Path) -> Result<SecretString, ProfileError> {
    let unreadable = |source| ProfileError::Unreadable {
        path: path.to_owned(),
        source,
    };
    let file = File::open(path).map_err(unreadable)?;
    // Of the file that was opened, since another one may have its name by now.
    if let Some(mode) = exposed(&file).map_err(unreadable)? {
        return Err(ProfileError::Exposed(path.to_owned(), mode));
    }
    let mut text = String::new();
    file.take(LONGEST)
        .read_to_string(&mut text)
        .map_err(unreadable)?;
    Ok(text.into())
}

/// Returns the mode of a file that others may use.
#[cfg(unix)]
fn exposed(file: &File) -> io::Result<Option<u32>> {
    use std::os::unix::fs::PermissionsExt as _;

    let mode = file.metadata()?.permissions().mode() & 0o777;
    Ok((mode & 0o077 != 0).then_some(mode))
}

/// Elsewhere the rights of a file are inherited from its folder, and a user's own is closed to
/// others.
#[cfg(not(unix))]
fn exposed(_: &File) -> io::Result<Option<u32>> {
    Ok(None)
}

/// Writes a file in place of the one that is there, for its owner alone.
pub(super) fn write(path: &Path, text: &SecretString) -> Result<(), ProfileError> {
    replace(path, text).map_err(|source| ProfileError::Unwritable {
        path: path.to_owned(),
        source,
    })
}

fn replace(path: &Path, text: &SecretString) -> io::Result<()> {
    let folder = path.parent().ok_or(io::ErrorKind::NotFound)?;
    std::fs::create_dir_all(folder)?;
    // A temporary file is its owner's alone.
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(text.expose_secret().as_bytes())?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    Ok(())
}
