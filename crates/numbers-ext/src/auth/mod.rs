//! Credentials: access keys, access tokens, and the endpoint that issues them.

pub(crate) mod credentials;
pub(crate) mod key_source;
pub(crate) mod lease;
pub(crate) mod provider;
pub(crate) mod secret;
pub(crate) mod token_cache;
pub(crate) mod token_endpoint;
