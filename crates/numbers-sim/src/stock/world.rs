//! All numbers there are: those that the stock lists, and by default all others.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::phone::PhoneNumber;
use crate::stock::number_type::NumberType;
use crate::stock::numbering::{self, REGIONS};
use crate::stock::search::Criteria;
use crate::stock::terms::{Availability, Resolved, Terms};

/// The numbers that there are.
#[derive(Debug)]
pub(crate) struct Stock {
    currency: String,
    /// Whether numbers that are not listed can be rented as well.
    others: bool,
    listed: BTreeMap<PhoneNumber, Listed>,
    /// The terms of unlisted numbers, shared between all of a region and type.
    shared: BTreeMap<(&'static str, NumberType), Arc<Resolved>>,
}

#[derive(Debug)]
struct Listed {
    given: Terms,
    resolved: Arc<Resolved>,
}

impl Stock {
    pub(crate) fn new(currency: &str, others: bool, listed: &BTreeMap<PhoneNumber, Terms>) -> Self {
        let mut stock = Self {
            currency: currency.to_owned(),
            others,
            listed: BTreeMap::new(),
            shared: BTreeMap::new(),
        };
        for (phone, terms) in listed {
            stock.list(*phone, terms.clone());
        }
        stock
    }

    pub(crate) fn currency(&self) -> &str {
        &self.currency
    }

    /// Lists a number on these terms.
    pub(crate) fn list(&mut self, phone: PhoneNumber, given: Terms) {
        let resolved = Arc::new(given.resolve(phone, &self.currency));
        self.listed.insert(phone, Listed { given, resolved });
    }

    /// Changes the availability of a number alone.
    pub(crate) fn set(&mut self, phone: PhoneNumber, availability: Availability) {
        let listed = self.listed.get(&phone);
        let mut terms = listed
            .map(|listed| listed.given.clone())
            .unwrap_or_default();
        terms.availability = availability;
        self.list(phone, terms);
    }

    /// Forgets what was listed of a number.
    pub(crate) fn forget(&mut self, phone: PhoneNumber) {
        self.listed.remove(&phone);
    }

    /// The numbers that are listed, from `after` on.
    pub(crate) fn listed(
        &self,
        after: PhoneNumber,
    ) -> impl Iterator<Item = (&PhoneNumber, &Terms)> {
        self.listed
            .range((std::ops::Bound::Excluded(after), std::ops::Bound::Unbounded))
            .map(|(phone, listed)| (phone, &listed.given))
    }

    pub(crate) fn len(&self) -> usize {
        self.listed.len()
    }

    /// The terms of a number, if it can be rented.
    pub(crate) fn terms(&mut self, phone: PhoneNumber) -> Option<Arc<Resolved>> {
        if let Some(listed) = self.listed.get(&phone) {
            let available = listed.given.availability == Availability::Available;
            return available.then(|| Arc::clone(&listed.resolved));
        }
        if !self.others {
            return None;
        }
        let (region, plan) = numbering::plan_of(phone);
        let currency = &self.currency;
        let terms = self
            .shared
            .entry((region, plan.number_type))
            .or_insert_with(|| Arc::new(Terms::default().resolve(phone, currency)));
        Some(Arc::clone(terms))
    }

    /// Numbers that fit and that nobody has, at most `limit`.
    pub(crate) fn search(
        &mut self,
        criteria: &Criteria,
        limit: usize,
        is_taken: impl Fn(PhoneNumber) -> bool,
    ) -> Vec<(PhoneNumber, Arc<Resolved>)> {
        let listed = self.listed.iter().filter(|(phone, listed)| {
            listed.given.availability == Availability::Available
                && criteria.accepts(**phone, &listed.resolved)
                && !is_taken(**phone)
        });
        let mut found: Vec<_> = listed
            .take(limit)
            .map(|(phone, listed)| (*phone, Arc::clone(&listed.resolved)))
            .collect();
        if self.others && found.len() < limit {
            let known = &self.listed;
            let more = criteria.generate(limit - found.len(), |phone| {
                !known.contains_key(&phone) && !is_taken(phone)
            });
            for phone in more {
                let terms = self.terms(phone);
                found.extend(
                    terms
                        .filter(|terms| criteria.accepts(phone, terms))
                        .map(|terms| (phone, terms)),
                );
            }
        }
        found
    }

    /// The regions for which there are numbers, with the types of each.
    pub(crate) fn regions(&self) -> BTreeMap<String, BTreeSet<NumberType>> {
        let mut regions: BTreeMap<String, BTreeSet<NumberType>> = BTreeMap::new();
        for listed in self.listed.values() {
            let types = regions.entry(listed.resolved.region_code.clone());
            types.or_default().insert(listed.resolved.number_type);
        }
        if self.others {
            for region in REGIONS {
                let types = regions.entry(region.code.to_owned()).or_default();
                types.extend(region.plans.iter().map(|plan| plan.number_type));
            }
        }
        regions
    }
}
