//! The packages as other people get them: built one by one, and depended on by a program that
//! knows nothing of this workspace. Nothing is published.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::command::{self, call, output, write};
use crate::problem::{Problem, Result};
use crate::terminal;
use crate::verdict::Verdict;

/// The program that depends on the packages.
const OUTSIDE: &str = "tests/outside";
/// What it prints, and what the CLI prints, when the simulator rented the number.
const RENTED: &str = "rented +12025550134";

/// A package of the workspace that may be published.
struct Package {
    name: String,
    version: String,
}

/// Makes the packages, and tries them.
pub(crate) fn run(root: &Path) -> Result<Verdict> {
    let root = std::fs::canonicalize(root)
        .map_err(|error| Problem::new(format!("can't be found: {error}")).in_file(root))?;
    let packages = packages(&root)?;
    forget(&packages)?;
    make(&root, &packages)?;
    let registry = registry(&root, &packages)?;
    let place = tempfile::tempdir()
        .map_err(|error| Problem::new(format!("there is no temporary folder: {error}")))?;
    lay_out(&root, place.path(), &registry)?;
    // Outside the workspace, so that no file of it is found by looking upwards.
    let cargo = || {
        let mut cargo = Command::new("cargo");
        cargo
            .current_dir(place.path())
            .env("CARGO_TARGET_DIR", root.join("target/outside"))
            // Set for xtask by the cargo that runs it.
            .env_remove("CARGO_MANIFEST_DIR");
        cargo
    };
    let printed = output(cargo().args(["run", "--quiet", "--offline"]))?;
    expect(&printed, "the program outside")?;
    locked(&root, place.path(), &packages)?;

    let bin = place.path().join("installed");
    call(
        cargo()
            // For what it installs, cargo reads no settings of the current folder.
            .arg("--config")
            .arg(place.path().join(".cargo/config.toml"))
            .args(["install", "--quiet", "--offline", "--debug", "--root"])
            .arg(&bin)
            .arg("numbers-cli"),
    )?;
    let rent = [
        "rent",
        "+12025550134",
        "--sms-plan",
        "demo",
        "--simulate",
        "--output",
        "json",
    ];
    let printed = output(Command::new(bin.join("bin/numbers")).args(rent))?;
    if !printed.contains(r#""outcome":"rented""#) {
        return Err(Problem::new(format!(
            "the installed CLI did not rent: {printed}"
        )));
    }
    for package in &packages {
        terminal::print(&format!("packaged: {} {}\n", package.name, package.version))?;
    }
    terminal::print("package: a program outside and the installed CLI rented a number\n")?;
    Ok(Verdict::Fresh)
}

/// What may be published, as the manifests say.
fn packages(root: &Path) -> Result<Vec<Package>> {
    let metadata = output(Command::new("cargo").current_dir(root).args([
        "metadata",
        "--no-deps",
        "--format-version",
        "1",
    ]))?;
    let metadata: Value = serde_json::from_str(&metadata)
        .map_err(|error| Problem::new(format!("cargo's metadata can't be read: {error}")))?;
    let all = metadata.get("packages").and_then(Value::as_array);
    let text = |package: &Value, key: &str| {
        let text = package.get(key).and_then(Value::as_str);
        text.unwrap_or_default().to_owned()
    };
    Ok(all
        .into_iter()
        .flatten()
        .filter(|package| package.get("publish").is_some_and(Value::is_null))
        .map(|package| Package {
            name: text(package, "name"),
            version: text(package, "version"),
        })
        .collect())
}

/// Removes what cargo unpacked of earlier packages: it takes a version for one that never
/// changes, which holds for what is published alone. Sources without a host are local ones.
fn forget(packages: &[Package]) -> Result<()> {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(std::env::home_dir()?.join(".cargo")));
    let sources = home.and_then(|home| std::fs::read_dir(home.join("registry/src")).ok());
    for source in sources.into_iter().flatten().flatten() {
        if !source.file_name().to_string_lossy().starts_with('-') {
            continue;
        }
        for package in packages {
            let folder = format!("{}-{}", package.name, package.version);
            let folder = source.path().join(folder);
            if folder.exists() {
                std::fs::remove_dir_all(&folder).map_err(|error| {
                    Problem::new(format!("can't be removed: {error}")).in_file(&folder)
                })?;
            }
        }
    }
    Ok(())
}

/// Makes the packages; cargo builds each from its own files and the packages of the others.
fn make(root: &Path, packages: &[Package]) -> Result<()> {
    let mut cargo = Command::new("cargo");
    cargo
        .current_dir(root)
        .args(["package", "--quiet", "--locked", "--allow-dirty"]);
    for package in packages {
        cargo.args(["--package", &package.name]);
    }
    call(&mut cargo)
}

/// A folder that stands in for crates.io: all that the workspace depends on, and the packages.
fn registry(root: &Path, packages: &[Package]) -> Result<PathBuf> {
    let registry = root.join("target/package/registry");
    if registry.exists() {
        std::fs::remove_dir_all(&registry).map_err(|error| {
            Problem::new(format!("can't be removed: {error}")).in_file(&registry)
        })?;
    }
    let vendor = ["vendor", "--quiet", "--locked", "--versioned-dirs"];
    output(
        Command::new("cargo")
            .current_dir(root)
            .args(vendor)
            .arg(&registry),
    )?;
    for package in packages {
        call(
            Command::new("tar")
                .current_dir(&registry)
                .arg("-xzf")
                .arg(archive(root, package)),
        )?;
        let folder = format!("{}-{}", package.name, package.version);
        let checksum = json!({ "files": {}, "package": hash(&archive(root, package))? });
        let file = registry.join(folder).join(".cargo-checksum.json");
        write(&file, &checksum.to_string())?;
    }
    Ok(registry)
}

/// Copies the program to another folder, where cargo takes crates from the registry alone.
fn lay_out(root: &Path, place: &Path, registry: &Path) -> Result<()> {
    for file in ["Cargo.toml", "src/main.rs"] {
        let from = root.join(OUTSIDE).join(file);
        let text = std::fs::read_to_string(&from)
            .map_err(|error| Problem::new(format!("can't be read: {error}")).in_file(&from))?;
        let to = place.join(file);
        command::folder(to.parent().unwrap_or(place))?;
        write(&to, &text)?;
    }
    command::folder(&place.join(".cargo"))?;
    let settings = format!(
        "[source.crates-io]\nreplace-with = \"packages\"\n\n[source.packages]\ndirectory = {registry:?}\n"
    );
    write(&place.join(".cargo/config.toml"), &settings)
}

/// Checks that the program was built from the packages that were just made.
fn locked(root: &Path, place: &Path, packages: &[Package]) -> Result<()> {
    let file = place.join("Cargo.lock");
    let lock = std::fs::read_to_string(&file)
        .map_err(|error| Problem::new(format!("can't be read: {error}")).in_file(&file))?;
    for package in packages {
        let is_used = lock.contains(&format!("name = \"{}\"\n", package.name));
        if is_used && !lock.contains(&hash(&archive(root, package))?) {
            let what = "the program outside was built from another package";
            return Err(Problem::new(what).in_file(archive(root, package)));
        }
    }
    Ok(())
}

fn archive(root: &Path, package: &Package) -> PathBuf {
    let file = format!("{}-{}.crate", package.name, package.version);
    root.join("target/package").join(file)
}

fn hash(file: &Path) -> Result<String> {
    let bytes = std::fs::read(file)
        .map_err(|error| Problem::new(format!("can't be read: {error}")).in_file(file))?;
    let hash = Sha256::digest(bytes);
    Ok(hash.iter().map(|byte| format!("{byte:02x}")).collect())
}

fn expect(printed: &str, who: &str) -> Result<()> {
    if printed.contains(RENTED) {
        Ok(())
    } else {
        Err(Problem::new(format!("{who} did not rent: {printed}")))
    }
}
