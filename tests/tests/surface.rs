//! The public surface of the generated files, as a person can review it.

use syn::{Fields, ImplItem, Item, Visibility};

#[test]
fn the_generated_surface_is_reviewed() {
    let text = include_str!("../../crates/numbers-client/src/generated.rs");
    insta::assert_snapshot!("generated_surface", outline(text));
}

#[test]
fn the_generated_surface_of_events_is_reviewed() {
    let text = include_str!("../../crates/numbers-webhooks/src/generated.rs");
    insta::assert_snapshot!("generated_surface_of_events", outline(text));
}

fn outline(text: &str) -> String {
    let file = syn::parse_file(text).unwrap();
    let mut outline = String::new();
    items(&file.items, 0, &mut outline);
    outline
}

fn public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

fn plain(tokens: impl quote::ToTokens) -> String {
    let text = tokens.to_token_stream().to_string();
    text.replace(" :: ", "::")
        .replace(":: ", "::")
        .replace("::std::option::", "")
        .replace("::std::string::", "")
        .replace("::std::vec::", "")
        .replace(" < ", "<")
        .replace(" >", ">")
        .replace("& ", "&")
}

fn items(items: &[Item], depth: usize, outline: &mut String) {
    let pad = "  ".repeat(depth);
    for item in items {
        match item {
            Item::Mod(module) if public(&module.vis) => {
                outline.push_str(&format!("{pad}mod {}\n", module.ident));
                if let Some((_, inner)) = &module.content {
                    self::items(inner, depth + 1, outline);
                }
            }
            Item::Struct(structure) if public(&structure.vis) => {
                let grows = structure
                    .attrs
                    .iter()
                    .any(|attribute| attribute.path().is_ident("non_exhaustive"));
                let grows = if grows { " (non-exhaustive)" } else { "" };
                outline.push_str(&format!("{pad}struct {}{grows}\n", structure.ident));
                if let Fields::Named(fields) = &structure.fields {
                    for field in fields.named.iter().filter(|field| public(&field.vis)) {
                        outline.push_str(&format!(
                            "{pad}  {}: {}\n",
                            field.ident.as_ref().unwrap(),
                            plain(&field.ty)
                        ));
                    }
                }
            }
            Item::Enum(choice) if public(&choice.vis) => {
                outline.push_str(&format!("{pad}enum {}\n", choice.ident));
                for variant in &choice.variants {
                    let fields: Vec<_> = variant
                        .fields
                        .iter()
                        .map(|field| {
                            let name = field
                                .ident
                                .as_ref()
                                .map(|name| format!("{name}: "))
                                .unwrap_or_default();
                            format!("{name}{}", plain(&field.ty))
                        })
                        .collect();
                    let fields = if fields.is_empty() {
                        String::new()
                    } else {
                        format!(" ({})", fields.join(", "))
                    };
                    outline.push_str(&format!("{pad}  {}{fields}\n", variant.ident));
                }
            }
            Item::Impl(block) => {
                if let Some((path, _)) = &block.trait_ {
                    outline.push_str(&format!(
                        "{pad}impl {} for {}\n",
                        plain(path),
                        plain(&block.self_ty)
                    ));
                } else {
                    for item in &block.items {
                        if let ImplItem::Fn(function) = item
                            && public(&function.vis)
                        {
                            let (owner, signature) = (plain(&block.self_ty), plain(&function.sig));
                            outline.push_str(&format!("{pad}{owner}::{signature}\n"));
                        }
                    }
                }
            }
            _ => {}
        }
    }
}
