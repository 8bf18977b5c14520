//! What `numbers-webhooks` promises beside its own tests.

use std::process::Command;

use numbers_client::enums::{EventFailureCode, ProvisioningErrorCode};
use numbers_webhooks::Explanation;

/// Every code that the document names is explained, in words of its own.
#[test]
fn every_code_of_the_document_has_an_explanation() {
    let provisioning = ProvisioningErrorCode::KNOWN
        .iter()
        .map(|code| code.as_str());
    let events = EventFailureCode::KNOWN.iter().map(|code| code.as_str());
    let named: std::collections::BTreeSet<_> = provisioning.chain(events).collect();
    let explained = Explanation::codes().collect();
    let missing: Vec<_> = named.difference(&explained).collect();
    assert_eq!(missing, Vec::<&&str>::new());
    let unknown = Explanation::of("A_CODE_OF_TOMORROW");
    assert!(named.iter().all(|code| Explanation::of(code) != unknown));
}

/// A receiver of events needs neither an HTTP client nor an async runtime.
#[test]
fn the_crate_depends_on_no_http_client_and_no_runtime() {
    let tree = |features: &[&str]| {
        let output = Command::new(env!("CARGO"))
            .args(["tree", "--offline", "--package", "numbers-webhooks"])
            .args(["--edges", "normal", "--prefix", "none", "--format", "{lib}"])
            .args(features)
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .output()
            .unwrap();
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    let is_in = |tree: &str, name: &str| tree.lines().any(|line| line.trim() == name);
    let bare = tree(&[]);
    for name in [
        "reqwest",
        "hyper",
        "tokio",
        "axum",
        "async_std",
        "numbers_client",
    ] {
        assert!(!is_in(&bare, name), "{name} is in\n{bare}");
    }
    assert!(is_in(&bare, "hmac"), "{bare}");
    assert!(is_in(&tree(&["--features", "axum"]), "axum"));
}
