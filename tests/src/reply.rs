//! Replies: what the scripted server does with one request.

use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use tokio::sync::Notify;

/// One step of a script.
#[derive(Clone, Debug)]
pub struct Reply {
    /// Whether the service acts on the request: the ledger counts a commit.
    pub commits: bool,
    /// How much of the request is read.
    pub reads: Reads,
    /// The chunks that are written.
    pub writes: Vec<Vec<u8>>,
    /// What happens to the connection after that.
    pub then: Then,
    /// How far the clock is moved before the first write.
    pub takes: Duration,
    /// A gate that has to be opened before the first write.
    pub gate: Option<Arc<Notify>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reads {
    /// Nothing: the connection is accepted and no more.
    Nothing,
    /// The head and half of the body.
    Half,
    /// All of it.
    All,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Then {
    /// It is kept open for the next request.
    Keep,
    Close,
    /// Closed with linger 0.
    Reset,
    /// It is kept open, nothing more is written, and the clock is moved by this much.
    Silence(Duration),
}

/// A second longer than the deadline of a call.
pub const FOREVER: Duration = Duration::from_secs(31);

impl Reply {
    fn new(writes: Vec<Vec<u8>>) -> Self {
        Self {
            commits: false,
            reads: Reads::All,
            writes,
            then: Then::Keep,
            takes: Duration::ZERO,
            gate: None,
        }
    }

    /// Reads the request and writes nothing.
    pub fn nothing() -> Self {
        Self::new(Vec::new())
    }

    /// The service acts on the request.
    pub fn commits(mut self) -> Self {
        self.commits = true;
        self
    }

    pub fn reads(mut self, reads: Reads) -> Self {
        self.reads = reads;
        self
    }

    pub fn then(mut self, then: Then) -> Self {
        self.then = then;
        self
    }

    pub fn closes(self) -> Self {
        self.then(Then::Close)
    }

    pub fn resets(self) -> Self {
        self.then(Then::Reset)
    }

    pub fn goes_silent(self) -> Self {
        self.then(Then::Silence(FOREVER))
    }

    /// The clock is moved by `time` before the response.
    pub fn takes(mut self, time: Duration) -> Self {
        self.takes = time;
        self
    }

    /// The response waits until the gate is opened.
    pub fn behind(mut self, gate: &Arc<Notify>) -> Self {
        self.gate = Some(Arc::clone(gate));
        self
    }

    /// The connection stays open, and the clock stands still.
    pub fn holds(self) -> Self {
        self.then(Then::Silence(Duration::ZERO))
    }

    /// Adds a header to a reply made by [`response`].
    pub fn header(mut self, name: &str, value: &str) -> Self {
        if let Some(first) = self.writes.first_mut() {
            let text = String::from_utf8(first.clone()).unwrap();
            let (line, rest) = text.split_once("\r\n").unwrap();
            *first = format!("{line}\r\n{name}: {value}\r\n{rest}").into_bytes();
        }
        self
    }

    /// Each byte is a write of its own. The last one never comes: however late the client looks
    /// at what has arrived, it is not whole.
    pub fn dribbles(mut self) -> Self {
        let mut bytes = self.writes.concat();
        bytes.pop();
        self.writes = bytes.into_iter().map(|byte| vec![byte]).collect();
        self.holds()
    }

    /// Only the first bytes are written.
    pub fn cut(mut self, keep: usize) -> Self {
        let mut all = self.writes.concat();
        all.truncate(keep);
        self.writes = vec![all];
        self
    }

    /// Only the first half of the body is written.
    pub fn cut_in_the_body(self) -> Self {
        let all = self.writes.concat();
        let head = all.windows(4).position(|four| four == b"\r\n\r\n").unwrap() + 4;
        let keep = head + (all.len() - head) / 2;
        self.cut(keep)
    }
}

/// Returns a response with this status and body, and its content length.
pub fn response(status: u16, body: &str) -> Reply {
    let kind = if body.starts_with('<') {
        "text/html"
    } else {
        "application/json"
    };
    Reply::new(vec![
        format!(
            "HTTP/1.1 {status} S\r\ncontent-type: {kind}\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        )
        .into_bytes(),
    ])
}

/// Returns a reply of these bytes, after which the connection is closed.
pub fn raw(bytes: impl AsRef<[u8]>) -> Reply {
    Reply::new(vec![bytes.as_ref().to_vec()]).closes()
}

/// Returns an error response of the API.
pub fn error(status: u16, name: &str, details: Value) -> Reply {
    let body = serde_json::json!({ "error": {
        "code": status, "message": "", "status": name, "details": details,
    }});
    response(status, &body.to_string())
}
