//! `GET callbackConfiguration`.

use numbers_client::{Client, ProjectId, Redacted};

use crate::engine::operation::{Generated, Operation, Read, Route, Success};
use crate::model::decoded::{BodyError, Decoded};
use crate::types;

/// Fetches the callback secret; `None` when the project has none.
pub(crate) struct GetCallbackSecret;

impl Operation for GetCallbackSecret {
    type Wire = types::CallbackConfiguration;
    type Value = Option<Redacted<String>>;

    const ROUTE: Route = Route {
        method: "GET",
        template: "/v1/projects/{projectId}/callbackConfiguration",
    };

    async fn call(&self, client: &Client, project: &ProjectId) -> Generated<Self::Wire> {
        client.get_callback_configuration(project).await
    }

    fn accept(&self, success: Success<'_, Self::Wire>) -> Result<Self::Value, BodyError> {
        let response = Decoded::read(success.typed, success.body)?;
        secret(&response, success.project)
    }
}

/// Returns the secret of a response about this project.
pub(crate) fn secret(
    response: &Decoded<types::CallbackConfiguration>,
    project: &ProjectId,
) -> Result<Option<Redacted<String>>, BodyError> {
    if response.is_given_twice("hmacSecret") || response.is_given_twice("projectId") {
        return Err(BodyError::Contradiction);
    }
    let named = response.project_id.as_deref().unwrap_or_default();
    if !named.is_empty() && named != project.as_str() {
        return Err(BodyError::AnotherProject);
    }
    let secret = response.hmac_secret.clone();
    Ok(secret.filter(|secret| !secret.expose().is_empty()))
}

impl Read for GetCallbackSecret {
    fn what(&self) -> String {
        "the callback secret".to_owned()
    }
}
