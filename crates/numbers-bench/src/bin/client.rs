//! The clients that are always there: `client KIND URL RENTS CONCURRENCY`.

use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use numbers_bench::measure::{self, Rents};
use numbers_bench::{PHONE, PROJECT, REQUEST, RentAnswer, TOKEN};
use numbers_ext::{Numbers, Sms};

fn main() {
    measure::run(caller, work);
}

/// A way to make the call, cheap to clone.
#[derive(Clone)]
enum Caller {
    Ext(Numbers),
    Client(numbers_client::Transport),
    Reqwest(reqwest::Client, String),
    Tuned(reqwest::Client, reqwest::Url),
    Hyper(String, String),
}

fn caller(kind: &str, url: &str) -> Caller {
    let path = format!("{url}/v1/projects/{PROJECT}/availableNumbers/{PHONE}:rent");
    match kind {
        "ext" => Caller::Ext(
            Numbers::builder()
                .project(PROJECT)
                .access_key("key-id", "key-secret")
                .numbers_url(url)
                .auth_url(url)
                .build()
                .expect("a client"),
        ),
        "client" => Caller::Client(
            numbers_client::Transport::new(reqwest::Client::builder(), url, "bench")
                .expect("a transport"),
        ),
        "reqwest" => Caller::Reqwest(reqwest::Client::new(), url.to_owned()),
        "tuned" => Caller::Tuned(
            reqwest::Client::builder()
                .redirect(reqwest::redirect::Policy::none())
                .build()
                .expect("a client"),
            path.parse().expect("a URL"),
        ),
        "hyper" => Caller::Hyper(url.trim_start_matches("http://").to_owned(), path),
        other => panic!("no client is called {other}"),
    }
}

async fn work(caller: Caller, rents: Rents) {
    match caller {
        Caller::Ext(numbers) => {
            let phone = PHONE.parse().expect("a number");
            while rents.take() {
                let rental = numbers
                    .rent(phone)
                    .sms(Sms::plan("plan-1"))
                    .send()
                    .await
                    .expect("rented");
                std::hint::black_box(rental);
            }
        }
        Caller::Client(transport) => {
            let (project, phone) = (
                PROJECT.parse().expect("an id"),
                PHONE.parse().expect("a number"),
            );
            let body = numbers_ext::Configuration::unconfigured()
                .sms(Sms::plan("plan-1"))
                .request();
            let credential: reqwest::header::HeaderValue =
                format!("Bearer {TOKEN}").parse().expect("a header");
            while rents.take() {
                let exchange = numbers_client::Exchange::new(&transport)
                    .authorization(credential.clone());
                let answer = exchange
                    .client()
                    .number_service_rent_number(&project, &phone, &body)
                    .await
                    .expect("rented");
                std::hint::black_box(answer.into_inner());
            }
        }
        Caller::Reqwest(http, base) => {
            while rents.take() {
                let url = format!("{base}/v1/projects/{PROJECT}/availableNumbers/{PHONE}:rent");
                std::hint::black_box(by_hand(&http, url).await);
            }
        }
        Caller::Tuned(http, url) => {
            while rents.take() {
                std::hint::black_box(by_hand(&http, url.clone()).await);
            }
        }
        Caller::Hyper(address, url) => {
            let stream = tokio::net::TcpStream::connect(&address)
                .await
                .expect("connected");
            let _ = stream.set_nodelay(true);
            let (mut send, connection) = http1::handshake(TokioIo::new(stream))
                .await
                .expect("connected");
            tokio::spawn(connection);
            let uri: hyper::Uri = url
                .trim_start_matches("http://")
                .trim_start_matches(&address)
                .parse()
                .expect("a path");
            while rents.take() {
                let body = serde_json::to_vec(&REQUEST).expect("written");
                let request = hyper::Request::post(uri.clone())
                    .header("host", &address)
                    .header("authorization", format!("Bearer {TOKEN}"))
                    .header("content-type", "application/json")
                    .body(Full::new(bytes::Bytes::from(body)))
                    .expect("a request");
                let answer = send.send_request(request).await.expect("answered");
                let body = answer.into_body().collect().await.expect("read").to_bytes();
                let answer: RentAnswer = serde_json::from_slice(&body).expect("read");
                std::hint::black_box(answer);
            }
        }
    }
}

/// The call as somebody would write it with reqwest.
async fn by_hand(http: &reqwest::Client, url: impl reqwest::IntoUrl) -> RentAnswer {
    let answer = http
        .post(url)
        .bearer_auth(TOKEN)
        .json(&REQUEST)
        .send()
        .await
        .expect("answered");
    let answer = answer.error_for_status().expect("rented");
    answer.json().await.expect("read")
}
