//! Each request, as the server saw it.

use http::HeaderValue;
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

/// The trace goes with each request to the Numbers API, and nothing else of a propagator does.
#[tokio::test]
async fn seam_22_the_trace_of_a_caller_is_sent_and_none_of_its_baggage() {
    const PARENT: &str = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    let _subscriber = tracing::subscriber::set_default(tracing_subscriber::registry());
    let world = World::new();
    let numbers = world
        .builder()
        .trace_context(|headers| {
            let span = tracing::Span::current();
            assert_eq!(span.metadata().map(|span| span.name()), Some("request"));
            headers.insert("traceparent", HeaderValue::from_static(PARENT));
            headers.insert("tracestate", HeaderValue::from_static("vendor=1"));
            headers.insert("baggage", HeaderValue::from_static("customer=4711"));
            headers.insert("authorization", HeaderValue::from_static("Bearer other"));
        })
        .build()
        .unwrap();
    assert_eq!(ended(&rent(&numbers).await), "rented");
    numbers.get(phone()).await.unwrap();

    let (api, auth) = (world.api.state(), world.auth.state());
    assert_eq!((api.seen.len(), auth.seen.len()), (2, 1));
    for request in &api.seen {
        let head = request.head.to_lowercase();
        assert!(
            head.contains(&format!("\r\ntraceparent: {PARENT}\r\n")),
            "{head}"
        );
        assert!(head.contains("\r\ntracestate: vendor=1\r\n"), "{head}");
        assert!(
            !head.contains("baggage") && !head.contains("other"),
            "{head}"
        );
    }
    assert!(!auth.seen[0].head.contains("trace"));
}

#[tokio::test]
async fn a_propagator_that_panics_costs_nobody_the_rental() {
    let world = World::new();
    let builder = world
        .builder()
        .trace_context(|_| panic!("a hostile propagator"));
    assert_eq!(ended(&rent(&builder.build().unwrap()).await), "rented");
    assert!(!world.api.state().seen[0].head.contains("trace"));
}
