//! Webhook events, as they are printed.

use std::net::SocketAddr;

use numbers_ext::printable;
use numbers_ext::webhooks::Event;
use serde_json::value::RawValue;

use crate::json::Object;
use crate::report::error;
use crate::report::explanation::{explain, members};

/// Returns the line that says where is listened.
pub(crate) fn listening(address: SocketAddr) -> String {
    let url = format!("http://{address}");
    Object::outcome("listening").member("url", &url).end() + "\n"
}

/// An event whose signature was verified.
#[derive(Debug)]
pub(crate) struct Received<'a> {
    pub(crate) event: &'a Event,
    /// The bytes that were signed.
    pub(crate) body: &'a [u8],
    pub(crate) is_duplicate: bool,
    /// What became of forwarding it, if it was forwarded: the status, or why there is none.
    pub(crate) forwarded: Option<&'a Result<u16, String>>,
}

impl Received<'_> {
    /// Returns a line for people, and for a failure what helps.
    pub(crate) fn text(&self) -> String {
        let event = self.event;
        let kind = event.event_type.as_ref().map(|kind| kind.as_str());
        let status = event.status.as_ref().map(|status| status.as_str());
        let code = event.failure_code.as_ref().map(|code| code.as_str());
        let parts = [
            event.timestamp.as_deref(),
            event.resource_id.as_deref(),
            kind,
            status,
            code,
            self.is_duplicate.then_some("(again)"),
        ];
        let parts = parts.into_iter().flatten().filter(|part| !part.is_empty());
        let parts: Vec<_> = parts.map(|part| printable(part).to_string()).collect();
        let mut text = parts.join("  ") + "\n";
        if let Some(code) = code.filter(|code| !code.is_empty()) {
            text.push_str(&explain(code));
        }
        text
    }

    /// Returns what went wrong with forwarding it.
    pub(crate) fn note(&self) -> String {
        match self.forwarded {
            None | Some(Ok(200..=299)) => String::new(),
            Some(Ok(status)) => error(&format!(
                "the event was not accepted where it was forwarded to: the response was {status}"
            )),
            Some(Err(cause)) => error(&format!("the event could not be forwarded: {cause}")),
        }
    }

    /// Returns a line for programs, with the event as it was received.
    pub(crate) fn json(&self) -> String {
        let (status, failure) = match self.forwarded {
            None => (None, None),
            Some(Ok(status)) => (Some(status), None),
            Some(Err(cause)) => (None, Some(cause)),
        };
        let code = self.event.failure_code.as_ref().map(|code| code.as_str());
        let explanation = code.filter(|code| !code.is_empty()).map(members);
        let json = Object::outcome("event")
            .member("isDuplicate", &self.is_duplicate)
            .optional("forwardStatus", status)
            .optional("forwardError", failure)
            .optional("explanation", explanation.as_ref());
        // A line break between two members would be one between two events.
        let text = String::from_utf8_lossy(self.body).replace(['\r', '\n'], " ");
        let json = match RawValue::from_string(text.trim().to_owned()) {
            Ok(raw) => json.member("event", &raw),
            Err(_) => json.member("event", self.event),
        };
        json.end() + "\n"
    }
}

/// A request that is not taken for an event.
#[derive(Debug)]
pub(crate) struct Refusal<'a> {
    pub(crate) status: u16,
    pub(crate) message: &'a str,
    pub(crate) from: SocketAddr,
}

impl Refusal<'_> {
    pub(crate) fn note(&self) -> String {
        format!(
            "refused a request from {} with {}: {}\n",
            self.from.ip(),
            self.status,
            self.message
        )
    }

    pub(crate) fn json(&self) -> String {
        let json = Object::outcome("refused")
            .member("from", &self.from.ip())
            .member("status", &self.status)
            .member("message", self.message);
        json.end() + "\n"
    }
}
