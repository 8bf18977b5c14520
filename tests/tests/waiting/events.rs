//! Waiting with signed events, delivered over real connections.

use std::sync::Arc;
use std::time::Instant;

use futures_util::StreamExt as _;
use numbers_ext::enums::{NumberOrderState, NumberType};
use numbers_ext::{PhoneNumber, ProductState, Sms, Voice, WaitEnd, Waiting};
use numbers_sim::{Delivery, Simulator};
use numbers_tests::{PHONE, Receiver};

use crate::Room;
use crate::still_clock::StillClock;

const SECRET: &str = "the-callback-secret-of-this-test";

/// A room in which nothing is looked up twice.
async fn room() -> (Room, Receiver) {
    let builder = Simulator::builder().callback_secret(Some(SECRET.to_owned()));
    let clock = Arc::new(StillClock(Instant::now()));
    (
        Room::with(builder, clock).await,
        Receiver::start(SECRET).await,
    )
}

async fn rented(room: &Room, phone: PhoneNumber, url: &str) {
    room.numbers
        .rent(phone)
        .sms(Sms::plan("plan-1").campaign("CMP-1"))
        .voice(Voice::rtc("app-1"))
        .callback_url(url)
        .send()
        .await
        .unwrap();
}

#[tokio::test]
async fn with_events_one_lookup_is_enough_however_they_are_delivered() {
    for delivery in [Delivery::InOrder, Delivery::Doubled, Delivery::Reversed] {
        let (room, receiver) = room().await;
        room.simulator.delivery(delivery);
        let phone = PHONE.parse().unwrap();
        rented(&room, phone, &receiver.url).await;
        let mut progress = room.numbers.wait(phone).events(receiver.stream()).stream();
        progress.next().await.unwrap();
        room.advance(60);
        let mut seen = Vec::new();
        while let Some(happened) = progress.next().await {
            match happened {
                Waiting::Changed(change) => seen.push(change),
                Waiting::Ended(waited) => {
                    assert_eq!(waited.ended(), &WaitEnd::Provisioned, "{delivery:?}");
                }
                other => panic!("{other:?}"),
            }
        }
        // Voice is pending, and then each product is done, once.
        let states: Vec<_> = seen.iter().map(|change| change.state).collect();
        assert_eq!(
            states,
            [
                ProductState::Pending,
                ProductState::Done,
                ProductState::Done
            ],
            "{delivery:?}"
        );
        assert_eq!(room.lookups(), 1, "{delivery:?}");
    }
}

#[tokio::test]
async fn an_event_of_failure_carries_its_code() {
    let (room, receiver) = room().await;
    // CAMPAIGN_NOT_AVAILABLE.
    let phone: PhoneNumber = "+15005550104".parse().unwrap();
    rented(&room, phone, &receiver.url).await;
    let mut progress = room.numbers.wait(phone).events(receiver.stream()).stream();
    progress.next().await.unwrap();
    room.advance(60);
    let last = progress.collect::<Vec<_>>().await.pop();
    let Some(Waiting::Ended(waited)) = last else {
        panic!("{last:?}");
    };
    assert_eq!(waited.ended(), &WaitEnd::Failed);
    assert_eq!(
        waited.sms().error_codes[0].as_str(),
        "CAMPAIGN_NOT_AVAILABLE"
    );
    assert_eq!(room.lookups(), 1);
}

#[tokio::test]
async fn an_order_is_awaited_by_its_events() {
    let (room, receiver) = room().await;
    let orders = room.numbers.orders();
    let phone: PhoneNumber = "+12085550101".parse().unwrap();
    let configuration = numbers_ext::Configuration::unconfigured().callback_url(&receiver.url);
    let order = orders
        .create("US", NumberType::Local, phone)
        .configuration(configuration)
        .send()
        .await
        .unwrap();
    let mut progress = orders.wait(order.id()).events(receiver.stream()).stream();
    let Some(Waiting::Changed(first)) = progress.next().await else {
        panic!("an order has a state");
    };
    assert_eq!(first.state, NumberOrderState::Created);
    orders.submit(order.id()).send().await.unwrap();
    room.advance(60);
    let mut seen = Vec::new();
    let mut end = None;
    while let Some(happened) = progress.next().await {
        match happened {
            Waiting::Changed(change) => seen.push(change.state),
            Waiting::Ended(waited) => end = Some(waited),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(
        seen,
        [NumberOrderState::InReview, NumberOrderState::Completed]
    );
    let end = end.unwrap();
    assert_eq!(end.state, Some(NumberOrderState::Completed));
    assert!(!end.is_timed_out);
}
