//! What the environment of a process lacks or gets wrong. Each is tried in a process of its
//! own.

use std::process::Command;

use numbers_ext::{Numbers, Violations};
use numbers_tests::world::{PROJECT, SECRET, World, ended, rent};

/// Runs an ignored test of this file in a process with these variables.
fn run(test: &str, variables: &[(&str, &str)]) {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "--ignored", &format!("environment::{test}")]);
    for name in [
        "HTTPS_PROXY",
        "https_proxy",
        "ALL_PROXY",
        "all_proxy",
        "REQUEST_METHOD",
    ] {
        command.env_remove(name);
    }
    let output = command.envs(variables.iter().copied()).output().unwrap();
    let text = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
    assert!(text.contains("1 passed"), "{variables:?}: {text}");
}

/// A client of the vendor's, or what keeps it from being built.
fn remote() -> Result<Numbers, Violations> {
    Numbers::builder()
        .project(PROJECT)
        .access_key("id", SECRET)
        .build()
}

/// The fields of the violations, and all that they say.
fn violations(result: Result<Numbers, Violations>) -> (Vec<&'static str>, String) {
    let violations = result.unwrap_err();
    let fields = violations.iter().map(|violation| violation.field());
    (fields.collect(), format!("{violations} {violations:?}"))
}

fn without_certificates() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

#[test]
fn seam_11_plain_http_needs_no_root_certificates_and_https_says_how_to_get_some() {
    let nowhere = without_certificates();
    let file = nowhere.path().join("none.pem");
    let (file, folder) = (file.to_str().unwrap(), nowhere.path().to_str().unwrap());
    let variables = [("SSL_CERT_FILE", file), ("SSL_CERT_DIR", folder)];
    run("child_without_root_certificates", &variables);
}

#[test]
#[ignore = "run by the test above, in a process without certificates"]
fn child_without_root_certificates() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let world = World::new();
        assert_eq!(ended(&rent(&world.client()).await), "rented");
        let (fields, said) = violations(remote());
        assert_eq!(fields, ["transport"], "once, though two hosts need some");
        for hint in ["ca-certificates", "SSL_CERT_FILE", "root certificate"] {
            assert!(said.contains(hint), "{said}");
        }
        // One that is given is enough.
        let tls = numbers_tests::tls::TlsServer::start(&world.clock).await;
        let numbers = world
            .builder()
            .numbers_url(&tls.url)
            .root_certificate(tls.pem.as_bytes())
            .build()
            .unwrap();
        assert_eq!(ended(&rent(&numbers).await), "rented");
    });
}

#[test]
fn seam_13_a_proxy_that_cannot_be_used_is_refused_when_the_client_is_built() {
    for value in [
        "http://u:marker@",
        "socks5://proxy.example:1080",
        "not a proxy",
    ] {
        for name in ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"] {
            run(
                "child_with_a_malformed_proxy",
                &[(name, value), ("NAME", name)],
            );
        }
    }
    run(
        "child_with_a_proxy",
        &[("HTTPS_PROXY", "proxy.example:3128")],
    );
    let shadowed = [
        ("HTTPS_PROXY", "proxy.example"),
        ("ALL_PROXY", "socks5://x"),
    ];
    run("child_with_a_proxy", &shadowed);
}

#[test]
#[ignore = "run by the test above, in a process with a malformed proxy"]
fn child_with_a_malformed_proxy() {
    let (fields, said) = violations(remote());
    assert_eq!(fields, [std::env::var("NAME").unwrap()]);
    assert!(!said.contains("marker"), "{said}");
    // Where no proxy is used, it is none of our business.
    let local = |builder: numbers_ext::NumbersBuilder| {
        let local = "http://127.0.0.1:9";
        builder.numbers_url(local).auth_url(local)
    };
    assert!(
        local(Numbers::builder().project(PROJECT).access_key("id", SECRET))
            .build()
            .is_ok()
    );
    let bearer = Numbers::builder().project(PROJECT).bearer("token");
    assert!(bearer.numbers_url("http://127.0.0.1:9").build().is_ok());
    let given = Numbers::builder().project(PROJECT).access_key("id", SECRET);
    assert!(given.proxy("http://proxy.example").build().is_ok());
}

#[test]
#[ignore = "run by the test above, in a process with a proxy"]
fn child_with_a_proxy() {
    assert!(remote().is_ok());
}
