//! Connections and routes.

use std::convert::Infallible;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{any, get, post};
use hyper::server::conn::http1;
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

use crate::auth::{self, Limiter};
use crate::contract::Contract;
use crate::delivery::Courier;
use crate::state::State;
use crate::{operations, watch};

/// One simulator.
#[derive(Debug)]
pub(crate) struct App {
    pub(crate) project: String,
    pub(crate) key_id: String,
    pub(crate) key_secret: String,
    pub(crate) token_lifetime: Duration,
    pub(crate) trial: bool,
    pub(crate) limiter: Option<Limiter>,
    pub(crate) state: Arc<State>,
    pub(crate) courier: Arc<Courier>,
    pub(crate) contract: &'static Contract,
}

/// In a response's extensions: the connection is reset instead.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reset;

impl App {
    /// Takes the steps that are due and sends their events.
    pub(crate) fn go_on(&self) {
        let events = self.state.go_on();
        self.courier.send(&self.state, events);
    }
}

fn router(app: Arc<App>) -> Router {
    Router::new()
        .route("/oauth2/token", post(auth::token))
        .route(
            "/v1/projects/{project}/availableNumbers/{number}",
            any(operations::rent),
        )
        .route(
            "/v1/projects/{project}/activeNumbers/{number}",
            any(operations::look),
        )
        .route("/__sim", get(watch::page))
        .route("/__sim/", get(watch::page))
        .route("/__sim/state", get(watch::state))
        .route("/__sim/requests", get(watch::requests))
        .route("/__sim/advance", post(watch::advance))
        .route("/__sim/reset", post(watch::reset))
        .layer(DefaultBodyLimit::max(64 * 1024))
        .with_state(app)
}

/// Serves until it is dropped; connections end with it.
pub(crate) async fn serve(listener: TcpListener, app: Arc<App>) {
    let router = router(Arc::clone(&app));
    let mut connections = JoinSet::new();
    let mut ticks = tokio::time::interval(Duration::from_millis(50));
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            accepted = listener.accept() => {
                if let Ok((stream, _)) = accepted {
                    connections.spawn(connection(stream, router.clone()));
                }
            }
            Some(_) = connections.join_next() => {}
            _ = ticks.tick(), if app.state.clock.runs() => app.go_on(),
        }
    }
}

async fn connection(stream: TcpStream, router: Router) {
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
        let (answer, handle) = (
            hyper::service::Service::call(&service, request),
            Arc::clone(&handle),
        );
        async move {
            let response = answer
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
        .serve_connection(TokioIo::new(stream), service)
        .await;
}
