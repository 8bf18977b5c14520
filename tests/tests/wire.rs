//! Each request, as the server saw it.

use numbers_ext::{Sms, Voice};
use numbers_tests::World;
use numbers_tests::server::Kind;
use numbers_tests::world::{PHONE, ended, phone, rent};

/// The requests that were read, with what differs from run to run replaced.
fn seen(world: &World) -> String {
    let mut text = String::new();
    let states = [world.auth.state(), world.api.state()];
    for seen in states.iter().flat_map(|state| &state.seen) {
        let mut lines: Vec<_> = seen.head.trim_end().lines().map(str::to_owned).collect();
        lines[1..].sort();
        let head = lines.join("\n");
        text.push_str(&format!("{head}\n\n{}\n---\n", seen.body));
    }
    for url in [world.api.url(), world.auth.url()] {
        text = text.replace(url.trim_start_matches("http://"), "[address]");
    }
    text
}

#[tokio::test]
async fn each_kind_of_request_is_reviewed() {
    let world = World::new();
    let numbers = world.builder().user_agent_suffix("shop/1").build().unwrap();
    let sms = Sms::plan("plan-1").campaign("C123");
    for rent in [
        numbers.rent(phone()).unconfigured(),
        numbers
            .rent(phone())
            .sms(sms.clone())
            .callback_url("https://example.com/numbers"),
        numbers.rent(phone()).voice(Voice::rtc("app-1")),
        numbers.rent(phone()).sms(sms).voice(Voice::est("trunk-1")),
        numbers.rent(phone()).voice(Voice::fax("service-1")),
    ] {
        rent.send().await.unwrap();
    }
    numbers.get(phone()).await.unwrap();
    insta::assert_snapshot!("requests", seen(&world));
}

#[tokio::test]
async fn basic_and_bearer_are_sent_as_passed() {
    let world = World::new();
    for builder in [
        world.builder().basic("id", "secret"),
        world.builder().bearer("a.b.c"),
    ] {
        assert_eq!(ended(&rent(&builder.build().unwrap()).await), "rented");
    }
    let state = world.api.state();
    let sent = |index: usize, value: &str| {
        state.seen[index]
            .head
            .contains(&format!("authorization: {value}\r\n"))
    };
    assert!(sent(0, "Basic aWQ6c2VjcmV0") && sent(1, "Bearer a.b.c"));
}

/// One connection and one token for any number of requests, and nothing else.
#[tokio::test]
async fn a_thousand_requests_take_one_connection_and_one_token() {
    let world = World::new();
    let numbers = world.client();
    for _ in 0..1_000 {
        assert_eq!(ended(&rent(&numbers).await), "rented");
    }
    let seen = world.seen();
    assert_eq!(
        (seen.rental_requests, seen.tokens, seen.lookups),
        (1_000, 1, 0)
    );
    assert_eq!(world.api.state().connections, 1);
}

#[tokio::test]
async fn the_plus_goes_as_it_is_and_nothing_extra_is_sent() {
    let world = World::new();
    rent(&world.client()).await.unwrap();
    let state = world.api.state();
    let head = &state
        .seen
        .iter()
        .find(|seen| seen.kind == Kind::Rent)
        .unwrap()
        .head;
    assert!(
        head.contains(&format!("/availableNumbers/{PHONE}:rent HTTP/1.1\r\n")),
        "{head}"
    );
    for header in ["api-version", "referer", "cookie", "accept-encoding"] {
        assert!(
            !head.to_lowercase().contains(&format!("\r\n{header}:")),
            "{head}"
        );
    }
}
