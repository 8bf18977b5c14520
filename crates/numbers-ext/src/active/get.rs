//! `GET activeNumbers/{phoneNumber}`.

use numbers_client::{Client, PhoneNumber, ProjectId};

use crate::engine::operation::{Generated, Operation, Read, Route, Success};
use crate::http::api_error::ApiError;
use crate::http::received::Received;
use crate::model::active_number::ActiveNumber;
use crate::model::decoded::BodyError;
use crate::types;

/// Fetches an active number; `None` when the project does not hold it.
pub(crate) struct GetActiveNumber(pub(crate) PhoneNumber);

impl Operation for GetActiveNumber {
    type Wire = types::ActiveNumber;
    type Value = Option<ActiveNumber>;

    const ROUTE: Route = Route {
        method: "GET",
        template: "/v1/projects/{projectId}/activeNumbers/{phoneNumber}",
    };

    async fn call(&self, client: &Client, project: &ProjectId) -> Generated<Self::Wire> {
        client
            .number_service_get_active_number(project, &self.0)
            .await
    }

    fn accept(&self, success: Success<'_, Self::Wire>) -> Result<Self::Value, BodyError> {
        ActiveNumber::read(success.typed, success.body, self.0, success.project).map(Some)
    }
}

impl Read for GetActiveNumber {
    fn what(&self) -> String {
        format!("whether the project holds {}", self.0)
    }

    /// Only a complete 404 in which the API names this active number proves its absence.
    fn refused(&self, received: &Received) -> Option<Self::Value> {
        let says_not_held = |api: &ApiError| api.says_not_held(self.0);
        let is_absent =
            received.status == Some(404) && received.api.as_ref().is_some_and(says_not_held);
        is_absent.then_some(None)
    }
}
