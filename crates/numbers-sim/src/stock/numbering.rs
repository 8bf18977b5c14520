//! A small number plan: enough for searches to have something to find.

use crate::phone::PhoneNumber;
use crate::stock::number_type::{Capability, NumberType};

/// A region for which numbers are provided.
#[derive(Debug)]
pub(crate) struct Region {
    pub(crate) code: &'static str,
    pub(crate) name: &'static str,
    pub(crate) plans: &'static [Plan],
}

/// Numbers of one type in a region.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) number_type: NumberType,
    /// What its numbers start with, without the plus sign.
    pub(crate) prefixes: &'static [&'static str],
    /// A number of it, after which searches count.
    pub(crate) example: &'static str,
    pub(crate) capability: &'static [Capability],
    /// Whether documents are needed to rent one.
    pub(crate) documents: bool,
}

const BOTH: &[Capability] = &[Capability::Sms, Capability::Voice];
const VOICE: &[Capability] = &[Capability::Voice];

const fn plan(
    number_type: NumberType,
    prefixes: &'static [&'static str],
    example: &'static str,
    capability: &'static [Capability],
    documents: bool,
) -> Plan {
    Plan {
        number_type,
        prefixes,
        example,
        capability,
        documents,
    }
}

use NumberType::{Local, Mobile, TollFree};

/// The regions, sorted by code.
pub(crate) static REGIONS: &[Region] = &[
    Region {
        code: "AU",
        name: "Australia",
        plans: &[
            plan(Local, &["61"], "61270100100", VOICE, true),
            plan(Mobile, &["614"], "61491570100", BOTH, true),
        ],
    },
    Region {
        code: "CA",
        name: "Canada",
        plans: &[plan(
            Local,
            &["1416", "1514", "1604"],
            "14165550100",
            BOTH,
            false,
        )],
    },
    Region {
        code: "DE",
        name: "Germany",
        plans: &[
            plan(Local, &["49"], "493023125100", VOICE, true),
            plan(
                Mobile,
                &["4915", "4916", "4917"],
                "4915112345100",
                BOTH,
                false,
            ),
        ],
    },
    Region {
        code: "FR",
        name: "France",
        plans: &[
            plan(Local, &["33"], "33199001100", VOICE, true),
            plan(Mobile, &["336", "337"], "33639981100", BOTH, true),
        ],
    },
    Region {
        code: "GB",
        name: "United Kingdom",
        plans: &[
            plan(Local, &["44"], "442079460100", BOTH, false),
            plan(Mobile, &["447"], "447700900100", BOTH, false),
            plan(TollFree, &["44808"], "448081570100", VOICE, false),
        ],
    },
    Region {
        code: "SE",
        name: "Sweden",
        plans: &[
            plan(Local, &["46"], "46846501100", VOICE, false),
            plan(Mobile, &["467"], "46701740100", BOTH, false),
        ],
    },
    Region {
        code: "US",
        name: "United States",
        plans: &[
            plan(Local, &["1"], "12025550100", BOTH, true),
            plan(
                TollFree,
                &["1800", "1833", "1844", "1855", "1866", "1877", "1888"],
                "18445550100",
                BOTH,
                true,
            ),
        ],
    },
];

/// Numbers of nowhere: of a calling code that no region here has.
static ELSEWHERE: &Plan = &plan(Local, &[], "", BOTH, false);

/// The region and the plan that a number belongs to.
pub(crate) fn plan_of(phone: PhoneNumber) -> (&'static str, &'static Plan) {
    let text = phone.to_string();
    let digits = text.trim_start_matches('+');
    let mut best = (0, "ZZ", ELSEWHERE);
    for region in REGIONS {
        for plan in region.plans {
            for prefix in plan.prefixes {
                if prefix.len() > best.0 && digits.starts_with(prefix) {
                    best = (prefix.len(), region.code, plan);
                }
            }
        }
    }
    (best.1, best.2)
}
