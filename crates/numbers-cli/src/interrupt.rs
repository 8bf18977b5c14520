//! Ctrl-C and termination.

/// Listens from when it is made, so that nothing is begun that could be cut off unheard.
#[derive(Debug)]
pub(crate) struct Interrupts {
    #[cfg(unix)]
    signals: Option<(tokio::signal::unix::Signal, tokio::signal::unix::Signal)>,
}

impl Interrupts {
    /// Begins to listen. Needs a runtime.
    pub(crate) fn listen() -> Self {
        Self {
            #[cfg(unix)]
            signals: {
                use tokio::signal::unix::{SignalKind, signal};
                let interrupt = signal(SignalKind::interrupt()).ok();
                interrupt.zip(signal(SignalKind::terminate()).ok())
            },
        }
    }

    /// Ends when the person or the system asks to stop.
    pub(crate) async fn arrived(&mut self) {
        #[cfg(unix)]
        if let Some((interrupt, terminate)) = &mut self.signals {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            }
            return;
        }
        let _ = tokio::signal::ctrl_c().await;
    }
}
