//! Limits of the size of response bodies.

/// The kind of content of a successful response, which decides how large it may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BodyKind {
    One,
    #[allow(dead_code, reason = "no operation lists anything yet")]
    Page,
}

/// The most bytes of a body that are read, by its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct BodyLimits {
    pub(crate) one: usize,
    pub(crate) page: usize,
}

impl Default for BodyLimits {
    fn default() -> Self {
        Self {
            one: 256 * 1024,
            // A page of 330 numbers exceeds 256 KiB.
            page: 8 * 1024 * 1024,
        }
    }
}

impl BodyLimits {
    /// Returns the limit of a body of this kind.
    pub(crate) fn of(self, kind: BodyKind) -> usize {
        match kind {
            BodyKind::One => self.one,
            BodyKind::Page => self.page,
        }
    }
}
