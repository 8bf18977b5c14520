//! Commands to paste into a shell.

use numbers_ext::InDoubt;

/// How the commands are written that a report recommends.
#[derive(Clone, Debug, Default)]
pub(crate) struct Hints {
    /// The project, where it was passed as an argument.
    pub(crate) project: Option<String>,
    /// The arguments that name the credentials.
    pub(crate) credentials: Vec<String>,
    /// Whether the account ends with this process, so that no other command can use it.
    pub(crate) is_simulated: bool,
}

impl Hints {
    /// Returns a command about the same account; `None` where there is no such account.
    pub(crate) fn command(&self, words: &[&str]) -> Option<String> {
        if self.is_simulated {
            return None;
        }
        let mut command = line(words.iter().copied());
        if let Some(project) = &self.project {
            command.push_str(&format!(" --project {}", word(project)));
        }
        self.add_credentials(&mut command);
        Some(command)
    }

    fn add_credentials(&self, command: &mut String) {
        for argument in &self.credentials {
            command.push(' ');
            command.push_str(&word(argument));
        }
    }
}

/// Returns a line that calls the CLI.
pub(crate) fn line<'a>(words: impl Iterator<Item = &'a str>) -> String {
    std::iter::once("numbers".to_owned())
        .chain(words.map(word))
        .collect::<Vec<_>>()
        .join(" ")
}

/// Returns the command that reconciles a call. It carries everything that the result depends
/// on.
pub(crate) fn reconcile_command(
    in_doubt: &InDoubt,
    hints: &Hints,
) -> Result<String, serde_json::Error> {
    let token = serde_json::to_string(in_doubt)?;
    let mut command = format!("numbers reconcile --in-doubt {}", quoted(&ascii(&token)));
    hints.add_credentials(&mut command);
    Ok(command)
}

/// Escapes every character of JSON text that is not printable ASCII, so that none can change
/// how the line looks.
fn ascii(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if c.is_ascii() && !c.is_ascii_control() {
            out.push(c);
        } else {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                out.push_str(&format!("\\u{unit:04x}"));
            }
        }
    }
    out
}

/// Quotes a text for a POSIX shell, where it needs to be.
fn word(text: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "+-_.:,/=@%".contains(c);
    if !text.is_empty() && text.chars().all(is_plain) {
        text.to_owned()
    } else {
        quoted(text)
    }
}

/// Quotes a text for a POSIX shell.
pub(crate) fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quoted_text_is_one_word_of_a_shell() {
        assert_eq!(quoted(r#"{"a":"it's"}"#), r#"'{"a":"it'\''s"}'"#);
        assert_eq!(
            ascii("\"\u{202e}é😀\u{7f}\""),
            r#""\u202e\u00e9\ud83d\ude00\u007f""#
        );
        assert_eq!(word("+12025550134"), "+12025550134");
        assert_eq!(word(""), "''");
        assert_eq!(word("a b"), "'a b'");
    }

    #[test]
    fn a_command_names_the_project_and_the_credentials_that_were_passed() {
        let hints = Hints {
            project: Some("my project".to_owned()),
            credentials: vec!["--profile".to_owned(), "staging".to_owned()],
            is_simulated: false,
        };
        let command = hints.command(&["get", "+12025550134"]);
        assert_eq!(
            command.as_deref(),
            Some("numbers get +12025550134 --project 'my project' --profile staging")
        );
        let simulated = Hints {
            is_simulated: true,
            ..hints
        };
        assert_eq!(simulated.command(&["get"]), None);
    }
}
