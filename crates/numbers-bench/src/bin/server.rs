//! A server that answers every call alike, as fast as can be, in a process of its own.
//! Prints its URL, then how many connections and tokens there were when its input ends.

use std::sync::atomic::{AtomicU64, Ordering};

use numbers_bench::{RESPONSE, TOKEN};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

static CONNECTIONS: AtomicU64 = AtomicU64::new(0);
static TOKENS: AtomicU64 = AtomicU64::new(0);
static CALLS: AtomicU64 = AtomicU64::new(0);

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let listener = TcpListener::bind(("127.0.0.1", 0))
        .await
        .expect("a free port");
    println!("http://{}", listener.local_addr().expect("bound"));
    std::thread::spawn(|| {
        let _ = std::io::read_to_string(std::io::stdin());
        let count = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        println!(
            "connections: {}, tokens: {}, calls: {}",
            count(&CONNECTIONS),
            count(&TOKENS),
            count(&CALLS)
        );
        std::process::exit(0);
    });
    let response = framed(RESPONSE);
    let token = framed(&format!(
        r#"{{"access_token":"{TOKEN}","expires_in":3599,"scope":"","token_type":"bearer"}}"#
    ));
    loop {
        if let Ok((stream, _)) = listener.accept().await {
            CONNECTIONS.fetch_add(1, Ordering::Relaxed);
            tokio::spawn(serve(stream, response.clone(), token.clone()));
        }
    }
}

fn framed(body: &str) -> Vec<u8> {
    format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

async fn serve(mut stream: TcpStream, response: Vec<u8>, token: Vec<u8>) {
    let _ = stream.set_nodelay(true);
    let mut bytes = Vec::with_capacity(4096);
    loop {
        let length = loop {
            if let Some(length) = request_length(&bytes) {
                break length;
            }
            match stream.read_buf(&mut bytes).await {
                Ok(0) | Err(_) => return,
                Ok(_) => {}
            }
        };
        let is_token = bytes.starts_with(b"POST /oauth2/");
        (if is_token { &TOKENS } else { &CALLS }).fetch_add(1, Ordering::Relaxed);
        bytes.drain(..length);
        if stream
            .write_all(if is_token { &token } else { &response })
            .await
            .is_err()
        {
            return;
        }
    }
}

/// How long the first request is, once all of it is here.
fn request_length(bytes: &[u8]) -> Option<usize> {
    let head = bytes.windows(4).position(|four| four == b"\r\n\r\n")? + 4;
    let text = std::str::from_utf8(bytes.get(..head)?).ok()?;
    let length = text.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length")
            .then(|| value.trim().parse::<usize>().ok())?
    });
    let whole = head + length.unwrap_or(0);
    (bytes.len() >= whole).then_some(whole)
}
