//! Servers that send too much, too little, or something else.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use numbers_client::{BodyEnd, Exchange, TransportErrorKind};
use tokio::io::AsyncWriteExt;

use crate::server::{Server, read_request, transport};

/// A server on a thread of its own that writes `first` and then `more` without end, and how
/// many bytes it got rid of.
fn endless(first: &'static str, more: &'static str) -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let written = Arc::<AtomicUsize>::default();
    let counter = written.clone();
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        // What comes unasked would end the connection.
        let mut request = [0; 1024];
        let mut read = 0;
        while !request[..read].ends_with(b"a=b") {
            read += stream.read(&mut request[read..]).unwrap();
        }
        let _ = stream.write_all(first.as_bytes());
        let more = more.repeat(4096);
        while stream.write_all(more.as_bytes()).is_ok() {
            counter.fetch_add(more.len(), Ordering::SeqCst);
        }
    });
    (url, written)
}

/// More than the buffers of both sockets hold.
const BUFFERED: usize = 16 << 20;
/// More than a task reads before it lets others go on.
const A_TURN: usize = 256 << 10;

/// Another task of the same thread, the timer of a deadline for one, has its turn in between.
async fn others_go_on(url: &str, written: &AtomicUsize) {
    let exchange = Exchange::new(&transport(url)).body_limit(usize::MAX);
    let call = tokio::spawn(async move { exchange.post_form("/path", "a=b").await.is_ok() });
    // It is under way before the turns are counted.
    while written.load(Ordering::SeqCst) < 1 << 20 {
        tokio::task::yield_now().await;
    }
    let before = written.load(Ordering::SeqCst);
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
    let read = written.load(Ordering::SeqCst) - before;
    assert!(read < BUFFERED + 100 * A_TURN, "{read} bytes in 100 turns");
    assert!(!call.is_finished());
    call.abort();
}

#[tokio::test]
async fn a_body_of_many_small_pieces_lets_others_go_on() {
    let head = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
    let (url, written) = endless(head, "1\r\nx\r\n");
    others_go_on(&url, &written).await;
}

/// A server that writes this after each request, and closes.
async fn writes(text: impl Into<Vec<u8>>) -> Server {
    let text = text.into();
    Server::start(move |_, mut stream| {
        let text = text.clone();
        async move {
            read_request(&mut stream).await.unwrap();
            let _ = stream.write_all(&text).await;
        }
    })
    .await
}

async fn kind_of(server: &Server) -> TransportErrorKind {
    let exchange = Exchange::new(&server.transport());
    let failure = exchange.post_form("/path", "a=b").await.unwrap_err();
    assert_eq!(exchange.wire().failure.as_ref(), Some(&failure));
    assert!(exchange.withdraw(), "something was written");
    failure.kind()
}

#[tokio::test]
async fn each_way_to_break_a_response_has_its_kind() {
    for (text, kind) in [
        ("", TransportErrorKind::Closed),
        ("HTTP/1.1 200 OK\r\ncontent-le", TransportErrorKind::Closed),
        (
            "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nx",
            TransportErrorKind::Closed,
        ),
        ("garbage\r\n\r\n", TransportErrorKind::Protocol),
        ("HTTP/2 200\r\n\r\n", TransportErrorKind::Protocol),
        (
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nno length\r\n",
            TransportErrorKind::Protocol,
        ),
        (
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nffffffffffffffffff\r\n",
            TransportErrorKind::Protocol,
        ),
    ] {
        assert_eq!(kind_of(&writes(text).await).await, kind, "{text:?}");
    }
    let long = format!("HTTP/1.1 200 OK\r\nx: {}\r\n\r\n", "x".repeat(1 << 20));
    assert_eq!(
        kind_of(&writes(long).await).await,
        TransportErrorKind::Protocol
    );
}

#[tokio::test]
async fn a_reset_has_its_kind() {
    let server = Server::start(|_, mut stream| async move {
        read_request(&mut stream).await.unwrap();
        stream.set_zero_linger().unwrap();
    })
    .await;
    assert_eq!(kind_of(&server).await, TransportErrorKind::Reset);
}

#[tokio::test]
async fn a_body_of_the_limit_is_read_and_one_byte_more_is_not() {
    let framed = |body: &str| {
        let length = body.len();
        [
            format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\n\r\n{body}"),
            format!(
                "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n{length:x}\r\n{body}\r\n0\r\n\r\n"
            ),
            format!("HTTP/1.1 200 OK\r\n\r\n{body}"),
        ]
    };
    for text in framed("ten bytes.") {
        let server = writes(text).await;
        let exchange = Exchange::new(&server.transport()).body_limit(10);
        let response = exchange.post_form("/path", "a=b").await.unwrap();
        assert_eq!(response.into_body(), "ten bytes.");
        assert_eq!(exchange.wire().end, BodyEnd::Complete);
    }
    for text in framed("eleven byte") {
        let server = writes(text).await;
        let exchange = Exchange::new(&server.transport()).body_limit(10);
        let failure = exchange.post_form("/path", "a=b").await.unwrap_err();
        assert_eq!(failure.kind(), TransportErrorKind::TooLarge);
        assert_eq!(exchange.wire().end, BodyEnd::TooLarge);
    }
}

/// A rental that is kept for a year does not keep 8 KiB with it.
#[tokio::test]
async fn what_was_read_does_not_keep_the_buffer_it_came_in() {
    let server = writes("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nten bytes.").await;
    let response = Exchange::new(&server.transport())
        .post_form("/path", "a=b")
        .await;
    let body = response.unwrap().into_body();
    assert_eq!(body.try_into_mut().unwrap().capacity(), 10);
}

/// Whoever writes much hears of a refusal, though it has not read all.
#[tokio::test]
async fn a_refusal_that_comes_before_all_was_written_is_read() {
    let server = Server::start(|_, mut stream| async move {
        stream.readable().await.unwrap();
        let refusal = "HTTP/1.1 413 Too Large\r\ncontent-length: 5\r\n\r\nlarge";
        stream.write_all(refusal.as_bytes()).await.unwrap();
        // Until the other side gives up.
        while read_request(&mut stream).await.is_some() {}
    })
    .await;
    let transport = server.transport();
    let exchange = Exchange::new(&transport);
    let response = exchange
        .post_form("/path", vec![b'x'; 64 << 20])
        .await
        .unwrap();
    assert_eq!(
        (response.status().as_u16(), &**response.body()),
        (413, &b"large"[..])
    );
}
