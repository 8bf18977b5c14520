//! Releasing and updating in bulk, by the same means.

use numbers_bulk::{JournalError, Operation, StageError};
use numbers_ext::OnUnknown;
use numbers_sim::Fault;

use super::*;

/// A project that holds so many numbers, and a second journal for something else.
async fn holding(count: usize) -> Desk {
    let mut desk = Desk::new().await;
    let summary = desk.run(desk.planned(count), 4).run().await.unwrap();
    assert_eq!(summary.tally.done, count as u64);
    desk.path = desk.path.with_file_name("second.db");
    desk
}

fn staged(desk: &Desk, operation: Operation, text: &str) -> Journal {
    let mut journal = desk.journal();
    let plan = plan(text).operation(operation);
    journal.stage(plan, &Defaults::default()).unwrap();
    journal
}

fn phones(count: usize) -> String {
    let mut text = String::from("phone_number\n");
    for index in 0..count {
        text.push_str(&format!("{}\n", phone(index)));
    }
    text
}

/// How often an operation was asked for.
fn asked(desk: &Desk, operation: numbers_sim::Operation) -> usize {
    let requests = desk.simulator.requests();
    requests
        .iter()
        .filter(|request| request.operation == Some(operation))
        .count()
}

#[tokio::test(flavor = "multi_thread")]
async fn numbers_are_released_once_whatever_is_lost() {
    let desk = holding(4).await;
    for (index, fault) in [
        (0, Fault::CommittedThenReset),
        (1, Fault::NotCommittedThenReset),
    ] {
        let planned = fault.on(numbers_sim::Operation::ReleaseNumber);
        let planned = planned.phone_number(phone(index).parse().unwrap());
        desk.simulator.fault(planned.times(1));
    }
    let journal = staged(&desk, Operation::Release, &phones(5));
    let run = desk.run(journal, 1).on_unknown(OnUnknown::Report);
    let tally = run.run().await.unwrap().tally;
    // The fifth is not held.
    assert_eq!((tally.done, tally.unknown, tally.rejected), (2, 2, 1));
    let tally = desk.run(desk.journal(), 1).run().await.unwrap().tally;
    assert_eq!((tally.done, tally.unknown, tally.rejected), (4, 0, 1));
    // The second was sent again, once it was proven not done.
    let releases = asked(&desk, numbers_sim::Operation::ReleaseNumber);
    assert_eq!(releases, 5 + 1);
    for index in 0..4 {
        let rental = desk.simulator.rental(phone(index).parse().unwrap());
        assert!(rental.unwrap()["expireAt"].is_string());
    }
    let entries = desk.entries();
    assert_eq!(entries[0]["outcome"], "released");
    assert!(entries[0]["response"]["expireAt"].is_string());
    assert!(entries[0].get("price").is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn numbers_are_updated_as_their_rows_say() {
    let desk = holding(3).await;
    let lost = Fault::CommittedThenReset.on(numbers_sim::Operation::UpdateActiveNumber);
    let first = phone(0).parse().unwrap();
    desk.simulator.fault(lost.phone_number(first).times(1));
    let text = format!(
        "phone_number,display_name,callback_url\n{},Desk,\n{},,https://example.com/new\n",
        phone(0),
        phone(1)
    );
    let journal = staged(&desk, Operation::Update, &text);
    let summary = desk.run(journal, 2).run().await.unwrap();
    assert_eq!(
        (summary.operation, summary.tally.done),
        (Operation::Update, 2)
    );
    assert_eq!(summary.spent, []);
    let rental = |index| {
        desk.simulator
            .rental(phone(index).parse().unwrap())
            .unwrap()
    };
    assert_eq!(rental(0)["displayName"], "Desk");
    assert_eq!(rental(1)["callbackUrl"], "https://example.com/new");
    assert_eq!(rental(2)["displayName"], "");
    assert_eq!(desk.entries()[0]["configuration"]["displayName"], "Desk");
    assert_eq!(desk.entries()[0]["outcome"], "updated");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_journal_is_for_one_operation() {
    let desk = Desk::new().await;
    let mut journal = desk.planned(1);
    let plan = plan("phone_number\n+12025550100\n").operation(Operation::Release);
    let error = journal.stage(plan, &Defaults::default()).unwrap_err();
    assert!(
        matches!(
            error,
            StageError::Journal(JournalError::AnotherOperation { .. })
        ),
        "{error}"
    );
    assert!(
        error.to_string().contains("use another journal to release"),
        "{error}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_spending_cap_does_not_keep_numbers_from_being_released() {
    let desk = holding(2).await;
    let cap = numbers_ext::Price::new(numbers_ext::Decimal::ZERO, "USD");
    let journal = staged(&desk, Operation::Release, &phones(2));
    let run = desk.run(journal, 2).limits(limits(2).max_spend(cap));
    assert_eq!(run.run().await.unwrap().tally.done, 2);
    assert_eq!(asked(&desk, numbers_sim::Operation::GetAvailableNumber), 0);
}
