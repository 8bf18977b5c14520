//! What every request of one simulator shares.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Notify;

use crate::auth::{Accounts, Limiter, Tokens};
use crate::contract::Contract;
use crate::due;
use crate::log::Log;
use crate::requirements::Requirements;
use crate::scenario::Scenario;
use crate::state::{Inner, Settings, State, Transaction};
use crate::stock::Stock;
use crate::webhooks::Courier;

/// One simulator.
#[derive(Debug)]
pub(crate) struct App {
    pub(crate) accounts: Accounts,
    pub(crate) tokens: Tokens,
    pub(crate) token_lifetime: Duration,
    pub(crate) limiter: Option<Limiter>,
    pub(crate) trial: bool,
    pub(crate) state: State,
    pub(crate) courier: Courier,
    pub(crate) contract: &'static Contract,
    pub(crate) requirements: Requirements,
    pub(crate) log: Log,
    pub(crate) scenario: Scenario,
    /// Wakes the task that acts on what is due.
    pub(crate) wake: Notify,
    /// Names this simulator in the requests that it makes.
    pub(crate) instance: String,
    /// Names by which the control endpoints may be called, besides addresses.
    pub(crate) hosts: Vec<String>,
}

impl App {
    /// Acts on what is due, then does something under the lock.
    pub(crate) fn transact<R>(&self, act: impl FnOnce(&mut Transaction<'_>) -> R) -> R {
        let mut earlier = false;
        let result = self.state.transact(
            |transaction| {
                let next = transaction.state.schedule.next();
                due::catch_up(transaction);
                let result = act(transaction);
                earlier = match (transaction.state.schedule.next(), next) {
                    (Some(now), Some(before)) => now < before,
                    (now, before) => now.is_some() && before.is_none(),
                };
                result
            },
            |transaction| {
                let notices = std::mem::take(&mut transaction.notices);
                if !notices.is_empty() {
                    self.courier.send(notices);
                }
            },
        );
        if earlier {
            self.wake.notify_one();
        }
        result
    }

    /// What a simulator with these accounts and this scenario starts with.
    pub(crate) fn initial(accounts: &Accounts, scenario: &Scenario) -> Inner {
        let settings: Vec<_> = accounts
            .iter()
            .map(|account| Settings {
                id: account.project_id.clone(),
                balance: account.balance,
                callback_secret: account.callback_secret.clone().unwrap_or_default(),
            })
            .collect();
        let currency = scenario.currency.as_deref().unwrap_or("USD");
        let stock = Stock::new(currency, !scenario.only_listed, &scenario.stock);
        let mut inner = Inner::new(&settings, stock);
        inner.faults.0.clone_from(&scenario.faults);
        inner.failing.0.clone_from(&scenario.provisioning);
        inner.reviews.clone_from(&scenario.reviews);
        inner
    }

    /// Starts anew with what it started with.
    pub(crate) fn reset(&self) {
        self.state
            .replace(Self::initial(&self.accounts, &self.scenario));
        self.courier.set_delivery(self.scenario.delivery);
        self.courier.clear();
        self.tokens.clear();
        self.log.clear();
    }
}

/// Acts on what is due when it is, until it is dropped. Nothing is done in between.
pub(crate) async fn act_when_due(app: Arc<App>) {
    /// What is due within this time is acted on together.
    const TOGETHER: Duration = Duration::from_millis(5);

    loop {
        let due = app.state.next_due();
        match due.and_then(|due| app.state.clock.until(due)) {
            Some(wait) => {
                tokio::select! {
                    () = tokio::time::sleep(wait.max(TOGETHER)) => app.transact(|_| ()),
                    () = app.wake.notified() => {}
                }
            }
            None => app.wake.notified().await,
        }
    }
}
