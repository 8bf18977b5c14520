//! `cargo xtask`: generates the low-level client, compares documents, runs the whole check.

mod bench;
mod bindings;
mod ci;
mod command;
mod document;
mod drift;
mod generate;
mod interop;
mod lint;
mod lower;
mod open_enum;
mod package;
mod patience;
mod places;
mod problem;
mod release;
mod terminal;
mod verdict;

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::problem::Problems;
use crate::verdict::Verdict;

/// Generates code from `openapi/numbers.yaml`, and checks the project.
///
/// Exit codes: 0 fresh, 4 stale (what differs and what to do is printed), 1 failed.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", version)]
struct Arguments {
    /// The project's folder, if it is not the current one or above it
    #[arg(long, global = true)]
    root: Option<PathBuf>,
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Write the files that are made from openapi/numbers.yaml
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
    Interop {
        /// Try the durable worker instead: rent 1,000 numbers on a real Restate server while it
        /// and the worker are killed (needs Node; some minutes)
        #[arg(long)]
        restate: bool,
        /// With 50 numbers and few kills
        #[arg(long, requires = "restate")]
        quick: bool,
    },
    /// Make all packages, build each by itself, and rent with a program that depends on them
    /// (some minutes; no part of ci)
    Package,
    /// Check that a tag may become a release, and print the changes of its version
    Release {
        /// The tag, such as v0.1.0
        tag: String,
        /// The repository that would release it, such as owner/name
        #[arg(long, value_name = "OWNER/NAME")]
        repository: String,
    },
    /// Measure what a call costs, beside calls written by hand (Linux; no part of ci)
    Bench {
        /// Measure instead what depending on numbers-ext costs: build time, crates, size
        #[arg(long, group = "what")]
        depend: bool,
        /// Count instructions and allocations instead (needs valgrind); exit with 4 where they
        /// grew beyond the limit
        #[arg(long, group = "what")]
        check: bool,
        /// Count instructions and allocations, and keep them for --check to compare with
        #[arg(long, group = "what")]
        save: bool,
        /// How many rounds to measure
        #[arg(long, default_value_t = 40, conflicts_with = "what")]
        rounds: u32,
    },
}

fn main() -> ExitCode {
    match run(Arguments::parse()) {
        Ok(Verdict::Fresh) => ExitCode::SUCCESS,
        Ok(Verdict::Stale) => ExitCode::from(4),
        Err(problems) => {
            // Where this can't be written there is nowhere left to say so.
            let _ = write!(std::io::stderr(), "{problems}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: Arguments) -> std::result::Result<Verdict, Problems> {
    let root = arguments.root.map_or_else(places::root, Ok)?;
    Ok(match arguments.task {
        Task::Generate { lowered: true, .. } => generate::print_lowered(&root)?,
        Task::Generate { check, .. } => generate::run(&root, check)?,
        Task::Drift { document } => drift::run(&root, &document)?,
        Task::Ci => ci::run(&root)?,
        Task::Interop {
            restate: true,
            quick,
        } => interop::restate::run(&root, quick)?,
        Task::Interop { .. } => interop::run(&root)?,
        Task::Package => package::run(&root)?,
        Task::Release { tag, repository } => release::run(&root, &tag, &repository)?,
        Task::Bench { depend: true, .. } => bench::depend::run(&root)?,
        Task::Bench { check: true, .. } => bench::counts::check(&root)?,
        Task::Bench { save: true, .. } => bench::counts::save(&root)?,
        Task::Bench { rounds, .. } => bench::run(&root, rounds)?,
    })
}
