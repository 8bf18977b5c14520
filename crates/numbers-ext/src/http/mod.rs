//! The HTTP side of the API: where and how requests are sent, and how responses are read.

pub(crate) mod api_error;
pub(crate) mod base_url;
pub(crate) mod body_limits;
pub(crate) mod foreign_error;
pub(crate) mod json_text;
pub(crate) mod lenient;
pub(crate) mod proxy;
pub(crate) mod received;
pub(crate) mod redact;
pub(crate) mod retry_after;
pub(crate) mod transport;
