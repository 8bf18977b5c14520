//! Maps by number, in which no number may be given twice.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::phone::PhoneNumber;

/// Reads a map by number; a number that comes twice is refused where it comes again.
pub(super) fn once<'de, D, T>(deserializer: D) -> Result<BTreeMap<PhoneNumber, T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    deserializer.deserialize_map(Numbers(PhantomData))
}

struct Numbers<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for Numbers<T> {
    type Value = BTreeMap<PhoneNumber, T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with phone numbers as its keys")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut numbers = BTreeMap::new();
        while let Some(phone) = map.next_key_seed(Unseen(&numbers))? {
            let value = map.next_value()?;
            numbers.insert(phone, value);
        }
        Ok(numbers)
    }
}

/// A number that was not seen before.
struct Unseen<'n, T>(&'n BTreeMap<PhoneNumber, T>);

impl<'de, T> DeserializeSeed<'de> for Unseen<'_, T> {
    type Value = PhoneNumber;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<PhoneNumber, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<T> Visitor<'_> for Unseen<'_, T> {
    type Value = PhoneNumber;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a phone number in E.164 form, such as '+12025550134'")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<PhoneNumber, E> {
        let phone = text.parse().map_err(E::custom)?;
        if self.0.contains_key(&phone) {
            return Err(E::custom(format!("{phone} is given twice")));
        }
        Ok(phone)
    }
}
