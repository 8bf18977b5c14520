//! Searches, and rents the number that costs least at once.
//!
//! `cargo run -p numbers-ext --example cheapest -- US +1208`

use numbers_ext::enums::{Capability, NumberType};
use numbers_ext::{Numbers, Sms};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (region, start) = (arguments.next(), arguments.next());
    let (Some(region), Some(start)) = (region, start) else {
        return Err("pass a region and how the number starts, such as US +1208".into());
    };
    let numbers = Numbers::from_env()?;
    let found = numbers
        .search(region, NumberType::Local)
        .starting(start)
        .capabilities([Capability::Sms])
        .limit(20)
        .send()
        .await?;
    let cheapest = found
        .iter()
        // A number whose price can't be read is not compared with others.
        .filter_map(|number| Some((number.price_at_once().ok()?, number)))
        .min_by(|(one, _), (other, _)| one.amount().cmp(&other.amount()));
    let Some((price, number)) = cheapest else {
        return Err("no such number is for sale".into());
    };
    println!("{} of {} costs least: {price}", number.phone(), found.len());
    let rental = numbers
        .rent(number.phone())
        .sms(Sms::plan("plan-1"))
        // Prices may have changed since the search.
        .at_most(price)
        .send()
        .await?;
    println!("rented {}", rental.phone());
    Ok(())
}
