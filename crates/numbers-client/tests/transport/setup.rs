//! What is refused before anything is sent.

use numbers_client::{Client, Exchange, Transport, TransportErrorKind};

use crate::server::Server;

fn refused(base: &str, user_agent: &str) -> String {
    let error = Transport::new(reqwest::Client::builder(), base, user_agent).unwrap_err();
    assert_eq!(error.kind(), TransportErrorKind::Setup);
    format!("{error:#}")
}

#[test]
fn a_base_url_that_cannot_be_one_is_refused_and_not_shown() {
    for (base, said) in [
        ("", "the base URL is not an absolute URL"),
        ("example.com", "the base URL is not an absolute URL"),
        (
            "ftp://example.com",
            "the base URL is neither http nor https",
        ),
        (
            "https://u:p@example.com",
            "the base URL has a user name or password in it",
        ),
        (
            "https://example.com?q",
            "the base URL has a query or fragment in it",
        ),
        (
            "https://example.com#f",
            "the base URL has a query or fragment in it",
        ),
    ] {
        let expected = format!("the transport could not be set up: {said}");
        assert_eq!(refused(base, "tests/1"), expected, "{base}");
    }
    assert!(refused("https://example.com", "a\nb").contains("user agent"));
}

#[test]
fn plain_and_encrypted_transports_are_not_made_of_one_another() {
    let plain = crate::server::transport("http://127.0.0.1:1");
    assert!(plain.to("http://127.0.0.1:2/prefix").is_ok());
    let error = plain.to("https://example.com").unwrap_err();
    assert_eq!(error.kind(), TransportErrorKind::Setup);
}

#[tokio::test]
async fn a_request_to_another_host_is_not_sent() {
    let (server, other) = (Server::answering().await, Server::answering().await);
    let exchange = Exchange::new(&server.transport());
    let client = Client::new_with_client(&other.url, reqwest::Client::new(), exchange.clone());
    let (project, phone) = ("p".parse().unwrap(), "+12025550134".parse().unwrap());
    let call = client.number_service_get_active_number(&project, &phone);
    assert!(call.await.is_err());
    assert!(!exchange.withdraw());
    let failure = exchange.wire().failure.unwrap();
    assert_eq!(failure.kind(), TransportErrorKind::Request);
    assert_eq!((server.connections(), other.connections()), (0, 0));
}

#[tokio::test]
async fn a_name_that_nobody_knows_has_its_kind_and_is_not_shown() {
    let transport = crate::server::transport("http://nowhere.invalid");
    let exchange = Exchange::new(&transport);
    let error = exchange.post_form("/path", "a=b").await.unwrap_err();
    assert_eq!(error.kind(), TransportErrorKind::Dns);
    assert_eq!(error.to_string(), "the host name could not be resolved");
    assert!(!exchange.withdraw());
    let all = format!("{error:#} {error:?}");
    assert!(!all.contains("nowhere"), "{all}");
}

#[test]
fn nothing_shows_a_credential() {
    let transport = crate::server::transport("http://127.0.0.1:1");
    let exchange = Exchange::new(&transport).authorization("Bearer secret".parse().unwrap());
    let shown = format!("{exchange:?} {:?} {transport:?}", exchange.client());
    assert!(!shown.contains("secret"), "{shown}");
    assert!(exchange.credential().unwrap().is_sensitive());
}
