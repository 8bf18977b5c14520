//! `numbers simulate`.

use std::io::Write as _;

use numbers_sim::{Scenario, Simulator};
use serde_json::json;

use crate::arguments::{Output, SimulateArguments};
use crate::exit::Exit;
use crate::interrupt::Interrupts;
use crate::report::Report;

pub(crate) async fn run(arguments: SimulateArguments) -> Exit {
    let as_json = arguments.output == Output::Json;
    if arguments.scenario_schema {
        let schema = serde_json::to_string_pretty(&Scenario::json_schema()).unwrap_or_default();
        let _ = writeln!(std::io::stdout(), "{schema}");
        return Exit::Done;
    }
    let mut interrupts = Interrupts::listen();
    let mut builder = Simulator::builder()
        .listen(arguments.listen)
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
                let faults = vec![("scenario".to_owned(), message)];
                return Report::invalid(None, faults).print(as_json);
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
            let faults = vec![("simulator".to_owned(), error.to_string())];
            return Report::invalid(None, faults).print(as_json);
        }
    };
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
        anstream::eprintln!(
            "simulating the Numbers API on {url}; watch it at {url}/__sim/; Ctrl-C ends it"
        );
    }
    interrupts.arrived().await;
    Exit::Done
}
