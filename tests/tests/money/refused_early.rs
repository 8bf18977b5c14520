//! Cases 79 to 86: settings that are refused when the client is built, and proxies.

use std::sync::{Arc, Mutex};

use numbers_ext::{Numbers, PhoneNumber};
use numbers_tests::world::{PROJECT, SECRET, World, ended, rent};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::run;

/// Returns the fields for which a client with this base URL is refused.
fn violations(url: &str) -> Vec<String> {
    let builder = Numbers::builder().project(PROJECT).access_key("id", SECRET);
    let both = builder.numbers_url(url).auth_url(url).build();
    both.map_or_else(
        |violations| {
            violations
                .iter()
                .map(|violation| violation.field().to_owned())
                .collect()
        },
        |_| Vec::new(),
    )
}

const BOTH: [&str; 2] = ["numbersUrl", "authUrl"];

#[test]
fn case_79_plain_http_to_another_machine_is_refused_when_built() {
    run(|| async {
        for url in [
            "http://numbers.api.sinch.com",
            "http://10.1.2.3",
            "http://[2001:db8::1]",
        ] {
            assert_eq!(violations(url), BOTH, "{url}");
        }
    });
}

#[test]
fn case_80_a_user_name_query_or_fragment_in_a_base_url_is_refused_when_built() {
    run(|| async {
        for url in [
            "https://u:p@example.com",
            "https://example.com?a",
            "https://example.com#a",
        ] {
            assert_eq!(violations(url), BOTH, "{url}");
        }
    });
}

#[test]
fn case_81_localhost_is_accepted_by_its_exact_name_alone() {
    run(|| async {
        for url in [
            "http://localhost.evil.example",
            "http://localhost.",
            "http://notlocalhost",
        ] {
            assert_eq!(violations(url), BOTH, "{url}");
        }
        assert_eq!(violations("http://localhost:1"), [""; 0]);
    });
}

#[test]
fn case_82_an_ipv4_mapped_loopback_address_is_refused_when_built() {
    run(|| async {
        assert_eq!(violations("http://[::ffff:127.0.0.1]"), BOTH);
        assert_eq!(violations("http://[::1]"), [""; 0]);
    });
}

#[test]
fn case_83_a_project_that_could_change_the_url_is_refused_when_built() {
    run(|| async {
        for id in [
            "..", ".", "a\\b", "", "%2e%2e", "a\r\nb", "\u{e4}", "a/b", "a?b",
        ] {
            let built = Numbers::builder()
                .project(id)
                .access_key("id", SECRET)
                .build();
            let violations = built.unwrap_err();
            assert_eq!(
                violations.iter().next().unwrap().field(),
                "projectId",
                "{id:?}"
            );
        }
    });
}

#[test]
fn case_84_a_phone_number_that_could_change_the_url_is_refused_when_parsed() {
    run(|| async {
        for number in [
            "..",
            ".",
            "+1\\2025550134",
            "",
            "%2B12025550134",
            "+1202555\r\n0134",
            "+1202555013\u{664}",
            "+12025550134/..",
        ] {
            assert!(number.parse::<PhoneNumber>().is_err(), "{number:?}");
        }
    });
}

#[test]
fn case_85_a_key_id_with_a_colon_or_a_secret_with_a_newline_is_refused_when_built_and_not_shown() {
    run(|| async {
        for (id, secret, field) in [
            ("a:b", SECRET, "keyId"),
            ("id", "marker-secret\n", "keySecret"),
            ("", SECRET, "keyId"),
        ] {
            let violations = Numbers::builder()
                .project(PROJECT)
                .access_key(id, secret)
                .build()
                .unwrap_err();
            assert_eq!(violations.iter().next().unwrap().field(), field);
            assert!(!format!("{violations:?} {violations}").contains("marker"));
        }
        let violations = Numbers::builder()
            .project(PROJECT)
            .bearer("marker\ntoken")
            .build()
            .unwrap_err();
        assert!(!format!("{violations:?} {violations}").contains("marker"));
    });
}

#[test]
fn case_86_a_proxy_sees_nothing_of_a_loopback_base_and_connect_alone_of_https() {
    run(|| async {
        let proxy = Proxy::start().await;
        // Proxy variables are read from the environment, so a process is started with them.
        let output = child_with_proxy(proxy.url.clone()).await;
        assert!(output.contains("1 passed"), "{output}");
        let seen = proxy.seen.lock().unwrap().clone();
        assert!(!seen.is_empty());
        for line in seen {
            assert!(
                line.starts_with("CONNECT nowhere.invalid:443 HTTP/1.1\r\n"),
                "{line}"
            );
            assert!(!line.to_lowercase().contains("\r\nauthorization"), "{line}");
            assert!(!line.contains(PROJECT), "{line}");
        }
    });
}

#[test]
fn case_86_a_proxy_that_is_configured_is_used_through_connect_alone() {
    run(|| async {
        let proxy = Proxy::start().await;
        let world = World::new();
        let numbers = world
            .builder()
            .proxy(proxy.url.clone())
            .numbers_url("https://nowhere.invalid");
        assert_eq!(ended(&rent(&numbers.build().unwrap()).await), "not sent");
        assert_eq!(
            world.seen().tokens,
            1,
            "the token endpoint is on this machine"
        );
        let seen = proxy.seen.lock().unwrap().clone();
        assert!(
            seen.iter()
                .all(|line| line.starts_with("CONNECT nowhere.invalid:443 ")),
            "{seen:?}"
        );
        assert!(!seen.is_empty());
    });
}

/// A proxy that refuses every tunnel and keeps the requests that it got.
struct Proxy {
    url: String,
    seen: Arc<Mutex<Vec<String>>>,
}

impl Proxy {
    async fn start() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let seen: Arc<Mutex<Vec<String>>> = Arc::default();
        let kept = seen.clone();
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let mut bytes = Vec::new();
                while !bytes.windows(4).any(|four| four == b"\r\n\r\n") {
                    if stream.read_buf(&mut bytes).await.unwrap_or(0) == 0 {
                        break;
                    }
                }
                kept.lock()
                    .unwrap()
                    .push(String::from_utf8_lossy(&bytes).into_owned());
                let _ = stream
                    .write_all(b"HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n")
                    .await;
            }
        });
        Self { url, seen }
    }
}

/// Runs the child test below in a process with proxy variables, and returns its output.
async fn child_with_proxy(url: String) -> String {
    let run = move || {
        let mut command = std::process::Command::new(std::env::current_exe().unwrap());
        command.args([
            "--exact",
            "refused_early::child_of_case_86",
            "--ignored",
            "--nocapture",
        ]);
        for variable in [
            "HTTP_PROXY",
            "http_proxy",
            "HTTPS_PROXY",
            "https_proxy",
            "ALL_PROXY",
        ] {
            command.env(variable, &url);
        }
        let output = command.output().unwrap();
        String::from_utf8([output.stdout, output.stderr].concat()).unwrap()
    };
    tokio::task::spawn_blocking(run).await.unwrap()
}

#[test]
#[ignore = "part of case 86, which runs it in a process with proxy variables"]
fn child_of_case_86() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let world = World::new();
        assert_eq!(ended(&rent(&world.client()).await), "rented");
        let numbers = world
            .builder()
            .numbers_url("https://nowhere.invalid")
            .build()
            .unwrap();
        let result = rent(&numbers).await;
        assert_eq!(ended(&result), "not sent", "{result:?}");
    });
}
