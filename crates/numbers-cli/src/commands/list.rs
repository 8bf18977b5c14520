//! `numbers list`.

use std::io::ErrorKind;

use clap::Args;
use futures_util::StreamExt as _;
use numbers_ext::enums::{NumberType, OrderBy};
use numbers_ext::{List, Page};

use crate::account::AccountArguments;
use crate::exit::Exit;
use crate::filter::{self, FilterArguments};
use crate::reading::Reader;
use crate::report::{self, Report, listed, write_all};
use crate::shell;
use crate::unread::Unread;
use crate::violations::Found;

pub(crate) const HELP: &str = "\
Example:
  numbers list --region US --capability sms
  numbers list --all --output json            an object a line, as the pages arrive
Without --all there is one page, and how to go on is said below it, or on a last line whose
outcome is more.

Exit codes:
  0  listed
  1  internal error
  2  invalid input, environment or configuration; nothing was sent
  5  not all is known: a page or a number could not be read";

const WHAT: &str = "what the project holds";

#[derive(Debug, Args)]
pub(crate) struct ListArguments {
    /// Only numbers of this country, an ISO 3166-1 alpha-2 code such as US
    #[arg(long, value_name = "REGION", value_parser = filter::region)]
    region: Option<String>,
    /// Only numbers of this type: local, mobile or toll-free
    #[arg(long = "type", value_name = "TYPE", value_parser = filter::number_type)]
    number_type: Option<NumberType>,
    #[command(flatten)]
    filter: FilterArguments,
    /// What to order the list by
    #[arg(long, value_name = "MEMBER", value_enum)]
    order_by: Option<Order>,
    /// How many numbers a page has
    #[arg(long, value_name = "N")]
    page_size: Option<u32>,
    /// Begin with this page, as an earlier list named it
    #[arg(long, value_name = "TOKEN")]
    page_token: Option<String>,
    /// List all pages
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    account: AccountArguments,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Order {
    /// The phone number
    PhoneNumber,
    /// The name that the user has given to it
    DisplayName,
}

impl ListArguments {
    fn apply(&self, list: List) -> List {
        let mut list = self
            .filter
            .digits(list, List::starting, List::containing, List::ending);
        if let Some(capabilities) = self.filter.capabilities() {
            list = list.capabilities(capabilities);
        }
        if let Some(region) = &self.region {
            list = list.region(region);
        }
        if let Some(number_type) = &self.number_type {
            list = list.number_type(number_type.clone());
        }
        if let Some(order) = self.order_by {
            list = list.order_by(match order {
                Order::PhoneNumber => OrderBy::PhoneNumber,
                Order::DisplayName => OrderBy::DisplayName,
            });
        }
        if let Some(size) = self.page_size {
            list = list.page_size(size);
        }
        match &self.page_token {
            Some(token) => list.page_token(token),
            None => list,
        }
    }
}

/// Prints each page before the next one is asked for, so that no list is too long.
pub(crate) async fn run(arguments: ListArguments) -> Exit {
    let is_json = arguments.account.is_json();
    let mut found = Found::new();
    let Some(mut reader) = Reader::new(&arguments.account, &mut found) else {
        return Report::invalid(None, found).print(is_json);
    };
    let mut pages = arguments.apply(reader.numbers.list()).pages();
    let mut exit = Exit::Done;
    let mut count = 0;
    loop {
        let next = async { pages.next().await.transpose() };
        let page = match reader.read(WHAT, next).await {
            Ok(Some(page)) => page,
            Ok(None) => break,
            // Said last, after what is known.
            Err(unread) => return Report::from(unread).print(is_json),
        };
        count += page.len();
        let last = !arguments.all;
        match print(&page, last, count, is_json) {
            Ok(Exit::Done) => {}
            Ok(other) => exit = other,
            // Whoever reads has read enough.
            Err(error) if error.kind() == ErrorKind::BrokenPipe => return exit,
            Err(error) => {
                let message = format!("the list could not be written: {error}");
                let _ = write_all(&mut anstream::stderr(), &report::error(&message));
                return Exit::Internal;
            }
        }
        if last {
            break;
        }
    }
    exit
}

/// Prints a page. After the last one that is wanted, says how to go on.
fn print(page: &Page, is_last: bool, count: usize, is_json: bool) -> std::io::Result<Exit> {
    let mut numbers = Vec::with_capacity(page.len());
    let mut unread = Vec::new();
    for item in page.items() {
        match item {
            Ok(number) => numbers.push(number),
            Err(error) => unread.push(Report::from(Unread::failed(WHAT, error))),
        }
    }
    let next = page.next_token().filter(|_| is_last);
    let mut text = String::new();
    let mut note = String::new();
    if is_json {
        let lines = numbers.iter().map(listed::line);
        let lines = lines.chain(unread.iter().map(|report| report.json.clone()));
        for line in lines.chain(next.map(|token| listed::more(token, page.total()))) {
            text.push_str(&line);
            text.push('\n');
        }
    } else {
        text = listed::table(&numbers);
        note.extend(unread.iter().map(|report| report.note.as_str()));
        if let Some(token) = next {
            let total = page
                .total()
                .map_or_else(String::new, |all| format!(" of {all}"));
            let command = with_token(std::env::args().skip(1), token);
            note.push_str(&format!(
                "{count}{total}; --all lists all, and this the next page:\n  {command}\n"
            ));
        } else if is_last && page.is_empty() {
            note.push_str("the project holds no such number\n");
        }
    }
    write_all(&mut anstream::stdout(), &text)?;
    let _ = write_all(&mut anstream::stderr(), &note);
    Ok(match unread.is_empty() {
        true => Exit::Done,
        false => Exit::Unknown,
    })
}

/// Returns this command with another token.
fn with_token(arguments: impl Iterator<Item = String>, token: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    let mut arguments = arguments;
    while let Some(argument) = arguments.next() {
        if argument == "--page-token" {
            arguments.next();
        } else if !argument.starts_with("--page-token=") {
            words.push(argument);
        }
    }
    words.push(format!("--page-token={token}"));
    shell::line(words.iter().map(String::as_str))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_page_is_asked_for_as_this_one_was() {
        for given in [
            vec!["list", "--region", "US"],
            vec!["list", "--region", "US", "--page-token", "first"],
            vec!["list", "--page-token=first", "--region", "US"],
        ] {
            let given = given.into_iter().map(str::to_owned);
            assert_eq!(
                with_token(given, "se cond"),
                "numbers list --region US '--page-token=se cond'"
            );
        }
    }
}
