//! Accepting connections.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, mpsc};

use crate::commands::listen::receiver::Receiver;
use crate::exit::Exit;
use crate::report;

/// How many connections are served at once; more wait.
const CONNECTIONS: usize = 128;
/// How long a connection may be without a request, or take to say what it wants.
const PATIENCE: Duration = Duration::from_secs(10);
/// The pause when no connection can be accepted, as when there are too many open files.
const PAUSE: Duration = Duration::from_millis(100);

/// Serves until events can't be printed any more.
pub(super) async fn serve(listener: TcpListener, receiver: Receiver) -> Exit {
    let receiver = Arc::new(receiver);
    let connections = Arc::new(Semaphore::new(CONNECTIONS));
    let (broken, mut is_broken) = mpsc::channel(1);
    let accept = async {
        loop {
            let Ok(permit) = Arc::clone(&connections).acquire_owned().await else {
                continue;
            };
            match listener.accept().await {
                Ok((stream, from)) => {
                    let (receiver, broken) = (Arc::clone(&receiver), broken.clone());
                    tokio::spawn(async move {
                        connection(stream, from, &receiver, &broken).await;
                        drop(permit);
                    });
                }
                Err(_) => tokio::time::sleep(PAUSE).await,
            }
        }
    };
    let error: Option<io::Error> = tokio::select! {
        error = is_broken.recv() => error,
        () = accept => None,
    };
    match error {
        Some(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            let message = format!("events could not be written: {error}");
            let _ = report::write_all(&mut anstream::stderr(), &report::error(&message));
            Exit::Internal
        }
        // Whoever reads has read enough.
        _ => Exit::Done,
    }
}

async fn connection(
    stream: TcpStream,
    from: SocketAddr,
    receiver: &Receiver,
    broken: &mpsc::Sender<io::Error>,
) {
    let service = service_fn(async |request: Request<Incoming>| {
        let (status, line) = match receiver.receive(request, from).await {
            Ok(response) => (response.status, response.line),
            // An event that nobody has read is delivered again.
            Err(error) => {
                let _ = broken.try_send(error);
                (StatusCode::INTERNAL_SERVER_ERROR, String::new())
            }
        };
        Response::builder()
            .status(status)
            .body(Full::new(Bytes::from(line)))
    });
    // A connection that ends in an error has nobody to say it to.
    let _ = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(PATIENCE)
        .serve_connection(TokioIo::new(stream), service)
        .await;
}
