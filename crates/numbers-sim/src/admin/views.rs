//! What the simulator holds, in pages.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Query, State};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::active::ActiveNumber;
use crate::app::App;
use crate::clock::Pace;
use crate::phone::PhoneNumber;
use crate::state::{Project, Transaction};

type Shared = State<Arc<App>>;

/// Which page is asked for.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Page {
    limit: Option<usize>,
    /// Of lists with the newest first: only what is older than this id.
    before: Option<u64>,
    /// Of lists by number or id: only what comes after this.
    after: Option<String>,
    project_id: Option<String>,
}

const LIMIT: usize = 100;
const MOST: usize = 1_000;

impl Page {
    fn limit(&self) -> usize {
        self.limit.unwrap_or(LIMIT).min(MOST)
    }

    /// The number after which the page starts.
    fn phone(&self) -> PhoneNumber {
        let after = self.after.as_deref().map(|after| after.replace(' ', "+"));
        let phone = after.and_then(|after| after.parse().ok());
        phone.unwrap_or(PhoneNumber::MIN)
    }

    /// The project that is asked for, or the first.
    fn project<'t>(&self, transaction: &'t Transaction<'_>) -> Option<&'t Project> {
        let mut projects = transaction.state.projects.iter();
        match &self.project_id {
            Some(id) => projects.find(|project| *project.id == **id),
            None => projects.next(),
        }
    }
}

/// `GET /__sim/state`: counts, settings and plans; never as long as what is held.
pub(super) async fn state(State(app): Shared) -> Json<Value> {
    let (issued, _) = app.tokens.newest(app.state.clock.now(), 0);
    let mut view = app.transact(|transaction| {
        let state = &*transaction.state;
        let projects: Vec<_> = state
            .projects
            .iter()
            .map(|project| {
                let key = app
                    .accounts
                    .iter()
                    .find(|account| *account.project_id == *project.id);
                json!({
                    "projectId": &*project.id,
                    "keyId": key.map(|key| &key.key_id),
                    "keySecret": key.map(|key| &key.key_secret),
                    "balance": project.balance,
                    "rentals": project.rentals.len(),
                    "orders": project.orders.len(),
                })
            })
            .collect();
        json!({
            "now": crate::clock::written(transaction.now),
            "currency": state.stock.currency(),
            "projects": projects,
            "rentals": state.projects.iter().map(|project| project.rentals.len()).sum::<usize>(),
            "orders": state.projects.iter().map(|project| project.orders.len()).sum::<usize>(),
            "stock": state.stock.len(),
            "due": state.schedule.len(),
            "faults": state.faults.0,
            "provisioning": state.failing.0,
            "reviews": state.reviews,
        })
    });
    let pace = match app.state.clock.pace() {
        Pace::Real => json!(1),
        Pace::Faster(factor) => json!(factor),
        Pace::Manual => json!("manual"),
    };
    for (name, value) in [
        ("pace", pace),
        ("delivery", json!(app.courier.delivery())),
        ("requests", json!(app.log.count())),
        ("events", json!(app.courier.count())),
        ("tokens", json!(issued)),
    ] {
        if let Some(view) = view.as_object_mut() {
            view.insert(name.to_owned(), value);
        }
    }
    Json(view)
}

/// `GET /__sim/rentals?after=+1202&limit=100&projectId=...`: by number.
pub(super) async fn rentals(State(app): Shared, Query(page): Query<Page>) -> Json<Value> {
    Json(app.transact(|transaction| {
        let Some(project) = page.project(transaction) else {
            return json!({ "rentals": [], "next": null, "total": 0 });
        };
        let after = (
            std::ops::Bound::Excluded(page.phone()),
            std::ops::Bound::Unbounded,
        );
        let rentals = project.rentals.range(after).take(page.limit());
        let shown: Vec<_> = rentals
            .map(|(phone, rental)| {
                json!(ActiveNumber::new(
                    &project.id,
                    *phone,
                    rental,
                    transaction.now
                ))
            })
            .collect();
        let last = shown.last().and_then(|last| last.get("phoneNumber"));
        let more = shown.len() == page.limit();
        json!({
            "next": last.filter(|_| more),
            "rentals": shown,
            "total": project.rentals.len(),
        })
    }))
}

/// `GET /__sim/orders?after=01...&limit=100&projectId=...`: by id.
pub(super) async fn orders(State(app): Shared, Query(page): Query<Page>) -> Json<Value> {
    Json(app.transact(|transaction| {
        let Some(project) = page.project(transaction) else {
            return json!({ "orders": [], "next": null, "total": 0 });
        };
        let after: Box<str> = page.after.clone().unwrap_or_default().into();
        let after = (std::ops::Bound::Excluded(after), std::ops::Bound::Unbounded);
        let orders = project.orders.range(after).take(page.limit());
        let shown: Vec<_> = orders
            .map(|(id, order)| {
                let numbers = order.numbers.iter().map(|number| number.phone_number);
                json!({
                    "idNumberOrder": id,
                    "state": order.state,
                    "regionCode": order.region_code,
                    "numberType": order.number_type,
                    "phoneNumbers": numbers.collect::<Vec<_>>(),
                    "expireTime": crate::clock::written(order.expires),
                })
            })
            .collect();
        let last = shown.last().and_then(|last| last.get("idNumberOrder"));
        let more = shown.len() == page.limit();
        json!({
            "next": last.filter(|_| more),
            "orders": shown,
            "total": project.orders.len(),
        })
    }))
}

/// `GET /__sim/stock?after=+1202&limit=100`: the numbers that are listed.
pub(super) async fn stock(State(app): Shared, Query(page): Query<Page>) -> Json<Value> {
    Json(app.transact(|transaction| {
        let stock = &transaction.state.stock;
        let listed = stock.listed(page.phone()).take(page.limit());
        let shown: Vec<_> = listed
            .map(|(phone, terms)| {
                let mut shown = json!(terms);
                if let Some(shown) = shown.as_object_mut() {
                    shown.shift_insert(0, "phoneNumber".to_owned(), json!(phone));
                }
                shown
            })
            .collect();
        let last = shown.last().and_then(|last| last.get("phoneNumber"));
        let more = shown.len() == page.limit();
        json!({ "next": last.filter(|_| more), "stock": shown, "total": stock.len() })
    }))
}

/// `GET /__sim/requests?before=17&limit=100`: the newest first.
pub(super) async fn requests(State(app): Shared, Query(page): Query<Page>) -> Json<Value> {
    let requests = app.log.newest(page.before, page.limit());
    let more = requests.len() == page.limit();
    let next = requests.last().map(|last| last.id).filter(|_| more);
    Json(json!({ "next": next, "requests": requests, "total": app.log.count() }))
}

/// `GET /__sim/events?before=17&limit=100`: the newest first.
pub(super) async fn events(State(app): Shared, Query(page): Query<Page>) -> Json<Value> {
    let events = app.courier.newest(page.before, page.limit());
    let more = events.len() == page.limit();
    let next = events.last().map(|last| last.id).filter(|_| more);
    Json(json!({ "next": next, "events": events, "total": app.courier.count() }))
}

/// `GET /__sim/tokens?limit=100`: those that are valid, the newest first.
pub(super) async fn tokens(State(app): Shared, Query(page): Query<Page>) -> Json<Value> {
    let (issued, newest) = app.tokens.newest(app.state.clock.now(), page.limit());
    let shown: Vec<_> = newest
        .iter()
        .map(|token| {
            let account = app.accounts.get(token.account);
            let mut shown = json!(token);
            if let (Some(shown), Some(account)) = (shown.as_object_mut(), account) {
                shown.insert("projectId".to_owned(), json!(account.project_id));
            }
            shown
        })
        .collect();
    Json(json!({ "tokens": shown, "issued": issued }))
}
