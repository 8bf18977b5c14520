//! The house: in every crate of the workspace, imports between modules run one way.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use syn::UseTree;
use syn::visit::Visit;

/// A module, by its path within the crate: `engine::call`. The root is empty.
type Module = String;

/// What each module of a crate imports.
#[derive(Default)]
struct Imports(BTreeMap<Module, BTreeSet<Module>>);

/// The files of a crate with the modules that they are.
fn files(source: &Path) -> Vec<(Module, PathBuf)> {
    let mut found = Vec::new();
    let mut folders = vec![source.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let parts: Vec<_> = path
                    .strip_prefix(source)
                    .unwrap()
                    .with_extension("")
                    .iter()
                    .map(|part| part.to_str().unwrap().to_owned())
                    .filter(|part| !["mod", "lib", "main"].contains(&part.as_str()))
                    .collect();
                found.push((parts.join("::"), path));
            }
        }
    }
    found
}

/// Gathers the paths that begin with `crate` or `super`, in imports and in code.
struct Paths<'a> {
    module: &'a str,
    found: Vec<Vec<String>>,
}

impl Paths<'_> {
    fn add(&mut self, path: Vec<String>) {
        let mut base: Vec<String> = Vec::new();
        let mut rest = path.iter();
        match path.first().map(String::as_str) {
            Some("crate") => {
                rest.next();
            }
            Some("super" | "self") => {
                base = self.module.split("::").map(str::to_owned).collect();
                while let Some(step) = rest.clone().next() {
                    match step.as_str() {
                        "self" => {}
                        "super" => drop(base.pop()),
                        _ => break,
                    }
                    rest.next();
                }
            }
            _ => return,
        }
        base.extend(rest.cloned());
        self.found.push(base);
    }

    fn tree(&mut self, before: &[String], tree: &UseTree) {
        let mut path = before.to_vec();
        match tree {
            UseTree::Path(step) => {
                path.push(step.ident.to_string());
                self.tree(&path, &step.tree);
            }
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.tree(&path, tree)),
            UseTree::Name(name) => {
                path.push(name.ident.to_string());
                self.add(path);
            }
            UseTree::Rename(name) => {
                path.push(name.ident.to_string());
                self.add(path);
            }
            UseTree::Glob(_) => self.add(path),
        }
    }
}

impl<'ast> Visit<'ast> for Paths<'_> {
    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        // What a module exports again is no import of its own.
        if matches!(item.vis, syn::Visibility::Inherited) {
            self.tree(&[], &item.tree);
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        self.add(
            path.segments
                .iter()
                .map(|segment| segment.ident.to_string())
                .collect(),
        );
        syn::visit::visit_path(self, path);
    }

    fn visit_visibility(&mut self, _: &'ast syn::Visibility) {
        // `pub(super)` imports nothing.
    }

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        // Unit tests may look anywhere.
        if item.ident != "tests" {
            syn::visit::visit_item_mod(self, item);
        }
    }
}

/// What the root of a crate exports under another path than the one it is defined at.
fn exports(root: &syn::File) -> BTreeMap<String, Vec<String>> {
    let mut names = BTreeMap::new();
    for item in &root.items {
        let syn::Item::Use(item) = item else { continue };
        let mut paths = Paths {
            module: "",
            found: Vec::new(),
        };
        paths.tree(&[], &item.tree);
        for path in paths.found {
            names.insert(path.last().unwrap().clone(), path);
        }
    }
    names
}

fn imports(source: &Path) -> Imports {
    let files = files(source);
    let modules: BTreeSet<_> = files.iter().map(|(module, _)| module.clone()).collect();
    let parse = |path: &Path| syn::parse_file(&std::fs::read_to_string(path).unwrap()).unwrap();
    let root = files.iter().find(|(module, _)| module.is_empty()).unwrap();
    let exports = exports(&parse(&root.1));
    let mut imports = Imports::default();
    for (module, path) in &files {
        // The root names what there is.
        if module.is_empty() {
            continue;
        }
        let mut paths = Paths {
            module,
            found: Vec::new(),
        };
        paths.visit_file(&parse(path));
        let targets = imports.0.entry(module.clone()).or_default();
        for mut path in paths.found {
            if let [name, ..] = &path[..]
                && let Some(defined) = exports.get(name)
            {
                path = defined.clone();
            }
            // The longest part of the path that is a module.
            let target = (1..=path.len())
                .rev()
                .map(|length| path[..length].join("::"))
                .find(|candidate| modules.contains(candidate));
            if let Some(target) = target.filter(|target| target != module) {
                targets.insert(target);
            }
        }
    }
    imports
}

impl Imports {
    /// Returns a circle, if there is one.
    fn circle(&self) -> Option<Vec<&str>> {
        let mut done = BTreeSet::new();
        self.0
            .keys()
            .find_map(|module| self.walk(module, &mut Vec::new(), &mut done))
    }

    fn walk<'a>(
        &'a self,
        module: &'a str,
        trail: &mut Vec<&'a str>,
        done: &mut BTreeSet<&'a str>,
    ) -> Option<Vec<&'a str>> {
        if let Some(start) = trail.iter().position(|step| *step == module) {
            trail.push(module);
            return Some(trail[start..].to_vec());
        }
        if done.contains(module) {
            return None;
        }
        trail.push(module);
        let targets = self.0.get(module).into_iter().flatten();
        for target in targets {
            if let Some(circle) = self.walk(target, trail, done) {
                return Some(circle);
            }
        }
        trail.pop();
        done.insert(module);
        None
    }
}

#[test]
fn imports_run_one_way_in_every_crate() {
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut crates = vec![top.join("xtask")];
    for entry in std::fs::read_dir(top.join("crates")).unwrap() {
        crates.push(entry.unwrap().path());
    }
    let mut circles = Vec::new();
    for path in crates.iter().filter(|path| path.join("src").is_dir()) {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        // Binaries beside a library are roots of their own.
        if name == "numbers-bench" {
            continue;
        }
        let imports = imports(&path.join("src"));
        assert!(!imports.0.is_empty(), "{name} has no modules");
        if let Some(circle) = imports.circle() {
            circles.push(format!("{name}: {}", circle.join(" -> ")));
        }
    }
    assert!(
        circles.is_empty(),
        "circles of imports:\n{}",
        circles.join("\n")
    );
}

#[test]
fn a_circle_is_found() {
    let imports = Imports(
        [
            ("a", vec!["b"]),
            ("b", vec!["c", "d"]),
            ("c", vec![]),
            ("d", vec!["a"]),
        ]
        .into_iter()
        .map(|(module, targets)| {
            let targets = targets.into_iter().map(str::to_owned).collect();
            (module.to_owned(), targets)
        })
        .collect(),
    );
    assert_eq!(imports.circle(), Some(vec!["a", "b", "d", "a"]));
}

/// Cargo says what it builds: minutes of silence look like a program that hangs.
#[test]
fn seam_23_building_the_command_is_not_silent() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../.cargo/config.toml");
    let aliases = std::fs::read_to_string(path).unwrap();
    let alias = aliases.lines().find(|line| line.starts_with("numbers ="));
    assert!(!alias.unwrap().contains("--quiet"), "{aliases}");
}
