//! `GET activeNumbers`, page by page.

use std::collections::HashSet;
use std::pin::Pin;
use std::sync::Arc;

use futures_util::stream::{self, Stream, StreamExt as _, TryStreamExt as _};
use numbers_client::{Client, ProjectId};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::engine::inner::Inner;
use crate::engine::operation::{Generated, Operation, Read, Route, Success};
use crate::engine::read::read;
use crate::enums::{Capability, NumberType, OrderBy};
use crate::http::body_limits::BodyKind;
use crate::http::received::Received;
use crate::model::active_number::ActiveNumber;
use crate::model::decoded::BodyError;
use crate::model::items::{self, Items};
use crate::model::pattern::{Pattern, pattern_setters};
use crate::outcome::cause::Cause;
use crate::outcome::read_error::ReadError;
use crate::time::deadline::Deadline;
use crate::types;

/// A list of active numbers. Made by [`Numbers::list`](crate::Numbers::list).
#[derive(Clone, Debug)]
#[must_use = "nothing is listed before `stream` or `pages`"]
pub struct List {
    inner: Arc<Inner>,
    region: Option<String>,
    number_type: Option<NumberType>,
    pattern: Option<Pattern>,
    capabilities: Option<Vec<Capability>>,
    order_by: Option<OrderBy>,
    page_size: Option<i32>,
    page_token: Option<String>,
}

/// The stream of a list, pinned, so that `next` can be called on it as it is.
pub type ListStream<T> = Pin<Box<dyn Stream<Item = Result<T, ReadError>> + Send>>;

impl List {
    pub(crate) fn new(inner: &Arc<Inner>) -> Self {
        Self {
            inner: Arc::clone(inner),
            region: None,
            number_type: None,
            pattern: None,
            capabilities: None,
            order_by: None,
            page_size: None,
            page_token: None,
        }
    }

    /// Lists numbers of this region alone, an ISO 3166-1 alpha-2 code.
    pub fn region(mut self, code: impl Into<String>) -> Self {
        self.region = Some(code.into());
        self
    }

    /// Lists numbers of this type alone.
    pub fn number_type(mut self, number_type: NumberType) -> Self {
        self.number_type = Some(number_type);
        self
    }

    /// Lists numbers alone that can be used for all of these.
    pub fn capabilities(mut self, capabilities: impl IntoIterator<Item = Capability>) -> Self {
        self.capabilities = Some(capabilities.into_iter().collect());
        self
    }

    pattern_setters!();

    /// Orders the list. The order of the service's own choosing is the default.
    pub fn order_by(mut self, order: OrderBy) -> Self {
        self.order_by = Some(order);
        self
    }

    /// Sets how many numbers a page has. The service decides by default.
    pub fn page_size(mut self, size: u32) -> Self {
        self.page_size = Some(i32::try_from(size).unwrap_or(i32::MAX));
        self
    }

    /// Begins with the page of this token, in place of the first.
    pub fn page_token(mut self, token: impl Into<String>) -> Self {
        self.page_token = Some(token.into());
        self
    }

    /// Returns a stream of the numbers, over all pages: one request a page, made when its
    /// first number is asked for.
    ///
    /// ```
    /// use futures_util::StreamExt as _;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let simulator = numbers_sim::Simulator::start().await?;
    /// # let numbers = numbers_ext::Numbers::builder()
    /// #     .project(simulator.project()).access_key(simulator.key_id(), simulator.key_secret())
    /// #     .numbers_url(simulator.url()).auth_url(simulator.url()).build()?;
    /// # for phone in ["+12025550134", "+12025550135", "+12025550136"] {
    /// #     numbers.rent(phone.parse()?).unconfigured().send().await?;
    /// # }
    /// let mut held = numbers.list().page_size(2).stream();
    /// while let Some(number) = held.next().await {
    ///     println!("{}", number?.phone());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// An item of a page that can't be read as a number is an error in its place, after which
    /// the stream goes on. A page that can't be read ends it.
    pub fn stream(self) -> ListStream<ActiveNumber> {
        let pages = self.pages();
        let numbers = pages.map_ok(|page| {
            let items = page.items.into_iter();
            stream::iter(items.map(|item| number(&item)))
        });
        Box::pin(numbers.try_flatten())
    }

    /// Returns a stream of the pages. It ends with the last page, and when the service gives
    /// the same token twice.
    ///
    /// ```
    /// use futures_util::StreamExt as _;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let simulator = numbers_sim::Simulator::start().await?;
    /// # let numbers = numbers_ext::Numbers::builder()
    /// #     .project(simulator.project()).access_key(simulator.key_id(), simulator.key_secret())
    /// #     .numbers_url(simulator.url()).auth_url(simulator.url()).build()?;
    /// if let Some(page) = numbers.list().pages().next().await {
    ///     let page = page?;
    ///     println!("{} of {:?}", page.len(), page.total());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn pages(self) -> ListStream<Page> {
        // All tokens are kept, since they may go round in a circle. They are small beside a page.
        let asked: HashSet<_> = self.page_token.clone().into_iter().collect();
        let first = Some((self, asked));
        let pages = stream::try_unfold(first, |rest| async move {
            let Some((mut list, mut asked)) = rest else {
                return Ok(None);
            };
            let page = list.fetch().await?;
            let next = page.next_token().map(str::to_owned);
            let goes_on = next.clone().is_some_and(|token| asked.insert(token));
            list.page_token = next;
            Ok(Some((page, goes_on.then_some((list, asked)))))
        });
        pages.boxed()
    }

    async fn fetch(&self) -> Result<Page, ReadError> {
        let deadline = Deadline::after(&self.inner.clock, self.inner.options.deadline);
        read(&self.inner, self, &deadline).await
    }
}

const WHAT: &str = "what the project holds";

/// Reads an item of a page.
fn number(item: &RawValue) -> Result<ActiveNumber, ReadError> {
    ActiveNumber::from_json(item).map_err(|error| {
        let status = 200;
        let cause = Cause::Unreadable { status, error };
        ReadError::new(WHAT, cause, Received::success(status))
    })
}

/// A page of a list.
#[derive(Clone, Debug)]
pub struct Page {
    items: Vec<Box<RawValue>>,
    next_token: Option<String>,
    total: Option<i32>,
}

impl Page {
    /// Returns the numbers of the page, with an error in the place of each item that can't be
    /// read as a number.
    pub fn items(&self) -> impl Iterator<Item = Result<ActiveNumber, ReadError>> {
        self.items.iter().map(|item| number(item))
    }

    /// Returns the numbers of the page that can be read.
    pub fn numbers(&self) -> impl Iterator<Item = ActiveNumber> {
        self.items().filter_map(Result::ok)
    }

    /// Returns how many items the page has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Returns whether the page has no item.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Returns the token of the next page (`nextPageToken`); `None` on the last one.
    #[must_use]
    pub fn next_token(&self) -> Option<&str> {
        let token = self.next_token.as_deref();
        token.filter(|token| !token.is_empty())
    }

    /// Returns how many numbers there are on all pages (`totalSize`).
    #[must_use]
    pub fn total(&self) -> Option<i32> {
        self.total
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Listed {
    #[serde(default)]
    active_numbers: Items,
    next_page_token: Option<String>,
    total_size: Option<i32>,
}

impl Operation for List {
    type Wire = types::ListActiveNumbersResponse;
    type Value = Page;

    const ROUTE: Route = Route {
        method: "GET",
        template: "/v1/projects/{projectId}/activeNumbers",
    };
    const BODY: BodyKind = BodyKind::Page;

    async fn call(&self, client: &Client, project: &ProjectId) -> Generated<Self::Wire> {
        let pattern = self.pattern.as_ref();
        client
            .number_service_list_active_numbers(
                project,
                self.capabilities.as_ref(),
                pattern.map(|pattern| pattern.digits.as_str()),
                pattern.map(|pattern| &pattern.place),
                self.order_by.as_ref(),
                self.page_size,
                self.page_token.as_deref(),
                self.region.as_deref(),
                self.number_type.as_ref(),
            )
            .await
    }

    fn accept(&self, success: Success<'_, Self::Wire>) -> Result<Page, BodyError> {
        let listed: Listed = items::read(&success.body)?;
        Ok(Page {
            items: listed.active_numbers.0,
            next_token: listed.next_page_token,
            total: listed.total_size,
        })
    }
}

impl Read for List {
    fn what(&self) -> String {
        WHAT.to_owned()
    }
}
