//! The built CLI, as a person meets it.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod lost;
mod rent;
mod simulate;
mod streams;
mod words;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Output, Stdio};
use std::sync::LazyLock;

use serde_json::Value;

const PHONE: &str = "+12025550134";

/// Returns the CLI with nothing of this process's environment that could matter.
fn numbers(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_numbers"));
    for (name, _) in
        std::env::vars().filter(|(name, _)| name.starts_with("SINCH_") || name == "RUST_LOG")
    {
        command.env_remove(name);
    }
    command.env("COLUMNS", "100").args(arguments);
    command
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// The JSON that was printed, which has to keep to its schema.
fn json(output: &Output) -> Value {
    static SCHEMA: LazyLock<jsonschema::Validator> = LazyLock::new(|| {
        let schema = numbers(&["schema"]).output().unwrap().stdout;
        jsonschema::validator_for(&serde_json::from_slice(&schema).unwrap()).unwrap()
    });
    let json: Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("not one JSON object: {output:?}"));
    let errors: Vec<_> = SCHEMA
        .iter_errors(&json)
        .map(|error| error.to_string())
        .collect();
    assert!(errors.is_empty(), "{json:#}\n{errors:#?}");
    json
}

/// `numbers simulate` on a free port.
struct Simulation {
    child: Child,
    ready: Value,
}

impl Simulation {
    fn start() -> Self {
        Self::with(&[])
    }

    fn with(more: &[&str]) -> Self {
        let arguments = ["simulate", "--listen", "127.0.0.1:0", "--output", "json"];
        let mut child = numbers(&[&arguments, more].concat())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let ready = serde_json::from_str(&line).unwrap();
        Self { child, ready }
    }

    fn get(&self, key: &str) -> &str {
        self.ready[key].as_str().unwrap()
    }

    fn run(&self, arguments: &[&str]) -> Output {
        numbers(arguments)
            .env("SINCH_PROJECT_ID", self.get("project"))
            .env("SINCH_KEY_ID", self.get("keyId"))
            .env("SINCH_KEY_SECRET", self.get("keySecret"))
            .env("SINCH_NUMBERS_URL", self.get("url"))
            .env("SINCH_AUTH_URL", self.get("url"))
            .output()
            .unwrap()
    }
}

impl Drop for Simulation {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A server that reads one request a connection and responds to it, or closes it.
fn canned(responses: Vec<Option<String>>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for response in responses {
            let (mut stream, _) = listener.accept().unwrap();
            read_request(&mut stream);
            match response {
                Some(response) => stream.write_all(response.as_bytes()).unwrap(),
                None => drop(stream),
            }
        }
    });
    url
}

fn read_request(stream: &mut TcpStream) {
    let mut reader = BufReader::new(stream);
    let mut length = 0;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        if let Some(value) = line.to_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
        if line == "\r\n" || line.is_empty() {
            break;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
}

fn response(status: u16, body: &str) -> Option<String> {
    Some(format!(
        "HTTP/1.1 {status} S\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    ))
}

fn token() -> Option<String> {
    response(200, r#"{"access_token":"t","expires_in":3599}"#)
}

/// Runs `numbers rent` against canned responses.
fn rent_against(responses: Vec<Option<String>>, more: &[&str]) -> Output {
    let url = canned(responses);
    let mut arguments = vec!["rent", PHONE, "--sms-plan", "demo"];
    arguments.extend(more);
    against(&url, &arguments)
}

fn against(url: &str, arguments: &[&str]) -> Output {
    numbers(arguments)
        .env("SINCH_PROJECT_ID", "project")
        .env("SINCH_KEY_ID", "key")
        .env("SINCH_KEY_SECRET", "marker-secret")
        .env("SINCH_NUMBERS_URL", url)
        .env("SINCH_AUTH_URL", url)
        .output()
        .unwrap()
}

/// Times and ports replaced.
fn steady(text: &str) -> String {
    let mut out = String::new();
    for word in text.split_inclusive([' ', '\n']) {
        let bare = word.trim_end();
        let end = &word[bare.len()..];
        let steady = if bare.starts_with("20") && bare.len() >= 10 && bare.as_bytes()[4] == b'-' {
            "[date]"
        } else if bare.parse::<f64>().is_ok() && bare.contains('.') && end == " " {
            if bare == "2.00" { bare } else { "[seconds]" }
        } else {
            bare
        };
        out.push_str(steady);
        out.push_str(end);
    }
    out
}
