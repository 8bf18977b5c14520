//! Orders that end otherwise: rejected, blocked and registered anew, expired, unpaid.

use numbers_sim::{PlannedReview, ReviewOutcome, Simulator};
use serde_json::json;

use crate::api::Api;
use crate::events::Receiver;
use crate::orders::{create, order_of, register, state, submit};

/// An order of a US number, which needs no registration, with its events.
async fn submitted(api: &Api, phone: &str, receiver: &Receiver) -> String {
    let mut body = order_of(phone, "US", "LOCAL");
    body["callbackUrl"] = json!(receiver.url);
    let id = create(api, body).await;
    assert_eq!(submit(api, &id).await.1["state"], "IN_REVIEW");
    id
}

async fn statuses(receiver: &Receiver, count: usize) -> Vec<String> {
    let events = receiver.take(count).await;
    events
        .iter()
        .map(|event| event["status"].as_str().unwrap().to_owned())
        .collect()
}

async fn is_available(api: &Api, phone: &str) -> bool {
    api.get(&format!("availableNumbers/{phone}")).await.0 == 200
}

#[tokio::test]
async fn a_rejected_order_is_over_and_frees_its_number() {
    for (phone, planned) in [("+15005550301", false), ("+12025550134", true)] {
        let receiver = Receiver::start(0).await;
        let api = Api::start().await;
        if planned {
            let review = PlannedReview::new(ReviewOutcome::Rejected)
                .message("No.")
                .times(1);
            api.simulator.review(review);
        }
        let id = submitted(&api, phone, &receiver).await;
        assert!(!is_available(&api, phone).await);
        api.advance(11);
        assert_eq!(state(&api, &id).await, "REJECTED");
        assert!(is_available(&api, phone).await);
        assert!(api.simulator.rented().is_empty());
        assert_eq!(statuses(&receiver, 2).await, ["IN_REVIEW", "REJECTED"]);
        let (_, registration) = api.get(&format!("numberOrders/{id}/registration")).await;
        assert!(registration["logs"][0]["message"].is_string());
    }
}

#[tokio::test]
async fn a_blocked_order_is_registered_anew_and_completed() {
    for (phone, planned) in [("+15005550302", false), ("+12025550134", true)] {
        let receiver = Receiver::start(0).await;
        let api = Api::start().await;
        if planned {
            let review =
                json!({ "outcome": "BLOCKED", "message": "A local contact, please.", "times": 1 });
            assert_eq!(api.plan("reviews", review).await.0, 204);
        }
        let id = submitted(&api, phone, &receiver).await;
        api.advance(11);
        assert_eq!(state(&api, &id).await, "BLOCKED");
        let (_, registration) = api.get(&format!("numberOrders/{id}/registration")).await;
        assert!(
            registration["logs"][0]["message"]
                .as_str()
                .unwrap()
                .contains("local contact")
        );
        let again = json!({ "requestDetails": { "contact": "+12025550100" } });
        assert_eq!(register(&api, &id, again).await.0, 200);
        assert_eq!(submit(&api, &id).await.1["state"], "IN_REVIEW");
        api.advance(11);
        assert_eq!(state(&api, &id).await, "COMPLETED");
        assert_eq!(api.simulator.rented(), [phone]);
        let seen = statuses(&receiver, 4).await;
        assert_eq!(
            seen[..4],
            ["IN_REVIEW", "BLOCKED", "IN_REVIEW", "COMPLETED"]
        );
    }
}

#[tokio::test]
async fn an_order_expires_before_it_is_submitted_and_in_a_review_without_end() {
    let receiver = Receiver::start(0).await;
    let api = Api::start().await;
    let mut body = order_of("+12025550134", "US", "LOCAL");
    body["callbackUrl"] = json!(receiver.url);
    let id = create(&api, body).await;
    api.advance(48 * 3_600 + 1);
    assert_eq!(state(&api, &id).await, "EXPIRED");
    assert!(is_available(&api, "+12025550134").await);
    assert_eq!(submit(&api, &id).await.1["state"], "EXPIRED");
    let second = submitted(&api, "+15005550303", &receiver).await;
    api.advance(11);
    assert_eq!(state(&api, &second).await, "IN_REVIEW");
    api.advance(48 * 3_600);
    assert_eq!(state(&api, &second).await, "EXPIRED");
    assert_eq!(
        statuses(&receiver, 3).await,
        ["EXPIRED", "IN_REVIEW", "EXPIRED"]
    );
    assert!(api.simulator.rented().is_empty());
}

#[tokio::test]
async fn an_order_that_can_not_be_paid_is_blocked() {
    let receiver = Receiver::start(0).await;
    let api = Api::with(Simulator::builder().balance("1.00".parse().unwrap())).await;
    let id = submitted(&api, "+12025550134", &receiver).await;
    api.advance(11);
    assert_eq!(state(&api, &id).await, "BLOCKED");
    assert_eq!(api.view("state").await["projects"][0]["balance"], "1.00");
    let (_, registration) = api.get(&format!("numberOrders/{id}/registration")).await;
    assert_eq!(
        registration["logs"][0]["message"],
        "There is not enough credit."
    );
}

#[tokio::test]
async fn orders_survive_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("state");
    let start = async || Api::with(Simulator::builder().state_file(&path)).await;
    let receiver = Receiver::start(0).await;
    let id = {
        let api = start().await;
        submitted(&api, "+12025550134", &receiver).await
    };
    let api = start().await;
    assert_eq!(state(&api, &id).await, "IN_REVIEW");
    assert!(!is_available(&api, "+12025550134").await);
    api.advance(11);
    assert_eq!(state(&api, &id).await, "COMPLETED");
    assert_eq!(statuses(&receiver, 2).await, ["IN_REVIEW", "COMPLETED"]);
}
