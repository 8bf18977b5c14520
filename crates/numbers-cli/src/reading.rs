//! Reads: calls that change nothing.

use std::time::Duration;

use clap::Args;
use numbers_ext::{Numbers, NumbersBuilder, PhoneNumber, ReadError};

use crate::account::{self, AccountArguments};
use crate::report::Report;
use crate::signals::Signals;
use crate::unread::Unread;
use crate::violations::{self, Found};

/// The shortest deadline of a client: no request that changes something is started with less
/// left. Reads may take less time.
const FLOOR: Duration = Duration::from_secs(2);

/// The arguments of a read about one number.
#[derive(Debug, Args)]
pub(crate) struct NumberArguments {
    /// The number, in E.164 form
    #[arg(value_name = "PHONE")]
    phone: String,
    #[command(flatten)]
    pub(crate) account: AccountArguments,
}

impl NumberArguments {
    /// Builds the client, or reports all that keeps it from being built.
    pub(crate) fn reader(&self) -> Result<(PhoneNumber, Reader), Report> {
        let mut found = Found::new();
        let phone = violations::phone(&self.phone, &mut found);
        let reader = Reader::new(&self.account, &mut found);
        phone
            .zip(reader)
            .ok_or_else(|| Report::invalid(Some(&self.phone), found))
    }
}

/// A client that reads.
#[derive(Debug)]
pub(crate) struct Reader {
    pub(crate) numbers: Numbers,
    pub(crate) signals: Signals,
    timeout: Duration,
}

impl Reader {
    /// Builds the client, or adds the violations that keep it from being built. Signals are
    /// listened for from here on.
    pub(crate) fn new(account: &AccountArguments, found: &mut Found) -> Option<Self> {
        Self::of(account.builder(None), account.timeout, found)
    }

    /// Builds the client of a builder, as [`new`](Self::new) does.
    pub(crate) fn of(
        builder: NumbersBuilder,
        timeout: Duration,
        found: &mut Found,
    ) -> Option<Self> {
        let signals = Signals::listen();
        Some(Self {
            numbers: account::build(builder.deadline(timeout.max(FLOOR)), found)?,
            signals,
            timeout,
        })
    }

    /// Waits until a read ends, the time is over or a signal comes. `what` is what it finds
    /// out, such as "whether the project holds +12025550134".
    pub(crate) async fn read<T>(
        &mut self,
        what: &str,
        read: impl Future<Output = Result<T, ReadError>>,
    ) -> Result<T, Unread> {
        read_until(what, read, self.timeout, &mut self.signals).await
    }
}

/// Waits until a read ends, the time is over or a signal comes.
pub(crate) async fn read_until<T>(
    what: &str,
    read: impl Future<Output = Result<T, ReadError>>,
    timeout: Duration,
    signals: &mut Signals,
) -> Result<T, Unread> {
    // A client with a deadline of its own says why it was not kept.
    let over = async {
        match timeout < FLOOR {
            true => tokio::time::sleep(timeout).await,
            false => std::future::pending().await,
        }
    };
    let cause = tokio::select! {
        biased;
        result = read => return result.map_err(|error| Unread::failed(what, error)),
        () = over => "no response came before the deadline",
        () = signals.arrived() => "interrupted",
    };
    Err(Unread::given_up(what, cause))
}
