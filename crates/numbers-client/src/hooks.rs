//! What happens around each generated operation.

use progenitor_client::{ClientHooks, ClientInfo, Error, OperationInfo};
use reqwest::{Body, Request, Response, ResponseBuilderExt as _};

use crate::body::{self, Told};
use crate::{Client, Exchange};

impl ClientHooks<Exchange> for Client {
    async fn pre<E>(&self, request: &mut Request, _: &OperationInfo) -> Result<(), Error<E>> {
        let headers = request.headers_mut();
        // The generator sends the document's version and has no setting against it; the
        // API knows no such header.
        headers.remove("api-version");
        if let Some(credential) = self.inner().credential() {
            headers.insert(http::header::AUTHORIZATION, credential.clone());
        }
        Ok(())
    }

    async fn exec(&self, mut request: Request, _: &OperationInfo) -> reqwest::Result<Response> {
        let exchange = self.inner();
        exchange.begin();
        if let Some(body) = request.body_mut().take() {
            *request.body_mut() = Some(Told::wrap(body, exchange.clone()));
        }
        let response = self.client().execute(request).await?;
        exchange.head(response.status().as_u16(), response.headers());
        let url = response.url().clone();
        let (parts, body) = http::Response::<Body>::from(response).into_parts();
        let (body, end) = body::read(body, exchange.limit()).await;
        exchange.body(body.clone(), end);
        // A response that is not told its URL parses a made-up one.
        let mut rebuilt = http::Response::builder().url(url);
        if let Some(extensions) = rebuilt.extensions_mut() {
            extensions.extend(parts.extensions);
        }
        let mut rebuilt = rebuilt.body(Body::from(body)).unwrap_or_default();
        *rebuilt.status_mut() = parts.status;
        *rebuilt.version_mut() = parts.version;
        *rebuilt.headers_mut() = parts.headers;
        Ok(rebuilt.into())
    }
}
