//! Access tokens that were issued.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use serde::Serialize;

use crate::clock::{after, written};

/// The tokens that are valid, oldest first. All are valid equally long, so the oldest expire
/// first.
#[derive(Debug, Default)]
pub(crate) struct Tokens(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    valid: HashMap<String, Token>,
    order: VecDeque<String>,
    count: u64,
}

#[derive(Clone, Copy, Debug)]
struct Token {
    account: usize,
    issued: Timestamp,
    expires: Timestamp,
}

/// A token, as it is shown: never in full.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Issued {
    /// Its last six characters.
    end: String,
    #[serde(skip)]
    pub(crate) account: usize,
    issued: String,
    expires: String,
}

/// At most so many are valid; the oldest are revoked.
const VALID: usize = 100_000;

impl Tokens {
    pub(crate) fn issue(&self, account: usize, now: Timestamp, lifetime: Duration) -> String {
        let text = format!("sim-{:032x}", fastrand::u128(..));
        let token = Token {
            account,
            issued: now,
            expires: after(now, lifetime),
        };
        let mut kept = self.lock();
        kept.count += 1;
        kept.valid.insert(text.clone(), token);
        kept.order.push_back(text.clone());
        while let Some(oldest) = kept.order.front() {
            let is_valid = kept
                .valid
                .get(oldest)
                .is_some_and(|token| token.expires > now);
            if is_valid && kept.order.len() <= VALID {
                break;
            }
            if let Some(oldest) = kept.order.pop_front() {
                kept.valid.remove(&oldest);
            }
        }
        text
    }

    /// The account that a token was issued to, if it is valid.
    pub(crate) fn account(&self, token: &str, now: Timestamp) -> Option<usize> {
        let kept = self.lock();
        let token = kept.valid.get(token).filter(|token| token.expires > now);
        token.map(|token| token.account)
    }

    pub(crate) fn revoke(&self, token: &str) {
        self.lock().valid.remove(token);
    }

    /// How many were issued, and the newest that are valid.
    pub(crate) fn newest(&self, now: Timestamp, limit: usize) -> (u64, Vec<Issued>) {
        let kept = self.lock();
        let newest = kept.order.iter().rev().filter_map(|text| {
            let token = kept.valid.get(text).filter(|token| token.expires > now)?;
            Some(Issued {
                end: text.get(text.len().saturating_sub(6)..)?.to_owned(),
                account: token.account,
                issued: written(token.issued),
                expires: written(token.expires),
            })
        });
        (kept.count, newest.take(limit).collect())
    }

    pub(crate) fn clear(&self) {
        *self.lock() = Kept::default();
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
