//! `numbers reconcile`.

use clap::{Arg, Args};
use numbers_ext::{InDoubt, PhoneNumber, Reconciled, Timestamp};
use serde::Deserialize;

use crate::account::{self, AccountArguments};
use crate::call::Watch;
use crate::configuration::{ConfigurationArguments, ReconcilingArguments};
use crate::exit::Exit;
use crate::input;
use crate::report::Report;
use crate::signals::Signals;
use crate::violations::{self, Found};

pub(crate) const HELP: &str = "\
Examples:
  numbers reconcile --in-doubt call.json       any call, from what a command printed about it
  numbers reconcile +12025550134 --sms-plan PLAN --sent-at 2026-12-23T14:15:22Z
Only reads are sent. A number alone means a rental request.

Exit codes:
  0  it was done; or the project holds the number, as it was asked for
  1  internal error
  2  invalid input, environment or configuration; nothing was sent
  4  it was not done; it may be tried again
  5  still unknown, or held but not as it was asked for";

/// Says what arguments that are known from renting mean for a call that was made.
pub(crate) fn of_a_call(argument: Arg) -> Arg {
    let help = match argument.get_id().as_str() {
        "sms_plan" => "The SMS service plan that was asked for",
        "sms_campaign" => "The 10DLC campaign that was asked for",
        "voice_rtc" => "The application of the Voice API that was asked for",
        "voice_est" => "The Elastic SIP trunk that was asked for",
        "voice_fax" => "The fax service that was asked for",
        "callback_url" => "The callback URL that was asked for",
        "timeout" => "How long each lookup may take, such as 30s or 1m",
        _ => return argument,
    };
    argument.help(help)
}

#[derive(Debug, Args)]
pub(crate) struct ReconcileArguments {
    /// The number, in E.164 form
    #[arg(
        value_name = "PHONE",
        required_unless_present = "in_doubt",
        conflicts_with = "in_doubt"
    )]
    phone: Option<String>,
    /// The call in doubt, as a command printed it: JSON, the name of a file, or - for stdin
    #[arg(
        long,
        value_name = "JSON",
        conflicts_with_all = ["sent_at", "project", "waiting", "sms_plan", "voice", "callback_url"]
    )]
    in_doubt: Option<String>,
    /// The latest time at which the request may have been sent, such as 2026-12-23T14:15:22Z.
    /// Without it, the whole waiting time has to pass
    #[arg(long, value_name = "TIME")]
    sent_at: Option<String>,
    #[command(flatten)]
    configuration: ConfigurationArguments,
    #[command(flatten)]
    reconciling: ReconcilingArguments,
    #[command(flatten)]
    account: AccountArguments,
}

pub(crate) async fn run(arguments: ReconcileArguments) -> Exit {
    let report = report(&arguments).await;
    report.print(arguments.account.is_json())
}

async fn report(arguments: &ReconcileArguments) -> Report {
    let mut found = Found::new();
    let stored = arguments
        .in_doubt
        .as_deref()
        .and_then(|token| read_token(token, &mut found));
    // Not before: a stdin that does not end can be interrupted.
    let mut signals = Signals::listen();
    let watch = Watch::default();
    let builder = arguments.account.builder(None);
    let builder = match &stored {
        // The project of the call in doubt, whatever the environment says.
        Some(in_doubt) => builder.project(in_doubt.project().as_str()),
        None => builder,
    };
    let builder = arguments
        .reconciling
        .apply(builder)
        .interceptor(watch.clone());
    let numbers = account::build(builder.deadline(arguments.account.timeout), &mut found);
    let given = match &arguments.phone {
        Some(phone) => Given::read(arguments, phone, &mut found),
        None => None,
    };
    let (Some(numbers), true) = (numbers, found.is_empty()) else {
        return Report::invalid(arguments.phone.as_deref(), found);
    };
    let in_doubt = match (stored, given) {
        (Some(in_doubt), _) => in_doubt,
        (None, Some(given)) => given.in_doubt(numbers.project().clone()),
        (None, None) => return Report::internal("there is nothing to reconcile"),
    };
    let reconciled = tokio::select! {
        biased;
        reconciled = numbers.reconcile(&in_doubt) => reconciled,
        () = signals.arrived() => Reconciled::Unknown(None),
    };
    watch.close();
    Report::reconciled(&in_doubt, reconciled, &arguments.account.hints())
}

/// The call in doubt, where it was passed as separate arguments.
struct Given<'a> {
    phone: PhoneNumber,
    sent_at: Option<std::time::SystemTime>,
    arguments: &'a ReconcileArguments,
}

impl<'a> Given<'a> {
    fn read(arguments: &'a ReconcileArguments, phone: &str, found: &mut Found) -> Option<Self> {
        let phone = violations::phone(phone, found);
        if let Err(violations) = arguments.configuration.configuration().check() {
            violations::add(found, violations);
        }
        let sent_at = arguments
            .sent_at
            .as_deref()
            .map(|text| Timestamp::from(text).instant_with_offset());
        if let Some(Err(error)) = &sent_at {
            found.push(("sentAt".to_owned(), error.to_string()));
        }
        Some(Self {
            phone: phone?,
            sent_at: sent_at.and_then(Result::ok),
            arguments,
        })
    }

    fn in_doubt(self, project: numbers_ext::ProjectId) -> InDoubt {
        let mut in_doubt = InDoubt::rent(project, self.phone);
        in_doubt = in_doubt.waiting(self.arguments.reconciling.waiting);
        if let Some(at) = self.sent_at {
            in_doubt = in_doubt.sent_at(at);
        }
        // Without a configuration, any that is found is accepted.
        if self.arguments.configuration.is_given() {
            let configuration = self.arguments.configuration.configuration();
            in_doubt = in_doubt.configuration(configuration);
        }
        in_doubt
    }
}

/// What a command prints with `--output json` about a call in doubt.
#[derive(Deserialize)]
struct Whole {
    #[serde(rename = "inDoubt")]
    in_doubt: InDoubt,
}

/// Reads a call in doubt from the argument, a file or stdin.
fn read_token(argument: &str, found: &mut Found) -> Option<InDoubt> {
    let text = if argument.trim_start().starts_with('{') {
        Ok(argument.to_owned())
    } else {
        input::text(argument)
    };
    let token = text.and_then(|text| {
        // The whole output of a command holds the call as a member.
        let whole: Result<Whole, _> = serde_json::from_str(&text);
        match whole {
            Ok(Whole { in_doubt }) => Ok(in_doubt),
            Err(_) => serde_json::from_str(&text)
                .map_err(|error| format!("is not what a command printed: {error}")),
        }
    });
    token
        .map_err(|message| found.push(("inDoubt".to_owned(), message)))
        .ok()
}
