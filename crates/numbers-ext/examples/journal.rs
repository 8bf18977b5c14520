//! An interceptor that stores every intent in SQLite before the request leaves, and a
//! start that reconciles what an earlier run left without an end.
//!
//! `cargo run -p numbers-ext --example journal -- journal.db +12025550134`

use std::sync::{Arc, Mutex, PoisonError};

use numbers_ext::{Ended, Intent, Interceptor, Numbers, Permission, Sms, Veto};
use rusqlite::Connection;

#[derive(Clone, Debug)]
struct Journal(Arc<Mutex<Connection>>);

impl Journal {
    fn open(file: &str) -> rusqlite::Result<Self> {
        let connection = Connection::open(file)?;
        // Once a statement has returned, what it wrote survives a power cut.
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.execute(
            "CREATE TABLE IF NOT EXISTS calls (phone TEXT PRIMARY KEY, in_doubt TEXT NOT NULL, outcome TEXT)",
            (),
        )?;
        Ok(Self(Arc::new(Mutex::new(connection))))
    }

    fn begin(&self, intent: &Intent) -> Result<(), Box<dyn std::error::Error>> {
        let token = serde_json::to_string(&intent.in_doubt)?;
        self.connection().execute(
            "INSERT OR REPLACE INTO calls VALUES (?1, ?2, NULL)",
            (key(intent), token),
        )?;
        Ok(())
    }

    fn end(&self, phone: &str, outcome: &str) -> rusqlite::Result<()> {
        self.connection().execute(
            "UPDATE calls SET outcome = ?2 WHERE phone = ?1",
            (phone, outcome),
        )?;
        Ok(())
    }

    /// Returns the calls without an end.
    fn in_doubt(&self) -> rusqlite::Result<Vec<(String, String)>> {
        let connection = self.connection();
        let mut open = connection.prepare(
            "SELECT phone, in_doubt FROM calls WHERE outcome IS NULL OR outcome = 'unknown'",
        )?;
        let rows = open.query_map((), |row| Ok((row.get(0)?, row.get(1)?)))?;
        rows.collect()
    }

    fn connection(&self) -> std::sync::MutexGuard<'_, Connection> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn key(intent: &Intent) -> String {
    intent
        .phone()
        .map(|phone| phone.to_string())
        .unwrap_or_default()
}

impl Interceptor for Journal {
    fn before_request<'a>(&'a self, intent: &'a Intent) -> Permission<'a> {
        // No request leaves without its intent on disk.
        let stored = self.begin(intent).map_err(Veto::new);
        Box::pin(std::future::ready(stored))
    }

    fn after_call(&self, intent: &Intent, ended: Ended<'_>) {
        // An end that can't be stored leaves the call in doubt, which costs a lookup.
        if let Err(error) = self.end(&key(intent), ended.as_str()) {
            eprintln!("the end could not be stored: {error}");
        }
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (file, phone) = (arguments.next(), arguments.next());
    let (Some(file), Some(phone)) = (file, phone) else {
        return Err("pass a file and a phone number".into());
    };
    let journal = Journal::open(&file)?;
    let numbers = Numbers::builder()
        .env()
        .interceptor(journal.clone())
        .build()?;
    for (phone, token) in journal.in_doubt()? {
        let reconciled = numbers.reconcile(&serde_json::from_str(&token)?).await;
        println!("{phone}: {}", reconciled.as_str());
        journal.end(&phone, reconciled.as_str())?;
    }
    let rent = numbers.rent(phone.parse()?).sms(Sms::plan("plan-1"));
    match rent.send().await {
        Ok(rental) => println!("rented {}", rental.phone()),
        Err(error) => println!("{error}"),
    }
    Ok(())
}
