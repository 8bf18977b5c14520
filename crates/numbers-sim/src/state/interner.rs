//! Texts and terms that many rentals share, kept once.

use std::collections::HashSet;
use std::sync::Arc;

use crate::stock::Resolved;

/// Keeps equal texts and terms once.
#[derive(Debug, Default)]
pub(crate) struct Interner {
    texts: HashSet<Arc<str>>,
    terms: Vec<Arc<Resolved>>,
}

/// More different texts than this are not shared: they are no plans, but each number's own.
const TEXTS: usize = 10_000;
const TERMS: usize = 100;

impl Interner {
    pub(crate) fn text(&mut self, text: &str) -> Arc<str> {
        if let Some(known) = self.texts.get(text) {
            return Arc::clone(known);
        }
        let text: Arc<str> = text.into();
        if self.texts.len() < TEXTS {
            self.texts.insert(Arc::clone(&text));
        }
        text
    }

    pub(crate) fn terms(&mut self, terms: Arc<Resolved>) -> Arc<Resolved> {
        if let Some(known) = self.terms.iter().find(|known| **known == terms) {
            return Arc::clone(known);
        }
        if self.terms.len() < TERMS {
            self.terms.push(Arc::clone(&terms));
        }
        terms
    }
}
