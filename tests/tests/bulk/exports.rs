//! What a journal says, in other forms.

use numbers_ext::OnUnknown;
use numbers_sim::Fault;

use super::*;

async fn mixed() -> Desk {
    let desk = Desk::new().await;
    for (index, fault) in [
        (1, Fault::CommittedThenReset),
        (2, Fault::NotFound),
        (3, Fault::UnknownValues),
    ] {
        desk.simulator.fault(
            rental(fault)
                .phone_number(phone(index).parse().unwrap())
                .times(1),
        );
    }
    let run = desk.run(desk.planned(4), 1).on_unknown(OnUnknown::Report);
    run.run().await.unwrap();
    let mut journal = desk.journal();
    journal.stage(plan(&rows(5)), &Defaults::default()).unwrap();
    desk
}

#[tokio::test(flavor = "multi_thread")]
async fn each_number_is_a_line_with_its_outcome() {
    let desk = mixed().await;
    let entries = desk.entries();
    let said: Vec<_> = entries
        .iter()
        .map(|entry| {
            (
                entry["phoneNumber"].as_str().unwrap(),
                entry["outcome"].as_str().unwrap(),
            )
        })
        .collect();
    let phones: Vec<_> = (0..5).map(phone).collect();
    let outcomes = ["rented", "unknown", "rejected", "rented", "planned"];
    let expected: Vec<_> = phones.iter().map(String::as_str).zip(outcomes).collect();
    assert_eq!(said, expected);
    assert_eq!(entries[0]["price"]["amount"], "2.00");
    assert_eq!(entries[0]["response"]["phoneNumber"], phones[0].as_str());
    // An unknown carries what reconciles it.
    let in_doubt: numbers_ext::InDoubt =
        serde_json::from_value(entries[1]["inDoubt"].clone()).unwrap();
    assert_eq!(in_doubt.phone().unwrap().to_string(), phones[1]);
    assert_eq!(entries[2]["status"], 404);
    assert!(entries[0].get("inDoubt").is_none() && entries[4].get("message").is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_csv_has_a_header_and_the_same_numbers() {
    let desk = mixed().await;
    let mut out = Vec::new();
    JournalReader::open(&desk.path)
        .unwrap()
        .export_csv(&mut out)
        .unwrap();
    let text = String::from_utf8(out).unwrap();
    let mut lines = text.lines();
    assert_eq!(
        lines.next().unwrap(),
        "phoneNumber,operation,outcome,plan,line,maxPrice,price,currency,status,message,requests,changedAt,inDoubt"
    );
    assert!(
        lines
            .next()
            .unwrap()
            .starts_with("+12025550000,rent,rented,plan.csv,2,,2.00,USD,,,1,20")
    );
    assert!(
        lines
            .next()
            .unwrap()
            .starts_with("+12025550001,rent,unknown,plan.csv,3,,,,,")
    );
    assert_eq!(
        lines.nth(2).unwrap(),
        "+12025550004,rent,planned,plan.csv,6,,,,,,0,,"
    );
    assert_eq!(lines.next(), None);
}

/// As a person with any tool for SQLite sees it.
#[tokio::test(flavor = "multi_thread")]
async fn the_file_is_a_database_with_a_view_for_people() {
    let desk = mixed().await;
    let database = rusqlite::Connection::open(&desk.path).unwrap();
    let query = "SELECT phone_number || ' ' || outcome FROM number ORDER BY line LIMIT 2";
    let mut query = database.prepare(query).unwrap();
    let rows = query.query_map((), |row| row.get(0)).unwrap();
    let rows: Vec<String> = rows.map(Result::unwrap).collect();
    assert_eq!(rows, ["+12025550000 rented", "+12025550001 unknown"]);
}
