//! The reports of emergency addresses and of the callback secret.

use std::fmt::Write as _;
use std::io::IsTerminal as _;

use numbers_ext::enums::AddressValidationResult;
use numbers_ext::{Decoded, PhoneNumber, Redacted, printable, types};

use crate::exit::Exit;
use crate::json::Object;
use crate::report::known::Known;
use crate::report::words::small;
use crate::report::{GOOD, Report};

type Address = types::EmergencyAddress;

impl Report {
    /// Reports the emergency address of a number.
    pub(crate) fn address(phone: PhoneNumber, address: &Decoded<Address>) -> Self {
        Self {
            exit: Exit::Done,
            text: format!("Emergency address of {phone}\n{}", indented(address)),
            note: String::new(),
            json: about("emergency_address", phone)
                .member("response", address)
                .end(),
        }
    }

    /// Reports a number without an emergency address.
    pub(crate) fn no_address(phone: PhoneNumber) -> Self {
        let json = about("no_emergency_address", phone);
        Self::absent(json, &format!("{phone} has no emergency address"))
    }

    /// Reports an emergency address that was set.
    pub(crate) fn address_set(
        phone: PhoneNumber,
        address: &Decoded<Address>,
        known: Known,
    ) -> Self {
        let text = format!("{GOOD}Set{GOOD:#} the emergency address of {phone}\n");
        let json = known.add(about("emergency_address_set", phone));
        Self {
            exit: Exit::Done,
            text: text + &indented(address),
            note: "compare it with what was meant: help is sent there\n".to_owned(),
            json: json.member("response", address).end(),
        }
    }

    /// Reports an emergency address that was removed.
    pub(crate) fn address_removed(phone: PhoneNumber, known: Known) -> Self {
        Self {
            exit: Exit::Done,
            text: format!("{GOOD}Removed{GOOD:#} the emergency address of {phone}\n"),
            note: String::new(),
            json: known.add(about("emergency_address_removed", phone)).end(),
        }
    }

    /// Reports what the service says about an address that was not set.
    pub(crate) fn address_validated(
        phone: PhoneNumber,
        response: &Decoded<types::ValidateAddressResponse>,
    ) -> Self {
        let result = response.validation_result.as_ref();
        let words = result.map_or_else(String::new, |result| {
            small(result.as_str()).replace('-', " ")
        });
        let mut text = match words.as_str() {
            "" => "the service named no result\n".to_owned(),
            words => format!("{}\n", printable(words)),
        };
        if let Some(message) = set(&response.validation_message) {
            let _ = writeln!(text, "  {}", printable(message));
        }
        let corrected = response.corrected_address.iter();
        let candidates = response.candidate_addresses.iter().flatten();
        for (name, address) in corrected
            .map(|address| ("corrected", address))
            .chain(candidates.map(|address| ("candidate", address)))
        {
            let lines = indented(address);
            // An address of which nothing is set is none.
            if !lines.is_empty() {
                let _ = write!(text, "{name}\n{lines}");
            }
        }
        Self {
            exit: match result {
                Some(AddressValidationResult::ExactMatch | AddressValidationResult::NearMatch) => {
                    Exit::Done
                }
                Some(AddressValidationResult::NoMatch) => Exit::Rejected,
                _ => Exit::Unknown,
            },
            text,
            note: String::new(),
            json: about("emergency_address_validated", phone)
                .member("response", response)
                .end(),
        }
    }

    /// Reports the callback secret: whether there is one or, where that was asked for, what
    /// it is.
    pub(crate) fn secret(secret: Option<&Redacted<String>>, is_shown: bool) -> Self {
        let shown = secret.filter(|_| is_shown);
        let (text, note) = match (secret, shown) {
            (None, _) => ("", "the project has no callback secret\n"),
            (Some(_), Some(shown)) => (shown.expose().as_str(), ""),
            (Some(_), None) => ("", "the project has a callback secret; --show prints it\n"),
        };
        Self {
            exit: match secret {
                Some(_) => Exit::Done,
                None => Exit::Rejected,
            },
            text: match text {
                "" => String::new(),
                text if std::io::stdout().is_terminal() => format!("{}\n", printable(text)),
                text => format!("{text}\n"),
            },
            note: note.to_owned(),
            json: Object::outcome("callback_secret")
                .member("isSet", &secret.is_some())
                .optional("hmacSecret", shown)
                .end(),
        }
    }

    /// Reports a callback secret that was set.
    pub(crate) fn secret_set(known: Known) -> Self {
        Self {
            exit: Exit::Done,
            text: format!("{GOOD}Set{GOOD:#} the callback secret\n"),
            note: "events are signed with it from now on\n".to_owned(),
            json: known.add(Object::outcome("callback_secret_set")).end(),
        }
    }
}

fn about(outcome: &str, phone: PhoneNumber) -> Object {
    Object::outcome(outcome).member("phoneNumber", &phone)
}

/// Returns an address as it is written on an envelope.
fn indented(address: &Address) -> String {
    let code = [&address.postal_code, &address.postal_code_plus_four];
    let code: Vec<_> = code.into_iter().filter_map(set).collect();
    let code = Some(code.join("-"));
    let lines = [
        [&address.street_number, &address.street_info, &None],
        [&address.location, &None, &None],
        [&address.city, &address.state, &code],
    ];
    let mut text = String::new();
    for line in lines {
        let parts: Vec<_> = line.into_iter().filter_map(set).collect();
        if !parts.is_empty() {
            let _ = writeln!(text, "  {}", printable(&parts.join(" ")));
        }
    }
    text
}

fn set(text: &Option<String>) -> Option<&str> {
    text.as_deref().filter(|text| !text.is_empty())
}
