//! `numbers simulate` as a process, and what it says afterwards.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

use base64::Engine as _;
use serde_json::Value;

use crate::numbers;

pub(crate) struct Simulation {
    child: Child,
    ready: Value,
    /// Has to last as long as the process may read it.
    _scenario: tempfile::NamedTempFile,
}

impl Simulation {
    pub(crate) fn start() -> Self {
        Self::with(&[])
    }

    /// Starts with faults, each in YAML.
    pub(crate) fn with(faults: &[String]) -> Self {
        let mut scenario = tempfile::NamedTempFile::new().unwrap();
        if !faults.is_empty() {
            writeln!(scenario, "faults:").unwrap();
        }
        for fault in faults {
            writeln!(scenario, "  - {fault}").unwrap();
        }
        let path = scenario.path().to_str().unwrap().to_owned();
        let mut arguments = vec!["simulate", "--listen", "127.0.0.1:0", "--output", "json"];
        if !faults.is_empty() {
            arguments.extend(["--scenario", &path]);
        }
        let mut child = numbers(&arguments).stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        out.read_line(&mut line).unwrap();
        let ready = serde_json::from_str(&line).unwrap_or_else(|_| panic!("{line}"));
        Self {
            child,
            ready,
            _scenario: scenario,
        }
    }

    /// Starts one whose rentals are done at once, and whose responses come so much later.
    #[cfg(unix)]
    pub(crate) fn slow(milliseconds: u64) -> Self {
        Self::with(&[format!(
            "{{ operation: rentNumber, fault: {{ slow: {{ milliseconds: {milliseconds} }} }} }}"
        )])
    }

    pub(crate) fn url(&self) -> &str {
        self.get("url")
    }

    fn get(&self, key: &str) -> &str {
        self.ready[key].as_str().unwrap()
    }

    /// Returns the CLI, for the account of this simulator.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = numbers(arguments);
        command
            .env("SINCH_PROJECT_ID", self.get("project"))
            .env("SINCH_KEY_ID", self.get("keyId"))
            .env("SINCH_KEY_SECRET", self.get("keySecret"))
            .env("SINCH_NUMBERS_URL", self.get("url"))
            .env("SINCH_AUTH_URL", self.get("url"));
        command
    }

    /// Returns whether the project holds a number: the ledger.
    pub(crate) fn holds(&self, phone: &str) -> bool {
        let project = self.get("project");
        let path = format!("/v1/projects/{project}/activeNumbers/{phone}");
        match self.ask(&path) {
            (200, _) => true,
            (404, _) => false,
            other => panic!("{phone}: {other:?}"),
        }
    }

    /// Returns which of these numbers the project holds.
    pub(crate) fn ledger(&self, phones: impl Iterator<Item = String>) -> BTreeSet<String> {
        phones.filter(|phone| self.holds(phone)).collect()
    }

    /// Returns how many rental requests were received, by number.
    pub(crate) fn rentals(&self) -> BTreeMap<String, usize> {
        let (status, body) = self.ask("/__sim/requests?limit=1000");
        assert_eq!(status, 200);
        let page: Value = serde_json::from_str(&body).unwrap();
        assert!(page["next"].is_null(), "there are more than a page of them");
        let mut rentals = BTreeMap::new();
        for request in page["requests"].as_array().unwrap() {
            let last = request["path"].as_str().unwrap().rsplit('/').next();
            if let Some(phone) = last.unwrap().strip_suffix(":rent") {
                *rentals.entry(phone.replace("%2B", "+")).or_default() += 1;
            }
        }
        rentals
    }

    fn ask(&self, path: &str) -> (u16, String) {
        let address = self.get("url").trim_start_matches("http://");
        let mut stream = TcpStream::connect(address).unwrap();
        let key = format!("{}:{}", self.get("keyId"), self.get("keySecret"));
        let key = base64::engine::general_purpose::STANDARD.encode(key);
        write!(
            stream,
            "GET {path} HTTP/1.1\r\nhost: {address}\r\nauthorization: Basic {key}\r\nconnection: close\r\n\r\n"
        )
        .unwrap();
        let mut response = String::new();
        stream.read_to_string(&mut response).unwrap();
        let (head, body) = response.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        (status, body.to_owned())
    }
}

impl Drop for Simulation {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
