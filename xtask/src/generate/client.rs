//! From a document that has passed its checks to the code of the client.

use quote::quote;
use serde_json::Value;

use super::generator::generate;
use super::{attributes, enums, post_processing};
use crate::lower::{lower, multipart_operations};
use crate::open_enum;
use crate::problem::{Problem, Problems, Result};

/// The code of the client, before it is formatted.
pub(super) fn client(document: &Value) -> std::result::Result<syn::File, Problems> {
    Ok(client_of(document, &lower(document)?)?)
}

fn client_of(document: &Value, lowered: &Value) -> Result<syn::File> {
    // What they have for problems, the lints have named.
    let open = open_enum::collect(document, &mut Problems::default());
    let client = generate(lowered, &open)?;
    let enums = enums::module(&open);
    let mut file = syn::parse2(quote! { #client #enums })
        .map_err(|error| Problem::new(format!("what was generated is not Rust: {error}")))?;
    post_processing::process(&mut file, &multipart_operations(document))?;
    attributes::add(&mut file)?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use quote::ToTokens as _;

    use super::*;
    use crate::lower::each_left_out;

    /// Where the generator has been mended, a lowering changes nothing any more.
    #[test]
    fn without_any_of_the_lowerings_something_else_is_generated() {
        let zoo = include_str!("../../tests/zoo/openapi/numbers.yaml");
        let zoo = crate::document::parse(zoo).unwrap();
        let code = |lowered| {
            Some(
                client_of(&zoo, &lowered)
                    .ok()?
                    .to_token_stream()
                    .to_string(),
            )
        };
        let with_all = code(lower(&zoo).unwrap()).unwrap();
        for (name, lowered) in each_left_out(&zoo) {
            let without = lowered.ok().and_then(code);
            assert_ne!(
                without.as_ref(),
                Some(&with_all),
                "{name} is not needed any more"
            );
        }
    }
}
