//! Configures a client. Everything is checked when the client is built, and all violations
//! are reported at once.

use std::sync::Arc;
use std::time::Duration;

use http::HeaderMap;
use secrecy::{ExposeSecret as _, SecretString};

use crate::auth::credentials::Credentials;
use crate::auth::secret::{self, AccessKey};
use crate::auth::token_cache::TokenCache;
use crate::auth::token_endpoint::{TOKEN_PATH, TokenEndpoint};
use crate::client::Numbers;
use crate::engine::inner::{CallOptions, Inner, OnUnknown, Reconciling};
use crate::engine::settings::deadline_violation;
use crate::engine::trace_context::TraceContext;
use crate::http::base_url::BaseUrl;
use crate::http::body_limits::BodyLimits;
use crate::http::proxy;
use crate::http::transport::{self, TransportOptions};
use crate::model::violation::{Violation, Violations};
use crate::outcome::interceptor::Interceptor;
use crate::time::clock::{Clock, SystemClock};

/// The base URL of the Numbers API.
const NUMBERS_URL: &str = "https://numbers.api.sinch.com";
/// The base URL of the token endpoint, to which `/oauth2/token` is appended.
const AUTH_URL: &str = "https://auth.sinch.com";
/// The shortest waiting time. Without one, a rental that is not visible yet would be taken
/// for one that did not happen.
const SHORTEST_WAITING: Duration = Duration::from_secs(1);

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

    /// Builds a client from the environment: `SINCH_PROJECT_ID`, `SINCH_KEY_ID` and
    /// `SINCH_KEY_SECRET`. `SINCH_NUMBERS_URL` and `SINCH_AUTH_URL` replace the base URLs
    /// where they are set.
    ///
    /// ```
    /// use numbers_ext::Numbers;
    ///
    /// match Numbers::from_env() {
    ///     Ok(numbers) => println!("renting for project {}", numbers.project()),
    ///     Err(violations) => println!("{violations}"), // "projectId is missing; ..."
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// When a variable is missing or invalid; all violations at once.
    pub fn from_env() -> Result<Self, Violations> {
        Self::builder().env().build()
    }
}

/// Configures a [`Numbers`] client.
///
/// [`Numbers::builder`] returns one. A client needs a project and one of
/// [`access_key`](Self::access_key), [`basic`](Self::basic) and [`bearer`](Self::bearer), of
/// which the last call wins; every other setting has a default. `Debug` shows no secret.
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
    root_certificates: Vec<Vec<u8>>,
    proxy: Option<SecretString>,
    user_agent_suffix: Option<String>,
}

#[derive(Clone, Debug)]
enum Credential {
    AccessKey(SecretString, SecretString),
    Basic(SecretString, SecretString),
    Bearer(SecretString),
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
            root_certificates: Vec::new(),
            proxy: None,
            user_agent_suffix: None,
        }
    }

    /// Fills in from the environment what has not been set yet: `SINCH_PROJECT_ID`,
    /// `SINCH_KEY_ID` with `SINCH_KEY_SECRET`, `SINCH_NUMBERS_URL` and `SINCH_AUTH_URL`. An
    /// empty variable counts as not set.
    ///
    /// ```
    /// // This project, whatever SINCH_PROJECT_ID says.
    /// let builder = numbers_ext::Numbers::builder().project("my-project").env();
    /// ```
    pub fn env(self) -> Self {
        self.env_from(|name| std::env::var(name).ok())
    }

    /// Fills in what has not been set yet, like [`env`](Self::env), but gets the value of each
    /// variable from a function.
    ///
    /// ```
    /// use numbers_ext::Numbers;
    /// use std::collections::HashMap;
    ///
    /// let settings = HashMap::from([
    ///     ("SINCH_PROJECT_ID", "my-project".to_owned()),
    ///     ("SINCH_KEY_ID", "key-id".to_owned()),
    ///     ("SINCH_KEY_SECRET", "key-secret".to_owned()),
    /// ]);
    /// let numbers = Numbers::builder().env_from(|name| settings.get(name).cloned()).build()?;
    /// assert_eq!(numbers.project().as_str(), "my-project");
    /// # Ok::<(), numbers_ext::Violations>(())
    /// ```
    pub fn env_from(mut self, variable: impl Fn(&str) -> Option<String>) -> Self {
        let set = |name: &str| variable(name).filter(|value| !value.is_empty());
        self.project = self.project.or_else(|| set("SINCH_PROJECT_ID"));
        self.numbers_url = self.numbers_url.or_else(|| set("SINCH_NUMBERS_URL"));
        self.auth_url = self.auth_url.or_else(|| set("SINCH_AUTH_URL"));
        if self.credential.is_none() {
            let (id, secret) = (set("SINCH_KEY_ID"), set("SINCH_KEY_SECRET"));
            if id.is_some() || secret.is_some() {
                self = self.access_key(id.unwrap_or_default(), secret.unwrap_or_default());
            }
        }
        self
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

    /// Authenticates with an access key, from the dashboard (Settings, Access keys). Access
    /// tokens are issued for it (OAuth 2.0 client credentials), cached, and shared by all
    /// clones of the client.
    ///
    /// ```
    /// let builder = numbers_ext::Numbers::builder().access_key("key-id", "key-secret");
    /// ```
    pub fn access_key(
        mut self,
        id: impl Into<SecretString>,
        secret: impl Into<SecretString>,
    ) -> Self {
        self.credential = Some(Credential::AccessKey(id.into(), secret.into()));
        self
    }

    /// Authenticates with an access key that is sent with every request (HTTP Basic). For
    /// trials only: the vendor heavily limits the rate of such requests.
    ///
    /// ```
    /// let builder = numbers_ext::Numbers::builder().basic("key-id", "key-secret");
    /// ```
    pub fn basic(mut self, id: impl Into<SecretString>, secret: impl Into<SecretString>) -> Self {
        self.credential = Some(Credential::Basic(id.into(), secret.into()));
        self
    }

    /// Authenticates with an access token that was fetched elsewhere. It is not refreshed:
    /// once it has expired, calls are rejected with 401.
    ///
    /// ```
    /// let builder = numbers_ext::Numbers::builder().bearer("eyJhbGciOiJSUzI1NiIsI...");
    /// ```
    pub fn bearer(mut self, token: impl Into<SecretString>) -> Self {
        self.credential = Some(Credential::Bearer(token.into()));
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

    /// Trusts one more root certificate, in PEM, in addition to the default ones.
    ///
    /// ```
    /// # fn run() -> std::io::Result<()> {
    /// let pem = std::fs::read("company-ca.pem")?;
    /// let builder = numbers_ext::Numbers::builder().root_certificate(pem);
    /// # Ok(())
    /// # }
    /// ```
    pub fn root_certificate(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.root_certificates.push(pem.into());
        self
    }

    /// Sets an http or https proxy. It is used through CONNECT alone, so that it sees no
    /// credential, and never for `localhost` or a loopback address. Without this setting, a
    /// proxy comes from the environment (`HTTPS_PROXY`).
    ///
    /// ```
    /// let builder = numbers_ext::Numbers::builder().proxy("http://proxy.example.com:3128");
    /// ```
    pub fn proxy(mut self, url: impl Into<SecretString>) -> Self {
        self.proxy = Some(url.into());
        self
    }

    /// Appends a product to the `User-Agent` header.
    ///
    /// ```
    /// let builder = numbers_ext::Numbers::builder().user_agent_suffix("campaigns/2.1");
    /// ```
    pub fn user_agent_suffix(mut self, suffix: impl Into<String>) -> Self {
        self.user_agent_suffix = Some(suffix.into());
        self
    }

    /// Builds the client. Nothing is sent.
    ///
    /// ```
    /// let violations = numbers_ext::Numbers::builder().project("a/b").build().unwrap_err();
    /// assert_eq!(violations.len(), 2); // the id, and the missing credentials
    /// ```
    ///
    /// # Errors
    ///
    /// When a setting is missing or invalid; all violations at once.
    pub fn build(self) -> Result<Numbers, Violations> {
        let mut violations = Violations::default();
        let project = match &self.project {
            Some(project) => violations.take("projectId", project.parse()),
            None => violations.take(
                "projectId",
                Err::<_, &str>("is missing; set SINCH_PROJECT_ID, or pass it"),
            ),
        };
        let url = self.numbers_url.as_deref().unwrap_or(NUMBERS_URL);
        let base = violations.take("numbersUrl", BaseUrl::parse(url));
        let url = self.auth_url.as_deref().unwrap_or(AUTH_URL);
        let url = url.trim_end_matches('/');
        let url = url.strip_suffix(TOKEN_PATH).unwrap_or(url);
        let auth = violations.take("authUrl", BaseUrl::parse(url));
        self.check_limits(&mut violations);
        let options = self.transport(&mut violations);
        let key = self.key(&mut violations);
        let issued_by = auth
            .as_ref()
            .filter(|_| matches!(key, Some(Key::Issues(_))));
        let is_remote = [base.as_ref(), issued_by]
            .into_iter()
            .flatten()
            .any(|base| !base.is_loopback());
        if is_remote && self.proxy.is_none() {
            violations.extend(proxy::violation(|name| std::env::var_os(name)));
        }
        let connect = |base: &BaseUrl, violations: &mut Violations| {
            let transport = transport::transport(base, &options);
            // `{:#}` adds the causes, which say what is wrong with a proxy or a certificate.
            violations.take("transport", transport.map_err(|error| format!("{error:#}")))
        };
        let transport = base
            .as_ref()
            .and_then(|base| connect(base, &mut violations));
        let credentials = auth.zip(key).and_then(|(auth, key)| {
            let key = match key {
                Key::Fixed(header) => return Some(Credentials::Fixed(header)),
                Key::Issues(key) => key,
            };
            // Most of the cost of a transport is reading root certificates, so the token
            // endpoint shares the first one where both may use it.
            let is_alike = base
                .as_ref()
                .is_some_and(|base| base.is_loopback() == auth.is_loopback());
            let shared = match &transport {
                Some(transport) if is_alike => transport.to(auth.as_str()).ok(),
                // What is wrong with it has been said.
                None if is_alike => return None,
                _ => None,
            };
            let transport = match shared {
                Some(transport) => transport,
                None => connect(&auth, &mut violations)?,
            };
            let endpoint = TokenEndpoint {
                transport,
                key,
                clock: Arc::clone(&self.clock),
            };
            Some(Credentials::Issued(TokenCache::new(endpoint)))
        });
        match (project, base, transport, credentials) {
            (Some(project), Some(base), Some(transport), Some(credentials))
                if violations.is_empty() =>
            {
                Ok(Numbers::new(Inner {
                    project,
                    base,
                    transport,
                    credentials,
                    clock: self.clock,
                    interceptor: self.interceptor,
                    options: self.options,
                    reconciling: self.reconciling,
                    limits: self.limits,
                    trace_phone_numbers: self.trace_phone_numbers,
                    trace_context: self.trace_context,
                }))
            }
            _ => Err(violations),
        }
    }

    fn check_limits(&self, violations: &mut Violations) {
        violations.extend(deadline_violation(self.options.deadline));
        if self.limits.one == 0 {
            let message = "is 0; no response could be read";
            violations.push(Violation::new("bodyLimit", message));
        }
        let waiting = self.reconciling.waiting;
        if waiting < SHORTEST_WAITING {
            let message = format!(
                "of {waiting:?} is too short: a rental that is not visible yet would be taken for none; {SHORTEST_WAITING:?} is the least"
            );
            violations.push(Violation::new("waiting", message));
        }
    }

    fn transport(&self, violations: &mut Violations) -> TransportOptions {
        let mut options = TransportOptions::default();
        for pem in &self.root_certificates {
            let certificate = reqwest::Certificate::from_pem(pem);
            let certificate = certificate.map_err(|_| "is not a certificate in PEM");
            options
                .root_certificates
                .extend(violations.take("rootCertificate", certificate));
        }
        if let Some(proxy) = &self.proxy {
            let url = proxy.expose_secret();
            let is_http = url.starts_with("http://") || url.starts_with("https://");
            let proxy = reqwest::Proxy::https(url).ok().filter(|_| is_http);
            let proxy = proxy.ok_or("is not an http or https URL");
            options.proxy = violations.take("proxy", proxy);
        }
        if let Some(suffix) = &self.user_agent_suffix {
            let can_be_sent = suffix
                .bytes()
                .all(|byte| byte == b' ' || byte.is_ascii_graphic());
            let suffix = can_be_sent.then(|| suffix.clone());
            let suffix = suffix.ok_or("has a character in it that can't be sent in a header");
            options.user_agent_suffix = violations.take("userAgentSuffix", suffix);
        }
        options
    }

    fn key(&self, violations: &mut Violations) -> Option<Key> {
        match &self.credential {
            None => {
                let missing =
                    "are missing; set SINCH_KEY_ID and SINCH_KEY_SECRET, or pass an access key";
                violations.push(Violation::new("credentials", missing));
                None
            }
            Some(Credential::Bearer(token)) => violations
                .take("accessToken", secret::bearer(token.expose_secret()))
                .map(Key::Fixed),
            Some(Credential::AccessKey(id, secret)) => {
                access_key(violations, id.expose_secret(), secret).map(Key::Issues)
            }
            Some(Credential::Basic(id, secret)) => {
                access_key(violations, id.expose_secret(), secret)?
                    .header()
                    .map(Key::Fixed)
            }
        }
    }
}

enum Key {
    /// A key that access tokens are issued for.
    Issues(AccessKey),
    /// The value of the `Authorization` header of every request.
    Fixed(http::HeaderValue),
}

fn access_key(violations: &mut Violations, id: &str, secret: &SecretString) -> Option<AccessKey> {
    match AccessKey::new(id, secret) {
        Ok(key) => Some(key),
        Err((id, secret)) => {
            for (field, error) in [("keyId", id), ("keySecret", secret)] {
                violations.extend(error.map(|error| Violation::new(field, error.to_string())));
            }
            None
        }
    }
}
