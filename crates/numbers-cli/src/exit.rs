//! Exit codes.

use std::process::ExitCode;

use numbers_ext::Certainty;

/// How the command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// 0: rented, or held.
    Done,
    /// 1: a fault of this program or machine.
    Internal,
    /// 2: the input, environment or configuration is wrong; nothing was sent.
    Invalid,
    /// 3: rejected, or not held.
    Refused,
    /// 4: not sent, or proven not rented: nothing was bought, it may be tried again.
    NotSent,
    /// 5: unknown, or inconclusive.
    Unknown,
}

impl From<Certainty> for Exit {
    fn from(certainty: Certainty) -> Self {
        match certainty {
            Certainty::Rejected => Self::Refused,
            Certainty::NotSent | Certainty::NotRented => Self::NotSent,
            Certainty::Unknown => Self::Unknown,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Done => 0,
            Exit::Internal => 1,
            Exit::Invalid => 2,
            Exit::Refused => 3,
            Exit::NotSent => 4,
            Exit::Unknown => 5,
        })
    }
}
