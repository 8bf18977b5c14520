//! Who may control the simulator: no page of another site, and not the simulator itself.

use std::net::IpAddr;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use http::{HeaderMap, StatusCode, header};

use crate::app::App;

/// Refuses requests that a page of another site makes in somebody's browser, and requests
/// that the simulator makes itself when it delivers events.
pub(super) async fn guard(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    match refuses(&app, request.headers()) {
        Some(why) => (StatusCode::FORBIDDEN, why).into_response(),
        None => next.run(request).await,
    }
}

fn refuses(app: &App, headers: &HeaderMap) -> Option<&'static str> {
    let text = |name: header::HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    if text(header::USER_AGENT) == Some(app.instance.as_str()) {
        return Some("the simulator does not control itself\n");
    }
    let host = text(header::HOST).unwrap_or_default();
    if !is_own(host, &app.hosts) {
        return Some("the Host header names no address of the simulator\n");
    }
    if headers.contains_key(header::ORIGIN) {
        let origin = text(header::ORIGIN).unwrap_or_default();
        if origin != format!("http://{host}") {
            return Some("requests from other sites are refused\n");
        }
    }
    let site = headers
        .get("sec-fetch-site")
        .and_then(|site| site.to_str().ok());
    if site.is_some_and(|site| !matches!(site, "same-origin" | "none")) {
        return Some("requests from other sites are refused\n");
    }
    None
}

/// An address, `localhost`, a name without dots, as containers have them, or a name that was
/// allowed. Any other name may be somebody else's that leads here.
fn is_own(host: &str, allowed: &[String]) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    let bare = name.trim_start_matches('[').trim_end_matches(']');
    bare.parse::<IpAddr>().is_ok()
        || name.eq_ignore_ascii_case("localhost")
        || (!name.is_empty() && !name.contains('.') && !name.contains(':'))
        || allowed.iter().any(|known| known.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_others_are_not_the_simulators() {
        let allowed = ["sim.example".to_owned()];
        for (host, own) in [
            ("127.0.0.1:8080", true),
            ("[::1]:8080", true),
            ("localhost", true),
            ("simulator:8080", true),
            ("sim.example:80", true),
            ("attacker.example:8080", false),
            ("127.0.0.1.attacker.example", false),
            ("", false),
        ] {
            assert_eq!(is_own(host, &allowed), own, "{host}");
        }
    }
}
