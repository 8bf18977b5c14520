//! The callback secret, registered data and the content of documents, marked and sent through
//! every path, are shown nowhere.

use numbers_ext::{Document, Numbers, OnUnknown};
use numbers_tests::reply::{Reply, raw, response};
use numbers_tests::script::{ATTACHMENT, CALLBACK_SECRET, CONTENT, ORDER, PERSON, Played};
use numbers_tests::world::{PROJECT, World, bounded};
use serde_json::json;

use crate::Traced;

fn is_clean(shown: &str) {
    for marker in [CALLBACK_SECRET, PERSON, CONTENT] {
        assert!(!shown.contains(marker), "{marker} in {shown}");
    }
}

/// The service echoes this, which it was sent.
fn echoing(marker: &str) -> Vec<Reply> {
    let marked = format!("'{marker}' is odd");
    let refusal = json!({ "error": {
        "code": 400, "status": marker, "message": marked,
        "details": [
            { "type": "BadRequest", "fieldViolations": [{ "field": marker, "description": marked }] },
            { "type": "ResourceInfo", "resourceType": marker, "resourceName": marker },
        ],
    }})
    .to_string();
    let escaped = refusal.replace("arker", "\\u0061rker");
    let page = format!("<html><title>{marked}</title></html>");
    vec![
        response(400, &refusal),
        response(400, &escaped),
        response(403, &page),
        response(404, &refusal),
        response(409, &marked),
        response(429, "").header("x-echo", &marked),
        response(500, &refusal),
        response(502, &page),
        response(307, "").header("location", &format!("/{marker}")),
        response(200, &marked),
        response(200, &page),
        response(
            200,
            &format!(r#"{{"projectId":"{marker}","hmacSecret":["{marker}"]}}"#),
        ),
        response(
            200,
            &format!(r#"{{"hmacSecret":"{marker}","hmacSecret":"{marker}"}}"#),
        ),
        response(
            200,
            &format!(
                r#"{{"requestDetails":"{marker}","logs":"{marker}","attachments":[{{"uploadStatus":{{"a":"{marker}"}},"createTime":["{marker}"]}}]}}"#
            ),
        ),
        raw(format!("{marked}\r\n\r\n")),
        Reply::nothing().resets(),
        Reply::nothing().goes_silent(),
    ]
}

/// The mutations that send something of the kind, each with what may be echoed of it.
fn marked() -> Vec<(Played, &'static str)> {
    [
        ("registerOrder", PERSON),
        ("setCallbackSecret", CALLBACK_SECRET),
        // Nobody echoes the content of a file.
        ("uploadAttachment", "a file"),
    ]
    .map(|(name, marker)| (Played::named(name), marker))
    .into()
}

#[tokio::test(flavor = "current_thread")]
async fn what_is_personal_or_secret_is_shown_by_no_outcome_and_no_trace() {
    let traced = Traced::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(traced.clone())
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    for policy in [OnUnknown::Report, OnUnknown::ReconcileThenRetry] {
        for (played, marker) in marked() {
            for reply in echoing(marker).into_iter().chain([played.done.clone()]) {
                let world = World::new().rental_requests([reply.clone()]);
                world.api.state().lookups = vec![reply, played.found.clone()].into();
                let numbers = world.builder().on_unknown(policy).build().unwrap();
                match bounded((played.call)(numbers)).await {
                    Ok(success) => is_clean(&success.shown),
                    Err(error) => {
                        is_clean(&format!("{error} {error:#} {error:?} {error:#?}"));
                        is_clean(&serde_json::to_string(&error).unwrap());
                        is_clean(&String::from_utf8_lossy(error.body()));
                        is_clean(&format!("{:?}", error.headers().collect::<Vec<_>>()));
                    }
                }
            }
        }
    }
    let text = traced.text();
    // Hyper traces the bytes that it reads; what is ours is clean.
    let ours = text.lines().filter(|line| line.contains("numbers_"));
    let ours: String = ours.collect();
    assert!(ours.contains("attempt ended"), "{ours}");
    is_clean(&ours);
}

#[tokio::test(flavor = "current_thread")]
async fn what_is_received_is_shown_by_no_result_of_a_read_and_by_no_error() {
    let lost: [fn(&Reply) -> Reply; 2] = [Clone::clone, |reply| reply.clone().cut(150).closes()];
    for cut in lost {
        for (played, _) in marked() {
            let world = World::new().lookups([cut(&played.found), cut(&played.found)]);
            let numbers = world.client();
            let order = ORDER.parse().unwrap();
            let registration = numbers.orders().registration(&order).await;
            let secret = numbers.callback_secret().get().await;
            is_clean(&format!("{registration:?} {registration:#?} {secret:?}"));
        }
    }
    let all = [PERSON, CALLBACK_SECRET].into_iter().flat_map(echoing);
    let odd = all.filter(|reply| {
        let text = String::from_utf8(reply.writes.concat()).unwrap();
        text.starts_with("HTTP/1.1 200")
    });
    for reply in odd {
        let world = World::new().lookups([reply.clone(), reply]);
        let numbers = world.client();
        let registration = numbers.orders().registration(&ORDER.parse().unwrap()).await;
        let secret = numbers.callback_secret().get().await;
        is_clean(&format!("{registration:?} {secret:?}"));
        for error in [registration.err(), secret.err()].into_iter().flatten() {
            is_clean(&format!(
                "{error} {}",
                serde_json::to_string(&error).unwrap()
            ));
        }
    }
}

#[test]
fn a_request_that_is_not_sent_yet_shows_none_of_it() {
    let builder = Numbers::builder().project(PROJECT).bearer("token");
    let numbers = builder.build().unwrap();
    let (order, attachment) = (ORDER.parse().unwrap(), ATTACHMENT.parse().unwrap());
    let document = Document::new(PERSON, "application/pdf", CONTENT);
    is_clean(&format!("{document:?}"));
    let orders = numbers.orders();
    let attach = orders.attach(&order, &attachment, document.document_type(PERSON));
    let register = orders.register(&order, json!({ "name": PERSON, "more": [PERSON] }));
    let set = numbers.callback_secret().set(CALLBACK_SECRET);
    is_clean(&format!("{attach:?} {register:?} {set:?}"));
    is_clean(&format!("{attach:#?} {register:#?} {set:#?}"));
}
