//! The last requests, as they were received and responded to.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use http::{HeaderMap, header};
use serde::Serialize;

use crate::operation::Operation;

/// A request, as it was received, and its response.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Request {
    /// Its number, counted from 1.
    pub id: u64,
    /// When it came, in the simulator's time.
    pub time: String,
    /// The method.
    pub method: String,
    /// The path as it was sent, not decoded.
    pub path: String,
    /// The query as it was sent, without its question mark.
    pub query: String,
    /// The operation that it is for; absent where the API has no such path.
    pub operation: Option<Operation>,
    /// The headers but `authorization`, with names in lowercase.
    pub headers: Vec<(String, String)>,
    /// How it was authenticated: `none`, `basic`, or a token by its last six characters.
    pub credential: String,
    /// The body as text, cut at 16 KiB; empty where the credential was refused.
    pub body: String,
    /// The planned or magic fault that it met.
    pub fault: Option<String>,
    /// The status that was sent; absent where nothing was.
    pub status: Option<u16>,
    /// The body that was sent, cut at 16 KiB.
    pub response_body: String,
    /// How it ended.
    pub ended: Ended,
    /// How long it took, in real time.
    pub milliseconds: u64,
}

/// How a request ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum Ended {
    /// With a response.
    #[default]
    Responded,
    /// With half a response.
    Truncated,
    /// With a reset of the connection.
    Reset,
    /// The client closed the connection before the response.
    ClientWentAway,
}

/// The last requests, oldest first.
#[derive(Debug, Default)]
pub(crate) struct Log(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    requests: VecDeque<(usize, Request)>,
    bytes: usize,
    last: u64,
}

/// At most so many requests are kept, and so many bytes of them.
const REQUESTS: usize = 1_000;
const BYTES: usize = 8 * 1024 * 1024;
/// At most so much of a body and of a header is kept.
const BODY: usize = 16 * 1024;
const HEADER: usize = 512;

impl Log {
    /// Begins an entry. It is kept when it is finished, or when it is dropped because the
    /// client went away.
    pub(crate) fn draft(&self, parts: &http::request::Parts, time: String) -> Draft<'_> {
        Draft {
            log: self,
            started: Instant::now(),
            request: Some(Request {
                time,
                method: parts.method.to_string(),
                path: cut(parts.uri.path().as_bytes(), HEADER * 4),
                query: cut(parts.uri.query().unwrap_or_default().as_bytes(), HEADER * 4),
                headers: headers(&parts.headers),
                credential: credential(&parts.headers),
                ended: Ended::ClientWentAway,
                ..Request::default()
            }),
        }
    }

    /// The newest requests before a number, newest first.
    pub(crate) fn newest(&self, before: Option<u64>, limit: usize) -> Vec<Request> {
        let kept = self.lock();
        let requests = kept.requests.iter().rev().map(|(_, request)| request);
        let older = requests.filter(|request| before.is_none_or(|before| request.id < before));
        older.take(limit).cloned().collect()
    }

    /// How many there were.
    pub(crate) fn count(&self) -> u64 {
        self.lock().last
    }

    pub(crate) fn clear(&self) {
        let mut kept = self.lock();
        kept.requests.clear();
        kept.bytes = 0;
    }

    fn add(&self, mut request: Request) {
        let size = size(&request);
        let mut kept = self.lock();
        kept.last += 1;
        request.id = kept.last;
        kept.bytes += size;
        kept.requests.push_back((size, request));
        while kept.requests.len() > REQUESTS || kept.bytes > BYTES {
            let Some((size, _)) = kept.requests.pop_front() else {
                return;
            };
            kept.bytes -= size;
        }
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// An entry that is being made.
#[derive(Debug)]
pub(crate) struct Draft<'l> {
    log: &'l Log,
    started: Instant,
    request: Option<Request>,
}

impl Draft<'_> {
    pub(crate) fn operation(&mut self, operation: Operation) {
        if let Some(request) = &mut self.request {
            request.operation = Some(operation);
        }
    }

    pub(crate) fn body(&mut self, body: &[u8]) {
        if let Some(request) = &mut self.request {
            request.body = cut(body, BODY);
        }
    }

    pub(crate) fn fault(&mut self, name: String) {
        if let Some(request) = &mut self.request {
            request.fault = Some(name);
        }
    }

    /// Keeps the entry.
    pub(crate) fn finish(mut self, ended: Ended, response: Option<&http::Response<bytes::Bytes>>) {
        if let Some(request) = &mut self.request {
            request.ended = ended;
            request.status = response.map(|response| response.status().as_u16());
            let body = response.map(|response| cut(response.body(), BODY));
            request.response_body = body.unwrap_or_default();
        }
    }
}

impl Drop for Draft<'_> {
    fn drop(&mut self) {
        if let Some(mut request) = self.request.take() {
            let taken = self.started.elapsed().as_millis();
            request.milliseconds = u64::try_from(taken).unwrap_or(u64::MAX);
            self.log.add(request);
        }
    }
}

fn headers(headers: &HeaderMap) -> Vec<(String, String)> {
    let shown = headers
        .iter()
        .filter(|(name, _)| *name != header::AUTHORIZATION);
    shown
        .take(50)
        .map(|(name, value)| (name.to_string(), cut(value.as_bytes(), HEADER)))
        .collect()
}

fn credential(headers: &HeaderMap) -> String {
    let value = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok());
    match value.and_then(|value| value.split_once(' ')) {
        None => "none".to_owned(),
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => {
            let end = token
                .len()
                .checked_sub(6)
                .and_then(|start| token.get(start..));
            format!("token …{}", end.unwrap_or_default())
        }
        Some((scheme, _)) => cut(scheme.to_ascii_lowercase().as_bytes(), 20),
    }
}

fn cut(bytes: &[u8], limit: usize) -> String {
    let shown = bytes.get(..limit).unwrap_or(bytes);
    String::from_utf8_lossy(shown).into_owned()
}

fn size(request: &Request) -> usize {
    let headers = request.headers.iter();
    let headers: usize = headers
        .map(|(name, value)| name.len() + value.len() + 48)
        .sum();
    let texts = [
        &request.path,
        &request.query,
        &request.body,
        &request.response_body,
    ];
    headers + texts.iter().map(|text| text.len()).sum::<usize>() + 256
}
