//! `numbers auth`, `--profile` and `--credentials`.

#![cfg(unix)]

use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;

use tempfile::TempDir;

#[cfg(target_os = "linux")]
use super::terminal::Terminal;
use super::*;

/// A simulator, a configuration folder, and no environment.
struct Room {
    simulation: Simulation,
    home: TempDir,
}

impl Room {
    fn new() -> Self {
        Self {
            simulation: Simulation::start(),
            home: tempfile::tempdir().unwrap(),
        }
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = numbers(arguments);
        command
            .env("XDG_CONFIG_HOME", self.home.path())
            .stdin(Stdio::null());
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    fn profile(&self, name: &str) -> PathBuf {
        self.home
            .path()
            .join("numbers")
            .join(format!("{name}.toml"))
    }

    /// Stores the simulator's account, or with this secret.
    fn log_in(&self, secret: &str, more: &[&str]) -> Output {
        let file = self.home.path().join("secret");
        std::fs::write(&file, format!("{secret}\n")).unwrap();
        let simulation = &self.simulation;
        let (project, key_id) = (simulation.get("project"), simulation.get("keyId"));
        let arguments = [
            &["auth", "login", "--project", project, "--key-id", key_id][..],
            &["--key-secret-file", file.to_str().unwrap()],
            &[
                "--numbers-url",
                simulation.url(),
                "--auth-url",
                simulation.url(),
            ],
            more,
        ];
        self.run(&arguments.concat())
    }

    fn right(&self) -> &str {
        self.simulation.get("keySecret")
    }

    /// Returns what somebody reads, without what is another each time.
    fn transcript(&self, output: &Output) -> String {
        let home = self.home.path().to_str().unwrap();
        let shown = transcript(output).replace(home, "[home]");
        assert!(!shown.contains(self.right()), "{shown}");
        shown
    }
}

#[test]
fn a_profile_is_stored_used_and_shown() {
    let room = Room::new();
    let login = room.log_in(room.right(), &[]);
    let status = room.run(&["auth", "status"]);
    let rent = room.run(&["rent", PHONE, "--sms-plan", "demo", "--yes"]);
    let json = json(&room.run(&["auth", "status", "--output", "json"]));
    assert_eq!(json["isAccepted"], true);
    let shown = [&login, &status, &rent].map(|output| room.transcript(output));
    insta::assert_snapshot!("auth", shown.concat());
    let mode = std::fs::metadata(room.profile("default")).unwrap();
    assert_eq!(mode.permissions().mode() & 0o777, 0o600);
}

#[test]
fn a_key_that_the_service_refuses_is_not_stored() {
    let room = Room::new();
    let refused = room.log_in("another-secret", &[]);
    assert_eq!(code(&refused), 3, "{refused:?}");
    assert!(!room.profile("default").exists());
    // Unless nobody asks.
    let stored = room.log_in("another-secret", &["--no-check", "--profile", "staging"]);
    assert_eq!(code(&stored), 0, "{stored:?}");
    let status = room.run(&["auth", "status", "--profile", "staging"]);
    assert_eq!(code(&status), 3, "{status:?}");
    let shown = [&refused, &stored, &status].map(|output| room.transcript(output));
    insta::assert_snapshot!("auth_refused", shown.concat());
}

#[test]
fn what_is_missing_or_wrong_is_said() {
    let room = Room::new();
    let nothing = room.run(&["auth", "status"]);
    let no_profile = room.run(&["list", "--profile", "nowhere"]);
    let no_name = room.run(&["auth", "login", "--profile", "../other"]);
    let no_terminal = room.run(&["auth", "login"]);
    room.log_in(room.right(), &[]);
    let open = std::fs::Permissions::from_mode(0o644);
    std::fs::set_permissions(room.profile("default"), open).unwrap();
    let exposed = room.run(&["list"]);
    let all = [&nothing, &no_profile, &no_name, &no_terminal, &exposed];
    for output in all {
        assert_eq!(code(output), 2, "{output:?}");
    }
    let shown = all.map(|output| room.transcript(output)).concat();
    insta::assert_snapshot!("auth_missing", shown);
}

#[test]
fn the_environment_comes_before_the_default_profile_and_after_what_is_passed() {
    let room = Room::new();
    room.log_in("another-secret", &["--no-check"]);
    let file = room.profile("default");
    let source = |arguments: &[&str]| {
        let arguments = [&["auth", "status", "--output", "json"], arguments].concat();
        let mut command = room.command(&arguments);
        room.simulation.environment(&mut command);
        let said = json(&command.output().unwrap());
        let (source, is_accepted) = (&said["source"], &said["isAccepted"]);
        (source.as_str().unwrap().to_owned(), is_accepted.as_bool())
    };
    assert_eq!(source(&[]), ("environment".to_owned(), Some(true)));
    let profile = source(&["--profile", "default"]);
    assert_eq!(profile, ("profile".to_owned(), Some(false)));
    let file = source(&["--credentials", file.to_str().unwrap()]);
    assert_eq!(file, ("file".to_owned(), Some(false)));
}

/// Followed word by word, it asks the same account.
#[test]
fn a_hint_names_the_profile_that_was_passed() {
    let room = Room::new();
    room.log_in(room.right(), &["--profile", "staging"]);
    room.simulation.fault("rentNumber", "committedThenReset");
    let rent = [
        "rent",
        PHONE,
        "--sms-plan",
        "demo",
        "--yes",
        "--profile",
        "staging",
    ];
    let lost = room.run(&rent);
    assert_eq!(code(&lost), 5, "{lost:?}");
    let note = text(&lost.stderr);
    let hint = note.lines().last().unwrap().trim();
    assert!(hint.ends_with(" --profile staging"), "{note}");
    let mut shell = Command::new("sh");
    let line = hint.replacen("numbers", env!("CARGO_BIN_EXE_numbers"), 1);
    shell.args(["-c", &line]);
    shell.env("XDG_CONFIG_HOME", room.home.path());
    let reconciled = shell.output().unwrap();
    assert_eq!(code(&reconciled), 0, "{reconciled:?}");
}

/// With util-linux, which makes the terminal that of the process: a secret is read from
/// nowhere else.
#[cfg(target_os = "linux")]
#[test]
fn a_person_is_asked_and_the_secret_is_not_shown() {
    let room = Room::new();
    let simulation = &room.simulation;
    let url = simulation.url();
    let mut command = Command::new("setsid");
    command
        .args(["--ctty", "--wait", env!("CARGO_BIN_EXE_numbers")])
        .args(["auth", "login", "--numbers-url", url, "--auth-url", url])
        .env("XDG_CONFIG_HOME", room.home.path());
    let mut terminal = Terminal::run(command);
    terminal.until("Project id: ");
    terminal.type_line(simulation.get("project"));
    terminal.until("Key id: ");
    terminal.type_line(simulation.get("keyId"));
    terminal.until("Key secret: ");
    terminal.until_hidden();
    terminal.type_line(room.right());
    let (exit, shown) = terminal.end();
    assert_eq!(exit, 0, "{shown}");
    assert!(!shown.contains(room.right()), "{shown}");
    assert_eq!(code(&room.run(&["auth", "status"])), 0);
}
