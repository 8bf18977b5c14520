//! What can be said on the command line.

use std::net::SocketAddr;
use std::time::Duration;

use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};

/// Rents phone numbers with the Sinch Numbers API, and says what happened to the money.
///
/// The project and its access key come from the environment: SINCH_PROJECT_ID,
/// SINCH_KEY_ID, SINCH_KEY_SECRET. With --simulate no account is needed.
#[derive(Debug, Parser)]
#[command(name = "numbers", version)]
pub(crate) struct Arguments {
    /// Say on stderr what is done; twice for the libraries below, too. RUST_LOG overrides
    #[arg(short, long, global = true, action = ArgAction::Count)]
    pub(crate) verbose: u8,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Rent a phone number: this spends money
    #[command(after_help = RENT_CODES)]
    Rent(RentArguments),
    /// Look up whether the project holds a number
    #[command(after_help = SHOW_CODES)]
    Show(ShowArguments),
    /// Find out what became of a rent whose answer was lost
    #[command(after_help = SETTLE_CODES)]
    Settle(SettleArguments),
    /// Run the API as a local server, to try things on without an account
    Simulate(SimulateArguments),
    /// Print a completion script for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

const RENT_CODES: &str = "\
Exit codes:
  0  rented
  1  internal error
  2  invalid input, environment or configuration; nothing was sent
  3  rejected by the service; this call bought nothing
  4  not sent, or proven not rented; nothing was bought, it may be tried again
  5  unknown: the number may have been rented; run `numbers settle` before trying again
Interrupted: 4 before the request was sent, 5 after it.";

const SHOW_CODES: &str = "\
Exit codes:
  0  the project holds the number
  1  internal error
  2  invalid input, environment or configuration; nothing was sent
  3  the project does not hold the number
  5  inconclusive";

const SETTLE_CODES: &str = "\
Exit codes:
  0  the project holds the number
  1  internal error
  2  invalid input, environment or configuration; nothing was sent
  3  the number was not rented; it may be tried again
  5  still unknown, or held with another configuration than given here";

/// Which account, and how to talk to it.
#[derive(Debug, Args)]
pub(crate) struct AccountArguments {
    /// The project that pays; else SINCH_PROJECT_ID
    #[arg(long, value_name = "ID")]
    pub(crate) project: Option<String>,
    /// How long it may take in all, such as 30s or 1m
    #[arg(long, value_name = "TIME", default_value = "30s", value_parser = humantime::parse_duration)]
    pub(crate) timeout: Duration,
    /// Use a simulator inside this program: no account, no money
    #[arg(long)]
    pub(crate) simulate: bool,
    /// How to print the result
    #[arg(long, value_enum, default_value_t = Output::Table)]
    pub(crate) output: Output,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Output {
    /// For a person
    Table,
    /// One JSON object on stdout, the result and the error alike
    Json,
}

/// What the number is for.
#[derive(Debug, Args)]
pub(crate) struct ConfigurationArguments {
    /// Set the number up for this SMS service plan
    #[arg(long, value_name = "PLAN")]
    pub(crate) sms_plan: Option<String>,
    /// And for this 10DLC campaign (US numbers)
    #[arg(long, value_name = "CAMPAIGN", requires = "sms_plan")]
    pub(crate) sms_campaign: Option<String>,
    /// Set the number up for this Voice API application
    #[arg(long, value_name = "APP", group = "voice")]
    pub(crate) voice_rtc: Option<String>,
    /// Set the number up for this Elastic SIP trunk
    #[arg(long, value_name = "TRUNK", group = "voice")]
    pub(crate) voice_est: Option<String>,
    /// Set the number up for this fax service
    #[arg(long, value_name = "SERVICE", group = "voice")]
    pub(crate) voice_fax: Option<String>,
    /// Where the events of setting up are sent
    #[arg(long, value_name = "URL")]
    pub(crate) callback_url: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct RentArguments {
    /// The number, in E.164 form
    #[arg(value_name = "PHONE", allow_hyphen_values = true)]
    pub(crate) phone: String,
    #[command(flatten)]
    pub(crate) configuration: ConfigurationArguments,
    /// Rent the number although it is set up for nothing
    #[arg(long, conflicts_with_all = ["sms_plan", "voice"])]
    pub(crate) unconfigured: bool,
    /// What to do when the answer is lost
    #[arg(long, value_enum, default_value_t = UnknownPolicy::Report, value_name = "POLICY")]
    pub(crate) on_unknown: UnknownPolicy,
    /// Check, print the request, send nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    #[command(flatten)]
    pub(crate) settling: SettlingArguments,
    #[command(flatten)]
    pub(crate) account: AccountArguments,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum UnknownPolicy {
    /// Say so at once
    Report,
    /// Look the number up until it is known
    Settle,
    /// Look, and send once more if it is proven that nothing was rented
    SettleThenResend,
}

/// How settling looks.
#[derive(Debug, Args)]
pub(crate) struct SettlingArguments {
    /// How long after the request an absence proves that nothing was rented
    #[arg(long, value_name = "TIME", default_value = "60s", value_parser = humantime::parse_duration)]
    pub(crate) settle_waiting: Duration,
    /// How long settling may take in all
    #[arg(long, value_name = "TIME", default_value = "90s", value_parser = humantime::parse_duration)]
    pub(crate) settle_budget: Duration,
}

#[derive(Debug, Args)]
pub(crate) struct ShowArguments {
    /// The number, in E.164 form
    #[arg(value_name = "PHONE", allow_hyphen_values = true)]
    pub(crate) phone: String,
    #[command(flatten)]
    pub(crate) account: AccountArguments,
}

#[derive(Debug, Args)]
pub(crate) struct SettleArguments {
    /// The number, in E.164 form
    #[arg(value_name = "PHONE", allow_hyphen_values = true)]
    pub(crate) phone: String,
    /// When the rent was sent, as 2026-12-23T14:15:22Z; without it the whole waiting time passes
    #[arg(long, value_name = "TIME")]
    pub(crate) dispatched_at: Option<String>,
    #[command(flatten)]
    pub(crate) configuration: ConfigurationArguments,
    #[command(flatten)]
    pub(crate) settling: SettlingArguments,
    #[command(flatten)]
    pub(crate) account: AccountArguments,
}

#[derive(Debug, Args)]
pub(crate) struct SimulateArguments {
    /// Where to listen; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    pub(crate) listen: SocketAddr,
    /// Listen where other machines can reach it
    #[arg(long)]
    pub(crate) beyond_loopback: bool,
    /// The project that it knows
    #[arg(long, value_name = "ID")]
    pub(crate) project: Option<String>,
    /// The key id that it takes
    #[arg(long, value_name = "ID", requires = "key_secret")]
    pub(crate) key_id: Option<String>,
    /// The key secret that it takes
    #[arg(long, value_name = "SECRET", requires = "key_id")]
    pub(crate) key_secret: Option<String>,
    /// Keep the state in this file, across restarts
    #[arg(long, value_name = "FILE")]
    pub(crate) state: Option<std::path::PathBuf>,
    /// Begin as this file says: stock, balance, faults, failing jobs (YAML)
    #[arg(long, value_name = "FILE")]
    pub(crate) scenario: Option<std::path::PathBuf>,
    /// Print the JSON Schema of scenarios and end
    #[arg(long)]
    pub(crate) scenario_schema: bool,
    /// How provisioning goes on: `real`, so many times faster, or `manual`
    #[arg(long, value_name = "PACE", default_value = "real", value_parser = pace)]
    pub(crate) pace: numbers_sim::Pace,
    /// Be a trial account, which may not rent
    #[arg(long)]
    pub(crate) trial: bool,
    /// Limit the token endpoint: bursts of 30, refilled 10 a second
    #[arg(long)]
    pub(crate) limit_tokens: bool,
    /// Sign events with this secret
    #[arg(long, value_name = "SECRET")]
    pub(crate) callback_secret: Option<String>,
    /// Send events to this host beyond this machine, too
    #[arg(long, value_name = "HOST")]
    pub(crate) deliver_to: Vec<String>,
    /// How to print where it is
    #[arg(long, value_enum, default_value_t = Output::Table)]
    pub(crate) output: Output,
}

fn pace(text: &str) -> Result<numbers_sim::Pace, String> {
    match text {
        "real" => Ok(numbers_sim::Pace::Real),
        "manual" => Ok(numbers_sim::Pace::Manual),
        factor => match factor.parse() {
            Ok(factor) if factor > 0 => Ok(numbers_sim::Pace::Faster(factor)),
            _ => Err("give `real`, `manual` or a whole number such as 10".to_owned()),
        },
    }
}
