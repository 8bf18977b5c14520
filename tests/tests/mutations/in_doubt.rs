//! Calls in doubt of every mutation: stored as JSON, and reconciled by another client.

use std::time::Duration;

use numbers_ext::{Effect, InDoubt, Look, NumbersBuilder, Reconciled};
use numbers_tests::reply::{Reply, error, response};
use numbers_tests::runtime::run;
use numbers_tests::script::{CALLBACK_SECRET, CONTENT, PERSON, Played};
use numbers_tests::world::{Counts, SECRET, World, bounded};
use serde_json::json;

/// Loses the response to a call, and returns what was stored of it.
pub async fn lost(world: &World, played: &Played) -> String {
    let reply = Reply::nothing().resets();
    world.api.state().rental_requests.push_back(reply);
    let error = bounded((played.call)(world.client())).await.unwrap_err();
    serde_json::to_string(error.outcome().in_doubt().unwrap()).unwrap()
}

/// Has another client reconcile what was stored, while lookups get these responses, and the
/// last of them from then on.
pub async fn reconciled(
    world: &World,
    client: NumbersBuilder,
    stored: &str,
    lookups: &[&Reply],
) -> (Reconciled, Counts, Duration) {
    {
        let mut state = world.api.state();
        state.lookups = lookups.iter().copied().cloned().collect();
        let last = lookups.last().copied();
        state
            .lookups
            .extend(last.into_iter().cycle().take(20).cloned());
    }
    let in_doubt: InDoubt = serde_json::from_str(stored).unwrap();
    let before = world.seen();
    let begun = world.clock.passed();
    let result = bounded(client.build().unwrap().reconcile(&in_doubt)).await;
    let mut seen = world.seen();
    assert_eq!(seen.rental_requests, before.rental_requests);
    seen.tokens -= before.tokens;
    (result, seen, world.clock.passed() - begun)
}

pub fn can_be_looked_up(played: &Played) -> bool {
    !played.name.starts_with("createOrder")
}

/// Returns the variant of the effect that the mutation has.
fn effect(effect: &Effect) -> &'static str {
    match effect {
        Effect::Number(_) => "number",
        Effect::Gone => "gone",
        Effect::Order(_) => "order",
        Effect::Registration(_) => "registration",
        Effect::EmergencyAddress(_) => "address",
        Effect::NoEmergencyAddress => "no address",
        Effect::CallbackSecret => "secret",
        _ => "unheard of",
    }
}

#[tokio::test]
async fn what_is_stored_is_small_and_holds_what_the_answer_depends_on_and_no_secret() {
    let mut all = String::new();
    for played in Played::all() {
        let world = World::new();
        let stored = lost(&world, &played).await;
        for marker in [CALLBACK_SECRET, PERSON, CONTENT, SECRET, "Baker"] {
            assert!(!stored.contains(marker), "{stored}");
        }
        let read: InDoubt = serde_json::from_str(&stored).unwrap();
        assert_eq!(serde_json::to_string(&read).unwrap(), stored);
        assert_eq!(Some(read.operation()), played.name.split(' ').next());
        all.push_str(&format!("{stored}\n"));
    }
    insta::assert_snapshot!("in_doubt", all);
}

#[test]
fn the_effect_is_found_by_another_client_also_when_it_shows_late() {
    run(|| async {
        for played in Played::all().into_iter().filter(can_be_looked_up) {
            let world = World::new();
            let stored = lost(&world, &played).await;
            let lookups = [&played.absent, &response(500, ""), &played.found];
            let (result, seen, _) = reconciled(&world, world.builder(), &stored, &lookups).await;
            let name = played.name;
            let Reconciled::Done(done) = result else {
                panic!("{name}: {result:?}");
            };
            let expected = match name {
                "rent" | "update" | "release" => "number",
                "submitOrder" => "order",
                "setEmergencyAddress" => "address",
                "removeEmergencyAddress" => "no address",
                "setCallbackSecret" => "secret",
                _ => "registration",
            };
            assert_eq!((effect(&done), seen.lookups), (expected, 3), "{name}");
        }
    });
}

#[test]
fn an_absence_proves_that_it_was_not_done_once_the_waiting_time_is_over() {
    run(|| async {
        for played in Played::all().into_iter().filter(can_be_looked_up) {
            let world = World::new();
            let stored = lost(&world, &played).await;
            world.clock.advance(Duration::from_secs(20));
            let lookups = [&played.absent];
            let (result, _, took) = reconciled(&world, world.builder(), &stored, &lookups).await;
            assert_eq!(result, Reconciled::NotDone, "{}", played.name);
            assert_eq!(took, Duration::from_secs(40), "{}", played.name);
        }
    });
}

#[test]
fn lookups_that_prove_nothing_leave_it_unknown_until_the_budget_ends() {
    run(|| async {
        for played in Played::all().into_iter().filter(can_be_looked_up) {
            for inconclusive in [
                response(500, ""),
                response(404, "<html>not found</html>"),
                response(403, ""),
                response(200, "<html>log in first</html>"),
                Reply::nothing().resets(),
                error(404, "NOT_FOUND", json!([{ "resourceType": "Project" }])),
            ] {
                let world = World::new();
                let stored = lost(&world, &played).await;
                let builder = world.builder();
                let (result, seen, took) =
                    reconciled(&world, builder, &stored, &[&inconclusive]).await;
                let Reconciled::Unknown(Some(_)) = result else {
                    panic!("{}: {result:?}", played.name);
                };
                assert!(took <= Duration::from_secs(90), "{took:?}");
                assert!((6..12).contains(&seen.lookups), "{}", seen.lookups);
            }
        }
    });
}

#[test]
fn an_order_that_may_have_been_created_stays_unknown_and_nothing_is_asked() {
    run(|| async {
        for name in ["createOrder of a number", "createOrder of a quantity"] {
            let (world, played) = (World::new(), Played::named(name));
            let stored = lost(&world, &played).await;
            let lookups = [&played.absent];
            let (result, seen, took) = reconciled(&world, world.builder(), &stored, &lookups).await;
            assert_eq!(result, Reconciled::Unknown(None));
            assert_eq!((seen.lookups, took), (0, Duration::ZERO));
            let error = (played.call)(world.client());
            world
                .api
                .state()
                .rental_requests
                .push_back(response(500, ""));
            let error = bounded(error).await.unwrap_err().to_string();
            assert!(
                error.contains("nothing is spent until it is submitted"),
                "{error}"
            );
        }
    });
}

#[test]
fn a_client_of_another_project_answers_unknown_and_asks_nothing() {
    run(|| async {
        for played in Played::all() {
            let world = World::new();
            let stored = lost(&world, &played).await;
            world.clock.advance(Duration::from_secs(100));
            let stranger = world.builder().project("another-project");
            let lookups = [&played.absent];
            let (result, seen, _) = reconciled(&world, stranger, &stored, &lookups).await;
            let Reconciled::Unknown(Some(error)) = result else {
                panic!("{}: {result:?}", played.name);
            };
            assert!(error.to_string().contains("another project"), "{error}");
            assert_eq!((seen.lookups, seen.tokens), (0, 0), "{}", played.name);
        }
    });
}

#[test]
fn one_look_says_how_long_to_wait_and_then_what_is_proven() {
    run(|| async {
        for played in Played::all().into_iter().filter(can_be_looked_up) {
            let world = World::new();
            let in_doubt: InDoubt = serde_json::from_str(&lost(&world, &played).await).unwrap();
            let numbers = world.client();
            let looks = [&played.absent, &played.absent, &played.found];
            world.api.state().lookups = looks.into_iter().cloned().collect();
            world.clock.advance(Duration::from_secs(45));
            let early = numbers.look(&in_doubt).await;
            assert_eq!(
                early,
                Look::NotYet(Duration::from_secs(15)),
                "{}",
                played.name
            );
            world.clock.advance(Duration::from_secs(15));
            let late = numbers.look(&in_doubt).await;
            assert_eq!(late, Look::Proven(Reconciled::NotDone), "{}", played.name);
            let found = numbers.look(&in_doubt).await;
            assert_eq!(found.as_str(), "done", "{}", played.name);
        }
    });
}
