//! The settings of authentication.

use std::sync::Arc;
use std::time::Duration;

use secrecy::SecretString;

use crate::auth::provider::CredentialProvider;
use crate::client::Numbers;
use crate::client::builder::NumbersBuilder;
use crate::client::builder::credential::Credential;
use crate::model::violation::Violations;

impl Numbers {
    /// Builds a client from the environment: `SINCH_PROJECT_ID`, `SINCH_KEY_ID` and
    /// `SINCH_KEY_SECRET`. `SINCH_NUMBERS_URL` and `SINCH_AUTH_URL` replace the base URLs
    /// where they are set.
    ///
    /// ```
    /// use numbers_ext::Numbers;
    ///
    /// match Numbers::from_env() {
    ///     Ok(numbers) => println!("renting for project {}", numbers.project()),
    ///     Err(violations) => println!("{violations}"), // "projectId is missing; ..."
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// When a variable is missing or invalid; all violations at once.
    pub fn from_env() -> Result<Self, Violations> {
        Self::builder().env().build()
    }
}

impl NumbersBuilder {
    /// Fills in from the environment what has not been set yet: `SINCH_PROJECT_ID`,
    /// `SINCH_KEY_ID` with `SINCH_KEY_SECRET`, `SINCH_NUMBERS_URL` and `SINCH_AUTH_URL`. An
    /// empty variable counts as not set.
    ///
    /// ```
    /// // This project, whatever SINCH_PROJECT_ID says.
    /// let builder = numbers_ext::Numbers::builder().project("my-project").env();
    /// ```
    pub fn env(self) -> Self {
        self.env_from(|name| std::env::var(name).ok())
    }

    /// Fills in what has not been set yet, like [`env`](Self::env), but gets the value of each
    /// variable from a function.
    ///
    /// ```
    /// use numbers_ext::Numbers;
    /// use std::collections::HashMap;
    ///
    /// let settings = HashMap::from([
    ///     ("SINCH_PROJECT_ID", "my-project".to_owned()),
    ///     ("SINCH_KEY_ID", "key-id".to_owned()),
    ///     ("SINCH_KEY_SECRET", "key-secret".to_owned()),
    /// ]);
    /// let numbers = Numbers::builder().env_from(|name| settings.get(name).cloned()).build()?;
    /// assert_eq!(numbers.project().as_str(), "my-project");
    /// # Ok::<(), numbers_ext::Violations>(())
    /// ```
    pub fn env_from(mut self, variable: impl Fn(&str) -> Option<String>) -> Self {
        let set = |name: &str| variable(name).filter(|value| !value.is_empty());
        self.project = self.project.or_else(|| set("SINCH_PROJECT_ID"));
        self.numbers_url = self.numbers_url.or_else(|| set("SINCH_NUMBERS_URL"));
        self.auth_url = self.auth_url.or_else(|| set("SINCH_AUTH_URL"));
        if self.credential.is_none() {
            let (id, secret) = (set("SINCH_KEY_ID"), set("SINCH_KEY_SECRET"));
            if id.is_some() || secret.is_some() {
                self = self.access_key(id.unwrap_or_default(), secret.unwrap_or_default());
            }
        }
        self
    }

    /// Authenticates with an access key, from the dashboard (Settings, Access keys). Access
    /// tokens are issued for it (OAuth 2.0 client credentials), cached, and shared by all
    /// clones of the client.
    ///
    /// ```
    /// let builder = numbers_ext::Numbers::builder().access_key("key-id", "key-secret");
    /// ```
    pub fn access_key(
        mut self,
        id: impl Into<SecretString>,
        secret: impl Into<SecretString>,
    ) -> Self {
        self.credential = Some(Credential::AccessKey(id.into(), secret.into()));
        self
    }

    /// Authenticates with access keys that are asked for when an access token is needed, such as
    /// from a vault. A key that was rotated is in use with the next token, without a restart.
    ///
    /// [`CredentialProvider`] has an example.
    ///
    /// ```
    /// # use numbers_ext::{CredentialProvider, Numbers, NumbersBuilder};
    /// fn with_vault(vault: impl CredentialProvider + 'static) -> NumbersBuilder {
    ///     Numbers::builder().project("my-project").credential_provider(vault)
    /// }
    /// ```
    pub fn credential_provider(mut self, provider: impl CredentialProvider + 'static) -> Self {
        self.credential = Some(Credential::Provider(Arc::new(provider)));
        self
    }

    /// Authenticates with an access key that is sent with every request (HTTP Basic). For
    /// trials only: the vendor heavily limits the rate of such requests.
    ///
    /// ```
    /// let builder = numbers_ext::Numbers::builder().basic("key-id", "key-secret");
    /// ```
    pub fn basic(mut self, id: impl Into<SecretString>, secret: impl Into<SecretString>) -> Self {
        self.credential = Some(Credential::Basic(id.into(), secret.into()));
        self
    }

    /// Authenticates with an access token that was fetched elsewhere. It is not refreshed:
    /// once it has expired, calls are rejected with 401.
    ///
    /// ```
    /// let builder = numbers_ext::Numbers::builder().bearer("eyJhbGciOiJSUzI1NiIsI...");
    /// ```
    pub fn bearer(mut self, token: impl Into<SecretString>) -> Self {
        self.credential = Some(Credential::Bearer(token.into()));
        self
    }

    /// Sets how long one attempt to get an access token may take, a
    /// [provider](Self::credential_provider) included. The default is 10 seconds. There are up
    /// to three attempts, as far as the [deadline](Self::deadline) of the call allows.
    ///
    /// ```
    /// # use std::time::Duration;
    /// let builder = numbers_ext::Numbers::builder().token_timeout(Duration::from_secs(3));
    /// ```
    pub fn token_timeout(mut self, timeout: Duration) -> Self {
        self.token_timeout = timeout;
        self
    }
}
