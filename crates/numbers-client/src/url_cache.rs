//! The part that many URLs share, parsed once.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use reqwest::Url;

/// The parsed beginning of the last URL, up to its last slash.
///
/// The URLs of all rents of a project differ in their last segment alone, and parsing one
/// from its first character on costs about a twelfth of a whole rent. Every
/// [`Exchange`](crate::Exchange) has a cache of its own unless it is given one; clones
/// share what they keep.
///
/// ```
/// use numbers_client::{Exchange, UrlCache};
///
/// let urls = UrlCache::default();
/// let first = Exchange::sharing(urls.clone());
/// let second = Exchange::sharing(urls);
/// # let _ = (first, second);
/// ```
#[derive(Clone, Default)]
pub struct UrlCache(Arc<Mutex<Option<Url>>>);

impl UrlCache {
    /// What `Url::parse` gives, or `None` where it fails.
    pub(crate) fn parse(&self, text: &str) -> Option<Url> {
        let (folder, name) = text.split_at(text.rfind('/').map_or(0, |slash| slash + 1));
        let known = self.known(folder);
        if let Some(url) = known.and_then(|url| joined(url, name))
            && url.as_str() == text
        {
            return Some(url);
        }
        let url = Url::parse(text).ok()?;
        if let Some(url) = joined(url.clone(), "").filter(|url| url.as_str() == folder) {
            *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(url);
        }
        Some(url)
    }

    fn known(&self, folder: &str) -> Option<Url> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.as_ref().filter(|url| url.as_str() == folder).cloned()
    }
}

/// With another last segment.
fn joined(mut url: Url, name: &str) -> Option<Url> {
    url.path_segments_mut().ok()?.pop().push(name);
    Some(url)
}

impl fmt::Debug for UrlCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UrlCache").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whatever was parsed before, and whatever stands in the text.
    #[test]
    fn a_url_is_what_parsing_all_of_it_gives() {
        let texts = [
            "https://example.com/v1/projects/p/availableNumbers/+12025550134:rent",
            "https://example.com/v1/projects/p/availableNumbers/+12025550135:rent",
            "https://example.com/v1/projects/q/availableNumbers/+12025550135:rent",
            "https://example.com/v1/projects/q/activeNumbers/+12025550135",
            "https://example.com/v1/../a",
            "https://example.com/v1/..",
            "https://example.com/v1/.",
            "https://example.com/v1/",
            "https://example.com/v1/%2e%2E",
            "https://example.com/v1/a b",
            "https://example.com/v1/a?b#c",
            "https://example.com/?q=/v1/a",
            "https://example.com/#/v1/a",
            "https://EXAMPLE.com:443/a",
            "https://example.com",
            "https://",
            "mailto:a/b",
            "a",
            "",
        ];
        let urls = UrlCache::default();
        for _ in 0..2 {
            for first in texts {
                for second in texts {
                    let _ = urls.parse(first);
                    assert_eq!(
                        urls.parse(second),
                        Url::parse(second).ok(),
                        "{first} {second}"
                    );
                }
            }
        }
    }

    #[test]
    fn the_folder_is_kept() {
        let urls = UrlCache::default();
        let clone = urls.clone();
        let _ = urls.parse("https://example.com/v1/a");
        assert!(clone.known("https://example.com/v1/").is_some());
        assert!(clone.known("https://example.com/").is_none());
    }
}
