//! The columns of a plan.

use crate::operation::Operation;

/// A column of a plan. CSV headers name it in snake case, JSON Lines in camel case; either
/// is read in both.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Column {
    PhoneNumber,
    DisplayName,
    SmsPlan,
    SmsCampaign,
    VoiceRtc,
    VoiceEst,
    VoiceFax,
    CallbackUrl,
    MaxPrice,
    Unlink,
}

use Column::{
    CallbackUrl, DisplayName, MaxPrice, PhoneNumber, SmsCampaign, SmsPlan, Unlink, VoiceEst,
    VoiceFax, VoiceRtc,
};

impl Column {
    /// How many columns there are.
    pub(crate) const COUNT: usize = 10;

    /// Returns the columns of a plan for this operation, in the order of a header.
    pub(crate) fn of(operation: Operation) -> &'static [Self] {
        match operation {
            Operation::Rent => &[
                PhoneNumber,
                SmsPlan,
                SmsCampaign,
                VoiceRtc,
                VoiceEst,
                VoiceFax,
                CallbackUrl,
                MaxPrice,
            ],
            Operation::Release => &[PhoneNumber],
            Operation::Update => &[
                PhoneNumber,
                DisplayName,
                SmsPlan,
                SmsCampaign,
                VoiceRtc,
                VoiceEst,
                VoiceFax,
                CallbackUrl,
                Unlink,
            ],
        }
    }

    /// Returns the name in a CSV header, such as `phone_number`.
    pub(crate) fn snake_case(self) -> &'static str {
        match self {
            PhoneNumber => "phone_number",
            DisplayName => "display_name",
            SmsPlan => "sms_plan",
            SmsCampaign => "sms_campaign",
            VoiceRtc => "voice_rtc",
            VoiceEst => "voice_est",
            VoiceFax => "voice_fax",
            CallbackUrl => "callback_url",
            MaxPrice => "max_price",
            Unlink => "unlink",
        }
    }

    /// Returns the name in JSON Lines, such as `phoneNumber`.
    pub(crate) fn camel_case(self) -> &'static str {
        match self {
            PhoneNumber => "phoneNumber",
            DisplayName => "displayName",
            SmsPlan => "smsPlan",
            SmsCampaign => "smsCampaign",
            VoiceRtc => "voiceRtc",
            VoiceEst => "voiceEst",
            VoiceFax => "voiceFax",
            CallbackUrl => "callbackUrl",
            MaxPrice => "maxPrice",
            Unlink => "unlink",
        }
    }

    /// Returns the column of this name, in either case, of a plan for this operation.
    pub(crate) fn named(name: &str, operation: Operation) -> Option<Self> {
        let is_it = |column: &&Self| column.snake_case() == name || column.camel_case() == name;
        Self::of(operation).iter().find(is_it).copied()
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
