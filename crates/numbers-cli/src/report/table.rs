//! Tables that fit the terminal.

use std::fmt::Write as _;
use std::io::IsTerminal as _;

use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, Width, presets};
use numbers_ext::printable;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Column {
    /// Words that stay on one line.
    Word(&'static str),
    /// Amounts, aligned to the right, that stay on one line.
    Amount(&'static str),
    /// Text that is broken over lines where the terminal is narrow, and the least room for it.
    Text(&'static str, u16),
}

impl Column {
    fn name(self) -> &'static str {
        match self {
            Self::Word(name) | Self::Amount(name) | Self::Text(name, _) => name,
        }
    }
}

/// Rows of cells below a header.
#[derive(Debug)]
pub(crate) struct Table {
    columns: &'static [Column],
    rows: Vec<Vec<String>>,
}

/// What stands between two columns.
const GAP: u16 = 2;

impl Table {
    pub(crate) fn new(columns: &'static [Column]) -> Self {
        Self {
            columns,
            rows: Vec::new(),
        }
    }

    /// Adds a row. Text of others is made printable; an empty cell is shown as a dash.
    pub(crate) fn row<const N: usize>(&mut self, cells: [String; N]) {
        let shown = |cell: String| match cell.as_str() {
            "" => "-".to_owned(),
            cell => printable(cell).to_string(),
        };
        self.rows.push(cells.into_iter().map(shown).collect());
    }

    /// Returns the text, as wide as it is or as the terminal behind stdout allows.
    pub(crate) fn text(&self) -> String {
        self.within(terminal_width())
    }

    fn within(&self, width: Option<u16>) -> String {
        if self.rows.is_empty() {
            return String::new();
        }
        let mut table = comfy_table::Table::new();
        table.load_style(presets::NOTHING);
        table.set_header(self.columns.iter().map(|column| column.name()));
        table.add_rows(&self.rows);
        let contents = table.column_max_content_widths();
        let mut least = 0_u16;
        for ((column, cells), content) in self
            .columns
            .iter()
            .zip(table.column_iter_mut())
            .zip(contents)
        {
            cells.set_padding((0, GAP));
            if matches!(column, Column::Amount(_)) {
                cells.set_cell_alignment(CellAlignment::Right);
            }
            let kept = match column {
                Column::Text(_, room) => {
                    let kept = content.min(*room);
                    let width = Width::Fixed(kept.saturating_add(GAP));
                    cells.set_constraint(ColumnConstraint::LowerBoundary(width));
                    kept
                }
                _ => {
                    cells.set_constraint(ColumnConstraint::ContentWidth);
                    content
                }
            };
            least = least.saturating_add(kept).saturating_add(GAP);
        }
        if let Some(width) = width {
            if width < least {
                return self.blocks();
            }
            table.set_width(width);
            table.set_content_arrangement(ContentArrangement::Dynamic);
        }
        table.trim_fmt() + "\n"
    }

    /// Returns each row as a block of lines, for terminals that are too narrow for a table.
    fn blocks(&self) -> String {
        let width = self.columns.iter().map(|column| column.name().len()).max();
        let width = width.unwrap_or_default();
        let mut text = String::new();
        for row in &self.rows {
            for (index, (column, cell)) in self.columns.iter().zip(row).enumerate() {
                let _ = match index {
                    0 => writeln!(text, "{cell}"),
                    _ => writeln!(text, "  {:width$} {cell}", column.name().to_lowercase()),
                };
            }
        }
        text
    }
}

/// Returns the width of the terminal behind stdout; `None` where there is none.
fn terminal_width() -> Option<u16> {
    let stdout = std::io::stdout();
    if !stdout.is_terminal() {
        return None;
    }
    terminal_size::terminal_size_of(stdout).map(|(width, _)| width.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: &[Column] = &[
        Column::Word("PHONE"),
        Column::Text("NAME", 8),
        Column::Amount("PRICE"),
    ];

    fn table() -> Table {
        let mut table = Table::new(COLUMNS);
        table.row([
            "+12025550134".to_owned(),
            "The desk at the front door".to_owned(),
            "10.00 USD".to_owned(),
        ]);
        table.row([
            "+12025550135".to_owned(),
            String::new(),
            "2.00 USD".to_owned(),
        ]);
        table
    }

    #[test]
    fn a_table_is_as_wide_as_its_cells() {
        let expected = "\
PHONE         NAME                            PRICE
+12025550134  The desk at the front door  10.00 USD
+12025550135  -                            2.00 USD
";
        assert_eq!(table().within(None), expected);
        assert_eq!(table().within(Some(80)), expected);
    }

    #[test]
    fn text_is_broken_where_the_terminal_is_narrow() {
        let expected = "\
PHONE         NAME             PRICE
+12025550134  The desk at  10.00 USD
              the front
              door
+12025550135  -             2.00 USD
";
        assert_eq!(table().within(Some(38)), expected);
    }

    #[test]
    fn a_row_is_a_block_where_the_terminal_is_narrower_still() {
        let expected = "\
+12025550134
  name  The desk at the front door
  price 10.00 USD
+12025550135
  name  -
  price 2.00 USD
";
        assert_eq!(table().within(Some(20)), expected);
    }

    #[test]
    fn no_rows_are_no_text() {
        assert_eq!(Table::new(COLUMNS).within(None), "");
    }

    #[test]
    fn what_others_wrote_can_not_forge_rows() {
        let mut table = Table::new(COLUMNS);
        table.row(["+1".to_owned(), "a\n+2\u{1b}[2J".to_owned(), String::new()]);
        assert_eq!(table.within(None).lines().count(), 2);
    }
}
