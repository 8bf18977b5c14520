//! The result of a mutation, and how it is known.

use std::ops::Deref;

use crate::model::rental::Proof;

/// The result of a mutation, which it dereferences to, and how it is known.
///
/// ```
/// # use numbers_ext::{Confirmed, Order};
/// # fn show(order: &Confirmed<Order>) {
/// println!("order {}, {} request(s)", order.id(), order.attempts());
/// # }
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Confirmed<T> {
    value: T,
    proof: Proof,
    attempts: u32,
}

impl<T> Confirmed<T> {
    /// Returns a result that the response showed.
    pub(crate) fn by_response(value: T, attempts: u32) -> Self {
        Self {
            value,
            proof: Proof::Response,
            attempts,
        }
    }

    /// Returns a result that a lookup showed.
    pub(crate) fn by_lookup(value: T, attempts: u32) -> Self {
        Self {
            value,
            proof: Proof::Lookup,
            attempts,
        }
    }

    /// Returns how the result is known.
    #[must_use]
    pub fn proof(&self) -> Proof {
        self.proof
    }

    /// Returns how many requests were sent, or may have been.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// Returns the result itself.
    pub fn into_value(self) -> T {
        self.value
    }
}

impl<T> Deref for Confirmed<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}
