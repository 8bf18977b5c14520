//! What is asked for and what is received, with the meaning that the wire types lack.

pub(crate) mod active_number;
pub(crate) mod configuration;
pub(crate) mod difference;
pub(crate) mod price;
pub(crate) mod rental;
pub(crate) mod sms;
pub(crate) mod violation;
pub(crate) mod voice;
