//! Whether a number that was found is set up as it was asked for: no I/O.

use std::fmt;

use serde::Serialize;

use crate::setup::VoiceTarget;
use crate::{Configuration, Rental};

/// One point in which a number differs from what was asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Difference {
    /// What differs: `sms service plan`, `sms campaign`, `voice`, `callback url`.
    pub field: &'static str,
    /// What was asked for.
    pub asked: Option<String>,
    /// What the number has, in force or scheduled.
    pub found: Option<String>,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = |side: &Option<String>| side.as_deref().unwrap_or("none").to_owned();
        let (asked, found) = (shown(&self.asked), shown(&self.found));
        write!(f, "{}: asked for {asked}, found {found}", self.field)
    }
}

/// All points in which `rental` differs from `asked`, scheduled jobs counting as what
/// they will put in force.
pub(crate) fn differences(asked: &Configuration, rental: &Rental) -> Vec<Difference> {
    let mut differences = Vec::new();
    let mut compare = |field, asked: Option<String>, found: Option<String>| {
        if asked != found {
            differences.push(Difference {
                field,
                asked,
                found,
            });
        }
    };
    let sms = rental.sms();
    let sms_found = sms.target();
    let plan = sms_found.map(|sms| sms.service_plan_id.clone());
    compare(
        "sms service plan",
        asked
            .sms_asked()
            .map(|sms| sms.service_plan_id().to_owned()),
        plan.filter(|plan| !plan.is_empty()),
    );
    compare(
        "sms campaign",
        asked
            .sms_asked()
            .and_then(|sms| sms.campaign_id().map(str::to_owned)),
        sms_found.and_then(|sms| sms.campaign_id.clone()),
    );
    let voice = rental.voice();
    let asked_voice = asked.voice_asked().cloned().map(VoiceTarget::Known);
    compare(
        "voice",
        asked_voice.as_ref().map(ToString::to_string),
        voice.target().map(ToString::to_string),
    );
    // An answer that names no URL says nothing about it.
    let found_url = rental
        .body()
        .callback_url
        .clone()
        .filter(|url| !url.is_empty());
    if found_url.is_some() {
        compare(
            "callback url",
            asked.callback_url_asked().map(str::to_owned),
            found_url,
        );
    }
    differences
}

impl fmt::Display for VoiceTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use crate::Voice;
        match self {
            Self::Known(Voice::Rtc(app)) => write!(f, "RTC {app}"),
            Self::Known(Voice::Est(trunk)) => write!(f, "EST {trunk}"),
            Self::Known(Voice::Fax(service)) => write!(f, "FAX {service}"),
            Self::Other { kind, id } => write!(f, "{kind} {}", id.as_deref().unwrap_or_default()),
        }
    }
}
