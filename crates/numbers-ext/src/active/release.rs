//! `POST activeNumbers/{phoneNumber}:release`.

use std::sync::Arc;

use numbers_client::{Client, PhoneNumber, ProjectId, Timestamp};

use crate::active::get::GetActiveNumber;
use crate::engine::effect::{Effect, Find, Sighting};
use crate::engine::inner::Inner;
use crate::engine::operation::{Generated, Mutation, Operation, Route, Success};
use crate::engine::read::read;
use crate::engine::settings::{CallSettings, call_settings};
use crate::model::active_number::ActiveNumber;
use crate::model::decoded::BodyError;
use crate::model::rental::Proof;
use crate::model::violation::Violations;
use crate::outcome::error::MutationError;
use crate::outcome::intended::{Intended, Verb};
use crate::outcome::read_error::ReadError;
use crate::time::deadline::Deadline;
use crate::types;

/// A request to give a number back. Made by [`Numbers::release`](crate::Numbers::release).
///
/// There is no undo and no refund. The project goes on holding the number until what has been
/// paid for ends ([`Released::expires`]); until then a lookup still finds it.
#[derive(Clone, Debug)]
#[must_use = "nothing is released before `send`"]
pub struct Release {
    phone: PhoneNumber,
    settings: CallSettings,
}

impl Release {
    pub(crate) fn new(inner: &Arc<Inner>, phone: PhoneNumber) -> Self {
        Self {
            phone,
            settings: CallSettings::new(inner),
        }
    }

    call_settings!();

    /// Releases the number.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let simulator = numbers_sim::Simulator::start().await?;
    /// # let numbers = numbers_ext::Numbers::builder()
    /// #     .project(simulator.project()).access_key(simulator.key_id(), simulator.key_secret())
    /// #     .numbers_url(simulator.url()).auth_url(simulator.url()).build()?;
    /// # let phone = "+12025550134".parse()?;
    /// # numbers.rent(phone).unconfigured().send().await?;
    /// let released = numbers.release(phone).send().await?;
    /// println!("held until {:?}", released.expires());
    /// # assert!(released.expires().is_some());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`MutationError::outcome`] says whether the number may have been released
    /// nonetheless.
    ///
    /// # Cancellation
    ///
    /// Dropping the future before the request was sent sends nothing. Dropping it later leaves
    /// the call in doubt: an [`Interceptor`](crate::Interceptor) gets what is needed to
    /// reconcile it.
    pub async fn send(self) -> Result<Released, MutationError> {
        let release = ReleaseNumber(self.phone);
        self.settings.call(&release, Violations::default()).await
    }
}

/// A number that was released.
#[derive(Clone, Debug, PartialEq)]
pub struct Released {
    number: Option<ActiveNumber>,
    proof: Proof,
    attempts: u32,
}

impl Released {
    /// Returns the number as the project still holds it; `None` when a lookup showed that it
    /// does not any more.
    #[must_use]
    pub fn number(&self) -> Option<&ActiveNumber> {
        self.number.as_ref()
    }

    /// Returns when the project ceases to hold the number (`expireAt`).
    #[must_use]
    pub fn expires(&self) -> Option<&Timestamp> {
        self.number.as_ref()?.expires()
    }

    /// Returns how it is known that the number was released.
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

/// The release as a mutation.
pub(crate) struct ReleaseNumber(pub(crate) PhoneNumber);

impl Operation for ReleaseNumber {
    type Wire = types::ActiveNumber;
    type Value = Released;

    const ROUTE: Route = Route {
        method: "POST",
        template: "/v1/projects/{projectId}/activeNumbers/{phoneNumber}:release",
    };

    async fn call(&self, client: &Client, project: &ProjectId) -> Generated<Self::Wire> {
        client.number_service_release_number(project, &self.0).await
    }

    fn accept(&self, success: Success<'_, Self::Wire>) -> Result<Released, BodyError> {
        let number = ActiveNumber::read(success.typed, success.body, self.0, success.project)?;
        Ok(Released {
            number: Some(number),
            proof: Proof::Response,
            attempts: success.attempts,
        })
    }
}

impl Mutation for ReleaseNumber {
    const VERB: Verb = Verb::RELEASE;
    type Find = Self;

    fn phone(&self) -> Option<PhoneNumber> {
        Some(self.0)
    }

    fn intended(&self) -> Intended {
        Intended::Release {
            phone_number: self.0,
        }
    }

    fn number(released: &Released) -> Option<&ActiveNumber> {
        released.number.as_ref()
    }

    fn finder(&self) -> &Self {
        self
    }

    fn found(&self, effect: Effect, attempts: u32) -> Option<Released> {
        let number = match effect {
            Effect::Number(number) => Some(*number),
            Effect::Gone => None,
            _ => return None,
        };
        Some(Released {
            number,
            proof: Proof::Lookup,
            attempts,
        })
    }
}

impl Find for ReleaseNumber {
    /// A number that has an end was released; so was one that is gone.
    async fn find(&self, inner: &Inner, deadline: &Deadline<'_>) -> Result<Sighting, ReadError> {
        Ok(
            match read(inner, &GetActiveNumber(self.0), deadline).await? {
                None => Sighting::Done(Effect::Gone),
                Some(number) if number.expires().is_some() => {
                    Sighting::Done(Effect::Number(Box::new(number)))
                }
                Some(_) => Sighting::Absent,
            },
        )
    }
}
