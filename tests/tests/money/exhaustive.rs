//! Every script of up to three faults, under every policy, against the invariants.
//!
//! A script is a list of letters. Each request to the API, be it a rental request or a lookup,
//! uses up the next one; after the end of its script the service is honest. A script is only
//! extended by another letter if the call used it up, so that every counted script was used up.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use numbers_ext::clock::Clock as _;
use numbers_ext::{MutationError, Numbers, OnUnknown, Rental, Sms};
use numbers_tests::listener::Port;
use numbers_tests::reply::{Reply, Then, error, raw, response};
use numbers_tests::server::{let_run, not_held, read_one, rented, token};
use numbers_tests::world::{PROJECT, SECRET, active_number, bounded, phone};
use numbers_tests::{ManualClock, Server};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// Defines the letters, one for each kind of thing that can happen to a request, and the list of
/// all of them.
macro_rules! letters {
    ($($(#[$doc:meta])* $letter:ident,)*) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        enum Letter {
            $($(#[$doc])* $letter,)*
        }

        const ALPHABET: &[Letter] = &[$(Letter::$letter,)*];
    };
}

letters! {
    Honest,
    ActsThenResets,
    ActsThenCloses,
    ActsThenSilence,
    ActsThen500,
    ActsThenCutShort,
    ActsThenAnother,
    Resets,
    Silence,
    Html502,
    Status503,
    Empty200,
    Status400,
    Status401,
    Status403,
    Html404,
    Status409,
    Status408,
    Throttled,
    Redirect,
    Garbage,
    /// A lookup does not see the rental yet, which is allowed within the waiting time.
    Lag,
    /// The connection is refused.
    Refused,
}

use Letter::*;

const WAITING: Duration = Duration::from_secs(60);
const BUDGET: Duration = Duration::from_secs(90);
const DEADLINE: Duration = Duration::from_secs(30);
/// How far silence moves the clock: past the deadline, and past the limit of one lookup.
const SILENCE: Duration = Duration::from_secs(31);

#[derive(Default)]
struct Ledger {
    script: VecDeque<Letter>,
    commits: Vec<Duration>,
    rental_requests: u32,
    accepting: Option<JoinHandle<()>>,
}

/// The service, reading its script.
struct Service {
    port: Port,
    clock: ManualClock,
    ledger: Mutex<Ledger>,
}

impl Service {
    fn open(self: &Arc<Self>) {
        let listener = self.port.listen();
        let service = Arc::clone(self);
        let task = tokio::spawn(async move { service.accept(listener).await });
        self.ledger.lock().unwrap().accepting = Some(task);
    }

    async fn close(&self) {
        let task = self.ledger.lock().unwrap().accepting.take();
        if let Some(task) = task {
            task.abort();
            let _ = task.await;
        }
    }

    async fn accept(self: Arc<Self>, listener: TcpListener) {
        while let Ok((mut stream, _)) = listener.accept().await {
            let service = Arc::clone(&self);
            tokio::spawn(async move {
                let Some(is_rent) = read_one(&mut stream).await else {
                    return;
                };
                let (reply, refuses_next) = service.pick(is_rent);
                if refuses_next {
                    // Closed before the response, so that the next connection is refused.
                    service.close().await;
                }
                numbers_tests::server::write_and_finish(stream, reply, &service.clock).await;
            });
        }
    }

    fn pick(&self, is_rent: bool) -> (Reply, bool) {
        let mut ledger = self.ledger.lock().unwrap();
        let letter = ledger.script.pop_front().unwrap_or(Honest);
        let held = ledger.commits.first().copied();
        let acts = matches!(
            letter,
            Honest
                | ActsThenResets
                | ActsThenCloses
                | ActsThenSilence
                | ActsThen500
                | ActsThenCutShort
                | ActsThenAnother
        );
        ledger.rental_requests += u32::from(is_rent);
        if is_rent && acts {
            ledger.commits.push(self.clock.passed());
        }
        let reply = match letter {
            Honest if is_rent => rented(),
            Honest if held.is_some() => response(200, &active_number()),
            Honest => not_held(),
            Lag if is_rent => response(409, ""),
            Lag => match held {
                Some(at) if self.clock.passed() >= at + WAITING => response(200, &active_number()),
                _ => not_held(),
            },
            ActsThenResets | Resets => Reply::nothing().resets(),
            ActsThenCloses => Reply::nothing().closes(),
            ActsThenSilence | Silence => Reply::nothing().then(Then::Silence(SILENCE)),
            ActsThen500 => error(500, "UNKNOWN", serde_json::json!([])),
            ActsThenCutShort => rented().cut_in_the_body().closes(),
            ActsThenAnother => response(200, r#"{"phoneNumber":"+12025550135"}"#),
            Html502 => response(502, "<html>bad gateway</html>"),
            Status503 => response(503, "").header("retry-after", "1"),
            Empty200 => response(200, ""),
            Status400 => error(400, "INVALID_ARGUMENT", serde_json::json!([])),
            Status401 => response(401, ""),
            Status403 => response(403, ""),
            Html404 => response(404, "<html>not found</html>"),
            Status409 => response(409, ""),
            Status408 => response(408, ""),
            Throttled => response(429, "").header("retry-after", "2"),
            Redirect => response(307, "").header("location", "/elsewhere"),
            Garbage => raw("garbage\r\n\r\n"),
            Refused => unreachable!("a refused connection has no request"),
        };
        // No connection is kept open, so that each request can be refused.
        let reply = if reply.then == Then::Keep {
            reply.header("connection", "close").closes()
        } else {
            reply
        };
        (reply, ledger.script.front() == Some(&Refused))
    }

    /// Uses up a refusal: a pause follows each refused connection.
    fn paused(self: &Arc<Self>) {
        let mut ledger = self.ledger.lock().unwrap();
        if ledger.script.front() != Some(&Refused) || ledger.accepting.is_some() {
            return;
        }
        ledger.script.pop_front();
        let reopens = ledger.script.front() != Some(&Refused);
        drop(ledger);
        if reopens {
            self.open();
        }
    }
}

struct Trial {
    service: Arc<Service>,
    auth: Arc<Server>,
    numbers: Numbers,
    policy: OnUnknown,
}

impl Trial {
    fn new(policy: OnUnknown) -> Self {
        let clock = ManualClock::default();
        let auth = Server::start(&clock);
        let service = Arc::new(Service {
            port: Port::take(),
            clock: clock.clone(),
            ledger: Mutex::default(),
        });
        let hooked = Arc::clone(&service);
        clock.on_pause(move |_| hooked.paused());
        let numbers = Numbers::builder()
            .project(PROJECT)
            .access_key("key-id", SECRET)
            .numbers_url(format!("http://{}", service.port.address()))
            .auth_url(auth.url())
            .deadline(DEADLINE)
            .reconciling(WAITING, BUDGET)
            .on_unknown(policy)
            .retry_throttled(true)
            .clock(Arc::new(clock))
            .build()
            .unwrap();
        Self {
            service,
            auth,
            numbers,
            policy,
        }
    }

    /// Runs a script, and returns whether all of it was used up.
    async fn run(&self, script: &[Letter]) -> bool {
        self.service.close().await;
        {
            let mut ledger = self.service.ledger.lock().unwrap();
            ledger.script = script.iter().copied().collect();
            ledger.commits.clear();
            ledger.rental_requests = 0;
        }
        if script.first() != Some(&Refused) {
            self.service.open();
        }
        // A token is in the cache, so that a first 401 is about an old one.
        let issued = self.auth.state().issued;
        self.auth.state().tokens = VecDeque::from([token(issued + 1, 3599)]);
        self.warm().await;
        let tokens = self.auth.state().issued;
        let begun = self.service.clock.now();
        let call = self.numbers.rent(phone()).sms(Sms::plan("plan-1")).send();
        let result = bounded(call).await;
        let took = self.service.clock.now() - begun;
        let_run().await;
        let ledger = self.service.ledger.lock().unwrap();
        let (commits, left) = (ledger.commits.len(), ledger.script.clone());
        let rental_requests = ledger.rental_requests;
        let closed = ledger.accepting.is_none();
        drop(ledger);
        let tokens = self.auth.state().issued - tokens;
        let case = format!(
            "{:?} {script:?}: {commits} commits, {rental_requests} rental requests, {result:?}",
            self.policy
        );
        self.check(&result, commits, tokens, took, &case);
        // The last of three refused attempts is followed by no pause.
        left.is_empty() || (left == [Refused] && closed && result.is_err())
    }

    /// Has a token fetched, by a lookup that uses up none of the script.
    async fn warm(&self) {
        let elsewhere = self.numbers.get(phone());
        let script = std::mem::take(&mut self.service.ledger.lock().unwrap().script);
        let closed = self.service.ledger.lock().unwrap().accepting.is_none();
        let _ = bounded(elsewhere).await;
        let mut ledger = self.service.ledger.lock().unwrap();
        assert_eq!(closed, ledger.accepting.is_none());
        ledger.script = script;
    }

    fn check(
        &self,
        result: &Result<Rental, MutationError>,
        commits: usize,
        tokens: u32,
        took: Duration,
        case: &str,
    ) {
        assert!(commits <= 1, "(1) more than one commit: {case}");
        match result {
            Ok(_) => assert_eq!(commits, 1, "(2) rented without a commit: {case}"),
            // (7) By its type, an unknown carries what is needed to reconcile it.
            Err(error) if error.outcome().is_unknown() => {}
            Err(_) => assert_eq!(commits, 0, "(3) a commit that is denied: {case}"),
        }
        // Silence moves the clock in one jump, past the end of whatever is under way.
        let (call, reconciling) = (DEADLINE + SILENCE, BUDGET + SILENCE);
        let longest = match self.policy {
            OnUnknown::Report => call,
            OnUnknown::Reconcile => call + reconciling,
            _ => 2 * (call + reconciling),
        };
        assert!(took <= longest, "(4) {took:?}: {case}");
        assert!(tokens <= 4, "(5) {tokens} tokens: {case}");
        let shown = match result {
            Ok(rental) => format!("{rental:?}{}", serde_json::to_string(rental).unwrap()),
            Err(error) => format!(
                "{error:?}{error}{error:#}{}",
                serde_json::to_string(error).unwrap()
            ),
        };
        assert!(
            !shown.contains(SECRET) && !shown.contains("token-"),
            "(6) {shown}"
        );
    }
}

/// Grows every script that begins with this letter and was used up, to three letters.
/// Returns how many there are.
async fn explore(policy: OnUnknown, first: Letter) -> usize {
    let trial = Trial::new(policy);
    let mut used_up = 0;
    let mut grown = vec![Vec::new()];
    for length in 0..3 {
        let letters = if length == 0 { &[first] } else { ALPHABET };
        let mut next = Vec::new();
        for script in grown {
            for &letter in letters {
                let mut script: Vec<Letter> = script.clone();
                script.push(letter);
                if trial.run(&script).await {
                    used_up += 1;
                    next.push(script);
                }
            }
        }
        grown = next;
    }
    used_up
}

/// How many scripts are used up under each policy. Fewer would mean that the calls ask less
/// often, and see fewer faults, than they did.
const PINNED: [(OnUnknown, usize); 3] = [
    (OnUnknown::Report, 353),
    (OnUnknown::Reconcile, 8_853),
    (OnUnknown::ReconcileThenRetry, 8_853),
];

/// The scripts are shared out by policy and first letter, over all cores.
#[test]
fn money_every_script_of_up_to_three_faults_keeps_the_invariants() {
    let parts: Vec<_> = PINNED
        .iter()
        .flat_map(|(policy, _)| ALPHABET.iter().map(|letter| (*policy, *letter)))
        .collect();
    let next = AtomicUsize::new(0);
    let counts = Mutex::new(Vec::new());
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|threads| {
        for _ in 0..cores {
            threads.spawn(|| {
                while let Some((policy, first)) = parts.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let runtime = tokio::runtime::Builder::new_current_thread()
                        .enable_all()
                        .build()
                        .unwrap();
                    let count = runtime.block_on(explore(*policy, *first));
                    counts.lock().unwrap().push((*policy, count));
                }
            });
        }
    });
    let counts = counts.into_inner().unwrap();
    assert_eq!(counts.len(), parts.len());
    for (policy, expected) in PINNED {
        let of = counts.iter().filter(|(other, _)| *other == policy);
        let count: usize = of.map(|(_, count)| count).sum();
        println!("scripts used up under {policy:?}: {count}");
        assert_eq!(count, expected, "{policy:?}");
    }
}
