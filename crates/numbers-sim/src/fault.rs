//! Faults, and the numbers that have them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::provisioning::{FAILURES, Product};

/// What goes wrong with a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Fault {
    /// The number is rented, and the connection reset before the answer.
    CommittedThenReset,
    /// Nothing is rented, and the connection reset before the answer.
    NotCommittedThenReset,
    /// The answer comes after so many milliseconds.
    Slow {
        /// How many.
        milliseconds: u64,
    },
    /// The number is rented, and the answer cut short.
    Truncated,
    /// A gateway's page, and nothing is rented.
    HtmlBadGateway,
    /// 503 with `Retry-After`, and nothing is rented.
    Unavailable {
        /// In seconds.
        retry_after: u32,
    },
    /// 429 with `Retry-After`, and nothing is rented.
    Throttled {
        /// In seconds.
        retry_after: u32,
    },
    /// 500, although the number is rented.
    CommittedThenInternal,
    /// The answer holds enum values and members that nobody has heard of.
    UnheardOf,
    /// The answer is about another number, and this one is rented.
    AnotherNumber,
    /// The number is rented, and a lookup does not see it for so many seconds.
    LookupLag {
        /// How many, of the simulator's time.
        seconds: u32,
    },
    /// 403, as for a trial account.
    TrialAccount,
    /// 400, as for an account without credit.
    NoCredit,
    /// 404: the number is not for sale.
    NotForSale,
}

/// What a number does by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Magic {
    Fault(Fault),
    Fails(Product, &'static str),
}

/// The numbers begin so; the rest tells what goes wrong.
pub const MAGIC_PREFIX: &str = "+1500555";

/// What goes wrong with a magic number, by its last four digits.
pub(crate) fn magic(phone: &str) -> Option<Magic> {
    let last = phone.strip_prefix(MAGIC_PREFIX)?;
    if last.len() != 4 {
        return None;
    }
    let number: usize = last.parse().ok()?;
    let fault = match number {
        1 => Fault::NotForSale,
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
        18 => Fault::UnheardOf,
        19 => Fault::AnotherNumber,
        20 => Fault::LookupLag { seconds: 10 },
        100..=117 => {
            let code = FAILURES.get(number - 100)?;
            let product = if *code == "SMS_PROVISIONING_FAILED" {
                Product::Sms
            } else {
                Product::Campaign
            };
            return Some(Magic::Fails(product, code));
        }
        200 => return Some(Magic::Fails(Product::Voice, "INTERNAL_ERROR")),
        _ => return None,
    };
    Some(Magic::Fault(fault))
}
