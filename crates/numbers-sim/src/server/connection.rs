//! One connection, which faults may reset.

use std::convert::Infallible;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpStream;

use crate::wire::Reset;

/// The largest head that is read.
const HEAD: usize = 32 * 1024;

/// Serves a connection. It is closed when no head comes within `idle`, be it begun or not.
pub(super) async fn serve(stream: TcpStream, router: Router, idle: Duration) {
    let _ = stream.set_nodelay(true);
    // A second handle to the socket, since hyper owns the first when a reset is wanted.
    let Ok((stream, handle)) = stream.into_std().and_then(|stream| {
        let handle = stream.try_clone()?;
        Ok((TcpStream::from_std(stream)?, Arc::new(handle)))
    }) else {
        return;
    };
    let service = TowerToHyperService::new(router);
    let service = hyper::service::service_fn(move |request| {
        let (response, handle) = (
            hyper::service::Service::call(&service, request),
            Arc::clone(&handle),
        );
        async move {
            let response = response
                .await
                .unwrap_or_else(|never: Infallible| match never {});
            if response.extensions().get::<Reset>().is_some() {
                let _ = socket2::SockRef::from(&*handle).set_linger(Some(Duration::ZERO));
                return Err(io::Error::from(io::ErrorKind::ConnectionReset));
            }
            Ok(response)
        }
    });
    let _ = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(idle)
        .max_buf_size(HEAD)
        .serve_connection(TokioIo::new(stream), service)
        .await;
}
