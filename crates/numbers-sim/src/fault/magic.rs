//! Numbers that have faults of their own.

use crate::fault::kind::Fault;
use crate::phone::PhoneNumber;
use crate::provisioning::{FailureCode, Product};

/// Magic numbers start with this; the last four digits select the fault.
pub const MAGIC_PREFIX: &str = "+1500555";

/// What a number does by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Magic {
    /// A fault of the request that rents it.
    Fault(Fault),
    /// A job that fails.
    Fails(Product, FailureCode),
    /// What the review of an order for it ends in.
    Review(ReviewDigit),
}

/// What the review of an order for a magic number ends in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ReviewDigit {
    Rejected,
    Blocked,
    Expired,
}

/// What a magic number does, by its last four digits.
pub(crate) fn magic(phone: PhoneNumber) -> Option<Magic> {
    let text = phone.to_string();
    let last = text.strip_prefix(MAGIC_PREFIX)?;
    if last.len() != 4 {
        return None;
    }
    let number: usize = last.parse().ok()?;
    let fault = match number {
        1 => Fault::NotFound,
        2 => Fault::TrialAccount,
        3 => Fault::NoCredit,
        10 => Fault::CommittedThenReset,
        11 => Fault::NotCommittedThenReset,
        12 => Fault::Slow {
            milliseconds: 5_000,
        },
        13 => Fault::Truncated,
        14 => Fault::HtmlBadGateway,
        15 => Fault::Unavailable { retry_after: 1 },
        16 => Fault::Throttled { retry_after: 1 },
        17 => Fault::CommittedThenInternal,
        18 => Fault::UnknownValues,
        19 => Fault::AnotherNumber,
        20 => Fault::LookupLag { seconds: 10 },
        100..=117 => {
            let code = FailureCode::at(number - 100)?;
            let product = if code.as_str() == "SMS_PROVISIONING_FAILED" {
                Product::Sms
            } else {
                Product::Campaign
            };
            return Some(Magic::Fails(product, code));
        }
        200 => return Some(Magic::Fails(Product::Voice, FailureCode::at(1)?)),
        301 => return Some(Magic::Review(ReviewDigit::Rejected)),
        302 => return Some(Magic::Review(ReviewDigit::Blocked)),
        303 => return Some(Magic::Review(ReviewDigit::Expired)),
        _ => return None,
    };
    Some(Magic::Fault(fault))
}
