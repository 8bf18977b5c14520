//! Reports about credentials.

use std::path::Path;

use numbers_ext::{Profile, ProfileError, printable};

use crate::credentials::Source;
use crate::exit::Exit;
use crate::json::Object;
use crate::report::{GOOD, Report};
use crate::unread::Unread;

/// What may be shown of credentials.
#[derive(Debug)]
pub(crate) struct Shown {
    pub(crate) project: String,
    pub(crate) key_id: String,
}

impl Shown {
    pub(crate) fn of(profile: &Profile) -> Self {
        Self {
            project: profile.project().to_owned(),
            key_id: profile.key_id().to_owned(),
        }
    }

    fn add(&self, json: Object) -> Object {
        json.member("projectId", &self.project)
            .member("keyId", &self.key_id)
    }
}

impl Report {
    /// Reports a profile that was stored.
    pub(crate) fn logged_in(name: &str, file: &Path, shown: &Shown) -> Self {
        let path = file.display().to_string();
        let json = Object::outcome("logged_in")
            .member("profile", name)
            .member("file", &path);
        Self {
            exit: Exit::Done,
            text: format!(
                "{GOOD}Stored{GOOD:#} the access key of {} as profile {name}\n",
                printable(&shown.project)
            ),
            note: format!("it is in {}\n", printable(&path)),
            json: shown.add(json).end(),
        }
    }

    /// Reports a profile that could not be stored.
    pub(crate) fn not_stored(why: &ProfileError) -> Self {
        let message = format!("nothing was stored: {why}");
        let json = Object::outcome("internal").member("message", &message);
        Self::error(Exit::Internal, &message, json)
    }

    /// Reports an access key that the service refused, and that was not stored.
    pub(crate) fn key_refused(unread: &Unread) -> Self {
        let message = format!("nothing was stored: {}", unread.cause);
        let json = Object::outcome("key_refused").member("message", &message);
        Self::error(Exit::Rejected, &message, json)
    }

    /// Reports which credentials are used, and what the service says of them.
    pub(crate) fn credentials(source: &Source, shown: &Shown, asked: Result<(), Unread>) -> Self {
        let (kind, name) = match source {
            Source::File(file) => ("file", Some(file)),
            Source::Profile(name) => ("profile", Some(name)),
            Source::Environment => ("environment", None),
        };
        let (exit, is_accepted, said) = match asked {
            Ok(()) => (Exit::Done, Some(true), "accepted by the service".to_owned()),
            Err(unread) if unread.is_refused() => (
                Exit::Rejected,
                Some(false),
                format!("refused: {}", unread.cause),
            ),
            Err(unread) => (
                Exit::Unknown,
                None,
                format!("not checked: {}", unread.cause),
            ),
        };
        let from = match name {
            Some(name) => format!("{kind} {}", printable(name)),
            None => kind.to_owned(),
        };
        let json = Object::outcome("credentials")
            .member("source", kind)
            .optional("name", name);
        Self {
            exit,
            text: format!(
                "From     {from}\nProject  {}\nKey      {}, {said}\n",
                printable(&shown.project),
                printable(&shown.key_id),
            ),
            note: String::new(),
            json: shown
                .add(json)
                .optional("isAccepted", is_accepted.as_ref())
                .member("message", &said)
                .end(),
        }
    }
}
