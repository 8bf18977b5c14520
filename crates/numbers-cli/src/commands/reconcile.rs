//! `numbers reconcile`.

use std::io::Read as _;
use std::sync::Arc;

use clap::Args;
use numbers_ext::{InDoubt, Interceptor, PhoneNumber, Progress, Reconciled, Timestamp, printable};

use crate::account::{self, AccountArguments};
use crate::configuration::{ConfigurationArguments, ReconcilingArguments};
use crate::exit::Exit;
use crate::json::Object;
use crate::progress::ProgressLine;
use crate::report::{self, Report};
use crate::shell::reconcile_command;
use crate::signals::Signals;
use crate::violations::{self, Found};

pub(crate) const EXIT_CODES: &str = "\
Exit codes:
  0  the project holds the number, as it was asked for
  1  internal error
  2  invalid input, environment or configuration; nothing was sent
  4  the number was not rented; it may be tried again
  5  still unknown, or held but not as it was asked for";

#[derive(Debug, Args)]
pub(crate) struct ReconcileArguments {
    /// The number, in E.164 form
    #[arg(
        value_name = "PHONE",
        required_unless_present = "in_doubt",
        conflicts_with = "in_doubt"
    )]
    phone: Option<String>,
    /// The call in doubt, as `numbers rent` printed it: JSON, the name of a file, or - for stdin
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

/// Shows the progress of reconciling.
#[derive(Clone, Debug, Default)]
struct Watch(Arc<ProgressLine>);

impl Interceptor for Watch {
    fn while_reconciling(&self, in_doubt: &InDoubt, progress: &Progress) {
        self.0.show(in_doubt, progress);
    }
}

pub(crate) async fn run(arguments: ReconcileArguments) -> Exit {
    let report = report(&arguments).await;
    report.print(arguments.account.is_json())
}

async fn report(arguments: &ReconcileArguments) -> Report {
    let mut signals = Signals::listen();
    let mut found = Found::new();
    let stored = arguments
        .in_doubt
        .as_deref()
        .and_then(|token| read_token(token, &mut found));
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
    watch.0.close();
    describe(&in_doubt, reconciled)
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

/// Reads a call in doubt from the argument, a file or stdin.
fn read_token(argument: &str, found: &mut Found) -> Option<InDoubt> {
    let text = if argument.trim_start().starts_with('{') {
        Ok(argument.to_owned())
    } else if argument == "-" {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text).map(|_| text)
    } else {
        std::fs::read_to_string(argument)
    };
    let token = text
        .map_err(|error| format!("can't be read from '{}': {error}", printable(argument)))
        .and_then(|text| {
            serde_json::from_str(&text)
                .map_err(|error| format!("is not what `numbers rent` printed: {error}"))
        });
    token
        .map_err(|message| found.push(("inDoubt".to_owned(), message)))
        .ok()
}

fn describe(in_doubt: &InDoubt, reconciled: Reconciled) -> Report {
    let phone = in_doubt.phone();
    let subject = phone.map_or_else(String::new, |phone| phone.to_string());
    let object = |outcome: &str| Object::outcome(outcome).member("phoneNumber", &phone);
    match reconciled {
        Reconciled::Done(effect) => match effect.number() {
            Some(number) => Report::held(number),
            None => Report::internal("the effect shows no number"),
        },
        Reconciled::Differs {
            number,
            differences,
        } => Report::differs(&number, &differences),
        Reconciled::NotDone => Report {
            exit: Exit::NotDone,
            text: format!("{subject} was not rented; it may be tried again\n"),
            note: String::new(),
            json: object("not_done").end(),
        },
        Reconciled::Unknown(last) => {
            let message = format!("it is still unknown whether {subject} was rented");
            let mut note = report::error(&message);
            if let Some(error) = &last {
                note.push_str(&format!("  {error}\n"));
            }
            match reconcile_command(in_doubt) {
                Ok(command) => note.push_str(&format!("  look again later:\n  {command}\n")),
                Err(error) => note.push_str(&format!("  the token can't be written: {error}\n")),
            }
            Report {
                exit: Exit::Unknown,
                text: String::new(),
                note,
                json: object("unknown")
                    .member("message", &message)
                    .member("lookup", &last)
                    .member("inDoubt", in_doubt)
                    .end(),
            }
        }
    }
}
