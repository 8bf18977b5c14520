//! What happens around each generated operation.

use progenitor_client::{ClientHooks, ClientInfo, Error, OperationInfo};
use reqwest::{Request, Response};

use crate::body::Told;
use crate::{Client, Exchange};

impl ClientHooks<Exchange> for Client {
    async fn pre<E>(&self, request: &mut Request, _: &OperationInfo) -> Result<(), Error<E>> {
        if let Some(credential) = self.inner().credential() {
            let headers = request.headers_mut();
            headers.insert(http::header::AUTHORIZATION, credential.clone());
        }
        Ok(())
    }

    async fn exec(&self, mut request: Request, _: &OperationInfo) -> reqwest::Result<Response> {
        let exchange = self.inner();
        exchange.begin();
        if let Some(body) = request.body_mut().take() {
            *request.body_mut() = Some(Told::wrap(body, exchange.record()));
        }
        let response = self.client().execute(request).await?;
        exchange.head(response.status().as_u16(), response.headers());
        Ok(response)
    }
}
