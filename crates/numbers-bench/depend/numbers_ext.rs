//! Rents a number with numbers-ext.

use numbers_ext::{Numbers, Sms};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let numbers = Numbers::from_env()?;
    let rent = numbers.rent("+12025550134".parse()?);
    let rental = rent.sms(Sms::plan("plan-1")).send().await?;
    println!("{}: {:?}", rental.phone(), rental.price());
    Ok(())
}
