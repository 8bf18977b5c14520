//! Settings from files and profiles.

use std::path::Path;

use secrecy::{ExposeSecret as _, SecretString};

use crate::client::Numbers;
use crate::client::builder::NumbersBuilder;
use crate::client::builder::credential::Credential;
use crate::model::violation::{Violation, Violations};
use crate::profile::{Profile, error::ProfileError};

impl Numbers {
    /// Builds a client from a file of credentials; see [`Profile`].
    ///
    /// ```no_run
    /// let numbers = numbers_ext::Numbers::from_file("/run/secrets/sinch.toml")?;
    /// # Ok::<(), numbers_ext::Violations>(())
    /// ```
    ///
    /// # Errors
    ///
    /// When the file can't be read, can be read by others, or something in it is missing or
    /// invalid; all violations at once.
    pub fn from_file(path: impl AsRef<Path>) -> Result<Self, Violations> {
        Self::builder().credentials_file(path).build()
    }

    /// Builds a client from a profile, such as `numbers auth login` has stored it.
    ///
    /// ```no_run
    /// let numbers = numbers_ext::Numbers::from_profile("staging")?;
    /// # Ok::<(), numbers_ext::Violations>(())
    /// ```
    ///
    /// # Errors
    ///
    /// When there is no such profile, others can read it, or something in it is missing or
    /// invalid; all violations at once.
    pub fn from_profile(name: &str) -> Result<Self, Violations> {
        Self::builder().profile(name).build()
    }
}

impl NumbersBuilder {
    /// Fills in from a file of credentials what has not been set yet: the project, the access
    /// key and, where the file names them, the base URLs. Nothing is taken from it when there is
    /// a credential already, so that no project meets the key of another one.
    ///
    /// ```no_run
    /// let builder = numbers_ext::Numbers::builder().credentials_file("/run/secrets/sinch.toml");
    /// ```
    pub fn credentials_file(self, path: impl AsRef<Path>) -> Self {
        self.fill_in("credentialsFile", || Profile::read(path.as_ref()))
    }

    /// Fills in from a profile what has not been set yet, as
    /// [`credentials_file`](Self::credentials_file) does.
    ///
    /// ```no_run
    /// // The environment where it has an access key, and the profile otherwise.
    /// let builder = numbers_ext::Numbers::builder().env().profile("staging");
    /// ```
    pub fn profile(self, name: &str) -> Self {
        self.fill_in("profile", || Profile::load(name))
    }

    fn fill_in(
        mut self,
        field: &'static str,
        read: impl FnOnce() -> Result<Profile, ProfileError>,
    ) -> Self {
        if self.credential.is_some() {
            return self;
        }
        match read() {
            Ok(profile) => {
                let id = SecretString::from(profile.key_id());
                let secret = profile.key_secret().expose_secret();
                self.credential = Some(Credential::AccessKey(id, secret.into()));
                self.project = self.project.or(Some(profile.project().to_owned()));
                let url = profile.numbers_url().map(str::to_owned);
                self.numbers_url = self.numbers_url.or(url);
                let url = profile.auth_url().map(str::to_owned);
                self.auth_url = self.auth_url.or(url);
            }
            Err(error) => self.unread.push(Violation::new(field, error.to_string())),
        }
        self
    }
}
