//! Tests a program against the simulator: without an account, without money, without waiting.
//!
//! `cargo run -p numbers-ext --features simulator --example simulator`, and its tests with
//! `cargo test -p numbers-ext --features simulator --test examples`

use numbers_ext::simulator::{Client as _, Simulator};
use numbers_ext::{Numbers, OnUnknown, Outcome, PhoneNumber, Sms};

/// The program under test: rents a number for a team, and says what became of it.
async fn rent_for_team(numbers: &Numbers, phone: PhoneNumber) -> String {
    let rent = numbers.rent(phone).sms(Sms::plan("plan-1"));
    match rent.on_unknown(OnUnknown::Reconcile).send().await {
        Ok(rental) => format!("{} is yours", rental.phone()),
        Err(error) => match error.outcome() {
            Outcome::NotSent | Outcome::Rejected | Outcome::NotDone => {
                format!("{phone} was not rented; try another one")
            }
            Outcome::Unknown(_) => format!("{phone} may have been rented; wait for a person"),
        },
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let simulator = Simulator::start().await?;
    let numbers = simulator.client()?;
    println!("{}", rent_for_team(&numbers, "+12025550134".parse()?).await);
    println!("{}", rent_for_team(&numbers, "+12025550134".parse()?).await);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use numbers_ext::simulator::{Fault, Operation, Pace};
    use std::error::Error;

    #[tokio::test]
    async fn a_number_is_rented_once() -> Result<(), Box<dyn Error>> {
        let simulator = Simulator::start().await?;
        let numbers = simulator.client()?;
        let phone = "+12025550134".parse()?;
        assert_eq!(
            rent_for_team(&numbers, phone).await,
            "+12025550134 is yours"
        );
        assert_eq!(
            rent_for_team(&numbers, phone).await,
            "+12025550134 was not rented; try another one"
        );
        assert_eq!(simulator.rented(), ["+12025550134"]);
        Ok(())
    }

    /// It takes a minute to prove that, which passes at once: the client lives in the time of
    /// the simulator.
    #[tokio::test]
    async fn a_request_that_got_lost_is_known_to_be_not_done() -> Result<(), Box<dyn Error>> {
        let simulator = Simulator::builder().pace(Pace::Manual).start().await?;
        simulator.fault(
            Fault::NotCommittedThenReset
                .on(Operation::RentNumber)
                .times(1),
        );
        let said = rent_for_team(&simulator.client()?, "+12025550134".parse()?).await;
        assert_eq!(said, "+12025550134 was not rented; try another one");
        Ok(())
    }

    #[tokio::test]
    async fn a_response_that_got_lost_costs_no_rental() -> Result<(), Box<dyn Error>> {
        let simulator = Simulator::builder().pace(Pace::Manual).start().await?;
        simulator.fault(Fault::CommittedThenReset.on(Operation::RentNumber).times(1));
        let said = rent_for_team(&simulator.client()?, "+12025550134".parse()?).await;
        assert_eq!(said, "+12025550134 is yours");
        Ok(())
    }
}
