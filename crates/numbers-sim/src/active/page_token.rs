//! Where the next page of a list starts.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::phone::PhoneNumber;

/// The last number of a page, and its display name where pages are ordered by it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PageToken {
    pub(super) phone: PhoneNumber,
    pub(super) name: Option<String>,
}

impl PageToken {
    pub(super) fn write(&self) -> String {
        let name = self.name.as_ref().map(|name| format!(":{name}"));
        let text = format!("{}{}", self.phone, name.unwrap_or_default());
        URL_SAFE_NO_PAD.encode(text)
    }

    pub(super) fn read(text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        let text = String::from_utf8(bytes).ok()?;
        let (phone, name) = match text.split_once(':') {
            Some((phone, name)) => (phone, Some(name.to_owned())),
            None => (text.as_str(), None),
        };
        Some(Self {
            phone: phone.parse().ok()?,
            name,
        })
    }
}
