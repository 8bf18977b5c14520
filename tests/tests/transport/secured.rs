//! The same promise over TLS, and through a proxy's tunnel, as over plain http.

use numbers_ext::{Numbers, NumbersBuilder, TransportErrorKind};
use numbers_tests::reply::Reply;
use numbers_tests::server::{Kind, let_run, rented};
use numbers_tests::tls::TlsServer;
use numbers_tests::world::{World, ended, rent};

use crate::tunnel::Tunnels;

/// A name that leads nowhere but through a tunnel.
const NAME: &str = "numbers.example";

/// The ways to a server.
#[derive(Clone, Copy, Debug)]
enum Way {
    Tls,
    Tunnel,
}

/// A server, behind TLS or behind a proxy and TLS, and a client that trusts it.
struct Secured {
    world: World,
    tls: TlsServer,
    tunnels: Tunnels,
    way: Way,
}

impl Secured {
    async fn by(way: Way) -> Self {
        let world = World::new();
        let tls = match way {
            Way::Tls => TlsServer::start(&world.clock).await,
            Way::Tunnel => TlsServer::named(NAME, &world.clock).await,
        };
        let tunnels = Tunnels::to(tls.port, "200 Connection established").await;
        Self {
            world,
            tls,
            tunnels,
            way,
        }
    }

    fn builder(&self) -> NumbersBuilder {
        let builder = self
            .world
            .builder()
            .root_certificate(self.tls.pem.as_bytes());
        match self.way {
            Way::Tls => builder
                .numbers_url(&self.tls.url)
                .auth_url(self.world.auth.url()),
            Way::Tunnel => builder
                .numbers_url(format!("https://{NAME}"))
                .proxy(self.tunnels.url.clone()),
        }
    }

    fn client(&self) -> Numbers {
        self.builder().build().unwrap()
    }

    fn rental_requests(&self, replies: impl IntoIterator<Item = Reply>) {
        self.tls
            .state
            .lock()
            .unwrap()
            .rental_requests
            .extend(replies);
    }

    /// How many connections were made, and how many rental requests were read.
    fn seen(&self) -> (u32, usize) {
        let state = self.tls.state.lock().unwrap();
        (state.connections, state.count(Kind::Rent))
    }
}

const WAYS: [Way; 2] = [Way::Tls, Way::Tunnel];

#[tokio::test]
async fn ten_thousand_rentals_take_one_connection_and_one_token() {
    let plain = World::new();
    let numbers = plain.client();
    for _ in 0..10_000 {
        assert_eq!(ended(&rent(&numbers).await), "rented");
    }
    assert_eq!(
        (plain.seen().rental_requests, plain.seen().tokens),
        (10_000, 1)
    );
    assert_eq!(plain.api.state().connections, 1);
    for way in WAYS {
        let secured = Secured::by(way).await;
        let numbers = secured.client();
        for _ in 0..10_000 {
            let result = rent(&numbers).await;
            assert_eq!(ended(&result), "rented", "{way:?}: {result:?}");
        }
        assert_eq!(secured.seen(), (1, 10_000), "{way:?}");
        assert_eq!(secured.world.seen().tokens, 1);
        let tunnels = usize::from(matches!(way, Way::Tunnel));
        assert_eq!(secured.tunnels.seen().len(), tunnels);
    }
}

#[tokio::test]
async fn a_lost_response_is_unknown_and_the_next_request_has_a_connection_of_its_own() {
    for way in WAYS {
        for lost in [
            rented().resets(),
            Reply::nothing().commits().resets(),
            Reply::nothing().commits().closes(),
            rented().cut_in_the_body().closes(),
            Reply::nothing().commits().goes_silent(),
        ] {
            let secured = Secured::by(way).await;
            let is_complete = lost.writes.concat().ends_with(b"}");
            secured.rental_requests([lost]);
            let numbers = secured.client();
            let result = rent(&numbers).await;
            // What was read before a reset counts.
            let expected = match ended(&result) {
                "rented" if is_complete => "rented",
                _ => "unknown",
            };
            assert_eq!(ended(&result), expected, "{way:?}: {result:?}");
            assert_eq!(ended(&rent(&numbers).await), "rented");
            assert_eq!(secured.seen(), (2, 2), "{way:?}");
        }
    }
}

#[tokio::test]
async fn a_connection_that_was_closed_meanwhile_costs_no_attempt() {
    for way in WAYS {
        let secured = Secured::by(way).await;
        let numbers = secured.client();
        for number in 1..=20_u32 {
            secured.rental_requests([rented().closes()]);
            let result = rent(&numbers).await;
            assert_eq!(ended(&result), "rented", "{way:?}: {result:?}");
            let_run().await;
            assert_eq!(secured.seen(), (number, number as usize), "{way:?}");
        }
        assert_eq!(secured.world.clock.pauses(), 0, "no attempt has failed");
    }
}

#[tokio::test]
async fn the_proxy_sees_where_to_connect_and_nothing_of_the_request() {
    let secured = Secured::by(Way::Tunnel).await;
    assert_eq!(ended(&rent(&secured.client()).await), "rented");
    let seen = secured.tunnels.seen();
    let [connect] = &seen[..] else {
        panic!("{seen:?}");
    };
    assert!(
        connect.starts_with("CONNECT numbers.example:443 HTTP/1.1\r\n"),
        "{connect}"
    );
    assert!(
        connect.contains("\r\nuser-agent: numbers-ext/"),
        "{connect}"
    );
    assert!(
        !connect.to_lowercase().contains("\r\nauthorization:"),
        "{connect}"
    );
}

#[tokio::test]
async fn a_tunnel_that_is_refused_is_tried_once_and_said_to_be_a_refusal_of_the_proxy() {
    let world = World::new();
    for status in [
        "403 Forbidden",
        "407 Proxy Authentication Required",
        "502 Bad Gateway",
    ] {
        let tunnels = Tunnels::to(1, status).await;
        let numbers = world
            .builder()
            .numbers_url(format!("https://{NAME}"))
            .proxy(tunnels.url.clone())
            .build()
            .unwrap();
        let error = rent(&numbers).await.unwrap_err();
        let kind = error.transport_error().map(|error| error.kind());
        assert_eq!(kind, Some(TransportErrorKind::Proxy), "{status}: {error:?}");
        assert_eq!(tunnels.seen().len(), 1, "{status}");
        assert!(!error.outcome().as_str().is_empty());
        assert_eq!(error.outcome().as_str(), "not_sent");
    }
}

#[tokio::test]
async fn a_proxy_that_nobody_listens_at_is_a_refused_connection_and_tried_again() {
    let world = World::new();
    let numbers = world
        .builder()
        .numbers_url(format!("https://{NAME}"))
        .proxy("http://127.0.0.1:9")
        .build()
        .unwrap();
    let error = rent(&numbers).await.unwrap_err();
    let kind = error.transport_error().map(|error| error.kind());
    assert_eq!(kind, Some(TransportErrorKind::Refused), "{error:?}");
    assert_eq!(world.clock.pauses(), 2);
}

/// One test of the certificate for each thing that it may be wrong about.
#[tokio::test]
async fn a_certificate_for_another_name_is_not_trusted() {
    let world = World::new();
    let tls = TlsServer::named("other.example", &world.clock).await;
    let numbers = world
        .builder()
        .numbers_url(&tls.url)
        .root_certificate(tls.pem.as_bytes())
        .build()
        .unwrap();
    let error = rent(&numbers).await.unwrap_err();
    let kind = error.transport_error().map(|error| error.kind());
    assert_eq!(kind, Some(TransportErrorKind::Tls), "{error:?}");
    assert_eq!(tls.state.lock().unwrap().connections, 1, "it is tried once");
}
