//! Rents a number, and reconciles when the response is lost.
//!
//! `cargo run -p numbers-ext --example rent -- +12025550134`

use numbers_ext::{Numbers, Outcome, Reconciled, Sms};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let phone = std::env::args().nth(1).ok_or("pass a phone number")?;
    let numbers = Numbers::from_env()?;
    let rent = numbers.rent(phone.parse()?).sms(Sms::plan("plan-1"));
    let error = match rent.send().await {
        Ok(rental) => {
            println!("rented {}", rental.phone());
            // A price that can't be read is no reason to report a rental as a failure.
            if let Ok(price) = rental.price() {
                println!("it costs {price} every month");
            }
            return Ok(());
        }
        Err(error) => error,
    };
    let Outcome::Unknown(in_doubt) = error.outcome() else {
        return Err(error.into());
    };
    println!("{error}");
    match numbers.reconcile(in_doubt).await {
        Reconciled::Done(_) => println!("reconciled: it was rented"),
        Reconciled::Differs { differences, .. } => {
            println!("reconciled: the project holds it, but not as asked for: {differences:?}");
        }
        Reconciled::NotDone => println!("reconciled: it was not rented"),
        Reconciled::Unknown(_) => println!("still unknown"),
    }
    Ok(())
}
