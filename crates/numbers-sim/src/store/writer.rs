//! Writing in groups: whatever waits is committed together, and then all of it is responded.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread::JoinHandle;

use rusqlite::Connection;
use tokio::sync::oneshot;

use crate::store::database::Opened;
use crate::store::row::{NotWritten, Row};

/// The writer of one state file, a thread of its own.
#[derive(Debug)]
pub(crate) struct Store {
    commands: mpsc::Sender<Command>,
    /// How many rows were given and are not on disk.
    waiting: Arc<AtomicU64>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

#[derive(Debug)]
enum Command {
    Write(Vec<Row>),
    Flush(oneshot::Sender<bool>),
    Close,
}

/// At most so many rows are committed together.
const GROUP: usize = 10_000;

impl Store {
    pub(crate) fn start(opened: Opened) -> std::io::Result<Self> {
        let (commands, received) = mpsc::channel();
        let waiting = Arc::new(AtomicU64::new(0));
        let counter = Arc::clone(&waiting);
        let thread = std::thread::Builder::new()
            .name("numbers-sim-store".to_owned())
            .spawn(move || write(&opened.connection, &received, &counter))?;
        Ok(Self {
            commands,
            waiting,
            thread: Mutex::new(Some(thread)),
        })
    }

    /// Gives rows to be written, in order.
    pub(crate) fn write(&self, rows: Vec<Row>) {
        if !rows.is_empty() {
            self.waiting.fetch_add(rows.len() as u64, Ordering::AcqRel);
            let _ = self.commands.send(Command::Write(rows));
        }
    }

    /// Waits until everything that was given before is on disk.
    pub(crate) async fn flushed(&self) -> Result<(), NotWritten> {
        if self.waiting.load(Ordering::Acquire) == 0 {
            return Ok(());
        }
        let (done, wait) = oneshot::channel();
        let _ = self.commands.send(Command::Flush(done));
        if wait.await.unwrap_or(false) {
            Ok(())
        } else {
            Err(NotWritten)
        }
    }

    /// Writes what was given and closes the file. Nothing is written afterwards.
    pub(crate) fn close(&self) {
        let _ = self.commands.send(Command::Close);
        let thread = self
            .thread
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        if let Some(thread) = thread {
            let _ = thread.join();
        }
    }
}

/// Commits what was given, until the channel is closed. What can't be written is kept, and
/// written with the next group.
fn write(connection: &Connection, commands: &mpsc::Receiver<Command>, waiting: &AtomicU64) {
    let mut rows: Vec<Row> = Vec::new();
    let mut open = true;
    while open {
        let mut flushes = Vec::new();
        let mut next = commands.recv().ok();
        open = next.is_some();
        while let Some(command) = next {
            match command {
                Command::Write(more) => rows.extend(more),
                Command::Flush(done) => flushes.push(done),
                Command::Close => open = false,
            }
            next = if rows.len() < GROUP && open {
                commands.try_recv().ok()
            } else {
                None
            };
        }
        let written = commit(connection, &rows).is_ok();
        if written {
            waiting.fetch_sub(rows.len() as u64, Ordering::AcqRel);
            rows.clear();
        }
        for done in flushes {
            let _ = done.send(written);
        }
    }
}

fn commit(connection: &Connection, rows: &[Row]) -> rusqlite::Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let transaction = connection.unchecked_transaction()?;
    // Of many times in one group only the last is kept.
    let mut clock = None;
    for row in rows {
        match row {
            Row::Put {
                table,
                id,
                project,
                content,
            } => {
                let mut statement = transaction.prepare_cached(table.put())?;
                statement.execute([id, project, content])?;
            }
            Row::Delete { table, id } => {
                transaction.prepare_cached(table.delete())?.execute([id])?;
            }
            Row::Clear => transaction.execute_batch(
                "DELETE FROM rentals; DELETE FROM orders; DELETE FROM projects; DELETE FROM settings;",
            )?,
            Row::Clock(time) => clock = Some(time),
        }
    }
    if let Some(time) = clock {
        let sql = "INSERT OR REPLACE INTO settings (name, value) VALUES ('clock', ?1)";
        transaction.prepare_cached(sql)?.execute([time])?;
    }
    transaction.commit()
}
