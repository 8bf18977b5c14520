//! Whether a tag may become a release, and what the release says.

use std::path::Path;

use crate::places;
use crate::problem::{Problem, Problems, Result};
use crate::terminal;
use crate::verdict::Verdict;

/// Checks everything that the tag promises, and prints the changes of its version.
pub(crate) fn run(
    root: &Path,
    tag: &str,
    repository: &str,
) -> std::result::Result<Verdict, Problems> {
    let manifest = read(root, "Cargo.toml")?;
    let changes = read(root, places::CHANGES)?;
    let notes = notes(&manifest, &changes, tag, repository)?;
    terminal::print(&notes)?;
    Ok(Verdict::Fresh)
}

fn read(root: &Path, file: &str) -> Result<String> {
    std::fs::read_to_string(root.join(file))
        .map_err(|error| Problem::new(format!("can't be read: {error}")).in_file(file))
}

fn notes(manifest: &str, changes: &str, tag: &str, repository: &str) -> Result<String> {
    let version = tag.strip_prefix('v').unwrap_or_default();
    let ours = setting(manifest, "version")?;
    if version != ours {
        let what = format!("the tag {tag} is not v{ours}, the version of the workspace");
        return Err(Problem::new(what).in_file("Cargo.toml"));
    }
    let home = setting(manifest, "repository")?;
    if home != format!("https://github.com/{repository}") {
        let what = format!("{repository} is not the repository of the packages, {home}");
        return Err(Problem::new(what).in_file("Cargo.toml"));
    }
    let heading = |line: &str| line.strip_prefix("## ").map(str::to_owned);
    let mut lines = changes.lines();
    let is_found = lines.any(|line| {
        heading(line).is_some_and(|text| text.split_whitespace().next() == Some(version))
    });
    let notes: Vec<_> = lines.take_while(|line| heading(line).is_none()).collect();
    let notes = notes.join("\n").trim().to_owned();
    if !is_found || notes.is_empty() {
        let what = format!("no changes are below a heading `## {version}`");
        return Err(Problem::new(what).in_file(places::CHANGES));
    }
    Ok(notes + "\n")
}

/// Returns a text of `[workspace.package]`.
fn setting<'a>(manifest: &'a str, key: &str) -> Result<&'a str> {
    manifest
        .lines()
        .skip_while(|line| *line != "[workspace.package]")
        .skip(1)
        .take_while(|line| !line.starts_with('['))
        .filter_map(|line| line.split_once(" = "))
        .find(|(name, _)| *name == key)
        .map(|(_, text)| text.trim_matches('"'))
        .ok_or_else(|| Problem::new(format!("has no {key}")).in_file("Cargo.toml"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const MANIFEST: &str = "[workspace]\n\n[workspace.package]\nversion = \"0.2.0\"\nrepository = \"https://github.com/a/b\"\n\n[workspace.lints]\nversion = \"9\"\n";
    const CHANGES: &str = "# Changelog\n\n## Unreleased\n\n- New.\n\n## 0.2.0 (2026-12-01)\n\n- Kept.\n\n## 0.1.0\n\n- Old.\n";

    #[test]
    fn the_notes_are_those_of_the_version() {
        let notes = notes(MANIFEST, CHANGES, "v0.2.0", "a/b").unwrap();
        assert_eq!(notes, "- Kept.\n");
    }

    #[test]
    fn what_a_tag_does_not_keep_is_refused() {
        let refused = |tag, repository, changes| {
            let problem = notes(MANIFEST, changes, tag, repository).unwrap_err();
            problem.to_string()
        };
        for tag in ["v0.2.1", "0.2.0", "v"] {
            assert!(refused(tag, "a/b", CHANGES).contains("not v0.2.0"), "{tag}");
        }
        assert!(refused("v0.2.0", "fork/b", CHANGES).contains("fork/b is not"));
        for changes in [
            "# Changelog\n\n## 0.2.01\n\n- a\n",
            "## 0.2.0\n\n## 0.1.0\n\n- a\n",
        ] {
            assert!(refused("v0.2.0", "a/b", changes).contains("## 0.2.0"));
        }
    }
}
