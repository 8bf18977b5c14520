//! Comparing schemas, each pair once: a schema that is used often, or that contains itself,
//! costs no more for it.

use std::collections::{HashSet, VecDeque};

use serde_json::Value;

use super::difference::Differences;
use super::shape::{Direction, Shape, Standing, place, usage};
use crate::document::tree::{self, step};
use crate::problem::{Problem, Result};

/// The most members of all schemas that are compared: each may repeat a large part.
const MOST_MEMBERS: usize = 500_000;

/// Two documents, and which of their schemas have been compared.
pub(super) struct Schemas<'a> {
    ours: &'a Value,
    theirs: &'a Value,
    compared: HashSet<Pair>,
    /// How many members they had.
    members: usize,
}

/// Two schemas, by where they are in memory, and all that decides how they are compared.
type Pair = (*const Value, *const Value, Direction, Role);

/// What a schema is to the one it stands in.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Role {
    Any,
    /// A variant of a union whose property of this name tells the variants.
    Variant(Option<String>),
    /// That property: which value it has is for the discriminator to say.
    Tag,
}

/// What is still to compare.
type Pending<'a> = VecDeque<(Standing<'a>, Standing<'a>, Role)>;

impl<'a> Schemas<'a> {
    pub(super) fn new(ours: &'a Value, theirs: &'a Value) -> Self {
        Self {
            ours,
            theirs,
            compared: HashSet::new(),
            members: 0,
        }
    }

    /// Compares a schema of ours with one of theirs, and all that stands in them.
    pub(super) fn compare(
        &mut self,
        ours: Standing<'a>,
        theirs: Standing<'a>,
        direction: Direction,
        found: &mut Differences,
    ) -> Result<()> {
        let mut pending = Pending::from([(ours, theirs, Role::Any)]);
        while let Some((ours, theirs, role)) = pending.pop_front() {
            let our_usage = usage(self.ours, ours.schema);
            let their_usage = usage(self.theirs, theirs.schema);
            for ((key, ours_is), (_, theirs_is)) in our_usage.into_iter().zip(their_usage) {
                found.flag(step(&ours.at, key), ours_is, theirs_is);
            }
            let new = self.is_new(&ours, &theirs, direction, &role)?;
            if new {
                self.shapes(&ours, &theirs, direction, &role, found, &mut pending)?;
            }
        }
        Ok(())
    }

    /// Whether the two have not been compared yet. What only refers is what it refers to.
    fn is_new(
        &mut self,
        ours: &Standing<'a>,
        theirs: &Standing<'a>,
        direction: Direction,
        role: &Role,
    ) -> Result<bool> {
        let at = |problem: Problem| problem.at(&ours.at);
        let our = tree::deref(self.ours, ours.schema).map_err(at)?;
        let their = tree::deref(self.theirs, theirs.schema).map_err(at)?;
        let pair = (
            std::ptr::from_ref(our),
            std::ptr::from_ref(their),
            direction,
            role.clone(),
        );
        Ok(self.compared.insert(pair))
    }

    fn shapes(
        &mut self,
        ours: &Standing<'a>,
        theirs: &Standing<'a>,
        direction: Direction,
        role: &Role,
        found: &mut Differences,
        pending: &mut Pending<'a>,
    ) -> Result<()> {
        let our = Shape::of(self.ours, ours, direction)?;
        let their = Shape::of(self.theirs, theirs, direction)?;
        self.members += 1 + our.properties.len() + their.properties.len();
        if self.members > MOST_MEMBERS {
            let problem = Problem::new(format!("schemas of more than {MOST_MEMBERS} members"));
            return Err(problem.at(&ours.at));
        }
        let at = place(ours.schema, &ours.at);
        for key in Shape::KEYS {
            found.value(step(&at, key), our.keys.get(key), their.keys.get(key));
        }
        match (&our.values, &their.values) {
            _ if *role == Role::Tag => {}
            (Some(our), Some(their)) => found.names(&step(&at, "enum"), our, their),
            (our, their) => found.flag(step(&at, "enum"), our.is_some(), their.is_some()),
        }
        found.names(&step(&at, "required"), &our.required, &their.required);
        for (key, our, their) in [
            ("items", our.items, their.items),
            ("additionalProperties", our.additional, their.additional),
        ] {
            match (our, their) {
                (Some(our), Some(their)) => pending.push_back((our, their, Role::Any)),
                (our, their) => found.flag(step(&at, key), our.is_some(), their.is_some()),
            }
        }
        let tag = our.tag.or(their.tag).map(str::to_owned);
        for (_, our, their) in found.shared(&step(&at, "variants"), our.variants, their.variants) {
            pending.push_back((our, their, Role::Variant(tag.clone())));
        }
        let properties = step(&at, "properties");
        for (name, our, their) in found.shared(&properties, our.properties, their.properties) {
            let is_tag = matches!(role, Role::Variant(Some(tag)) if *tag == name);
            pending.push_back((our, their, if is_tag { Role::Tag } else { Role::Any }));
        }
        Ok(())
    }
}
