//! A proxy that opens tunnels.

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};

/// A proxy that leads every tunnel to one port of this machine, and keeps what it was sent.
pub(crate) struct Tunnels {
    pub(crate) url: String,
    pub(crate) seen: Arc<Mutex<Vec<String>>>,
}

impl Tunnels {
    /// One that answers each CONNECT with this status line.
    pub(crate) async fn to(port: u16, status: &'static str) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let seen = Arc::<Mutex<Vec<String>>>::default();
        let kept = seen.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(open(stream, port, status, kept.clone()));
            }
        });
        Self { url, seen }
    }

    /// What was sent so far, before the tunnels.
    pub(crate) fn seen(&self) -> Vec<String> {
        self.seen.lock().unwrap().clone()
    }
}

async fn open(mut stream: TcpStream, port: u16, status: &str, seen: Arc<Mutex<Vec<String>>>) {
    let mut head = Vec::new();
    // Byte by byte, for what follows belongs to the tunnel.
    while !head.ends_with(b"\r\n\r\n") {
        match stream.read_u8().await {
            Ok(byte) => head.push(byte),
            Err(_) => return,
        }
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    seen.lock().unwrap().push(head);
    let reply = format!("HTTP/1.1 {status}\r\n\r\n");
    stream.write_all(reply.as_bytes()).await.unwrap();
    if status.starts_with("200") {
        let mut target = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
        let _ = copy_bidirectional(&mut stream, &mut target).await;
    }
}
