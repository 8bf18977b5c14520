//! `GET availableNumbers/{phoneNumber}`.

use numbers_client::{Client, PhoneNumber, ProjectId};

use crate::engine::operation::{Generated, Operation, Read, Route, Success};
use crate::http::api_error::ApiError;
use crate::http::received::Received;
use crate::model::available_number::AvailableNumber;
use crate::model::decoded::{BodyError, Decoded};
use crate::types;

/// Looks up whether a number can be rented, and what it costs.
pub(crate) struct GetAvailableNumber(pub(crate) PhoneNumber);

impl Operation for GetAvailableNumber {
    type Wire = types::AvailableNumber;
    type Value = Option<AvailableNumber>;

    const ROUTE: Route = Route {
        method: "GET",
        template: "/v1/projects/{projectId}/availableNumbers/{phoneNumber}",
    };

    async fn call(&self, client: &Client, project: &ProjectId) -> Generated<Self::Wire> {
        client
            .number_service_get_available_number(project, &self.0)
            .await
    }

    fn accept(&self, success: Success<'_, Self::Wire>) -> Result<Self::Value, BodyError> {
        let number = AvailableNumber::of(Decoded::read(success.typed, success.body)?)?;
        if number.phone() == self.0 {
            Ok(Some(number))
        } else {
            Err(BodyError::AnotherNumber)
        }
    }
}

impl Read for GetAvailableNumber {
    fn what(&self) -> String {
        format!("whether {} is available", self.0)
    }

    fn refused(&self, received: &Received) -> Option<Self::Value> {
        let name = self.0.to_string();
        let says_absent = |api: &ApiError| api.says_absent("AvailableNumber", &name);
        let is_absent =
            received.status == Some(404) && received.api.as_ref().is_some_and(says_absent);
        is_absent.then_some(None)
    }
}
