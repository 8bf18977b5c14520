//! Sends the trace that a call belongs to, so that spans of both sides join.

use std::fmt;
use std::sync::Arc;

use http::HeaderMap;

use crate::engine::unwind::contained;

/// The headers of W3C Trace Context. What else a propagator writes, such as `baggage`, is the
/// application's own and is not sent to the service.
const NAMES: [&str; 2] = ["traceparent", "tracestate"];

/// Writes the context of the current span to the headers of a request.
#[derive(Clone)]
pub(crate) struct TraceContext(Arc<dyn Fn(&mut HeaderMap) + Send + Sync>);

impl TraceContext {
    pub(crate) fn new(write: impl Fn(&mut HeaderMap) + Send + Sync + 'static) -> Self {
        Self(Arc::new(write))
    }

    /// Returns the headers for a request of the current span; none when the propagator panics.
    pub(crate) fn headers(&self) -> HeaderMap {
        let mut written = HeaderMap::new();
        if contained(|| (self.0)(&mut written)).is_none() {
            return HeaderMap::new();
        }
        let sent = |name| Some((name, written.remove(name)?));
        NAMES
            .into_iter()
            .filter_map(sent)
            .map(|(name, value)| (http::HeaderName::from_static(name), value))
            .collect()
    }
}

impl fmt::Debug for TraceContext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TraceContext")
    }
}
