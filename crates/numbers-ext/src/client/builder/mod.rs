//! Configures a client. Everything is checked when the client is built, and all violations
//! are reported at once.

mod authentication;
mod build;
mod connection;
mod connection_settings;
mod credential;
#[cfg(feature = "profiles")]
mod profile;

use std::sync::Arc;
use std::time::Duration;

use http::HeaderMap;

use crate::auth::token_endpoint;
use crate::client::Numbers;
use crate::client::builder::connection_settings::ConnectionSettings;
use crate::client::builder::credential::Credential;
use crate::engine::inner::{CallOptions, OnUnknown, Reconciling};
use crate::engine::trace_context::TraceContext;
use crate::http::body_limits::BodyLimits;
use crate::model::violation::Violations;
use crate::outcome::interceptor::Interceptor;
use crate::time::clock::{Clock, SystemClock};

impl Numbers {
    /// Returns a builder that configures a client.
    ///
    /// ```
    /// use numbers_ext::Numbers;
    ///
    /// let numbers = Numbers::builder().project("my-project").access_key("id", "secret").build()?;
    /// # Ok::<(), numbers_ext::Violations>(())
    /// ```
    pub fn builder() -> NumbersBuilder {
        NumbersBuilder::new()
    }
}

/// Configures a [`Numbers`] client.
///
/// [`Numbers::builder`] returns one. A client needs a project and one of
/// [`access_key`](Self::access_key), [`credential_provider`](Self::credential_provider),
/// [`basic`](Self::basic) and [`bearer`](Self::bearer), of which the last call wins; every other
/// setting has a default. `Debug` shows no secret.
///
/// ```
/// use numbers_ext::{Numbers, OnUnknown};
/// use std::time::Duration;
///
/// let numbers = Numbers::builder()
///     .project("my-project")
///     .access_key("key-id", "key-secret")
///     .deadline(Duration::from_secs(10))
///     .on_unknown(OnUnknown::Reconcile)
///     .build()?;
/// # Ok::<(), numbers_ext::Violations>(())
/// ```
#[derive(Clone, Debug)]
#[must_use = "nothing is built before `build`"]
pub struct NumbersBuilder {
    project: Option<String>,
    credential: Option<Credential>,
    numbers_url: Option<String>,
    auth_url: Option<String>,
    options: CallOptions,
    reconciling: Reconciling,
    limits: BodyLimits,
    trace_phone_numbers: bool,
    trace_context: Option<TraceContext>,
    interceptor: Option<Arc<dyn Interceptor>>,
    clock: Arc<dyn Clock>,
    connection: ConnectionSettings,
    token_timeout: Duration,
    /// What was wrong with the files that settings were read from.
    unread: Violations,
}

impl NumbersBuilder {
    pub(crate) fn new() -> Self {
        Self {
            project: None,
            credential: None,
            numbers_url: None,
            auth_url: None,
            options: CallOptions {
                deadline: Duration::from_secs(30),
                on_unknown: OnUnknown::Report,
                retry_throttled: false,
            },
            reconciling: Reconciling::default(),
            limits: BodyLimits::default(),
            trace_phone_numbers: false,
            trace_context: None,
            interceptor: None,
            clock: Arc::new(SystemClock),
            connection: ConnectionSettings::default(),
            token_timeout: token_endpoint::TIMEOUT,
            unread: Violations::default(),
        }
    }

    /// Sets the project, by its id from the dashboard (Settings, Projects).
    ///
    /// ```
    /// let builder = numbers_ext::Numbers::builder().project("51bc3f40-f266-4ca8-8938-a1ed0ff32b9a");
    /// ```
    pub fn project(mut self, id: impl Into<String>) -> Self {
        self.project = Some(id.into());
        self
    }

    /// Sets the base URL of the Numbers API, in place of `https://numbers.api.sinch.com`. It
    /// has to be https, or http to `localhost` or a loopback address.
    ///
    /// ```
    /// // The simulator, as `numbers simulate` starts it.
    /// let builder = numbers_ext::Numbers::builder().numbers_url("http://127.0.0.1:8080");
    /// ```
    pub fn numbers_url(mut self, url: impl Into<String>) -> Self {
        self.numbers_url = Some(url.into());
        self
    }

    /// Sets the base URL of the token endpoint, in place of `https://auth.sinch.com`.
    /// `/oauth2/token` is appended, unless the URL ends in it.
    ///
    /// ```
    /// let builder = numbers_ext::Numbers::builder().auth_url("http://127.0.0.1:8080");
    /// ```
    pub fn auth_url(mut self, url: impl Into<String>) -> Self {
        self.auth_url = Some(url.into());
        self
    }

    /// Sets how long a call may take, all of its attempts and pauses included. The default
    /// is 30 seconds, the minimum 2 seconds. Reconciling has a
    /// [budget](Self::reconciling) of its own.
    ///
    /// ```
    /// # use std::time::Duration;
    /// let builder = numbers_ext::Numbers::builder().deadline(Duration::from_secs(10));
    /// ```
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.options.deadline = deadline;
        self
    }

    /// Sets what a call does when it is unknown whether its request had an effect. The
    /// default is to report it at once.
    ///
    /// ```
    /// # use numbers_ext::{Numbers, OnUnknown};
    /// let builder = Numbers::builder().on_unknown(OnUnknown::ReconcileThenRetry);
    /// ```
    pub fn on_unknown(mut self, policy: OnUnknown) -> Self {
        self.options.on_unknown = policy;
        self
    }

    /// Sets whether calls retry after a 429. The default is not to; see
    /// [`ConfiguredRent::retry_throttled`](crate::ConfiguredRent::retry_throttled).
    ///
    /// ```
    /// let builder = numbers_ext::Numbers::builder().retry_throttled(true);
    /// ```
    pub fn retry_throttled(mut self, retry: bool) -> Self {
        self.options.retry_throttled = retry;
        self
    }

    /// Sets the waiting time and the budget of reconciling.
    ///
    /// Once `waiting` has passed since the last request, a number that a lookup does not find
    /// is proven not to have been rented (60 seconds by default, 1 second at least). `budget`
    /// is how long reconciling may take in all (90 seconds by default).
    ///
    /// ```
    /// # use std::time::Duration;
    /// let (waiting, budget) = (Duration::from_secs(120), Duration::from_secs(180));
    /// let builder = numbers_ext::Numbers::builder().reconciling(waiting, budget);
    /// ```
    pub fn reconciling(mut self, waiting: Duration, budget: Duration) -> Self {
        self.reconciling = Reconciling { waiting, budget };
        self
    }

    /// Sets how many bytes of a response are read at most. The default is 256 KiB; a page of
    /// a list may be 32 times as large. A 2xx with a larger body leaves the outcome unknown.
    ///
    /// ```
    /// let builder = numbers_ext::Numbers::builder().body_limit(64 * 1024);
    /// ```
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.limits = BodyLimits {
            one: bytes,
            page: bytes.saturating_mul(32),
        };
        self
    }

    /// Registers an [interceptor](Interceptor) that runs before each request and after each
    /// call of a mutation.
    ///
    /// ```
    /// # use numbers_ext::{Interceptor, Numbers};
    /// # #[derive(Debug)]
    /// # struct Journal;
    /// # impl Interceptor for Journal {}
    /// let builder = Numbers::builder().interceptor(Journal);
    /// ```
    pub fn interceptor(mut self, interceptor: impl Interceptor + 'static) -> Self {
        self.interceptor = Some(Arc::new(interceptor));
        self
    }

    /// Replaces the source of time and randomness, for tests. [`Clock`] has an example.
    ///
    /// ```
    /// # use numbers_ext::{Numbers, NumbersBuilder, clock::Clock};
    /// # use std::sync::Arc;
    /// fn for_tests(clock: Arc<dyn Clock>) -> NumbersBuilder {
    ///     Numbers::builder().clock(clock)
    /// }
    /// ```
    pub fn clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = clock;
        self
    }

    /// Sets whether tracing spans show whole phone numbers. The default is to show their last
    /// four digits alone.
    ///
    /// ```
    /// let builder = numbers_ext::Numbers::builder().trace_phone_numbers(true);
    /// ```
    pub fn trace_phone_numbers(mut self, whole: bool) -> Self {
        self.trace_phone_numbers = whole;
        self
    }

    /// Sends the trace that a call belongs to with each of its requests, so that the spans of
    /// this side join those of a proxy or of the service. `write` runs in the span of the
    /// request, and its `traceparent` and `tracestate` are sent; other headers, such as
    /// `baggage`, are not. Token requests carry no trace, since several calls share one.
    ///
    /// With `tracing-opentelemetry` and `opentelemetry-http`, `write` is
    /// `global::get_text_map_propagator(|propagator| propagator.inject_context(
    /// &Span::current().context(), &mut HeaderInjector(headers)))`.
    ///
    /// ```
    /// use http::HeaderValue;
    ///
    /// let builder = numbers_ext::Numbers::builder().trace_context(|headers| {
    ///     let parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    ///     headers.insert("traceparent", HeaderValue::from_static(parent));
    /// });
    /// ```
    pub fn trace_context(mut self, write: impl Fn(&mut HeaderMap) + Send + Sync + 'static) -> Self {
        self.trace_context = Some(TraceContext::new(write));
        self
    }
}
