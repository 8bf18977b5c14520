//! Clients that mean no good: unfinished heads, floods without credentials.

use std::time::Duration;

use numbers_sim::Simulator;
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::PHONE;
use crate::api::{Api, until};

async fn connect(api: &Api) -> TcpStream {
    let address = api.simulator.url().trim_start_matches("http://");
    TcpStream::connect(address).await.unwrap()
}

#[tokio::test]
async fn seam_16c_an_unfinished_head_is_dropped_after_a_while() {
    let builder = Simulator::builder().idle_timeout(Duration::from_millis(50));
    let api = Api::with(builder).await;
    let mut stream = connect(&api).await;
    stream
        .write_all(b"GET /v1/projects HTTP/1.1\r\nhost: x\r\n")
        .await
        .unwrap();
    let mut rest = Vec::new();
    // Until the simulator closes it: nothing else ends this.
    tokio::time::timeout(Duration::from_secs(60), stream.read_to_end(&mut rest))
        .await
        .expect("the connection is closed")
        .unwrap();
    assert_eq!(api.rent(PHONE, json!({})).await.0, 200);
}

#[tokio::test]
async fn seam_16c_bodies_of_unauthenticated_requests_are_neither_read_nor_kept() {
    let api = Api::start().await;
    let url = format!(
        "{}/v1/projects/p/availableNumbers/{PHONE}:rent",
        api.simulator.url()
    );
    for _ in 0..20 {
        let response = api.http.post(&url).body("x".repeat(60_000)).send().await;
        assert!(response.map_or(true, |response| response.status() == 401));
    }
    until(async || api.simulator.requests().len() == 20).await;
    assert!(
        api.simulator
            .requests()
            .iter()
            .all(|request| request.body.is_empty())
    );
}

#[tokio::test]
async fn seam_16c_the_log_is_bounded_in_bytes() {
    let api = Api::start().await;
    let large = json!({ "callbackUrl": format!("http://localhost/{}", "x".repeat(50_000)) });
    for number in 0..600 {
        api.rent(&format!("+1202555{number:04}"), large.clone())
            .await;
    }
    let requests = api.simulator.requests();
    let bytes: usize = requests
        .iter()
        .map(|request| request.body.len() + request.response_body.len())
        .sum();
    assert!(bytes < 9 * 1024 * 1024, "{bytes}");
    assert!(requests.len() > 100, "{}", requests.len());
}

#[tokio::test]
async fn a_head_without_end_is_refused() {
    let api = Api::start().await;
    let mut stream = connect(&api).await;
    let head = format!("GET / HTTP/1.1\r\nhost: x\r\nlong: {}", "x".repeat(100_000));
    // The simulator may close before all is written.
    let _ = stream.write_all(head.as_bytes()).await;
    let mut response = String::new();
    let _ = stream.read_to_string(&mut response).await;
    assert!(
        response.is_empty() || response.starts_with("HTTP/1.1 431"),
        "{response}"
    );
    assert_eq!(api.rent(PHONE, json!({})).await.0, 200);
}
