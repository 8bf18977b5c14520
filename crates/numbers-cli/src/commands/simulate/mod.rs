//! `numbers simulate`.

mod child;

use std::ffi::OsString;
use std::io::{IsTerminal as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr};

use clap::Args;
use numbers_sim::{Scenario, Simulator};
use serde_json::json;

use crate::account::Output;
use crate::commands::probe;
use crate::exit::Exit;
use crate::report::Report;
use crate::signals::Signals;

pub(crate) const HELP: &str = "\
Examples:
  numbers simulate                     until Ctrl-C; prints what to export in another shell
  numbers simulate -- sh               a shell in which all commands use the simulator
  numbers simulate -- pytest tests     other programs, with the variables below set
COMMAND is run with SINCH_PROJECT_ID, SINCH_KEY_ID, SINCH_KEY_SECRET, SINCH_NUMBERS_URL and
SINCH_AUTH_URL. Signals are passed on to it, its exit code is passed back, and the simulator
ends with it.

Exit codes:
  0    interrupted
  1    internal error
  2    invalid input
  126  COMMAND can't be run; 127 if there is none
  any  that of COMMAND; 128 and the number of the signal that ended it";

#[derive(Debug, Args)]
pub(crate) struct SimulateArguments {
    /// Where to listen; port 0 takes a free one. The default is 127.0.0.1:8080, with a COMMAND
    /// a free port
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<SocketAddr>,
    /// Allow an address that other machines can reach
    #[arg(long)]
    beyond_loopback: bool,
    /// The id of the simulated project
    #[arg(long, value_name = "ID")]
    project: Option<String>,
    /// The key id to accept
    #[arg(long, value_name = "ID", requires = "key_secret")]
    key_id: Option<String>,
    /// The key secret to accept
    #[arg(long, value_name = "SECRET", requires = "key_id")]
    key_secret: Option<String>,
    /// Keep the state in this file, across restarts
    #[arg(long, value_name = "FILE")]
    state: Option<std::path::PathBuf>,
    /// Start from this scenario (YAML): stock, balance, faults, failing jobs
    #[arg(long, value_name = "FILE")]
    scenario: Option<std::path::PathBuf>,
    /// Check that a simulator responds at --listen, and exit: 0 if it does, 1 if not
    #[arg(long)]
    probe: bool,
    /// Print the JSON Schema of scenarios and exit
    #[arg(long)]
    scenario_schema: bool,
    /// The pace of provisioning: `real`, a factor such as 10, or `manual`
    #[arg(long, value_name = "PACE", default_value = "real", value_parser = pace)]
    pace: numbers_sim::Pace,
    /// Simulate a trial account, which may not rent
    #[arg(long)]
    trial: bool,
    /// Limit the token endpoint: bursts of 30, refilled 10 a second
    #[arg(long)]
    limit_tokens: bool,
    /// Sign webhook events with this secret
    #[arg(long, value_name = "SECRET")]
    callback_secret: Option<String>,
    /// Allow webhook events to be sent to this host, beside this machine
    #[arg(long, value_name = "HOST")]
    deliver_to: Vec<String>,
    /// How to print the address
    #[arg(long, value_enum, default_value_t = Output::Table)]
    output: Output,
    /// Run this command against the simulator, and end with it
    #[arg(value_name = "COMMAND", last = true)]
    command: Vec<OsString>,
}

impl SimulateArguments {
    fn listen(&self) -> SocketAddr {
        let port = if self.command.is_empty() { 8080 } else { 0 };
        let default = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        self.listen.unwrap_or(default)
    }
}

fn pace(text: &str) -> Result<numbers_sim::Pace, String> {
    match text {
        "real" => Ok(numbers_sim::Pace::Real),
        "manual" => Ok(numbers_sim::Pace::Manual),
        factor => match factor.parse() {
            Ok(factor) if factor > 0 => Ok(numbers_sim::Pace::Faster(factor)),
            _ => Err("pass `real`, `manual` or a whole number such as 10".to_owned()),
        },
    }
}

pub(crate) async fn run(arguments: SimulateArguments) -> Exit {
    let as_json = arguments.output == Output::Json;
    if arguments.probe {
        return match probe::responds(arguments.listen()) {
            Ok(()) => Exit::Done,
            Err(error) => {
                Report::internal(&format!("no simulator responds: {error}")).print(as_json)
            }
        };
    }
    if arguments.scenario_schema {
        let schema = match serde_json::to_string_pretty(&Scenario::json_schema()) {
            Ok(schema) => schema,
            Err(error) => return Report::internal(&error.to_string()).print(as_json),
        };
        return match writeln!(std::io::stdout(), "{schema}") {
            Ok(()) => Exit::Done,
            Err(_) => Exit::Internal,
        };
    }
    let mut builder = Simulator::builder()
        .listen(arguments.listen())
        .beyond_loopback(arguments.beyond_loopback)
        .pace(arguments.pace)
        .trial(arguments.trial)
        .limit_tokens(arguments.limit_tokens);
    if let Some(path) = &arguments.scenario {
        let read = std::fs::read_to_string(path).map_err(|error| error.to_string());
        match read.and_then(|text| Scenario::read(&text).map_err(|error| error.to_string())) {
            Ok(scenario) => builder = builder.scenario(scenario),
            Err(message) => {
                let message = format!("{}: {message}", path.display());
                let found = vec![("scenario".to_owned(), message)];
                return Report::invalid(None, found).print(as_json);
            }
        }
    }
    if let Some(path) = arguments.state {
        builder = builder.state_file(path);
    }
    if let Some(secret) = arguments.callback_secret {
        builder = builder.callback_secret(Some(secret));
    }
    for host in arguments.deliver_to {
        builder = builder.deliver_to(host);
    }
    if let Some(project) = arguments.project {
        builder = builder.project(project);
    }
    if let (Some(id), Some(secret)) = (arguments.key_id, arguments.key_secret) {
        builder = builder.key(id, secret);
    }
    let simulator = match builder.start().await {
        Ok(simulator) => simulator,
        Err(error) => {
            let found = vec![("simulator".to_owned(), error.to_string())];
            return Report::invalid(None, found).print(as_json);
        }
    };
    if let [program, rest @ ..] = arguments.command.as_slice() {
        if std::io::stderr().is_terminal() {
            announce(simulator.url(), "it ends with the command");
        }
        return child::run(&simulator, program, rest).await;
    }
    let mut signals = Signals::listen();
    let (url, project) = (simulator.url(), simulator.project());
    let (id, secret) = (simulator.key_id(), simulator.key_secret());
    let mut out = std::io::stdout();
    let _ = if as_json {
        let ready = json!({ "url": url, "project": project, "keyId": id, "keySecret": secret });
        writeln!(out, "{ready}")
    } else {
        writeln!(
            out,
            "export SINCH_NUMBERS_URL={url}\nexport SINCH_AUTH_URL={url}\n\
             export SINCH_PROJECT_ID={project}\nexport SINCH_KEY_ID={id}\nexport SINCH_KEY_SECRET={secret}"
        )
    };
    let _ = out.flush();
    if !as_json {
        announce(url, "Ctrl-C ends it");
    }
    signals.arrived().await;
    Exit::Done
}

fn announce(url: &str, end: &str) {
    let _ = writeln!(
        anstream::stderr(),
        "simulating the Numbers API on {url}; watch it at {url}/__sim/; {end}"
    );
}
