//! The transport: requests to one base URL, and their responses.

mod connection;
mod connector;
pub(crate) mod error;
mod gated;
mod pool;
mod relay;
mod resolver;
#[cfg(test)]
mod scripted;

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use http::header::{CONTENT_LENGTH, HOST, HeaderValue, USER_AGENT};
use http::uri::PathAndQuery;
use http::{HeaderMap, Method, Uri};
use http_body::Body as _;
use reqwest::{Body, ClientBuilder, Url};
use tokio::runtime::Handle;
use url::Position;

pub use self::error::{TransportError, TransportErrorKind};

use self::connection::{Connection, Unanswered};
use self::connector::Connector;
use self::pool::Pool;
use crate::record::{BodyEnd, Record};

/// Connections to one base URL. Cheap to clone; clones share them.
///
/// reqwest makes the connections, with the certificate roots and proxies of its builder. Over
/// them goes HTTP/1.1 and nothing else: no redirects, no retries, no decompression, no cookies,
/// whichever features of reqwest the program enables elsewhere. Plain http is never proxied and
/// needs no certificate roots.
///
/// An idle connection is kept for ten seconds and used only on the tokio runtime that made it.
/// One that was closed, or on which something arrived unasked, is not used again.
///
/// ```
/// use numbers_client::Transport;
///
/// # fn run() -> Result<(), numbers_client::TransportError> {
/// let builder = reqwest::Client::builder().connect_timeout(std::time::Duration::from_secs(5));
/// let transport = Transport::new(builder, "https://numbers.api.sinch.com", "shop/1.0")?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Transport(Arc<Inner>);

struct Inner {
    connector: Arc<Connector>,
    /// Without a slash at its end.
    base: String,
    url: Url,
    host: HeaderValue,
    user_agent: HeaderValue,
    pool: Arc<Pool>,
}

/// A response, as far as it was read.
pub(crate) struct Received {
    pub(crate) head: http::response::Parts,
    pub(crate) body: Bytes,
    /// Why there is no more of the body.
    pub(crate) failure: Option<TransportError>,
}

impl Transport {
    /// Builds a transport to a base URL. Its requests carry this `User-Agent`. Nothing is sent.
    ///
    /// # Errors
    ///
    /// Fails when the base URL is not an http or https URL, or has a user name, a query or a
    /// fragment; when reqwest refuses what the builder was given; and for https, when this
    /// machine has no root certificates and the builder was given none.
    pub fn new(
        builder: ClientBuilder,
        base: &str,
        user_agent: &str,
    ) -> Result<Self, TransportError> {
        let url = parse(base)?;
        let setup = |what| TransportError::because(TransportErrorKind::Setup, what);
        let user_agent = HeaderValue::from_str(user_agent)
            .map_err(|_| setup("the user agent cannot be sent in a header"))?;
        // Proxies see it as well.
        let connector = Connector::new(builder.user_agent(user_agent.clone()), &url)?;
        Self::over(Arc::new(connector), url, user_agent)
    }

    /// Builds a transport to another base URL of the same scheme, with the same builder and with
    /// connections of its own. Cheaper than [`new`](Self::new), because the certificate roots
    /// are not read again.
    ///
    /// # Errors
    ///
    /// Fails when the base URL is refused, as by [`new`](Self::new), or has another scheme.
    pub fn to(&self, base: &str) -> Result<Self, TransportError> {
        let url = parse(base)?;
        if url.scheme() != self.0.url.scheme() {
            return Err(TransportError::because(
                TransportErrorKind::Setup,
                "http and https need transports of their own",
            ));
        }
        Self::over(
            Arc::clone(&self.0.connector),
            url,
            self.0.user_agent.clone(),
        )
    }

    fn over(
        connector: Arc<Connector>,
        url: Url,
        user_agent: HeaderValue,
    ) -> Result<Self, TransportError> {
        let authority = &url[Position::BeforeHost..Position::AfterPort];
        let host = HeaderValue::from_str(authority).map_err(|_| {
            TransportError::because(TransportErrorKind::Setup, "the host cannot be sent")
        })?;
        Ok(Self(Arc::new(Inner {
            connector,
            base: url.as_str().trim_end_matches('/').to_owned(),
            url,
            host,
            user_agent,
            pool: Pool::new(),
        })))
    }

    /// Returns the base URL, without a slash at its end.
    pub(crate) fn base(&self) -> &str {
        &self.0.base
    }

    /// What `Url::parse` gives for a URL that begins with the base, or `None` where it fails.
    /// Server and base path are parsed once, which is half of parsing a URL.
    pub(crate) fn url(&self, text: &str) -> Option<Url> {
        let base = &self.0.url;
        let server = &base[..Position::BeforePath];
        let path = text
            .strip_prefix(server)
            .filter(|path| path.starts_with('/'));
        let known = path.map(|path| {
            let mut url = base.clone();
            url.set_path(path);
            url
        });
        // Not where something would be written otherwise, or is no path.
        known
            .filter(|url| url.as_str() == text)
            .or_else(|| Url::parse(text).ok())
    }

    /// Returns what the generated code builds requests with.
    pub(crate) fn client(&self) -> &reqwest::Client {
        self.0.connector.client()
    }

    /// Sends one request and reads its response, up to `limit` bytes of its body.
    pub(crate) async fn exchange(
        &self,
        method: Method,
        url: &Url,
        headers: HeaderMap,
        body: Body,
        record: &Arc<Record>,
        limit: usize,
    ) -> Result<Received, TransportError> {
        if !record.begin() {
            let error = TransportError::new(TransportErrorKind::Withdrawn);
            record.failed(error.clone());
            return Err(error);
        }
        let sent = self.send(self.request(method, url, headers, body), record, limit);
        let received = sent.await;
        if let Err(error) = &received {
            record.failed(error.clone());
        }
        received
    }

    async fn send(
        &self,
        request: Result<http::Request<Body>, TransportError>,
        record: &Arc<Record>,
        limit: usize,
    ) -> Result<Received, TransportError> {
        let mut request = request?;
        let runtime = Handle::try_current()
            .map_err(|_| invalid("there is no tokio runtime here to send it on"))?;
        let (mut connection, response) = loop {
            let (mut connection, is_new) = match self.0.pool.take(runtime.id()) {
                Some((mut connection, idle)) => {
                    connection.look(idle).await;
                    (connection, false)
                }
                None => (Box::pin(self.connect()).await?, true),
            };
            match connection.send(request, record).await {
                Ok(response) => break (connection, response),
                // The connection had ended while it was idle. Try another one.
                Err(Unanswered {
                    unsent: Some(unsent),
                    ..
                }) if !is_new && record.is_open() => request = unsent,
                Err(unanswered) => return Err(unanswered.error),
            }
        };
        let (head, incoming) = response.into_parts();
        record.head(head.status.as_u16(), &head.headers);
        let read = connection.read(incoming, limit).await;
        record.body(read.bytes.clone(), read.end, read.failure.clone());
        if read.end == BodyEnd::Complete && connection.is_reusable() {
            self.0.pool.keep(connection, &runtime);
        }
        Ok(Received {
            head,
            body: read.bytes,
            failure: read.failure,
        })
    }

    async fn connect(&self) -> Result<Connection, TransportError> {
        let stream = self.0.connector.connect(&self.0.url).await?;
        Connection::over(stream).await
    }

    /// Returns the request as it is written.
    fn request(
        &self,
        method: Method,
        url: &Url,
        mut headers: HeaderMap,
        body: Body,
    ) -> Result<http::Request<Body>, TransportError> {
        if url[..Position::BeforePath] != self.0.url[..Position::BeforePath] {
            return Err(invalid("it is for another host than the transport's"));
        }
        let target = &url[Position::BeforePath..Position::AfterQuery];
        let target =
            PathAndQuery::try_from(target).map_err(|_| invalid("its URL cannot be sent"))?;
        headers.insert(HOST, self.0.host.clone());
        headers.insert(USER_AGENT, self.0.user_agent.clone());
        // hyper sends no length without a body, and some servers then wait for one.
        if body.is_end_stream() && [Method::POST, Method::PUT, Method::PATCH].contains(&method) {
            headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
        }
        let mut request = http::Request::new(body);
        *request.method_mut() = method;
        *request.uri_mut() = Uri::from(target);
        *request.headers_mut() = headers;
        Ok(request)
    }
}

fn parse(base: &str) -> Result<Url, TransportError> {
    let setup = |what| TransportError::because(TransportErrorKind::Setup, what);
    let url = Url::parse(base).map_err(|_| setup("the base URL is not an absolute URL"))?;
    match url.scheme() {
        "http" | "https" if url.has_host() => {}
        _ => return Err(setup("the base URL is neither http nor https")),
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(setup("the base URL has a user name or password in it"));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(setup("the base URL has a query or fragment in it"));
    }
    Ok(url)
}

fn invalid(what: &str) -> TransportError {
    TransportError::because(TransportErrorKind::Request, what)
}

impl fmt::Debug for Transport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Transport")
            .field("base", &self.0.base)
            .finish_non_exhaustive()
    }
}
