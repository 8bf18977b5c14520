//! Enums that may grow: collected from `x-open-enum`, emitted with a place for the unknown.

use heck::ToPascalCase;
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use serde_json::Value;

use crate::Result;
use crate::problem::Problem;
use crate::tree::{self, step};

/// The extension. Its value is the Rust name; the values of all schemas that give the
/// same name are put together in one type.
pub(crate) const KEY: &str = "x-open-enum";

/// One enum to emit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct OpenEnum {
    pub(crate) name: String,
    description: String,
    values: Vec<String>,
}

/// All open enums of the document, sorted by name.
pub(crate) fn collect(root: &Value) -> Result<Vec<OpenEnum>> {
    let mut found: Vec<OpenEnum> = Vec::new();
    tree::walk(root, "", &mut |pointer, value| {
        let Some(name) = value.get(KEY) else {
            return Ok(());
        };
        let at = step(pointer, KEY);
        let name = name
            .as_str()
            .filter(|name| *name == name.to_pascal_case() && syn::parse_str::<Ident>(name).is_ok())
            .ok_or_else(|| Problem::new(format!("{name} is not a name for a Rust type")).at(&at))?;
        if value.get("type").and_then(Value::as_str) != Some("string") {
            return Err(Problem::new("an open enum has to be of type string").at(&at));
        }
        let values: Vec<_> = tree::items(value, "enum")
            .filter_map(Value::as_str)
            .collect();
        if values.is_empty() {
            return Err(Problem::new("an open enum needs an 'enum' with values").at(&at));
        }
        let index = found.iter().position(|known| known.name == name);
        let index = index.unwrap_or_else(|| {
            found.push(OpenEnum {
                name: name.to_owned(),
                description: String::new(),
                values: Vec::new(),
            });
            found.len() - 1
        });
        if let Some(open) = found.get_mut(index) {
            // A named schema describes the type best; an inline one describes one use of it.
            if pointer == step("/components/schemas", name) {
                open.description = value
                    .get("description")
                    .and_then(Value::as_str)
                    .unwrap_or_default()
                    .to_owned();
            }
            for value in values {
                if !open.values.iter().any(|known| known == value) {
                    open.values.push(value.to_owned());
                }
            }
            open.check(&at)?;
        }
        Ok(())
    })?;
    found.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(found)
}

impl OpenEnum {
    fn check(&self, pointer: &str) -> Result<()> {
        let mut variants = vec![("the place for unknown values", "Unknown".to_owned())];
        for value in &self.values {
            let variant = variant(value);
            if syn::parse_str::<Ident>(&variant).is_err() {
                return Err(Problem::new(format!("'{value}' makes no variant name")).at(pointer));
            }
            if let Some((other, _)) = variants.iter().find(|(_, known)| *known == variant) {
                return Err(Problem::new(format!(
                    "variants of {} collide: '{value}' and {other} would both be {variant}",
                    self.name
                ))
                .at(pointer)
                .fix("take the mark off: it is plain text then"));
            }
            variants.push((value, variant));
        }
        Ok(())
    }

    /// The type and what reads and writes its text.
    fn emit(&self) -> TokenStream {
        let name = Ident::new(&self.name, Span::call_site());
        let doc = if self.description.is_empty() {
            format!("One of the values of `{}` that are known.", self.name)
        } else {
            self.description.clone()
        };
        let docs = self.values.iter().map(|value| format!("`{value}`."));
        let variants: Vec<_> = self
            .values
            .iter()
            .map(|value| Ident::new(&variant(value), Span::call_site()))
            .collect();
        let values = &self.values;
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
            open_enum!(#name);
        }
    }
}

/// The module of all of them.
pub(crate) fn emit(enums: &[OpenEnum]) -> TokenStream {
    let enums = enums.iter().map(OpenEnum::emit);
    quote! {
        /// Enums that may grow: each keeps a value that it does not know as text.
        pub mod enums {
            use crate::open_enum::open_enum;
            #(#enums)*
        }
    }
}

fn variant(value: &str) -> String {
    value.to_pascal_case()
}
