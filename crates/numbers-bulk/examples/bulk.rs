//! Rents the numbers of a plan, and goes on where an earlier run has ended.
//!
//! `cargo run -p numbers-bulk --example bulk -- numbers.csv campaign.journal`

use numbers_bulk::{Defaults, Journal, Limits, Plan, Run};
use numbers_ext::{Numbers, Price};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (plan, journal) = (arguments.next(), arguments.next());
    let (Some(plan), Some(journal)) = (plan, journal) else {
        return Err("pass a plan and a journal".into());
    };
    let client = Numbers::builder().env();
    let project = client.clone().build()?.project().clone();
    let mut journal = Journal::open_or_create(journal, &project)?;
    // All of the plan is checked before anything is sent; what the journal has is not planned
    // again.
    let rows = std::fs::read(&plan)?;
    let staged = journal.stage(Plan::new(&plan, rows.as_slice()), &Defaults::default())?;
    println!("{} new, {} known", staged.added, staged.known);

    let run = Run::new(journal, client).limits(
        Limits::default()
            .concurrency(4.try_into()?)
            .max_spend(Price::new(100.into(), "USD")),
    );
    // Ctrl-C finishes what is under way. The next run goes on from there.
    let control = run.control();
    tokio::spawn(async move {
        if tokio::signal::ctrl_c().await.is_ok() {
            control.finish();
        }
    });
    let summary = run.run().await?;
    println!(
        "{} rented, {} unknown",
        summary.tally.done, summary.tally.unknown
    );
    for spent in &summary.spent {
        println!("they cost {spent}");
    }
    Ok(())
}
