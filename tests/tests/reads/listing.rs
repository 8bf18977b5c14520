//! Lists whose pages fail, end or go round in circles.

use futures_util::{StreamExt as _, TryStreamExt as _};
use numbers_tests::World;
use numbers_tests::reply::{Reply, response};
use numbers_tests::runtime::run;
use numbers_tests::server::Kind;
use serde_json::{Value, json};

/// Returns a page of so many numbers.
fn page(first: u32, count: u32, next: &Value) -> Reply {
    let number = |index| json!({ "phoneNumber": format!("+1202555{index:04}") });
    let numbers: Vec<_> = (first..first + count).map(number).collect();
    let page = json!({ "activeNumbers": numbers, "nextPageToken": next, "totalSize": count });
    response(200, &page.to_string())
}

/// Returns the page tokens that the service was asked for, in order.
fn asked(world: &World) -> Vec<String> {
    let state = world.api.state();
    let lookups = state.seen.iter().filter(|seen| seen.kind == Kind::Lookup);
    let token = |head: &str| {
        let query = head.split(' ').nth(1).unwrap_or_default().to_owned();
        let (_, token) = query.split_once("pageToken=").unwrap_or_default();
        token.to_owned()
    };
    lookups.map(|seen| token(&seen.head)).collect()
}

async fn listed(world: &World) -> Vec<Result<String, numbers_ext::ReadError>> {
    let numbers = world.client().list().page_size(2).stream();
    let items = numbers.map(|item| item.map(|number| number.phone().to_string()));
    // A list that does not end fails, and does not hang.
    items.take(50).collect().await
}

#[test]
fn an_empty_a_missing_and_a_null_token_end_the_list() {
    run(|| async {
        let last = [json!(""), Value::Null];
        for last in last {
            let world = World::new().lookups([page(0, 2, &json!("a")), page(2, 1, &last)]);
            let items: Result<Vec<_>, _> = listed(&world).await.into_iter().collect();
            assert_eq!(items.unwrap().len(), 3);
            assert_eq!(asked(&world), ["", "a"], "{last}");
        }
        let world = World::new().lookups([response(200, "{}")]);
        assert_eq!(listed(&world).await, []);
        assert_eq!(asked(&world), [""]);
    });
}

/// It would seem to be all there is.
#[test]
fn a_token_of_an_unexpected_form_is_an_error_and_not_the_end() {
    run(|| async {
        for odd in [
            r#""nextPageToken":7"#,
            r#""nextPageToken":"a","nextPageToken":"b""#,
        ] {
            let body = format!(r#"{{"activeNumbers":[],{odd}}}"#);
            let world = World::new().lookups([response(200, &body)]);
            let items = listed(&world).await;
            let Some(Err(error)) = items.first() else {
                panic!("{odd}: {items:?}");
            };
            assert!(error.to_string().contains("page token"), "{error}");
        }
    });
}

#[test]
fn an_empty_page_with_a_token_is_not_the_last() {
    run(|| async {
        let pages = [page(0, 0, &json!("a")), page(0, 1, &json!(""))];
        let world = World::new().lookups(pages);
        assert_eq!(listed(&world).await.len(), 1);
        assert_eq!(asked(&world), ["", "a"]);
    });
}

#[test]
fn a_token_that_was_given_before_ends_the_list() {
    run(|| async {
        let world = World::new().lookups([page(0, 2, &json!("a")), page(2, 2, &json!("a"))]);
        assert_eq!(listed(&world).await.len(), 4);
        assert_eq!(asked(&world), ["", "a"]);
        let circle = ["a", "b", "c", "b", "c", "b", ""];
        let pages = circle.map(|token| page(0, 1, &json!(token)));
        let world = World::new().lookups(pages);
        assert_eq!(listed(&world).await.len(), 4);
        assert_eq!(asked(&world), ["", "a", "b", "c"]);
    });
}

#[test]
fn a_list_that_begins_with_a_token_ends_where_that_one_comes_back() {
    run(|| async {
        let world = World::new().lookups([page(0, 1, &json!("b")), page(1, 1, &json!("a"))]);
        let list = world.client().list().page_token("a");
        let items: Vec<_> = list.stream().try_collect().await.unwrap();
        assert_eq!(items.len(), 2);
        assert_eq!(asked(&world), ["a", "b"]);
    });
}

#[test]
fn a_page_that_fails_ends_the_list_after_what_came_before() {
    run(|| async {
        for failing in [
            response(500, ""),
            response(200, "<html>"),
            Reply::nothing().resets(),
            page(2, 2, &json!("")).cut_in_the_body().closes(),
        ] {
            let pages = [page(0, 2, &json!("a")), failing, page(4, 1, &json!(""))];
            let world = World::new().lookups(pages);
            let items = listed(&world).await;
            let is_ok: Vec<_> = items.iter().map(Result::is_ok).collect();
            assert_eq!(is_ok, [true, true, false], "{items:?}");
            assert_eq!(asked(&world), ["", "a"]);
        }
    });
}

#[test]
fn an_item_that_can_not_be_read_is_an_error_in_its_place() {
    run(|| async {
        let body = json!({ "activeNumbers": [
            { "phoneNumber": "+12025550134" }, { "phoneNumber": "" }, 7,
            { "phoneNumber": "+12025550135", "money": "odd" },
        ]});
        let world = World::new().lookups([response(200, &body.to_string())]);
        let items = listed(&world).await;
        let is_ok: Vec<_> = items.iter().map(Result::is_ok).collect();
        assert_eq!(is_ok, [true, false, false, true], "{items:?}");
    });
}

#[test]
fn the_next_page_is_asked_for_when_its_first_number_is() {
    run(|| async {
        let pages = [page(0, 2, &json!("a")), page(2, 2, &json!(""))];
        let world = World::new().lookups(pages);
        let mut items = world.client().list().stream();
        assert_eq!(world.seen().lookups, 0);
        for (items_taken, pages_asked) in [(1, 1), (2, 1), (3, 2), (4, 2)] {
            items.next().await.unwrap().unwrap();
            assert_eq!(world.seen().lookups, pages_asked, "{items_taken} taken");
        }
        assert!(items.next().await.is_none());
        assert_eq!(world.seen().lookups, 2);
    });
}
