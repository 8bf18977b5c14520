//! What the simulator knows: stock, rentals, tokens, requests.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::answers::Refusal;
use crate::rental::Rental;

/// Who may rent a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Stock {
    /// It is for sale. So is every well-formed number that nothing was said about.
    ForSale,
    /// Another project holds it.
    HeldByAnother,
    /// Nobody may rent it.
    NotForSale,
}

/// A request to one of the two operations, as it was received.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Request {
    /// `GET` or `POST`.
    pub method: String,
    /// The path as it was sent, not decoded.
    pub path: String,
    /// The headers, but for `authorization`; names in lowercase.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
    /// What was answered.
    pub status: u16,
}

#[derive(Debug, Default)]
pub(crate) struct State(Mutex<Inner>);

#[derive(Debug, Default)]
struct Inner {
    stock: HashMap<String, Stock>,
    rentals: HashMap<String, Rental>,
    tokens: HashMap<String, Instant>,
    requests: Vec<Request>,
}

/// How many requests are remembered.
const REMEMBERED: usize = 1000;

impl State {
    pub(crate) fn stock(&self, phone: &str, stock: Stock) {
        self.lock().stock.insert(phone.to_owned(), stock);
    }

    /// Rents a number, unless somebody has.
    pub(crate) fn rent(&self, phone: &str, project: &str, asked: Value) -> Result<Value, Refusal> {
        let mut state = self.lock();
        let stock = state.stock.get(phone).copied().unwrap_or(Stock::ForSale);
        if stock != Stock::ForSale || state.rentals.contains_key(phone) {
            return Err(Refusal::NotFound {
                kind: "AvailableNumber",
                phone: phone.to_owned(),
            });
        }
        let rental = Rental::new(phone, project, asked);
        let body = rental.body();
        state.rentals.insert(phone.to_owned(), rental);
        Ok(body)
    }

    /// The number as the project holds it.
    pub(crate) fn held(&self, phone: &str) -> Result<Value, Refusal> {
        let state = self.lock();
        let rental = state.rentals.get(phone);
        rental.map(Rental::body).ok_or_else(|| Refusal::NotFound {
            kind: "ActiveNumber",
            phone: phone.to_owned(),
        })
    }

    pub(crate) fn rented(&self) -> Vec<String> {
        let mut phones: Vec<_> = self.lock().rentals.keys().cloned().collect();
        phones.sort();
        phones
    }

    pub(crate) fn sell_token(&self, lifetime: Duration) -> String {
        let token = format!("sim-{:032x}", fastrand::u128(..));
        let mut state = self.lock();
        let now = Instant::now();
        state.tokens.retain(|_, end| *end > now);
        state.tokens.insert(token.clone(), now + lifetime);
        token
    }

    pub(crate) fn token_is_good(&self, token: &str) -> bool {
        let end = self.lock().tokens.get(token).copied();
        end.is_some_and(|end| end > Instant::now())
    }

    pub(crate) fn remember(&self, request: Request) {
        let mut state = self.lock();
        if state.requests.len() == REMEMBERED {
            state.requests.remove(0);
        }
        state.requests.push(request);
    }

    pub(crate) fn requests(&self) -> Vec<Request> {
        self.lock().requests.clone()
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
