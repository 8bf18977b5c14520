//! A server that answers every call alike, as fast as can be, in a process of its own.

use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::by_hand::{RESPONSE, TOKEN};

/// The server, which ends when its input does.
pub struct Server {
    process: Child,
    output: BufReader<ChildStdout>,
    pub url: String,
}

impl Server {
    pub fn start() -> Self {
        let mut process = Command::new(std::env::current_exe().expect("a path"))
            .arg("server")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("a server");
        let mut output = BufReader::new(process.stdout.take().expect("piped"));
        let url = line(&mut output);
        Self {
            process,
            output,
            url,
        }
    }

    /// Ends it. Returns what it has counted.
    pub fn counts(mut self) -> String {
        drop(self.process.stdin.take());
        line(&mut self.output)
    }
}

fn line(output: &mut impl BufRead) -> String {
    let mut line = String::new();
    output.read_line(&mut line).expect("the server runs");
    line.trim().to_owned()
}

static CONNECTIONS: AtomicU64 = AtomicU64::new(0);
static TOKENS: AtomicU64 = AtomicU64::new(0);
static CALLS: AtomicU64 = AtomicU64::new(0);

/// Serves. Prints its URL, and at the end of its input what it has counted.
#[tokio::main(flavor = "current_thread")]
pub async fn run() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    println!("http://{}", listener.local_addr().expect("bound"));
    std::thread::spawn(|| {
        let _ = std::io::read_to_string(std::io::stdin());
        let [connections, tokens, calls] =
            [&CONNECTIONS, &TOKENS, &CALLS].map(|counter| counter.load(Ordering::Relaxed));
        println!("{connections} connections, {tokens} tokens, {calls} calls");
        std::process::exit(0);
    });
    loop {
        if let Ok((stream, _)) = listener.accept().await {
            CONNECTIONS.fetch_add(1, Ordering::Relaxed);
            tokio::spawn(serve(stream));
        }
    }
}

async fn serve(mut stream: TcpStream) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let response = framed(RESPONSE);
    let token = framed(&format!(
        r#"{{"access_token":"{TOKEN}","expires_in":3599,"scope":"","token_type":"bearer"}}"#
    ));
    let mut bytes = Vec::with_capacity(4096);
    loop {
        while let Some(length) = request_length(&bytes) {
            let (counter, response) = match bytes.starts_with(b"POST /oauth2/") {
                true => (&TOKENS, &token),
                false => (&CALLS, &response),
            };
            counter.fetch_add(1, Ordering::Relaxed);
            bytes.drain(..length);
            stream.write_all(response).await?;
        }
        if stream.read_buf(&mut bytes).await? == 0 {
            return Ok(());
        }
    }
}

fn framed(body: &str) -> Vec<u8> {
    let length = body.len();
    let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json";
    format!("{head}\r\ncontent-length: {length}\r\n\r\n{body}").into_bytes()
}

/// How long the first request is, once all of it is here.
fn request_length(bytes: &[u8]) -> Option<usize> {
    let head = bytes.windows(4).position(|four| four == b"\r\n\r\n")? + 4;
    let text = std::str::from_utf8(&bytes[..head]).ok()?;
    let length = text.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        let is_length = name.eq_ignore_ascii_case("content-length");
        is_length.then(|| value.trim().parse::<usize>().ok())?
    });
    let whole = head + length.unwrap_or(0);
    (bytes.len() >= whole).then_some(whole)
}
