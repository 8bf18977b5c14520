//! Runs another program against a simulator.

use std::ffi::OsString;
use std::io::ErrorKind;
use std::process::ExitStatus;

use numbers_ext::printable;
use numbers_sim::Simulator;
#[cfg(unix)]
use tokio::process::Child;
use tokio::process::Command;

use crate::exit::Exit;
use crate::report::{self, write_all};

/// Runs a program until it ends, and returns its exit code.
pub(super) async fn run(simulator: &Simulator, program: &OsString, rest: &[OsString]) -> Exit {
    // Before the program begins, so that no signal is lost.
    #[cfg(unix)]
    let mut signals = crate::signals::Signals::listen_for_another();
    let child = Command::new(program)
        .args(rest)
        .env("SINCH_PROJECT_ID", simulator.project())
        .env("SINCH_KEY_ID", simulator.key_id())
        .env("SINCH_KEY_SECRET", simulator.key_secret())
        .env("SINCH_NUMBERS_URL", simulator.url())
        .env("SINCH_AUTH_URL", simulator.url())
        .spawn();
    let mut child = match child {
        Ok(child) => child,
        Err(error) => {
            let name = program.to_string_lossy();
            let message = format!("'{}' can't be run: {error}", printable(&name));
            let _ = write_all(&mut anstream::stderr(), &report::error(&message));
            return Exit::Other(match error.kind() {
                ErrorKind::NotFound => 127,
                _ => 126,
            });
        }
    };
    let ended = loop {
        #[cfg(unix)]
        tokio::select! {
            ended = child.wait() => break ended,
            kind = signals.next() => forward(&child, kind),
        }
        #[cfg(not(unix))]
        tokio::select! {
            ended = child.wait() => break ended,
            // The console gives it to all programs that share it.
            _ = tokio::signal::ctrl_c() => {}
        }
    };
    match ended {
        Ok(status) => Exit::Other(code(status)),
        Err(error) => {
            let message = format!("how the command ended is not known: {error}");
            let _ = write_all(&mut anstream::stderr(), &report::error(&message));
            Exit::Internal
        }
    }
}

/// Passes a signal on, unless the terminal has given it to both.
#[cfg(unix)]
fn forward(child: &Child, kind: tokio::signal::unix::SignalKind) {
    use rustix::process::{Pid, Signal, kill_process};
    use tokio::signal::unix::SignalKind;

    let is_typed = kind == SignalKind::interrupt() || kind == SignalKind::quit();
    if is_typed && is_in_foreground() {
        return;
    }
    let id = child.id().and_then(|id| i32::try_from(id).ok());
    let pid = id.and_then(Pid::from_raw);
    let signal = Signal::from_named_raw(kind.as_raw_value());
    if let (Some(pid), Some(signal)) = (pid, signal) {
        // It fails where the program has ended meanwhile.
        let _ = kill_process(pid, signal);
    }
}

/// Returns whether what is typed on a terminal, such as Ctrl-C, interrupts this process, and
/// so the program, which is in the same process group.
#[cfg(unix)]
fn is_in_foreground() -> bool {
    let foreground = std::fs::File::open("/dev/tty").ok().and_then(|terminal| {
        let group = rustix::termios::tcgetpgrp(&terminal);
        group.ok()
    });
    foreground == Some(rustix::process::getpgrp())
}

/// Returns the exit code as a shell has it.
fn code(status: ExitStatus) -> u8 {
    #[cfg(unix)]
    {
        use std::os::unix::process::ExitStatusExt as _;
        if let Some(signal) = status.signal() {
            return u8::try_from(128 + signal).unwrap_or(u8::MAX);
        }
    }
    let code = status.code().unwrap_or(1);
    u8::try_from(code & 0xff).unwrap_or(1)
}
