//! What it costs to depend on numbers-ext: a minimal program with it and one with the call
//! written by hand are built clean, one after the other.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use crate::problem::Problem;
use crate::{Result, Verdict};

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
    let numbers = Numbers::builder().environment().build()?;
    let rental = numbers.rent("+12025550134".parse()?).sms(Sms::plan("plan-1")).send().await?;
    println!("{}: {}", rental.phone(), rental.price()?);
    Ok(())
}
"##;

/// Builds both and prints a table.
pub(crate) fn run(root: &Path) -> Result<Verdict> {
    let root = std::fs::canonicalize(root)
        .map_err(|error| Problem::new(format!("can't be found: {error}")).in_file(root))?;
    let tokio = "tokio = { version = \"1\", features = [\"macros\", \"rt\"] }\n";
    let programs = [
        Program {
            name: "by-hand",
            dependencies: format!(
                "reqwest = {{ version = \"0.13.4\", default-features = false, features = [\"json\", \"rustls\"] }}\n\
                 serde = {{ version = \"1\", features = [\"derive\"] }}\nserde_json = \"1\"\n{tokio}"
            ),
            code: BY_HAND,
        },
        Program {
            name: "with-numbers-ext",
            dependencies: format!(
                "numbers-ext = {{ path = {:?} }}\n{tokio}",
                root.join("crates/numbers-ext").display().to_string()
            ),
            code: EXT,
        },
    ];
    let mut text = String::from(
        "| program | crates | clean build, s | ratio | binary, MiB |\n| --- | --- | --- | --- | --- |\n",
    );
    let mut by_hand = None;
    for program in programs {
        let folder = root.join("target/depend").join(program.name);
        write(&folder, &program, &root)?;
        let crates = crates(&folder)?;
        let seconds = clean_build(&folder)?;
        let binary = folder.join("target/release").join(program.name);
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
    print!("{text}");
    Ok(Verdict::Fresh)
}

fn write(folder: &Path, program: &Program, root: &Path) -> Result<()> {
    let manifest = format!(
        "[package]\nname = \"{}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n{}\n\
         [profile.release]\nstrip = true\n\n[workspace]\n",
        program.name, program.dependencies
    );
    let put = |path: PathBuf, text: &str| {
        std::fs::write(&path, text)
            .map_err(|error| Problem::new(format!("can't be written: {error}")).in_file(path))
    };
    std::fs::create_dir_all(folder.join("src"))
        .map_err(|error| Problem::new(format!("can't be made: {error}")).in_file(folder))?;
    put(folder.join("Cargo.toml"), &manifest)?;
    put(folder.join("src/main.rs"), program.code)?;
    // The same versions for both.
    std::fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock"))
        .map(drop)
        .map_err(|error| Problem::new(format!("can't be copied: {error}")).in_file("Cargo.lock"))
}

/// How many crates are built for it, itself left out.
fn crates(folder: &Path) -> Result<usize> {
    let output = Command::new("cargo")
        .current_dir(folder)
        .args([
            "tree",
            "--edges",
            "normal",
            "--prefix",
            "none",
            "--no-dedupe",
        ])
        .output()
        .map_err(|error| Problem::new(format!("cargo can't be run: {error}")))?;
    let text = String::from_utf8_lossy(&output.stdout);
    let names: BTreeSet<_> = text
        .lines()
        .map(|line| line.split_once(" (").map_or(line, |(name, _)| name))
        .collect();
    Ok(names.len().saturating_sub(1))
}

fn clean_build(folder: &Path) -> Result<f64> {
    let target = folder.join("target");
    if target.exists() {
        std::fs::remove_dir_all(&target)
            .map_err(|error| Problem::new(format!("can't be removed: {error}")).in_file(target))?;
    }
    let begun = Instant::now();
    let status = Command::new("cargo")
        .current_dir(folder)
        .env_remove("CARGO_TARGET_DIR")
        .args(["build", "--release", "--quiet"])
        .status()
        .map_err(|error| Problem::new(format!("cargo can't be run: {error}")))?;
    if status.success() {
        Ok(begun.elapsed().as_secs_f64())
    } else {
        Err(Problem::new("a minimal program does not build").in_file(folder))
    }
}
