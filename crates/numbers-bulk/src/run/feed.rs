//! The entries that a run works on, read from the journal as they are needed.

use std::path::PathBuf;
use std::thread::JoinHandle;

use tokio::sync::mpsc;

use crate::journal::entry::{EntryId, OpenEntry};
use crate::journal::error::JournalError;
use crate::journal::queries::Open;
use crate::journal::reader::JournalReader;

/// How many entries are read at once.
const BATCH: usize = 256;

/// Entries in the order of the plans: first those that are in doubt, then those that are to
/// be sent. Each comes once.
#[derive(Debug)]
pub(crate) struct Feed {
    entries: mpsc::Receiver<Result<OpenEntry, JournalError>>,
    thread: JoinHandle<()>,
}

impl Feed {
    /// Begins to read, on a thread of its own.
    pub(crate) fn start(path: PathBuf, kinds: Vec<Open>) -> Result<Self, JournalError> {
        let (sender, entries) = mpsc::channel(BATCH);
        let thread = std::thread::Builder::new().name("journal reader".to_owned());
        let failed = path.clone();
        let read = move || {
            // Whoever does not listen any more needs no error.
            if let Err(error) = read(path, &kinds, &sender) {
                let _ = sender.blocking_send(Err(error));
            }
        };
        let thread = thread.spawn(read);
        let thread = thread.map_err(|error| JournalError::io(&failed, &error))?;
        Ok(Self { entries, thread })
    }

    /// Ends when nothing is read any more.
    pub(crate) async fn close(self) {
        drop(self.entries);
        let _ = tokio::task::spawn_blocking(|| self.thread.join()).await;
    }

    /// Returns the next entry; `None` when there are no more.
    pub(crate) async fn next(&mut self) -> Option<Result<OpenEntry, JournalError>> {
        self.entries.recv().await
    }
}

fn read(
    path: PathBuf,
    kinds: &[Open],
    sender: &mpsc::Sender<Result<OpenEntry, JournalError>>,
) -> Result<(), JournalError> {
    let journal = JournalReader::open(path)?;
    for open in kinds {
        let mut after = EntryId(0);
        loop {
            // In short reads: a long one would keep the log from being cut.
            let batch = journal.open_entries(*open, after, BATCH)?;
            let Some(last) = batch.last() else { break };
            after = last.id;
            for entry in batch {
                if sender.blocking_send(Ok(entry)).is_err() {
                    return Ok(());
                }
            }
        }
    }
    Ok(())
}
