//! Rents a number from a simulator, with nothing but the packages.

use numbers_ext::{Numbers, Sms};
use numbers_sim::{Simulator, signature};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let simulator = Simulator::start().await?;
    let numbers = Numbers::builder()
        .project(simulator.project())
        .access_key(simulator.key_id(), simulator.key_secret())
        .numbers_url(simulator.url())
        .auth_url(simulator.url())
        .build()?;
    let phone = "+12025550134".parse()?;
    let rental = numbers.rent(phone).sms(Sms::plan("demo")).send().await?;

    let event = br#"{"eventId":"01hpa0mww4m79q8j2dwn3ggbgz"}"#;
    numbers_webhooks::verify("secret", Some(&signature("secret", event)), event)?;

    println!("rented {} for {}", rental.phone(), rental.price()?);
    Ok(())
}
