//! The paths below `/__sim`.

use std::sync::Arc;

use axum::extract::DefaultBodyLimit;
use axum::response::Html;
use axum::routing::{get, post};
use axum::{Router, middleware};

use crate::admin::{guard, plans, time, views};
use crate::app::App;
use crate::operation::Operation;

/// The page, which asks for the JSON below once a second.
async fn page() -> Html<String> {
    let names: Vec<_> = Operation::ALL
        .iter()
        .map(|operation| operation.name())
        .collect();
    let page = include_str!("page.html");
    Html(page.replace("OPERATION_NAMES", &names.join(" ")))
}

/// The control endpoints.
pub(crate) fn routes(app: &Arc<App>) -> Router<Arc<App>> {
    let faults = post(plans::add_fault)
        .get(plans::faults)
        .delete(plans::clear_faults);
    Router::new()
        .route("/__sim", get(page))
        .route("/__sim/", get(page))
        .route("/__sim/state", get(views::state))
        .route("/__sim/rentals", get(views::rentals))
        .route("/__sim/orders", get(views::orders))
        .route("/__sim/requests", get(views::requests))
        .route("/__sim/events", get(views::events))
        .route("/__sim/tokens", get(views::tokens))
        .route("/__sim/stock", get(views::stock).post(plans::set_stock))
        .route("/__sim/offers", get(views::stock).post(plans::add_offer))
        .route("/__sim/faults", faults)
        .route("/__sim/provisioning", post(plans::add_failing))
        .route("/__sim/reviews", post(plans::add_review))
        .route("/__sim/delivery", post(plans::set_delivery))
        .route("/__sim/redeliver", post(plans::redeliver))
        .route("/__sim/advance", post(time::advance))
        .route("/__sim/reset", post(time::reset))
        .layer(DefaultBodyLimit::max(64 * 1024))
        .layer(middleware::from_fn_with_state(
            Arc::clone(app),
            guard::guard,
        ))
}
