//! Waiting until a number is provisioned or an order reviewed, against the simulator.

mod events;
mod lookups;
mod still_clock;

use std::sync::Arc;
use std::time::Duration;

use numbers_ext::clock::Clock;
use numbers_ext::{Numbers, NumbersBuilder};
use numbers_sim::{Operation, Pace, Simulator, SimulatorBuilder};

/// A client in front of a simulator whose clock the test moves.
pub struct Room {
    pub simulator: Arc<Simulator>,
    pub numbers: Numbers,
}

impl Room {
    pub async fn with(builder: SimulatorBuilder, clock: Arc<dyn Clock>) -> Self {
        let simulator = Arc::new(builder.pace(Pace::Manual).start().await.unwrap());
        let numbers = client(&simulator).clock(clock).build().unwrap();
        Self { simulator, numbers }
    }

    /// Returns how often active numbers were looked up.
    pub fn lookups(&self) -> usize {
        let requests = self.simulator.requests();
        let lookup = Some(Operation::GetActiveNumber);
        requests
            .iter()
            .filter(|request| request.operation == lookup)
            .count()
    }

    pub fn advance(&self, seconds: u64) {
        self.simulator.advance(Duration::from_secs(seconds));
    }
}

fn client(simulator: &Simulator) -> NumbersBuilder {
    Numbers::builder()
        .project(simulator.project())
        .access_key(simulator.key_id(), simulator.key_secret())
        .numbers_url(simulator.url())
        .auth_url(simulator.url())
}
