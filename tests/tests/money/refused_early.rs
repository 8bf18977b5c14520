//! Cases 79 to 86: what is refused when the client is built, and proxies.

use std::sync::{Arc, Mutex};

use numbers_ext::{Numbers, PhoneNumber};
use numbers_tests::world::{PROJECT, SECRET, World, ended, rent};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::{Case, case};

/// The fields at fault of a client to this base URL.
fn faults(url: &str) -> Vec<String> {
    let builder = Numbers::builder().project(PROJECT).access_key("id", SECRET);
    let both = builder.numbers_url(url).auth_url(url).build();
    both.map_or_else(
        |faults| {
            faults
                .iter()
                .map(|fault| fault.field().to_owned())
                .collect()
        },
        |_| Vec::new(),
    )
}

const BOTH: [&str; 2] = ["numbers url", "auth url"];

pub(crate) fn cases() -> Vec<Case> {
    vec![
        case(
            79,
            "plain http to another machine is refused when built",
            || async {
                for url in [
                    "http://numbers.api.sinch.com",
                    "http://10.1.2.3",
                    "http://[2001:db8::1]",
                ] {
                    assert_eq!(faults(url), BOTH, "{url}");
                }
            },
        ),
        case(
            80,
            "a user name, query or fragment in a base URL is refused when built",
            || async {
                for url in [
                    "https://u:p@example.com",
                    "https://example.com?a",
                    "https://example.com#a",
                ] {
                    assert_eq!(faults(url), BOTH, "{url}");
                }
            },
        ),
        case(81, "localhost is taken by its exact name alone", || async {
            for url in [
                "http://localhost.evil.example",
                "http://localhost.",
                "http://notlocalhost",
            ] {
                assert_eq!(faults(url), BOTH, "{url}");
            }
            assert_eq!(faults("http://localhost:1"), [""; 0]);
        }),
        case(
            82,
            "an IPv4-mapped loopback address is refused when built",
            || async {
                assert_eq!(faults("http://[::ffff:127.0.0.1]"), BOTH);
                assert_eq!(faults("http://[::1]"), [""; 0]);
            },
        ),
        case(
            83,
            "a project that could change the URL is refused when built",
            || async {
                for id in [
                    "..", ".", "a\\b", "", "%2e%2e", "a\r\nb", "\u{e4}", "a/b", "a?b",
                ] {
                    let built = Numbers::builder()
                        .project(id)
                        .access_key("id", SECRET)
                        .build();
                    let faults = built.unwrap_err();
                    assert_eq!(faults.iter().next().unwrap().field(), "project", "{id:?}");
                }
            },
        ),
        case(
            84,
            "a phone number that could change the URL is refused when parsed",
            || async {
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
            },
        ),
        case(
            85,
            "a key id with a colon or a secret with a newline is refused when built, unseen",
            || async {
                for (id, secret, field) in [
                    ("a:b", SECRET, "key id"),
                    ("id", "marker-secret\n", "key secret"),
                    ("", SECRET, "key id"),
                ] {
                    let faults = Numbers::builder()
                        .project(PROJECT)
                        .access_key(id, secret)
                        .build()
                        .unwrap_err();
                    assert_eq!(faults.iter().next().unwrap().field(), field);
                    assert!(!format!("{faults:?} {faults}").contains("marker"));
                }
                let faults = Numbers::builder()
                    .project(PROJECT)
                    .bearer("marker\ntoken")
                    .build()
                    .unwrap_err();
                assert!(!format!("{faults:?} {faults}").contains("marker"));
            },
        ),
        case(
            86,
            "a proxy sees nothing of a loopback base, and CONNECT alone of https",
            || async {
                let proxy = Proxy::start().await;
                // Proxy variables belong to a process, so one is started for them.
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
            },
        ),
        case(
            86,
            "a proxy that is given is used through CONNECT alone",
            || async {
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
            },
        ),
    ]
}

/// A proxy that refuses every tunnel and keeps what it was sent.
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

/// Runs the child test below in a process with proxy variables; what it printed.
async fn child_with_proxy(url: String) -> String {
    let run = move || {
        let mut command = std::process::Command::new(std::env::current_exe().unwrap());
        command.args(["--exact", "refused_early::child_of_case_86", "--nocapture"]);
        for variable in [
            "HTTP_PROXY",
            "http_proxy",
            "HTTPS_PROXY",
            "https_proxy",
            "ALL_PROXY",
        ] {
            command.env(variable, &url);
        }
        let output = command.env("NUMBERS_CHILD", "1").output().unwrap();
        String::from_utf8([output.stdout, output.stderr].concat()).unwrap()
    };
    tokio::task::spawn_blocking(run).await.unwrap()
}

/// Part of case 86; does nothing unless it was started by it.
#[test]
fn child_of_case_86() {
    if std::env::var_os("NUMBERS_CHILD").is_none() {
        return;
    }
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
