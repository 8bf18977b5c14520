//! Credentials in files, and profiles in the configuration folder of the platform.

pub(crate) mod error;
mod file;
mod folder;
mod format;

use std::path::{Path, PathBuf};

use secrecy::{ExposeSecret as _, SecretString};

use crate::auth::provider::AccessKey;
use crate::profile::error::ProfileError;
use crate::profile::format::Content;

/// The credentials of a project as a file holds them: its id, an access key and, where they are
/// not the usual ones, the base URLs. `Debug` shows no secret.
///
/// The file is TOML, and nobody but its owner may read it:
///
/// ```toml
/// project_id = "51bc3f40-f266-4ca8-8938-a1ed0ff32b9a"
/// key_id = "key-id"
/// key_secret = "key-secret"
/// # numbers_url = "http://127.0.0.1:8080"
/// # auth_url = "http://127.0.0.1:8080"
/// ```
///
/// A *profile* is such a file with a name, `numbers/NAME.toml` in the configuration folder:
/// `$XDG_CONFIG_HOME` or `~/.config` on Unix, `%APPDATA%` on Windows. The CLI writes and reads the
/// same ones: `numbers auth login --profile staging`.
///
/// ```no_run
/// use numbers_ext::{AccessKey, Numbers, Profile};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let key = AccessKey::new("key-id", "key-secret");
/// let profile = Profile::new("51bc3f40-f266-4ca8-8938-a1ed0ff32b9a", key);
/// profile.save("staging")?;
/// // Later, in another program:
/// let numbers = Numbers::from_profile("staging")?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Profile(Content);

impl Profile {
    /// The name of the profile that the CLI uses when no other one is named.
    pub const DEFAULT: &str = "default";

    /// Returns a profile with the usual base URLs.
    ///
    /// ```
    /// use numbers_ext::{AccessKey, Profile};
    ///
    /// let profile = Profile::new("my-project", AccessKey::new("key-id", "key-secret"));
    /// assert_eq!((profile.project(), profile.key_id()), ("my-project", "key-id"));
    /// ```
    pub fn new(project: impl Into<String>, key: AccessKey) -> Self {
        Self(Content {
            project_id: project.into(),
            key_id: key.id.expose_secret().to_owned(),
            key_secret: key.secret,
            numbers_url: None,
            auth_url: None,
        })
    }

    /// Sets the base URLs of the Numbers API and of the token endpoint.
    ///
    /// ```
    /// # use numbers_ext::{AccessKey, Profile};
    /// let profile = Profile::new("my-project", AccessKey::new("key-id", "key-secret"))
    ///     .urls("http://127.0.0.1:8080", "http://127.0.0.1:8080");
    /// ```
    #[must_use]
    pub fn urls(mut self, numbers: impl Into<String>, auth: impl Into<String>) -> Self {
        self.0.numbers_url = Some(numbers.into());
        self.0.auth_url = Some(auth.into());
        self
    }

    /// Reads a file of credentials.
    ///
    /// ```no_run
    /// let profile = numbers_ext::Profile::read("/run/secrets/sinch.toml")?;
    /// # Ok::<(), numbers_ext::ProfileError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// When it can't be read, is not a file of credentials or, on Unix, others than its owner
    /// may read or write it.
    pub fn read(path: impl AsRef<Path>) -> Result<Self, ProfileError> {
        let path = path.as_ref();
        let text = file::read(path)?;
        let content = format::read(text.expose_secret());
        content
            .map(Self)
            .map_err(|what| ProfileError::Malformed(path.to_owned(), what))
    }

    /// Reads a profile by its name.
    ///
    /// ```no_run
    /// let profile = numbers_ext::Profile::load("staging")?;
    /// # Ok::<(), numbers_ext::ProfileError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`read`](Self::read), and when the name has other characters in it than letters,
    /// digits, `-` and `_`.
    pub fn load(name: &str) -> Result<Self, ProfileError> {
        let path = Self::path(name)?;
        if path.exists() {
            Self::read(path)
        } else {
            Err(ProfileError::Missing(name.to_owned(), path))
        }
    }

    /// Stores the profile under a name, in place of one of that name, so that its owner alone
    /// can read it. Returns the file.
    ///
    /// ```no_run
    /// # use numbers_ext::{AccessKey, Profile};
    /// let profile = Profile::new("my-project", AccessKey::new("key-id", "key-secret"));
    /// println!("stored in {}", profile.save("staging")?.display());
    /// # Ok::<(), numbers_ext::ProfileError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// When the name is not one of a profile, there is no configuration folder, or the file
    /// can't be written. A profile that was there stays as it was.
    pub fn save(&self, name: &str) -> Result<PathBuf, ProfileError> {
        let path = Self::path(name)?;
        file::write(&path, &format::written(&self.0))?;
        Ok(path)
    }

    /// Returns the file of a profile, whether it is there or not.
    ///
    /// ```
    /// assert!(numbers_ext::Profile::path("../other").is_err());
    /// ```
    ///
    /// # Errors
    ///
    /// When the name is not one of a profile, or there is no configuration folder.
    pub fn path(name: &str) -> Result<PathBuf, ProfileError> {
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
        if name.is_empty() || !name.bytes().all(is_plain) {
            return Err(ProfileError::Name(name.to_owned()));
        }
        Ok(folder::folder()?.join(format!("{name}.toml")))
    }

    /// Returns the id of the project.
    #[must_use]
    pub fn project(&self) -> &str {
        &self.0.project_id
    }

    /// Returns the id of the access key.
    #[must_use]
    pub fn key_id(&self) -> &str {
        &self.0.key_id
    }

    /// Returns the base URL of the Numbers API, where it is not the usual one.
    #[must_use]
    pub fn numbers_url(&self) -> Option<&str> {
        self.0.numbers_url.as_deref()
    }

    /// Returns the base URL of the token endpoint, where it is not the usual one.
    #[must_use]
    pub fn auth_url(&self) -> Option<&str> {
        self.0.auth_url.as_deref()
    }

    pub(crate) fn key_secret(&self) -> &SecretString {
        &self.0.key_secret
    }
}
