//! The scripted server and its ledger.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard};

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::{Barrier, Notify};
use tokio::task::JoinHandle;

use crate::clock::ManualClock;
use crate::listener::Port;
use crate::reply::{Reads, Reply, Then, error, response};
use crate::world::{PHONE, active_number};

/// Which of the three requests it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Rent,
    Lookup,
    Token,
}

/// A request that was read whole.
#[derive(Clone, Debug)]
pub struct Seen {
    pub kind: Kind,
    /// The head as it was sent.
    pub head: String,
    pub body: String,
}

/// What the server knows. Rents, lookups and tokens have scripts of their own; when one
/// is used up, what follows is what an honest service does.
#[derive(Default)]
pub struct State {
    pub rents: VecDeque<Reply>,
    pub lookups: VecDeque<Reply>,
    pub tokens: VecDeque<Reply>,
    /// How many rents the service acted on.
    pub commits: u32,
    /// What was read.
    pub seen: Vec<Seen>,
    /// How many connections were accepted.
    pub connections: u32,
    /// Tokens that were issued; the last one is good.
    pub issued: u32,
    /// When each request came, by the clock.
    pub asked: Vec<(Kind, std::time::Duration)>,
    /// Rents with this token are answered with 401, once all of them are here.
    pub refuses: Option<(String, Arc<Barrier>)>,
}

impl State {
    fn next(&mut self, kind: Kind) -> Reply {
        let script = match kind {
            Kind::Rent => &mut self.rents,
            Kind::Lookup => &mut self.lookups,
            Kind::Token => &mut self.tokens,
        };
        if let Some(reply) = script.pop_front() {
            return reply;
        }
        match kind {
            Kind::Rent => rented(),
            Kind::Lookup if self.commits > 0 => response(200, &active_number()),
            Kind::Lookup => not_held(),
            Kind::Token => token(self.issued + 1, 3599),
        }
    }

    /// How many requests of a kind were read whole.
    pub fn count(&self, kind: Kind) -> usize {
        self.seen.iter().filter(|seen| seen.kind == kind).count()
    }
}

/// What an honest service answers to a rent.
pub fn rented() -> Reply {
    response(200, &active_number()).commits()
}

/// What it answers to a lookup of a number that the project does not hold.
pub fn not_held() -> Reply {
    let detail = serde_json::json!([{
        "type": "ResourceInfo", "resourceType": "ActiveNumber", "resourceName": PHONE,
        "owner": "", "description": "",
    }]);
    error(404, "NOT_FOUND", detail)
}

/// A token that was issued.
pub fn token(number: u32, seconds: i64) -> Reply {
    let body = format!(
        r#"{{"access_token":"token-{number}","expires_in":{seconds},"scope":"","token_type":"bearer"}}"#
    );
    response(200, &body)
}

/// A server that takes connections while it is open.
pub struct Server {
    port: Arc<Port>,
    state: Arc<Mutex<State>>,
    clock: ManualClock,
    accepting: Mutex<Option<JoinHandle<()>>>,
    arrived: Arc<Notify>,
}

impl Server {
    /// An open server.
    pub fn start(clock: &ManualClock) -> Arc<Self> {
        let server = Self::closed(clock);
        server.open();
        server
    }

    /// A server whose port refuses connections.
    pub fn closed(clock: &ManualClock) -> Arc<Self> {
        Arc::new(Self {
            port: Arc::new(Port::take()),
            state: Arc::default(),
            clock: clock.clone(),
            accepting: Mutex::default(),
            arrived: Arc::default(),
        })
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.port.address())
    }

    pub fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    /// Ends when the next request has been read whole.
    pub async fn arrival(&self) {
        self.arrived.notified().await;
    }

    /// Takes connections.
    pub fn open(&self) {
        let listener = self.port.listen();
        let (state, clock, arrived) =
            (self.state.clone(), self.clock.clone(), self.arrived.clone());
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                state.lock().unwrap().connections += 1;
                let _ = stream.set_nodelay(true);
                tokio::spawn(serve(stream, state.clone(), clock.clone(), arrived.clone()));
            }
        });
        *self.accepting.lock().unwrap() = Some(task);
    }

    /// Refuses connections from now on.
    pub async fn close(&self) {
        let task = self.accepting.lock().unwrap().take();
        if let Some(task) = task {
            task.abort();
            // The listener is gone once the task is.
            let _ = task.await;
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(task) = self.accepting.lock().unwrap().take() {
            task.abort();
        }
    }
}

/// Serves one connection, over TCP or over what TLS made of it.
pub async fn serve(
    mut stream: TcpStream,
    state: Arc<Mutex<State>>,
    clock: ManualClock,
    arrived: Arc<Notify>,
) {
    loop {
        // What is done before anything is read can only be known for a rent.
        let unread = {
            let mut state = state.lock().unwrap();
            let unread = state
                .rents
                .front()
                .is_some_and(|reply| reply.reads == Reads::Nothing);
            unread.then(|| state.rents.pop_front()).flatten()
        };
        if let Some(reply) = unread {
            finish(stream, reply.then, &clock).await;
            return;
        }
        let Some(reply) = read_request(&mut stream, &state, &clock, &arrived).await else {
            return;
        };
        if let Some(gate) = &reply.gate {
            gate.notified().await;
        }
        if !reply.takes.is_zero() {
            clock.advance(reply.takes);
        }
        for chunk in &reply.writes {
            if stream.write_all(chunk).await.is_err() {
                return;
            }
            if reply.writes.len() > 8 && clock.passed() < std::time::Duration::from_secs(31) {
                // Dribbling: each byte takes its time.
                clock.advance(std::time::Duration::from_millis(500));
            }
        }
        let _ = stream.flush().await;
        if reply.then != Then::Keep {
            finish(stream, reply.then, &clock).await;
            return;
        }
    }
}

async fn finish(stream: TcpStream, then: Then, clock: &ManualClock) {
    match then {
        Then::Keep | Then::Close => {}
        Then::Reset => {
            let _ = socket2::SockRef::from(&stream).set_linger(Some(std::time::Duration::ZERO));
        }
        Then::Silence(time) => {
            // What was written before is to arrive before the time is over.
            let_run().await;
            clock.advance(time);
            // Held until the other side gives up.
            let mut stream = stream;
            let mut rest = Vec::new();
            let _ = stream.read_to_end(&mut rest).await;
        }
    }
}

/// Reads one request without a script, and tells whether it is a rent.
pub async fn read_one(stream: &mut TcpStream) -> Option<bool> {
    let state = Mutex::new(State::default());
    let arrived = Notify::new();
    read_request(stream, &state, &ManualClock::default(), &arrived).await?;
    let state = state.into_inner().unwrap();
    Some(state.count(Kind::Rent) == 1)
}

/// Writes a reply and does with the connection what it says.
pub async fn write_and_finish(mut stream: TcpStream, reply: Reply, clock: &ManualClock) {
    for chunk in &reply.writes {
        if stream.write_all(chunk).await.is_err() {
            return;
        }
    }
    let _ = stream.flush().await;
    finish(stream, reply.then, clock).await;
}

/// Lets everything that is ready run, the I/O driver included: it is polled at least
/// every 61 turns of a single-threaded runtime.
pub async fn let_run() {
    for _ in 0..200 {
        tokio::task::yield_now().await;
    }
}

/// Reads a request and picks its reply; `None` when the other side is gone.
pub async fn read_request<S: AsyncRead + AsyncWrite + Unpin>(
    stream: &mut S,
    state: &Mutex<State>,
    clock: &ManualClock,
    arrived: &Notify,
) -> Option<Reply> {
    let mut bytes = Vec::new();
    let head_end = loop {
        if let Some(at) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            break at + 4;
        }
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    };
    let head = String::from_utf8(bytes[..head_end].to_vec()).unwrap();
    let kind = if head.starts_with("POST /oauth2/token ") {
        Kind::Token
    } else if head.starts_with("GET ") {
        Kind::Lookup
    } else {
        Kind::Rent
    };
    let barrier = {
        let mut state = state.lock().unwrap();
        state.asked.push((kind, clock.passed()));
        let refused = state
            .refuses
            .as_ref()
            .filter(|(token, _)| head.contains(&format!("Bearer {token}\r\n")));
        refused.map(|(_, barrier)| barrier.clone())
    };
    let reply = match barrier {
        Some(barrier) => {
            barrier.wait().await;
            response(401, "")
        }
        None => state.lock().unwrap().next(kind),
    };
    let length = head
        .lines()
        .filter_map(|line| line.split_once(": "))
        .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
        .map_or(0, |(_, length)| length.parse().unwrap());
    let wanted = match reply.reads {
        Reads::Half => head_end + length / 2,
        _ => head_end + length,
    };
    while bytes.len() < wanted {
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    }
    {
        let mut state = state.lock().unwrap();
        let body = String::from_utf8_lossy(&bytes[head_end..wanted]).into_owned();
        state.seen.push(Seen { kind, head, body });
        if kind == Kind::Token {
            state.issued += 1;
        }
        if reply.commits {
            state.commits += 1;
        }
    }
    arrived.notify_one();
    Some(reply)
}
