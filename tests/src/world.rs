//! A client in front of scripted servers, and the requests that these saw.

use std::sync::Arc;
use std::time::Duration;

use numbers_ext::{MutationError, Numbers, NumbersBuilder, Outcome, PhoneNumber, Rental, Sms};

use crate::clock::ManualClock;
use crate::reply::Reply;
use crate::server::{Kind, Server};

/// The number that all tests rent.
pub const PHONE: &str = "+12025550134";
pub const PROJECT: &str = "51bc3f40-f266-4ca8-8938-a1ed0ff32b9a";
/// The key secret, which nothing that is shown may contain.
pub const SECRET: &str = "marker-secret-7c1f";

/// Returns the shortest response about the number that shows its configuration.
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

    /// Sets the replies to the next rental requests, in order.
    pub fn rental_requests(self, replies: impl IntoIterator<Item = Reply>) -> Self {
        self.api.state().rental_requests.extend(replies);
        self
    }

    /// Sets the replies to the next lookups, in order.
    pub fn lookups(self, replies: impl IntoIterator<Item = Reply>) -> Self {
        self.api.state().lookups.extend(replies);
        self
    }

    /// Sets the replies to the next token requests, in order.
    pub fn tokens(self, replies: impl IntoIterator<Item = Reply>) -> Self {
        self.auth.state().tokens.extend(replies);
        self
    }

    /// Returns a builder of a client to these servers, with this clock.
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

    /// Counts the requests that the servers saw, and the commits of the service.
    pub fn seen(&self) -> Counts {
        let (api, auth) = (self.api.state(), self.auth.state());
        Counts {
            rental_requests: api.count(Kind::Rent),
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
    pub rental_requests: usize,
    pub tokens: usize,
    pub lookups: usize,
    pub commits: u32,
}

pub fn phone() -> PhoneNumber {
    PHONE.parse().unwrap()
}

/// Rents the number for SMS. The real time it may take is limited, so that a test fails and
/// does not hang.
pub async fn rent(numbers: &Numbers) -> Result<Rental, MutationError> {
    bounded(numbers.rent(phone()).sms(Sms::plan("plan-1")).send()).await
}

/// Runs a future, and panics when it takes longer than any test may.
pub async fn bounded<T>(future: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(60), future)
        .await
        .expect("it hangs")
}

/// Returns the outcome of a rental request in one or two words.
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
