//! Spans and events: OpenTelemetry's names, an allow-list of fields, nothing secret.

use numbers_client::PhoneNumber;
use tracing::Span;
use tracing::field::{Empty, display};

use crate::answer::Answered;
use crate::classify::Outcome;
use crate::client::Shared;
use crate::send::Sent;
use crate::{RentError, Rental};

/// The span of one rent.
pub(crate) fn rent_span(numbers: &Shared, phone: PhoneNumber) -> Span {
    tracing::info_span!(
        "rent",
        otel.kind = "client",
        http.request.method = "POST",
        url.template = "/v1/projects/{projectId}/availableNumbers/{phoneNumber}:rent",
        server.address = numbers.base.host(),
        phone = %Shown { phone, whole: numbers.trace_phone_numbers },
        http.response.status_code = Empty,
        http.request.resend_count = Empty,
        error.type = Empty,
        outcome = Empty,
    )
}

/// One attempt has ended.
pub(crate) fn attempt(sent: &Result<(u16, Answered), Box<Sent>>, number: usize) {
    let (outcome, status) = match sent {
        Ok((status, _)) => (Outcome::Rented, Some(*status)),
        Err(sent) => (sent.outcome, sent.received.status),
    };
    tracing::debug!(
        attempt = number,
        ?outcome,
        http.response.status_code = status,
        "rent attempt ended"
    );
}

/// The rent has ended.
pub(crate) fn ended(result: &Result<Rental, RentError>) {
    let span = Span::current();
    let (outcome, sends) = match result {
        Ok(rental) => ("rented", rental.sends()),
        Err(error) => {
            if let Some(status) = error.status() {
                span.record("http.response.status_code", status);
            }
            span.record("error.type", error.certainty().as_str());
            (error.certainty().as_str(), error.sends())
        }
    };
    span.record("http.request.resend_count", sends.saturating_sub(1));
    span.record("outcome", display(outcome));
    match result {
        Ok(_) => tracing::info!(outcome, sends, "rent ended"),
        Err(error) if error.certainty().may_have_bought() => {
            tracing::warn!(outcome, sends, "rent ended; settle it");
        }
        Err(_) => tracing::info!(outcome, sends, "rent ended"),
    }
}

struct Shown {
    phone: PhoneNumber,
    whole: bool,
}

impl std::fmt::Display for Shown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let text = self.phone.to_string();
        match text.char_indices().nth_back(3) {
            Some((index, _)) if !self.whole => {
                let tail = text.get(index..).unwrap_or_default();
                write!(f, "+***{tail}")
            }
            _ => f.write_str(&text),
        }
    }
}
