//! What an order asks for.

use numbers_client::PhoneNumber;

use crate::enums::Capability;
use crate::model::pattern::{Pattern, pattern_setters};
use crate::types::{NumberOrderOption, NumberPattern, QuantityOrderOption};

/// The numbers that an order asks for: one certain number, or a quantity of the service's choice.
///
/// ```
/// use numbers_ext::{PhoneNumber, Quantity, Wanted};
///
/// let phone: PhoneNumber = "+12025550134".parse()?;
/// let one = Wanted::from(phone);
/// let five = Wanted::from(Quantity::of(5).starting("+1208"));
/// # Ok::<(), numbers_ext::ParsePhoneNumberError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Wanted {
    /// This number.
    Number(PhoneNumber),
    /// So many numbers.
    Quantity(Quantity),
}

impl From<PhoneNumber> for Wanted {
    fn from(phone: PhoneNumber) -> Self {
        Self::Number(phone)
    }
}

impl From<Quantity> for Wanted {
    fn from(quantity: Quantity) -> Self {
        Self::Quantity(quantity)
    }
}

/// A quantity of numbers that an order asks for.
///
/// ```
/// use numbers_ext::{Quantity, enums::Capability};
///
/// let wanted = Quantity::of(5)
///     .starting("+1208")
///     .capabilities([Capability::Sms])
///     .sequential();
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quantity {
    count: u32,
    pattern: Option<Pattern>,
    capabilities: Vec<Capability>,
    is_sequential: bool,
}

impl Quantity {
    /// Asks for this many numbers. The API takes 1 to 100.
    #[must_use]
    pub fn of(count: u32) -> Self {
        Self {
            count,
            pattern: None,
            capabilities: Vec::new(),
            is_sequential: false,
        }
    }

    pattern_setters!();

    /// Asks for numbers that can be used for all of these.
    #[must_use]
    pub fn capabilities(mut self, capabilities: impl IntoIterator<Item = Capability>) -> Self {
        self.capabilities = capabilities.into_iter().collect();
        self
    }

    /// Asks for numbers that follow one another.
    #[must_use]
    pub fn sequential(mut self) -> Self {
        self.is_sequential = true;
        self
    }

    fn option(&self) -> QuantityOrderOption {
        QuantityOrderOption {
            requested_quantity: i32::try_from(self.count).unwrap_or(i32::MAX),
            number_pattern: self.pattern.as_ref().map(|pattern| NumberPattern {
                pattern: Some(pattern.digits.clone()),
                search_pattern: Some(pattern.place.clone()),
            }),
            capabilities: self.capabilities.clone(),
            sequential: self.is_sequential.then_some(true),
        }
    }
}

impl Wanted {
    /// Returns the two members of a request, of which one is set.
    pub(crate) fn options(&self) -> (Option<NumberOrderOption>, Option<QuantityOrderOption>) {
        match self {
            Self::Number(phone) => {
                let phone_numbers = vec![phone.to_string()];
                (Some(NumberOrderOption { phone_numbers }), None)
            }
            Self::Quantity(quantity) => (None, Some(quantity.option())),
        }
    }

    pub(crate) fn phone(&self) -> Option<PhoneNumber> {
        match self {
            Self::Number(phone) => Some(*phone),
            Self::Quantity(_) => None,
        }
    }

    pub(crate) fn quantity(&self) -> Option<u32> {
        match self {
            Self::Number(_) => None,
            Self::Quantity(quantity) => Some(quantity.count),
        }
    }
}
