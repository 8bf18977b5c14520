//! Orders that are rejected, expire or are blocked.

use numbers_ext::PhoneNumber;
use numbers_sim::{PlannedReview, ReviewOutcome};
use serde_json::json;

use crate::Office;

fn phone() -> PhoneNumber {
    numbers_tests::PHONE.parse().unwrap()
}

/// Creates an order of the number and submits it; the review ends so.
async fn reviewed(office: &Office, outcome: ReviewOutcome, message: &str) -> numbers_ext::Order {
    let review = PlannedReview::new(outcome).message(message).times(1);
    office.simulator.review(review);
    let order = office.create(phone()).await.unwrap().into_value();
    office.orders().submit(order.id()).send().await.unwrap();
    office.advance(11);
    order
}

async fn messages(office: &Office, order: &numbers_ext::Order) -> Vec<String> {
    let registration = office.orders().registration(order.id()).await.unwrap();
    let logs = registration.logs.as_deref().unwrap_or_default();
    logs.iter().filter_map(|log| log.message.clone()).collect()
}

#[tokio::test]
async fn a_rejected_order_says_why_and_frees_its_number() {
    let mut office = Office::open().await;
    let order = reviewed(&office, ReviewOutcome::Rejected, "Not in this region.").await;
    let rejected = office.orders().get(order.id()).await.unwrap();
    assert_eq!(rejected.state().unwrap().to_string(), "REJECTED");
    assert!(rejected.is_final());
    assert_eq!(rejected.is_submitted(), Some(true));
    assert_eq!(messages(&office, &order).await, ["Not in this region."]);
    office
        .assert_events(order.id(), &["IN_REVIEW", "REJECTED"])
        .await;
    assert!(office.is_available(phone()).await);
    assert_eq!(office.numbers.get(phone()).await, Ok(None));
    // The number may be rented now.
    office
        .numbers
        .rent(phone())
        .unconfigured()
        .send()
        .await
        .unwrap();
}

#[tokio::test]
async fn an_order_that_is_not_submitted_expires_and_buys_nothing() {
    let mut office = Office::open().await;
    let order = office.create(phone()).await.unwrap();
    office.advance(48 * 3_600 - 60);
    assert_eq!(office.state(order.id()).await, "CREATED");
    office.advance(120);
    let expired = office.orders().get(order.id()).await.unwrap();
    assert_eq!(expired.state().unwrap().to_string(), "EXPIRED");
    assert!(expired.is_final());
    assert_eq!(expired.is_submitted(), Some(false));
    office.assert_events(order.id(), &["EXPIRED"]).await;
    assert!(office.is_available(phone()).await);
    // The service responds with the expired order, which is no success.
    let late = office.orders().submit(order.id()).send().await.unwrap_err();
    assert_eq!(
        (late.outcome().as_str(), late.status()),
        ("not_done", Some(200))
    );
    assert_eq!(office.numbers.get(phone()).await, Ok(None));
}

#[tokio::test]
async fn an_order_expires_in_a_review_without_end() {
    let mut office = Office::open().await;
    let order = reviewed(&office, ReviewOutcome::Expired, "").await;
    assert_eq!(office.state(order.id()).await, "IN_REVIEW");
    office.advance(48 * 3_600);
    assert_eq!(office.state(order.id()).await, "EXPIRED");
    office
        .assert_events(order.id(), &["IN_REVIEW", "EXPIRED"])
        .await;
    assert!(office.is_available(phone()).await);
}

#[tokio::test]
async fn a_blocked_order_is_registered_anew_and_completed() {
    let mut office = Office::open().await;
    let message = "Please name a local contact.";
    let order = reviewed(&office, ReviewOutcome::Blocked, message).await;
    let id = order.id();
    let blocked = office.orders().get(id).await.unwrap();
    assert_eq!(blocked.state().unwrap().to_string(), "BLOCKED");
    assert!(!blocked.is_final(), "it goes on when it is registered anew");
    assert_eq!(messages(&office, &order).await, [message]);
    assert!(!office.is_available(phone()).await, "it is still reserved");

    let contact = json!({ "contact": "+12025550100" });
    office.orders().register(id, contact).send().await.unwrap();
    let submitted = office.orders().submit(id).send().await.unwrap();
    assert_eq!(submitted.state().unwrap().to_string(), "IN_REVIEW");
    office.advance(11);
    assert_eq!(office.state(id).await, "COMPLETED");
    let statuses = ["IN_REVIEW", "BLOCKED", "IN_REVIEW", "COMPLETED"];
    office.assert_events(id, &statuses).await;
    assert!(office.numbers.get(phone()).await.unwrap().is_some());
    assert_eq!(
        messages(&office, &order).await,
        [message],
        "what was said stays"
    );
}
