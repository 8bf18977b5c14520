//! From YAML or JSON to a tree, with nothing read otherwise than it was meant.
//!
//! The YAML library's own value takes keys that are not text and leaves merge keys and
//! tags to its user. Here every key is text, `<<` is merged, and what has no place in a
//! JSON tree is a problem with its pointer.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::fmt;

use serde::de::{DeserializeSeed, IgnoredAny};
use serde::de::{Deserializer, EnumAccess, Error, MapAccess, SeqAccess, VariantAccess, Visitor};
use serde_json::{Map, Value};

use super::tree::step;
use crate::problem::{Problem, Problems};

/// The most values of a document, aliases expanded: a few bytes of YAML can name billions.
const MOST_VALUES: usize = 1_000_000;

/// The key whose value is merged into the mapping it stands in.
const MERGE: &str = "<<";

/// Reads a text, YAML or JSON.
pub(crate) fn parse(text: &str) -> Result<Value, Problems> {
    let reader = Reader::default();
    let tree = Node(&reader)
        .deserialize(yaml_serde::Deserializer::from_str(text))
        .map_err(|error| Problem::new(format!("not YAML or JSON: {error}")))?;
    let mut problems = reader.problems.into_inner();
    if tree.is_null() && problems.is_empty() {
        problems.push(Problem::new("the file is empty"));
    }
    problems.none_or(tree)
}

#[derive(Default)]
struct Reader {
    values: Cell<usize>,
    /// The keys and indices that lead to the value being read.
    path: RefCell<Vec<String>>,
    problems: RefCell<Problems>,
}

impl Reader {
    /// Notes a problem with the value being read, which counts as `null` from then on.
    fn refuse(&self, what: impl Into<String>) -> Value {
        let pointer = self
            .path
            .borrow()
            .iter()
            .fold(String::new(), |pointer, key| step(&pointer, key));
        let problem = Problem::new(what).at(pointer);
        self.problems.borrow_mut().push(problem);
        Value::Null
    }

    fn within<T>(&self, key: &str, read: impl FnOnce() -> T) -> T {
        self.path.borrow_mut().push(key.to_owned());
        let value = read();
        self.path.borrow_mut().pop();
        value
    }

    /// Adds the members of a merged mapping that `object` does not have itself.
    fn merge(&self, object: &mut Map<String, Value>, merged: Value) {
        match merged {
            Value::Object(members) => {
                for (key, value) in members {
                    object.entry(key).or_insert(value);
                }
            }
            Value::Array(mappings) if mappings.iter().all(Value::is_object) => {
                for mapping in mappings {
                    self.merge(object, mapping);
                }
            }
            _ => {
                self.within(MERGE, || {
                    self.refuse("only a mapping or a list of mappings can be merged")
                });
            }
        }
    }
}

/// One value.
struct Node<'a>(&'a Reader);

impl<'de> DeserializeSeed<'de> for Node<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        let values = self.0.values.get() + 1;
        self.0.values.set(values);
        if values > MOST_VALUES {
            return Err(D::Error::custom(format!(
                "more than {MOST_VALUES} values, aliases expanded"
            )));
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Node<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value of JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i128<E>(self, value: i128) -> Result<Value, E> {
        Ok(self.0.refuse(format!("{value} has more than 64 bits")))
    }

    fn visit_u128<E>(self, value: u128) -> Result<Value, E> {
        Ok(self.0.refuse(format!("{value} has more than 64 bits")))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        let number = serde_json::Number::from_f64(value).map(Value::Number);
        Ok(number.unwrap_or_else(|| self.0.refuse(format!("{value} is no number of JSON"))))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(text.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut array = Vec::new();
        loop {
            let index = array.len().to_string();
            match self
                .0
                .within(&index, || items.next_element_seed(Node(self.0)))?
            {
                Some(item) => array.push(item),
                None => return Ok(Value::Array(array)),
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        let mut merged = None;
        while let Some(key) = members.next_key_seed(Key)? {
            let key = match key {
                Ok(key) => key,
                Err(what) => {
                    self.0
                        .refuse(format!("a key is {what}; put it in quotes to make it text"));
                    members.next_value::<IgnoredAny>()?;
                    continue;
                }
            };
            let value = self
                .0
                .within(&key, || members.next_value_seed(Node(self.0)))?;
            let twice = if key == MERGE {
                merged.replace(value).is_some()
            } else {
                object.insert(key.clone().into_owned(), value).is_some()
            };
            if twice {
                self.0.within(&key, || {
                    self.0.refuse(format!("the key '{key}' stands twice"))
                });
            }
        }
        if let Some(merged) = merged {
            self.0.merge(&mut object, merged);
        }
        Ok(Value::Object(object))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, tagged: A) -> Result<Value, A::Error> {
        let (_, value) = tagged.variant::<IgnoredAny>()?;
        value.newtype_variant::<IgnoredAny>()?;
        Ok(self.0.refuse("tags of YAML have no meaning here"))
    }
}

/// A key: its text, or what it is instead. An integer is read as its digits, since status
/// codes are often written without quotes.
struct Key;

impl<'de> DeserializeSeed<'de> for Key {
    type Value = Result<Cow<'de, str>, String>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Key {
    type Value = Result<Cow<'de, str>, String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Ok(Cow::Owned(text.to_owned())))
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Ok(Cow::Borrowed(text)))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
        Ok(Ok(Cow::Owned(number.to_string())))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Self::Value, E> {
        Ok(Ok(Cow::Owned(number.to_string())))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Self::Value, E> {
        Ok(Err(format!("the number {number}")))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Self::Value, E> {
        Ok(Err(format!("the value {value}")))
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Err("null".to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Err("a list".to_owned()))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        while members.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Err("a mapping".to_owned()))
    }
}
