//! One project: its money, its numbers, its orders.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::phone::PhoneNumber;
use crate::state::order::Order;
use crate::state::rental::Rental;

/// What a project has.
#[derive(Debug)]
pub(crate) struct Project {
    pub(crate) id: Arc<str>,
    /// What is left to spend; unlimited where absent.
    pub(crate) balance: Option<Decimal>,
    /// Signs its events; they are unsigned where it is empty.
    pub(crate) callback_secret: String,
    pub(crate) rentals: BTreeMap<PhoneNumber, Box<Rental>>,
    /// The numbers that have a display name, by it.
    pub(crate) named: BTreeSet<(Box<str>, PhoneNumber)>,
    pub(crate) orders: BTreeMap<Box<str>, Box<Order>>,
}

impl Project {
    pub(crate) fn new(id: &str, balance: Option<Decimal>, callback_secret: String) -> Self {
        Self {
            id: id.into(),
            balance,
            callback_secret,
            rentals: BTreeMap::new(),
            named: BTreeSet::new(),
            orders: BTreeMap::new(),
        }
    }

    /// Takes an amount off the balance, if it suffices.
    pub(crate) fn charge(&mut self, amount: Decimal) -> Result<(), NoCredit> {
        let Some(balance) = self.balance else {
            return Ok(());
        };
        let left = balance
            .checked_sub(amount)
            .filter(|left| !left.is_sign_negative() || left.is_zero());
        self.balance = Some(left.ok_or(NoCredit)?);
        Ok(())
    }

    pub(crate) fn insert(&mut self, phone: PhoneNumber, rental: Rental) {
        if !rental.display_name.is_empty() {
            self.named.insert((rental.display_name.clone(), phone));
        }
        self.rentals.insert(phone, Box::new(rental));
    }

    pub(crate) fn remove(&mut self, phone: PhoneNumber) -> Option<Rental> {
        let rental = self.rentals.remove(&phone)?;
        self.named.remove(&(rental.display_name.clone(), phone));
        Some(*rental)
    }

    /// Names a number.
    pub(crate) fn rename(&mut self, phone: PhoneNumber, name: &str) {
        if let Some(rental) = self.rentals.get_mut(&phone) {
            self.named.remove(&(rental.display_name.clone(), phone));
            rental.display_name = name.into();
            if !name.is_empty() {
                self.named.insert((name.into(), phone));
            }
        }
    }
}

/// What is kept of a project itself.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Kept {
    pub(super) balance: Option<Decimal>,
    pub(super) callback_secret: String,
}

/// The balance does not suffice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NoCredit;
