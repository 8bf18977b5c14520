//! The callback secret of the project.

use numbers_client::Redacted;

use crate::callbacks::get::GetCallbackSecret;
use crate::callbacks::set::SetCallbackSecret;
use crate::client::Numbers;
use crate::outcome::read_error::ReadError;

impl Numbers {
    /// Returns the callback secret of the project.
    #[must_use]
    pub fn callback_secret(&self) -> CallbackSecret {
        CallbackSecret(self.clone())
    }
}

/// The callback secret of a project, with which webhook events are signed.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let simulator = numbers_sim::Simulator::start().await?;
/// # let numbers = numbers_ext::Numbers::builder()
/// #     .project(simulator.project()).access_key(simulator.key_id(), simulator.key_secret())
/// #     .numbers_url(simulator.url()).auth_url(simulator.url()).build()?;
/// let callbacks = numbers.callback_secret();
/// callbacks.set("8d0b7f6e-a4c1-4b6e").send().await?;
/// let secret = callbacks.get().await?.expect("it was set just now");
/// assert_eq!(secret.expose(), "8d0b7f6e-a4c1-4b6e");
/// assert_eq!(format!("{secret:?}"), "[redacted]");
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct CallbackSecret(Numbers);

impl CallbackSecret {
    /// Fetches the secret; `None` when the project has none.
    ///
    /// # Errors
    ///
    /// When there is no response, or one that is not about this project.
    pub async fn get(&self) -> Result<Option<Redacted<String>>, ReadError> {
        self.0.read(&GetCallbackSecret).await
    }

    /// Prepares setting the secret.
    pub fn set(&self, secret: impl Into<String>) -> SetCallbackSecret {
        SetCallbackSecret::new(&self.0.0, secret.into())
    }
}
