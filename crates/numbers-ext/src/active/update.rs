//! `PATCH activeNumbers/{phoneNumber}`.

use std::sync::Arc;

use numbers_client::{Client, PhoneNumber, ProjectId};

use crate::active::get::GetActiveNumber;
use crate::engine::effect::{Effect, Find, Sighting};
use crate::engine::inner::Inner;
use crate::engine::operation::{Generated, Mutation, Operation, Route, Success};
use crate::engine::read::read;
use crate::engine::settings::{CallSettings, call_settings};
use crate::model::active_number::ActiveNumber;
use crate::model::changes::Changes;
use crate::model::decoded::BodyError;
use crate::model::difference::Difference;
use crate::model::rental::Proof;
use crate::model::sms::Sms;
use crate::model::violation::Violations;
use crate::model::voice::Voice;
use crate::outcome::error::MutationError;
use crate::outcome::intended::{Intended, Verb};
use crate::outcome::read_error::ReadError;
use crate::time::deadline::Deadline;
use crate::types::{self, UpdateActiveNumberRequest};

/// A request to change an active number. Made by [`Numbers::update`](crate::Numbers::update).
///
/// What is not mentioned stays as it is. SMS and voice are changed by jobs, as after renting:
/// a success says that they are scheduled. To link a number to another service plan or
/// campaign, unlink it first: the service refuses to replace a link.
#[derive(Clone, Debug)]
#[must_use = "nothing is changed before `send`"]
pub struct Update {
    phone: PhoneNumber,
    changes: Changes,
    settings: CallSettings,
}

impl Update {
    pub(crate) fn new(inner: &Arc<Inner>, phone: PhoneNumber) -> Self {
        Self {
            phone,
            changes: Changes::default(),
            settings: CallSettings::new(inner),
        }
    }

    /// Names the number (`displayName`).
    pub fn display_name(mut self, name: impl Into<String>) -> Self {
        self.changes.display_name = Some(name.into());
        self
    }

    /// Links the number to a service plan, and to a campaign if one is named.
    pub fn sms(mut self, sms: Sms) -> Self {
        self.changes.sms = Some(sms);
        self
    }

    /// Unlinks the number from its service plan, and from its campaign.
    pub fn unlink_sms(mut self) -> Self {
        // The API takes an empty id for no link, and no null.
        self.changes.sms = Some(Sms::plan("").campaign(""));
        self
    }

    /// Unlinks the number from its campaign, and keeps it linked to this service plan.
    pub fn unlink_campaign(mut self, service_plan_id: impl Into<String>) -> Self {
        self.changes.sms = Some(Sms::plan(service_plan_id).campaign(""));
        self
    }

    /// Configures voice, in place of what is configured.
    pub fn voice(mut self, voice: Voice) -> Self {
        self.changes.voice = Some(voice);
        self
    }

    /// Sets the URL that webhook events are sent to: absolute, http or https. An empty one
    /// takes it away.
    pub fn callback_url(mut self, url: impl Into<String>) -> Self {
        self.changes.callback_url = Some(url.into());
        self
    }

    call_settings!();

    /// Checks the request without sending it. [`send`](Self::send) does the same first.
    ///
    /// # Errors
    ///
    /// All violations at once. A request that changes nothing is one.
    pub fn check(&self) -> Result<(), Violations> {
        self.settings.check(self.changes.check())
    }

    /// Sends the request.
    ///
    /// ```
    /// use numbers_ext::Voice;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let simulator = numbers_sim::Simulator::start().await?;
    /// # let numbers = numbers_ext::Numbers::builder()
    /// #     .project(simulator.project()).access_key(simulator.key_id(), simulator.key_secret())
    /// #     .numbers_url(simulator.url()).auth_url(simulator.url()).build()?;
    /// # let phone = "+12025550134".parse()?;
    /// # numbers.rent(phone).unconfigured().send().await?;
    /// let updated = numbers
    ///     .update(phone)
    ///     .display_name("Front desk")
    ///     .voice(Voice::rtc("app-1"))
    ///     .send()
    ///     .await?;
    /// assert_eq!(updated.number().display_name(), Some("Front desk"));
    /// assert!(updated.number().voice().is_pending());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`MutationError::outcome`] says whether the number may have been changed nonetheless.
    ///
    /// # Cancellation
    ///
    /// Dropping the future before the request was sent sends nothing. Dropping it later leaves
    /// the call in doubt: an [`Interceptor`](crate::Interceptor) gets what is needed to
    /// reconcile it.
    pub async fn send(self) -> Result<Updated, MutationError> {
        let violations = self.changes.check();
        let update = UpdateNumber::new(self.phone, self.changes);
        self.settings.call(&update, violations).await
    }
}

/// A number that was changed, or whose changes are scheduled.
#[derive(Clone, Debug, PartialEq)]
pub struct Updated {
    number: ActiveNumber,
    proof: Proof,
    attempts: u32,
    differences: Vec<Difference>,
}

impl Updated {
    /// Returns the number, with what is in force and what is scheduled.
    #[must_use]
    pub fn number(&self) -> &ActiveNumber {
        &self.number
    }

    /// Returns in what the number differs from the request.
    #[must_use]
    pub fn differences(&self) -> &[Difference] {
        &self.differences
    }

    /// Returns how it is known that the number was changed.
    #[must_use]
    pub fn proof(&self) -> Proof {
        self.proof
    }

    /// Returns how many requests were sent, or may have been.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.attempts
    }
}

/// The update as a mutation.
pub(crate) struct UpdateNumber {
    body: UpdateActiveNumberRequest,
    find: FindUpdated,
}

/// Looks for a number that was changed.
pub(crate) struct FindUpdated {
    pub(crate) phone: PhoneNumber,
    pub(crate) changes: Changes,
}

impl UpdateNumber {
    pub(crate) fn new(phone: PhoneNumber, changes: Changes) -> Self {
        Self {
            body: changes.request(),
            find: FindUpdated { phone, changes },
        }
    }
}

impl Operation for UpdateNumber {
    type Wire = types::ActiveNumber;
    type Value = Updated;

    const ROUTE: Route = Route {
        method: "PATCH",
        template: "/v1/projects/{projectId}/activeNumbers/{phoneNumber}",
    };

    async fn call(&self, client: &Client, project: &ProjectId) -> Generated<Self::Wire> {
        client
            .number_service_update_active_number(project, &self.find.phone, &self.body)
            .await
    }

    fn accept(&self, success: Success<'_, Self::Wire>) -> Result<Updated, BodyError> {
        let number = ActiveNumber::read(
            success.typed,
            success.body,
            self.find.phone,
            success.project,
        )?;
        Ok(Updated {
            differences: self.find.changes.differences(&number),
            number,
            proof: Proof::Response,
            attempts: success.attempts,
        })
    }
}

impl Mutation for UpdateNumber {
    const VERB: Verb = Verb::UPDATE;
    type Find = FindUpdated;

    fn phone(&self) -> Option<PhoneNumber> {
        Some(self.find.phone)
    }

    fn intended(&self) -> Intended {
        Intended::Update {
            phone_number: self.find.phone,
            changes: self.find.changes.clone(),
        }
    }

    fn number(updated: &Updated) -> Option<&ActiveNumber> {
        Some(&updated.number)
    }

    fn finder(&self) -> &FindUpdated {
        &self.find
    }

    fn found(&self, effect: Effect, attempts: u32) -> Option<Updated> {
        match effect {
            Effect::Number(number) => Some(Updated {
                number: *number,
                proof: Proof::Lookup,
                attempts,
                differences: Vec::new(),
            }),
            _ => None,
        }
    }
}

impl Find for FindUpdated {
    /// A number without a difference was changed. One that differs, or is not held, was not.
    async fn find(&self, inner: &Inner, deadline: &Deadline<'_>) -> Result<Sighting, ReadError> {
        let number = read(inner, &GetActiveNumber(self.phone), deadline).await?;
        let changed = number.filter(|number| self.changes.differences(number).is_empty());
        Ok(match changed {
            Some(number) => Sighting::Done(Effect::Number(Box::new(number))),
            None => Sighting::Absent,
        })
    }
}
