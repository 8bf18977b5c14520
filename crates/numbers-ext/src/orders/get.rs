//! `GET numberOrders/{numberOrderId}`.

use numbers_client::{Client, NumberOrderId, ProjectId};

use crate::engine::operation::{Generated, Operation, Read, Route, Success};
use crate::model::decoded::{BodyError, Decoded};
use crate::model::order::Order;
use crate::types;

/// Fetches an order.
pub(crate) struct GetOrder(pub(crate) NumberOrderId);

impl Operation for GetOrder {
    type Wire = types::NumberOrder;
    type Value = Order;

    const ROUTE: Route = Route {
        method: "GET",
        template: "/v1/projects/{projectId}/numberOrders/{numberOrderId}",
    };

    async fn call(&self, client: &Client, project: &ProjectId) -> Generated<Self::Wire> {
        client.get_number_order(project, &self.0).await
    }

    fn accept(&self, success: Success<'_, Self::Wire>) -> Result<Order, BodyError> {
        let response = Decoded::read(success.typed, success.body)?;
        Order::named(&self.0, response, success.project)
    }
}

impl Read for GetOrder {
    fn what(&self) -> String {
        format!("what became of order {}", self.0)
    }
}
