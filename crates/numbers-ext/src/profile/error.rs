//! Why a file of credentials can't be used.

use std::io;
use std::path::PathBuf;

use thiserror::Error;

use crate::text::printable;

/// Why a file of credentials can't be used. It shows no value of the file.
///
/// ```
/// use numbers_ext::Profile;
///
/// let error = Profile::path("a/b").unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "'a/b' is not the name of a profile: letters, digits, '-' and '_' are accepted"
/// );
/// ```
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ProfileError {
    /// The name has characters in it that no name has.
    #[error(
        "'{name}' is not the name of a profile: letters, digits, '-' and '_' are accepted",
        name = printable(.0)
    )]
    Name(String),
    /// There is no profile of this name, which would be in this file.
    #[error("there is no profile '{0}': {path} is missing", path = .1.display())]
    Missing(String, PathBuf),
    /// The platform has no configuration folder for this user.
    #[error("there is no configuration folder, since this user has no home folder")]
    NoFolder,
    /// The file can't be read.
    #[error("{path} can't be read: {source}", path = path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Others than its owner may read or write the file, which has this mode.
    #[error("{path} can be used by others (mode {1:o}); run `chmod 600` on it", path = .0.display())]
    Exposed(PathBuf, u32),
    /// The file holds no credentials: what is wrong with it.
    #[error("{path} is not a file of credentials: {1}", path = .0.display())]
    Malformed(PathBuf, String),
    /// The file can't be written.
    #[error("{path} can't be written: {source}", path = path.display())]
    Unwritable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}
