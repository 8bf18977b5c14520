//! `numbers simulate` as a process: what it is asked to do, and what it has seen.

use std::cell::Cell;
use std::process::Child;

use super::*;

/// A simulator on a free port.
pub(crate) struct Simulation {
    pub(crate) child: Child,
    pub(crate) ready: Value,
    /// The last request that `saw` has returned.
    seen: Cell<u64>,
}

impl Simulation {
    pub(crate) fn start() -> Self {
        Self::with(&[])
    }

    /// Starts with more arguments.
    pub(crate) fn with(more: &[&str]) -> Self {
        let arguments = ["simulate", "--listen", "127.0.0.1:0", "--output", "json"];
        Self::spawn(numbers(&[&arguments, more].concat()))
    }

    /// Starts by a command that prints where it listens, as JSON.
    pub(crate) fn spawn(mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        Self {
            child,
            ready: serde_json::from_str(&line).unwrap(),
            seen: Cell::new(0),
        }
    }

    pub(crate) fn get(&self, key: &str) -> &str {
        self.ready[key].as_str().unwrap()
    }

    pub(crate) fn url(&self) -> &str {
        self.get("url")
    }

    /// Returns the CLI, for the account of this simulator. Nobody is there to be asked.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = numbers(arguments);
        self.environment(&mut command);
        command.stdin(Stdio::null());
        command
    }

    /// Sets the variables that make a command use this simulator.
    pub(crate) fn environment(&self, command: &mut Command) {
        command
            .env("SINCH_PROJECT_ID", self.get("project"))
            .env("SINCH_KEY_ID", self.get("keyId"))
            .env("SINCH_KEY_SECRET", self.get("keySecret"))
            .env("SINCH_NUMBERS_URL", self.url())
            .env("SINCH_AUTH_URL", self.url());
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// Runs a command that prints JSON, and returns its exit code with its one object.
    pub(crate) fn json(&self, arguments: &[&str]) -> (i32, Value) {
        let output = self.run(&[arguments, &["--output", "json"]].concat());
        (code(&output), json(&output))
    }

    /// Runs a command with this text on stdin.
    pub(crate) fn feed(&self, stdin: &str, arguments: &[&str]) -> Output {
        let mut child = self
            .command(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // It is dropped at once: the text has an end.
        let _ = child.stdin.take().unwrap().write_all(stdin.as_bytes());
        child.wait_with_output().unwrap()
    }

    /// Runs commands one after the other, and returns what somebody reads.
    pub(crate) fn session(&self, commands: &[&[&str]]) -> String {
        let mut shown = String::new();
        for arguments in commands {
            let output = self.run(arguments);
            shown.push_str(&format!("$ numbers {}\n", arguments.join(" ")));
            shown.push_str(&transcript(&output));
        }
        shown
    }

    /// Rents a number.
    pub(crate) fn rent(&self, phone: &str) {
        let output = self.run(&["rent", phone, "--sms-plan", "demo", "--yes"]);
        assert_eq!(code(&output), 0, "{output:?}");
    }

    /// Plans a fault of an operation, once.
    pub(crate) fn fault(&self, operation: &str, fault: &str) {
        let plan = serde_json::json!({ "operation": operation, "fault": fault, "times": 1 });
        self.post("faults", &plan);
    }

    /// Moves the time of a simulator whose pace is manual.
    pub(crate) fn advance(&self, seconds: u64) {
        self.post(&format!("advance?seconds={seconds}"), &Value::Null);
    }

    /// Posts to an endpoint that controls the simulator.
    pub(crate) fn post(&self, path: &str, body: &Value) -> Value {
        let body = if body.is_null() {
            String::new()
        } else {
            body.to_string()
        };
        self.control("POST", path, &body)
    }

    /// Returns the requests since this was last asked, oldest first, without those for tokens:
    /// method, path below the project, query and body.
    pub(crate) fn saw(&self) -> Vec<String> {
        let page = self.control("GET", "requests?limit=1000", "");
        let below = format!("/v1/projects/{}/", self.get("project"));
        let mut saw = Vec::new();
        for request in page["requests"].as_array().unwrap().iter().rev() {
            let id = request["id"].as_u64().unwrap();
            if id <= self.seen.get() || request["operation"] == "issueToken" {
                continue;
            }
            self.seen.set(id);
            let part = |name: &str| request[name].as_str().unwrap().to_owned();
            let path = part("path");
            let path = path.strip_prefix(&below).unwrap_or(&path);
            let query = match part("query").as_str() {
                "" => String::new(),
                query => format!("?{query}"),
            };
            let line = format!("{} {path}{query} {}", part("method"), part("body"));
            saw.push(line.trim_end().to_owned());
        }
        saw
    }

    fn control(&self, method: &str, path: &str, body: &str) -> Value {
        let address = self.url().trim_start_matches("http://");
        let mut stream = TcpStream::connect(address).unwrap();
        let length = body.len();
        write!(
            stream,
            "{method} /__sim/{path} HTTP/1.1\r\nhost: {address}\r\ncontent-type: application/json\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}"
        )
        .unwrap();
        let mut response = String::new();
        stream.read_to_string(&mut response).unwrap();
        let (head, body) = response.split_once("\r\n\r\n").unwrap();
        assert!(head.starts_with("HTTP/1.1 20"), "{response}");
        serde_json::from_str(body).unwrap_or_default()
    }
}

impl Drop for Simulation {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
