//! A project and its access key.

use rust_decimal::Decimal;
#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::stock::optional_amount;

/// A project, its access key, and what it starts with.
///
/// ```
/// use numbers_sim::{Account, Simulator};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let second = Account::new("project-2", "key-2", "secret-2");
/// let simulator = Simulator::builder().account(second).start().await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct Account {
    /// The project.
    pub project_id: String,
    /// The id of its access key.
    pub key_id: String,
    /// The secret of its access key.
    pub key_secret: String,
    /// What it has to spend, a decimal number; unlimited where absent.
    #[serde(default, deserialize_with = "optional_amount")]
    #[cfg_attr(
        feature = "schema",
        schemars(with = "Option<String>", regex(pattern = r"^[0-9]+(\.[0-9]+)?$"))
    )]
    pub balance: Option<Decimal>,
    /// Signs its events; they are unsigned where it is empty or absent.
    #[serde(default)]
    pub callback_secret: Option<String>,
}

impl Account {
    /// A project with unlimited money and unsigned events.
    #[must_use]
    pub fn new(
        project: impl Into<String>,
        key_id: impl Into<String>,
        key_secret: impl Into<String>,
    ) -> Self {
        Self {
            project_id: project.into(),
            key_id: key_id.into(),
            key_secret: key_secret.into(),
            balance: None,
            callback_secret: None,
        }
    }

    /// Sets what it has to spend.
    #[must_use]
    pub fn balance(mut self, balance: Decimal) -> Self {
        self.balance = Some(balance);
        self
    }

    /// Sets the secret that signs its events.
    #[must_use]
    pub fn callback_secret(mut self, secret: impl Into<String>) -> Self {
        self.callback_secret = Some(secret.into());
        self
    }
}
