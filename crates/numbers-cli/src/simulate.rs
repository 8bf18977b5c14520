//! `numbers simulate`.

use std::io::Write as _;

use numbers_sim::Simulator;
use serde_json::json;

use crate::arguments::{Output, SimulateArguments};
use crate::exit::Exit;
use crate::interrupt::interrupted;
use crate::report::Report;

pub(crate) async fn run(arguments: SimulateArguments) -> Exit {
    let as_json = arguments.output == Output::Json;
    let mut builder = Simulator::builder()
        .listen(arguments.listen)
        .beyond_loopback(arguments.beyond_loopback);
    if let Some(project) = arguments.project {
        builder = builder.project(project);
    }
    if let (Some(id), Some(secret)) = (arguments.key_id, arguments.key_secret) {
        builder = builder.key(id, secret);
    }
    let simulator = match builder.start().await {
        Ok(simulator) => simulator,
        Err(error) => {
            let faults = vec![("listen".to_owned(), error.to_string())];
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
        anstream::eprintln!("simulating the Numbers API on {url}; Ctrl-C ends it");
    }
    interrupted().await;
    Exit::Done
}
