//! The columns of a plan.

/// A column of a plan. CSV headers name it in snake case, JSON Lines in camel case; either
/// is read in both.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Column {
    /// The number.
    PhoneNumber,
    /// The SMS service plan to link it to.
    SmsPlan,
    /// The 10DLC campaign.
    SmsCampaign,
    /// The application of the Voice API.
    VoiceRtc,
    /// The Elastic SIP trunk.
    VoiceEst,
    /// The fax service.
    VoiceFax,
    /// Where webhook events go.
    CallbackUrl,
    /// The most that the number may cost.
    MaxPrice,
}

impl Column {
    /// Every column, in the order of a header.
    pub const ALL: [Self; 8] = [
        Self::PhoneNumber,
        Self::SmsPlan,
        Self::SmsCampaign,
        Self::VoiceRtc,
        Self::VoiceEst,
        Self::VoiceFax,
        Self::CallbackUrl,
        Self::MaxPrice,
    ];

    /// Returns the name in a CSV header, such as `phone_number`.
    ///
    /// ```
    /// assert_eq!(numbers_bulk::Column::SmsPlan.snake_case(), "sms_plan");
    /// ```
    #[must_use]
    pub fn snake_case(self) -> &'static str {
        match self {
            Self::PhoneNumber => "phone_number",
            Self::SmsPlan => "sms_plan",
            Self::SmsCampaign => "sms_campaign",
            Self::VoiceRtc => "voice_rtc",
            Self::VoiceEst => "voice_est",
            Self::VoiceFax => "voice_fax",
            Self::CallbackUrl => "callback_url",
            Self::MaxPrice => "max_price",
        }
    }

    /// Returns the name in JSON Lines, such as `phoneNumber`.
    ///
    /// ```
    /// assert_eq!(numbers_bulk::Column::SmsPlan.camel_case(), "smsPlan");
    /// ```
    #[must_use]
    pub fn camel_case(self) -> &'static str {
        match self {
            Self::PhoneNumber => "phoneNumber",
            Self::SmsPlan => "smsPlan",
            Self::SmsCampaign => "smsCampaign",
            Self::VoiceRtc => "voiceRtc",
            Self::VoiceEst => "voiceEst",
            Self::VoiceFax => "voiceFax",
            Self::CallbackUrl => "callbackUrl",
            Self::MaxPrice => "maxPrice",
        }
    }

    /// Returns the column of this name, in either case.
    pub(crate) fn named(name: &str) -> Option<Self> {
        let is_it = |column: &Self| column.snake_case() == name || column.camel_case() == name;
        Self::ALL.into_iter().find(is_it)
    }
}

/// How a plan names its columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Naming {
    Snake,
    Camel,
}

impl Naming {
    pub(crate) fn of(self, column: Column) -> &'static str {
        match self {
            Self::Snake => column.snake_case(),
            Self::Camel => column.camel_case(),
        }
    }
}
