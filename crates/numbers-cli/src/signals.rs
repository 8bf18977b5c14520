//! Signals that ask the process to stop: interrupt (Ctrl-C), terminate and hang-up.

/// Listens for signals from its creation on. Created before a call begins, so that no signal
/// can end the process without a report.
#[derive(Debug)]
pub(crate) struct Signals {
    #[cfg(unix)]
    streams: Vec<tokio::signal::unix::Signal>,
}

impl Signals {
    /// Starts to listen. Has to be called on a tokio runtime.
    pub(crate) fn listen() -> Self {
        Self {
            #[cfg(unix)]
            streams: {
                use tokio::signal::unix::{SignalKind, signal};
                let kinds = [
                    SignalKind::interrupt(),
                    SignalKind::terminate(),
                    SignalKind::hangup(),
                ];
                kinds
                    .into_iter()
                    .filter_map(|kind| signal(kind).ok())
                    .collect()
            },
        }
    }

    /// Waits until a signal arrives.
    pub(crate) async fn arrived(&mut self) {
        #[cfg(unix)]
        if !self.streams.is_empty() {
            let arrived = |context: &mut std::task::Context<'_>| {
                let mut ready = self
                    .streams
                    .iter_mut()
                    .map(|stream| stream.poll_recv(context).is_ready());
                if ready.any(|ready| ready) {
                    std::task::Poll::Ready(())
                } else {
                    std::task::Poll::Pending
                }
            };
            return std::future::poll_fn(arrived).await;
        }
        let _ = tokio::signal::ctrl_c().await;
    }
}
