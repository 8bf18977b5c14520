//! Finishing steps: each changes the operations that were generated, as a syntax tree, for
//! one thing that the generator has no setting for.
//!
//! Like a lowering, a step fails when an operation lacks the shape it is for, so that a
//! generator which has been mended is noticed.

use quote::{ToTokens as _, quote};
use syn::punctuated::Punctuated;
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, ImplItem, ImplItemFn, Item, Stmt, Token, parse_quote};

use crate::Result;
use crate::problem::Problem;

/// A step and the name it goes by in messages; whether it changed the operation.
type Step = (&'static str, fn(&mut ImplItemFn) -> bool);

const ALL: [Step; 4] = [
    ("no_version_header", no_version_header),
    ("ids_as_they_are", ids_as_they_are),
    ("cached_url", cached_url),
    ("answer_read_once", answer_read_once),
];

/// Finishes all operations.
pub(crate) fn finish(file: &mut syn::File) -> Result<()> {
    for operation in operations(file) {
        for (name, step) in ALL {
            if !step(operation) {
                return Err(Problem::new(format!(
                    "the finishing step {name} finds nothing to change in {}",
                    operation.sig.ident
                ))
                .fix(
                    "if the generator has been mended, delete the step from xtask/src/finish.rs",
                ));
            }
        }
    }
    Ok(())
}

fn operations(file: &mut syn::File) -> impl Iterator<Item = &mut ImplItemFn> {
    file.items
        .iter_mut()
        .filter_map(|item| match item {
            Item::Impl(item) if item.trait_.is_none() => Some(&mut item.items),
            _ => None,
        })
        .flatten()
        .filter_map(|item| match item {
            ImplItem::Fn(function) if function.sig.asyncness.is_some() => Some(function),
            _ => None,
        })
}

/// Takes out the header `api-version`.
///
/// Limit: it is sent with every request and there is no setting against it. The document
/// has no such header, and the API knows none.
fn no_version_header(operation: &mut ImplItemFn) -> bool {
    let before = operation.block.stmts.len();
    operation
        .block
        .stmts
        .retain(|statement| !makes_header_map(statement));
    // Its making and the one header; with more there is one that the document asks for.
    let alone = before - operation.block.stmts.len() == 2;
    let mut taken = false;
    each_expression(operation, |expression| {
        if let Expr::MethodCall(call) = expression
            && call.method == "headers"
            && call.args.iter().any(|argument| is(argument, "header_map"))
        {
            *expression = (*call.receiver).clone();
            taken = true;
        }
    });
    alone && taken
}

fn makes_header_map(statement: &Stmt) -> bool {
    match statement {
        Stmt::Local(local) => {
            matches!(&local.pat, syn::Pat::Ident(name) if name.ident == "header_map")
        }
        Stmt::Expr(Expr::MethodCall(call), _) => is(&call.receiver, "header_map"),
        _ => false,
    }
}

/// Puts the ids into the URL as they are.
///
/// Limit: each is written to a string and encoded to another. Both are validated types
/// whose text needs no encoding, which generating has checked by then.
fn ids_as_they_are(operation: &mut ImplItemFn) -> bool {
    let mut all = false;
    each_expression(operation, |expression| {
        let Expr::Macro(call) = expression else {
            return;
        };
        let parse = Punctuated::<Expr, Token![,]>::parse_terminated;
        let Ok(mut arguments) = call.mac.parse_body_with(parse) else {
            return;
        };
        // The first two are the template and the base URL.
        let mut bare = arguments.iter_mut().skip(2).map(|argument| {
            let id = encoded(argument).cloned();
            id.map(|id| *argument = id).is_some()
        });
        all = call.mac.path.is_ident("format") && bare.all(|bare| bare);
        call.mac.tokens = quote! { #arguments };
    });
    all
}

/// `x` of `encode_path(&x.to_string())`.
fn encoded(expression: &Expr) -> Option<&Expr> {
    let Expr::Call(call) = expression else {
        return None;
    };
    match call.args.first() {
        Some(Expr::Reference(text)) if is(&call.func, "encode_path") => match &*text.expr {
            Expr::MethodCall(call) if call.method == "to_string" => Some(&call.receiver),
            _ => None,
        },
        _ => None,
    }
}

/// Parses the URL with what is known of it from earlier calls.
///
/// Limit: the URL is handed on as text, and parsed from its first character on for each
/// call, which costs about 8,000 instructions, a twelfth of the call.
fn cached_url(operation: &mut ImplItemFn) -> bool {
    let mut taken = false;
    each_expression(operation, |expression| {
        if let Expr::MethodCall(call) = expression
            && call.receiver.to_token_stream().to_string() == "self . client"
            && let Some(argument) = call.args.first_mut()
            && is(argument, "url")
        {
            *argument = parse_quote! { self.inner.url(url)? };
            taken = true;
        }
    });
    taken
}

/// Has the exchange read the answer.
///
/// Limit: a body is read without a cap and given away with its value, and the headers are
/// copied. A hook could only read it and make another response of it, to be read again.
fn answer_read_once(operation: &mut ImplItemFn) -> bool {
    let Some(last) = operation.block.stmts.last_mut() else {
        return false;
    };
    let known = quote! {
        match response.status().as_u16() {
            200..=299 => { ResponseValue::from_response(response).await }
            _ => Err(Error::UnexpectedResponse(response)),
        }
    };
    let is_known = last.to_token_stream().to_string() == known.to_string();
    if is_known {
        *last = Stmt::Expr(parse_quote! { self.inner.answer(response).await }, None);
    }
    is_known
}

fn is(expression: &Expr, name: &str) -> bool {
    matches!(expression, Expr::Path(path) if path.path.is_ident(name))
}

fn each_expression(operation: &mut ImplItemFn, visit: impl FnMut(&mut Expr)) {
    Visitor(visit).visit_block_mut(&mut operation.block);
}

struct Visitor<F>(F);

impl<F: FnMut(&mut Expr)> VisitMut for Visitor<F> {
    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        // What is inside first, so that what is put in is not visited.
        visit_mut::visit_expr_mut(self, expression);
        (self.0)(expression);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An operation as the generator writes it.
    fn generated() -> syn::File {
        parse_quote! {
            impl Client {
                pub async fn rent(&self, id: &crate::Id, body: &types::Body) -> Answer {
                    let url = format!("{}/v1/{}:rent", self.baseurl, encode_path(&id.to_string()),);
                    let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
                    header_map.append(name(), value());
                    let mut request = self.client.post(url).json(&body).headers(header_map).build()?;
                    let result = self.exec(request, &info).await;
                    let response = result?;
                    match response.status().as_u16() {
                        200..=299 => { ResponseValue::from_response(response).await }
                        _ => Err(Error::UnexpectedResponse(response)),
                    }
                }
            }
        }
    }

    #[test]
    fn an_operation_is_finished() {
        let mut file = generated();
        finish(&mut file).unwrap();
        let finished: syn::File = parse_quote! {
            impl Client {
                pub async fn rent(&self, id: &crate::Id, body: &types::Body) -> Answer {
                    let url = format!("{}/v1/{}:rent", self.baseurl, id,);
                    let mut request = self.client.post(self.inner.url(url)?).json(&body).build()?;
                    let result = self.exec(request, &info).await;
                    let response = result?;
                    self.inner.answer(response).await
                }
            }
        };
        assert_eq!(
            file.to_token_stream().to_string(),
            finished.to_token_stream().to_string()
        );
    }

    /// As when the generator has been mended.
    #[test]
    fn a_step_that_finds_nothing_to_change_is_an_error() {
        for (name, step) in ALL {
            let mut file = generated();
            assert!(operations(&mut file).all(step), "{name}");
            let said = finish(&mut file).unwrap_err().to_string();
            let expected = format!("the finishing step {name} finds nothing to change in rent\n");
            assert!(said.starts_with(&expected), "{said}");
        }
    }

    #[test]
    fn a_header_of_the_document_is_not_taken_out() {
        let mut file = generated();
        for operation in operations(&mut file) {
            let another = parse_quote! { header_map.append(other(), value()); };
            operation.block.stmts.insert(2, another);
        }
        let said = finish(&mut file).unwrap_err().to_string();
        assert!(said.contains("no_version_header"), "{said}");
    }
}
