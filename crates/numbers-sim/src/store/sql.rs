//! The statements for each table.

use crate::store::row::Table;

impl Table {
    pub(crate) const ALL: [Self; 3] = [Self::Projects, Self::Rentals, Self::Orders];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Rentals => "rentals",
            Self::Orders => "orders",
            Self::Projects => "projects",
        }
    }

    pub(super) const fn put(self) -> &'static str {
        match self {
            Self::Rentals => {
                "INSERT OR REPLACE INTO rentals (id, project_id, content) VALUES (?1, ?2, ?3)"
            }
            Self::Orders => {
                "INSERT OR REPLACE INTO orders (id, project_id, content) VALUES (?1, ?2, ?3)"
            }
            Self::Projects => {
                "INSERT OR REPLACE INTO projects (id, project_id, content) VALUES (?1, ?2, ?3)"
            }
        }
    }

    pub(super) const fn delete(self) -> &'static str {
        match self {
            Self::Rentals => "DELETE FROM rentals WHERE id = ?1",
            Self::Orders => "DELETE FROM orders WHERE id = ?1",
            Self::Projects => "DELETE FROM projects WHERE id = ?1",
        }
    }

    pub(super) const fn read(self) -> &'static str {
        match self {
            Self::Rentals => "SELECT id, project_id, content FROM rentals",
            Self::Orders => "SELECT id, project_id, content FROM orders",
            Self::Projects => "SELECT id, project_id, content FROM projects",
        }
    }
}
