//! Where the key comes from that access tokens are issued for.

use std::sync::Arc;

use secrecy::ExposeSecret as _;

use crate::auth::provider::{CredentialProvider, ProviderError};
use crate::auth::secret::CheckedKey;

/// Where the key comes from that access tokens are issued for.
#[derive(Debug)]
pub(crate) enum KeySource {
    Fixed(CheckedKey),
    Provider(Arc<dyn CredentialProvider>),
}

impl KeySource {
    /// Returns the key to fetch a token with.
    pub(crate) async fn key(&self) -> Result<CheckedKey, ProviderError> {
        match self {
            Self::Fixed(key) => Ok(key.clone()),
            Self::Provider(provider) => {
                let key = provider.access_key().await?;
                let checked = CheckedKey::new(key.id.expose_secret(), &key.secret);
                checked.map_err(|errors| {
                    ProviderError::new(match errors {
                        (Some(id), _) => format!("the id of its access key {id}"),
                        (None, Some(secret)) => format!("the secret of its access key {secret}"),
                        (None, None) => "its access key can't be sent".to_owned(),
                    })
                })
            }
        }
    }
}
