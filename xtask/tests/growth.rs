//! A document ten times as large takes no more than ten times the work.
//!
//! Work is the processor time of the program, which other programs do not change as they
//! change the time that passes. A process of its own measures it, so that no other test's
//! program is counted.

#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::{Map, Value};
use tempfile::TempDir;

const DOCUMENT: &str = "openapi/numbers.yaml";
/// Ten times the work, and half of that for a clock that ticks a hundred times a second.
const MOST: f64 = 15.0;

/// Schemas that the generator binds by their names.
const BOUND: [&str; 6] = [
    "AttachmentId",
    "HmacSecret",
    "NumberOrderId",
    "PhoneNumber",
    "ProjectId",
    "RegistrationData",
];

/// The real document, this many times.
fn document(times: usize) -> Value {
    let real = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("..")
        .join(DOCUMENT);
    let real: Value = yaml_serde::from_str(&std::fs::read_to_string(real).unwrap()).unwrap();
    let mut document = real.clone();
    let mut paths = Map::new();
    for copy in 0..times {
        for (path, item) in real["paths"].as_object().unwrap() {
            let path = path.replace("{projectId}", &format!("{{projectId}}/copy{copy}"));
            paths.insert(path, renamed(item, copy));
        }
        for (kind, components) in real["components"].as_object().unwrap() {
            for (name, component) in components.as_object().unwrap() {
                let name = match kind.as_str() {
                    "securitySchemes" => continue,
                    "schemas" if BOUND.contains(&name.as_str()) => name.clone(),
                    _ => format!("{name}{copy}"),
                };
                let all = document["components"][kind].as_object_mut().unwrap();
                all.insert(name, renamed(component, copy));
            }
        }
    }
    // What was there before has other names than what has been copied.
    for (kind, components) in document["components"].as_object_mut().unwrap() {
        let is_kept = |name: &str| kind == "securitySchemes" || BOUND.contains(&name);
        let is_copy = |name: &str| name.ends_with(|c: char| c.is_ascii_digit());
        let components = components.as_object_mut().unwrap();
        components.retain(|name, _| is_kept(name) || is_copy(name));
    }
    document["paths"] = Value::Object(paths);
    document
}

/// The same for another copy: with other names for what has to have one of its own.
fn renamed(value: &Value, copy: usize) -> Value {
    match value {
        Value::Object(members) => {
            let members = members.iter().map(|(key, value)| {
                let value = match (key.as_str(), value) {
                    ("operationId" | "x-open-enum", Value::String(name)) => {
                        format!("{name}{copy}").into()
                    }
                    _ => renamed(value, copy),
                };
                (key.clone(), value)
            });
            Value::Object(members.collect())
        }
        Value::Array(items) => items.iter().map(|item| renamed(item, copy)).collect(),
        Value::String(text) => {
            let is_bound = BOUND
                .iter()
                .any(|name| *text == format!("#/components/schemas/{name}"));
            let is_reference = text.starts_with("#/components/") && !is_bound;
            if is_reference {
                format!("{text}{copy}").into()
            } else {
                value.clone()
            }
        }
        other => other.clone(),
    }
}

/// The processor time of the programs that have ended, in ticks.
fn spent() -> u64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap();
    let fields: Vec<_> = stat
        .rsplit(')')
        .next()
        .unwrap()
        .split_whitespace()
        .collect();
    // The fields after the name are counted from the third on; these are the sixteenth and
    // the seventeenth.
    [13, 14]
        .map(|index: usize| fields.get(index).unwrap().parse::<u64>().unwrap())
        .iter()
        .sum()
}

/// The processor time that the program takes.
fn work(root: &Path, arguments: &[&str]) -> u64 {
    let before = spent();
    let status = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .arg("--root")
        .arg(root)
        .args(arguments)
        .current_dir(root)
        .stdout(Stdio::null())
        .status();
    assert!(status.unwrap().success(), "{arguments:?}");
    spent() - before
}

#[test]
fn checking_and_comparing_grow_no_more_than_the_document() {
    let folder = TempDir::new().unwrap();
    let mut work = [1, 10].map(|times| {
        let root = folder.path().join(times.to_string());
        for file in [DOCUMENT, "crates/numbers-client/src/generated.rs"] {
            std::fs::create_dir_all(root.join(file).parent().unwrap()).unwrap();
        }
        std::fs::write(root.join(DOCUMENT), document(times).to_string()).unwrap();
        self::work(&root, &["generate"]);
        [
            self::work(&root, &["generate", "--check"]),
            self::work(&root, &["drift", DOCUMENT]),
        ]
    });
    let [small, large] = &mut work;
    for (small, large) in small.iter().zip(large) {
        let growth = *large as f64 / (*small).max(1) as f64;
        assert!(growth < MOST, "{small} ticks became {large}");
    }
}
