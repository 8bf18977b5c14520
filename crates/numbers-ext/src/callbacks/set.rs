//! `PATCH callbackConfiguration`.

use std::sync::Arc;

use numbers_client::{Client, PhoneNumber, ProjectId, Redacted};

use crate::callbacks::get::{self, GetCallbackSecret};
use crate::engine::effect::{Effect, Find, Sighting};
use crate::engine::inner::Inner;
use crate::engine::operation::{Generated, Mutation, Operation, Route, Success};
use crate::engine::read::read;
use crate::engine::settings::{CallSettings, call_settings};
use crate::model::active_number::ActiveNumber;
use crate::model::decoded::{BodyError, Decoded};
use crate::model::fingerprint::Fingerprint;
use crate::model::violation::{Violation, Violations};
use crate::outcome::confirmed::Confirmed;
use crate::outcome::error::MutationError;
use crate::outcome::intended::{Intended, Verb};
use crate::outcome::read_error::ReadError;
use crate::time::deadline::Deadline;
use crate::types::{self, UpdateCallbackConfigurationRequest};

/// A request to set the callback secret of the project. Made by
/// [`CallbackSecret::set`](crate::CallbackSecret::set).
///
/// Webhook events are signed with the new secret from then on: the receiver has to know both
/// while it changes.
#[derive(Clone, Debug)]
#[must_use = "nothing is set before `send`"]
pub struct SetCallbackSecret {
    secret: Redacted<String>,
    settings: CallSettings,
}

impl SetCallbackSecret {
    pub(crate) fn new(inner: &Arc<Inner>, secret: String) -> Self {
        Self {
            secret: Redacted::new(secret),
            settings: CallSettings::new(inner),
        }
    }

    call_settings!();

    /// Sets the secret.
    ///
    /// # Errors
    ///
    /// [`MutationError::outcome`] says whether the secret may have been set nonetheless.
    ///
    /// # Cancellation
    ///
    /// The future may be dropped at any time: setting the same secret again does no harm.
    pub async fn send(self) -> Result<Confirmed<()>, MutationError> {
        let mut violations = Violations::default();
        if self.secret.expose().trim().is_empty() {
            violations.push(Violation::new("hmacSecret", "is empty"));
        }
        let set = UpdateCallbackSecret {
            find: FindSecret {
                fingerprint: Fingerprint::of_text(self.secret.expose()),
            },
            body: UpdateCallbackConfigurationRequest {
                hmac_secret: Some(self.secret),
            },
        };
        self.settings.call(&set, violations).await
    }
}

/// Setting the secret, as a mutation.
struct UpdateCallbackSecret {
    body: UpdateCallbackConfigurationRequest,
    find: FindSecret,
}

/// Looks for a secret that was set.
pub(crate) struct FindSecret {
    pub(crate) fingerprint: Fingerprint,
}

impl FindSecret {
    fn is(&self, secret: &Redacted<String>) -> bool {
        Fingerprint::of_text(secret.expose()) == self.fingerprint
    }
}

impl Operation for UpdateCallbackSecret {
    type Wire = types::CallbackConfiguration;
    type Value = Confirmed<()>;

    const ROUTE: Route = Route {
        method: "PATCH",
        template: "/v1/projects/{projectId}/callbackConfiguration",
    };

    async fn call(&self, client: &Client, project: &ProjectId) -> Generated<Self::Wire> {
        client
            .update_callback_configuration(project, &self.body)
            .await
    }

    fn secrets(&self) -> Vec<&str> {
        let secret = self.body.hmac_secret.as_ref();
        secret
            .map(|secret| secret.expose().as_str())
            .into_iter()
            .collect()
    }

    fn accept(&self, success: Success<'_, Self::Wire>) -> Result<Self::Value, BodyError> {
        let response = Decoded::read(success.typed, success.body)?;
        match get::secret(&response, success.project)? {
            Some(secret) if self.find.is(&secret) => {
                Ok(Confirmed::by_response((), success.attempts))
            }
            Some(_) => Err(BodyError::AnotherValue),
            None => Err(BodyError::NotShown),
        }
    }
}

impl Mutation for UpdateCallbackSecret {
    const VERB: Verb = Verb::SET_CALLBACK_SECRET;
    type Find = FindSecret;

    fn phone(&self) -> Option<PhoneNumber> {
        None
    }

    fn intended(&self) -> Intended {
        Intended::SetCallbackSecret {
            fingerprint: self.find.fingerprint.clone(),
        }
    }

    fn number(_: &Self::Value) -> Option<&ActiveNumber> {
        None
    }

    fn finder(&self) -> &FindSecret {
        &self.find
    }

    fn found(&self, effect: Effect, attempts: u32) -> Option<Self::Value> {
        match effect {
            Effect::CallbackSecret => Some(Confirmed::by_lookup((), attempts)),
            _ => None,
        }
    }
}

impl Find for FindSecret {
    async fn find(&self, inner: &Inner, deadline: &Deadline<'_>) -> Result<Sighting, ReadError> {
        let secret = read(inner, &GetCallbackSecret, deadline).await?;
        Ok(if secret.is_some_and(|secret| self.is(&secret)) {
            Sighting::Done(Effect::CallbackSecret)
        } else {
            Sighting::Absent
        })
    }
}
