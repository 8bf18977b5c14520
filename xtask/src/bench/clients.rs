//! The clients that are measured.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use super::install;
use crate::places;

/// A client. Those of the official SDKs are there where they are installed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Client {
    Reqwest,
    Ext,
    Generated,
    Hyper,
    Node,
    Python,
}

impl Client {
    /// Those that can make several calls at once. The others are compared with the first.
    pub(super) const OURS: [Self; 4] = [Self::Reqwest, Self::Ext, Self::Generated, Self::Hyper];

    /// Returns all that can be measured here.
    pub(super) fn there(root: &Path) -> Vec<Self> {
        let mut there = Self::OURS.to_vec();
        there.extend(install::has_node(root).then_some(Self::Node));
        there.extend(install::has_python(root).then_some(Self::Python));
        there
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Reqwest => "reqwest",
            Self::Ext => "ext",
            Self::Generated => "client",
            Self::Hyper => "hyper",
            Self::Node => "node",
            Self::Python => "python",
        }
    }

    /// Returns how many calls make a measurement: fewer where each takes long.
    pub(super) fn calls(self) -> u32 {
        match self {
            Self::Node => 2_000,
            Self::Python => 500,
            _ => 20_000,
        }
    }

    /// Returns the program and its first arguments; URL, calls and concurrency follow.
    pub(super) fn command(self, root: &Path) -> [OsString; 2] {
        let script = |name: &str| root.join(places::BENCH).join("others").join(name).into();
        match self {
            Self::Node => ["node".into(), script("official.cjs")],
            Self::Python => [install::python(root).into(), script("official.py")],
            _ => [program(root, "client").into(), self.name().into()],
        }
    }
}

/// Returns the path of a program of `numbers-bench`.
pub(super) fn program(root: &Path, name: &str) -> PathBuf {
    root.join(places::BENCH).join("target/release").join(name)
}
