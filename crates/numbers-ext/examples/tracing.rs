//! Shows the spans and events of a call on stderr.
//!
//! `RUST_LOG=numbers_ext=debug cargo run -p numbers-ext --example tracing -- +12025550134`

use numbers_ext::{Numbers, Sms};
use tracing_subscriber::EnvFilter;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::from_default_env())
        .with_writer(std::io::stderr)
        .init();
    let phone = std::env::args().nth(1).ok_or("pass a phone number")?;
    let numbers = Numbers::from_env()?;
    let rental = numbers
        .rent(phone.parse()?)
        .sms(Sms::plan("plan-1"))
        .send()
        .await?;
    println!("rented {}", rental.phone());
    Ok(())
}
