//! Emits spans and events, by OpenTelemetry's conventions for HTTP clients. Their fields are
//! an allow-list without secrets. A subscriber that panics does not affect the call.

use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;

use numbers_client::PhoneNumber;
use tracing::Span;
use tracing::field::{Empty, display};

use crate::engine::inner::Inner;
use crate::engine::operation::Route;
use crate::engine::unwind::contained;
use crate::outcome::classify::Attempted;
use crate::outcome::error::MutationError;
use crate::outcome::intended::{Intended, Verb};

/// Returns the span of one mutation call.
pub(crate) fn call_span(inner: &Inner, verb: Verb, phone: Option<PhoneNumber>) -> Span {
    let operation = verb.name;
    contained(|| {
        tracing::info_span!(
            "call",
            otel.name = operation,
            otel.kind = "internal",
            otel.status_code = Empty,
            operation,
            phone = phone.map(|phone| display(Shown {
                phone,
                whole: inner.trace_phone_numbers
            })),
            outcome = Empty,
            attempts = Empty,
            error.type = Empty,
        )
    })
    .unwrap_or_else(Span::none)
}

/// Returns the span of one request.
pub(crate) fn request_span(inner: &Inner, route: Route, resend_count: u32) -> Span {
    contained(|| {
        tracing::info_span!(
            "request",
            otel.name = %format_args!("{} {}", route.method, route.template),
            otel.kind = "client",
            otel.status_code = Empty,
            http.request.method = route.method,
            url.template = route.template,
            server.address = inner.base.host(),
            server.port = inner.base.port(),
            http.request.resend_count = (resend_count > 0).then_some(resend_count),
            http.response.status_code = Empty,
            error.type = Empty,
        )
    })
    .unwrap_or_else(Span::none)
}

/// Returns the span of reconciling.
pub(crate) fn reconcile_span(inner: &Inner, request: &Intended) -> Span {
    contained(|| {
        tracing::info_span!(
            "reconcile",
            otel.kind = "internal",
            operation = request.verb().name,
            phone = request.phone().map(|phone| display(Shown {
                phone,
                whole: inner.trace_phone_numbers
            })),
            outcome = Empty,
        )
    })
    .unwrap_or_else(Span::none)
}

/// Runs a future in a span. It is taken pinned, because a future that is handed on by value is
/// moved, and stored twice by the one that awaits it.
pub(crate) async fn traced<F: Future>(span: Span, mut future: Pin<&mut F>) -> F::Output {
    if span.is_disabled() {
        return future.await;
    }
    let span = Contained(Some(span));
    poll_fn(|context| {
        let entered = contained(|| span.0.as_ref().map(Span::enter)).flatten();
        let polled = future.as_mut().poll(context);
        contained(|| drop(entered));
        polled
    })
    .await
}

/// A span whose drop contains the panics of a subscriber.
struct Contained(Option<Span>);

impl Drop for Contained {
    fn drop(&mut self) {
        let span = self.0.take();
        contained(|| drop(span));
    }
}

/// Records the status of the current request's response, or that there was none.
pub(crate) fn ended(status: Option<u16>) {
    contained(|| {
        let span = Span::current();
        match status {
            Some(status) => {
                span.record("http.response.status_code", status);
                if status >= 400 {
                    span.record("otel.status_code", "ERROR");
                    span.record("error.type", display(status));
                }
            }
            None => {
                span.record("otel.status_code", "ERROR");
                span.record("error.type", "no_response");
            }
        }
    });
}

/// Records the outcome of the current attempt of a mutation.
pub(crate) fn attempt_ended(outcome: Attempted, status: Option<u16>) {
    ended(status);
    contained(|| {
        tracing::debug!(
            ?outcome,
            http.response.status_code = status,
            "attempt ended"
        );
    });
}

/// Records the outcome of the current call. `Ok` carries the number of attempts.
pub(crate) fn call_ended(result: Result<u32, &MutationError>) {
    contained(|| {
        let span = Span::current();
        let (outcome, attempts) = match result {
            Ok(attempts) => ("done", attempts),
            Err(error) => {
                span.record("otel.status_code", "ERROR");
                span.record("error.type", error.outcome().as_str());
                (error.outcome().as_str(), error.attempts())
            }
        };
        span.record("outcome", outcome);
        span.record("attempts", attempts);
        if result.is_err_and(|error| error.outcome().is_unknown()) {
            tracing::warn!(outcome, attempts, "call ended; reconcile it");
        } else {
            tracing::info!(outcome, attempts, "call ended");
        }
    });
}

/// Records the result of one look for the effect of a request.
pub(crate) fn looked(found: &str) {
    contained(|| tracing::debug!(found, "looked for the effect of a request"));
}

/// Records the result of reconciling.
pub(crate) fn reconciled(outcome: &str) {
    contained(|| {
        Span::current().record("outcome", outcome);
        tracing::info!(outcome, "reconciling ended");
    });
}

/// A phone number that shows its last four digits alone, or all of them where `whole` is set.
struct Shown {
    phone: PhoneNumber,
    whole: bool,
}

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.phone.to_string();
        match text.char_indices().nth_back(3) {
            Some((index, _)) if !self.whole => {
                write!(f, "+***{}", text.get(index..).unwrap_or_default())
            }
            _ => f.write_str(&text),
        }
    }
}
