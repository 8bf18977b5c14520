//! What the codes mean with which provisioning fails, and what helps.

/// What helps when provisioning has failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Remedy {
    /// Wait: it may still go through without anybody doing anything.
    Wait,
    /// Ask for the configuration again, by *updating* the active number. Never by a second
    /// rental.
    UpdateAgain,
    /// Somebody has to change something first, such as the campaign; then update the
    /// number.
    Act,
    /// Nothing helps this number: release it, and rent another.
    Replace,
    /// This version does not know the code.
    Unknown,
}

/// What a code means with which provisioning fails, and what helps.
///
/// ```
/// use numbers_webhooks::{Explanation, Remedy};
///
/// let explanation = Explanation::of("PARTNER_SERVICE_UNAVAILABLE");
/// assert_eq!(explanation.remedy, Remedy::UpdateAgain);
/// println!("{}\n{}", explanation.meaning, explanation.advice);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Explanation {
    /// What happened.
    pub meaning: &'static str,
    /// What to do.
    pub advice: &'static str,
    /// What helps, for programs.
    pub remedy: Remedy,
}

impl Explanation {
    /// Returns the explanation of a code. A code that this version does not know says so.
    #[must_use]
    pub fn of(code: &str) -> Self {
        KNOWN
            .iter()
            .find(|(known, _)| *known == code)
            .map_or(UNKNOWN, |(_, explanation)| *explanation)
    }

    /// Returns the codes that this version knows, in the order of the API.
    pub fn codes() -> impl ExactSizeIterator<Item = &'static str> {
        KNOWN.iter().map(|(code, _)| *code)
    }

    /// Returns whether waiting may be enough.
    ///
    /// ```
    /// assert!(numbers_webhooks::Explanation::of("CAMPAIGN_PENDING_ACCEPTANCE").waiting_helps());
    /// ```
    #[must_use]
    pub fn waiting_helps(&self) -> bool {
        self.remedy == Remedy::Wait
    }

    /// Returns whether asking for the configuration again, unchanged, may be enough.
    ///
    /// ```
    /// assert!(numbers_webhooks::Explanation::of("INTERNAL_ERROR").updating_helps());
    /// ```
    #[must_use]
    pub fn updating_helps(&self) -> bool {
        self.remedy == Remedy::UpdateAgain
    }
}

const UNKNOWN: Explanation = Explanation {
    meaning: "This version does not know the code.",
    advice: "Look it up in the vendor's documentation, or ask the vendor's support with the code and the number.",
    remedy: Remedy::Unknown,
};

const fn explain(remedy: Remedy, meaning: &'static str, advice: &'static str) -> Explanation {
    Explanation {
        meaning,
        advice,
        remedy,
    }
}

const KNOWN: [(&str, Explanation); 19] = [
    (
        "ERROR_CODE_UNSPECIFIED",
        explain(
            Remedy::UpdateAgain,
            "Provisioning failed, and the vendor gives no reason.",
            "Update the number with the same configuration. If it fails again, ask the vendor's support.",
        ),
    ),
    (
        "INTERNAL_ERROR",
        explain(
            Remedy::UpdateAgain,
            "Provisioning failed inside the vendor's platform.",
            "Update the number with the same configuration. If it fails again, ask the vendor's support.",
        ),
    ),
    (
        "SMS_PROVISIONING_FAILED",
        explain(
            Remedy::UpdateAgain,
            "The number could not be linked to the SMS platform.",
            "Check that the service plan exists and belongs to the project, then update the number.",
        ),
    ),
    (
        "CAMPAIGN_PROVISIONING_FAILED",
        explain(
            Remedy::UpdateAgain,
            "The number could not be linked to the 10DLC campaign.",
            "Check the campaign, then update the number with it again.",
        ),
    ),
    (
        "CAMPAIGN_NOT_AVAILABLE",
        explain(
            Remedy::Act,
            "The campaign does not exist, or is not shared with the vendor.",
            "Check the campaign id, and that Sinch is named as its direct connect aggregator (DCA) in TCR; then update the number.",
        ),
    ),
    (
        "EXCEEDED_10DLC_LIMIT",
        explain(
            Remedy::Act,
            "The campaign has as many numbers as it may: about 50, or 1 for a sole proprietor.",
            "Unlink numbers from the campaign, ask for a higher limit, or use another campaign; then update the number.",
        ),
    ),
    (
        "NUMBER_PROVISIONING_FAILED",
        explain(
            Remedy::Replace,
            "The number itself could not be provisioned.",
            "Release the number and rent another.",
        ),
    ),
    (
        "PARTNER_SERVICE_UNAVAILABLE",
        explain(
            Remedy::UpdateAgain,
            "A partner of the vendor's did not respond. The vendor does not keep trying.",
            "Update the number with the same configuration, later.",
        ),
    ),
    (
        "CAMPAIGN_PENDING_ACCEPTANCE",
        explain(
            Remedy::Wait,
            "The campaign waits to be accepted by the aggregator.",
            "Wait up to a day. If it stays so, ask the vendor's support.",
        ),
    ),
    (
        "MNO_SHARING_ERROR",
        explain(
            Remedy::Act,
            "The campaign is not shared with all carriers (MNOs).",
            "Submit the campaign to every carrier in TCR, then update the number.",
        ),
    ),
    (
        "CAMPAIGN_EXPIRED",
        explain(
            Remedy::Act,
            "The campaign has expired.",
            "Renew the campaign in TCR or register another, then update the number.",
        ),
    ),
    (
        "CAMPAIGN_MNO_REJECTED",
        explain(
            Remedy::Act,
            "A carrier (MNO) has rejected the campaign.",
            "Correct the campaign as the carrier asks, or register another; then update the number.",
        ),
    ),
    (
        "CAMPAIGN_MNO_SUSPENDED",
        explain(
            Remedy::Act,
            "A carrier (MNO) has suspended the campaign.",
            "Clear up the suspension with the carrier through TCR, then update the number.",
        ),
    ),
    (
        "CAMPAIGN_MNO_REVIEW",
        explain(
            Remedy::Wait,
            "A carrier (MNO) is reviewing the campaign.",
            "Wait until the review has ended. If it ends well and the number is not linked, update it.",
        ),
    ),
    (
        "INSUFFICIENT_BALANCE",
        explain(
            Remedy::Act,
            "The account's balance does not cover the fees.",
            "Add credit to the account, then update the number.",
        ),
    ),
    (
        "MOCK_CAMPAIGN_NOT_ALLOWED",
        explain(
            Remedy::Act,
            "The campaign is a mock campaign, which may not be used here.",
            "Update the number with a real campaign.",
        ),
    ),
    (
        "TFN_NOT_ALLOWED",
        explain(
            Remedy::Act,
            "Toll-free numbers can't be linked to a 10DLC campaign.",
            "Update the number without a campaign; toll-free numbers are verified in another way.",
        ),
    ),
    (
        "INVALID_NNID",
        explain(
            Remedy::Act,
            "The network id (NNID) behind the campaign is not valid.",
            "Ask the vendor's support: it is part of the vendor's registration.",
        ),
    ),
    // Not documented; it occurs in events.
    (
        "PROVISIONING_TO_VOICE_PLATFORM_FAILED",
        explain(
            Remedy::UpdateAgain,
            "The number could not be linked to the voice platform.",
            "Check that the application, trunk or fax service exists and belongs to the project, then update the number.",
        ),
    ),
];
