//! One client and one service, for script after script.

use std::cell::Cell;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use numbers_ext::clock::Clock as _;
use numbers_ext::{MutationError, Numbers, OnUnknown};

use crate::clock::ManualClock;
use crate::script::letter::Letter;
use crate::script::played::{Played, Success};
use crate::script::service::{SILENCE, Service, WAITING};
use crate::server::{Server, token};
use crate::world::{PROJECT, SECRET, bounded, phone};

const BUDGET: Duration = Duration::from_secs(90);
const DEADLINE: Duration = Duration::from_secs(30);
/// How many seconds a token is valid: for some hundred scripts.
const LIFETIME: u32 = 86_400;

/// One client and one service.
pub struct Trial {
    service: Arc<Service>,
    auth: Arc<Server>,
    numbers: Numbers,
    played: Played,
    policy: OnUnknown,
    /// When the token in the cache was fetched, unless it was refused.
    fetched: Cell<Option<Duration>>,
}

impl Trial {
    pub fn new(played: &Played, policy: OnUnknown) -> Self {
        let clock = ManualClock::default();
        let auth = Server::start(&clock);
        let service = Service::closed(played.clone(), &clock);
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
            played: played.clone(),
            policy,
            fetched: Cell::default(),
        }
    }

    /// Runs a script, and returns whether all of it was used up.
    pub async fn run(&self, script: &[Letter]) -> bool {
        self.service.begin(script).await;
        self.warm().await;
        let tokens = self.auth.state().issued;
        let begun = self.service.clock.now();
        let result = bounded((self.played.call)(self.numbers.clone())).await;
        let took = self.service.clock.now() - begun;
        // Nothing else is ready, so that each turn asks for what has arrived; the service needs
        // a few to accept a connection, read a request and count it.
        for _ in 0..20 {
            tokio::task::yield_now().await;
        }
        if script.contains(&Letter::Status401) {
            self.fetched.set(None);
        }
        let tokens = self.auth.state().issued - tokens;
        self.check(script, &result, tokens, took);
        let ledger = self.service.ledger.lock().unwrap();
        // The last of three refused attempts is followed by no pause.
        let is_closed = ledger.accepting.is_none();
        ledger.script.is_empty()
            || (ledger.script == [Letter::Refused] && is_closed && result.is_err())
    }

    /// Has a token in the cache, so that a first 401 is about an old one. It is fetched by a
    /// lookup that uses up none of the script.
    async fn warm(&self) {
        let now = self.service.clock.passed();
        let lately = Duration::from_secs((LIFETIME / 2).into());
        if self.fetched.get().is_some_and(|at| now < at + lately) {
            return;
        }
        self.fetched.set(Some(now));
        let issued = self.auth.state().issued;
        // One for now, and those of a script.
        let tokens = (1..=5).map(|number| token(issued + number, LIFETIME.into()));
        self.auth.state().tokens = tokens.collect();
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
        script: &[Letter],
        result: &Result<Success, MutationError>,
        tokens: u32,
        took: Duration,
    ) {
        let ledger = self.service.ledger.lock().unwrap();
        let (commits, requests) = (ledger.commits.len(), ledger.mutations);
        let case = || {
            format!(
                "{} {:?} {script:?}: {commits} commits, {requests} requests, {result:?}",
                self.played.name, self.policy
            )
        };
        assert!(commits <= 1, "(1) more than one commit: {}", case());
        match result {
            Ok(_) => assert_eq!(commits, 1, "(2) done without a commit: {}", case()),
            // (7) By its type, an unknown carries what is needed to reconcile it.
            Err(error) if error.outcome().is_unknown() => {}
            Err(_) => assert_eq!(commits, 0, "(3) a commit that is denied: {}", case()),
        }
        // Silence moves the clock in one jump, past the end of whatever is under way.
        let (call, reconciling) = (DEADLINE + SILENCE, BUDGET + SILENCE);
        let longest = match self.policy {
            OnUnknown::Report => call,
            OnUnknown::Reconcile => call + reconciling,
            _ => 2 * (call + reconciling),
        };
        assert!(took <= longest, "(4) {took:?}: {}", case());
        assert!(tokens <= 4, "(5) {tokens} tokens: {}", case());
        let (shown, attempts) = match result {
            Ok(success) => (success.shown.clone(), success.attempts),
            Err(error) => (
                format!(
                    "{error:?}{error}{error:#}{}",
                    serde_json::to_string(error).unwrap()
                ),
                error.attempts(),
            ),
        };
        let is_clean = |marker: &str| !shown.contains(marker);
        assert!(is_clean(SECRET) && is_clean("token-"), "(6) {shown}");
        // A request that the call has given up is not read later, either.
        assert_eq!(requests, attempts, "(8) requests and attempts: {}", case());
        assert_eq!(ledger.blind, 0, "(9) sent again without proof: {}", case());
    }

    /// Grows every script that begins with this letter and was used up, to three letters.
    /// Returns how many there are.
    async fn explore(&self, alphabet: &[Letter], first: Letter) -> usize {
        let mut used_up = 0;
        let mut grown = vec![Vec::new()];
        for length in 0..3 {
            let letters = if length == 0 { &[first] } else { alphabet };
            let mut next = Vec::new();
            for script in grown {
                for &letter in letters {
                    let mut script: Vec<Letter> = script.clone();
                    script.push(letter);
                    if self.run(&script).await {
                        used_up += 1;
                        next.push(script);
                    }
                }
            }
            grown = next;
        }
        used_up
    }
}

/// A mutation that is explored under a policy, with the letters of this alphabet.
#[derive(Clone)]
pub struct Explored {
    pub played: Played,
    pub policy: OnUnknown,
    pub alphabet: &'static [Letter],
}

/// Explores each of them, and returns how many scripts were used up. The work is shared out by
/// first letter, over all cores.
pub fn explore_all(all: &[Explored]) -> Vec<usize> {
    let parts: Vec<_> = all
        .iter()
        .enumerate()
        .flat_map(|(index, explored)| explored.alphabet.iter().map(move |first| (index, *first)))
        .collect();
    let next = AtomicUsize::new(0);
    let counts = Mutex::new(vec![0; all.len()]);
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|threads| {
        for _ in 0..cores {
            threads.spawn(|| {
                while let Some((index, first)) = parts.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let explored = &all[*index];
                    let runtime = tokio::runtime::Builder::new_current_thread()
                        .enable_all()
                        .build()
                        .unwrap();
                    let count = runtime.block_on(async {
                        let trial = Trial::new(&explored.played, explored.policy);
                        trial.explore(explored.alphabet, *first).await
                    });
                    counts.lock().unwrap()[*index] += count;
                }
            });
        }
    });
    counts.into_inner().unwrap()
}
