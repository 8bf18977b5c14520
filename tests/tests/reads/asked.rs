//! All reads, each with a response that it can read.

use std::fmt::Debug;
use std::pin::Pin;

use futures_util::StreamExt as _;
use numbers_ext::enums::NumberType;
use numbers_ext::types::AddressRequest;
use numbers_ext::{Numbers, ReadError};
use numbers_tests::World;
use numbers_tests::reply::{Reply, error, response};
use numbers_tests::script::ORDER;
use numbers_tests::world::{PHONE, PROJECT, active_number, bounded, phone};
use serde_json::json;

type Asking = Pin<Box<dyn Future<Output = Result<String, ReadError>> + Send>>;

/// A read.
#[derive(Clone)]
pub struct Asked {
    pub name: &'static str,
    pub call: fn(Numbers) -> Asking,
    /// A response that it can read.
    pub good: Reply,
    /// The resource whose absence is a result.
    pub absent: Option<&'static str>,
    /// Whether its response is a page, which may be larger.
    pub is_page: bool,
}

impl Asked {
    pub fn all() -> Vec<Self> {
        let (call_number, none) = (active_number(), json!({}).to_string());
        let page = |name, call, body: &str| Self {
            is_page: true,
            ..Self::new(name, call, body)
        };
        let absent = |name, call, body: &str, absent| Self {
            absent: Some(absent),
            ..Self::new(name, call, body)
        };
        vec![
            page(
                "search",
                |numbers| {
                    shown(async move { numbers.search("US", NumberType::Local).send().await })
                },
                &json!({ "availableNumbers": [{ "phoneNumber": PHONE }] }).to_string(),
            ),
            absent(
                "check",
                |numbers| shown(async move { numbers.check(phone()).await }),
                &json!({ "phoneNumber": PHONE }).to_string(),
                "AvailableNumber",
            ),
            page(
                "list",
                |numbers| {
                    shown(async move { numbers.list().pages().next().await.expect("a page") })
                },
                &format!(r#"{{"activeNumbers":[{call_number}],"nextPageToken":"","totalSize":1}}"#),
            ),
            absent(
                "get",
                |numbers| shown(async move { numbers.get(phone()).await }),
                &call_number,
                "ActiveNumber",
            ),
            page(
                "regions",
                |numbers| shown(async move { numbers.regions().send().await }),
                &json!({ "availableRegions": [{ "regionCode": "US" }] }).to_string(),
            ),
            Self::new(
                "requirements",
                |numbers| {
                    shown(async move {
                        numbers
                            .orders()
                            .requirements("AU", NumberType::Mobile)
                            .await
                    })
                },
                &none,
            ),
            Self::new(
                "order",
                |numbers| shown(async move { numbers.orders().get(&ORDER.parse().unwrap()).await }),
                &json!({ "idNumberOrder": ORDER, "projectId": PROJECT, "state": "CREATED" })
                    .to_string(),
            ),
            Self::new(
                "registration",
                |numbers| {
                    shown(
                        async move { numbers.orders().registration(&ORDER.parse().unwrap()).await },
                    )
                },
                &none,
            ),
            absent(
                "emergency address",
                |numbers| shown(async move { numbers.emergency_address(phone()).get().await }),
                &json!({ "streetInfo": "Baker St" }).to_string(),
                "EmergencyAddress",
            ),
            Self::new(
                "validate",
                |numbers| {
                    let address = AddressRequest {
                        city: "Springfield".to_owned(),
                        location: None,
                        postal_code: "62701".to_owned(),
                        postal_code_plus_four: None,
                        state: "IL".to_owned(),
                        street_info: "Baker St".to_owned(),
                        street_number: "221".to_owned(),
                    };
                    let emergency = numbers.emergency_address(phone());
                    shown(async move { emergency.validate("Jane Doe", address).await })
                },
                &none,
            ),
            Self::new(
                "callback secret",
                |numbers| shown(async move { numbers.callback_secret().get().await }),
                &json!({ "projectId": PROJECT, "hmacSecret": "a-secret" }).to_string(),
            ),
        ]
    }

    fn new(name: &'static str, call: fn(Numbers) -> Asking, body: &str) -> Self {
        Self {
            name,
            call,
            good: response(200, body),
            absent: None,
            is_page: false,
        }
    }

    /// Reads once while the service replies so. Returns the result, and the number of requests
    /// and of token requests that were seen.
    pub async fn once(&self, reply: Reply) -> (Result<String, ReadError>, usize, usize) {
        let world = World::new();
        self.script(&world, [reply]);
        let result = bounded((self.call)(world.client())).await;
        let (requests, tokens) = self.seen(&world);
        (result, requests, tokens)
    }

    /// Sets the replies to its next requests. Some reads are a POST.
    pub fn script<const N: usize>(&self, world: &World, replies: [Reply; N]) {
        let mut state = world.api.state();
        state.lookups = replies.clone().into();
        state.rental_requests = replies.into();
    }

    pub fn seen(&self, world: &World) -> (usize, usize) {
        let seen = world.seen();
        (seen.lookups + seen.rental_requests, seen.tokens)
    }
}

/// Returns a 404 that names a resource of this type.
pub fn missing(kind: &str) -> Reply {
    let details = json!([{ "type": "ResourceInfo", "resourceType": kind, "resourceName": "" }]);
    error(404, "NOT_FOUND", details)
}

fn shown<T: Debug>(read: impl Future<Output = Result<T, ReadError>> + Send + 'static) -> Asking {
    Box::pin(async move { read.await.map(|value| format!("{value:?}")) })
}
