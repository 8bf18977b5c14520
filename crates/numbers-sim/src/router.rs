//! Which handler a path leads to.

use std::sync::Arc;

use axum::Router;

use crate::app::App;
use crate::{admin, exchange};

/// The control endpoints, and the API for all else.
pub(crate) fn router(app: &Arc<App>) -> Router {
    Router::new()
        .merge(admin::routes(app))
        .fallback(exchange::respond)
        .with_state(Arc::clone(app))
}
