//! A terminal, and somebody who types on it.

use std::fs::File;
use std::os::fd::OwnedFd;
use std::process::Child;

use rustix::fs::{Mode, OFlags};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{LocalModes, Winsize, tcgetattr, tcsetwinsize};

use super::*;

/// A command that runs on a terminal.
pub(crate) struct Terminal {
    child: Child,
    screen: File,
    shown: String,
    /// Where what was not waited for yet begins.
    new: usize,
}

impl Terminal {
    pub(crate) fn run(command: Command) -> Self {
        Self::wide(100, command)
    }

    /// Runs a command on a terminal of so many columns.
    pub(crate) fn wide(columns: u16, mut command: Command) -> Self {
        let flags = OpenptFlags::RDWR | OpenptFlags::NOCTTY;
        #[cfg(target_os = "linux")]
        let flags = flags | OpenptFlags::CLOEXEC;
        let screen = openpt(flags).unwrap();
        // macOS has no such flag.
        rustix::io::fcntl_setfd(&screen, rustix::io::FdFlags::CLOEXEC).unwrap();
        grantpt(&screen).unwrap();
        unlockpt(&screen).unwrap();
        let size = Winsize {
            ws_row: 24,
            ws_col: columns,
            ws_xpixel: 0,
            ws_ypixel: 0,
        };
        tcsetwinsize(&screen, size).unwrap();
        let name = ptsname(&screen, Vec::new()).unwrap();
        let flags = OFlags::RDWR | OFlags::NOCTTY | OFlags::CLOEXEC;
        let line: OwnedFd = rustix::fs::open(name.as_c_str(), flags, Mode::empty()).unwrap();
        let child = command
            .env("TERM", "xterm")
            .env_remove("NO_COLOR")
            .stdin(line.try_clone().unwrap())
            .stdout(line.try_clone().unwrap())
            .stderr(line)
            .spawn()
            .unwrap();
        // The command has the other end, without which reading would not end.
        drop(command);
        Self {
            child,
            screen: screen.into(),
            shown: String::new(),
            new: 0,
        }
    }

    /// Reads until this is shown, after what was waited for before.
    pub(crate) fn until(&mut self, text: &str) {
        loop {
            if let Some(at) = self.shown[self.new..].find(text) {
                self.new += at + text.len();
                return;
            }
            assert!(self.read(), "'{text}' is not in {:?}", self.shown);
        }
    }

    /// Waits until what is typed is not shown. Whoever asks for a secret says so first.
    pub(crate) fn until_hidden(&mut self) {
        while tcgetattr(&self.screen)
            .unwrap()
            .local_modes
            .contains(LocalModes::ECHO)
        {
            assert_eq!(self.child.try_wait().unwrap(), None, "it asks for nothing");
            std::thread::yield_now();
        }
    }

    pub(crate) fn type_line(&mut self, line: &str) {
        writeln!(self.screen, "{line}").unwrap();
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Reads to the end, and returns the exit code and what was shown in all.
    pub(crate) fn end(mut self) -> (i32, String) {
        while self.read() {}
        let status = self.child.wait().unwrap();
        let shown = self.shown.replace("\r\n", "\n");
        (status.code().unwrap(), shown)
    }

    fn read(&mut self) -> bool {
        let mut some = [0; 1024];
        // Linux says that the other end is closed by an error.
        let read = self.screen.read(&mut some).unwrap_or_default();
        self.shown.push_str(&String::from_utf8_lossy(&some[..read]));
        read > 0
    }
}

/// Leaves out colours.
pub(crate) fn plain(shown: &str) -> String {
    let mut out = String::new();
    let mut rest = shown;
    while let Some((before, after)) = rest.split_once("\u{1b}[") {
        out.push_str(before);
        rest = after.split_once('m').map_or("", |(_, rest)| rest);
    }
    out + rest
}
