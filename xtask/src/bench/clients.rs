//! The clients that are measured: those of `numbers-bench`, and others where they are
//! installed below `target/bench`.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::install;
use crate::command::is_there;
use crate::places;

/// A client; the first is what others are compared with.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Client {
    Reqwest,
    Ext,
    Generated,
    Tuned,
    Hyper,
    OpenapiGenerator,
    OpenapiToRust,
    Node,
    Python,
}

impl Client {
    /// Those that are measured with several calls at once, too.
    pub(super) const OURS: [Self; 5] = [
        Self::Reqwest,
        Self::Ext,
        Self::Generated,
        Self::Tuned,
        Self::Hyper,
    ];
    const OTHERS: [Self; 4] = [
        Self::OpenapiGenerator,
        Self::OpenapiToRust,
        Self::Node,
        Self::Python,
    ];

    /// All that can be measured here.
    pub(super) fn there(root: &Path) -> Vec<Self> {
        let others = Self::OTHERS
            .into_iter()
            .filter(|other| other.is_there(root));
        Self::OURS.into_iter().chain(others).collect()
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Reqwest => "reqwest",
            Self::Ext => "ext",
            Self::Generated => "client",
            Self::Tuned => "tuned",
            Self::Hyper => "hyper",
            Self::OpenapiGenerator => "openapi-generator",
            Self::OpenapiToRust => "openapi-to-rust",
            Self::Node => "node",
            Self::Python => "python",
        }
    }

    /// How many rents make a measurement; fewer where each takes long.
    pub(super) fn rents(self) -> u32 {
        match self {
            Self::Node => 5_000,
            Self::Python => 2_000,
            _ => 20_000,
        }
    }

    /// The program and its first arguments; URL, rents and concurrency follow.
    pub(super) fn command(self, root: &Path) -> Vec<OsString> {
        let script = |name: &str| root.join(places::BENCH).join("others").join(name);
        let (program, first) = match self {
            Self::Node => ("node".into(), script("official.cjs").into_os_string()),
            Self::Python => (
                install::python(root),
                script("official.py").into_os_string(),
            ),
            Self::OpenapiGenerator | Self::OpenapiToRust => {
                (install::generators(root), self.name().into())
            }
            _ => (program(root, "client"), self.name().into()),
        };
        vec![program.into_os_string(), first]
    }

    fn is_there(self, root: &Path) -> bool {
        match self {
            Self::Node => install::node_modules(root).join("@sinch/numbers").exists(),
            Self::Python => {
                is_there(Command::new(install::python(root)).args(["-c", "import sinch"]))
            }
            Self::OpenapiGenerator | Self::OpenapiToRust => install::generators(root).exists(),
            _ => true,
        }
    }
}

/// A program of `numbers-bench`.
pub(super) fn program(root: &Path, name: &str) -> PathBuf {
    root.join(places::BENCH).join("target/release").join(name)
}
