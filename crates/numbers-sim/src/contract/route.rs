//! One operation of the document: its path, its parameters, its body.

use std::borrow::Cow;

use jsonschema::Validator;
use serde_json::Value;

use crate::contract::parameter::Parameter;
use crate::contract::query::Query;
use crate::contract::violation::{Violation, violations_of};
use crate::operation::Operation;

/// An operation as the document describes it.
#[derive(Debug)]
pub(crate) struct Route {
    pub(crate) operation: Operation,
    pub(crate) method: String,
    pub(crate) path: Vec<Segment>,
    pub(crate) query: Vec<Parameter>,
    pub(crate) body: BodyKind,
}

/// What an operation takes as its body.
#[derive(Debug)]
pub(crate) enum BodyKind {
    None,
    Json(Validator),
    Multipart,
}

/// The parameters of a path, by name.
pub(crate) type Parameters<'r> = Vec<(&'r str, String)>;

/// A segment of a path: a text, or a parameter with what follows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Segment {
    Text(String),
    Parameter { name: String, suffix: String },
}

impl Segment {
    pub(crate) fn parse(text: &str) -> Self {
        let parameter = text.strip_prefix('{').and_then(|rest| rest.split_once('}'));
        match parameter {
            Some((name, suffix)) => Self::Parameter {
                name: name.to_owned(),
                suffix: suffix.to_owned(),
            },
            None => Self::Text(text.to_owned()),
        }
    }
}

impl Route {
    /// The parameters of a path, if it is this one's.
    pub(crate) fn matches(&self, path: &[Cow<'_, str>]) -> Option<Parameters<'_>> {
        if path.len() != self.path.len() {
            return None;
        }
        let mut parameters = Vec::new();
        for (segment, text) in self.path.iter().zip(path) {
            match segment {
                Segment::Text(expected) if expected == text => {}
                Segment::Text(_) => return None,
                Segment::Parameter { name, suffix } => {
                    let value = text.strip_suffix(suffix.as_str())?;
                    parameters.push((name.as_str(), value.to_owned()));
                }
            }
        }
        Some(parameters)
    }

    /// How many characters of the path are fixed; the more, the better it fits.
    pub(crate) fn fixed(&self) -> usize {
        let fixed = |segment: &Segment| match segment {
            Segment::Text(text) => text.len(),
            Segment::Parameter { suffix, .. } => suffix.len(),
        };
        self.path.iter().map(fixed).sum()
    }

    /// The violations of a query.
    pub(crate) fn check_query(&self, query: &Query) -> Vec<Violation> {
        let checked = self.query.iter().map(|parameter| parameter.check(query));
        checked.flatten().collect()
    }

    /// The violations of a JSON body.
    pub(crate) fn check_body(&self, body: &Value) -> Vec<Violation> {
        match &self.body {
            BodyKind::Json(schema) => violations_of("", schema, body),
            BodyKind::None | BodyKind::Multipart => Vec::new(),
        }
    }
}
