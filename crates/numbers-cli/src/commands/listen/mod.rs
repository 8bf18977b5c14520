//! `numbers listen`.

mod forward;
mod receiver;
mod server;

use std::net::{Ipv4Addr, SocketAddr};

use clap::Args;
use numbers_ext::webhooks::Verifier;
use tokio::net::TcpListener;

use crate::account::Output;
use crate::commands::listen::forward::Forward;
use crate::commands::listen::receiver::Receiver;
use crate::exit::Exit;
use crate::input;
use crate::report::{Report, event, write_all};
use crate::signals::Signals;
use crate::violations::Found;

pub(crate) const HELP: &str = "\
Examples:
  numbers callbacks secret get --show > secret
  numbers listen --secret-file secret --listen 0.0.0.0:4000
  numbers listen --secret-file secret --forward http://localhost:3000/numbers --output json
It takes a POST to any path. What is not signed with the secret is refused with 401, more than
64 KiB with 413. 200 means that the event was printed and, with --forward, accepted there with a
2xx; otherwise the response is 502, so that the event is delivered again. The raw body and the
signature are forwarded as they were received, without a proxy.
It speaks plain HTTP: put a reverse proxy or a tunnel with a public address and TLS before it.

Exit codes:
  0  interrupted
  1  internal error
  2  invalid input, or the address can't be listened on";

#[derive(Debug, Args)]
pub(crate) struct ListenArguments {
    /// Read the callback secret from this file. Can be repeated, while a secret is replaced. A
    /// line break at its end is left out
    #[arg(long, value_name = "FILE", required = true)]
    secret_file: Vec<String>,
    /// Where to listen; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS", default_value_t = SocketAddr::from((Ipv4Addr::LOCALHOST, 4000)))]
    listen: SocketAddr,
    /// Forward verified events to this URL
    #[arg(long, value_name = "URL")]
    forward: Option<String>,
    /// How to print events
    #[arg(long, value_enum, default_value_t = Output::Table)]
    output: Output,
}

impl ListenArguments {
    fn secrets(&self, found: &mut Found) -> Vec<String> {
        let mut secrets = Vec::new();
        for name in &self.secret_file {
            match input::secret(name) {
                Ok(secret) if secret.is_empty() => {
                    found.push(("secretFile".to_owned(), "is empty".to_owned()));
                }
                Ok(secret) => secrets.push(secret),
                Err(message) => found.push(("secretFile".to_owned(), message)),
            }
        }
        secrets
    }
}

pub(crate) async fn run(arguments: ListenArguments) -> Exit {
    let is_json = arguments.output == Output::Json;
    let mut signals = Signals::listen();
    let (listener, receiver) = match begin(&arguments).await {
        Ok(begun) => begun,
        Err(report) => return report.print(is_json),
    };
    tokio::select! {
        biased;
        () = signals.arrived() => Exit::Done,
        exit = server::serve(listener, receiver) => exit,
    }
}

/// Listens, and says where.
async fn begin(arguments: &ListenArguments) -> Result<(TcpListener, Receiver), Report> {
    let is_json = arguments.output == Output::Json;
    let mut found = Found::new();
    let secrets = arguments.secrets(&mut found);
    let forward = arguments.forward.as_deref();
    let forward = forward.and_then(|url| Forward::new(url, &mut found));
    if !found.is_empty() {
        return Err(Report::invalid(None, found));
    }
    let listener = TcpListener::bind(arguments.listen).await;
    let bound = listener.and_then(|listener| Ok((listener.local_addr()?, listener)));
    let (address, listener) = bound.map_err(|error| {
        let message = format!("can't listen on {}: {error}", arguments.listen);
        Report::invalid(None, vec![("listen".to_owned(), message)])
    })?;
    let announced = match is_json {
        true => write_all(&mut anstream::stdout(), &event::listening(address)),
        false => {
            let line = format!("listening on http://{address}; Ctrl-C ends it\n");
            write_all(&mut anstream::stderr(), &line)
        }
    };
    if let Err(error) = announced {
        return Err(Report::internal(&error.to_string()));
    }
    let receiver = Receiver::new(Verifier::new(secrets), forward, is_json);
    Ok((listener, receiver))
}
