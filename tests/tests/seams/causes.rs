//! Why nothing was sent.

use std::time::Duration;

use numbers_ext::{Numbers, TokenError, TransportErrorKind};
use numbers_tests::reply::{Reply, response};
use numbers_tests::world::{PROJECT, SECRET, World, ended, rent};

/// The deadline ends while a token is being waited for: the error says what keeps it.
#[tokio::test]
async fn seam_14_the_cause_is_said_when_a_token_comes_too_late() {
    // The token endpoint never responds.
    let world = World::new().tokens(vec![Reply::nothing().goes_silent(); 3]);
    let error = rent(&world.client()).await.unwrap_err();
    assert!(error.token_error().is_some(), "{error}");
    assert!(
        error
            .to_string()
            .contains("the token endpoint has not responded"),
        "{error}"
    );
    // It refuses connections, and the deadline ends between two attempts.
    let world = World::new();
    world.auth.close().await;
    let clock = world.clock.clone();
    world
        .clock
        .on_pause(move |_| clock.advance(Duration::from_secs(31)));
    let error = rent(&world.client()).await.unwrap_err();
    assert_eq!(
        error.transport_error().map(|error| error.kind()),
        Some(TransportErrorKind::Refused),
        "{error}"
    );
}

/// What can't pass is not tried again.
#[tokio::test]
async fn seam_14_a_certificate_that_is_not_trusted_is_tried_once() {
    let world = World::new();
    let tls = numbers_tests::tls::TlsServer::start(&world.clock).await;
    let numbers = world.builder().numbers_url(&tls.url).build().unwrap();
    let error = rent(&numbers).await.unwrap_err();
    assert_eq!(
        error.transport_error().map(|error| error.kind()),
        Some(TransportErrorKind::Tls),
        "{error}"
    );
    assert_eq!(world.clock.pauses(), 0, "{error}");
}

#[tokio::test]
async fn seam_14_a_name_that_does_not_resolve_is_said() {
    let world = World::new();
    let numbers = world
        .builder()
        .numbers_url("https://nowhere.invalid")
        .build()
        .unwrap();
    let error = rent(&numbers).await.unwrap_err();
    assert_eq!(
        error.transport_error().map(|error| error.kind()),
        Some(TransportErrorKind::Dns),
        "{error}"
    );
}

/// Other tools keep the whole path of the token endpoint in the variable.
#[tokio::test]
async fn seam_13_a_base_url_that_ends_in_the_token_path_is_understood() {
    let world = World::new();
    for path in ["/oauth2/token", "/oauth2/token/", "/", ""] {
        let auth = format!("{}{path}", world.auth.url());
        let numbers = world.builder().auth_url(auth).build().unwrap();
        assert_eq!(ended(&rent(&numbers).await), "rented", "{path}");
    }
    let world = World::new().tokens([response(404, "")]);
    let error = rent(&world.client()).await.unwrap_err();
    assert_eq!(error.token_error(), Some(&TokenError::Refused(404)));
    assert!(error.to_string().contains("check the base URL"), "{error}");
}

#[test]
fn a_chain_of_sources_leads_to_the_cause_and_shows_no_url() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let error = runtime.block_on(async {
        let numbers = Numbers::builder()
            .project(PROJECT)
            .access_key("id", SECRET)
            .numbers_url("http://127.0.0.1:9")
            .auth_url("http://127.0.0.1:9")
            .deadline(Duration::from_secs(3))
            .build()
            .unwrap();
        rent(&numbers).await.unwrap_err()
    });
    let mut chain = Vec::new();
    let mut cause: Option<&dyn std::error::Error> = Some(&error);
    while let Some(error) = cause {
        chain.push(error.to_string());
        cause = error.source();
    }
    assert!(chain.len() >= 3, "{chain:?}");
    let all = chain.join("\n");
    assert!(
        !all.contains("127.0.0.1") && !all.contains(PROJECT),
        "{all}"
    );
}
