//! The clients that are measured: `client KIND URL CALLS AT_ONCE`.

use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use numbers_bench::measure::{self, Calls};
use numbers_bench::{PHONE, PROJECT, REQUEST, RentResponse, TOKEN};
use numbers_client::{Exchange, PhoneNumber, Transport};
use numbers_ext::{Configuration, Numbers, Sms};

fn main() {
    measure::run(caller, work);
}

/// A way to make the call, cheap to clone.
#[derive(Clone)]
enum Caller {
    /// A rental request of numbers-ext.
    Ext(Numbers),
    /// A lookup of numbers-ext.
    Get(Numbers),
    /// Building a client of numbers-ext.
    Build(String),
    /// The generated code over its transport.
    Client(Transport),
    /// The call by hand, with reqwest.
    Reqwest(reqwest::Client, String),
    /// The call by hand over one connection of hyper's: the practical floor.
    Hyper(String),
}

fn numbers(url: &str) -> Numbers {
    let builder = Numbers::builder()
        .project(PROJECT)
        .access_key("key-id", "key-secret");
    builder
        .numbers_url(url)
        .auth_url(url)
        .build()
        .expect("a client")
}

fn caller(kind: &str, url: &str) -> Caller {
    match kind {
        "ext" => Caller::Ext(numbers(url)),
        "get" => Caller::Get(numbers(url)),
        "build" => Caller::Build(url.to_owned()),
        "client" => {
            let transport = Transport::new(reqwest::Client::builder(), url, "bench");
            Caller::Client(transport.expect("a transport"))
        }
        "reqwest" => Caller::Reqwest(reqwest::Client::new(), url.to_owned()),
        "hyper" => Caller::Hyper(url.trim_start_matches("http://").to_owned()),
        other => panic!("no client is called {other}"),
    }
}

async fn work(caller: Caller, calls: Calls) {
    let phone: PhoneNumber = PHONE.parse().expect("a number");
    match caller {
        Caller::Ext(numbers) => {
            while calls.take() {
                let rent = numbers.rent(phone).sms(Sms::plan("plan-1"));
                std::hint::black_box(rent.send().await.expect("rented"));
            }
        }
        Caller::Get(numbers) => {
            while calls.take() {
                std::hint::black_box(numbers.get(phone).await.expect("found"));
            }
        }
        Caller::Build(url) => {
            while calls.take() {
                std::hint::black_box(numbers(&url));
            }
        }
        Caller::Client(transport) => {
            let project = PROJECT.parse().expect("an id");
            let sms = Configuration::unconfigured().sms(Sms::plan("plan-1"));
            let body = sms.request();
            let credential: reqwest::header::HeaderValue =
                format!("Bearer {TOKEN}").parse().expect("a header");
            while calls.take() {
                let exchange = Exchange::new(&transport).authorization(credential.clone());
                let response = exchange
                    .client()
                    .number_service_rent_number(&project, &phone, &body)
                    .await;
                std::hint::black_box(response.expect("rented").into_inner());
            }
        }
        Caller::Reqwest(http, base) => {
            while calls.take() {
                let response = http
                    .post(format!(
                        "{base}/v1/projects/{PROJECT}/availableNumbers/{PHONE}:rent"
                    ))
                    .bearer_auth(TOKEN)
                    .json(&REQUEST)
                    .send()
                    .await
                    .expect("a response");
                let response = response.error_for_status().expect("rented");
                let response: RentResponse = response.json().await.expect("read");
                std::hint::black_box(response);
            }
        }
        Caller::Hyper(address) => {
            let stream = tokio::net::TcpStream::connect(&address)
                .await
                .expect("connected");
            let _ = stream.set_nodelay(true);
            let (mut requests, connection) = http1::handshake(TokioIo::new(stream))
                .await
                .expect("connected");
            tokio::spawn(connection);
            while calls.take() {
                let path = format!("/v1/projects/{PROJECT}/availableNumbers/{PHONE}:rent");
                let body = serde_json::to_vec(&REQUEST).expect("written");
                let request = hyper::Request::post(path)
                    .header("host", &address)
                    .header("authorization", format!("Bearer {TOKEN}"))
                    .header("content-type", "application/json")
                    .body(Full::new(Bytes::from(body)))
                    .expect("a request");
                let response = requests.send_request(request).await.expect("a response");
                let body = response.into_body().collect().await.expect("read");
                let response: RentResponse =
                    serde_json::from_slice(&body.to_bytes()).expect("read");
                std::hint::black_box(response);
            }
        }
    }
}
