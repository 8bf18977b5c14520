//! Where the credentials of a command come from, without the feature `profiles`.

use clap::Args;
use numbers_ext::NumbersBuilder;

/// No arguments: the credentials are in the environment.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct CredentialsArguments {}

impl CredentialsArguments {
    /// Fills in the credentials, after what was passed as an argument.
    #[allow(clippy::unused_self, reason = "as with profiles")]
    pub(crate) fn apply(&self, builder: NumbersBuilder) -> NumbersBuilder {
        builder.env()
    }

    /// Returns the arguments that name the same credentials.
    #[allow(clippy::unused_self, reason = "as with profiles")]
    pub(crate) fn words(&self) -> Vec<String> {
        Vec::new()
    }
}
