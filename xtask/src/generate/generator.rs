//! The generator: how it is set, run and understood.

use std::time::{Duration, Instant};

use proc_macro2::TokenStream;
use progenitor::{GenerationSettings, Generator, HooksMode, InterfaceStyle, TypeImpl};
use quote::quote;
use serde_json::{Value, json};

use crate::bindings;
use crate::document::{tree, typed, uses};
use crate::lower::stood_at;
use crate::open_enum::OpenEnum;
use crate::patience::{Failure, within};
use crate::problem::{Problem, Result};

/// How long the generator may take; it takes a tenth of a second.
const PATIENCE: Duration = Duration::from_secs(20);

/// What the generator makes of a lowered document.
pub(super) fn generate(lowered: &Value, enums: &[OpenEnum]) -> Result<TokenStream> {
    run(lowered.clone(), enums.to_vec(), PATIENCE)
        .map_err(|problem| located(problem, lowered, enums))
}

fn settings(lowered: &Value, enums: &[OpenEnum]) -> GenerationSettings {
    let mut settings = GenerationSettings::new();
    settings
        .with_interface(InterfaceStyle::Positional)
        .with_hooks(HooksMode::Expected)
        .with_inner_type(quote! { crate::Exchange })
        .with_derive("PartialEq");
    let text = [TypeImpl::Display, TypeImpl::FromStr];
    let components = lowered.get("components").unwrap_or(&Value::Null);
    // The generator ignores a replacement for a schema that the document does not have.
    for (name, _) in tree::members(components, "schemas") {
        if let Some(replacement) = bindings::replacement(name) {
            settings.with_replacement(name, replacement, text.iter().copied());
        } else if enums.iter().any(|open| open.name == *name) {
            settings.with_replacement(name, format!("crate::enums::{name}"), text.iter().copied());
        }
    }
    settings
}

/// Runs the generator, whose panics on unknown shapes are errors here.
fn run(lowered: Value, enums: Vec<OpenEnum>, patience: Duration) -> Result<TokenStream> {
    let document = typed(&lowered)?;
    let generated = within(patience, move || {
        // As text: tokens do not leave the thread they were made in.
        let generated = Generator::new(&settings(&lowered, &enums)).generate_tokens(&document);
        generated
            .map(|tokens| tokens.to_string())
            .map_err(|error| error.to_string())
    });
    let generated = match generated {
        Ok(generated) => {
            generated.map_err(|error| Problem::new(format!("the generator refuses it: {error}")))?
        }
        Err(Failure::Late) => return Err(Problem::new("the generator does not end")),
        Err(Failure::Panicked(words)) => {
            return Err(
                Problem::new(format!("the generator does not know this shape: {words}"))
                    .fix("write a lowering for it in xtask/src/lower"),
            );
        }
    };
    generated
        .parse()
        .map_err(|error| Problem::new(format!("what was generated is not Rust: {error}")))
}

/// The problem, at the place that has it by itself: the generator names none.
fn located(problem: Problem, lowered: &Value, enums: &[OpenEnum]) -> Problem {
    let begun = Instant::now();
    // What remains of the problem in a document with only these schemas and operations.
    let left_of_it = |schemas: Value, paths: Value| {
        let mut part = lowered.clone();
        if let Some(held) = part.pointer_mut("/components/schemas") {
            *held = schemas;
        }
        if let Some(held) = part.pointer_mut("/paths") {
            *held = paths;
        }
        let left = (PATIENCE / 2).checked_sub(begun.elapsed())?;
        run(part, enums.to_vec(), left).err()
    };
    let schemas = lowered
        .pointer("/components/schemas")
        .unwrap_or(&Value::Null);
    if left_of_it(schemas.clone(), json!({})).is_some() {
        // The smallest set of schemas that refer to no other ones.
        let closed = schemas
            .as_object()
            .into_iter()
            .flatten()
            .take_while(|_| begun.elapsed() < PATIENCE / 2)
            .map(|(name, schema)| {
                let mut names = uses::within(lowered, schema);
                names.insert(name.clone());
                (name, names)
            });
        let mut closed: Vec<_> = closed.collect();
        closed.sort_by_key(|(_, names)| names.len());
        for (name, names) in closed {
            let kept = tree::members(lowered.get("components").unwrap_or(&Value::Null), "schemas")
                .filter(|(name, _)| names.contains(*name))
                .map(|(name, schema)| (name.clone(), schema.clone()));
            if let Some(problem) = left_of_it(Value::Object(kept.collect()), json!({})) {
                let moved = lowered
                    .pointer(&tree::schema_pointer(name))
                    .and_then(stood_at);
                return problem.at(moved.map_or_else(|| tree::schema_pointer(name), str::to_owned));
            }
        }
    }
    for operation in tree::operations(lowered) {
        let mut item = operation.item.as_object().cloned().unwrap_or_default();
        item.retain(|key, _| !tree::METHODS.contains(&key.as_str()) || key == operation.method);
        if let Some(problem) = left_of_it(schemas.clone(), json!({ operation.path: item })) {
            return problem.at(operation.pointer());
        }
    }
    problem
}
