//! Signals that ask the process to stop: interrupt (Ctrl-C), terminate and hang-up.

#[cfg(unix)]
use tokio::signal::unix::{Signal, SignalKind, signal};

/// Listens for signals from its creation on. Created before a call begins, so that no signal
/// can end the process without a report.
#[derive(Debug)]
pub(crate) struct Signals {
    #[cfg(unix)]
    streams: Vec<(SignalKind, Signal)>,
}

impl Signals {
    /// Starts to listen. Has to be called on a tokio runtime.
    pub(crate) fn listen() -> Self {
        Self {
            #[cfg(unix)]
            streams: streams(&[
                SignalKind::interrupt(),
                SignalKind::terminate(),
                SignalKind::hangup(),
            ]),
        }
    }

    /// Starts to listen for signals that a program may be sent, those for purposes of its own
    /// included.
    #[cfg(all(unix, feature = "simulate"))]
    pub(crate) fn listen_for_another() -> Self {
        Self {
            streams: streams(&[
                SignalKind::interrupt(),
                SignalKind::terminate(),
                SignalKind::hangup(),
                SignalKind::quit(),
                SignalKind::user_defined1(),
                SignalKind::user_defined2(),
            ]),
        }
    }

    /// Waits until a signal arrives.
    pub(crate) async fn arrived(&mut self) {
        #[cfg(unix)]
        if !self.streams.is_empty() {
            self.next().await;
            return;
        }
        let _ = tokio::signal::ctrl_c().await;
    }

    /// Waits until a signal arrives, and returns which.
    #[cfg(unix)]
    pub(crate) async fn next(&mut self) -> SignalKind {
        std::future::poll_fn(|context| {
            for (kind, stream) in &mut self.streams {
                if stream.poll_recv(context).is_ready() {
                    return std::task::Poll::Ready(*kind);
                }
            }
            std::task::Poll::Pending
        })
        .await
    }
}

#[cfg(unix)]
fn streams(kinds: &[SignalKind]) -> Vec<(SignalKind, Signal)> {
    let listen = |kind: &SignalKind| Some((*kind, signal(*kind).ok()?));
    kinds.iter().filter_map(listen).collect()
}
