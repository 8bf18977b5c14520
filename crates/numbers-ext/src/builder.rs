//! Configuring the client: everything is checked when it is built, all faults at once.

use std::sync::Arc;
use std::time::Duration;

use numbers_client::UrlCache;
use secrecy::SecretString;

use crate::base_url::BaseUrl;
use crate::call::CallOptions;
use crate::client::Shared;
use crate::clock::{Clock, SystemClock};
use crate::credentials::Credentials;
use crate::rent::deadline_fault;
use crate::secret::{self, AccessKey};
use crate::settle::Settling;
use crate::token_cache::TokenCache;
use crate::token_endpoint::TokenEndpoint;
use crate::transport::{self, TransportOptions};
use crate::violation::{Violation, Violations};
use crate::{Numbers, Observer, OnUnknown};

/// Where the Numbers API is.
const NUMBERS_URL: &str = "https://numbers.api.sinch.com";
/// Where tokens are bought; `/oauth2/token` is appended.
const AUTH_URL: &str = "https://auth.sinch.com";

/// Says which project, with which credentials, and how.
///
/// Made by [`Numbers::builder`]. `Debug` shows no secret.
#[derive(Clone, Debug)]
#[must_use = "nothing is built before `build`"]
pub struct NumbersBuilder {
    project: Option<String>,
    credential: Option<Credential>,
    numbers_url: Option<String>,
    auth_url: Option<String>,
    options: CallOptions,
    settling: Settling,
    body_limit: usize,
    trace_phone_numbers: bool,
    observer: Option<Arc<dyn Observer>>,
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
                resend_throttled: false,
            },
            settling: Settling::default(),
            body_limit: 256 * 1024,
            trace_phone_numbers: false,
            observer: None,
            clock: Arc::new(SystemClock),
            root_certificates: Vec::new(),
            proxy: None,
            user_agent_suffix: None,
        }
    }

    /// Takes what has not been said yet from the environment: `SINCH_PROJECT_ID`,
    /// `SINCH_KEY_ID` with `SINCH_KEY_SECRET`, `SINCH_NUMBERS_URL`, `SINCH_AUTH_URL`.
    /// Empty variables count as not set.
    pub fn environment(self) -> Self {
        self.environment_from(|name| std::env::var(name).ok())
    }

    /// [`environment`](Self::environment), read through a function.
    pub fn environment_from(mut self, variable: impl Fn(&str) -> Option<String>) -> Self {
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

    /// The project, from the dashboard under Settings, Projects.
    pub fn project(mut self, id: impl Into<String>) -> Self {
        self.project = Some(id.into());
        self
    }

    /// Key id and key secret, with which access tokens are bought (OAuth2).
    pub fn access_key(
        mut self,
        id: impl Into<SecretString>,
        secret: impl Into<SecretString>,
    ) -> Self {
        self.credential = Some(Credential::AccessKey(id.into(), secret.into()));
        self
    }

    /// Key id and key secret, sent with every request (Basic). For trying things out:
    /// the vendor limits it heavily.
    pub fn basic(mut self, id: impl Into<SecretString>, secret: impl Into<SecretString>) -> Self {
        self.credential = Some(Credential::Basic(id.into(), secret.into()));
        self
    }

    /// An access token that was bought elsewhere. It is not renewed.
    pub fn bearer(mut self, token: impl Into<SecretString>) -> Self {
        self.credential = Some(Credential::Bearer(token.into()));
        self
    }

    /// The base URL of the Numbers API: https, or http on this machine.
    pub fn numbers_url(mut self, url: impl Into<String>) -> Self {
        self.numbers_url = Some(url.into());
        self
    }

    /// The base URL of the token endpoint, to which `/oauth2/token` is appended.
    pub fn auth_url(mut self, url: impl Into<String>) -> Self {
        self.auth_url = Some(url.into());
        self
    }

    /// How long a call may take in all; 30 seconds unless told, 2 at least.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.options.deadline = deadline;
        self
    }

    /// What to do when the answer to a rent is lost.
    pub fn on_unknown(mut self, policy: OnUnknown) -> Self {
        self.options.on_unknown = policy;
        self
    }

    /// Whether a 429 is sent again; see
    /// [`ConfiguredRent::resend_throttled`](crate::ConfiguredRent::resend_throttled).
    pub fn resend_throttled(mut self, resend: bool) -> Self {
        self.options.resend_throttled = resend;
        self
    }

    /// How settling works: `waiting` is how long after the last request a number that is
    /// not held proves that it was not rented (60 seconds unless told), `budget` how long
    /// settling may take in all (90 seconds).
    pub fn settling(mut self, waiting: Duration, budget: Duration) -> Self {
        self.settling = Settling { waiting, budget };
        self
    }

    /// The most bytes of an answer that are read; 256 KiB unless told.
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.body_limit = bytes;
        self
    }

    /// Whom to tell of every rent.
    pub fn observer(mut self, observer: impl Observer + 'static) -> Self {
        self.observer = Some(Arc::new(observer));
        self
    }

    /// Where time and chance come from; for tests.
    pub fn clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = clock;
        self
    }

    /// Show whole phone numbers in spans, not only their last four digits.
    pub fn trace_phone_numbers(mut self, whole: bool) -> Self {
        self.trace_phone_numbers = whole;
        self
    }

    /// One more root certificate to trust, in PEM.
    pub fn root_certificate(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.root_certificates.push(pem.into());
        self
    }

    /// A proxy, used through CONNECT and never for this machine. Without one, that of the
    /// environment (`HTTPS_PROXY`) is used.
    pub fn proxy(mut self, url: impl Into<SecretString>) -> Self {
        self.proxy = Some(url.into());
        self
    }

    /// What is put behind our own name in `User-Agent`.
    pub fn user_agent_suffix(mut self, suffix: impl Into<String>) -> Self {
        self.user_agent_suffix = Some(suffix.into());
        self
    }

    /// Builds the client. Nothing is sent.
    ///
    /// # Errors
    ///
    /// All faults of what was said, at once.
    pub fn build(self) -> Result<Numbers, Violations> {
        let mut faults = Violations::default();
        let project = match &self.project {
            Some(project) => faults.take("project", project.parse()),
            None => faults.take(
                "project",
                Err::<_, &str>("is missing; set SINCH_PROJECT_ID or name it"),
            ),
        };
        let base = base_url(
            &mut faults,
            "numbers url",
            self.numbers_url.as_deref(),
            NUMBERS_URL,
        );
        let auth = base_url(&mut faults, "auth url", self.auth_url.as_deref(), AUTH_URL);
        faults.extend(deadline_fault(self.options.deadline));
        if self.body_limit == 0 {
            faults.push(Violation::new(
                "body limit",
                "is 0; no answer could be read",
            ));
        }
        let options = self.transport(&mut faults);
        let key = self.key(&mut faults);
        let client = |base: &BaseUrl, faults: &mut Violations| {
            faults.take("transport", transport::client(base, &options))
        };
        let http = base.as_ref().and_then(|base| client(base, &mut faults));
        let credentials = auth.zip(key).and_then(|(auth, key)| {
            let key = match key {
                Key::Fixed(header) => return Some(Credentials::Fixed(header)),
                Key::Buys(key) => key,
            };
            // Reading the root certificates is most of what a client costs to build.
            let alike = base
                .as_ref()
                .is_some_and(|base| base.is_loopback() == auth.is_loopback());
            let http = match &http {
                Some(http) if alike => http.clone(),
                _ => client(&auth, &mut faults)?,
            };
            let endpoint = TokenEndpoint {
                http,
                url: format!("{}/oauth2/token", auth.as_str()),
                key,
                clock: Arc::clone(&self.clock),
            };
            Some(Credentials::Bought(TokenCache::new(endpoint)))
        });
        match (project, base, http, credentials) {
            (Some(project), Some(base), Some(http), Some(credentials)) if faults.is_empty() => {
                Ok(Numbers::new(Shared {
                    project,
                    base,
                    http,
                    urls: UrlCache::default(),
                    credentials,
                    clock: self.clock,
                    observer: self.observer,
                    options: self.options,
                    settling: self.settling,
                    body_limit: self.body_limit,
                    trace_phone_numbers: self.trace_phone_numbers,
                }))
            }
            _ => Err(faults),
        }
    }

    fn transport(&self, faults: &mut Violations) -> TransportOptions {
        let mut options = TransportOptions::default();
        for pem in &self.root_certificates {
            let certificate = reqwest::Certificate::from_pem(pem);
            let certificate = certificate.map_err(|_| "is not a certificate in PEM");
            options
                .root_certificates
                .extend(faults.take("root certificate", certificate));
        }
        if let Some(proxy) = &self.proxy {
            let url = secrecy::ExposeSecret::expose_secret(proxy);
            let http = url.starts_with("http://") || url.starts_with("https://");
            let proxy = reqwest::Proxy::https(url).ok().filter(|_| http);
            let proxy = proxy.ok_or("is not an http or https URL");
            options.proxy = faults.take("proxy", proxy);
        }
        if let Some(suffix) = &self.user_agent_suffix {
            let fine = suffix
                .bytes()
                .all(|byte| byte == b' ' || byte.is_ascii_graphic());
            let suffix = fine.then(|| suffix.clone());
            let suffix = suffix.ok_or("has a character in it that can't be sent in a header");
            options.user_agent_suffix = faults.take("user agent suffix", suffix);
        }
        options
    }

    fn key(&self, faults: &mut Violations) -> Option<Key> {
        let expose = secrecy::ExposeSecret::expose_secret;
        match &self.credential {
            None => {
                let missing =
                    "are missing; set SINCH_KEY_ID and SINCH_KEY_SECRET or give an access key";
                faults.push(Violation::new("credentials", missing));
                None
            }
            Some(Credential::Bearer(token)) => faults
                .take("access token", secret::bearer(expose(token)))
                .map(Key::Fixed),
            Some(Credential::AccessKey(id, secret)) => {
                access_key(faults, expose(id), secret).map(Key::Buys)
            }
            Some(Credential::Basic(id, secret)) => access_key(faults, expose(id), secret)?
                .header()
                .map(Key::Fixed),
        }
    }
}

enum Key {
    Buys(AccessKey),
    Fixed(http::HeaderValue),
}

fn access_key(faults: &mut Violations, id: &str, secret: &SecretString) -> Option<AccessKey> {
    match AccessKey::new(id, secret) {
        Ok(key) => Some(key),
        Err((id, secret)) => {
            let named = [("key id", id), ("key secret", secret)];
            for (field, fault) in named {
                faults.extend(fault.map(|fault| Violation::new(field, fault.to_string())));
            }
            None
        }
    }
}

fn base_url(
    faults: &mut Violations,
    field: &'static str,
    given: Option<&str>,
    default: &str,
) -> Option<BaseUrl> {
    faults.take(field, BaseUrl::parse(given.unwrap_or(default)))
}
