//! A relay between the CLI and the simulator, which notes every request and response, and can
//! stand still before any of them.

use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::Child;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

/// A request for one number, and how it was responded to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Exchange {
    pub(crate) is_rental: bool,
    /// `None` where no whole response reached the client, or none has yet.
    pub(crate) status: Option<u16>,
}

type Log = Arc<Mutex<BTreeMap<String, Vec<Exchange>>>>;

pub(crate) struct Relay {
    pub(crate) url: String,
    log: Log,
    gate: Arc<Gate>,
}

/// What every message passes, in both directions.
#[derive(Default)]
struct Gate {
    /// How many messages still pass; any number where there is none.
    left: Mutex<Option<usize>>,
    /// Whether messages about a lookup count as well.
    counts_lookups: AtomicBool,
    changed: Condvar,
}

impl Gate {
    /// Lets a message pass. One that had to wait is lost, with its connection.
    fn pass(&self, is_rental: bool) -> io::Result<()> {
        let mut left = self.left.lock().unwrap();
        let counts = is_rental || self.counts_lookups.load(Ordering::Relaxed);
        match &mut *left {
            None => return Ok(()),
            Some(0) => {}
            Some(_) if !counts => return Ok(()),
            Some(count) => {
                *count -= 1;
                if *count > 0 {
                    return Ok(());
                }
                self.changed.notify_all();
            }
        }
        let _open = self
            .changed
            .wait_while(left, |left| left.is_some())
            .unwrap();
        Err(io::ErrorKind::ConnectionReset.into())
    }
}

impl Relay {
    /// Relays to the server at this URL.
    pub(crate) fn to(url: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let own = format!("http://{}", listener.local_addr().unwrap());
        let server = url.trim_start_matches("http://").to_owned();
        let (log, gate) = (Log::default(), Arc::<Gate>::default());
        let (noted, passed) = (Arc::clone(&log), Arc::clone(&gate));
        std::thread::spawn(move || {
            for client in listener.incoming() {
                let (server, log) = (server.clone(), Arc::clone(&noted));
                let gate = Arc::clone(&passed);
                // A connection that breaks on one side breaks on the other as well.
                std::thread::spawn(move || relay(client?, &server, &log, &gate));
            }
        });
        Self {
            url: own,
            log,
            gate,
        }
    }

    /// Stands still from the message of this number on, counted from 1: any message, or one
    /// about a rental.
    pub(crate) fn stop_at(&self, message: usize, counts_lookups: bool) {
        let counts = &self.gate.counts_lookups;
        counts.store(counts_lookups, Ordering::Relaxed);
        *self.gate.left.lock().unwrap() = Some(message);
    }

    /// Waits until it stands still, or the client has ended. Returns whether it stands still.
    pub(crate) fn until_stopped(&self, client: &mut Child) -> bool {
        let is_going = |left: &mut Option<usize>| *left != Some(0);
        let mut left = self.gate.left.lock().unwrap();
        loop {
            // Looked at before the wait: the last message of a client comes before its end.
            let has_ended = client.try_wait().unwrap().is_some();
            let (next, in_vain) = self
                .gate
                .changed
                .wait_timeout_while(left, Duration::from_millis(20), is_going)
                .unwrap();
            if !in_vain.timed_out() {
                return true;
            }
            if has_ended {
                return false;
            }
            left = next;
        }
    }

    /// Goes on. What waited is lost.
    pub(crate) fn go_on(&self) {
        *self.gate.left.lock().unwrap() = None;
        self.gate.changed.notify_all();
    }

    /// Returns what was asked for each number, in order.
    pub(crate) fn exchanges(&self) -> BTreeMap<String, Vec<Exchange>> {
        self.log.lock().unwrap().clone()
    }
}

fn relay(client: TcpStream, server: &str, log: &Log, gate: &Gate) -> io::Result<()> {
    let server = TcpStream::connect(server)?;
    let mut from_client = BufReader::new(client.try_clone()?);
    let mut from_server = BufReader::new(server.try_clone()?);
    let (mut to_client, mut to_server) = (client, server);
    loop {
        let request = message(&mut from_client)?;
        let first = request.line();
        let mut words = first.split(' ');
        let (method, path) = (words.next().unwrap_or(""), words.next().unwrap_or(""));
        let phone = path.rsplit('/').next().unwrap_or("");
        let phone = phone.trim_end_matches(":rent").replace("%2B", "+");
        let is_rental = method == "POST";
        let index = {
            let mut log = log.lock().unwrap();
            let exchanges = log.entry(phone.clone()).or_default();
            exchanges.push(Exchange {
                is_rental,
                status: None,
            });
            exchanges.len() - 1
        };
        gate.pass(is_rental)?;
        to_server.write_all(&request.0)?;
        let response = message(&mut from_server)?;
        let status = response
            .line()
            .split(' ')
            .nth(1)
            .and_then(|status| status.parse().ok());
        gate.pass(is_rental)?;
        to_client.write_all(&response.0)?;
        // A client that is killed may not have read it: who looks at this has to bear it.
        log.lock().unwrap().get_mut(&phone).unwrap()[index].status = status;
    }
}

/// A head with its body.
struct Message(Vec<u8>);

impl Message {
    fn line(&self) -> String {
        let end = self
            .0
            .iter()
            .position(|byte| *byte == b'\r')
            .unwrap_or_default();
        String::from_utf8_lossy(&self.0[..end]).into_owned()
    }
}

/// Reads a whole message; an error where it is cut short.
fn message(from: &mut BufReader<TcpStream>) -> io::Result<Message> {
    let mut bytes = Vec::new();
    let mut length = 0;
    loop {
        let begin = bytes.len();
        if from.read_until(b'\n', &mut bytes)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let line = String::from_utf8_lossy(&bytes[begin..]).to_ascii_lowercase();
        if let Some(value) = line.strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
        if line == "\r\n" {
            break;
        }
    }
    let begin = bytes.len();
    bytes.resize(begin + length, 0);
    from.read_exact(&mut bytes[begin..])?;
    Ok(Message(bytes))
}
