//! Connections made by reqwest, with its TCP, TLS, certificate roots and proxies.
//!
//! A layer of reqwest's connector takes each connected stream. reqwest has no way to hand out a
//! stream, but an error passes through all its layers unchanged, so the stream leaves as one.

use std::error::Error;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll};

use hyper::rt::{Read, Write};
use reqwest::{Client, ClientBuilder, Method, Request, Url};
use tower_layer::Layer;
use tower_service::Service;

use super::error::{TransportError, TransportErrorKind};
use super::gated::Stream;
use super::resolver::Resolver;

type BoxError = Box<dyn Error + Send + Sync>;

/// A client of reqwest's that only connects.
pub(super) struct Connector(Client);

impl Connector {
    /// Builds the client. What matters is set by name, because features of reqwest that another
    /// crate of the program enables are enabled here as well.
    pub(super) fn new(builder: ClientBuilder, base: &Url) -> Result<Self, TransportError> {
        let builder = builder
            // Decides which protocol TLS negotiates.
            .http1_only()
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            .pool_max_idle_per_host(0)
            .no_hickory_dns()
            .dns_resolver(Resolver)
            .connector_layer(Handover);
        secured(builder, base)?
            .build()
            .map(Self)
            .map_err(|error| refused(error.without_url()))
    }

    /// Returns what the generated code builds requests with.
    pub(super) fn client(&self) -> &Client {
        &self.0
    }

    /// Connects to the host of a URL.
    pub(super) async fn connect(&self, url: &Url) -> Result<Box<dyn Stream>, TransportError> {
        let request = Request::new(Method::GET, url.clone());
        match self.0.execute(request).await {
            // The layer never returns a connection.
            Ok(_) => Err(TransportError::new(TransportErrorKind::Connect)),
            Err(error) => taken(error),
        }
    }
}

/// Configures TLS and proxies.
#[cfg(any(feature = "rustls", feature = "rustls-no-provider"))]
fn secured(builder: ClientBuilder, base: &Url) -> Result<ClientBuilder, TransportError> {
    // Without one, building the client would panic.
    #[cfg(not(feature = "rustls"))]
    if rustls::crypto::CryptoProvider::get_default().is_none() {
        return Err(TransportError::because(
            TransportErrorKind::Setup,
            "no crypto provider is installed; install one with rustls first, or use the feature rustls",
        ));
    }
    let builder = builder.tls_backend_rustls();
    Ok(match base.scheme() {
        // Without TLS no roots are needed; reading them costs more than a hundred requests, and
        // fails on a machine that has none. A proxy would see everything in clear.
        "http" => builder.tls_certs_only([]).no_proxy(),
        _ => builder.https_only(true),
    })
}

#[cfg(not(any(feature = "rustls", feature = "rustls-no-provider")))]
fn secured(builder: ClientBuilder, base: &Url) -> Result<ClientBuilder, TransportError> {
    match base.scheme() {
        "http" => Ok(builder.no_proxy()),
        _ => Err(TransportError::because(
            TransportErrorKind::Setup,
            "https needs the feature rustls or rustls-no-provider",
        )),
    }
}

/// Returns why no client could be built.
fn refused(error: reqwest::Error) -> TransportError {
    let mut cause: &(dyn Error + 'static) = &error;
    while let Some(source) = cause.source() {
        cause = source;
    }
    let text = cause.to_string();
    // The error is another crate's, and says it only in its text.
    if text.contains("No CA certificates") {
        return TransportError::because(
            TransportErrorKind::Setup,
            "this machine has no root certificates; install its package ca-certificates, set \
             SSL_CERT_FILE, or give a root certificate",
        );
    }
    TransportError::caused(TransportErrorKind::Setup, cause)
}

/// Takes the stream out of the error that it left as.
fn taken(error: reqwest::Error) -> Result<Box<dyn Stream>, TransportError> {
    if error.is_timeout() {
        return Err(TransportError::new(TransportErrorKind::Timeout));
    }
    let mut source: Option<&(dyn Error + 'static)> = error.source();
    while let Some(cause) = source {
        if let Some(handed) = cause.downcast_ref::<Handed>() {
            let mut place = handed.0.lock().unwrap_or_else(PoisonError::into_inner);
            return match place.take() {
                Some(handed) => handed,
                None => Err(TransportError::new(TransportErrorKind::Connect)),
            };
        }
        source = cause.source();
    }
    // The request was refused before connecting.
    Err(TransportError::new(TransportErrorKind::Request))
}

/// The layer that wraps the connector in [`Taking`].
#[derive(Clone)]
struct Handover;

impl<S> Layer<S> for Handover {
    type Service = Taking<S>;

    fn layer(&self, connector: S) -> Taking<S> {
        Taking(connector)
    }
}

/// A connector whose streams leave as errors.
#[derive(Clone)]
struct Taking<S>(S);

impl<S, T> Service<T> for Taking<S>
where
    S: Service<T, Error = BoxError>,
    S::Response: Read + Write + Send + Unpin + 'static,
    S::Future: Send + 'static,
{
    type Response = S::Response;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<S::Response, BoxError>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.0.poll_ready(context)
    }

    fn call(&mut self, target: T) -> Self::Future {
        let connecting = self.0.call(target);
        Box::pin(async move {
            let handed = match connecting.await {
                Ok(stream) => Ok(Box::new(stream) as Box<dyn Stream>),
                Err(error) => Err(TransportError::connecting(&*error)),
            };
            Err(Handed(Mutex::new(Some(handed))).into())
        })
    }
}

/// The result of connecting, as an error.
struct Handed(Mutex<Option<Result<Box<dyn Stream>, TransportError>>>);

impl fmt::Debug for Handed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Handed").finish_non_exhaustive()
    }
}

impl fmt::Display for Handed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the connection was taken over")
    }
}

impl Error for Handed {}
