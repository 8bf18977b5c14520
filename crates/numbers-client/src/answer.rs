//! The answer to an operation: read once, under the cap, kept, and decoded if it is a success.

use bytes::Bytes;
use reqwest::{Response, ResponseBuilderExt as _};
use serde::de::DeserializeOwned;

use crate::body::read_body;
use crate::{Error, Exchange, ResponseValue};

impl Exchange {
    /// How the generated code ends an operation.
    pub(crate) async fn answer<T: DeserializeOwned>(
        &self,
        mut response: Response,
    ) -> Result<ResponseValue<T>, Error<()>> {
        let (body, end) = read_body(&mut response, self.limit()).await;
        self.body(body.clone(), end);
        let status = response.status();
        if !status.is_success() {
            return Err(Error::UnexpectedResponse(with_body(response, body)));
        }
        let headers = std::mem::take(response.headers_mut());
        match decode(&body) {
            Ok(value) => Ok(ResponseValue::new(value, status, headers)),
            Err(error) => Err(Error::InvalidResponsePayload(body, error)),
        }
    }
}

/// Decodes the body of an answer, as every operation does.
///
/// Text that is known to be UTF-8 is decoded faster. Bytes that are not may still do, in
/// members that nobody knows.
///
/// ```
/// use numbers_client::{decode, types::ActiveNumber};
///
/// let number: ActiveNumber = decode(br#"{"phoneNumber":"+12025550134"}"#)?;
/// assert_eq!(number.phone_number.as_deref(), Some("+12025550134"));
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// # Errors
///
/// When it is no JSON, or not of this shape.
pub fn decode<T: DeserializeOwned>(body: &[u8]) -> serde_json::Result<T> {
    match std::str::from_utf8(body) {
        Ok(text) => serde_json::from_str(text),
        Err(_) => serde_json::from_slice(body),
    }
}

/// The response with what was read of its body.
fn with_body(mut response: Response, body: Bytes) -> Response {
    let mut rebuilt = http::Response::builder()
        .status(response.status())
        .version(response.version());
    if let Some(headers) = rebuilt.headers_mut() {
        *headers = std::mem::take(response.headers_mut());
    }
    if let Some(extensions) = rebuilt.extensions_mut() {
        *extensions = std::mem::take(response.extensions_mut());
    }
    // A response that is not told its URL makes one up.
    let rebuilt = rebuilt.url(response.url().clone()).body(body);
    rebuilt.unwrap_or_default().into()
}
