//! Where the credentials of a command come from.

use std::path::PathBuf;

use clap::Args;
use numbers_ext::{NumbersBuilder, Profile};

/// Arguments that name the credentials.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct CredentialsArguments {
    /// Read the project and its access key from this file, in place of the environment
    #[arg(long, value_name = "FILE", conflicts_with = "profile")]
    pub(crate) credentials: Option<String>,
    /// Use this profile, which `numbers auth login` has stored, in place of the environment
    #[arg(long, value_name = "NAME")]
    pub(crate) profile: Option<String>,
}

/// Where the credentials come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    File(String),
    Profile(String),
    Environment,
}

impl CredentialsArguments {
    /// Returns where the credentials come from: what was passed or, without that, the
    /// environment where it has an access key, and the default profile where it has none.
    pub(crate) fn source(&self) -> Source {
        let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let has_default = || default_profile().is_some_and(|path| path.exists());
        match (&self.credentials, &self.profile) {
            (Some(file), _) => Source::File(file.clone()),
            (None, Some(name)) => Source::Profile(name.clone()),
            (None, None) if is_set("SINCH_KEY_ID") || is_set("SINCH_KEY_SECRET") => {
                Source::Environment
            }
            (None, None) if has_default() => Source::Profile(Profile::DEFAULT.to_owned()),
            (None, None) => Source::Environment,
        }
    }

    /// Fills in the credentials, after what was passed as an argument.
    pub(crate) fn apply(&self, builder: NumbersBuilder) -> NumbersBuilder {
        let is_passed = self.profile.is_some();
        match self.source() {
            Source::File(file) => builder.credentials_file(file),
            Source::Profile(name) if is_passed => builder.profile(&name),
            // The environment may name the project alone.
            Source::Profile(name) => builder.env().profile(&name),
            Source::Environment => builder.env(),
        }
    }

    /// Returns the arguments that name the same credentials.
    pub(crate) fn words(&self) -> Vec<String> {
        let pairs = [
            ("--credentials", &self.credentials),
            ("--profile", &self.profile),
        ];
        let passed = pairs
            .into_iter()
            .filter_map(|(flag, value)| Some([flag.to_owned(), value.clone()?]));
        passed.flatten().collect()
    }
}

fn default_profile() -> Option<PathBuf> {
    Profile::path(Profile::DEFAULT).ok()
}
