//! The one place where an HTTP client is built.
//!
//! Everything that matters is set here by name, because another crate's features unify
//! into ours: a program that switches on decompression, cookies or HTTP/2 for itself
//! must not change what a rental request does.

use std::time::Duration;

use thiserror::Error;

use crate::http::base_url::BaseUrl;

/// What a caller may configure of the transport.
#[derive(Clone, Debug, Default)]
pub(crate) struct TransportOptions {
    pub(crate) root_certificates: Vec<reqwest::Certificate>,
    pub(crate) proxy: Option<reqwest::Proxy>,
    pub(crate) user_agent_suffix: Option<String>,
}

/// The longest time that connecting may take, TLS and a proxy's tunnel included.
const CONNECT: Duration = Duration::from_secs(5);

/// The longest time that an unused connection is kept. It is short, since one that the
/// server has closed meanwhile costs an attempt.
const IDLE: Duration = Duration::from_secs(10);

/// Why no client can be built.
#[derive(Debug, Error)]
pub(crate) enum TransportSetupError {
    #[cfg(all(feature = "rustls-no-provider", not(feature = "rustls")))]
    #[error("has no crypto provider; install one with rustls before, or use the feature rustls")]
    NoProvider,
    #[error("{0}")]
    Refused(String),
}

/// Builds a client for one base URL.
pub(crate) fn client(
    base: &BaseUrl,
    options: &TransportOptions,
) -> Result<reqwest::Client, TransportSetupError> {
    // Without one, building the client would panic.
    #[cfg(all(feature = "rustls-no-provider", not(feature = "rustls")))]
    if rustls::crypto::CryptoProvider::get_default().is_none() {
        return Err(TransportSetupError::NoProvider);
    }
    let mut agent = concat!("numbers-ext/", env!("CARGO_PKG_VERSION")).to_owned();
    if let Some(suffix) = &options.user_agent_suffix {
        agent.push(' ');
        agent.push_str(suffix);
    }
    let mut builder = reqwest::Client::builder()
        .user_agent(agent)
        // HTTP/2 may refuse a stream and have it sent again by the layers below.
        .http1_only()
        // A redirect would send a request, or a credential, somewhere else.
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .referer(false)
        // The cap counts the bytes that are kept; a compressed body could grow past it.
        .no_gzip()
        .no_brotli()
        .no_zstd()
        .no_deflate()
        .no_hickory_dns()
        .connect_timeout(CONNECT)
        .pool_idle_timeout(IDLE)
        .tcp_nodelay(true)
        .https_only(!base.is_loopback());
    if base.is_loopback() {
        // With HTTP_PROXY set, a loopback URL would send its credentials to the proxy.
        builder = builder.no_proxy();
    } else if let Some(proxy) = &options.proxy {
        builder = builder.proxy(proxy.clone());
    }
    if !options.root_certificates.is_empty() {
        builder = builder.tls_certs_merge(options.root_certificates.iter().cloned());
    }
    builder
        .build()
        .map_err(|error| TransportSetupError::Refused(error.without_url().to_string()))
}
