//! The spending cap. No I/O.

use std::collections::BTreeMap;

use numbers_ext::{Decimal, Price};

use crate::journal::queries::Spent;

/// What may be spent, what is, and what may become so.
#[derive(Debug)]
pub(crate) struct Spending {
    caps: BTreeMap<String, Decimal>,
    spent: BTreeMap<String, Decimal>,
    /// The prices of what is under way, where they are known.
    reserved: BTreeMap<String, Decimal>,
    /// The highest price so far, by currency.
    highest: BTreeMap<String, Decimal>,
    /// How many numbers are rented, under way or unknown at a price that is not known.
    unpriced: u64,
}

/// What is set aside for a number that is being rented.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Reservation {
    Exactly(Price),
    /// As much as the most expensive number so far.
    Unpriced,
    /// The operation costs nothing.
    Nothing,
}

impl Reservation {
    pub(crate) fn for_price(price: Option<Price>) -> Self {
        price.map_or(Self::Unpriced, Self::Exactly)
    }
}

/// Why nothing more may be spent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum NotAllowed {
    /// The next number could exceed this cap.
    Cap(Price),
    /// There are caps, and none in this currency.
    NoCap(String),
}

impl Spending {
    /// Begins with what a journal says. What is unknown may be rented: at these costs, and
    /// so many more at a price that is not known.
    pub(crate) fn new(
        caps: BTreeMap<String, Decimal>,
        spent: Spent,
        unknown: (Vec<Price>, u64),
    ) -> Self {
        let (costs, others) = unknown;
        let mut spending = Self {
            caps,
            spent: spent.sums,
            reserved: BTreeMap::new(),
            highest: spent.highest,
            unpriced: spent.unpriced + others,
        };
        for cost in costs {
            spending.reserve(Reservation::for_price(Some(cost)));
        }
        spending
    }

    /// Returns whether so much may be set aside now.
    pub(crate) fn allows(&self, needed: &Reservation) -> Result<(), NotAllowed> {
        if self.caps.is_empty() || *needed == Reservation::Nothing {
            return Ok(());
        }
        if let Some(currency) = self.spent.keys().find(|key| !self.caps.contains_key(*key)) {
            return Err(NotAllowed::NoCap(currency.clone()));
        }
        if let Reservation::Exactly(price) = needed {
            let Some(cap) = self.caps.get(price.currency()) else {
                return Err(NotAllowed::NoCap(price.currency().to_owned()));
            };
            let used = self.used(price.currency(), self.unpriced);
            return within(used.and_then(|used| used.checked_add(price.amount())), *cap)
                .then_some(())
                .ok_or_else(|| NotAllowed::Cap(Price::new(*cap, price.currency())));
        }
        // The first number of all is rented alone, to learn what numbers cost.
        let is_first = self.unpriced == 0 && self.reserved.values().all(Decimal::is_zero);
        let is_learning = self
            .caps
            .keys()
            .all(|currency| !self.highest.contains_key(currency));
        for (currency, cap) in &self.caps {
            let is_within = if is_learning {
                is_first && !cap.is_zero()
            } else {
                within(self.used(currency, self.unpriced + 1), *cap)
            };
            if !is_within {
                return Err(NotAllowed::Cap(Price::new(*cap, currency.clone())));
            }
        }
        Ok(())
    }

    /// Sets aside what a number may cost.
    pub(crate) fn reserve(&mut self, needed: Reservation) -> Reservation {
        match &needed {
            Reservation::Exactly(price) => {
                add(&mut self.reserved, price.currency(), price.amount());
            }
            Reservation::Unpriced => self.unpriced += 1,
            Reservation::Nothing => {}
        }
        needed
    }

    /// Gives back what was set aside for a number that is not rented.
    pub(crate) fn free(&mut self, reservation: &Reservation) {
        match reservation {
            Reservation::Exactly(price) => {
                add(&mut self.reserved, price.currency(), -price.amount());
            }
            Reservation::Unpriced => self.unpriced = self.unpriced.saturating_sub(1),
            Reservation::Nothing => {}
        }
    }

    /// Counts a number as rented. Where its response names no price, it is taken to cost
    /// what was set aside.
    pub(crate) fn spend(&mut self, reservation: &Reservation, price: Option<&Price>) {
        let exact = match reservation {
            // A check knows the setup price as well.
            Reservation::Exactly(checked) => Some(checked),
            Reservation::Unpriced => price,
            Reservation::Nothing => return,
        };
        let Some(exact) = exact.cloned() else {
            // It stays set aside.
            return;
        };
        self.free(reservation);
        add(&mut self.spent, exact.currency(), exact.amount());
        let highest = self.highest.entry(exact.currency().to_owned()).or_default();
        *highest = exact.amount().max(*highest);
    }

    /// Returns what is spent, by currency.
    pub(crate) fn spent(&self) -> Vec<Price> {
        let price = |(currency, sum): (&String, &Decimal)| Price::new(*sum, currency.clone());
        self.spent.iter().map(price).collect()
    }

    /// Returns what is spent in a currency if so many numbers cost as much as the most
    /// expensive one.
    fn used(&self, currency: &str, unpriced: u64) -> Option<Decimal> {
        let of = |sums: &BTreeMap<String, Decimal>| sums.get(currency).copied().unwrap_or_default();
        let most = of(&self.highest).checked_mul(Decimal::from(unpriced))?;
        of(&self.spent)
            .checked_add(of(&self.reserved))?
            .checked_add(most)
    }
}

/// A sum beyond all bounds is within none.
fn within(sum: Option<Decimal>, cap: Decimal) -> bool {
    sum.is_some_and(|sum| sum <= cap)
}

fn add(sums: &mut BTreeMap<String, Decimal>, currency: &str, amount: Decimal) {
    let sum = sums.entry(currency.to_owned()).or_default();
    *sum = sum.checked_add(amount).unwrap_or(Decimal::MAX);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn usd(cents: i64) -> Price {
        Price::new(Decimal::new(cents, 2), "USD")
    }

    fn exactly(price: &Price) -> Reservation {
        Reservation::Exactly(price.clone())
    }

    fn spending(cap: i64) -> Spending {
        let caps = [("USD".to_owned(), Decimal::new(cap, 2))].into();
        Spending::new(caps, Spent::default(), (Vec::new(), 0))
    }

    #[test]
    fn without_a_cap_everything_is_allowed() {
        let mut spending = Spending::new(BTreeMap::new(), Spent::default(), (Vec::new(), 1_000));
        assert_eq!(spending.allows(&Reservation::Unpriced), Ok(()));
        let reservation = spending.reserve(Reservation::Unpriced);
        spending.spend(&reservation, Some(&usd(200)));
        assert_eq!(spending.spent(), [usd(200)]);
        assert_eq!(spending.allows(&exactly(&usd(i64::MAX))), Ok(()));
    }

    #[test]
    fn the_first_number_is_rented_alone_and_teaches_the_price() {
        let mut spending = spending(500);
        assert_eq!(spending.allows(&Reservation::Unpriced), Ok(()));
        let first = spending.reserve(Reservation::Unpriced);
        assert!(spending.allows(&Reservation::Unpriced).is_err());
        spending.spend(&first, Some(&usd(200)));
        let second = spending.reserve(Reservation::Unpriced);
        // 2.00 spent, 2.00 under way: a third could make 6.00.
        assert_eq!(
            spending.allows(&Reservation::Unpriced),
            Err(NotAllowed::Cap(usd(500)))
        );
        spending.free(&second);
        assert_eq!(spending.allows(&Reservation::Unpriced), Ok(()));
    }

    #[test]
    fn what_is_unknown_counts_as_spent() {
        let caps = [("USD".to_owned(), Decimal::new(500, 2))].into();
        let spent = Spent {
            sums: [("USD".to_owned(), Decimal::new(200, 2))].into(),
            highest: [("USD".to_owned(), Decimal::new(200, 2))].into(),
            unpriced: 0,
        };
        let mut spending = Spending::new(caps, spent, (Vec::new(), 1));
        assert!(spending.allows(&Reservation::Unpriced).is_err());
        spending.free(&Reservation::Unpriced);
        assert_eq!(spending.allows(&Reservation::Unpriced), Ok(()));
    }

    #[test]
    fn a_price_that_is_known_is_counted_exactly() {
        let mut spending = spending(500);
        assert_eq!(spending.allows(&exactly(&usd(500))), Ok(()));
        assert!(spending.allows(&exactly(&usd(501))).is_err());
        let reservation = spending.reserve(exactly(&usd(300)));
        assert!(spending.allows(&exactly(&usd(201))).is_err());
        assert_eq!(spending.allows(&exactly(&usd(200))), Ok(()));
        // The check saw the setup price, which the response does not name.
        spending.spend(&reservation, Some(&usd(100)));
        assert_eq!(spending.spent(), [usd(300)]);
        assert!(spending.allows(&exactly(&usd(201))).is_err());
    }

    #[test]
    fn a_currency_without_a_cap_is_not_spent() {
        let mut spending = spending(500);
        let euros = Price::new(Decimal::ONE, "EUR");
        let none = Err(NotAllowed::NoCap("EUR".to_owned()));
        assert_eq!(spending.allows(&exactly(&euros)), none);
        let reservation = spending.reserve(Reservation::Unpriced);
        spending.spend(&reservation, Some(&euros));
        assert_eq!(spending.allows(&Reservation::Unpriced), none);
    }

    #[test]
    fn a_cap_of_nothing_allows_nothing_and_a_sum_without_bounds_neither() {
        assert!(spending(0).allows(&Reservation::Unpriced).is_err());
        let mut spending = spending(500);
        let most = Price::new(Decimal::MAX, "USD");
        let reservation = spending.reserve(exactly(&most.clone()));
        spending.spend(&reservation, None);
        assert!(spending.allows(&exactly(&usd(1))).is_err());
        assert_eq!(spending.spent(), [most]);
    }

    #[test]
    fn a_rental_whose_response_names_no_price_stays_set_aside() {
        let mut spending = spending(500);
        let reservation = spending.reserve(Reservation::Unpriced);
        spending.spend(&reservation, Some(&usd(200)));
        let reservation = spending.reserve(Reservation::Unpriced);
        spending.spend(&reservation, None);
        assert!(spending.allows(&Reservation::Unpriced).is_err());
    }

    #[test]
    fn what_is_unknown_at_a_known_cost_counts_with_that_cost() {
        let caps = [("USD".to_owned(), Decimal::new(500, 2))].into();
        let spending = Spending::new(caps, Spent::default(), (vec![usd(300)], 0));
        assert!(spending.allows(&exactly(&usd(201))).is_err());
        assert_eq!(spending.allows(&exactly(&usd(200))), Ok(()));
    }

    #[test]
    fn what_costs_nothing_is_always_allowed() {
        let mut spending = spending(0);
        assert_eq!(spending.allows(&Reservation::Nothing), Ok(()));
        let reservation = spending.reserve(Reservation::Nothing);
        spending.spend(&reservation, Some(&usd(200)));
        assert_eq!(spending.spent(), []);
    }
}
