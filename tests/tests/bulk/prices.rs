//! Prices that are known before a number is rented.

use numbers_bulk::{Checked, PriceCheck, PriceUnknown, Stopped};
use numbers_ext::{Decimal, PhoneNumber, Price};

use super::*;

/// Prices numbers by their last digit; the price of those that end in 9 is not known.
#[derive(Debug)]
struct ByDigit;

impl PriceCheck for ByDigit {
    fn price<'a>(&'a self, _: &'a Numbers, phone: PhoneNumber) -> Checked<'a> {
        Box::pin(async move {
            match phone.to_string().bytes().last() {
                Some(b'9') => Err(PriceUnknown::new("it is not available")),
                last => {
                    let cents = i64::from(last.unwrap_or_default() - b'0') * 100;
                    Ok(Price::new(Decimal::new(cents, 2), "USD"))
                }
            }
        })
    }
}

fn limited(desk: &Desk) -> Journal {
    let mut text = String::from("phone_number,sms_plan,max_price\n");
    for index in 0..10 {
        text.push_str(&format!("{},plan-1,3.00 USD\n", phone(index)));
    }
    let mut journal = desk.journal();
    journal.stage(plan(&text), &Defaults::default()).unwrap();
    journal
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_that_costs_more_than_its_limit_is_not_sent() {
    let desk = Desk::new().await;
    let run = desk.run(limited(&desk), 4).price_check(ByDigit);
    let summary = run.run().await.unwrap();
    assert_eq!((summary.tally.done, summary.tally.not_sent), (4, 6));
    assert_eq!(desk.simulator.rented(), [0, 1, 2, 3].map(phone));
    let entries = desk.entries();
    assert_eq!(
        entries[4]["message"],
        "it costs 4.00 USD, more than 3.00 USD"
    );
    assert_eq!(
        entries[9]["message"],
        "its price is not known: it is not available"
    );
    // What the check knows is more than the recurring price.
    assert_eq!(summary.spent[0].to_string(), "6.00 USD");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cap_is_exact_where_prices_are_known_and_stays_so_when_resumed() {
    let desk = Desk::new().await;
    let capped = |journal, cap| {
        let cap = Price::new(Decimal::new(cap, 0), "USD");
        desk.run(journal, 1)
            .limits(limits(1).max_spend(cap))
            .price_check(ByDigit)
    };
    // 0 + 1 + 2 + 3 + 4 = 10, and the next one costs 5.
    let summary = capped(desk.planned(9), 14).run().await.unwrap();
    assert!(
        matches!(summary.stopped, Some(Stopped::Cap(_))),
        "{summary:?}"
    );
    assert_eq!(summary.tally.done, 5);
    let summary = capped(desk.journal(), 15).run().await.unwrap();
    assert_eq!(summary.tally.done, 6);
    assert_eq!(summary.spent[0].to_string(), "15.00 USD");
}

/// The prices that the service lists, setup included.
#[tokio::test(flavor = "multi_thread")]
async fn listed_prices_are_checked_where_a_row_or_a_cap_asks_for_it() {
    let desk = Desk::new().await;
    for (index, (setup, monthly)) in [("1.00", "2.00"), ("1.01", "2.00")].into_iter().enumerate() {
        let terms = serde_json::json!({ "setupPrice": setup, "monthlyPrice": monthly });
        let terms = serde_json::from_value(terms).unwrap();
        desk.simulator.offer(phone(index).parse().unwrap(), terms);
    }
    let none = numbers_sim::Availability::NotAvailable;
    desk.simulator.stock(phone(2).parse().unwrap(), none);
    let mut text = String::from("phone_number,sms_plan,max_price\n");
    for index in 0..3 {
        text.push_str(&format!("{},plan-1,3.00 USD\n", phone(index)));
    }
    let mut journal = desk.journal();
    journal.stage(plan(&text), &Defaults::default()).unwrap();
    let summary = desk.run(journal, 1).run().await.unwrap();
    assert_eq!((summary.tally.done, summary.tally.not_sent), (1, 2));
    assert_eq!(summary.spent[0].to_string(), "3.00 USD");
    let entries = desk.entries();
    assert_eq!(
        entries[1]["message"],
        "it costs 3.01 USD, more than 3.00 USD"
    );
    assert_eq!(
        entries[2]["message"],
        "its price is not known: it is not available"
    );
    assert_eq!(desk.sent(), [phone(0)]);
}
