//! What is known of a request that ended, with a body and without.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;

use numbers_client::{BodyEnd, Exchange, Transport, TransportErrorKind};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;
use tokio::sync::{Mutex, Notify};

use crate::server::{Server, answer, read_request, transport};

/// The three shapes of requests there are.
#[derive(Clone, Copy, Debug)]
enum Shape {
    Form,
    EmptyPost,
    Get,
}

const SHAPES: [Shape; 3] = [Shape::Form, Shape::EmptyPost, Shape::Get];

impl Shape {
    async fn send(self, exchange: &Exchange) -> bool {
        match self {
            Self::Form => exchange.post_form("/path", "a=b").await.is_ok(),
            Self::EmptyPost => exchange.post_form("/path", "").await.is_ok(),
            Self::Get => {
                let (project, phone) = ("p".parse().unwrap(), "+12025550134".parse().unwrap());
                let client = exchange.client();
                let call = client.number_service_get_active_number(&project, &phone);
                call.await.is_ok()
            }
        }
    }
}

#[tokio::test]
async fn a_request_that_was_answered_may_have_been_written() {
    for shape in SHAPES {
        let seen = Arc::new(Mutex::new(String::new()));
        let kept = seen.clone();
        let server = Server::start(move |_, mut stream| {
            let kept = kept.clone();
            async move {
                *kept.lock().await = read_request(&mut stream).await.unwrap();
                answer(&mut stream, "{}").await;
            }
        })
        .await;
        let exchange = Exchange::new(&server.transport());
        assert!(shape.send(&exchange).await, "{shape:?}");
        assert!(exchange.withdraw(), "{shape:?}");
        let wire = exchange.wire();
        assert_eq!((wire.status, wire.end), (Some(200), BodyEnd::Complete));
        assert_eq!((&*wire.body, wire.failure), (&b"{}"[..], None));
        let states_none = seen.lock().await.contains("\r\ncontent-length: 0\r\n");
        assert_eq!(states_none, matches!(shape, Shape::EmptyPost), "{shape:?}");
    }
}

#[tokio::test]
async fn a_request_whose_connection_was_refused_was_not_written() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let transport = transport(&format!("http://{}", listener.local_addr().unwrap()));
    drop(listener);
    for shape in SHAPES {
        let exchange = Exchange::new(&transport);
        assert!(!shape.send(&exchange).await);
        assert!(!exchange.withdraw(), "{shape:?}");
        let failure = exchange.take_wire().failure.unwrap();
        assert_eq!(failure.kind(), TransportErrorKind::Refused);
        assert_eq!(failure.to_string(), "the connection was refused");
    }
}

#[tokio::test]
async fn a_request_that_was_read_and_lost_may_have_been_written() {
    for shape in SHAPES {
        let server = Server::start(|_, mut stream| async move {
            read_request(&mut stream).await.unwrap();
        })
        .await;
        let exchange = Exchange::new(&server.transport());
        assert!(!shape.send(&exchange).await);
        assert!(exchange.withdraw(), "{shape:?}");
        let wire = exchange.wire();
        assert_eq!((wire.status, wire.end), (None, BodyEnd::Open));
        assert_eq!(wire.failure.unwrap().kind(), TransportErrorKind::Closed);
    }
}

#[tokio::test]
async fn a_request_that_was_read_and_dropped_may_have_been_written() {
    for shape in SHAPES {
        let read = Arc::new(Notify::new());
        let server = Server::start({
            let read = read.clone();
            move |_, mut stream| {
                let read = read.clone();
                async move {
                    read_request(&mut stream).await.unwrap();
                    read.notify_one();
                    // Until the other side is gone.
                    assert_eq!(read_request(&mut stream).await, None);
                    read.notify_one();
                }
            }
        })
        .await;
        let exchange = Exchange::new(&server.transport());
        let kept = exchange.clone();
        let call = tokio::spawn(async move { shape.send(&exchange).await });
        read.notified().await;
        call.abort();
        assert!(kept.withdraw(), "{shape:?}");
        read.notified().await;
    }
}

#[tokio::test]
async fn what_was_withdrawn_before_is_not_sent() {
    for shape in SHAPES {
        let server = Server::answering().await;
        let exchange = Exchange::new(&server.transport());
        assert!(!exchange.withdraw());
        assert!(!shape.send(&exchange).await, "{shape:?}");
        assert!(!exchange.withdraw());
        let failure = exchange.wire().failure.unwrap();
        assert_eq!(failure.kind(), TransportErrorKind::Withdrawn);
        assert_eq!(server.connections(), 0);
    }
}

#[tokio::test]
async fn what_is_withdrawn_while_connecting_is_not_written_once_connected() {
    for shape in SHAPES {
        let (read, gone) = (Arc::new(Mutex::new(None)), Arc::new(Notify::new()));
        let server = Server::start({
            let (read, gone) = (read.clone(), gone.clone());
            move |_, mut stream| {
                let (read, gone) = (read.clone(), gone.clone());
                async move {
                    *read.lock().await = Some(read_request(&mut stream).await);
                    gone.notify_one();
                }
            }
        })
        .await;
        let exchange = Exchange::new(&server.transport());
        let mut call = pin!(shape.send(&exchange));
        // Polled once, which begins to connect.
        let connecting = poll_fn(|context| Poll::Ready(call.as_mut().poll(context).is_pending()));
        assert!(connecting.await);
        assert!(!exchange.withdraw(), "{shape:?}");
        assert!(!call.await, "{shape:?}");
        gone.notified().await;
        assert_eq!(*read.lock().await, Some(None), "{shape:?}");
        assert!(!exchange.withdraw());
        let failure = exchange.wire().failure.unwrap();
        assert_eq!(failure.kind(), TransportErrorKind::Withdrawn);
    }
}

#[tokio::test]
async fn what_was_received_is_kept_however_it_ended() {
    let cut = "HTTP/1.1 503 Busy\r\nretry-after: 7\r\ncontent-length: 10\r\n\r\nhalf ";
    let server = Server::start(move |_, mut stream| async move {
        read_request(&mut stream).await.unwrap();
        stream.write_all(cut.as_bytes()).await.unwrap();
    })
    .await;
    let exchange = Exchange::new(&server.transport());
    let failure = exchange.post_form("/path", "a=b").await.unwrap_err();
    assert_eq!(failure.kind(), TransportErrorKind::Closed);
    let wire = exchange.take_wire();
    assert_eq!((wire.status, wire.end), (Some(503), BodyEnd::Broken));
    assert_eq!(&*wire.body, b"half ");
    assert_eq!(wire.headers["retry-after"], "7");
    assert_eq!(wire.failure, Some(failure));
    assert_eq!(exchange.wire().status, None, "it was taken");
}

/// The generated code's own error has the reason as its source.
#[tokio::test]
async fn the_reason_is_the_source_of_the_generated_codes_error() {
    let server = Server::start(|_, mut stream| async move {
        read_request(&mut stream).await.unwrap();
        let cut = "HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n{\"pho";
        stream.write_all(cut.as_bytes()).await.unwrap();
    })
    .await;
    let elsewhere = Transport::new(reqwest::Client::builder(), "http://127.0.0.1:9", "t").unwrap();
    for (transport, status) in [(elsewhere, None), (server.transport(), Some(200))] {
        let exchange = Exchange::new(&transport);
        let (project, phone) = ("p".parse().unwrap(), "+12025550134".parse().unwrap());
        let client = exchange.client();
        let error = client
            .number_service_get_active_number(&project, &phone)
            .await
            .unwrap_err();
        let wire = exchange.wire();
        assert_eq!(wire.status, status, "{error:?}");
        let expected = wire.failure.unwrap();
        if status.is_none() {
            let mut source: Option<&dyn std::error::Error> = Some(&error);
            let found = std::iter::from_fn(|| {
                let error = source?;
                source = error.source();
                Some(error.downcast_ref::<numbers_client::TransportError>())
            });
            assert_eq!(found.flatten().next(), Some(&expected), "{error:?}");
        }
    }
}
