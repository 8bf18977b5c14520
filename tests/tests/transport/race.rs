//! Futures that are dropped and deadlines that end at any moment, on several threads, against
//! a server that answers, resets and stalls at random: its ledger contradicts no outcome.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime};

use numbers_ext::clock::{Clock, Sleep};
use numbers_ext::{Ended, Intent, Interceptor, Numbers, Permission, PhoneNumber};
use numbers_tests::world::PROJECT;
use socket2::SockRef;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinSet, yield_now};

const CALLS: u32 = 100_000;
const AT_ONCE: u32 = 256;

/// Random numbers that differ by thread and are the same in no two runs.
fn random(below: u64) -> u64 {
    static STATE: AtomicU64 = AtomicU64::new(0);
    let seed = STATE.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::Relaxed);
    let mixed = (seed ^ (seed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (mixed ^ (mixed >> 31)) % below
}

/// Some turns of the runtime: any moment of a request, and some beyond it.
async fn a_while() {
    for _ in 0..random(24) {
        yield_now().await;
    }
}

/// What the server saw of one number.
#[derive(Clone, Copy, Default)]
struct Seen {
    /// Something of a request for it was read.
    read: bool,
    commits: u32,
}

#[derive(Default)]
struct Ledger {
    seen: Mutex<HashMap<u64, Seen>>,
    open: AtomicU32,
}

impl Ledger {
    fn note(&self, digits: u64, note: impl FnOnce(&mut Seen)) {
        note(self.seen.lock().unwrap().entry(digits).or_default());
    }
}

/// The digits of the number that a request is about, as soon as they have been read.
fn number_in(bytes: &[u8]) -> Option<u64> {
    let text = std::str::from_utf8(bytes).ok()?;
    let (_, rest) = text.split_once("Numbers/+")?;
    rest.split_once(":re")?.0.parse().ok()
}

/// Every other number is released, with a request that has no body.
fn has_body(digits: u64) -> bool {
    digits.is_multiple_of(2)
}

/// Returns how a request for this number ends.
fn end(digits: u64) -> &'static [u8] {
    if has_body(digits) { b"}" } else { b"\r\n\r\n" }
}

/// Serves one connection until one of the sides ends it.
async fn serve(mut stream: TcpStream, ledger: Arc<Ledger>) {
    let mut bytes = Vec::new();
    loop {
        bytes.clear();
        if random(40) == 0 {
            // Closed while it is idle, or before the first request is read.
            return;
        }
        let digits = loop {
            match stream.read_buf(&mut bytes).await {
                Ok(0) | Err(_) => return,
                Ok(_) => {}
            }
            let digits = number_in(&bytes);
            if let Some(digits) = digits {
                ledger.note(digits, |seen| seen.read = true);
            }
            match digits {
                Some(digits) if bytes.ends_with(end(digits)) => break digits,
                _ => {}
            }
        };
        a_while().await;
        let answer = match random(50) {
            0..4 => return,
            4..8 => {
                let _ = SockRef::from(&stream).set_linger(Some(Duration::ZERO));
                return;
            }
            8 => {
                // Stalls until the other side has given up.
                let _ = stream.read_buf(&mut bytes).await;
                return;
            }
            9..14 => "HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n".to_owned(),
            acts => {
                ledger.note(digits, |seen| seen.commits += 1);
                let body = format!(r#"{{"phoneNumber":"+{digits}"}}"#);
                let length = body.len();
                let answer = format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\n\r\n{body}");
                match acts {
                    14..18 => return,
                    18..22 => {
                        let _ = stream
                            .write_all(&answer.as_bytes()[..answer.len() - 3])
                            .await;
                        return;
                    }
                    _ => answer,
                }
            }
        };
        if stream.write_all(answer.as_bytes()).await.is_err() {
            return;
        }
    }
}

/// The machine's clock, but deadlines end and pauses are over at any moment.
#[derive(Debug)]
struct Hasty {
    /// Whether deadlines end at all.
    ends: AtomicBool,
}

impl Clock for Hasty {
    fn now(&self) -> Instant {
        Instant::now()
    }

    fn wall(&self) -> SystemTime {
        SystemTime::now()
    }

    fn pause(&self, _: Duration) -> Sleep {
        Box::pin(a_while())
    }

    fn reach(&self, _: Instant) -> Sleep {
        if self.ends.load(Ordering::Relaxed) && random(3) == 0 {
            Box::pin(a_while())
        } else {
            Box::pin(std::future::pending())
        }
    }

    fn jitter(&self) -> f64 {
        0.0
    }
}

/// What each call ended in, as its interceptor learns it: dropped ones as well.
#[derive(Clone, Debug, Default)]
struct Outcomes(Arc<Mutex<HashMap<PhoneNumber, (&'static str, bool)>>>);

impl Interceptor for Outcomes {
    fn before_request<'a>(&'a self, _: &'a Intent) -> Permission<'a> {
        Box::pin(std::future::ready(Ok(())))
    }

    fn after_call(&self, intent: &Intent, ended: Ended<'_>) {
        let dropped = matches!(ended, Ended::Abandoned(_));
        let entry = (ended.as_str(), dropped);
        let before = self
            .0
            .lock()
            .unwrap()
            .insert(intent.phone().unwrap(), entry);
        assert_eq!(before, None, "a call ends once");
    }
}

fn phone(call: u32) -> PhoneNumber {
    format!("+1202{call:07}").parse().unwrap()
}

/// One call, which is dropped by another task, by its own, or not at all.
async fn call(numbers: Numbers, call: u32) {
    if has_body(u64::from(call)) {
        let rent = numbers.rent(phone(call)).unconfigured().send();
        race(async move { drop(rent.await) }).await;
    } else {
        let release = numbers.release(phone(call)).send();
        race(async move { drop(release.await) }).await;
    }
}

async fn race(call: impl Future<Output = ()> + Send + 'static) {
    match random(4) {
        0 => {
            let task = tokio::spawn(call);
            a_while().await;
            task.abort();
            let _ = task.await;
        }
        1 => {
            tokio::select! {
                biased;
                () = call => {}
                () = a_while() => {}
            }
        }
        // The server may stall for ever.
        _ => drop(tokio::time::timeout(Duration::from_millis(20), call).await),
    }
}

#[test]
fn seam_0_no_outcome_of_100_000_races_is_contradicted_by_the_ledger() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(4)
        .enable_all()
        .build()
        .unwrap();
    let (ledger, outcomes) = (Arc::<Ledger>::default(), Outcomes::default());
    runtime.block_on(races(&ledger, &outcomes));
    let seen = ledger.seen.lock().unwrap();
    let outcomes = outcomes.0.lock().unwrap();
    let mut counted: HashMap<(&str, bool), u32> = HashMap::new();
    for phone in (0..CALLS).map(phone) {
        let digits: u64 = phone.to_string()[1..].parse().unwrap();
        let Seen { read, commits } = seen.get(&digits).copied().unwrap_or_default();
        // Some are dropped before they have begun.
        let outcome = outcomes.get(&phone).copied().unwrap_or(("notBegun", true));
        *counted.entry(outcome).or_default() += 1;
        let is_right = match outcome.0 {
            "notBegun" | "not_sent" => !read && commits == 0,
            "rejected" => commits == 0,
            "done" => commits == 1,
            "unknown" => commits <= 1,
            other => panic!("{other}"),
        };
        assert!(
            is_right,
            "{phone}: {outcome:?}, read: {read}, commits: {commits}"
        );
    }
    println!("{counted:?}");
    // Each way to end was met often, or the races were none.
    for outcome in ["not_sent", "unknown"] {
        for dropped in [false, true] {
            let count = counted
                .get(&(outcome, dropped))
                .copied()
                .unwrap_or_default();
            assert!(count > CALLS / 1_000, "{outcome}, {dropped}: {counted:?}");
        }
    }
}

async fn races(ledger: &Arc<Ledger>, outcomes: &Outcomes) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let served = Arc::clone(ledger);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            served.open.fetch_add(1, Ordering::SeqCst);
            let served = Arc::clone(&served);
            tokio::spawn(async move {
                serve(stream, Arc::clone(&served)).await;
                served.open.fetch_sub(1, Ordering::SeqCst);
            });
        }
    });
    let clock = Arc::new(Hasty {
        ends: AtomicBool::new(true),
    });
    let numbers = Numbers::builder()
        .project(PROJECT)
        .bearer("token")
        .numbers_url(url)
        .clock(clock)
        .interceptor(outcomes.clone())
        .build()
        .unwrap();
    let mut calls = JoinSet::new();
    for number in 0..CALLS {
        if number >= AT_ONCE {
            calls.join_next().await.unwrap().unwrap();
        }
        calls.spawn(call(numbers.clone(), number));
    }
    while let Some(ended) = calls.join_next().await {
        ended.unwrap();
    }
    // What was written is read before the ledger is closed.
    drop(numbers);
    while ledger.open.load(Ordering::SeqCst) > 0 {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}
