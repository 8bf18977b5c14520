//! `numbers auth login`.

use std::path::Path;
use std::time::Duration;

use clap::Args;
use numbers_ext::{AccessKey, Numbers, NumbersBuilder, Profile};

use crate::account::{self, Output};
use crate::commands::auth::prompt;
use crate::exit::Exit;
use crate::reading::Reader;
use crate::report::Report;
use crate::report::credentials::Shown;
use crate::violations::Found;

pub(super) const HELP: &str = "\
Examples:
  numbers auth login                                  asks for what it needs
  numbers auth login --profile staging --project ID --key-id ID --key-secret-file secret
The profile `default` is used by all commands when the environment has no access key, others
with --profile. A secret is no argument, so that no list of processes and no history of a
shell has it.

Exit codes:
  0  stored
  1  internal error, such as a folder that can't be written
  2  invalid input, environment or configuration; nothing was sent
  3  the service refused the access key; nothing was stored
  5  it is not known whether the service accepts it; nothing was stored";

#[derive(Debug, Args)]
pub(crate) struct LoginArguments {
    /// The name of the profile
    #[arg(long, value_name = "NAME", default_value = Profile::DEFAULT)]
    profile: String,
    /// The project, by its id from the dashboard (Settings, Projects)
    #[arg(long, value_name = "ID")]
    project: Option<String>,
    /// The id of the access key, from the dashboard (Settings, Access keys)
    #[arg(long, value_name = "ID")]
    key_id: Option<String>,
    /// Read the secret of the key from this file. Without it, it is asked for or read from stdin
    #[arg(long, value_name = "FILE")]
    key_secret_file: Option<String>,
    /// The base URL of the Numbers API, such as that of a simulator
    #[arg(long, value_name = "URL", requires = "auth_url")]
    numbers_url: Option<String>,
    /// The base URL of the token endpoint
    #[arg(long, value_name = "URL", requires = "numbers_url")]
    auth_url: Option<String>,
    /// Store it without asking the service whether it accepts the key
    #[arg(long)]
    no_check: bool,
    /// How long the call may take, such as 30s or 1m
    #[arg(long, value_name = "TIME", default_value = "30s", value_parser = humantime::parse_duration)]
    timeout: Duration,
    /// How to print the result
    #[arg(long, value_enum, default_value_t = Output::Table)]
    output: Output,
}

pub(super) async fn run(arguments: LoginArguments) -> Exit {
    let report = report(&arguments).await.unwrap_or_else(|report| report);
    report.print(arguments.output == Output::Json)
}

async fn report(arguments: &LoginArguments) -> Result<Report, Report> {
    let mut found = Found::new();
    // Before anything is asked for.
    if let Err(error) = Profile::path(&arguments.profile) {
        return Err(Report::invalid(
            None,
            vec![("profile".to_owned(), error.to_string())],
        ));
    }
    let (project, key_id) = (arguments.project.as_deref(), arguments.key_id.as_deref());
    let project = prompt::text(project, "projectId", "Project id", "--project", &mut found);
    let key_id = prompt::text(key_id, "keyId", "Key id", "--key-id", &mut found);
    let secret = prompt::secret(arguments.key_secret_file.as_deref(), &mut found);
    let (Some(project), Some(key_id), Some(secret)) = (project, key_id, secret) else {
        return Err(Report::invalid(None, found));
    };
    let urls = arguments
        .numbers_url
        .as_deref()
        .zip(arguments.auth_url.as_deref());
    let builder = Numbers::builder()
        .project(&*project)
        .access_key(&*key_id, &*secret);
    let mut profile = Profile::new(project, AccessKey::new(key_id, secret));
    let builder = match urls {
        Some((numbers, auth)) => {
            profile = profile.urls(numbers, auth);
            builder.numbers_url(numbers).auth_url(auth)
        }
        None => builder,
    };
    check(arguments, builder, &mut found).await?;
    let stored = profile.save(&arguments.profile);
    let path = stored.map_err(|error| Report::not_stored(&error))?;
    let shown = Shown::of(&profile);
    Ok(Report::logged_in(
        &arguments.profile,
        Path::new(&path),
        &shown,
    ))
}

/// Asks the service whether it accepts the key, or only whether the settings are valid.
async fn check(
    arguments: &LoginArguments,
    builder: NumbersBuilder,
    found: &mut Found,
) -> Result<(), Report> {
    let builder = account::of_this_program(builder);
    let Some(mut reader) = Reader::of(builder, arguments.timeout, found) else {
        return Err(Report::invalid(None, std::mem::take(found)));
    };
    if arguments.no_check {
        return Ok(());
    }
    let regions = reader.numbers.regions();
    let asked = reader.read("whether the service accepts the access key", regions.send());
    match asked.await {
        Ok(_) => Ok(()),
        Err(unread) if unread.is_refused() => Err(Report::key_refused(&unread)),
        Err(unread) => Err(Report::from(unread)
            .noting("  nothing was stored; --no-check stores it without asking")),
    }
}
