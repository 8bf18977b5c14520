//! The settings of connections, and their check.

use std::time::Duration;

use secrecy::{ExposeSecret as _, SecretString};

use crate::http::transport::{self, TransportOptions};
use crate::model::violation::{Violation, Violations};

/// The settings of connections that a builder was given.
#[derive(Clone, Debug)]
pub(super) struct ConnectionSettings {
    pub(super) timeout: Duration,
    pub(super) root_certificates: Vec<Vec<u8>>,
    pub(super) proxy: Option<SecretString>,
    pub(super) user_agent_suffix: Option<String>,
}

impl Default for ConnectionSettings {
    fn default() -> Self {
        Self {
            timeout: transport::CONNECT_TIMEOUT,
            root_certificates: Vec::new(),
            proxy: None,
            user_agent_suffix: None,
        }
    }
}

impl ConnectionSettings {
    pub(super) fn has_proxy(&self) -> bool {
        self.proxy.is_some()
    }

    /// Checks the settings.
    pub(super) fn check(&self, violations: &mut Violations) -> TransportOptions {
        if self.timeout.is_zero() {
            let message = "is 0; no connection could be made";
            violations.push(Violation::new("connectTimeout", message));
        }
        let mut options = TransportOptions {
            connect_timeout: self.timeout,
            root_certificates: Vec::new(),
            proxy: None,
            user_agent_suffix: None,
        };
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
}
