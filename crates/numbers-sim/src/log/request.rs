//! A request, as people and tests see it.

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
