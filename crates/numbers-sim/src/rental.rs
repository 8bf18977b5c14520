//! A rented number, as the API shows it.

use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::provisioning::{Job, Product, Step};
use crate::stock::Offer;

/// A number that was rented: what was asked for, and how far it is set up.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Rental {
    pub(crate) phone: String,
    pub(crate) project: String,
    asked: Value,
    offer: Offer,
    currency: String,
    rented: Timestamp,
    pub(crate) jobs: Vec<Job>,
    /// Before this, a lookup does not see it.
    visible: Timestamp,
}

/// What is needed to rent a number.
#[derive(Debug)]
pub(crate) struct Terms {
    pub(crate) phone: String,
    pub(crate) project: String,
    pub(crate) asked: Value,
    pub(crate) offer: Offer,
    pub(crate) currency: String,
    pub(crate) visible: Timestamp,
}

impl Rental {
    /// Rents; `fails` tells with which code the job of a product is going to fail.
    pub(crate) fn new(
        terms: Terms,
        now: Timestamp,
        fails: impl Fn(Product) -> Option<String>,
    ) -> Self {
        let Terms {
            phone,
            project,
            asked,
            offer,
            currency,
            visible,
        } = terms;
        let sms = asked.get("smsConfiguration");
        let wanted = [
            (Product::Sms, sms.is_some()),
            (
                Product::Campaign,
                sms.is_some_and(|sms| sms.get("campaignId").is_some()),
            ),
            (Product::Voice, asked.get("voiceConfiguration").is_some()),
        ];
        let jobs = wanted.into_iter().filter(|(_, wanted)| *wanted);
        let jobs = jobs.map(|(product, _)| Job::new(product, now, fails(product)));
        Self {
            jobs: jobs.collect(),
            phone,
            project,
            asked,
            offer,
            currency,
            rented: now,
            visible,
        }
    }

    /// Takes the steps that are due; the products whose jobs ended in them.
    pub(crate) fn go_on(&mut self, now: Timestamp) -> Vec<Product> {
        let rented = self.rented;
        let jobs = self.jobs.iter_mut();
        jobs.filter_map(|job| job.go_on(rented, now).then_some(job.product))
            .collect()
    }

    pub(crate) fn is_visible(&self, now: Timestamp) -> bool {
        now >= self.visible
    }

    pub(crate) fn is_over(&self) -> bool {
        self.jobs.iter().all(Job::is_over)
    }

    pub(crate) fn callback_url(&self) -> Option<&str> {
        self.asked.get("callbackUrl").and_then(Value::as_str)
    }

    pub(crate) fn job(&self, product: Product) -> Option<&Job> {
        self.jobs.iter().find(|job| job.product == product)
    }

    /// The body of a rent or a lookup.
    pub(crate) fn body(&self) -> Value {
        let month = self
            .rented
            .checked_add((30 * 24).hours())
            .unwrap_or(self.rented);
        let mut body = json!({
            "phoneNumber": self.phone,
            "projectId": self.project,
            "displayName": "",
            "regionCode": self.offer.region(&self.phone),
            "type": self.offer.kind(),
            "capability": self.offer.capability(),
            "money": { "currencyCode": self.currency, "amount": self.offer.price().to_string() },
            "paymentIntervalMonths": 1,
            "nextChargeDate": format!("{month:.0}"),
            "expireAt": null,
            "callbackUrl": self.callback_url().unwrap_or_default(),
        });
        let sms = self
            .asked
            .get("smsConfiguration")
            .map(|asked| self.sms(asked));
        let voice = self
            .asked
            .get("voiceConfiguration")
            .map(|asked| self.voice(asked));
        if let Some(body) = body.as_object_mut() {
            body.extend(sms.map(|sms| ("smsConfiguration".to_owned(), sms)));
            body.extend(voice.map(|voice| ("voiceConfiguration".to_owned(), voice)));
        }
        body
    }

    /// The ids come into force, and the job goes away, when both platform and campaign are done.
    fn sms(&self, asked: &Value) -> Value {
        let (plan, campaign) = (text(asked, "servicePlanId"), text(asked, "campaignId"));
        let jobs: Vec<_> = self
            .jobs
            .iter()
            .filter(|job| job.product != Product::Voice)
            .collect();
        if jobs.iter().all(|job| job.step == Step::Done) {
            return json!({ "servicePlanId": plan, "campaignId": campaign });
        }
        let failed: Vec<_> = jobs.iter().filter(|job| job.step == Step::Failed).collect();
        let running = jobs
            .iter()
            .any(|job| matches!(job.step, Step::InProgress | Step::Done));
        let status = match (failed.is_empty(), running) {
            (false, _) => "FAILED",
            (true, true) => "IN_PROGRESS",
            (true, false) => "WAITING",
        };
        let since = jobs
            .iter()
            .map(|job| job.since)
            .max()
            .unwrap_or(self.rented);
        let codes: Vec<_> = failed
            .iter()
            .filter_map(|job| job.fails.as_deref())
            .collect();
        json!({
            "servicePlanId": "",
            "campaignId": "",
            "scheduledProvisioning": {
                "servicePlanId": plan,
                "campaignId": campaign,
                "status": status,
                "lastUpdatedTime": format!("{since:.3}"),
                "errorCodes": codes,
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
        let target = text(asked, id);
        let since = |job: &Job| format!("{:.6}", job.since);
        match self.job(Product::Voice).map(|job| (job, job.status())) {
            Some((job, Some(status))) => json!({
                "type": kind,
                id: "",
                "lastUpdatedTime": null,
                "scheduledVoiceProvisioning": {
                    "type": kind,
                    id: target,
                    "status": status,
                    "lastUpdatedTime": since(job),
                },
            }),
            Some((job, None)) => json!({ "type": kind, id: target, "lastUpdatedTime": since(job) }),
            None => json!({ "type": kind, id: target, "lastUpdatedTime": null }),
        }
    }
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}
