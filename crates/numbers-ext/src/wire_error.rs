//! Transport errors in words: no URL, no header, no secret.

use std::error::Error;
use std::io::ErrorKind;

/// What happened to the connection.
pub(crate) fn describe(error: reqwest::Error) -> String {
    // The URL holds the project; a proxy's may hold a password.
    let error = error.without_url();
    if error.is_builder() {
        return "the request could not be built".to_owned();
    }
    let mut source: Option<&(dyn Error + 'static)> = Some(&error);
    let mut deepest = None;
    while let Some(cause) = source {
        if let Some(io) = cause.downcast_ref::<std::io::Error>() {
            match io.kind() {
                ErrorKind::ConnectionReset
                | ErrorKind::ConnectionAborted
                | ErrorKind::BrokenPipe => {
                    return "the connection was reset".to_owned();
                }
                ErrorKind::ConnectionRefused => return "the connection was refused".to_owned(),
                ErrorKind::UnexpectedEof => return "the connection was closed".to_owned(),
                ErrorKind::TimedOut => return "connecting took too long".to_owned(),
                _ => {}
            }
        }
        deepest = Some(cause);
        source = cause.source();
    }
    let text = deepest.map(ToString::to_string).unwrap_or_default();
    if text.contains("connection closed") || text.contains("EOF") {
        "the connection was closed".to_owned()
    } else if error.is_timeout() {
        "connecting took too long".to_owned()
    } else if text.is_empty() {
        "the connection failed".to_owned()
    } else {
        let short: String = text.chars().filter(|c| !c.is_control()).take(160).collect();
        format!("the connection failed ({short})")
    }
}
