//! The types of requests and results, which add meaning to the generated wire types.

pub(crate) mod active_number;
pub(crate) mod active_number_json;
pub(crate) mod available_number;
pub(crate) mod changes;
pub(crate) mod configuration;
pub(crate) mod decoded;
pub(crate) mod difference;
pub(crate) mod fingerprint;
pub(crate) mod items;
pub(crate) mod order;
pub(crate) mod pattern;
pub(crate) mod price;
pub(crate) mod rental;
pub(crate) mod sms;
pub(crate) mod stored;
pub(crate) mod violation;
pub(crate) mod voice;
