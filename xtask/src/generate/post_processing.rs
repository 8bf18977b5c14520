//! Post-processing: what the generator has no setting for and a hook can't do, changed in
//! the syntax tree of what it generated.
//!
//! Every step is right for every shape that the generator emits, and an error where it does
//! not find what it is for, so that a generator which has changed is noticed. The document
//! of `xtask/tests/zoo` has all shapes; what is generated from it is compiled and called.

use std::collections::BTreeSet;

use quote::ToTokens as _;
use syn::punctuated::Punctuated;
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, FnArg, GenericParam, ImplItem, ImplItemFn, Item, Pat, Token, parse_quote};

use crate::problem::{Problem, Result};

/// Changes a generated file. `multipart` names the functions whose body is a form.
pub(super) fn process(file: &mut syn::File, multipart: &BTreeSet<String>) -> Result<()> {
    let mut constructors = 0;
    let mut forms = 0;
    for implementation in implementations(file) {
        let before = implementation.len();
        implementation.retain(|item| !is_panicking_constructor(item));
        constructors += before - implementation.len();
        for operation in implementation.iter_mut().filter_map(operation) {
            let name = operation.sig.ident.to_string();
            known_url(operation).map_err(|problem| changed(&name, &problem))?;
            decoded_once(operation).map_err(|problem| changed(&name, &problem))?;
            if multipart.contains(&name) {
                form(operation).map_err(|problem| changed(&name, &problem))?;
                forms += 1;
            }
        }
    }
    if constructors != 1 {
        return Err(changed("Client", "has no constructor `new`"));
    }
    if forms != multipart.len() {
        return Err(changed("a function", "is not called as its operation is"));
    }
    Ok(())
}

fn changed(name: &str, what: &str) -> Problem {
    Problem::new(format!("the generator has changed: {name} {what}"))
        .fix("see whether the step is still needed, in xtask/src/generate/post_processing.rs")
}

fn implementations(file: &mut syn::File) -> impl Iterator<Item = &mut Vec<ImplItem>> {
    file.items.iter_mut().filter_map(|item| match item {
        Item::Impl(item) if item.trait_.is_none() => Some(&mut item.items),
        _ => None,
    })
}

fn operation(item: &mut ImplItem) -> Option<&mut ImplItemFn> {
    match item {
        ImplItem::Fn(function) if function.sig.asyncness.is_some() => Some(function),
        _ => None,
    }
}

/// `Client::new` builds an HTTP client of its own: with a timeout that nobody chose, none of
/// the rules for the transport, and a panic where that fails.
fn is_panicking_constructor(item: &ImplItem) -> bool {
    matches!(item, ImplItem::Fn(function) if function.sig.ident == "new")
}

/// Has the exchange make the URL.
///
/// Limit: ids are written to a string each and encoded to another, though validated types
/// need no encoding (the lints have checked that every path parameter is one), and the URL
/// is parsed from its first character on for every call. It saves 5,000 instructions of a
/// rental request.
fn known_url(operation: &mut ImplItemFn) -> std::result::Result<(), String> {
    let mut made = 0;
    each_expression(operation, |expression| match expression {
        Expr::Macro(call) if call.mac.path.is_ident("format") => {
            let parse = Punctuated::<Expr, Token![,]>::parse_terminated;
            if let Ok(mut arguments) = call.mac.parse_body_with(parse) {
                for argument in &mut arguments {
                    if let Some(id) = encoded(argument) {
                        *argument = id.clone();
                    }
                }
                call.mac.tokens = arguments.into_token_stream();
            }
        }
        Expr::MethodCall(call)
            if call.receiver.to_token_stream().to_string() == "self . client" =>
        {
            for url in &mut call.args {
                *url = parse_quote! { self.inner.url(#url)? };
                made += 1;
            }
        }
        _ => {}
    });
    if made == 1 {
        Ok(())
    } else {
        Err(format!("makes {made} requests"))
    }
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

/// Has the exchange decode a response, whose body it keeps already.
///
/// Limit: the body is copied out of the response and the headers are cloned. It saves 5,700
/// instructions of a rental request. Responses without content, and streams, stay as they
/// are.
fn decoded_once(operation: &mut ImplItemFn) -> std::result::Result<(), String> {
    let mut endings = 0;
    each_expression(operation, |expression| {
        if let Expr::Call(call) = expression {
            let called = call.func.to_token_stream().to_string().replace(' ', "");
            match called.as_str() {
                "ResponseValue::from_response" => {
                    endings += 1;
                    let response = &call.args;
                    *expression = parse_quote! { self.inner.decode(#response) };
                }
                "ResponseValue::empty" | "ResponseValue::stream" => endings += 1,
                _ => {}
            }
        }
    });
    if endings == 1 {
        Ok(())
    } else {
        Err(format!("has {endings} endings"))
    }
}

/// Has an operation take a form of several parts, which sets its own content type.
///
/// Limit: the generator knows no `multipart/form-data`; it was given bytes.
fn form(operation: &mut ImplItemFn) -> std::result::Result<(), String> {
    let mut sent = 0;
    each_expression(operation, |expression| {
        if let Expr::MethodCall(body) = expression
            && body.method == "body"
            && let Expr::MethodCall(header) = &*body.receiver
            && header.method == "header"
        {
            let (request, form) = (&header.receiver, &body.args);
            *expression = parse_quote! { #request.multipart(#form) };
            sent += 1;
        }
    });
    let mut taken = 0;
    for argument in &mut operation.sig.inputs {
        if let FnArg::Typed(argument) = argument
            && matches!(&*argument.pat, Pat::Ident(name) if name.ident == "body")
        {
            argument.ty = parse_quote! { crate::Form };
            taken += 1;
        }
    }
    let generics = std::mem::take(&mut operation.sig.generics.params);
    let lifetimes = generics
        .into_iter()
        .filter(|generic| matches!(generic, GenericParam::Lifetime(_)));
    operation.sig.generics.params = lifetimes.collect();
    if (sent, taken) == (1, 1) {
        Ok(())
    } else {
        Err("has no body of bytes".to_owned())
    }
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
