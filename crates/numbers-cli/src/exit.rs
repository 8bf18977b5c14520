//! Exit codes. An outcome has the same code in every command.

use std::process::ExitCode;

use numbers_ext::Outcome;

/// How the process ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// 0: the command succeeded.
    Done,
    /// 1: this program or this machine failed.
    Internal,
    /// 2: the input, the environment or the configuration is invalid; nothing was sent.
    Invalid,
    /// 3: rejected by the service, or not found.
    Rejected,
    /// 4: not sent, or proven not done.
    NotDone,
    /// 5: the outcome is unknown.
    Unknown,
    /// 6: what was waited for has failed, after all was sent and accepted.
    Failed,
    /// 7: the time to wait was over, or the waiting was interrupted.
    TimedOut,
    /// The code of a program that was run.
    #[cfg(feature = "simulate")]
    Other(u8),
}

impl From<&Outcome> for Exit {
    fn from(outcome: &Outcome) -> Self {
        match outcome {
            Outcome::Rejected => Self::Rejected,
            Outcome::NotSent | Outcome::NotDone => Self::NotDone,
            Outcome::Unknown(_) => Self::Unknown,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Done => 0,
            Exit::Internal => 1,
            Exit::Invalid => 2,
            Exit::Rejected => 3,
            Exit::NotDone => 4,
            Exit::Unknown => 5,
            Exit::Failed => 6,
            Exit::TimedOut => 7,
            #[cfg(feature = "simulate")]
            Exit::Other(code) => code,
        })
    }
}
