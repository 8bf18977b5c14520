//! A rented number, as the API shows it.

use jiff::{Timestamp, ToSpan};
use serde_json::{Value, json};

/// A number that was rented, with what was asked for.
#[derive(Clone, Debug)]
pub(crate) struct Rental {
    phone: String,
    project: String,
    asked: Value,
    at: Timestamp,
}

impl Rental {
    pub(crate) fn new(phone: &str, project: &str, asked: Value) -> Self {
        Self {
            phone: phone.to_owned(),
            project: project.to_owned(),
            asked,
            at: Timestamp::now(),
        }
    }

    /// The body of a rent or a lookup: both jobs waiting, so the ids in force are empty.
    pub(crate) fn body(&self) -> Value {
        let month = self.at.checked_add((30 * 24).hours()).unwrap_or(self.at);
        let sms = self.asked.get("smsConfiguration");
        let voice = self.asked.get("voiceConfiguration");
        let capability = match (sms, voice) {
            (Some(_), None) => json!(["SMS"]),
            (None, Some(_)) => json!(["VOICE"]),
            _ => json!(["SMS", "VOICE"]),
        };
        let mut body = json!({
            "phoneNumber": self.phone,
            "projectId": self.project,
            "displayName": "",
            "regionCode": region(&self.phone),
            "type": "LOCAL",
            "capability": capability,
            "money": { "currencyCode": "USD", "amount": "2.00" },
            "paymentIntervalMonths": 1,
            "nextChargeDate": format!("{month:.0}"),
            "expireAt": null,
            "callbackUrl": text(&self.asked, "callbackUrl"),
        });
        let configurations = [
            ("smsConfiguration", sms.map(|sms| self.sms(sms))),
            ("voiceConfiguration", voice.map(|voice| self.voice(voice))),
        ];
        if let Some(body) = body.as_object_mut() {
            for (name, configuration) in configurations {
                body.extend(configuration.map(|configuration| (name.to_owned(), configuration)));
            }
        }
        body
    }

    fn sms(&self, asked: &Value) -> Value {
        json!({
            "servicePlanId": "",
            "campaignId": "",
            "scheduledProvisioning": {
                "servicePlanId": text(asked, "servicePlanId"),
                "campaignId": text(asked, "campaignId"),
                "status": "WAITING",
                "lastUpdatedTime": format!("{:.3}", self.at),
                "errorCodes": [],
            },
        })
    }

    fn voice(&self, asked: &Value) -> Value {
        let kind = asked.get("type").and_then(Value::as_str).unwrap_or("RTC");
        let id = match kind {
            "EST" => "trunkId",
            "FAX" => "serviceId",
            _ => "appId",
        };
        json!({
            "type": kind,
            id: "",
            "lastUpdatedTime": null,
            "scheduledVoiceProvisioning": {
                "type": kind,
                id: text(asked, id),
                "status": "WAITING",
                "lastUpdatedTime": format!("{:.3}", self.at),
            },
        })
    }
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// The countries of the calling codes that examples use; anything else is called US.
fn region(phone: &str) -> &'static str {
    [
        ("+44", "GB"),
        ("+46", "SE"),
        ("+49", "DE"),
        ("+33", "FR"),
        ("+61", "AU"),
    ]
    .iter()
    .find(|(code, _)| phone.starts_with(code))
    .map_or("US", |(_, region)| region)
}
