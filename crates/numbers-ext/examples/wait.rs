//! Rents a number, and waits until it can be used.
//!
//! `cargo run -p numbers-ext --example wait -- +12025550134`

use futures_util::StreamExt as _;
use numbers_ext::{Numbers, Sms, Voice, WaitEnd, Waiting};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let phone = std::env::args().nth(1).ok_or("pass a phone number")?;
    let phone = phone.parse()?;
    let numbers = Numbers::from_env()?;
    let rent = numbers
        .rent(phone)
        .sms(Sms::plan("plan-1").campaign("C123"));
    rent.voice(Voice::rtc("app-1")).send().await?;
    println!("rented {phone}");

    let mut progress = numbers.wait(phone).stream();
    while let Some(happened) = progress.next().await {
        match happened {
            Waiting::Changed(change) => {
                println!("{} is {}", change.product, change.state);
                for explanation in change.explanations() {
                    println!("  {}", explanation.meaning);
                }
            }
            Waiting::LookupFailed(error) => println!("{error}; looking again"),
            Waiting::Ended(waited) => match waited.ended() {
                WaitEnd::Provisioned => println!("it can be used"),
                end => println!("it can't be used: {end:?}"),
            },
            _ => {}
        }
    }
    Ok(())
}
