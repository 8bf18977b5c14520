//! `cargo xtask`: generates the low-level client, compares documents, runs the whole check.

mod bench;
mod ci;
mod command;
mod document;
mod drift;
mod finish;
mod generate;
mod interop;
mod lint;
mod lower;
mod open_enum;
mod problem;
mod tree;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::problem::Problem;

/// Looks after what is generated from `openapi/numbers.yaml`.
///
/// Exit codes: 0 fresh, 4 stale (what differs and what to do is printed), 1 failed.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", version)]
struct Arguments {
    /// The project's folder; the one this program was built from unless told.
    #[arg(long, global = true, hide = true)]
    root: Option<PathBuf>,
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Generate crates/numbers-client/src/generated.rs from openapi/numbers.yaml
    Generate {
        /// Write nothing; exit with 4 and a diff if the file is stale
        #[arg(long)]
        check: bool,
        /// Print the document as the generator is given it, and write nothing
        #[arg(long, conflicts_with = "check")]
        lowered: bool,
    },
    /// Compare our document with another copy of the vendor's (YAML or JSON)
    Drift {
        /// The other document
        document: PathBuf,
    },
    /// Run the whole check: formatting, lints, documentation, generation, tests
    Ci,
    /// Try the document with schemathesis and Prism (needs Python and Node; no part of ci)
    Interop,
    /// Measure what a rent costs, beside calls written by hand (Linux; no part of ci)
    Bench {
        /// Measure instead what depending on numbers-ext costs: build time, crates, size
        #[arg(long, group = "what")]
        depend: bool,
        /// Count instructions instead; exit with 4 where they grew beyond the limit
        #[arg(long, group = "what")]
        check: bool,
        /// Count instructions, and keep them for --check to compare with
        #[arg(long, group = "what")]
        save: bool,
        /// Install what the official SDKs and other generators need, below target/bench
        #[arg(long, group = "what")]
        install: bool,
        /// How to print the rows
        #[arg(long, value_enum, default_value_t = Output::Table, conflicts_with = "what")]
        output: Output,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Output {
    Table,
    Json,
}

/// How a task that did not fail ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    Fresh,
    Stale,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let root = arguments
        .root
        .unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join(".."));
    let done = match arguments.task {
        Task::Generate { lowered: true, .. } => generate::print_lowered(&root),
        Task::Generate { check, .. } => generate::run(&root, check),
        Task::Drift { document } => drift::run(&root, &document),
        Task::Ci => ci::run(&root),
        Task::Interop => interop::run(&root),
        Task::Bench { depend: true, .. } => bench::depend::run(&root),
        Task::Bench { check: true, .. } => bench::instructions::check(&root),
        Task::Bench { save: true, .. } => bench::instructions::save(&root),
        Task::Bench { install: true, .. } => bench::install::run(&root),
        Task::Bench { output, .. } => bench::run(&root, output == Output::Json),
    };
    match done {
        Ok(Verdict::Fresh) => ExitCode::SUCCESS,
        Ok(Verdict::Stale) => ExitCode::from(4),
        Err(problem) => {
            eprintln!("error: {problem}");
            ExitCode::FAILURE
        }
    }
}

/// What the other modules read and write, relative to the project's folder.
mod places {
    pub(crate) const DOCUMENT: &str = "openapi/numbers.yaml";
    pub(crate) const KNOWN_DRIFT: &str = "openapi/drift.yaml";
    pub(crate) const GENERATED: &str = "crates/numbers-client/src/generated.rs";
    pub(crate) const BENCH: &str = "crates/numbers-bench";
}

type Result<T> = std::result::Result<T, Problem>;
