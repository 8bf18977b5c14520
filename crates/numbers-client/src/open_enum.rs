//! What all open enums have in common.

/// Implements the traits of text for an enum that has `as_str` and `From<&str>`.
macro_rules! open_enum {
    ($name:ident) => {
        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self::from(text.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = std::convert::Infallible;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Ok(Self::from(text))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Text;

                // Reads the text in place: a known value is not copied.
                impl serde::de::Visitor<'_> for Text {
                    type Value = $name;

                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str("a string")
                    }

                    fn visit_str<E>(self, text: &str) -> Result<$name, E> {
                        Ok($name::from(text))
                    }
                }

                deserializer.deserialize_str(Text)
            }
        }

        #[cfg(feature = "schemars")]
        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                let known: Vec<_> = Self::KNOWN.iter().map(Self::as_str).collect();
                schemars::json_schema!({
                    "type": "string",
                    "description": "Other values are accepted, too.",
                    "examples": known,
                })
            }
        }
    };
}

pub(crate) use open_enum;

// The zoo has other enums.
#[cfg(all(test, not(feature = "zoo")))]
mod tests {
    use crate::enums::{NumberType, ProvisioningErrorCode, ProvisioningStatus, VoiceType};

    #[test]
    fn a_new_value_keeps_its_text() {
        let value: NumberType = serde_json::from_str("\"SATELLITE\"").unwrap();
        assert_eq!(value, NumberType::Unknown("SATELLITE".to_owned()));
        assert_eq!(serde_json::to_string(&value).unwrap(), "\"SATELLITE\"");
    }

    #[test]
    fn every_known_value_is_read_and_written_back() {
        fn check<T>(known: &[T], count: usize, text: impl Fn(&T) -> &str)
        where
            T: for<'a> From<&'a str> + PartialEq + std::fmt::Debug,
        {
            assert_eq!(known.len(), count);
            for value in known {
                assert_eq!(T::from(text(value)), *value);
            }
        }
        check(NumberType::KNOWN, 3, NumberType::as_str);
        check(ProvisioningStatus::KNOWN, 4, ProvisioningStatus::as_str);
        check(
            ProvisioningErrorCode::KNOWN,
            18,
            ProvisioningErrorCode::as_str,
        );
        check(VoiceType::KNOWN, 3, VoiceType::as_str);
    }
}
