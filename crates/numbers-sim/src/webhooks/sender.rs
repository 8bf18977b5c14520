//! Sends events, where the simulator is built to.

use serde_json::Value;

#[cfg(feature = "webhooks")]
use {
    crate::webhooks::signature::signature,
    bytes::Bytes,
    http::{HeaderName, StatusCode, header},
    http_body_util::Full,
    hyper_util::rt::TokioIo,
    std::time::Duration,
    tokio::net::TcpStream,
    url::{Host, Position, Url},
};

#[cfg(feature = "webhooks")]
type Headers = Vec<(HeaderName, String)>;

/// The client that events are sent with.
#[derive(Debug)]
pub(crate) struct Sender {
    #[cfg(feature = "webhooks")]
    instance: String,
}

#[cfg(feature = "webhooks")]
const PATIENCE: Duration = Duration::from_secs(5);

#[cfg(feature = "webhooks")]
impl Sender {
    /// The instance is sent as the user agent, so that the simulator knows its own requests.
    pub(crate) fn new(instance: &str) -> Self {
        Self {
            instance: instance.to_owned(),
        }
    }

    /// Sends an event once; whether it was responded to with a 2xx.
    pub(crate) async fn send(&self, url: &str, secret: &str, body: &Value) -> bool {
        let bytes = body.to_string().into_bytes();
        let mut headers = vec![
            (header::USER_AGENT, self.instance.clone()),
            (header::CONTENT_TYPE, "application/json".to_owned()),
        ];
        if !secret.is_empty() {
            let name = HeaderName::from_static("x-sinch-signature");
            headers.push((name, signature(secret, &bytes)));
        }
        let Ok(url) = Url::parse(url) else {
            return false;
        };
        let status = match url.scheme() {
            "http" => tokio::time::timeout(PATIENCE, plain(&url, headers, bytes))
                .await
                .ok(),
            _ => Some(secured(url, headers, bytes).await),
        };
        status.flatten().is_some_and(|status| status.is_success())
    }
}

/// Over plain HTTP, which works on machines without any certificate as well.
#[cfg(feature = "webhooks")]
async fn plain(url: &Url, headers: Headers, body: Vec<u8>) -> Option<StatusCode> {
    let host = match url.host()? {
        Host::Ipv6(address) => address.to_string(),
        host => host.to_string(),
    };
    let stream = TcpStream::connect((host, url.port_or_known_default()?));
    let stream = TokioIo::new(stream.await.ok()?);
    let (mut sender, connection) = hyper::client::conn::http1::handshake(stream).await.ok()?;
    let connection = tokio::spawn(connection);
    let mut request = http::Request::post(&url[Position::BeforePath..Position::AfterQuery]).header(
        header::HOST,
        &url[Position::BeforeHost..Position::AfterPort],
    );
    for (name, value) in headers {
        request = request.header(name, value);
    }
    let request = request.body(Full::new(Bytes::from(body))).ok()?;
    let response = sender.send_request(request).await;
    connection.abort();
    response.ok().map(|response| response.status())
}

/// Over TLS, where the program has one and the machine has certificates.
#[cfg(feature = "webhooks")]
async fn secured(url: Url, headers: Headers, body: Vec<u8>) -> Option<StatusCode> {
    let client = reqwest::Client::builder()
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .timeout(PATIENCE)
        .build()
        .ok()?;
    let mut request = client.post(url).body(body);
    for (name, value) in headers {
        request = request.header(name, value);
    }
    request.send().await.ok().map(|response| response.status())
}

#[cfg(not(feature = "webhooks"))]
impl Sender {
    pub(crate) fn new(_: &str) -> Self {
        Self {}
    }

    /// Never called: every event is refused before.
    #[allow(
        clippy::unused_async,
        reason = "it waits where there is a client to send with"
    )]
    pub(crate) async fn send(&self, _: &str, _: &str, _: &Value) -> bool {
        false
    }
}
