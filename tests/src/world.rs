//! A client in front of scripted servers, and what they saw.

use std::sync::Arc;
use std::time::Duration;

use numbers_ext::{MutationError, Numbers, NumbersBuilder, Outcome, PhoneNumber, Rental, Sms};

use crate::clock::ManualClock;
use crate::reply::Reply;
use crate::server::{Kind, Server};

/// The number that all tests rent.
pub const PHONE: &str = "+12025550134";
pub const PROJECT: &str = "51bc3f40-f266-4ca8-8938-a1ed0ff32b9a";
/// In every test, looked for in everything that is shown.
pub const SECRET: &str = "marker-secret-7c1f";

/// The answer to a rent, as short as it may be and still comparable.
pub fn active_number() -> String {
    serde_json::json!({
        "phoneNumber": PHONE,
        "projectId": PROJECT,
        "money": { "currencyCode": "USD", "amount": "2.00" },
        "smsConfiguration": {
            "servicePlanId": "",
            "scheduledProvisioning": { "servicePlanId": "plan-1", "status": "WAITING" },
        },
    })
    .to_string()
}

/// One client, two servers, one clock.
pub struct World {
    pub clock: ManualClock,
    pub api: Arc<Server>,
    pub auth: Arc<Server>,
}

impl World {
    pub fn new() -> Self {
        let clock = ManualClock::default();
        Self {
            api: Server::start(&clock),
            auth: Server::start(&clock),
            clock,
        }
    }

    /// What is done with the rents to come, one after the other.
    pub fn rents(self, replies: impl IntoIterator<Item = Reply>) -> Self {
        self.api.state().rents.extend(replies);
        self
    }

    pub fn lookups(self, replies: impl IntoIterator<Item = Reply>) -> Self {
        self.api.state().lookups.extend(replies);
        self
    }

    pub fn tokens(self, replies: impl IntoIterator<Item = Reply>) -> Self {
        self.auth.state().tokens.extend(replies);
        self
    }

    /// A builder that leads here; sends to a rent's deadline of 30 seconds.
    pub fn builder(&self) -> NumbersBuilder {
        Numbers::builder()
            .project(PROJECT)
            .access_key("key-id", SECRET)
            .numbers_url(self.api.url())
            .auth_url(self.auth.url())
            .clock(Arc::new(self.clock.clone()))
    }

    pub fn client(&self) -> Numbers {
        self.builder().build().unwrap()
    }

    /// How many rents, tokens, lookups were asked for, and how many rents were acted on.
    pub fn seen(&self) -> Counts {
        let (api, auth) = (self.api.state(), self.auth.state());
        Counts {
            rents: api.count(Kind::Rent),
            tokens: auth.count(Kind::Token),
            lookups: api.count(Kind::Lookup),
            commits: api.commits,
        }
    }
}

impl Default for World {
    fn default() -> Self {
        Self::new()
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counts {
    pub rents: usize,
    pub tokens: usize,
    pub lookups: usize,
    pub commits: u32,
}

pub fn phone() -> PhoneNumber {
    PHONE.parse().unwrap()
}

/// Rents the number for SMS. Real time is bounded, so that a mistake fails and does not hang.
pub async fn rent(numbers: &Numbers) -> Result<Rental, MutationError> {
    bounded(numbers.rent(phone()).sms(Sms::plan("plan-1")).send()).await
}

/// Fails when a future takes longer than anything here may.
pub async fn bounded<T>(future: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(60), future)
        .await
        .expect("it hangs")
}

/// What a rent ended in, in one word.
pub fn ended(result: &Result<Rental, MutationError>) -> &'static str {
    match result {
        Ok(_) => "rented",
        Err(error) => match error.outcome() {
            Outcome::NotSent => "not sent",
            Outcome::Rejected => "rejected",
            Outcome::NotDone => "not done",
            Outcome::Unknown(_) => "unknown",
        },
    }
}
