//! The service, reading its script.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::clock::ManualClock;
use crate::listener::Port;
use crate::reply::{Reply, Then, error, raw, response};
use crate::script::letter::Letter;
use crate::script::played::Played;
use crate::server::{read_one, write_and_finish};

/// How long after a request an effect may still become visible.
pub(super) const WAITING: Duration = Duration::from_secs(60);
/// How far silence moves the clock: past the deadline, and past the limit of one lookup.
pub(super) const SILENCE: Duration = Duration::from_secs(31);

/// What the service has done for one call.
#[derive(Default)]
pub(super) struct Ledger {
    pub(super) script: VecDeque<Letter>,
    /// When the service acted.
    pub(super) commits: Vec<Duration>,
    /// How many requests to act were read.
    pub(super) mutations: u32,
    /// When a request to act got no clear response, until it is proven that it had no effect.
    in_doubt: Option<Duration>,
    /// How many requests came while an earlier one was in doubt.
    pub(super) blind: u32,
    pub(super) accepting: Option<JoinHandle<()>>,
}

/// A service that is asked for one mutation, on a port of its own.
pub struct Service {
    pub(super) port: Port,
    pub(super) clock: ManualClock,
    pub(super) ledger: Mutex<Ledger>,
    played: Played,
}

impl Service {
    /// Returns a service whose port refuses connections.
    pub(super) fn closed(played: Played, clock: &ManualClock) -> Arc<Self> {
        let service = Arc::new(Self {
            port: Port::take(),
            clock: clock.clone(),
            ledger: Mutex::default(),
            played,
        });
        let hooked = Arc::clone(&service);
        clock.on_pause(move |_| hooked.paused());
        service
    }

    pub(super) fn open(self: &Arc<Self>) {
        let listener = self.port.listen();
        let service = Arc::clone(self);
        let task = tokio::spawn(async move { service.accept(listener).await });
        self.ledger.lock().unwrap().accepting = Some(task);
    }

    pub(super) async fn close(&self) {
        let task = self.ledger.lock().unwrap().accepting.take();
        if let Some(task) = task {
            task.abort();
            let _ = task.await;
        }
    }

    /// Begins a script, with an empty ledger.
    pub(super) async fn begin(self: &Arc<Self>, script: &[Letter]) {
        let refuses = script.first() == Some(&Letter::Refused);
        if refuses {
            self.close().await;
        }
        let is_open = {
            let mut ledger = self.ledger.lock().unwrap();
            let accepting = ledger.accepting.take();
            let is_open = accepting.is_some();
            *ledger = Ledger {
                script: script.iter().copied().collect(),
                accepting,
                ..Ledger::default()
            };
            is_open
        };
        if !refuses && !is_open {
            self.open();
        }
    }

    async fn accept(self: Arc<Self>, listener: TcpListener) {
        while let Ok((mut stream, _)) = listener.accept().await {
            let service = Arc::clone(&self);
            tokio::spawn(async move {
                let Some(is_mutation) = read_one(&mut stream).await else {
                    return;
                };
                let (reply, refuses_next) = service.pick(is_mutation);
                if refuses_next {
                    // Closed before the response, so that the next connection is refused.
                    service.close().await;
                }
                write_and_finish(stream, reply, &service.clock).await;
            });
        }
    }

    fn pick(&self, is_mutation: bool) -> (Reply, bool) {
        let mut ledger = self.ledger.lock().unwrap();
        let letter = ledger.script.pop_front().unwrap_or(Letter::Honest);
        let now = self.clock.passed();
        if is_mutation {
            ledger.mutations += 1;
            ledger.blind += u32::from(ledger.in_doubt.is_some());
            if letter.acts() {
                ledger.commits.push(now);
            }
            if letter != Letter::Honest && !letter.refuses() {
                ledger.in_doubt = Some(now);
            }
        }
        let acted = ledger.commits.first().copied();
        let is_visible = match letter {
            Letter::Lag => acted.is_some_and(|at| now >= at + WAITING),
            _ => acted.is_some(),
        };
        let shows = matches!(letter, Letter::Honest | Letter::Lag);
        if !is_mutation && shows && !is_visible {
            // Nothing to be seen: a proof, once the waiting time is over.
            ledger.in_doubt = ledger.in_doubt.filter(|at| now < *at + WAITING);
        }
        let reply = self.reply(letter, is_mutation, is_visible);
        // No connection is kept open, so that each request can be refused.
        let reply = if reply.then == Then::Keep {
            reply.header("connection", "close").closes()
        } else {
            reply
        };
        (reply, ledger.script.front() == Some(&Letter::Refused))
    }

    fn reply(&self, letter: Letter, is_mutation: bool, is_visible: bool) -> Reply {
        let played = &self.played;
        match letter {
            Letter::Honest if is_mutation => played.done.clone(),
            Letter::Lag if is_mutation => response(409, ""),
            Letter::Honest | Letter::Lag if is_visible => played.found.clone(),
            Letter::Honest | Letter::Lag => played.absent.clone(),
            Letter::ActsThenResets | Letter::Resets => Reply::nothing().resets(),
            Letter::ActsThenCloses => Reply::nothing().closes(),
            Letter::ActsThenSilence | Letter::Silence => {
                Reply::nothing().then(Then::Silence(SILENCE))
            }
            Letter::ActsThen500 => error(500, "UNKNOWN", serde_json::json!([])),
            Letter::ActsThenCutShort => played.cut_short(),
            Letter::ActsThenAnother => played.another.clone(),
            Letter::Html502 => response(502, "<html>bad gateway</html>"),
            Letter::Html200 => response(200, "<html>log in first</html>"),
            Letter::Object200 => response(200, "{}"),
            Letter::Status503 => response(503, "").header("retry-after", "1"),
            Letter::Empty200 => response(200, ""),
            Letter::Status400 => error(400, "INVALID_ARGUMENT", serde_json::json!([])),
            Letter::Status401 => response(401, ""),
            Letter::Status403 => response(403, ""),
            Letter::Html404 => response(404, "<html>not found</html>"),
            Letter::Status409 => response(409, ""),
            Letter::Status408 => response(408, ""),
            Letter::Throttled => response(429, "").header("retry-after", "2"),
            Letter::Redirect => response(307, "").header("location", "/elsewhere"),
            Letter::Garbage => raw("garbage\r\n\r\n"),
            Letter::Refused => unreachable!("a refused connection has no request"),
        }
    }

    /// Uses up a refusal: a pause follows each refused connection.
    fn paused(self: &Arc<Self>) {
        let mut ledger = self.ledger.lock().unwrap();
        if ledger.script.front() != Some(&Letter::Refused) || ledger.accepting.is_some() {
            return;
        }
        ledger.script.pop_front();
        let reopens = ledger.script.front() != Some(&Letter::Refused);
        drop(ledger);
        if reopens {
            self.open();
        }
    }
}
