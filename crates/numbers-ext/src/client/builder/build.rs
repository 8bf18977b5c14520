//! Builds a client of its settings.

use std::sync::Arc;
use std::time::Duration;

use crate::auth::credentials::Credentials;
use crate::auth::token_cache::TokenCache;
use crate::auth::token_endpoint::{TOKEN_PATH, TokenEndpoint};
use crate::client::Numbers;
use crate::client::builder::NumbersBuilder;
use crate::client::builder::credential::{self, Checked};
use crate::engine::inner::Inner;
use crate::engine::settings::deadline_violation;
use crate::http::base_url::BaseUrl;
use crate::http::{proxy, transport};
use crate::model::violation::{Violation, Violations};

/// The base URL of the Numbers API.
const NUMBERS_URL: &str = "https://numbers.api.sinch.com";
/// The base URL of the token endpoint, to which `/oauth2/token` is appended.
const AUTH_URL: &str = "https://auth.sinch.com";
/// The shortest waiting time. Without one, a rental that is not visible yet would be taken
/// for one that did not happen.
const SHORTEST_WAITING: Duration = Duration::from_secs(1);

impl NumbersBuilder {
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
        let mut violations = self.unread.clone();
        let project = match &self.project {
            Some(project) => violations.take("projectId", project.parse()),
            // What the file would have said is not missing, but unread.
            None if !self.unread.is_empty() => None,
            None => violations.take(
                "projectId",
                Err::<_, &str>("is missing; set SINCH_PROJECT_ID, or pass the project"),
            ),
        };
        let url = self.numbers_url.as_deref().unwrap_or(NUMBERS_URL);
        let base = violations.take("numbersUrl", BaseUrl::parse(url));
        let url = self.auth_url.as_deref().unwrap_or(AUTH_URL);
        let url = url.trim_end_matches('/');
        let url = url.strip_suffix(TOKEN_PATH).unwrap_or(url);
        let auth = violations.take("authUrl", BaseUrl::parse(url));
        self.check_limits(&mut violations);
        let options = self.connection.check(&mut violations);
        let credential = match &self.credential {
            None if !self.unread.is_empty() => None,
            credential => credential::check(credential.as_ref(), &mut violations),
        };
        let issued_by = auth
            .as_ref()
            .filter(|_| matches!(credential, Some(Checked::Issues(_))));
        let is_remote = [base.as_ref(), issued_by]
            .into_iter()
            .flatten()
            .any(|base| !base.is_loopback());
        if is_remote && !self.connection.has_proxy() {
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
        let credentials = auth.zip(credential).and_then(|(auth, credential)| {
            let key = match credential {
                Checked::Fixed(header) => return Some(Credentials::Fixed(header)),
                Checked::Issues(key) => key,
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
                timeout: self.token_timeout,
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
        if self.token_timeout.is_zero() {
            let message = "is 0; no access token could be fetched";
            violations.push(Violation::new("tokenTimeout", message));
        }
    }
}
