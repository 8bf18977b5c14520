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

    // What is done before the first await is no part of the future, which stays small so.
    fn exec(
        &self,
        mut request: Request,
        _: &OperationInfo,
    ) -> impl Future<Output = reqwest::Result<Response>> {
        let exchange = self.inner();
        exchange.begin();
        if let Some(body) = request.body_mut().take() {
            *request.body_mut() = Some(Told::wrap(body, exchange.record()));
        }
        let sent = self.client().execute(request);
        async move {
            let response = sent.await?;
            exchange.head(response.status().as_u16(), response.headers());
            Ok(response)
        }
    }
}
