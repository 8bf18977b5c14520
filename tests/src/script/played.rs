//! Each mutation, with what an honest service responds to it and to the lookups that reconcile it.

use std::fmt::Debug;
use std::pin::Pin;

use numbers_ext::enums::NumberType;
use numbers_ext::types::AddressRequest;
use numbers_ext::{
    Confirmed, Document, MutationError, Numbers, Proof, Quantity, Released, Rental, Sms, Updated,
    Wanted,
};
use serde_json::{Value, json};

use crate::reply::{Reply, error, response};
use crate::server::{not_held, rented};
use crate::world::{PHONE, PROJECT, active_number, phone};

/// A call under way.
pub type Calling = Pin<Box<dyn Future<Output = Result<Success, MutationError>> + Send>>;

/// A call that has succeeded.
#[derive(Clone, Debug)]
pub struct Success {
    pub attempts: u32,
    pub proof: Proof,
    /// All that can be shown of it.
    pub shown: String,
}

/// A mutation, and what the service responds.
#[derive(Clone)]
pub struct Played {
    pub name: &'static str,
    pub call: fn(Numbers) -> Calling,
    /// To a request that it acts on.
    pub done: Reply,
    /// A success about something else.
    pub another: Reply,
    /// To a lookup after it has acted.
    pub found: Reply,
    /// To a lookup before that.
    pub absent: Reply,
}

pub const ORDER: &str = "01kaz5w8g8v0qf6dn1f6cz2k8t";
pub const ATTACHMENT: &str = "01jxn2251d0shhamtbykft2xzx";
/// What is secret or personal: shown by nothing.
pub const CALLBACK_SECRET: &str = "marker-callback-5e1b";
pub const PERSON: &str = "Marker Person 9d20";
pub const CONTENT: &str = "marker-content-77aa";

impl Played {
    /// Returns a success that ends too early.
    pub fn cut_short(&self) -> Reply {
        let has_body = !self.done.writes.concat().ends_with(b"\r\n\r\n");
        let whole = if has_body {
            self.done.clone()
        } else {
            response(200, "{}")
        };
        whole.cut_in_the_body().closes()
    }

    /// Returns all mutations, the rental request first.
    pub fn all() -> Vec<Self> {
        vec![
            Self::rent(),
            Self::update(),
            Self::release(),
            Self::create_order("createOrder of a number", |numbers| {
                create_order(&numbers, phone().into())
            }),
            Self::create_order("createOrder of a quantity", |numbers| {
                create_order(&numbers, Quantity::of(3).starting("+1202").into())
            }),
            Self::register_order(),
            Self::upload_attachment(),
            Self::submit_order(),
            Self::set_emergency_address(),
            Self::remove_emergency_address(),
            Self::set_callback_secret(),
        ]
    }

    /// Returns the mutation of this name.
    ///
    /// # Panics
    ///
    /// When there is none.
    pub fn named(name: &str) -> Self {
        let mut all = Self::all().into_iter();
        all.find(|played| played.name == name).expect(name)
    }

    fn rent() -> Self {
        Self {
            name: "rent",
            call: |numbers| {
                let rent = numbers.rent(phone()).sms(Sms::plan("plan-1")).send();
                Box::pin(async move { rent.await.map(|rental| rental.into()) })
            },
            done: rented(),
            another: another_number(),
            found: response(200, &active_number()),
            absent: not_held(),
        }
    }

    fn update() -> Self {
        Self {
            name: "update",
            call: |numbers| {
                let update = numbers.update(phone()).display_name("Front desk").send();
                Box::pin(async move { update.await.map(|updated| updated.into()) })
            },
            done: number(&json!({ "displayName": "Front desk" })),
            another: another_number(),
            found: number(&json!({ "displayName": "Front desk" })),
            absent: number(&json!({ "displayName": "Back door" })),
        }
    }

    fn release() -> Self {
        let ends = json!({ "expireAt": "2026-12-18T11:06:40.482913Z" });
        Self {
            name: "release",
            call: |numbers| {
                let release = numbers.release(phone()).send();
                Box::pin(async move { release.await.map(|released| released.into()) })
            },
            done: number(&ends),
            another: another_number(),
            found: number(&ends),
            absent: number(&json!({ "expireAt": null })),
        }
    }

    /// An order can't be looked up: the responses to lookups stand for none.
    fn create_order(name: &'static str, call: fn(Numbers) -> Calling) -> Self {
        Self {
            name,
            call,
            done: order("CREATED"),
            another: response(
                200,
                &format!(r#"{{"idNumberOrder":"{ORDER}","projectId":"p"}}"#),
            ),
            found: response(500, ""),
            absent: response(500, ""),
        }
    }

    fn register_order() -> Self {
        let registered = json!({ "requestDetails": { "name": PERSON }, "attachments": [] });
        Self {
            name: "registerOrder",
            call: |numbers| {
                let details = json!({ "name": PERSON });
                let register = numbers.orders().register(&ORDER.parse().unwrap(), details);
                confirmed(register.send())
            },
            done: response(200, &registered.to_string()),
            another: response(200, r#"{"requestDetails":{"name":"Somebody Else"}}"#),
            found: response(200, &registered.to_string()),
            absent: response(200, r#"{"requestDetails":{},"attachments":[],"logs":[]}"#),
        }
    }

    fn upload_attachment() -> Self {
        let with = |status: &str| {
            let attachment = json!({ "attachmentId": ATTACHMENT, "uploadStatus": status });
            let registration = json!({ "requestDetails": {}, "attachments": [attachment] });
            response(200, &registration.to_string())
        };
        Self {
            name: "uploadAttachment",
            call: |numbers| {
                let document = Document::new("passport.pdf", "application/pdf", CONTENT);
                let (order, attachment) = (ORDER.parse().unwrap(), ATTACHMENT.parse().unwrap());
                confirmed(
                    numbers
                        .orders()
                        .attach(&order, &attachment, document)
                        .send(),
                )
            },
            done: response(200, ""),
            another: response(200, "<html>welcome</html>"),
            found: with("COMPLETED"),
            absent: with("WAITING"),
        }
    }

    fn submit_order() -> Self {
        Self {
            name: "submitOrder",
            call: |numbers| confirmed(numbers.orders().submit(&ORDER.parse().unwrap()).send()),
            done: order("IN_REVIEW"),
            another: response(200, r#"{"idNumberOrder":"another","state":"IN_REVIEW"}"#),
            found: order("COMPLETED"),
            absent: order("CREATED"),
        }
    }

    fn set_emergency_address() -> Self {
        let at = |number: &str| {
            let address = json!({
                "streetNumber": number, "streetInfo": "Baker St", "city": "Springfield",
                "state": "IL", "postalCode": "62701",
            });
            response(200, &address.to_string())
        };
        Self {
            name: "setEmergencyAddress",
            call: |numbers| {
                let address = AddressRequest {
                    city: "Springfield".to_owned(),
                    location: None,
                    postal_code: "62701".to_owned(),
                    postal_code_plus_four: None,
                    state: "IL".to_owned(),
                    street_info: "Baker St".to_owned(),
                    street_number: "221".to_owned(),
                };
                let address = numbers.emergency_address(phone()).set("Jane Doe", address);
                confirmed(address.send())
            },
            done: at("221"),
            another: response(200, "{}"),
            found: at("221"),
            absent: at("7"),
        }
    }

    fn remove_emergency_address() -> Self {
        Self {
            name: "removeEmergencyAddress",
            call: |numbers| confirmed(numbers.emergency_address(phone()).remove().send()),
            done: response(200, "{}"),
            another: response(200, "<html>welcome</html>"),
            found: error(
                404,
                "NOT_FOUND",
                json!([{ "type": "ResourceInfo", "resourceType": "EmergencyAddress" }]),
            ),
            absent: response(200, r#"{"streetNumber":"221","streetInfo":"Baker St"}"#),
        }
    }

    fn set_callback_secret() -> Self {
        let with = |secret: &str| {
            response(
                200,
                &json!({ "projectId": PROJECT, "hmacSecret": secret }).to_string(),
            )
        };
        Self {
            name: "setCallbackSecret",
            call: |numbers| confirmed(numbers.callback_secret().set(CALLBACK_SECRET).send()),
            done: with(CALLBACK_SECRET),
            another: response(200, r#"{"projectId":"another"}"#),
            found: with(CALLBACK_SECRET),
            absent: with("an-earlier-secret"),
        }
    }
}

/// Returns a response about the number, with these members.
fn number(members: &Value) -> Reply {
    let mut number: Value = serde_json::from_str(&active_number()).unwrap();
    let all = number.as_object_mut().unwrap();
    all.extend(members.as_object().unwrap().clone());
    response(200, &number.to_string())
}

fn another_number() -> Reply {
    response(200, r#"{"phoneNumber":"+12025550135"}"#)
}

fn order(state: &str) -> Reply {
    let order = json!({
        "idNumberOrder": ORDER, "projectId": PROJECT, "state": state,
        "orderNumbers": [{ "phoneNumber": PHONE }],
    });
    response(200, &order.to_string())
}

fn create_order(numbers: &Numbers, wanted: Wanted) -> Calling {
    let create = numbers.orders().create("US", NumberType::Local, wanted);
    confirmed(create.send())
}

fn confirmed<T: Debug + 'static>(
    sent: impl Future<Output = Result<Confirmed<T>, MutationError>> + Send + 'static,
) -> Calling {
    Box::pin(async move {
        sent.await.map(|confirmed| Success {
            attempts: confirmed.attempts(),
            proof: confirmed.proof(),
            shown: format!("{confirmed:?}"),
        })
    })
}

impl From<Rental> for Success {
    fn from(rental: Rental) -> Self {
        Self {
            attempts: rental.attempts(),
            proof: rental.proof(),
            shown: format!("{rental:?}{}", serde_json::to_string(&rental).unwrap()),
        }
    }
}

impl From<Updated> for Success {
    fn from(updated: Updated) -> Self {
        Self {
            attempts: updated.attempts(),
            proof: updated.proof(),
            shown: format!("{updated:?}"),
        }
    }
}

impl From<Released> for Success {
    fn from(released: Released) -> Self {
        Self {
            attempts: released.attempts(),
            proof: released.proof(),
            shown: format!("{released:?}"),
        }
    }
}
