//! Connections between two requests.

use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use numbers_client::{Exchange, TransportErrorKind};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::runtime::Runtime;
use tokio::sync::Notify;

use crate::server::{Server, answer, post, read_request};

#[tokio::test]
async fn one_connection_serves_any_number_of_requests() {
    let server = Server::answering().await;
    let transport = server.transport();
    for _ in 0..100 {
        assert_eq!(post(&transport).await, "1");
    }
    assert_eq!(server.connections(), 1);
}

#[tokio::test]
async fn requests_at_once_have_connections_of_their_own() {
    let server = Server::answering().await;
    let transport = server.transport();
    let calls: Vec<_> = (0..10)
        .map(|_| {
            let transport = transport.clone();
            tokio::spawn(async move { post(&transport).await })
        })
        .collect();
    for call in calls {
        call.await.unwrap();
    }
    assert_eq!(server.connections(), 10);
    post(&transport).await;
    assert_eq!(server.connections(), 10);
}

/// tokio stops a task that does much in one turn, and wakes it for another. Wherever it is
/// stopped, the request goes on.
#[tokio::test]
async fn a_task_that_has_little_of_its_turn_left_makes_its_request_all_the_same() {
    const TURN: u32 = 128;
    let server = Server::answering().await;
    let transport = server.transport();
    // Connecting is none of it.
    post(&transport).await;
    for left in 0..20 {
        let mut request = pin!(post(&transport));
        let answer = poll_fn(|context| {
            for _ in left..TURN {
                let _ = pin!(tokio::task::consume_budget()).poll(context);
            }
            request.as_mut().poll(context)
        });
        let answer = tokio::time::timeout(Duration::from_secs(30), answer).await;
        assert_eq!(answer.as_deref(), Ok("1"), "{left}");
    }
}

#[tokio::test]
async fn a_response_that_nobody_asked_for_ends_its_connection_and_answers_nobody() {
    let (asked, strayed, gone) = (notify(), notify(), notify());
    let server = Server::start({
        let (asked, strayed, gone) = (asked.clone(), strayed.clone(), gone.clone());
        move |number, mut stream| {
            let (asked, strayed, gone) = (asked.clone(), strayed.clone(), gone.clone());
            async move {
                read_request(&mut stream).await.unwrap();
                answer(&mut stream, &number.to_string()).await;
                if number == 1 {
                    asked.notified().await;
                    answer(&mut stream, "stray").await;
                    strayed.notify_one();
                    // The next request is not written here.
                    assert_eq!(stream.read(&mut [0; 1]).await.unwrap_or(0), 0);
                    gone.notify_one();
                }
            }
        }
    })
    .await;
    let transport = server.transport();
    assert_eq!(post(&transport).await, "1");
    asked.notify_one();
    strayed.notified().await;
    assert_eq!(post(&transport).await, "2");
    gone.notified().await;
}

/// Whoever refuses a request without reading it may take its body for another one.
#[tokio::test]
async fn a_second_response_right_behind_a_refusal_answers_nobody() {
    let server = Server::start(move |number, mut stream| async move {
        loop {
            if read_request(&mut stream).await.is_none() {
                return;
            }
            if number == 1 {
                let refusal = "HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n";
                stream.write_all(refusal.as_bytes()).await.unwrap();
                answer(&mut stream, "stray").await;
            } else {
                answer(&mut stream, "asked for").await;
            }
        }
    })
    .await;
    let transport = server.transport();
    let refused = Exchange::new(&transport).post_form("/path", "a=b").await;
    assert_eq!(refused.unwrap().status(), 404);
    assert_eq!(post(&transport).await, "asked for");
}

#[tokio::test]
async fn a_connection_that_was_closed_meanwhile_costs_nothing() {
    let closed = notify();
    let server = Server::start({
        let closed = closed.clone();
        move |number, mut stream| {
            let closed = closed.clone();
            async move {
                read_request(&mut stream).await.unwrap();
                answer(&mut stream, &number.to_string()).await;
                drop(stream);
                closed.notify_one();
            }
        }
    })
    .await;
    let transport = server.transport();
    for number in 1..20 {
        assert_eq!(post(&transport).await, number.to_string());
        closed.notified().await;
    }
}

#[tokio::test]
async fn a_connection_that_either_side_wants_closed_is_not_used_again() {
    let server = Server::start(move |_, mut stream| async move {
        while read_request(&mut stream).await.is_some() {
            let last = "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 1\r\n\r\nx";
            stream.write_all(last.as_bytes()).await.unwrap();
        }
    })
    .await;
    let transport = server.transport();
    post(&transport).await;
    post(&transport).await;
    assert_eq!(server.connections(), 2);
}

/// Whether it is driven is nobody else's to know.
#[test]
fn a_runtime_uses_no_connection_of_another() {
    let (serving, idle, busy) = (threaded(), current(), current());
    let server = serving.block_on(Server::answering());
    let transport = server.transport();
    assert_eq!(idle.block_on(post(&transport)), "1");
    assert_eq!(busy.block_on(post(&transport)), "2");
    assert_eq!(busy.block_on(post(&transport)), "2");
    assert_eq!(idle.block_on(post(&transport)), "1");
}

#[test]
fn the_connections_of_a_runtime_that_has_ended_are_closed() {
    let (serving, first) = (threaded(), current());
    let gone = notify();
    let server = serving.block_on(Server::start({
        let gone = gone.clone();
        move |_, mut stream| {
            let gone = gone.clone();
            async move {
                read_request(&mut stream).await.unwrap();
                answer(&mut stream, "x").await;
                assert_eq!(read_request(&mut stream).await, None);
                gone.notify_one();
            }
        }
    }));
    let transport = server.transport();
    assert_eq!(first.block_on(post(&transport)), "x");
    drop(first);
    serving.block_on(gone.notified());
}

#[test]
fn without_a_runtime_the_request_is_refused() {
    let serving = threaded();
    let server = serving.block_on(Server::answering());
    let exchange = Exchange::new(&server.transport());
    let mut call = pin!(exchange.post_form("/path", "a=b"));
    let mut context = Context::from_waker(Waker::noop());
    let Poll::Ready(result) = call.as_mut().poll(&mut context) else {
        panic!("it waits for something");
    };
    assert_eq!(result.unwrap_err().kind(), TransportErrorKind::Request);
    assert!(!exchange.withdraw());
}

fn notify() -> Arc<Notify> {
    Arc::new(Notify::new())
}

fn threaded() -> Runtime {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .unwrap()
}

fn current() -> Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
}
