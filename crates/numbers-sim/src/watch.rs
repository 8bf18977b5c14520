//! Watching: a page for a person, JSON for a test.

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::server::App;
use crate::state::Request;

/// The page, which asks for the JSON below once a second.
pub(crate) async fn page() -> Html<&'static str> {
    Html(include_str!("page.html"))
}

pub(crate) async fn state(State(app): State<Arc<App>>) -> Json<Value> {
    app.go_on();
    let mut view = app.state.view();
    if let Some(view) = view.as_object_mut() {
        view.insert("project".to_owned(), json!(app.project));
    }
    Json(view)
}

pub(crate) async fn requests(State(app): State<Arc<App>>) -> Json<Vec<Request>> {
    Json(app.state.requests())
}

#[derive(Deserialize)]
pub(crate) struct By {
    seconds: u64,
}

/// `POST /__sim/advance?seconds=5`.
pub(crate) async fn advance(State(app): State<Arc<App>>, Query(by): Query<By>) -> StatusCode {
    app.state.clock.advance(Duration::from_secs(by.seconds));
    app.go_on();
    StatusCode::NO_CONTENT
}

pub(crate) async fn reset(State(app): State<Arc<App>>) -> Response {
    match app.state.reset() {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
    }
}
