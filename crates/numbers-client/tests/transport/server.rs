//! A server on this machine that does with each connection what a test says.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use numbers_client::{Exchange, Transport};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// A listener and how many connections it has accepted.
pub(crate) struct Server {
    pub(crate) url: String,
    accepted: Arc<AtomicUsize>,
}

impl Server {
    /// Serves each connection with `serve`, which is given its number, counted from 1.
    pub(crate) async fn start<F>(serve: impl Fn(usize, TcpStream) -> F + Send + 'static) -> Self
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let accepted = Arc::<AtomicUsize>::default();
        let counter = accepted.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let number = counter.fetch_add(1, Ordering::SeqCst) + 1;
                stream.set_nodelay(true).unwrap();
                tokio::spawn(serve(number, stream));
            }
        });
        Self { url, accepted }
    }

    /// One that answers every request with the number of its connection.
    pub(crate) async fn answering() -> Self {
        Self::start(|number, mut stream| async move {
            while read_request(&mut stream).await.is_some() {
                answer(&mut stream, &number.to_string()).await;
            }
        })
        .await
    }

    pub(crate) fn transport(&self) -> Transport {
        transport(&self.url)
    }

    pub(crate) fn connections(&self) -> usize {
        self.accepted.load(Ordering::SeqCst)
    }
}

pub(crate) fn transport(url: &str) -> Transport {
    Transport::new(reqwest::Client::builder(), url, "tests/1").unwrap()
}

/// Sends a form and gives the body of the response.
pub(crate) async fn post(transport: &Transport) -> String {
    let response = Exchange::new(transport).post_form("/path", "a=b").await;
    String::from_utf8(response.unwrap().into_body().to_vec()).unwrap()
}

/// Head and body of the next request; `None` when the other side is gone first.
pub(crate) async fn read_request(stream: &mut TcpStream) -> Option<String> {
    let mut bytes = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&bytes);
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head
                .lines()
                .find_map(|line| line.strip_prefix("content-length: "))
                .map_or(0, |length| length.parse().unwrap());
            if body.len() == length {
                return Some(text.into_owned());
            }
        }
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    }
}

pub(crate) async fn answer(stream: &mut TcpStream, body: &str) {
    let length = body.len();
    let text = format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\n\r\n{body}");
    stream.write_all(text.as_bytes()).await.unwrap();
}
