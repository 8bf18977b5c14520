//! A request as it is kept: few allocations, since every request is kept for a while.

use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode, header};
use jiff::Timestamp;

use crate::clock::written;
use crate::log::request::{Ended, Request};
use crate::operation::Operation;

/// A request, with its texts one after the other.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) id: u64,
    pub(super) time: Timestamp,
    pub(super) method: Method,
    /// Path, query, credential, lines of headers, body; `ends` says where each ends.
    text: String,
    ends: [usize; PARTS],
    pub(super) operation: Option<Operation>,
    pub(super) fault: Option<String>,
    pub(super) response: Option<(StatusCode, Bytes)>,
    pub(super) ended: Ended,
    pub(super) milliseconds: u64,
}

const PARTS: usize = 5;
/// At most so much is kept of a body, of a path and a query, of a header, and so many headers.
const BODY: usize = 16 * 1024;
const PATH: usize = 2 * 1024;
const HEADER: usize = 512;
const HEADERS: usize = 50;

impl Entry {
    pub(super) fn new(parts: &http::request::Parts, time: Timestamp) -> Self {
        let mut text = String::with_capacity(640);
        let mut ends = [0; PARTS];
        push(&mut text, parts.uri.path().as_bytes(), PATH);
        ends[0] = text.len();
        let query = parts.uri.query().unwrap_or_default();
        push(&mut text, query.as_bytes(), PATH);
        ends[1] = text.len();
        push_credential(&mut text, &parts.headers);
        ends[2] = text.len();
        let shown = parts.headers.iter();
        let shown = shown.filter(|(name, _)| *name != header::AUTHORIZATION);
        for (name, value) in shown.take(HEADERS) {
            text.push_str(name.as_str());
            text.push('\n');
            push(&mut text, value.as_bytes(), HEADER);
            text.push('\n');
        }
        ends[3] = text.len();
        ends[4] = text.len();
        Self {
            id: 0,
            time,
            method: parts.method.clone(),
            text,
            ends,
            operation: None,
            fault: None,
            response: None,
            ended: Ended::ClientWentAway,
            milliseconds: 0,
        }
    }

    pub(super) fn body(&mut self, body: &[u8]) {
        push(&mut self.text, body, BODY);
        self.ends[4] = self.text.len();
    }

    /// About how much memory it takes.
    pub(super) fn size(&self) -> usize {
        let response = self.response.as_ref().map_or(0, |(_, body)| body.len());
        self.text.capacity() + response + size_of::<Self>()
    }

    /// The request as it is shown.
    pub(super) fn shown(&self) -> Request {
        let part = |index: usize| {
            let start = match index {
                0 => 0,
                index => self.ends.get(index - 1).copied().unwrap_or_default(),
            };
            let end = self.ends.get(index).copied().unwrap_or_default();
            self.text.get(start..end).unwrap_or_default()
        };
        let mut lines = part(3).split_terminator('\n');
        let mut headers = Vec::new();
        while let (Some(name), Some(value)) = (lines.next(), lines.next()) {
            headers.push((name.to_owned(), value.to_owned()));
        }
        let mut response_body = String::new();
        if let Some((_, body)) = &self.response {
            push(&mut response_body, body, BODY);
        }
        Request {
            id: self.id,
            time: written(self.time),
            method: self.method.to_string(),
            path: part(0).to_owned(),
            query: part(1).to_owned(),
            operation: self.operation,
            headers,
            credential: part(2).to_owned(),
            body: part(4).to_owned(),
            fault: self.fault.clone(),
            status: self.response.as_ref().map(|(status, _)| status.as_u16()),
            response_body,
            ended: self.ended,
            milliseconds: self.milliseconds,
        }
    }
}

/// Appends bytes as text, at most so many. Header values hold no line feeds.
fn push(text: &mut String, bytes: &[u8], limit: usize) {
    let bytes = bytes.get(..limit).unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(valid) => text.push_str(valid),
        Err(_) => text.push_str(&String::from_utf8_lossy(bytes)),
    }
}

fn push_credential(text: &mut String, headers: &HeaderMap) {
    let value = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok());
    match value.and_then(|value| value.split_once(' ')) {
        None => text.push_str("none"),
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => {
            let end = token.len().checked_sub(6);
            text.push_str("token …");
            text.push_str(end.and_then(|start| token.get(start..)).unwrap_or_default());
        }
        Some((scheme, _)) => push(text, scheme.to_ascii_lowercase().as_bytes(), 20),
    }
}
