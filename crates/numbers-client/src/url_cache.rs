//! The part that many URLs share, parsed once.

use std::fmt;
use std::sync::{Arc, OnceLock};

use reqwest::Url;

/// How many are kept: more than there are operations.
const KEPT: usize = 4;

/// The parsed beginnings of the first URLs, each up to its last slash.
///
/// The URLs of all rents of a project differ in their last segment alone, and parsing one
/// from its first character on costs about a twelfth of a whole rent. Every
/// [`Exchange`](crate::Exchange) has a cache of its own unless it is given one; clones
/// share what they keep. Looking something up in it takes no lock.
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
pub struct UrlCache(Arc<[OnceLock<Url>; KEPT]>);

impl UrlCache {
    /// What `Url::parse` gives, or `None` where it fails.
    pub(crate) fn parse(&self, text: &str) -> Option<Url> {
        let (folder, name) = text.split_at(text.rfind('/').map_or(0, |slash| slash + 1));
        let known = self.known(folder);
        if let Some(url) = known.and_then(|url| joined(url.clone(), name))
            && url.as_str() == text
        {
            return Some(url);
        }
        let url = Url::parse(text).ok()?;
        let folder = joined(url.clone(), "").filter(|url| url.as_str() == folder);
        if let (None, Some(folder)) = (known, folder) {
            self.keep(folder);
        }
        Some(url)
    }

    fn known(&self, folder: &str) -> Option<&Url> {
        let mut kept = self.0.iter().map_while(OnceLock::get);
        kept.find(|url| url.as_str() == folder)
    }

    /// In the first place that is free, if there is one.
    fn keep(&self, mut folder: Url) {
        for place in self.0.iter() {
            match place.set(folder) {
                Ok(()) => return,
                Err(back) => folder = back,
            }
        }
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
        for first in texts {
            let urls = UrlCache::default();
            let _ = urls.parse(first);
            for second in texts {
                let whole = Url::parse(second).ok();
                assert_eq!(urls.parse(second), whole, "{first} {second}");
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
        for folder in 1..9 {
            let _ = urls.parse(&format!("https://example.com/{folder}/a"));
        }
        assert!(clone.known("https://example.com/3/").is_some());
        assert!(clone.known("https://example.com/4/").is_none());
    }
}
