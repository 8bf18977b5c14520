//! Finding numbers: those of the stock first, then those that the number plan has.

use crate::phone::PhoneNumber;
use crate::stock::number_type::{Capability, NumberType};
use crate::stock::numbering::{self, Plan, REGIONS};
use crate::stock::pattern::Pattern;
use crate::stock::terms::Resolved;

/// What is searched for.
#[derive(Clone, Debug)]
pub(crate) struct Criteria {
    pub(crate) region_code: String,
    pub(crate) number_type: NumberType,
    pub(crate) capabilities: Vec<Capability>,
    pub(crate) pattern: Option<Pattern>,
}

/// After so many taken numbers in a row a search steps further on.
const PATIENCE: u64 = 1_000;

impl Criteria {
    /// Whether a number with these terms is searched for.
    pub(crate) fn accepts(&self, phone: PhoneNumber, terms: &Resolved) -> bool {
        terms.region_code == self.region_code
            && terms.number_type == self.number_type
            && self
                .capabilities
                .iter()
                .all(|capability| terms.capability.contains(capability))
            && self
                .pattern
                .as_ref()
                .is_none_or(|pattern| pattern.matches(&phone.to_string()))
    }

    /// The numbers of the plan that fit, in ever larger steps where many are refused by
    /// `wanted`.
    pub(crate) fn generate(
        &self,
        limit: usize,
        mut wanted: impl FnMut(PhoneNumber) -> bool,
    ) -> Vec<PhoneNumber> {
        let mut found: Vec<PhoneNumber> = Vec::new();
        let plans = REGIONS
            .iter()
            .filter(|region| region.code == self.region_code)
            .flat_map(|region| region.plans)
            .filter(|plan| plan.number_type == self.number_type);
        for plan in plans {
            for template in self.templates(plan) {
                let (mut step, mut misses) = (1, 0);
                let mut index = 1;
                while found.len() < limit && index <= template.count {
                    let phone = template.number(index);
                    let fits = phone.filter(|phone| {
                        std::ptr::eq(numbering::plan_of(*phone).1, plan)
                            && !found.contains(phone)
                            && wanted(*phone)
                    });
                    if let Some(phone) = fits {
                        found.push(phone);
                        misses = 0;
                    } else {
                        misses += 1;
                        if misses % PATIENCE == 0 {
                            step *= 2;
                        }
                    }
                    index += step;
                }
            }
        }
        found
    }

    fn templates(&self, plan: &Plan) -> Vec<Template> {
        let bare = || vec![Template::new(plan.example, None)];
        let Some(pattern) = &self.pattern else {
            return bare();
        };
        let positions = pattern.positions(plan.example.len());
        positions
            .into_iter()
            .filter(|position| can_start(plan, pattern.digits(), *position))
            .take(3)
            .map(|position| Template::new(plan.example, Some((position, pattern.digits()))))
            .collect()
    }
}

/// Whether a number with these digits at this position can start as those of the plan do.
fn can_start(plan: &Plan, digits: &str, position: usize) -> bool {
    plan.prefixes.iter().any(|prefix| {
        prefix
            .bytes()
            .enumerate()
            .all(|(index, expected)| match index.checked_sub(position) {
                Some(inside) => digits.as_bytes().get(inside).is_none_or(|d| *d == expected),
                None => true,
            })
    })
}

/// A number of which some digits are fixed and the rest are counted up.
struct Template {
    digits: Vec<u8>,
    /// The positions that are counted, the last first.
    free: Vec<usize>,
    start: u64,
    count: u64,
}

impl Template {
    fn new(example: &str, fixed: Option<(usize, &str)>) -> Self {
        let mut digits: Vec<u8> = example.bytes().map(|digit| digit - b'0').collect();
        let mut free: Vec<usize> = (0..digits.len()).collect();
        match fixed {
            Some((position, text)) => {
                for (digit, byte) in digits.iter_mut().skip(position).zip(text.bytes()) {
                    *digit = byte - b'0';
                }
                free.retain(|index| !(position..position + text.len()).contains(index));
            }
            // Without a pattern the last seven digits are counted.
            None => free.drain(..digits.len().saturating_sub(7)).for_each(drop),
        }
        free.reverse();
        // At most seven of them, so that the start of the number stays.
        free.truncate(7);
        let start = free.iter().rev().fold(0, |value, index| {
            value * 10 + u64::from(digits.get(*index).copied().unwrap_or_default())
        });
        let count = 10_u64.pow(u32::try_from(free.len()).unwrap_or_default());
        Self {
            digits,
            free,
            start,
            count,
        }
    }

    fn number(&self, index: u64) -> Option<PhoneNumber> {
        let mut value = (self.start + index) % self.count;
        let mut digits = self.digits.clone();
        for position in &self.free {
            if let Some(digit) = digits.get_mut(*position) {
                *digit = (value % 10) as u8;
            }
            value /= 10;
        }
        let text: String = digits
            .into_iter()
            .map(|digit| char::from(b'0' + digit))
            .collect();
        PhoneNumber::from_digits(&text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(region: &str, number_type: NumberType, pattern: Option<(&str, &str)>) -> Vec<String> {
        let criteria = Criteria {
            region_code: region.to_owned(),
            number_type,
            capabilities: Vec::new(),
            pattern: pattern.and_then(|(text, place)| Pattern::read(Some(text), Some(place))),
        };
        let numbers = criteria.generate(3, |_| true);
        numbers.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn what_is_generated_fits_the_pattern() {
        assert_eq!(
            found("US", NumberType::Local, Some(("+1208", "START"))),
            ["+12085550101", "+12085550102", "+12085550103"]
        );
        assert_eq!(
            found("US", NumberType::Local, None),
            ["+12025550101", "+12025550102", "+12025550103"]
        );
        for (text, place) in [("2020", "CONTAINS"), ("777", "END"), ("+4479", "START")] {
            let numbers = found("GB", NumberType::Mobile, Some((text, place)));
            assert_eq!(numbers.len(), 3, "{text}");
            let pattern = Pattern::read(Some(text), Some(place)).unwrap();
            assert!(numbers.iter().all(|number| pattern.matches(number)));
            assert!(numbers.iter().all(|number| number.starts_with("+447")));
        }
        for (text, place) in [
            ("212", "START"),
            ("+44", "START"),
            ("a", "CONTAINS"),
            ("+12", "END"),
        ] {
            let numbers = found("US", NumberType::Local, Some((text, place)));
            assert!(numbers.is_empty(), "{text}: {numbers:?}");
        }
        let whole = found("US", NumberType::Local, Some(("+12125550100", "START")));
        assert_eq!(whole, ["+12125550100"]);
        assert!(found("XX", NumberType::Local, None).is_empty());
    }

    #[test]
    fn a_search_gets_past_many_taken_numbers() {
        let criteria = Criteria {
            region_code: "US".to_owned(),
            number_type: NumberType::Local,
            capabilities: Vec::new(),
            pattern: None,
        };
        let mut asked = 0;
        let numbers = criteria.generate(1, |phone| {
            asked += 1;
            phone.to_string().as_str() > "+12027000000"
        });
        assert_eq!(numbers.len(), 1);
        assert!(asked < 20_000, "{asked}");
    }
}
