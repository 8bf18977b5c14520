//! What a row of a plan says, column by column.

use crate::plan::column::Column;

/// The cells of a row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Cells([Option<String>; Column::COUNT]);

impl Cells {
    /// Returns what a column says, without the blanks around it; `None` where it is empty.
    pub(crate) fn get(&self, column: Column) -> Option<&str> {
        let cell = self.0.get(column as usize)?.as_deref()?.trim();
        (!cell.is_empty()).then_some(cell)
    }

    pub(crate) fn set(&mut self, column: Column, text: &str) {
        if let Some(cell) = self.0.get_mut(column as usize) {
            *cell = Some(text.to_owned());
        }
    }
}
