//! The state that the clones of a client share.

use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;
use numbers_client::{Exchange, ProjectId, Transport};

use crate::auth::credentials::Credentials;
use crate::engine::trace_context::TraceContext;
use crate::http::base_url::BaseUrl;
use crate::http::body_limits::{BodyKind, BodyLimits};
use crate::outcome::interceptor::Interceptor;
use crate::time::clock::Clock;

/// The state that the clones of a client share.
#[derive(Debug)]
pub(crate) struct Inner {
    pub(crate) project: ProjectId,
    pub(crate) base: BaseUrl,
    pub(crate) transport: Transport,
    pub(crate) credentials: Credentials,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) interceptor: Option<Arc<dyn Interceptor>>,
    pub(crate) options: CallOptions,
    pub(crate) reconciling: Reconciling,
    pub(crate) limits: BodyLimits,
    pub(crate) trace_phone_numbers: bool,
    pub(crate) trace_context: Option<TraceContext>,
}

/// The settings that one call may replace.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CallOptions {
    pub(crate) deadline: Duration,
    pub(crate) on_unknown: OnUnknown,
    pub(crate) retry_throttled: bool,
}

/// What a call does when it is unknown whether its request had an effect.
///
/// ```
/// use numbers_ext::{Numbers, OnUnknown};
///
/// assert_eq!(OnUnknown::default(), OnUnknown::Report);
/// let builder = Numbers::builder().on_unknown(OnUnknown::Reconcile);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum OnUnknown {
    /// Returns the error at once. The caller reconciles when it suits.
    #[default]
    Report,
    /// Reconciles until it is proven what happened, or the budget is used up.
    Reconcile,
    /// Reconciles, and sends the request once more if it is proven that the first one had no
    /// effect.
    ReconcileThenRetry,
}

/// The waiting time and the budget of reconciling.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Reconciling {
    /// How long after the last request an absence begins to prove that it had no effect.
    pub(crate) waiting: Duration,
    /// How long reconciling may take in all.
    pub(crate) budget: Duration,
}

impl Default for Reconciling {
    fn default() -> Self {
        Self {
            waiting: Duration::from_secs(60),
            budget: Duration::from_secs(90),
        }
    }
}

impl Inner {
    /// Returns the exchange of one request, with its credential and the limit of its body.
    pub(crate) fn exchange(&self, credential: HeaderValue, kind: BodyKind) -> Exchange {
        Exchange::new(&self.transport)
            .authorization(credential)
            .body_limit(self.limits.of(kind))
    }
}
