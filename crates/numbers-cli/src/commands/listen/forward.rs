//! Passing verified events on.

use std::time::Duration;

use hyper::body::Bytes;
use hyper::header::{CONTENT_TYPE, HeaderMap, HeaderValue};
use numbers_ext::webhooks::SIGNATURE_HEADER;
use reqwest::{Client, Url, redirect};

use crate::violations::Found;

/// The longest that a receiver may take.
const TIMEOUT: Duration = Duration::from_secs(10);

/// Where events are forwarded to.
#[derive(Debug)]
pub(super) struct Forward {
    url: Url,
    http: Client,
}

impl Forward {
    /// Reads the URL, or adds why it is invalid.
    pub(super) fn new(url: &str, found: &mut Found) -> Option<Self> {
        let mut invalid = |message: String| {
            found.push(("forward".to_owned(), message));
            None
        };
        let parsed = Url::parse(url).ok();
        let is_http = |url: &Url| matches!(url.scheme(), "http" | "https") && url.has_host();
        let Some(url) = parsed.filter(is_http) else {
            return invalid(format!("'{url}' is not an absolute http or https URL"));
        };
        let http = Client::builder()
            .no_proxy()
            .redirect(redirect::Policy::none())
            .timeout(TIMEOUT)
            .user_agent(concat!("numbers-cli/", env!("CARGO_PKG_VERSION")))
            .build();
        match http {
            Ok(http) => Some(Self { url, http }),
            Err(error) => invalid(format!("can't be used: {error}")),
        }
    }

    /// Sends an event on as it was received. Returns the status of the response, or why there
    /// is none.
    pub(super) async fn send(&self, headers: &HeaderMap, body: Bytes) -> Result<u16, String> {
        let json = HeaderValue::from_static("application/json");
        let content_type = headers.get(CONTENT_TYPE).cloned().unwrap_or(json);
        let mut request = self.http.post(self.url.clone());
        request = request.header(CONTENT_TYPE, content_type);
        if let Some(signature) = headers.get(SIGNATURE_HEADER) {
            request = request.header(SIGNATURE_HEADER, signature);
        }
        match request.body(body).send().await {
            Ok(response) => Ok(response.status().as_u16()),
            Err(error) => Err(cause(&error.without_url())),
        }
    }
}

/// Returns an error with its causes.
fn cause(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(error.source(), |error| error.source());
    let mut text = error.to_string();
    for cause in causes {
        text.push_str(&format!(": {cause}"));
    }
    text
}
