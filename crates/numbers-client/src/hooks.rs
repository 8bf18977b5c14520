//! What happens around each generated operation.

use progenitor_client::{ClientHooks, ClientInfo, Error, OperationInfo};
use reqwest::{Request, Response};

use crate::{Client, Exchange};

impl Exchange {
    /// A client whose call goes through this exchange.
    #[must_use]
    pub fn client(&self) -> Client {
        let transport = &self.transport;
        Client::new_with_client(transport.base(), transport.client().clone(), self.clone())
    }
}

impl ClientHooks<Exchange> for Client {
    async fn pre<E>(&self, request: &mut Request, _: &OperationInfo) -> Result<(), Error<E>> {
        let headers = request.headers_mut();
        // The generator sends it with every request and has no setting against it; the API
        // knows no such header.
        headers.remove("api-version");
        if let Some(credential) = self.inner().credential() {
            headers.insert(http::header::AUTHORIZATION, credential.clone());
        }
        self.inner().add_headers(headers);
        Ok(())
    }

    fn exec(
        &self,
        request: Request,
        _: &OperationInfo,
    ) -> impl Future<Output = reqwest::Result<Response>> {
        self.inner().execute(request)
    }
}
