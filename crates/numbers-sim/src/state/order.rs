//! A number order.

use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::phone::PhoneNumber;
use crate::state::registration::Registration;
use crate::stock::{NumberType, Resolved};

/// An order of numbers.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Order {
    pub(crate) region_code: String,
    pub(crate) number_type: NumberType,
    pub(crate) state: OrderState,
    pub(crate) numbers: Vec<OrderNumber>,
    /// As they were sent.
    pub(crate) sms: Option<Value>,
    pub(crate) voice: Option<Value>,
    pub(crate) callback_url: Option<Arc<str>>,
    pub(crate) created: Timestamp,
    pub(crate) updated: Timestamp,
    pub(crate) expires: Timestamp,
    /// When its review ends, while it is in review.
    pub(crate) review_ends: Option<Timestamp>,
    pub(crate) registration: Registration,
}

/// A number that an order reserves.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OrderNumber {
    pub(crate) phone_number: PhoneNumber,
    pub(crate) terms: Arc<Resolved>,
}

/// Where an order is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum OrderState {
    Created,
    InReview,
    Blocked,
    Rejected,
    Completed,
    Expired,
}

impl OrderState {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Created => "CREATED",
            Self::InReview => "IN_REVIEW",
            Self::Blocked => "BLOCKED",
            Self::Rejected => "REJECTED",
            Self::Completed => "COMPLETED",
            Self::Expired => "EXPIRED",
        }
    }

    /// Whether its registration can be changed and it can be submitted.
    pub(crate) const fn is_open(self) -> bool {
        matches!(self, Self::Created | Self::Blocked)
    }

    /// Whether it reserves its numbers.
    pub(crate) const fn reserves(self) -> bool {
        matches!(self, Self::Created | Self::Blocked | Self::InReview)
    }
}
