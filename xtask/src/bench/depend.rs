//! What it costs to depend on numbers-ext: a minimal program with it and one with the call
//! written by hand are built clean, one after the other.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use crate::command::{call, folder, output, write};
use crate::problem::Problem;
use crate::{Result, Verdict};

/// A minimal program.
struct Program {
    name: &'static str,
    dependencies: String,
    code: &'static str,
}

const BY_HAND: &str = r##"#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase")]
struct Answer { phone_number: String, money: Money }
#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase")]
struct Money { currency_code: String, amount: String }

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let answer = reqwest::Client::new()
        .post("https://numbers.api.sinch.com/v1/projects/p/availableNumbers/+12025550134:rent")
        .bearer_auth("token")
        .json(&serde_json::json!({ "smsConfiguration": { "servicePlanId": "plan-1" } }))
        .send()
        .await?
        .error_for_status()?;
    let answer: Answer = answer.json().await?;
    println!("{}: {} {}", answer.phone_number, answer.money.amount, answer.money.currency_code);
    Ok(())
}
"##;

const EXT: &str = r##"use numbers_ext::{Numbers, Sms};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let numbers = Numbers::from_env()?;
    let rental = numbers.rent("+12025550134".parse()?).sms(Sms::plan("plan-1")).send().await?;
    println!("{}: {:?}", rental.phone(), rental.price());
    Ok(())
}
"##;

/// Builds them and prints a table.
pub(crate) fn run(root: &Path) -> Result<Verdict> {
    let root = super::canonical(root)?;
    let mut text = String::from(
        "| program | crates | clean build, s | ratio | binary, MiB |\n| --- | --- | --- | --- | --- |\n",
    );
    let mut by_hand = None;
    for program in programs(&root) {
        let place = root.join("target/depend").join(program.name);
        lay_out(&place, &program, &root)?;
        let crates = crates(&place)?;
        let seconds = clean_build(&place)?;
        let binary = place.join("target/release").join(program.name);
        let size = std::fs::metadata(&binary).map_or(0, |file| file.len());
        let first = *by_hand.get_or_insert(seconds);
        let _ = writeln!(
            text,
            "| {} | {crates} | {seconds:.0} | {:.2} | {:.1} |",
            program.name,
            seconds / first,
            f64::from(u32::try_from(size / 1024).unwrap_or(u32::MAX)) / 1024.0
        );
    }
    crate::terminal::print(&text)?;
    Ok(Verdict::Fresh)
}

/// The first is what the others are compared with.
fn programs(root: &Path) -> Vec<Program> {
    vec![
        Program {
            name: "by-hand",
            dependencies: "reqwest = { version = \"0.13.4\", default-features = false, features = [\"json\", \"rustls\"] }\n\
                 serde = { version = \"1\", features = [\"derive\"] }\nserde_json = \"1\"\n"
                .to_owned(),
            code: BY_HAND,
        },
        Program {
            name: "with-numbers-ext",
            dependencies: format!("numbers-ext = {{ path = {:?} }}\n", root.join("crates/numbers-ext")),
            code: EXT,
        },
    ]
}

fn lay_out(place: &Path, program: &Program, root: &Path) -> Result<()> {
    let manifest = format!(
        "[package]\nname = \"{}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n{}\
         tokio = {{ version = \"1\", features = [\"macros\", \"rt\"] }}\n\n\
         [profile.release]\nstrip = true\n\n[workspace]\n",
        program.name, program.dependencies
    );
    folder(&place.join("src"))?;
    write(&place.join("Cargo.toml"), &manifest)?;
    write(&place.join("src/main.rs"), program.code)?;
    // The same versions for all.
    std::fs::copy(root.join("Cargo.lock"), place.join("Cargo.lock"))
        .map(drop)
        .map_err(|error| Problem::new(format!("can't be copied: {error}")).in_file("Cargo.lock"))
}

/// How many crates are built for it, itself left out.
fn crates(place: &Path) -> Result<usize> {
    let tree = [
        "tree",
        "--quiet",
        "--edges",
        "normal",
        "--prefix",
        "none",
        "--no-dedupe",
    ];
    let text = output(Command::new("cargo").current_dir(place).args(tree))?;
    let names: BTreeSet<_> = text
        .lines()
        .map(|line| line.split_once(" (").map_or(line, |(name, _)| name))
        .collect();
    Ok(names.len().saturating_sub(1))
}

fn clean_build(place: &Path) -> Result<f64> {
    let target = place.join("target");
    if target.exists() {
        std::fs::remove_dir_all(&target)
            .map_err(|error| Problem::new(format!("can't be removed: {error}")).in_file(target))?;
    }
    let begun = Instant::now();
    call(
        Command::new("cargo")
            .current_dir(place)
            .env_remove("CARGO_TARGET_DIR")
            .args(["build", "--release", "--quiet"]),
    )?;
    Ok(begun.elapsed().as_secs_f64())
}
