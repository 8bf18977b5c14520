//! Orders from their requirements to their end, with their signed events, on a clock that the
//! test moves.

mod completed;
mod otherwise;

use std::sync::Arc;
use std::time::Duration;

use numbers_ext::enums::NumberType;
use numbers_ext::{
    Configuration, Confirmed, MutationError, NumberOrderId, Numbers, OnUnknown, Order, Orders,
    PhoneNumber, Sms, Wanted,
};
use numbers_sim::{Pace, Simulator, SimulatorBuilder};
use numbers_tests::world::bounded;
use numbers_tests::{ManualClock, Receiver};

const SECRET: &str = "the-callback-secret-of-this-test";

/// A client, the simulator before it, and the receiver of its events.
pub struct Office {
    pub simulator: Simulator,
    pub numbers: Numbers,
    pub receiver: Receiver,
}

impl Office {
    pub async fn open() -> Self {
        Self::with(Simulator::builder()).await
    }

    pub async fn with(builder: SimulatorBuilder) -> Self {
        let builder = builder.callback_secret(Some(SECRET.to_owned()));
        let simulator = builder.pace(Pace::Manual).start().await.unwrap();
        let numbers = Numbers::builder()
            .project(simulator.project())
            .access_key(simulator.key_id(), simulator.key_secret())
            .numbers_url(simulator.url())
            .auth_url(simulator.url())
            .clock(Arc::new(ManualClock::default()))
            .on_unknown(OnUnknown::Reconcile)
            .build()
            .unwrap();
        Self {
            simulator,
            numbers,
            receiver: Receiver::start(SECRET).await,
        }
    }

    pub fn orders(&self) -> Orders {
        self.numbers.orders()
    }

    /// Lets this much time pass for the simulator.
    pub fn advance(&self, seconds: u64) {
        self.simulator.advance(Duration::from_secs(seconds));
    }

    /// Creates an order of US numbers, which need no registration.
    pub async fn create(
        &self,
        wanted: impl Into<Wanted>,
    ) -> Result<Confirmed<Order>, MutationError> {
        self.create_in("US", NumberType::Local, wanted).await
    }

    pub async fn create_in(
        &self,
        region: &str,
        number_type: NumberType,
        wanted: impl Into<Wanted>,
    ) -> Result<Confirmed<Order>, MutationError> {
        let configuration = Configuration::unconfigured()
            .sms(Sms::plan("plan-1"))
            .callback_url(&self.receiver.url);
        let create = self.orders().create(region, number_type, wanted);
        create.configuration(configuration).send().await
    }

    pub async fn state(&self, order: &NumberOrderId) -> String {
        self.orders()
            .get(order)
            .await
            .unwrap()
            .state()
            .unwrap()
            .to_string()
    }

    /// Returns whether a number can be rented by anybody.
    pub async fn is_available(&self, phone: PhoneNumber) -> bool {
        self.numbers.check(phone).await.unwrap().is_some()
    }

    /// Returns the next event: what it is about, and its status.
    pub async fn event(&mut self) -> (String, String) {
        // The receiver takes none whose signature is wrong.
        let event = bounded(self.receiver.next()).await;
        let about = event.order_id().or(event.phone_number());
        let status = event.status.as_ref().unwrap().to_string();
        (about.unwrap().to_owned(), status)
    }

    /// Asserts that the next events of an order have these statuses.
    pub async fn assert_events(&mut self, order: &NumberOrderId, statuses: &[&str]) {
        for status in statuses {
            let expected = (order.to_string(), (*status).to_owned());
            assert_eq!(self.event().await, expected);
        }
    }
}
