//! The account that a command uses, from its arguments and the environment.

use std::time::Duration;

use clap::{Args, ValueEnum};
use numbers_ext::{Numbers, NumbersBuilder};

use crate::credentials::CredentialsArguments;
use crate::shell::Hints;
use crate::simulation::{self, Simulator};
use crate::violations::{self, Found};

/// Arguments about the account, the deadline and the output.
#[derive(Debug, Args)]
pub(crate) struct AccountArguments {
    /// The project, in place of SINCH_PROJECT_ID
    #[arg(long, value_name = "ID")]
    pub(crate) project: Option<String>,
    #[command(flatten)]
    pub(crate) credentials: CredentialsArguments,
    /// How long the call may take, such as 30s or 1m
    #[arg(long, value_name = "TIME", default_value = "30s", value_parser = humantime::parse_duration)]
    pub(crate) timeout: Duration,
    /// How to print the result
    #[arg(long, value_enum, default_value_t = Output::Table)]
    pub(crate) output: Output,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Output {
    /// For people
    Table,
    /// JSON on stdout, for results and errors alike: one object, or one a line for lists
    Json,
}

impl AccountArguments {
    pub(crate) fn is_json(&self) -> bool {
        self.output == Output::Json
    }

    /// Returns how commands about this account are written.
    pub(crate) fn hints(&self) -> Hints {
        Hints {
            project: self.project.clone(),
            credentials: self.credentials.words(),
            is_simulated: false,
        }
    }

    /// Returns a builder with the settings that were passed, for a real account or a simulated
    /// one.
    pub(crate) fn builder(&self, simulator: Option<&Simulator>) -> NumbersBuilder {
        let builder = of_this_program(Numbers::builder());
        if let Some(simulator) = simulator {
            return builder
                .project(simulator.project())
                .access_key(simulator.key_id(), simulator.key_secret())
                .numbers_url(simulator.url())
                .auth_url(simulator.url());
        }
        self.credentials.apply(match &self.project {
            Some(project) => builder.project(project),
            None => builder,
        })
    }

    /// Starts a simulator inside this program.
    pub(crate) async fn simulator(&self) -> Result<Simulator, String> {
        simulation::start(self.project.as_deref()).await
    }
}

/// Says in each request which program it is from.
pub(crate) fn of_this_program(builder: NumbersBuilder) -> NumbersBuilder {
    builder.user_agent_suffix(concat!("numbers-cli/", env!("CARGO_PKG_VERSION")))
}

/// Builds the client, or adds the violations that keep it from being built.
pub(crate) fn build(builder: NumbersBuilder, found: &mut Found) -> Option<Numbers> {
    builder
        .build()
        .map_err(|violations| violations::add(found, violations))
        .ok()
}
