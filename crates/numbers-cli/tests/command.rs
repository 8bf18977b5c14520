//! The built command, as a person meets it.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;

const PHONE: &str = "+12025550134";

/// The command with nothing of this process's environment that could matter.
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

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("not one JSON object: {output:?}"))
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

/// A server that reads one request a connection and answers it, or not.
fn canned(answers: Vec<Option<String>>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for answer in answers {
            let (mut stream, _) = listener.accept().unwrap();
            read_request(&mut stream);
            match answer {
                Some(answer) => stream.write_all(answer.as_bytes()).unwrap(),
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

fn answer(status: u16, body: &str) -> Option<String> {
    Some(format!(
        "HTTP/1.1 {status} S\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    ))
}

fn token() -> Option<String> {
    answer(200, r#"{"access_token":"t","expires_in":3599}"#)
}

/// A rent against canned answers.
fn rent_against(answers: Vec<Option<String>>, more: &[&str]) -> Output {
    let url = canned(answers);
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

#[test]
fn a_simulated_rent_is_rented() {
    let output = numbers(&["rent", PHONE, "--sms-plan", "demo", "--simulate"])
        .output()
        .unwrap();
    assert_eq!(code(&output), 0);
    insta::assert_snapshot!(
        "rented",
        steady(&format!("{}{}", text(&output.stdout), text(&output.stderr)))
    );
    let output = numbers(&[
        "rent",
        PHONE,
        "--sms-plan",
        "demo",
        "--simulate",
        "--output",
        "json",
    ])
    .output()
    .unwrap();
    let rented = json(&output);
    assert_eq!(
        (code(&output), &rented["outcome"], &rented["phoneNumber"]),
        (0, &"rented".into(), &PHONE.into())
    );
    assert_eq!(rented["answer"]["phoneNumber"], PHONE);
    assert_eq!(output.stderr, b"");
}

#[test]
fn all_faults_are_named_at_once() {
    let output = numbers(&[
        "rent",
        "+1202",
        "--sms-plan",
        "x",
        "--voice-rtc",
        "",
        "--callback-url",
        "nope",
        "--simulate",
    ])
    .output()
    .unwrap();
    assert_eq!((code(&output), text(&output.stdout).as_str()), (2, ""));
    insta::assert_snapshot!("faults", text(&output.stderr));
    let output = numbers(&[
        "rent",
        "+1202",
        "--voice-rtc",
        "",
        "--output",
        "json",
        "--project",
        "..",
    ])
    .output()
    .unwrap();
    let said = json(&output);
    assert_eq!(code(&output), 2);
    assert_eq!(said["outcome"], "invalid");
    let fields: Vec<_> = said["violations"]
        .as_array()
        .unwrap()
        .iter()
        .map(|fault| fault["field"].as_str().unwrap())
        .collect();
    assert_eq!(
        fields,
        ["phone number", "voice app", "project", "credentials"]
    );
}

#[test]
fn wrong_words_are_invalid_as_text_and_as_json() {
    for (arguments, exit) in [
        (vec!["rent"], 2),
        (vec!["rent", PHONE, "--sms-pln", "x"], 2),
        (vec!["bogus"], 2),
        (
            vec!["rent", PHONE, "--voice-rtc", "a", "--voice-est", "b"],
            2,
        ),
        (vec!["rent", PHONE, "--timeout", "soon", "--simulate"], 2),
        (vec!["--version"], 0),
        (vec!["--help"], 0),
    ] {
        let output = numbers(&arguments).output().unwrap();
        assert_eq!(code(&output), exit, "{arguments:?}");
    }
    let output = numbers(&["rent", PHONE, "--sms-pln", "x", "--output", "json"])
        .output()
        .unwrap();
    assert_eq!(
        (code(&output), &json(&output)["outcome"]),
        (2, &"invalid".into())
    );
    let short = numbers(&[
        "rent",
        PHONE,
        "--sms-plan",
        "x",
        "--simulate",
        "--timeout",
        "1s",
    ])
    .output()
    .unwrap();
    assert_eq!(code(&short), 2, "{short:?}");
}

#[test]
fn renting_for_nothing_has_to_be_said() {
    let without = numbers(&["rent", PHONE, "--simulate"]).output().unwrap();
    assert_eq!(code(&without), 2);
    assert!(text(&without.stderr).contains("--unconfigured"));
    let said = numbers(&["rent", PHONE, "--simulate", "--unconfigured"])
        .output()
        .unwrap();
    assert_eq!(code(&said), 0);
}

#[test]
fn a_dry_run_prints_the_request_and_sends_nothing() {
    // No server is at this address: a request would fail.
    let arguments = [
        "rent",
        PHONE,
        "--sms-plan",
        "demo",
        "--voice-fax",
        "f",
        "--dry-run",
    ];
    let output = against("http://127.0.0.1:9", &arguments);
    assert_eq!(code(&output), 0);
    let shown = format!("{}{}", text(&output.stdout), text(&output.stderr));
    assert!(!shown.contains("marker-secret"));
    insta::assert_snapshot!("dry_run", shown);
}

#[test]
fn a_number_that_is_taken_is_rejected_and_can_be_shown() {
    let simulation = Simulation::start();
    assert_eq!(
        code(&simulation.run(&["rent", PHONE, "--sms-plan", "demo"])),
        0
    );
    let again = simulation.run(&["rent", PHONE, "--sms-plan", "demo"]);
    assert_eq!(code(&again), 3);
    insta::assert_snapshot!("rejected", steady(&text(&again.stderr)));
    let again = simulation.run(&["rent", PHONE, "--sms-plan", "demo", "--output", "json"]);
    assert_eq!(
        (
            code(&again),
            &json(&again)["outcome"],
            &json(&again)["status"]
        ),
        (3, &"rejected".into(), &404.into())
    );
    let held = simulation.run(&["show", PHONE]);
    assert_eq!(code(&held), 0);
    assert!(
        text(&held.stdout).starts_with(&format!("Held {PHONE} (US, local)")),
        "{held:?}"
    );
    let absent = simulation.run(&["show", "+12025550199", "--output", "json"]);
    assert_eq!(
        (code(&absent), &json(&absent)["outcome"]),
        (3, &"not_held".into())
    );
    let settled = simulation.run(&["settle", PHONE, "--sms-plan", "demo"]);
    assert_eq!(code(&settled), 0, "{settled:?}");
    let other = simulation.run(&["settle", PHONE, "--sms-plan", "other"]);
    assert_eq!(code(&other), 5);
    assert!(
        text(&other.stdout).contains("asked for other, found demo"),
        "{other:?}"
    );
}

/// What an unknown tells a person to do, does it.
#[test]
fn an_unknown_names_the_command_that_settles_it() {
    let output = rent_against(vec![token(), None], &[]);
    assert_eq!(code(&output), 5);
    let said = text(&output.stderr);
    assert!(
        said.starts_with(&format!("error: unknown whether {PHONE} was rented\n")),
        "{said}"
    );
    let command = said
        .lines()
        .last()
        .unwrap()
        .split_once("numbers settle ")
        .unwrap()
        .1;
    let arguments: Vec<_> = ["settle"].into_iter().chain(command.split(' ')).collect();
    let held = format!(r#"{{"phoneNumber":"{PHONE}"}}"#);
    let output = against(&canned(vec![token(), answer(200, &held)]), &arguments);
    assert_eq!(code(&output), 0, "{output:?}");
    let absent = r#"{"error":{"code":404,"status":"NOT_FOUND","details":[{"resourceType":"ActiveNumber"}]}}"#;
    let mut arguments = arguments;
    arguments.extend(["--settle-waiting", "0s"]);
    let output = against(&canned(vec![token(), answer(404, absent)]), &arguments);
    assert_eq!(code(&output), 3, "{output:?}");
}

#[test]
fn an_unknown_is_json_with_what_is_pending() {
    let output = rent_against(vec![token(), answer(502, "<html>")], &["--output", "json"]);
    let said = json(&output);
    assert_eq!(
        (code(&output), &said["outcome"], &said["status"]),
        (5, &"unknown".into(), &502.into())
    );
    assert_eq!(said["pending"]["phoneNumber"], PHONE);
    assert!(said["pending"]["dispatchedAt"].is_string());
}

#[test]
fn an_unknown_is_settled_when_asked_for() {
    let held =
        format!(r#"{{"phoneNumber":"{PHONE}","smsConfiguration":{{"servicePlanId":"demo"}}}}"#);
    let output = rent_against(
        vec![token(), None, answer(200, &held)],
        &["--on-unknown", "settle", "--output", "json"],
    );
    let said = json(&output);
    assert_eq!(
        (code(&output), &said["outcome"], &said["proof"]),
        (0, &"rented".into(), &"lookup".into())
    );
    let absent = r#"{"error":{"code":404,"status":"NOT_FOUND","details":[{"resourceType":"ActiveNumber"}]}}"#;
    let output = rent_against(
        vec![token(), None, answer(404, absent)],
        &[
            "--on-unknown",
            "settle",
            "--settle-waiting",
            "0s",
            "--output",
            "json",
        ],
    );
    assert_eq!(
        (code(&output), &json(&output)["outcome"]),
        (4, &"not_rented".into())
    );
}

#[test]
fn no_network_is_not_sent() {
    let output = against(
        "http://127.0.0.1:9",
        &["rent", PHONE, "--sms-plan", "demo", "--timeout", "2s"],
    );
    assert_eq!(code(&output), 4, "{output:?}");
    assert!(
        text(&output.stderr).starts_with(&format!("error: nothing was sent to rent {PHONE}\n"))
    );
}

#[test]
fn an_answer_is_printed_whole() {
    let odd = format!(r#"{{"phoneNumber":"{PHONE}","unheardOf":{{"b":1,"a":2}},"regionCode":7}}"#);
    let output = rent_against(vec![token(), answer(200, &odd)], &["--output", "json"]);
    assert_eq!(code(&output), 0);
    assert_eq!(
        json(&output)["answer"]["unheardOf"],
        serde_json::json!({ "b": 1, "a": 2 })
    );
    assert_eq!(json(&output)["untyped"][0]["path"], "regionCode");
}

/// Interrupted before and after the request was sent.
#[cfg(unix)]
#[test]
fn an_interrupt_tells_what_may_have_happened() {
    for (answers, exit, outcome) in [(0, 4, "not_sent"), (1, 5, "unknown")] {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let child = numbers(&["rent", PHONE, "--sms-plan", "demo", "--output", "json"])
            .env("SINCH_PROJECT_ID", "project")
            .env("SINCH_KEY_ID", "key")
            .env("SINCH_KEY_SECRET", "secret")
            .env("SINCH_NUMBERS_URL", &url)
            .env("SINCH_AUTH_URL", &url)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        for _ in 0..answers {
            let (mut stream, _) = listener.accept().unwrap();
            read_request(&mut stream);
            stream.write_all(token().unwrap().as_bytes()).unwrap();
        }
        // The next request is read and never answered.
        let (mut stream, _) = listener.accept().unwrap();
        read_request(&mut stream);
        let id = child.id().to_string();
        assert!(
            Command::new("kill")
                .args(["-INT", &id])
                .status()
                .unwrap()
                .success()
        );
        let output = child.wait_with_output().unwrap();
        assert_eq!(
            (code(&output), &json(&output)["outcome"]),
            (exit, &outcome.into()),
            "{output:?}"
        );
    }
}

#[test]
fn colours_stay_off_without_a_terminal_and_traces_go_to_stderr() {
    let output = numbers(&[
        "-v",
        "rent",
        PHONE,
        "--sms-plan",
        "demo",
        "--simulate",
        "--output",
        "json",
    ])
    .output()
    .unwrap();
    assert_eq!(json(&output)["outcome"], "rented");
    let traced = text(&output.stderr);
    assert!(
        traced.contains("rent attempt ended") && !traced.contains('\u{1b}'),
        "{traced}"
    );
    let output = numbers(&["rent", "+1", "--sms-plan", "demo", "--simulate"])
        .output()
        .unwrap();
    assert!(!text(&output.stderr).contains('\u{1b}'));
}

#[test]
fn the_simulator_listens_beyond_loopback_only_when_told() {
    let output = numbers(&["simulate", "--listen", "0.0.0.0:0"])
        .output()
        .unwrap();
    assert_eq!(code(&output), 2);
    assert!(text(&output.stderr).contains("can be reached from other machines"));
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let output = numbers(&[
        "simulate",
        "--listen",
        &taken.local_addr().unwrap().to_string(),
    ])
    .output()
    .unwrap();
    assert_eq!(code(&output), 2);
    assert!(text(&output.stderr).contains("can't listen on"));
}

/// What was answered with 200 is rented after `kill -9`; beside it at most what was being
/// answered at that moment.
#[test]
fn a_simulator_that_is_killed_forgets_nothing_it_answered() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("state").display().to_string();
    let start = || Simulation::with(&["--state", &file]);
    let mut first = start();
    let address = first.get("url").trim_start_matches("http://").to_owned();
    let path = format!("/v1/projects/{}/availableNumbers", first.get("project"));
    let answered = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let (told, wait) = std::sync::mpsc::channel();
    let workers: Vec<_> = (0..4)
        .map(|worker| {
            let (address, path, answered, told) = (address.clone(), path.clone(), answered.clone(), told.clone());
            std::thread::spawn(move || {
                let mut asked = Vec::new();
                for number in 0..250 {
                    let phone = format!("+1212{:07}", 1_000_000 + worker * 1_000 + number);
                    asked.push(phone.clone());
                    // simulated-key:simulated-secret
                    let request = format!("POST {path}/{phone}:rent HTTP/1.1\r\nhost: x\r\nauthorization: Basic c2ltdWxhdGVkLWtleTpzaW11bGF0ZWQtc2VjcmV0\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
                    let Ok(mut stream) = TcpStream::connect(&address) else { break };
                    let mut answer = String::new();
                    let done = stream.write_all(request.as_bytes()).and_then(|()| stream.read_to_string(&mut answer));
                    if done.is_err() || !answer.starts_with("HTTP/1.1 200") {
                        break;
                    }
                    answered.lock().unwrap().push(phone);
                    let _ = told.send(());
                }
                asked
            })
        })
        .collect();
    for _ in 0..500 {
        wait.recv().unwrap();
    }
    // SIGKILL: nothing is written on the way out.
    first.child.kill().unwrap();
    first.child.wait().unwrap();
    let asked: Vec<String> = workers
        .into_iter()
        .flat_map(|worker| worker.join().unwrap())
        .collect();
    let answered = answered.lock().unwrap().clone();
    assert!(
        answered.len() >= 500 && answered.len() < 1_000,
        "{}",
        answered.len()
    );
    let second = start();
    let mut stream = TcpStream::connect(second.get("url").trim_start_matches("http://")).unwrap();
    stream
        .write_all(b"GET /__sim/state HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
        .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let state: Value = serde_json::from_str(answer.split_once("\r\n\r\n").unwrap().1).unwrap();
    let rented: Vec<_> = state["rentals"]
        .as_array()
        .unwrap()
        .iter()
        .map(|rental| rental["phoneNumber"].as_str().unwrap().to_owned())
        .collect();
    for phone in &answered {
        assert!(
            rented.contains(phone),
            "{phone} was answered and is forgotten"
        );
    }
    for phone in &rented {
        assert!(asked.contains(phone), "{phone} was never asked for");
    }
    assert!(
        rented.len() <= answered.len() + 4,
        "{} rented, {} answered",
        rented.len(),
        answered.len()
    );
}

#[test]
fn a_scenario_is_read_from_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("scenario.yaml");
    let schema = numbers(&["simulate", "--scenario-schema"])
        .output()
        .unwrap();
    assert_eq!(code(&schema), 0);
    assert!(json(&schema)["properties"]["faults"].is_object());
    for (text, fault) in [
        ("faults: [{ fault: nonsense }]", "nonsense"),
        ("balances: 1", "balances"),
        ("provisioning: [{ product: sms, fails: NOPE }]", "NOPE"),
    ] {
        std::fs::write(&file, text).unwrap();
        let output = numbers(&[
            "simulate",
            "--listen",
            "127.0.0.1:0",
            "--scenario",
            &file.display().to_string(),
        ])
        .output()
        .unwrap();
        assert_eq!(code(&output), 2, "{output:?}");
        assert!(self::text(&output.stderr).contains(fault), "{output:?}");
    }
    let missing = numbers(&["simulate", "--scenario", "nowhere.yaml"])
        .output()
        .unwrap();
    assert_eq!(code(&missing), 2);
}

#[test]
fn help_is_reviewed() {
    let mut said = String::new();
    for arguments in [
        &["--help"][..],
        &["rent", "--help"],
        &["show", "--help"],
        &["settle", "--help"],
        &["simulate", "--help"],
        &["completions", "--help"],
    ] {
        let output = numbers(arguments).output().unwrap();
        assert_eq!(code(&output), 0);
        said.push_str(&format!(
            "$ numbers {}\n{}\n",
            arguments.join(" "),
            text(&output.stdout)
        ));
    }
    insta::assert_snapshot!("help", said);
}

#[test]
fn completions_name_the_commands() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let output = numbers(&["completions", shell]).output().unwrap();
        assert_eq!(code(&output), 0);
        assert!(text(&output.stdout).contains("settle"), "{shell}");
    }
}
