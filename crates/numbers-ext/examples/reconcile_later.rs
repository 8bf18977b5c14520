//! Rents a number in one run, and reconciles a lost response in another one, from a stored
//! token.
//!
//! `cargo run -p numbers-ext --example reconcile_later -- rent +12025550134 token.json`
//! `cargo run -p numbers-ext --example reconcile_later -- reconcile token.json`

use std::time::Duration;

use numbers_ext::{InDoubt, Look, Numbers, Outcome, Sms};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let numbers = Numbers::from_env()?;
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["rent", phone, file] => {
            let rent = numbers.rent(phone.parse()?).sms(Sms::plan("plan-1"));
            match rent.send().await {
                Ok(rental) => println!("rented {}", rental.phone()),
                Err(error) => match error.outcome() {
                    Outcome::Unknown(in_doubt) => {
                        std::fs::write(file, serde_json::to_string(in_doubt)?)?;
                        println!("unknown; stored the token");
                    }
                    _ => return Err(error.into()),
                },
            }
        }
        ["reconcile", file] => {
            let in_doubt: InDoubt = serde_json::from_str(&std::fs::read_to_string(file)?)?;
            // One look at a time, as an engine with timers of its own would.
            loop {
                match numbers.look(&in_doubt).await {
                    Look::Proven(reconciled) => {
                        println!("proven: {}", reconciled.as_str());
                        return Ok(());
                    }
                    Look::NotYet(wait) => tokio::time::sleep(wait).await,
                    Look::Inconclusive(error) => {
                        println!("{error}");
                        tokio::time::sleep(Duration::from_secs(5)).await;
                    }
                }
            }
        }
        _ => return Err("pass `rent PHONE FILE` or `reconcile FILE`".into()),
    }
    Ok(())
}
