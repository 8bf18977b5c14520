//! What stands below the options in the help of commands that change or read one thing.

/// Examples, and the exit codes of a call that changes something.
pub(super) fn call(examples: &str) -> String {
    format!(
        "{examples}

Exit codes:
  0  done
  1  internal error
  2  invalid input, environment or configuration; nothing was sent
  3  rejected by the service; this call changed nothing
  4  not sent, or proven not done
  5  unknown: it may have been done; run `numbers reconcile` before trying again"
    )
}

/// Examples, and the exit codes of a read. `absent` says what 3 means, where it is used.
pub(super) fn read(examples: &str, absent: Option<&str>) -> String {
    let absent = absent.map_or_else(String::new, |absent| format!("\n  3  {absent}"));
    format!(
        "{examples}

Exit codes:
  0  found
  1  internal error
  2  invalid input, environment or configuration; nothing was sent{absent}
  5  not known: no response, a refusal, or a response that proves nothing"
    )
}
