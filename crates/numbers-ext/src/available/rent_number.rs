//! Renting a number, as a mutation.

use numbers_client::{Client, PhoneNumber, ProjectId};

use crate::active::get::GetActiveNumber;
use crate::engine::effect::{Effect, Find, Sighting};
use crate::engine::inner::Inner;
use crate::engine::operation::{Generated, Mutation, Operation, Route, Success};
use crate::engine::read::read;
use crate::model::active_number::ActiveNumber;
use crate::model::configuration::Configuration;
use crate::model::decoded::BodyError;
use crate::model::difference::{differences, differences_of_response};
use crate::model::rental::{Proof, Rental};
use crate::outcome::intended::{Intended, Verb};
use crate::outcome::read_error::ReadError;
use crate::time::deadline::Deadline;
use crate::types::{self, RentNumberRequest};

/// Renting a number.
pub(crate) struct RentNumber {
    body: RentNumberRequest,
    find: FindRented,
}

/// Looks for a number that was rented.
pub(crate) struct FindRented {
    pub(crate) phone: PhoneNumber,
    /// The requested configuration, where it is known.
    pub(crate) configuration: Option<Configuration>,
}

impl RentNumber {
    pub(crate) fn new(phone: PhoneNumber, configuration: Configuration) -> Self {
        Self {
            body: configuration.request(),
            find: FindRented {
                phone,
                configuration: Some(configuration),
            },
        }
    }
}

impl Operation for RentNumber {
    type Wire = types::ActiveNumber;
    type Value = Rental;

    const ROUTE: Route = Route {
        method: "POST",
        template: "/v1/projects/{projectId}/availableNumbers/{phoneNumber}:rent",
    };

    async fn call(&self, client: &Client, project: &ProjectId) -> Generated<Self::Wire> {
        client
            .number_service_rent_number(project, &self.find.phone, &self.body)
            .await
    }

    fn accept(&self, success: Success<'_, Self::Wire>) -> Result<Rental, BodyError> {
        let number = ActiveNumber::read(
            success.typed,
            success.body,
            self.find.phone,
            success.project,
        )?;
        let differences = match &self.find.configuration {
            Some(requested) => differences_of_response(requested, &number),
            None => Vec::new(),
        };
        let (proof, attempts) = (Proof::Response, success.attempts);
        Ok(Rental::new(number, proof, attempts, differences))
    }
}

impl Mutation for RentNumber {
    const VERB: Verb = Verb::RENT;
    type Find = FindRented;

    fn phone(&self) -> Option<PhoneNumber> {
        Some(self.find.phone)
    }

    fn intended(&self) -> Intended {
        Intended::Rent {
            phone_number: self.find.phone,
            configuration: self.find.configuration.clone(),
        }
    }

    fn number(rental: &Rental) -> Option<&ActiveNumber> {
        Some(rental.number())
    }

    fn finder(&self) -> &FindRented {
        &self.find
    }

    fn found(&self, effect: Effect, attempts: u32) -> Option<Rental> {
        match effect {
            Effect::Number(number) => {
                Some(Rental::new(*number, Proof::Lookup, attempts, Vec::new()))
            }
            _ => None,
        }
    }
}

impl Find for FindRented {
    async fn find(&self, inner: &Inner, deadline: &Deadline<'_>) -> Result<Sighting, ReadError> {
        let Some(number) = read(inner, &GetActiveNumber(self.phone), deadline).await? else {
            return Ok(Sighting::Absent);
        };
        let differences = match &self.configuration {
            Some(requested) => differences(requested, &number),
            None => Vec::new(),
        };
        let number = Box::new(number);
        Ok(if differences.is_empty() {
            Sighting::Done(Effect::Number(number))
        } else {
            Sighting::Differs(number, differences)
        })
    }
}
