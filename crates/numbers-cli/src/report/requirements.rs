//! The report of what an order requires.

use std::fmt::Write as _;

use numbers_ext::enums::NumberType;
use numbers_ext::{Decoded, printable, types};
use serde_json::Value;

use crate::exit::Exit;
use crate::json::Object;
use crate::report::Report;
use crate::report::table::{Column, Table};
use crate::report::words::small;

const FIELDS: &[Column] = &[
    Column::Word("FIELD"),
    Column::Word("REQUIRED"),
    Column::Text("FORM", 16),
];

const DOCUMENTS: &[Column] = &[
    Column::Word("DOCUMENT"),
    Column::Word("REQUIRED"),
    Column::Text("TITLE", 10),
    Column::Text("MEDIA TYPES", 16),
    Column::Text("DOCUMENT TYPES", 16),
];

/// How deep fields are looked for in fields: the schema is the service's.
const DEEPEST: usize = 8;

impl Report {
    /// Reports which data and documents an order of such numbers requires.
    pub(crate) fn requirements(
        region: &str,
        number_type: &NumberType,
        required: &Decoded<types::NumberRequirements>,
    ) -> Self {
        let shown = small(number_type.as_str());
        let mut text = format!(
            "Orders of {} {} numbers require:\n",
            printable(region),
            printable(&shown)
        );
        if let Some(schema) = &required.fields {
            // The API's example has the schema one level below.
            let schema = match schema.get("properties") {
                Some(_) => schema,
                None => schema.get("schema").unwrap_or(schema),
            };
            let mut fields = Table::new(FIELDS);
            add_fields(&mut fields, "", schema, 0);
            text.push_str(&fields.text());
        }
        let mut documents = Table::new(DOCUMENTS);
        for document in required.attachments.iter().flatten() {
            let join =
                |texts: &Option<Vec<String>>| texts.as_deref().unwrap_or_default().join(", ");
            documents.row([
                document.id.clone().unwrap_or_default(),
                yes(document.mandatory == Some(true)),
                document.title.clone().unwrap_or_default(),
                join(&document.allowed_mime_types),
                join(&document.allowed_document_types),
            ]);
        }
        let documents = documents.text();
        if !documents.is_empty() {
            let _ = write!(text, "\n{documents}");
        }
        Self {
            exit: Exit::Done,
            text,
            note: String::new(),
            json: Object::outcome("requirements")
                .member("regionCode", region)
                .member("numberType", number_type)
                .member("response", required)
                .end(),
        }
    }
}

/// Adds a row for each property of a JSON Schema, and for those of its objects.
fn add_fields(table: &mut Table, path: &str, schema: &Value, depth: usize) {
    let required = schema.get("required").and_then(Value::as_array);
    let properties = schema.get("properties").and_then(Value::as_object);
    for (name, property) in properties.into_iter().flatten() {
        let path = match path {
            "" => name.clone(),
            path => format!("{path}.{name}"),
        };
        if property.get("properties").is_some() && depth < DEEPEST {
            add_fields(table, &path, property, depth + 1);
            continue;
        }
        let is_required = required.is_some_and(|names| names.iter().any(|one| one == name));
        table.row([path, yes(is_required), form(property)]);
    }
}

/// Describes what a property has to be, as far as its schema says so in a few words.
fn form(property: &Value) -> String {
    let text = |key: &str| property.get(key).and_then(Value::as_str);
    let mut parts = Vec::new();
    parts.extend(
        text("description")
            .or_else(|| text("title"))
            .map(str::to_owned),
    );
    match property.get("enum").and_then(Value::as_array) {
        Some(values) => {
            let values: Vec<_> = values.iter().map(plain).collect();
            parts.push(format!("one of {}", values.join(", ")));
        }
        None => parts.extend(text("type").map(str::to_owned)),
    }
    parts.extend(text("format").map(str::to_owned));
    parts.extend(text("pattern").map(|pattern| format!("like {pattern}")));
    for (key, word) in [("minLength", "at least"), ("maxLength", "at most")] {
        let length = property.get(key).and_then(Value::as_u64);
        if let Some(length) = length.filter(|length| *length > 1) {
            parts.push(format!("{word} {length} characters"));
        }
    }
    parts.join("; ")
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn yes(is_so: bool) -> String {
    if is_so { "yes" } else { "no" }.to_owned()
}
