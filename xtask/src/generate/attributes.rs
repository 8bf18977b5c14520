//! Attributes of generated types. Settings go by the names of component schemas; what the
//! generator names itself (a body written inline, say) is reached in the syntax tree alone.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::{Attribute, FnArg, ImplItem, Item, parse_quote};

use crate::problem::{Problem, Result};

/// Gives every type a JSON Schema, by a feature, and makes what is received non-exhaustive:
/// a member that the service adds is then no breaking change.
pub(super) fn add(file: &mut syn::File) -> Result<()> {
    let mut sent = arguments(file);
    let items = types(file)?;
    let uses = uses(items)?;
    let mut pending: Vec<_> = sent.iter().cloned().collect();
    while let Some(name) = pending.pop() {
        for used in uses.get(&name).into_iter().flatten() {
            if sent.insert(used.clone()) {
                pending.push(used.clone());
            }
        }
    }
    for item in items {
        let (attributes, name, is_struct) = match item {
            Item::Struct(item) => (&mut item.attrs, &item.ident, true),
            Item::Enum(item) => (&mut item.attrs, &item.ident, false),
            _ => continue,
        };
        let documented = attributes
            .iter()
            .filter(|attribute| attribute.path().is_ident("doc"));
        let at = documented.count();
        if is_struct && !sent.contains(name) {
            attributes.insert(at, parse_quote! { #[non_exhaustive] });
        }
        let schema: Attribute =
            parse_quote! { #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))] };
        attributes.insert(at, schema);
    }
    Ok(())
}

/// The items of the module of types.
fn types(file: &mut syn::File) -> Result<&mut Vec<Item>> {
    file.items
        .iter_mut()
        .find_map(|item| match item {
            Item::Mod(module) if module.ident == "types" => Some(&mut module.content.as_mut()?.1),
            _ => None,
        })
        .ok_or_else(|| Problem::new("the generator has changed: it makes no module of types"))
}

/// What each type is made of, by all names in its fields.
fn uses(items: &[Item]) -> Result<BTreeMap<Ident, BTreeSet<Ident>>> {
    let mut uses = BTreeMap::new();
    for item in items {
        let (name, made_of) = match item {
            Item::Struct(item) => (&item.ident, item.fields.to_token_stream()),
            Item::Enum(item) => (&item.ident, item.variants.to_token_stream()),
            _ => continue,
        };
        let mut names = BTreeSet::new();
        idents(made_of, &mut names);
        if uses.insert(name.clone(), names).is_some() {
            return Err(Problem::new(format!("two types are called {name}"))
                .fix("rename a schema: a body written inline is named for where it stands"));
        }
    }
    Ok(uses)
}

/// All names in the arguments of operations.
fn arguments(file: &syn::File) -> BTreeSet<Ident> {
    let mut names = BTreeSet::new();
    let functions = file.items.iter().filter_map(|item| match item {
        Item::Impl(item) if item.trait_.is_none() => Some(&item.items),
        _ => None,
    });
    for function in functions.flatten() {
        if let ImplItem::Fn(function) = function {
            for argument in &function.sig.inputs {
                if let FnArg::Typed(argument) = argument {
                    idents(argument.ty.to_token_stream(), &mut names);
                }
            }
        }
    }
    names
}

fn idents(tokens: TokenStream, names: &mut BTreeSet<Ident>) {
    for token in tokens {
        match token {
            TokenTree::Ident(name) => {
                names.insert(name);
            }
            TokenTree::Group(group) => idents(group.stream(), names),
            _ => {}
        }
    }
}
