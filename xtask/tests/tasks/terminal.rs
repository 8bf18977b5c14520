//! Standard output that nobody reads, or that has no room.

use std::process::Stdio;

use super::*;

#[test]
fn nobody_who_reads_on_is_no_problem() {
    let project = Project::new();
    let mut child = project
        .command(&["generate", "--lowered"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stderr.is_empty(), "{output:?}");
}

#[cfg(target_os = "linux")]
#[test]
fn seam_16d_no_room_is_said_on_the_other_stream() {
    let project = Project::new();
    project.edit(DOCUMENT, "version: 1.0.3", "version: 1.0.4");
    for arguments in [&["generate", "--lowered"], &["generate", "--check"]] {
        let full = std::fs::File::options().write(true).open("/dev/full");
        let output = project.command(arguments).stdout(full.unwrap()).output();
        let output = output.unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(
            said.starts_with("error: standard output can't be written"),
            "{said}"
        );
    }
}
