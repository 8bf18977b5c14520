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

/// The kind of a request.
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
    /// The head, as it was sent.
    pub head: String,
    pub body: String,
}

/// The state of the server. Rental requests, lookups and token requests have a script each;
/// after the end of its script, the server replies as an honest service would. A request of
/// another mutation counts as a rental request, and any other read as a lookup.
#[derive(Default)]
pub struct State {
    pub rental_requests: VecDeque<Reply>,
    pub lookups: VecDeque<Reply>,
    pub tokens: VecDeque<Reply>,
    /// How many rental requests the service has acted on.
    pub commits: u32,
    /// The requests that were read whole.
    pub seen: Vec<Seen>,
    /// How many connections were accepted.
    pub connections: u32,
    /// How many tokens were issued; the last one is valid.
    pub issued: u32,
    /// When each request arrived, by the clock.
    pub asked: Vec<(Kind, std::time::Duration)>,
    /// Requests with this token get a 401, once as many have arrived as the barrier counts.
    pub refuses: Option<(String, Arc<Barrier>)>,
}

impl State {
    fn next(&mut self, kind: Kind) -> Reply {
        let script = match kind {
            Kind::Rent => &mut self.rental_requests,
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

    /// Returns how many requests of a kind were read whole.
    pub fn count(&self, kind: Kind) -> usize {
        self.seen.iter().filter(|seen| seen.kind == kind).count()
    }
}

/// Returns the reply of an honest service to a rental request.
pub fn rented() -> Reply {
    response(200, &active_number()).commits()
}

/// Returns the reply of an honest service to a lookup of a number that the project does not
/// hold.
pub fn not_held() -> Reply {
    let detail = serde_json::json!([{
        "type": "ResourceInfo", "resourceType": "ActiveNumber", "resourceName": PHONE,
        "owner": "", "description": "",
    }]);
    error(404, "NOT_FOUND", detail)
}

/// Returns a response with an access token.
pub fn token(number: u32, seconds: i64) -> Reply {
    let body = format!(
        r#"{{"access_token":"token-{number}","expires_in":{seconds},"scope":"","token_type":"bearer"}}"#
    );
    response(200, &body)
}

/// A server that accepts connections while it is open.
pub struct Server {
    port: Arc<Port>,
    state: Arc<Mutex<State>>,
    clock: ManualClock,
    accepting: Mutex<Option<JoinHandle<()>>>,
    arrived: Arc<Notify>,
}

impl Server {
    /// Starts an open server.
    pub fn start(clock: &ManualClock) -> Arc<Self> {
        let server = Self::closed(clock);
        server.open();
        server
    }

    /// Returns a server whose port refuses connections.
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

    /// Waits until the next request has been read whole.
    pub async fn arrival(&self) {
        self.arrived.notified().await;
    }

    /// Accepts connections from now on.
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
            // The listener is dropped with the task.
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

/// Serves one connection.
pub async fn serve(
    mut stream: TcpStream,
    state: Arc<Mutex<State>>,
    clock: ManualClock,
    arrived: Arc<Notify>,
) {
    loop {
        // A reply that reads nothing can't depend on the kind of the request, so only rental
        // requests have them.
        let unread = {
            let mut state = state.lock().unwrap();
            let unread = state
                .rental_requests
                .front()
                .is_some_and(|reply| reply.reads == Reads::Nothing);
            unread.then(|| state.rental_requests.pop_front()).flatten()
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
                // A reply of so many chunks dribbles: each one takes its time.
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
            // The bytes that were written have to arrive before the clock moves.
            let_run().await;
            clock.advance(time);
            // The connection is held open until the client gives up.
            let mut stream = stream;
            let mut rest = Vec::new();
            let _ = stream.read_to_end(&mut rest).await;
        }
    }
}

/// Reads one request, for a server with a script of its own. Returns whether it is a rental
/// request.
pub async fn read_one(stream: &mut TcpStream) -> Option<bool> {
    let state = Mutex::new(State::default());
    let arrived = Notify::new();
    read_request(stream, &state, &ManualClock::default(), &arrived).await?;
    let state = state.into_inner().unwrap();
    Some(state.count(Kind::Rent) == 1)
}

/// Writes a reply, and ends the connection as the reply says.
pub async fn write_and_finish(mut stream: TcpStream, reply: Reply, clock: &ManualClock) {
    for chunk in &reply.writes {
        if stream.write_all(chunk).await.is_err() {
            return;
        }
    }
    let _ = stream.flush().await;
    finish(stream, reply.then, clock).await;
}

/// Lets everything run that is ready, the I/O driver included, which a single-threaded runtime
/// polls at least every 61 turns.
pub async fn let_run() {
    for _ in 0..200 {
        tokio::task::yield_now().await;
    }
}

/// Reads a request and picks its reply; `None` when the connection is closed.
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
