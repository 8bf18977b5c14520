//! Access keys that are asked for when they are needed.

use std::error::Error;
use std::fmt;
use std::pin::Pin;

use secrecy::SecretString;

/// Provides the access key when an access token is needed, such as from a vault. Set by
/// [`NumbersBuilder::credential_provider`](crate::NumbersBuilder::credential_provider).
///
/// It is asked before each token request: about once an hour, the lifetime of the vendor's tokens,
/// and at once after a token was refused. A key that was rotated is in use from then on.
///
/// ```
/// use numbers_ext::{AccessKey, CredentialProvider, Numbers, ProviderError, Providing};
///
/// # #[derive(Debug)]
/// # struct Client;
/// # impl Client {
/// #     async fn read(&self, _: &str) -> std::io::Result<(String, String)> {
/// #         Ok(("simulated-key".to_owned(), "simulated-secret".to_owned()))
/// #     }
/// # }
/// #[derive(Debug)]
/// struct Vault {
///     client: Client, // of your vault
/// }
///
/// impl CredentialProvider for Vault {
///     fn access_key(&self) -> Providing<'_> {
///         Box::pin(async {
///             let read = self.client.read("secret/sinch").await;
///             let (id, secret) = read.map_err(ProviderError::new)?;
///             Ok(AccessKey::new(id, secret))
///         })
///     }
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let simulator = numbers_sim::Simulator::start().await?;
/// # let client = Client;
/// let numbers = Numbers::builder()
///     .project("51bc3f40-f266-4ca8-8938-a1ed0ff32b9a")
///     .credential_provider(Vault { client })
/// #   .numbers_url(simulator.url()).auth_url(simulator.url())
///     .build()?;
/// # numbers.regions().send().await?;
/// # Ok(())
/// # }
/// ```
pub trait CredentialProvider: fmt::Debug + Send + Sync {
    /// Returns the access key in force. It may take as long as the
    /// [timeout](crate::NumbersBuilder::token_timeout) of a token request; when it fails, or
    /// panics, nothing is sent.
    fn access_key(&self) -> Providing<'_>;
}

/// The future in which a [`CredentialProvider`] provides.
pub type Providing<'a> =
    Pin<Box<dyn Future<Output = Result<AccessKey, ProviderError>> + Send + 'a>>;

/// An access key: its id and its secret. `Debug` shows neither.
///
/// ```
/// let key = numbers_ext::AccessKey::new("key-id", "key-secret");
/// assert!(!format!("{key:?}").contains("key-secret"));
/// ```
#[derive(Clone, Debug)]
pub struct AccessKey {
    pub(crate) id: SecretString,
    pub(crate) secret: SecretString,
}

impl AccessKey {
    /// Returns the access key with this id and this secret.
    ///
    /// ```
    /// let key = numbers_ext::AccessKey::new("key-id", "key-secret");
    /// ```
    pub fn new(id: impl Into<SecretString>, secret: impl Into<SecretString>) -> Self {
        Self {
            id: id.into(),
            secret: secret.into(),
        }
    }
}

/// Why a [`CredentialProvider`] has no access key.
///
/// ```
/// # fn read() -> std::io::Result<()> { Err(std::io::Error::other("the vault is sealed")) }
/// let error = read().map_err(numbers_ext::ProviderError::new).unwrap_err();
/// assert_eq!(error.to_string(), "the vault is sealed");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProviderError(String);

impl ProviderError {
    /// Returns an error with this reason, which is shown: it must not have the key in it.
    ///
    /// ```
    /// let error = numbers_ext::ProviderError::new("the vault is sealed");
    /// ```
    pub fn new(reason: impl fmt::Display) -> Self {
        Self(reason.to_string())
    }
}

impl fmt::Display for ProviderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        crate::text::printable(&self.0).fmt(f)
    }
}

impl Error for ProviderError {}
