//! A marker secret and a marker token, sent through every path, are shown nowhere.

mod personal;

use std::io::Write;
use std::sync::{Arc, Mutex};

use numbers_ext::{AccessKey, CredentialProvider, Numbers, OnUnknown, Providing};
use numbers_tests::reply::{Reply, raw, response};
use numbers_tests::server::{rented, token};
use numbers_tests::world::{PHONE, PROJECT, SECRET, World, phone, rent};
use tracing_subscriber::fmt::MakeWriter;

/// Keeps all that is traced.
#[derive(Clone, Default)]
struct Traced(Arc<Mutex<Vec<u8>>>);

impl Write for Traced {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Traced {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

impl Traced {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

fn is_clean(shown: &str) {
    for marker in [SECRET, "marker-token", "bWFya2Vy", "a2V5LWlkOm1hcmtlci"] {
        assert!(!shown.contains(marker), "{marker} in {shown}");
    }
}

/// The service and the token endpoint echo whatever they were sent.
fn echoing() -> Vec<Reply> {
    let echo = format!(
        r#"{{"error":{{"code":400,"status":"marker-token-1","message":"marker-token-1 {SECRET}","details":[{{"type":"marker-token-1","resourceType":"marker-token-1"}}]}}}}"#
    );
    let without_secret = echo.replace(SECRET, "");
    vec![
        response(400, &without_secret),
        response(401, "").header("www-authenticate", "Bearer marker-token-1"),
        response(403, "<html>marker-token-1</html>"),
        response(404, &without_secret),
        response(500, &without_secret),
        response(502, "<html>authorization: Bearer marker-token-1</html>"),
        response(302, "").header("location", "https://example.com/?t=marker-token-1"),
        response(200, r#"{"phoneNumber":"marker-token-1"}"#),
        response(200, "marker-token-1"),
        // In the escapes of JSON, and within a success.
        response(
            400,
            r#"{"error":{"code":400,"status":"INVALID_ARGUMENT","message":"marker\u002dtoken\u002D1"}}"#,
        ),
        response(
            200,
            &format!(r#"{{"phoneNumber":"{PHONE}","displayName":"marker-token-1","new":"\u006darker-token-1"}}"#),
        )
        .commits(),
        raw("marker-token-1\r\n\r\n"),
        Reply::nothing().resets(),
        Reply::nothing().goes_silent(),
        rented(),
    ]
}

fn marked_token() -> Reply {
    let mut reply = token(1, 3599);
    let body = r#"{"access_token":"marker-token-1","expires_in":3599}"#;
    reply.writes = response(200, body).writes;
    reply
}

#[tokio::test(flavor = "current_thread")]
async fn seam_10b_no_secret_is_shown_whatever_happens() {
    let traced = Traced::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(traced.clone())
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    for policy in [OnUnknown::Report, OnUnknown::ReconcileThenRetry] {
        for reply in echoing() {
            let world = World::new()
                .rental_requests([reply])
                .tokens([marked_token()]);
            let builder = world.builder().on_unknown(policy);
            is_clean(&format!("{builder:?}"));
            let numbers = builder.build().unwrap();
            match rent(&numbers).await {
                Ok(rental) => is_clean(&format!(
                    "{rental:?} {}",
                    serde_json::to_string(&rental).unwrap()
                )),
                Err(error) => {
                    is_clean(&format!(
                        "{error} {error:#} {error:?} {error:#?} {}",
                        serde_json::to_string(&error).unwrap()
                    ));
                    is_clean(&String::from_utf8_lossy(error.body()));
                }
            }
            is_clean(&format!("{numbers:?} {:?}", numbers.get(phone()).await));
        }
    }
    for reply in [
        response(400, SECRET),
        response(401, SECRET),
        response(200, SECRET),
        response(200, r#"{"access_token":"marker-token\n"}"#),
    ] {
        let world = World::new().tokens([reply]);
        let error = rent(&world.client()).await.unwrap_err();
        is_clean(&format!("{error} {error:?}"));
    }
    let text = traced.text();
    assert!(text.contains("attempt ended"), "{text}");
    // Hyper traces the bytes that it reads; what is ours is clean.
    let ours: String = text
        .lines()
        .filter(|line| line.contains("numbers_ext"))
        .collect();
    is_clean(&ours);
}

/// Provides the marked key, as a vault would.
struct Vault(AccessKey);

impl std::fmt::Debug for Vault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Vault({:?})", self.0)
    }
}

impl CredentialProvider for Vault {
    fn access_key(&self) -> Providing<'_> {
        Box::pin(std::future::ready(Ok(self.0.clone())))
    }
}

#[tokio::test(flavor = "current_thread")]
async fn the_secret_of_a_provided_key_is_redacted_where_it_is_echoed() {
    let echo = format!(r#"{{"error":{{"code":400,"message":"{SECRET}"}}}}"#);
    let world = World::new().rental_requests([response(400, &echo)]);
    let vault = Vault(AccessKey::new("key-id", SECRET));
    let numbers = world.builder().credential_provider(vault).build().unwrap();
    let error = rent(&numbers).await.unwrap_err();
    assert_eq!(error.status(), Some(400));
    is_clean(&format!("{numbers:?} {error} {error:?}"));
    is_clean(&String::from_utf8_lossy(error.body()));
}

#[test]
fn a_client_that_is_not_built_shows_no_secret() {
    for builder in [
        Numbers::builder()
            .project(PROJECT)
            .access_key("a:b", SECRET),
        Numbers::builder().project("..").basic("id", SECRET),
        Numbers::builder()
            .project(PROJECT)
            .bearer(format!("{SECRET}\n")),
        Numbers::builder()
            .project(PROJECT)
            .access_key("id", SECRET)
            .proxy(format!("socks5://u:{SECRET}@example.com")),
    ] {
        is_clean(&format!("{builder:?}"));
        let violations = builder.build().unwrap_err();
        is_clean(&format!("{violations} {violations:?}"));
    }
}

/// A span for each call and each request, an allow-list of fields, the number masked.
#[tokio::test(flavor = "current_thread")]
async fn traces_hold_what_is_allowed() {
    let traced = Traced::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::DEBUG)
        .without_time()
        .with_ansi(false)
        .with_writer(traced.clone())
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    let world = World::new().rental_requests([Reply::nothing().resets()]);
    rent(&world.client()).await.unwrap_err();
    let whole = world.builder().trace_phone_numbers(true).build().unwrap();
    rent(&whole).await.unwrap();
    let text = traced.text();
    let ours: Vec<_> = text
        .lines()
        .filter(|line| line.contains("numbers_ext"))
        .collect();
    let port = world.api.url().rsplit(':').next().unwrap().to_owned();
    insta::assert_snapshot!("traces", ours.join("\n").replace(&port, "[port]"));
}
