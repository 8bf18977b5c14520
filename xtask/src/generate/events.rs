//! From a document to the types of what is sent to callbacks, which need no HTTP client.

use quote::quote;
use serde_json::Value;
use syn::{Item, parse_quote};

use super::generator::generate;
use super::{attributes, enums};
use crate::document::tree;
use crate::lower::lower_events;
use crate::open_enum;
use crate::problem::{Problem, Problems, Result};

/// The code of the events, before it is formatted.
pub(super) fn events(document: &Value) -> std::result::Result<syn::File, Problems> {
    Ok(events_of(document, &lower_events(document)?)?)
}

fn events_of(document: &Value, lowered: &Value) -> Result<syn::File> {
    // What they have for problems, the lints have named.
    let mut open = open_enum::collect(document, &mut Problems::default());
    open.retain(|open| lowered.pointer(&tree::schema_pointer(&open.name)).is_some());
    let client = generate(lowered, &open)?;
    let enums = enums::module(&open);
    let mut file = syn::parse2(quote! { #client #enums })
        .map_err(|error| Problem::new(format!("what was generated is not Rust: {error}")))?;
    attributes::add(&mut file)?;
    file.items.retain_mut(|item| match item {
        Item::Mod(module) if module.ident == "types" => {
            module.attrs.clear();
            module
                .attrs
                .push(parse_quote! { #[doc = "What is sent to callbacks."] });
            if let Some((_, items)) = &mut module.content {
                // A module of errors that nothing refers to.
                items.retain(|item| !matches!(item, Item::Mod(_)));
                items.iter_mut().for_each(describe_extra);
            }
            true
        }
        Item::Mod(module) => module.ident == "enums",
        _ => false,
    });
    Ok(file)
}

/// Describes the members that are kept although nobody knows them.
fn describe_extra(item: &mut Item) {
    let Item::Struct(item) = item else {
        return;
    };
    for field in &mut item.fields {
        if field.ident.as_ref().is_some_and(|name| name == "extra") {
            let doc = parse_quote! { #[doc = "Members that this version does not know."] };
            field.attrs.insert(0, doc);
        }
    }
}

#[cfg(test)]
mod tests {
    use quote::ToTokens as _;

    use super::*;
    use crate::lower::each_left_out_of_events;

    #[test]
    fn without_any_of_the_lowerings_other_events_are_generated() {
        let zoo = include_str!("../../tests/zoo/openapi/numbers.yaml");
        let zoo = crate::document::parse(zoo).unwrap();
        let code = |lowered| {
            Some(
                events_of(&zoo, &lowered)
                    .ok()?
                    .to_token_stream()
                    .to_string(),
            )
        };
        let with_all = code(lower_events(&zoo).unwrap()).unwrap();
        for (name, lowered) in each_left_out_of_events(&zoo) {
            // This one is needed to refuse two types of one name, which the zoo has not.
            if name == "inline::named" {
                continue;
            }
            let without = lowered.ok().and_then(code);
            assert!(
                without.as_ref() != Some(&with_all),
                "{name} is not needed any more"
            );
        }
    }
}
