//! The clients that are measured.

use std::hint::black_box;

use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper_util::rt::TokioIo;
use numbers_client::{Exchange, PhoneNumber, Transport};
use numbers_ext::{Configuration, Numbers, Sms};
use reqwest::header::HeaderValue;

use crate::by_hand::{PHONE, PROJECT, REQUEST, RentResponse, TOKEN};
use crate::measure::Calls;

/// A way to make the call, cheap to clone.
#[derive(Clone)]
pub enum Caller {
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
    let built = builder.numbers_url(url).auth_url(url).build();
    built.expect("a client")
}

impl Caller {
    pub fn new(kind: &str, url: &str) -> Self {
        match kind {
            "ext" => Self::Ext(numbers(url)),
            "get" => Self::Get(numbers(url)),
            "build" => Self::Build(url.to_owned()),
            "client" => {
                let transport = Transport::new(reqwest::Client::builder(), url, "bench");
                Self::Client(transport.expect("a transport"))
            }
            "reqwest" => Self::Reqwest(reqwest::Client::new(), url.to_owned()),
            "hyper" => Self::Hyper(url.trim_start_matches("http://").to_owned()),
            other => panic!("no client is called {other}"),
        }
    }

    /// Makes calls one after the other, as long as there are some left.
    pub async fn work(self, calls: Calls) {
        let phone: PhoneNumber = PHONE.parse().expect("a number");
        match self {
            Self::Ext(numbers) => {
                while calls.take() {
                    let rent = numbers.rent(phone).sms(Sms::plan("plan-1"));
                    black_box(rent.send().await.expect("rented"));
                }
            }
            Self::Get(numbers) => {
                while calls.take() {
                    black_box(numbers.get(phone).await.expect("found"));
                }
            }
            Self::Build(url) => {
                while calls.take() {
                    black_box(numbers(&url));
                }
            }
            Self::Client(transport) => {
                let project = PROJECT.parse().expect("an id");
                let sms = Configuration::unconfigured().sms(Sms::plan("plan-1"));
                let body = sms.request();
                let credential = HeaderValue::try_from(format!("Bearer {TOKEN}"));
                let credential = credential.expect("a header");
                while calls.take() {
                    let exchange = Exchange::new(&transport).authorization(credential.clone());
                    let client = exchange.client();
                    let response = client.number_service_rent_number(&project, &phone, &body);
                    black_box(response.await.expect("rented").into_inner());
                }
            }
            Self::Reqwest(http, base) => {
                while calls.take() {
                    let response = http
                        .post(format!(
                            "{base}/v1/projects/{PROJECT}/availableNumbers/{PHONE}:rent"
                        ))
                        .bearer_auth(TOKEN)
                        .json(&REQUEST)
                        .send();
                    let response = response.await.expect("a response");
                    let response = response.error_for_status().expect("rented");
                    black_box(response.json::<RentResponse>().await.expect("read"));
                }
            }
            Self::Hyper(address) => {
                let stream = tokio::net::TcpStream::connect(&address).await;
                let stream = stream.expect("connected");
                stream.set_nodelay(true).expect("connected");
                let shaken = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await;
                let (mut requests, connection) = shaken.expect("connected");
                tokio::spawn(connection);
                while calls.take() {
                    let path = format!("/v1/projects/{PROJECT}/availableNumbers/{PHONE}:rent");
                    let body = serde_json::to_vec(&REQUEST).expect("written");
                    let request = hyper::Request::post(path)
                        .header("host", &address)
                        .header("authorization", format!("Bearer {TOKEN}"))
                        .header("content-type", "application/json")
                        .body(Full::new(Bytes::from(body)));
                    let response = requests.send_request(request.expect("a request")).await;
                    let body = response.expect("a response").into_body().collect().await;
                    let body = body.expect("read").to_bytes();
                    black_box(serde_json::from_slice::<RentResponse>(&body).expect("read"));
                }
            }
        }
    }
}
