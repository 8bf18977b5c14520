//! Configures connections.

use std::time::Duration;

use secrecy::SecretString;

use crate::client::builder::NumbersBuilder;

impl NumbersBuilder {
    /// Sets how long connecting may take, TLS and the tunnel of a proxy included. The default is
    /// 5 seconds. A request that finds no connection in time is not sent.
    ///
    /// ```
    /// # use std::time::Duration;
    /// let builder = numbers_ext::Numbers::builder().connect_timeout(Duration::from_secs(2));
    /// ```
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connection.timeout = timeout;
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
        self.connection.root_certificates.push(pem.into());
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
        self.connection.proxy = Some(url.into());
        self
    }

    /// Appends a product to the `User-Agent` header.
    ///
    /// ```
    /// let builder = numbers_ext::Numbers::builder().user_agent_suffix("campaigns/2.1");
    /// ```
    pub fn user_agent_suffix(mut self, suffix: impl Into<String>) -> Self {
        self.connection.user_agent_suffix = Some(suffix.into());
        self
    }
}
