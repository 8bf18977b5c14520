//! What the simulator knows: balance, stock, rentals, tokens, requests, events.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use rust_decimal::Decimal;
use serde::Serialize;
use serde_json::{Value, json};

use crate::answers::Refusal;
use crate::clock::Clock;
use crate::delivery::Event;
use crate::event;
use crate::fault::{Fault, Magic, magic};
use crate::rental::{Rental, Terms};
use crate::scenario::{Failing, Operation, Planned, Scenario};
use crate::stock::{Offer, Stock};
use crate::store::{Store, StoreError};

/// A request to one of the two operations, as it was received.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Request {
    /// `GET` or `POST`.
    pub method: String,
    /// The path as it was sent, not decoded.
    pub path: String,
    /// The headers, but for `authorization`; names in lowercase.
    pub headers: Vec<(String, String)>,
    /// The body, as text.
    pub body: String,
    /// What was answered; `None` where the connection was reset.
    pub status: Option<u16>,
}

/// Everything, behind one lock.
#[derive(Debug)]
pub(crate) struct State {
    inner: Mutex<Inner>,
    pub(crate) clock: Clock,
    store: Option<Store>,
    scenario: Scenario,
}

#[derive(Debug, Default)]
struct Inner {
    balance: Option<Decimal>,
    stock: BTreeMap<String, Offer>,
    rentals: BTreeMap<String, Rental>,
    tokens: HashMap<String, Timestamp>,
    requests: VecDeque<Request>,
    events: VecDeque<Event>,
    /// How many events were forgotten.
    forgotten: usize,
    faults: Vec<Planned>,
    failing: Vec<Failing>,
}

/// How many requests and events are remembered.
const REMEMBERED: usize = 1_000;

impl State {
    pub(crate) fn new(
        scenario: Scenario,
        clock: Clock,
        store: Option<Store>,
    ) -> Result<Self, StoreError> {
        let mut inner = Inner::begin(&scenario);
        if let Some(store) = &store {
            let (rentals, balance) = store.load()?;
            inner.rentals = rentals
                .into_iter()
                .map(|rental| (rental.phone.clone(), rental))
                .collect();
            inner.balance = balance.or(inner.balance);
        }
        Ok(Self {
            inner: Mutex::new(inner),
            clock,
            store,
            scenario,
        })
    }

    /// Begins anew, with the scenario it began with.
    pub(crate) fn reset(&self) -> Result<(), StoreError> {
        let mut state = self.lock();
        if let Some(store) = &self.store {
            store.clear()?;
        }
        *state = Inner::begin(&self.scenario);
        Ok(())
    }

    pub(crate) fn offer(&self, phone: &str, offer: Offer) {
        self.lock().stock.insert(phone.to_owned(), offer);
    }

    pub(crate) fn plan(&self, fault: Planned) {
        self.lock().faults.push(fault);
    }

    pub(crate) fn fail(&self, failing: Failing) {
        self.lock().failing.push(failing);
    }

    /// What goes wrong with this request; uses it up.
    pub(crate) fn fault(&self, phone: &str, operation: Operation) -> Option<Fault> {
        let mut state = self.lock();
        let planned = state.faults.iter_mut().find(|planned| {
            planned.operation == operation
                && planned.times != Some(0)
                && planned.phone.as_deref().is_none_or(|other| other == phone)
        });
        if let Some(planned) = planned {
            planned.times = planned.times.map(|times| times - 1);
            return Some(planned.fault.clone());
        }
        match magic(phone) {
            Some(Magic::Fault(fault)) if operation == Operation::Rent => Some(fault),
            _ => None,
        }
    }

    /// Rents a number, unless somebody has; a lookup sees it after `lag`.
    pub(crate) fn rent(
        &self,
        phone: &str,
        project: &str,
        asked: Value,
        lag: Duration,
    ) -> Result<Value, Refusal> {
        let now = self.clock.now();
        let mut guard = self.lock();
        let state = &mut *guard;
        let offer = state.stock.get(phone).cloned().unwrap_or_default();
        if offer.stock != Stock::ForSale || state.rentals.contains_key(phone) {
            return Err(Refusal::not_found("AvailableNumber", phone));
        }
        let balance = match state.balance {
            Some(balance) if balance < offer.price() => return Err(Refusal::no_credit()),
            balance => balance.and_then(|balance| balance.checked_sub(offer.price())),
        };
        let lag = jiff::SignedDuration::try_from(lag).unwrap_or_default();
        let terms = Terms {
            phone: phone.to_owned(),
            project: project.to_owned(),
            asked,
            offer,
            currency: self.currency(),
            visible: now.checked_add(lag).unwrap_or(Timestamp::MAX),
        };
        let rental = Rental::new(terms, now, |product| {
            let planned = state.failing.iter().find(|failing| {
                failing.product == product
                    && failing.phone.as_deref().is_none_or(|other| other == phone)
            });
            planned
                .map(|failing| failing.fails.clone())
                .or(match magic(phone) {
                    Some(Magic::Fails(failing, code)) if failing == product => {
                        Some(code.to_owned())
                    }
                    _ => None,
                })
        });
        if let Some(store) = &self.store {
            // On disk before it is answered.
            store
                .keep([&rental].into_iter(), balance)
                .map_err(|_| Refusal::Internal)?;
        }
        state.balance = balance;
        let body = rental.body();
        state.rentals.insert(phone.to_owned(), rental);
        Ok(body)
    }

    /// The number as the project holds it.
    pub(crate) fn held(&self, phone: &str) -> Result<Value, Refusal> {
        let now = self.clock.now();
        let state = self.lock();
        let rental = state
            .rentals
            .get(phone)
            .filter(|rental| rental.is_visible(now));
        rental
            .map(Rental::body)
            .ok_or_else(|| Refusal::not_found("ActiveNumber", phone))
    }

    /// Takes all steps that are due; the events of those that ended, and where they go.
    pub(crate) fn go_on(&self) -> Vec<(String, Value)> {
        let now = self.clock.now();
        let mut guard = self.lock();
        let state = &mut *guard;
        let mut events = Vec::new();
        let mut changed = Vec::new();
        for rental in state
            .rentals
            .values_mut()
            .filter(|rental| !rental.is_over())
        {
            let ended = rental.go_on(now);
            if !ended.is_empty() {
                changed.push(rental.phone.clone());
            }
            for product in ended {
                let url = rental.callback_url().map(str::to_owned);
                events.extend(url.zip(event::body(rental, product)));
            }
        }
        if let (Some(store), false) = (&self.store, changed.is_empty()) {
            let rentals = changed.iter().filter_map(|phone| state.rentals.get(phone));
            // What can't be kept is gone on with again after a restart.
            let _ = store.keep(rentals, state.balance);
        }
        events
    }

    pub(crate) fn rentals(&self) -> Vec<Value> {
        self.lock().rentals.values().map(Rental::body).collect()
    }

    pub(crate) fn rented(&self) -> Vec<String> {
        self.lock().rentals.keys().cloned().collect()
    }

    pub(crate) fn sell_token(&self, lifetime: Duration) -> String {
        let token = format!("sim-{:032x}", fastrand::u128(..));
        let now = self.clock.now();
        let lifetime = jiff::SignedDuration::try_from(lifetime).unwrap_or_default();
        let end = now.checked_add(lifetime).unwrap_or(Timestamp::MAX);
        let mut state = self.lock();
        state.tokens.retain(|_, end| *end > now);
        state.tokens.insert(token.clone(), end);
        token
    }

    pub(crate) fn token_is_good(&self, token: &str) -> bool {
        let now = self.clock.now();
        self.lock().tokens.get(token).is_some_and(|end| *end > now)
    }

    pub(crate) fn remember(&self, request: Request) {
        let mut state = self.lock();
        if state.requests.len() == REMEMBERED {
            state.requests.pop_front();
        }
        state.requests.push_back(request);
    }

    pub(crate) fn requests(&self) -> Vec<Request> {
        self.lock().requests.iter().cloned().collect()
    }

    /// Notes an event; the number by which its attempts are noted.
    pub(crate) fn log_event(&self, event: Event) -> usize {
        let mut state = self.lock();
        if state.events.len() == REMEMBERED {
            state.events.pop_front();
            state.forgotten += 1;
        }
        state.events.push_back(event);
        state.forgotten + state.events.len() - 1
    }

    pub(crate) fn log_attempt(&self, number: usize, taken: bool) {
        let mut state = self.lock();
        let index = number.checked_sub(state.forgotten);
        if let Some(event) = index.and_then(|index| state.events.get_mut(index)) {
            event.attempts += 1;
            event.delivered += u32::from(taken);
        }
    }

    pub(crate) fn events(&self) -> Vec<Event> {
        self.lock().events.iter().cloned().collect()
    }

    pub(crate) fn currency(&self) -> String {
        self.scenario
            .currency
            .clone()
            .unwrap_or_else(|| "USD".to_owned())
    }

    /// All of it, for those who watch.
    pub(crate) fn view(&self) -> Value {
        let state = self.lock();
        json!({
            "now": format!("{:.3}", self.clock.now()),
            "balance": state.balance.map(|balance| balance.to_string()),
            "currency": self.currency(),
            "stock": state.stock,
            "rentals": state.rentals.values().map(Rental::body).collect::<Vec<_>>(),
            "faults": state.faults,
            "provisioning": state.failing,
            "events": state.events,
        })
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        // Nothing that holds the lock can panic half-way through a change.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    fn begin(scenario: &Scenario) -> Self {
        Self {
            balance: scenario.balance,
            stock: scenario.stock.clone(),
            faults: scenario.faults.clone(),
            failing: scenario.provisioning.clone(),
            ..Self::default()
        }
    }
}
