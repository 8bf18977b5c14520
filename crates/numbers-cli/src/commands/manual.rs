//! `numbers manual`.

use std::path::PathBuf;

use clap::Args;

use crate::exit::Exit;
use crate::report::Report;

#[derive(Debug, Args)]
pub(crate) struct ManualArguments {
    /// The folder, which has to be there
    #[arg(value_name = "FOLDER")]
    folder: PathBuf,
}

pub(crate) fn run(arguments: &ManualArguments) -> Exit {
    match clap_mangen::generate_to(crate::definition(), &arguments.folder) {
        Ok(()) => Exit::Done,
        Err(error) => {
            let folder = arguments.folder.display();
            Report::internal(&format!("{folder}: the manual can't be written: {error}"))
                .print(false)
        }
    }
}
