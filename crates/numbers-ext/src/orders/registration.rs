//! `GET numberOrders/{numberOrderId}/registration`.

use numbers_client::{Client, NumberOrderId, ProjectId};

use crate::engine::operation::{Generated, Operation, Read, Route, Success};
use crate::model::decoded::{BodyError, Decoded};
use crate::types;

/// Fetches the registration of an order.
pub(crate) struct GetRegistration(pub(crate) NumberOrderId);

impl Operation for GetRegistration {
    type Wire = types::Registration;
    type Value = Decoded<types::Registration>;

    const ROUTE: Route = Route {
        method: "GET",
        template: "/v1/projects/{projectId}/numberOrders/{numberOrderId}/registration",
    };

    async fn call(&self, client: &Client, project: &ProjectId) -> Generated<Self::Wire> {
        client.get_number_order_registration(project, &self.0).await
    }

    fn accept(&self, success: Success<'_, Self::Wire>) -> Result<Self::Value, BodyError> {
        Decoded::read(success.typed, success.body)
    }
}

impl Read for GetRegistration {
    fn what(&self) -> String {
        format!("how order {} is registered", self.0)
    }
}
