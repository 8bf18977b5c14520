//! What a mutation was to do, as it is stored and as messages name it.

use std::fmt;

use numbers_client::{AttachmentId, NumberOrderId, PhoneNumber};
use serde::{Deserialize, Serialize};

use crate::model::changes::Changes;
use crate::model::configuration::Configuration;
use crate::model::fingerprint::Fingerprint;
use crate::model::stored;

/// The request, by operation. Secrets and personal data are there as fingerprints alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(
    tag = "operation",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub(crate) enum Intended {
    Rent {
        phone_number: PhoneNumber,
        #[serde(
            default,
            skip_serializing_if = "Option::is_none",
            deserialize_with = "stored::configuration"
        )]
        configuration: Option<Configuration>,
    },
    Update {
        phone_number: PhoneNumber,
        changes: Changes,
    },
    Release {
        phone_number: PhoneNumber,
    },
    CreateOrder {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        phone_number: Option<PhoneNumber>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        requested_quantity: Option<u32>,
    },
    RegisterOrder {
        number_order_id: NumberOrderId,
        fingerprint: Fingerprint,
    },
    UploadAttachment {
        number_order_id: NumberOrderId,
        attachment_id: AttachmentId,
    },
    SubmitOrder {
        number_order_id: NumberOrderId,
    },
    SetEmergencyAddress {
        phone_number: PhoneNumber,
        fingerprint: Fingerprint,
    },
    RemoveEmergencyAddress {
        phone_number: PhoneNumber,
    },
    SetCallbackSecret {
        fingerprint: Fingerprint,
    },
}

/// The words of an operation, for messages, traces and JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Verb {
    /// The operation's name, as in JSON.
    pub(crate) name: &'static str,
    /// As in "nothing was sent to rent +12025550134".
    pub(crate) infinitive: &'static str,
    /// As in "+12025550134 may have been rented".
    pub(crate) participle: &'static str,
}

impl Verb {
    const fn new(name: &'static str, infinitive: &'static str, participle: &'static str) -> Self {
        Self {
            name,
            infinitive,
            participle,
        }
    }

    pub(crate) const RENT: Self = Self::new("rent", "rent", "rented");
    pub(crate) const UPDATE: Self = Self::new("update", "update", "updated");
    pub(crate) const RELEASE: Self = Self::new("release", "release", "released");
    pub(crate) const CREATE_ORDER: Self = Self::new("createOrder", "create", "created");
    pub(crate) const REGISTER_ORDER: Self = Self::new("registerOrder", "register", "registered");
    pub(crate) const UPLOAD_ATTACHMENT: Self = Self::new("uploadAttachment", "upload", "uploaded");
    pub(crate) const SUBMIT_ORDER: Self = Self::new("submitOrder", "submit", "submitted");
    pub(crate) const SET_EMERGENCY_ADDRESS: Self = Self::new("setEmergencyAddress", "set", "set");
    pub(crate) const REMOVE_EMERGENCY_ADDRESS: Self =
        Self::new("removeEmergencyAddress", "remove", "removed");
    pub(crate) const SET_CALLBACK_SECRET: Self = Self::new("setCallbackSecret", "set", "set");
}

impl Intended {
    pub(crate) fn verb(&self) -> Verb {
        match self {
            Self::Rent { .. } => Verb::RENT,
            Self::Update { .. } => Verb::UPDATE,
            Self::Release { .. } => Verb::RELEASE,
            Self::CreateOrder { .. } => Verb::CREATE_ORDER,
            Self::RegisterOrder { .. } => Verb::REGISTER_ORDER,
            Self::UploadAttachment { .. } => Verb::UPLOAD_ATTACHMENT,
            Self::SubmitOrder { .. } => Verb::SUBMIT_ORDER,
            Self::SetEmergencyAddress { .. } => Verb::SET_EMERGENCY_ADDRESS,
            Self::RemoveEmergencyAddress { .. } => Verb::REMOVE_EMERGENCY_ADDRESS,
            Self::SetCallbackSecret { .. } => Verb::SET_CALLBACK_SECRET,
        }
    }

    /// Returns the number that the request is about, if it is about one.
    pub(crate) fn phone(&self) -> Option<PhoneNumber> {
        match self {
            Self::Rent { phone_number, .. }
            | Self::Update { phone_number, .. }
            | Self::Release { phone_number }
            | Self::SetEmergencyAddress { phone_number, .. }
            | Self::RemoveEmergencyAddress { phone_number } => Some(*phone_number),
            Self::CreateOrder { phone_number, .. } => *phone_number,
            Self::RegisterOrder { .. }
            | Self::UploadAttachment { .. }
            | Self::SubmitOrder { .. }
            | Self::SetCallbackSecret { .. } => None,
        }
    }

    /// Returns the order that the request is about, if it is about one.
    pub(crate) fn order(&self) -> Option<&NumberOrderId> {
        match self {
            Self::RegisterOrder {
                number_order_id, ..
            }
            | Self::UploadAttachment {
                number_order_id, ..
            }
            | Self::SubmitOrder { number_order_id } => Some(number_order_id),
            _ => None,
        }
    }

    /// Returns what an unknown outcome costs at the most, where that is less than it seems.
    pub(crate) fn consolation(&self) -> Option<&'static str> {
        match self {
            Self::CreateOrder { .. } => Some(
                "an order only reserves numbers: nothing is spent until it is submitted, and its reservation ends by itself within 48 hours",
            ),
            _ => None,
        }
    }
}

/// What the request is about, as messages name it.
impl fmt::Display for Intended {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rent { phone_number, .. }
            | Self::Update { phone_number, .. }
            | Self::Release { phone_number } => phone_number.fmt(f),
            Self::CreateOrder {
                phone_number: Some(phone),
                ..
            } => write!(f, "an order of {phone}"),
            Self::CreateOrder {
                requested_quantity, ..
            } => match requested_quantity {
                Some(quantity) => write!(f, "an order of {quantity} numbers"),
                None => f.write_str("an order"),
            },
            Self::RegisterOrder {
                number_order_id, ..
            }
            | Self::SubmitOrder { number_order_id } => write!(f, "order {number_order_id}"),
            Self::UploadAttachment {
                number_order_id,
                attachment_id,
            } => write!(f, "attachment {attachment_id} of order {number_order_id}"),
            Self::SetEmergencyAddress { phone_number, .. }
            | Self::RemoveEmergencyAddress { phone_number } => {
                write!(f, "the emergency address of {phone_number}")
            }
            Self::SetCallbackSecret { .. } => f.write_str("the callback secret"),
        }
    }
}
