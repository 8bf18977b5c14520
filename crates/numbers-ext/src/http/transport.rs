//! Builds transports. Every setting of a connection is made here or in `numbers-client`.

use std::time::Duration;

use numbers_client::{Transport, TransportError};

use crate::http::base_url::BaseUrl;

/// The settings of a transport that a caller may make.
#[derive(Clone, Debug)]
pub(crate) struct TransportOptions {
    /// How long connecting may take, TLS and the tunnel of a proxy included.
    pub(crate) connect_timeout: Duration,
    pub(crate) root_certificates: Vec<reqwest::Certificate>,
    pub(crate) proxy: Option<reqwest::Proxy>,
    pub(crate) user_agent_suffix: Option<String>,
}

/// How long connecting may take, unless another timeout is set.
pub(crate) const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// Builds a transport to one base URL.
pub(crate) fn transport(
    base: &BaseUrl,
    options: &TransportOptions,
) -> Result<Transport, TransportError> {
    let mut agent = concat!("numbers-ext/", env!("CARGO_PKG_VERSION")).to_owned();
    if let Some(suffix) = &options.user_agent_suffix {
        agent.push(' ');
        agent.push_str(suffix);
    }
    let mut builder = reqwest::Client::builder().connect_timeout(options.connect_timeout);
    if base.is_loopback() {
        // With HTTPS_PROXY set, a loopback URL would send its credentials to the proxy.
        builder = builder.no_proxy();
    } else if let Some(proxy) = &options.proxy {
        builder = builder.proxy(proxy.clone());
    }
    if !options.root_certificates.is_empty() {
        builder = builder.tls_certs_merge(options.root_certificates.iter().cloned());
    }
    Transport::new(builder, base.as_str(), &agent)
}
