//! The examples receive events over real connections.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::PathBuf;
use std::process::Stdio;

use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader, Lines};
use tokio::net::TcpStream;
use tokio::process::{Child, ChildStdout, Command};

const SECRET: &str = "callback-secret";
const BODY: &str = r#"{"eventId":"01hpa0mww4m79q8j2dwn3ggbgz","timestamp":"2024-02-10T17:22:09.412722588","projectId":"37b62a7b-0177-abcd-efgh-e10f848de123","resourceId":"+17818510001","resourceType":"ACTIVE_NUMBER","eventType":"DEPROVISIONING_FROM_VOICE_PLATFORM","status":"SUCCEEDED","failureCode":null}"#;

/// Returns where cargo has built an example, beside this test.
fn example(name: &str) -> PathBuf {
    let tests = std::env::current_exe().unwrap();
    let target = tests.parent().and_then(|deps| deps.parent()).unwrap();
    let suffix = std::env::consts::EXE_SUFFIX;
    target.join("examples").join(format!("{name}{suffix}"))
}

struct Receiver {
    _process: Child,
    address: String,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Receiver {
    async fn start(name: &str) -> Self {
        let mut process = Command::new(example(name))
            .arg("127.0.0.1:0")
            .env("CALLBACK_SECRET", SECRET)
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let first = lines.next_line().await.unwrap().unwrap();
        let address = first.strip_prefix("listening on ").unwrap().to_owned();
        Self {
            _process: process,
            address,
            lines,
        }
    }

    /// Delivers a body and returns the status of the response.
    async fn deliver(&self, signature: Option<&str>, body: &[u8]) -> u16 {
        let mut stream = TcpStream::connect(&self.address).await.unwrap();
        let signature = signature
            .map(|signature| format!("X-Sinch-Signature: {signature}\r\n"))
            .unwrap_or_default();
        let head = format!(
            "POST /numbers HTTP/1.1\r\nhost: receiver\r\n{signature}content-type: application/json\r\nconnection: close\r\ncontent-length: {}\r\n\r\n",
            body.len()
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        // A receiver that refuses may close before it has read everything.
        let _ = stream.write_all(body).await;
        let mut status = [0; 12];
        stream.read_exact(&mut status).await.unwrap();
        std::str::from_utf8(&status[9..]).unwrap().parse().unwrap()
    }
}

fn sign(body: &[u8]) -> String {
    let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, SECRET.as_bytes());
    let tag = ring::hmac::sign(&key, body);
    tag.as_ref()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

async fn receives(name: &str) {
    let mut receiver = Receiver::start(name).await;
    let signature = sign(BODY.as_bytes());
    assert_eq!(receiver.deliver(None, BODY.as_bytes()).await, 401);
    let wrong = signature.replace('a', "b");
    assert_eq!(receiver.deliver(Some(&wrong), BODY.as_bytes()).await, 401);
    let signed = sign(b"not an event");
    assert_eq!(receiver.deliver(Some(&signed), b"not an event").await, 400);
    let large = vec![b' '; 100_000];
    assert_eq!(receiver.deliver(Some(&sign(&large)), &large).await, 413);
    assert_eq!(
        receiver.deliver(Some(&signature), BODY.as_bytes()).await,
        200
    );
    // What was refused is not printed.
    assert_eq!(
        receiver.lines.next_line().await.unwrap().unwrap(),
        "Some(DeprovisioningFromVoicePlatform) Some(Succeeded) of Some(\"+17818510001\")"
    );
}

/// Rents a number whose events go to this receiver.
#[cfg(feature = "axum")]
async fn rent(simulator: &numbers_sim::Simulator, receiver: &Receiver) {
    let address = simulator.url().strip_prefix("http://").unwrap();
    let body = format!(
        r#"{{"smsConfiguration":{{"servicePlanId":"plan-1"}},"callbackUrl":"http://{}/numbers"}}"#,
        receiver.address
    );
    let request = format!(
        "POST /v1/projects/{}/availableNumbers/+12025550134:rent HTTP/1.1\r\nhost: {address}\r\nauthorization: Basic aWQ6c2VjcmV0\r\ncontent-type: application/json\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{body}",
        simulator.project(),
        body.len()
    );
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut response = String::new();
    stream.read_to_string(&mut response).await.unwrap();
    assert!(response.starts_with("HTTP/1.1 200"), "{response}");
}

#[cfg(feature = "axum")]
#[tokio::test]
async fn axum_receives_the_events_of_the_simulator() {
    let mut receiver = Receiver::start("axum").await;
    let simulator = numbers_sim::Simulator::builder()
        .key("id", "secret")
        .callback_secret(Some(SECRET.to_owned()))
        .start()
        .await
        .unwrap();
    rent(&simulator, &receiver).await;
    simulator.advance(std::time::Duration::from_secs(10));
    assert_eq!(
        receiver.lines.next_line().await.unwrap().unwrap(),
        "Some(ProvisioningToSmsPlatform) Some(Succeeded) of Some(\"+12025550134\")"
    );
}

#[cfg(feature = "axum")]
#[tokio::test]
async fn axum_receives_what_is_signed_and_nothing_else() {
    receives("axum").await;
}

#[tokio::test]
async fn actix_receives_what_is_signed_and_nothing_else() {
    receives("actix").await;
}

#[tokio::test]
async fn hyper_receives_what_is_signed_and_nothing_else() {
    receives("hyper").await;
}
