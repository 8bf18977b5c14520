//! The letters of a script: one for each kind of thing that can happen to a request.

/// Defines the letters, and the list of all of them but the last two, which are the same to a
/// rental request as an empty success.
macro_rules! letters {
    ($($(#[$doc:meta])* $letter:ident,)*) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Letter {
            $($(#[$doc])* $letter,)*
            /// A page of something between, such as a portal that asks for a login.
            Html200,
            /// A success that shows nothing.
            Object200,
        }

        /// The alphabet of the rental request.
        pub const ALPHABET: &[Letter] = &[$(Letter::$letter,)*];
    };
}

letters! {
    Honest,
    ActsThenResets,
    ActsThenCloses,
    ActsThenSilence,
    ActsThen500,
    ActsThenCutShort,
    ActsThenAnother,
    Resets,
    Silence,
    Html502,
    Status503,
    Empty200,
    Status400,
    Status401,
    Status403,
    Html404,
    Status409,
    Status408,
    Throttled,
    Redirect,
    Garbage,
    /// A lookup does not see the effect yet, which is allowed within the waiting time.
    Lag,
    /// The connection is refused.
    Refused,
}

impl Letter {
    /// Returns whether the service acts on a mutation that meets this letter.
    pub fn acts(self) -> bool {
        matches!(
            self,
            Self::Honest
                | Self::ActsThenResets
                | Self::ActsThenCloses
                | Self::ActsThenSilence
                | Self::ActsThen500
                | Self::ActsThenCutShort
                | Self::ActsThenAnother
        )
    }

    /// Returns whether the response, if there is one, shows that the service did not act.
    pub fn refuses(self) -> bool {
        matches!(
            self,
            Self::Status400
                | Self::Status401
                | Self::Status403
                | Self::Html404
                | Self::Status409
                | Self::Throttled
                | Self::Lag
        )
    }
}
