//! Sends events, where the simulator is built to.

#[cfg(feature = "webhooks")]
use std::time::Duration;

use serde_json::Value;

#[cfg(feature = "webhooks")]
use crate::webhooks::signature::signature;

/// The client that events are sent with.
#[derive(Debug)]
pub(crate) struct Sender {
    #[cfg(feature = "webhooks")]
    http: reqwest::Client,
}

#[cfg(feature = "webhooks")]
impl Sender {
    /// The instance is sent as the user agent, so that the simulator knows its own requests.
    pub(crate) fn new(instance: &str) -> Result<Self, String> {
        let http = reqwest::Client::builder()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .timeout(Duration::from_secs(5))
            .user_agent(instance)
            .build();
        match http {
            Ok(http) => Ok(Self { http }),
            Err(error) => Err(error.to_string()),
        }
    }

    /// Sends an event once; whether it was responded to with a 2xx.
    pub(crate) async fn send(&self, url: &str, secret: &str, body: &Value) -> bool {
        let bytes = body.to_string().into_bytes();
        let mut request = self
            .http
            .post(url)
            .header("content-type", "application/json");
        if !secret.is_empty() {
            request = request.header("x-sinch-signature", signature(secret, &bytes));
        }
        let response = request.body(bytes).send().await;
        response.is_ok_and(|response| response.status().is_success())
    }
}

#[cfg(not(feature = "webhooks"))]
impl Sender {
    #[allow(
        clippy::unnecessary_wraps,
        reason = "it can fail where there is a client to be built"
    )]
    pub(crate) fn new(_: &str) -> Result<Self, String> {
        Ok(Self {})
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
