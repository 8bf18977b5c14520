//! What the values of a document are, by where they stand: the one place that knows the
//! structure of OpenAPI 3.0, so that an example which holds a member called `$ref` or a
//! property called `properties` misleads nobody.

use serde_json::Value;

use super::tree::{METHODS, step};

/// What a value is. What is not listed (examples, tags, extensions) has no parts of
/// interest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Part {
    Document,
    Components,
    PathItem,
    Operation,
    Parameter,
    Header,
    RequestBody,
    Response,
    MediaType,
    Schema,
    Example,
    Callback,
    SecurityScheme,
}

/// How a value holds parts of one kind.
#[derive(Clone, Copy)]
enum Holds {
    /// Under this key.
    One(&'static str),
    /// Under this key, as the items of a list.
    List(&'static str),
    /// Under this key, as the members of an object.
    Map(&'static str),
    /// As the members of the value itself.
    Itself,
    /// Under the keys that are methods of HTTP.
    Methods,
}

impl Part {
    fn holds(self) -> &'static [(Holds, Part)] {
        use Holds::{Itself, List, Map, Methods, One};
        match self {
            Self::Document => &[
                (Map("paths"), Self::PathItem),
                (One("components"), Self::Components),
            ],
            Self::Components => &[
                (Map("parameters"), Self::Parameter),
                (Map("headers"), Self::Header),
                (Map("requestBodies"), Self::RequestBody),
                (Map("responses"), Self::Response),
                (Map("callbacks"), Self::Callback),
                (Map("securitySchemes"), Self::SecurityScheme),
                (Map("schemas"), Self::Schema),
                (Map("examples"), Self::Example),
            ],
            Self::PathItem => &[
                (List("parameters"), Self::Parameter),
                (Methods, Self::Operation),
            ],
            Self::Operation => &[
                (List("parameters"), Self::Parameter),
                (One("requestBody"), Self::RequestBody),
                (Map("responses"), Self::Response),
                (Map("callbacks"), Self::Callback),
            ],
            Self::Callback => &[(Itself, Self::PathItem)],
            Self::Parameter | Self::Header => &[
                (One("schema"), Self::Schema),
                (Map("content"), Self::MediaType),
                (Map("examples"), Self::Example),
            ],
            Self::RequestBody => &[(Map("content"), Self::MediaType)],
            Self::Response => &[
                (Map("headers"), Self::Header),
                (Map("content"), Self::MediaType),
            ],
            Self::MediaType => &[
                (One("schema"), Self::Schema),
                (Map("examples"), Self::Example),
            ],
            Self::Schema => &[
                (Map("properties"), Self::Schema),
                (List("allOf"), Self::Schema),
                (List("oneOf"), Self::Schema),
                (List("anyOf"), Self::Schema),
                (One("not"), Self::Schema),
                (One("items"), Self::Schema),
                (One("additionalProperties"), Self::Schema),
            ],
            Self::Example | Self::SecurityScheme => &[],
        }
    }

    /// The object of the components in which parts of this kind have names.
    pub(crate) fn components(self) -> Option<&'static str> {
        Self::Components
            .holds()
            .iter()
            .find_map(|(holds, part)| match holds {
                Holds::Map(key) if *part == self => Some(*key),
                _ => None,
            })
    }
}

/// Calls `visit` with the part, and with every part within it, parents first. References
/// are not followed.
pub(crate) fn visit<'a>(
    part: Part,
    value: &'a Value,
    pointer: &str,
    visitor: &mut impl FnMut(Part, &str, &'a Value),
) {
    visitor(part, pointer, value);
    for (holds, inner) in part.holds() {
        let (key, held) = match holds {
            Holds::One(key) => {
                // `additionalProperties` may be a boolean, which is no schema.
                if let Some(value) = value.get(key).filter(|value| value.is_object()) {
                    visit(*inner, value, &step(pointer, key), visitor);
                }
                continue;
            }
            Holds::Methods => {
                for method in METHODS {
                    if let Some(value) = value.get(method) {
                        visit(*inner, value, &step(pointer, method), visitor);
                    }
                }
                continue;
            }
            Holds::List(key) | Holds::Map(key) => (step(pointer, key), value.get(key)),
            Holds::Itself => (pointer.to_owned(), Some(value)),
        };
        match held {
            Some(Value::Object(members)) => {
                for (name, value) in members.iter().filter(|(name, _)| !is_extension(part, name)) {
                    visit(*inner, value, &step(&key, name), visitor);
                }
            }
            Some(Value::Array(items)) => {
                for (index, value) in items.iter().enumerate() {
                    visit(*inner, value, &step(&key, &index.to_string()), visitor);
                }
            }
            _ => {}
        }
    }
}

/// Calls `change` with every schema of the part and its pointer, innermost first, so that
/// what it changes is not visited again.
pub(crate) fn schemas_mut(
    part: Part,
    value: &mut Value,
    pointer: &str,
    change: &mut dyn FnMut(&str, &mut Value),
) {
    for (holds, inner) in part.holds() {
        let (pointer, held) = match holds {
            Holds::One(key) => {
                if let Some(value) = value.get_mut(*key).filter(|value| value.is_object()) {
                    schemas_mut(*inner, value, &step(pointer, key), change);
                }
                continue;
            }
            Holds::Methods => {
                for method in METHODS {
                    if let Some(value) = value.get_mut(method) {
                        schemas_mut(*inner, value, &step(pointer, method), change);
                    }
                }
                continue;
            }
            Holds::List(key) | Holds::Map(key) => (step(pointer, key), value.get_mut(*key)),
            Holds::Itself => (pointer.to_owned(), Some(&mut *value)),
        };
        match held {
            Some(Value::Object(members)) => {
                for (name, value) in members {
                    schemas_mut(*inner, value, &step(&pointer, name), change);
                }
            }
            Some(Value::Array(items)) => {
                for (index, value) in items.iter_mut().enumerate() {
                    schemas_mut(*inner, value, &step(&pointer, &index.to_string()), change);
                }
            }
            _ => {}
        }
    }
    if part == Part::Schema {
        change(pointer, value);
    }
}

/// Whether a member of a map is an extension of the specification, which paths and
/// statuses can't be mistaken for; names of components, properties and media types are free.
fn is_extension(holder: Part, name: &str) -> bool {
    matches!(holder, Part::Document | Part::Operation | Part::Callback) && name.starts_with("x-")
}
