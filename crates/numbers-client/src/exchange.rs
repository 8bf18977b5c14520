//! One request: what it sends besides its arguments, and what happened to it on the wire.

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue, Method};
use progenitor_client::{Error, ResponseValue};
use reqwest::{Body, Request, Response, Url};
use serde::de::DeserializeOwned;

use crate::record::{Record, Wire};
use crate::response;
use crate::transport::{Transport, TransportError, TransportErrorKind};

/// The default for the most bytes of a body that are read: 256 KiB.
const BODY_LIMIT: usize = 256 * 1024;

/// One request over a [`Transport`]: the credential to send, the most bytes to read, and a
/// record of what happened.
///
/// An exchange serves one request at a time. Clones share the record, so keep one to read it,
/// also when the call was cancelled:
///
/// ```
/// use numbers_client::{Exchange, Transport};
///
/// # fn run(transport: &Transport) {
/// let exchange = Exchange::new(transport).body_limit(64 * 1024);
/// let client = exchange.client();
/// // ... make a call, and give up on it ...
/// let may_have_been_written = exchange.withdraw();
/// # }
/// ```
///
/// `Debug` shows no credential.
#[derive(Clone)]
pub struct Exchange {
    pub(crate) transport: Transport,
    authorization: Option<HeaderValue>,
    headers: Option<Arc<HeaderMap>>,
    body_limit: usize,
    record: Arc<Record>,
}

impl Exchange {
    /// Creates an exchange without a credential and with a body limit of 256 KiB.
    #[must_use]
    pub fn new(transport: &Transport) -> Self {
        Self {
            transport: transport.clone(),
            authorization: None,
            headers: None,
            body_limit: BODY_LIMIT,
            record: Arc::default(),
        }
    }

    /// Sets the value of the `Authorization` header, and marks it as sensitive.
    #[must_use]
    pub fn authorization(mut self, mut value: HeaderValue) -> Self {
        value.set_sensitive(true);
        self.authorization = Some(value);
        self
    }

    /// Returns the value of the `Authorization` header.
    #[must_use]
    pub fn credential(&self) -> Option<&HeaderValue> {
        self.authorization.as_ref()
    }

    /// Adds headers to the request, such as `traceparent`. A header that the request has anyway
    /// stays as it is.
    #[must_use]
    pub fn headers(mut self, headers: HeaderMap) -> Self {
        self.headers = Some(Arc::new(headers));
        self
    }

    /// Adds what [`headers`](Self::headers) has set to the headers of a request.
    pub(crate) fn add_headers(&self, headers: &mut HeaderMap) {
        for (name, value) in self.headers.iter().flat_map(|added| added.iter()) {
            headers.entry(name).or_insert_with(|| value.clone());
        }
    }

    /// Sets the most bytes of a body that are read.
    #[must_use]
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.body_limit = bytes;
        self
    }

    /// Sends a form with POST and reads the response, as token endpoints want it. The path
    /// begins with a slash and is appended to the base URL.
    ///
    /// The response is in the [record](Self::wire) as well, together with how its body ended.
    ///
    /// # Errors
    ///
    /// Fails when no response came, or not all of it.
    pub async fn post_form(
        &self,
        path: &str,
        form: impl Into<Bytes>,
    ) -> Result<http::Response<Bytes>, TransportError> {
        let url = Url::parse(&format!("{}{path}", self.transport.base())).map_err(|_| {
            TransportError::because(TransportErrorKind::Request, "its URL cannot be sent")
        })?;
        let mut headers = HeaderMap::with_capacity(8);
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        let content = HeaderValue::from_static("application/x-www-form-urlencoded");
        headers.insert(CONTENT_TYPE, content);
        if let Some(credential) = &self.authorization {
            headers.insert(AUTHORIZATION, credential.clone());
        }
        let body = Body::from(form.into());
        let sent = self.transport.exchange(
            Method::POST,
            &url,
            headers,
            body,
            &self.record,
            self.body_limit,
        );
        let received = sent.await?;
        match received.failure {
            Some(failure) => Err(failure),
            None => Ok(http::Response::from_parts(received.head, received.body)),
        }
    }

    /// Gives up. Nothing more of the request is written afterwards, and the exchange sends
    /// nothing else. Returns whether something of the request may have been written before.
    ///
    /// Call it before judging whether a request was sent, however it ended: a request that is
    /// withdrawn first can no longer be written by another thread.
    #[must_use = "it says whether the request may have been written"]
    pub fn withdraw(&self) -> bool {
        self.record.withdraw()
    }

    /// Returns what has been received so far.
    #[must_use]
    pub fn wire(&self) -> Wire {
        self.record.wire()
    }

    /// Takes what has been received, and leaves an empty record.
    #[must_use]
    pub fn take_wire(&self) -> Wire {
        self.record.take_wire()
    }

    /// Sends a request of the generated code. The response has what was read of the body.
    pub(crate) async fn execute(&self, mut request: Request) -> reqwest::Result<Response> {
        let headers = std::mem::take(request.headers_mut());
        let body = request.body_mut().take().unwrap_or_default();
        let method = request.method().clone();
        let sent = self.transport.exchange(
            method,
            request.url(),
            headers,
            body,
            &self.record,
            self.body_limit,
        );
        match sent.await {
            Ok(received) => Ok(response::rebuilt(received, request.url().clone())),
            Err(error) => Err(response::failed(error).await),
        }
    }
}

/// What the generated code calls.
#[allow(
    clippy::result_large_err,
    reason = "the error type of generated operations"
)]
impl Exchange {
    /// Parses the URL of an operation.
    pub(crate) fn url(&self, text: String) -> Result<Url, Error<()>> {
        self.transport
            .url(&text)
            .ok_or_else(|| Error::InvalidRequest("the base URL is no URL".to_owned()))
    }

    /// Decodes a response of success from the bytes that the record keeps.
    pub(crate) async fn decode<T: DeserializeOwned>(
        &self,
        mut response: Response,
    ) -> Result<ResponseValue<T>, Error<()>> {
        let Some(body) = self.record.whole_body() else {
            // Reading it ends in the reason.
            return ResponseValue::from_response(response).await;
        };
        let headers = std::mem::take(response.headers_mut());
        // Text that is known to be UTF-8 is decoded faster. Bytes that are not may still do,
        // in members that nobody knows.
        let decoded = match std::str::from_utf8(&body) {
            Ok(text) => serde_json::from_str(text),
            Err(_) => serde_json::from_slice(&body),
        };
        match decoded {
            Ok(value) => Ok(ResponseValue::new(value, response.status(), headers)),
            Err(error) => Err(Error::InvalidResponsePayload(body, error)),
        }
    }
}

impl fmt::Debug for Exchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Exchange")
            .field("transport", &self.transport)
            .field(
                "authorization",
                &self.authorization.as_ref().map(|_| "[redacted]"),
            )
            .field("body_limit", &self.body_limit)
            .finish_non_exhaustive()
    }
}
