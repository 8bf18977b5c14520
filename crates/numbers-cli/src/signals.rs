//! Requests to stop: Ctrl-C, termination, a terminal that hangs up.

/// Listens from when it is made, so that nothing is begun that could be cut off without a
/// word.
#[derive(Debug)]
pub(crate) struct Signals {
    #[cfg(unix)]
    streams: Vec<tokio::signal::unix::Signal>,
}

impl Signals {
    /// Begins to listen. Needs a runtime.
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

    /// Ends when the person or the system asks to stop.
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
