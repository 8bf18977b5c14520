//! State on disk: an embedded database, so that `kill -9` costs nothing that was answered.

use std::path::Path;

use redb::{Database, ReadableTable, TableDefinition};
use rust_decimal::Decimal;
use thiserror::Error;

use crate::rental::Rental;

const RENTALS: TableDefinition<'_, &str, &str> = TableDefinition::new("rentals");
const ACCOUNT: TableDefinition<'_, &str, &str> = TableDefinition::new("account");

/// The database of one simulator.
#[derive(Debug)]
pub(crate) struct Store(Database);

/// Why the file can't be used.
#[derive(Debug, Error)]
#[error("{0}")]
pub struct StoreError(String);

fn wrong(error: impl std::fmt::Display) -> StoreError {
    StoreError(error.to_string())
}

impl Store {
    /// Opens the file, or makes it.
    pub(crate) fn open(path: &Path) -> Result<Self, StoreError> {
        let database = Database::create(path).map_err(wrong)?;
        let write = database.begin_write().map_err(wrong)?;
        write.open_table(RENTALS).map_err(wrong)?;
        write.open_table(ACCOUNT).map_err(wrong)?;
        write.commit().map_err(wrong)?;
        Ok(Self(database))
    }

    /// What was kept: the rentals, and the balance if there was one.
    pub(crate) fn load(&self) -> Result<(Vec<Rental>, Option<Decimal>), StoreError> {
        let read = self.0.begin_read().map_err(wrong)?;
        let table = read.open_table(RENTALS).map_err(wrong)?;
        let mut rentals = Vec::new();
        for entry in table.iter().map_err(wrong)? {
            let (_, json) = entry.map_err(wrong)?;
            rentals.push(serde_json::from_str(json.value()).map_err(wrong)?);
        }
        let account = read.open_table(ACCOUNT).map_err(wrong)?;
        let balance = account.get("balance").map_err(wrong)?;
        let balance = balance.map(|balance| balance.value().parse()).transpose();
        Ok((rentals, balance.map_err(wrong)?))
    }

    /// Keeps rentals and the balance; they are on disk when this returns.
    pub(crate) fn keep<'a>(
        &self,
        rentals: impl Iterator<Item = &'a Rental>,
        balance: Option<Decimal>,
    ) -> Result<(), StoreError> {
        let write = self.0.begin_write().map_err(wrong)?;
        {
            let mut table = write.open_table(RENTALS).map_err(wrong)?;
            for rental in rentals {
                let json = serde_json::to_string(rental).map_err(wrong)?;
                table
                    .insert(rental.phone.as_str(), json.as_str())
                    .map_err(wrong)?;
            }
            let mut account = write.open_table(ACCOUNT).map_err(wrong)?;
            if let Some(balance) = balance {
                account
                    .insert("balance", balance.to_string().as_str())
                    .map_err(wrong)?;
            }
        }
        write.commit().map_err(wrong)
    }

    /// Forgets everything.
    pub(crate) fn clear(&self) -> Result<(), StoreError> {
        let write = self.0.begin_write().map_err(wrong)?;
        write.delete_table(RENTALS).map_err(wrong)?;
        write.delete_table(ACCOUNT).map_err(wrong)?;
        write.open_table(RENTALS).map_err(wrong)?;
        write.open_table(ACCOUNT).map_err(wrong)?;
        write.commit().map_err(wrong)
    }
}
