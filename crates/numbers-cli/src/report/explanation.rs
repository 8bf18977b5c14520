//! What the codes mean with which provisioning fails.

use numbers_ext::{Explanation, Remedy, printable};
use serde::Serialize;

use crate::exit::Exit;
use crate::json::Object;
use crate::report::Report;
use crate::report::table::{Column, Table};

const CODES: &[Column] = &[Column::Word("CODE"), Column::Text("MEANING", 20)];

/// A code with what it means, for programs.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct Explained {
    code: String,
    /// What happened.
    meaning: String,
    /// What to do.
    advice: String,
    /// What helps: `wait`, `updateAgain`, `act`, `replace` or `unknown`.
    remedy: String,
}

/// Returns a code with what it means.
pub(crate) fn members(code: &str) -> Explained {
    let explanation = Explanation::of(code);
    let remedy = match explanation.remedy {
        Remedy::Wait => "wait",
        Remedy::UpdateAgain => "updateAgain",
        Remedy::Act => "act",
        Remedy::Replace => "replace",
        _ => "unknown",
    };
    Explained {
        code: code.to_owned(),
        meaning: explanation.meaning.to_owned(),
        advice: explanation.advice.to_owned(),
        remedy: remedy.to_owned(),
    }
}

/// Returns what a code means and what helps, on lines of their own.
pub(crate) fn explain(code: &str) -> String {
    let Explanation {
        meaning, advice, ..
    } = Explanation::of(code);
    format!("  {meaning}\n  {advice}\n")
}

impl Report {
    /// Reports what a code means.
    pub(crate) fn explained(code: &str) -> Self {
        let is_known = Explanation::of(code).remedy != Remedy::Unknown;
        Self {
            exit: match is_known {
                true => Exit::Done,
                false => Exit::Rejected,
            },
            text: format!("{}\n{}", printable(code), explain(code)),
            note: String::new(),
            json: object(code),
        }
    }

    /// Reports all codes that are known.
    pub(crate) fn codes() -> Self {
        let mut table = Table::new(CODES);
        for code in Explanation::codes() {
            table.row([code.to_owned(), Explanation::of(code).meaning.to_owned()]);
        }
        let lines: Vec<_> = Explanation::codes().map(object).collect();
        Self {
            exit: Exit::Done,
            text: table.text(),
            note: "numbers explain CODE says what to do\n".to_owned(),
            json: lines.join("\n"),
        }
    }
}

fn object(code: &str) -> String {
    Object::outcome("explanation")
        .members_of("explanation", &members(code))
        .end()
}
