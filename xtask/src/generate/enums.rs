//! The code of open enums: each has a variant for values that are not known.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::open_enum::{OpenEnum, variant};

/// The module of all of them.
pub(super) fn module(enums: &[OpenEnum]) -> TokenStream {
    let enums = enums.iter().map(emit);
    quote! {
        /// Enums that may grow: each keeps a value that it does not know as text.
        pub mod enums {
            #(#enums)*
        }
    }
}

/// The type and what reads and writes its text.
fn emit(open: &OpenEnum) -> TokenStream {
    let name = Ident::new(&open.name, Span::call_site());
    let doc = if open.description.is_empty() {
        format!("One of the values of `{}` that are known.", open.name)
    } else {
        open.description.clone()
    };
    let docs = open.values.iter().map(|value| format!("`{value}`."));
    let variants: Vec<_> = open
        .values
        .iter()
        .map(|value| Ident::new(&variant(value), Span::call_site()))
        .collect();
    let values = &open.values;
    let text_traits = text_traits(&open.name);
    quote! {
        #[doc = #doc]
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum #name {
            #(#[doc = #docs] #variants,)*
            /// A value that this version does not know, as it was written.
            Unknown(String),
        }
        impl #name {
            /// The values that this version knows.
            pub const KNOWN: &'static [Self] = &[#(Self::#variants),*];
            /// The value as the API writes it.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    #(Self::#variants => #values,)*
                    Self::Unknown(text) => text,
                }
            }
        }
        impl From<&str> for #name {
            fn from(text: &str) -> Self {
                match text {
                    #(#values => Self::#variants,)*
                    unknown => Self::Unknown(unknown.to_owned()),
                }
            }
        }
        #text_traits
    }
}

/// What reads and writes a type as text.
fn text_traits(name: &str) -> TokenStream {
    let text = name;
    let name = Ident::new(name, Span::call_site());
    quote! {
        impl From<String> for #name {
            fn from(text: String) -> Self {
                Self::from(text.as_str())
            }
        }
        impl std::str::FromStr for #name {
            type Err = std::convert::Infallible;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Ok(Self::from(text))
            }
        }
        impl std::fmt::Display for #name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }
        impl serde::Serialize for #name {
            fn serialize<S: serde::Serializer>(
                &self,
                serializer: S,
            ) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
        impl<'de> serde::Deserialize<'de> for #name {
            fn deserialize<D: serde::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                // Reads the text in place: a known value is not copied.
                struct Text;
                impl serde::de::Visitor<'_> for Text {
                    type Value = #name;
                    fn expecting(
                        &self,
                        f: &mut std::fmt::Formatter<'_>,
                    ) -> std::fmt::Result {
                        f.write_str("a string")
                    }
                    fn visit_str<E>(self, text: &str) -> Result<#name, E> {
                        Ok(#name::from(text))
                    }
                }
                deserializer.deserialize_str(Text)
            }
        }
        #[cfg(feature = "schemars")]
        impl schemars::JsonSchema for #name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                #text.into()
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
    }
}
