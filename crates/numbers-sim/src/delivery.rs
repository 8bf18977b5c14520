//! Posting events: signed, at least once, to this machine unless told otherwise.

use std::sync::Arc;
use std::time::Duration;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use url::{Host, Url};

use crate::event::signature;
use crate::state::State;

/// How events are delivered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Delivery {
    /// Each once, in order; again only when it failed.
    #[default]
    InOrder,
    /// Those of one moment in reverse.
    Reversed,
    /// Each twice.
    Doubled,
}

/// What became of an event.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Event {
    /// Where it was to be sent.
    pub url: String,
    /// The body as it was, or would have been, sent.
    pub body: Value,
    /// How often it was taken with a 2xx.
    pub delivered: u32,
    /// How often it was sent.
    pub attempts: u32,
    /// Why it was not sent at all.
    pub refused: Option<&'static str>,
}

/// Who may be sent events, and how they are signed.
#[derive(Clone, Debug)]
pub(crate) struct Courier {
    pub(crate) http: reqwest::Client,
    pub(crate) secret: Option<String>,
    pub(crate) hosts: Vec<String>,
    pub(crate) delivery: Delivery,
}

/// How often a delivery that fails is tried.
const ATTEMPTS: u32 = 5;
const FIRST_PAUSE: Duration = Duration::from_millis(50);

impl Courier {
    /// Delivers the events of one moment, in the background.
    pub(crate) fn send(self: &Arc<Self>, state: &Arc<State>, mut events: Vec<(String, Value)>) {
        if events.is_empty() {
            return;
        }
        if self.delivery == Delivery::Reversed {
            events.reverse();
        }
        let (courier, state) = (Arc::clone(self), Arc::clone(state));
        tokio::spawn(async move {
            for (url, body) in events {
                let refused = courier.refuses(&url);
                let index = state.log_event(Event {
                    url: url.clone(),
                    body: body.clone(),
                    delivered: 0,
                    attempts: 0,
                    refused,
                });
                let times = if courier.delivery == Delivery::Doubled {
                    2
                } else {
                    1
                };
                for _ in 0..times {
                    if refused.is_none() {
                        courier.deliver(&state, index, &url, &body).await;
                    }
                }
            }
        });
    }

    /// A simulator must not call the internet.
    fn refuses(&self, url: &str) -> Option<&'static str> {
        let Ok(url) = Url::parse(url) else {
            return Some("it is no URL");
        };
        let on_this_machine = match url.host() {
            Some(Host::Domain(name)) => name == "localhost",
            Some(Host::Ipv4(address)) => address.is_loopback(),
            Some(Host::Ipv6(address)) => address.is_loopback(),
            None => false,
        };
        let told = url
            .host_str()
            .is_some_and(|host| self.hosts.iter().any(|known| known == host));
        if !on_this_machine && !told {
            Some("it is not on this machine, and --deliver-to does not name it")
        } else if url.scheme() != "http" {
            Some("the simulator speaks no TLS")
        } else {
            None
        }
    }

    /// At least once: again until it is taken, or was tried often enough.
    async fn deliver(&self, state: &State, index: usize, url: &str, body: &Value) {
        let bytes = body.to_string().into_bytes();
        let mut pause = FIRST_PAUSE;
        for attempt in 1..=ATTEMPTS {
            let mut request = self
                .http
                .post(url)
                .header("content-type", "application/json")
                .body(bytes.clone());
            if let Some(secret) = &self.secret {
                request = request.header("x-sinch-signature", signature(secret, &bytes));
            }
            let answer = request.send().await;
            let taken = answer.is_ok_and(|answer| answer.status().is_success());
            state.log_attempt(index, taken);
            if taken {
                return;
            }
            if attempt < ATTEMPTS {
                tokio::time::sleep(pause).await;
                pause *= 2;
            }
        }
    }
}
