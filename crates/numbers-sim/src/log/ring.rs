//! Requests, bounded in number and in bytes.

use std::collections::VecDeque;

use crate::log::entry::Entry;

/// The last requests, oldest first, with the size of each.
#[derive(Debug, Default)]
pub(super) struct Kept {
    pub(super) entries: VecDeque<(usize, Entry)>,
    pub(super) bytes: usize,
    pub(super) last: u64,
}

/// At most so many requests are kept, and so many bytes of them.
const REQUESTS: usize = 1_000;
const BYTES: usize = 8 * 1024 * 1024;

impl Kept {
    pub(super) fn add(&mut self, mut entry: Entry) {
        let size = entry.size();
        self.last += 1;
        entry.id = self.last;
        self.bytes += size;
        self.entries.push_back((size, entry));
        while self.entries.len() > REQUESTS || self.bytes > BYTES {
            let Some((size, _)) = self.entries.pop_front() else {
                return;
            };
            self.bytes -= size;
        }
    }
}
