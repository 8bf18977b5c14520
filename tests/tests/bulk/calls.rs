//! Single calls that are kept in a journal.

use std::sync::{Arc, Mutex};

use numbers_bulk::{EntryOutcome, Operation, Recorder};
use numbers_ext::{Intent, Interceptor, Outcome, Permission, Sms, Veto};
use numbers_sim::Fault;

use super::*;

/// Reads the journal once the intent of a request is said to be on disk.
#[derive(Clone, Debug)]
struct Auditor {
    path: PathBuf,
    seen: Arc<Mutex<Vec<(String, String)>>>,
}

impl Interceptor for Auditor {
    fn before_request<'a>(&'a self, intent: &'a Intent) -> Permission<'a> {
        let reader = JournalReader::open(&self.path).unwrap();
        let mut out = Vec::new();
        reader.export_json(&mut out).unwrap();
        let entry: Value = serde_json::from_slice(&out).unwrap();
        let stored: numbers_ext::InDoubt =
            serde_json::from_value(entry["inDoubt"].clone()).unwrap();
        assert_eq!(stored, intent.in_doubt);
        let outcome = entry["outcome"].as_str().unwrap().to_owned();
        let requests = entry["requests"].to_string();
        self.seen.lock().unwrap().push((outcome, requests));
        Box::pin(std::future::ready(Ok(())))
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_intent_of_each_request_is_on_disk_before_it_leaves() {
    let desk = Desk::new().await;
    // A 429 is sent again by the client itself when it is asked to.
    desk.simulator
        .fault(rental(Fault::Throttled { retry_after: 0 }).times(1));
    let auditor = Auditor {
        path: desk.path.clone(),
        seen: Arc::default(),
    };
    let client = desk.client().retry_throttled(true);
    let run = Run::new(desk.planned(1), client).interceptor(auditor.clone());
    assert_eq!(run.run().await.unwrap().tally.done, 1);
    let seen = auditor.seen.lock().unwrap().clone();
    let expected = [("unknown", "1"), ("unknown", "2")];
    let expected = expected.map(|(outcome, requests)| (outcome.to_owned(), requests.to_owned()));
    assert_eq!(seen, expected);
}

/// Lets each request wait until the test goes on.
#[derive(Clone, Debug, Default)]
struct Gate(Arc<tokio::sync::Notify>, Arc<tokio::sync::Notify>);

impl Interceptor for Gate {
    fn before_request<'a>(&'a self, _: &'a Intent) -> Permission<'a> {
        Box::pin(async {
            self.0.notify_one();
            self.1.notified().await;
            Ok(())
        })
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_is_not_sent_while_another_call_for_it_is_under_way() {
    let desk = Desk::new().await;
    let journal = desk.planned(1);
    let phone = phone(0).parse().unwrap();
    let reference = journal.reference(phone).unwrap().unwrap();
    let gate = Gate::default();
    let recorder = Recorder::and_then(journal, gate.clone()).unwrap();
    let numbers = desk.client().interceptor(recorder.clone()).build().unwrap();
    let rent = || {
        numbers
            .rent(phone)
            .sms(Sms::plan("plan-1"))
            .reference(&reference)
    };
    let first = tokio::spawn(rent().send());
    gate.0.notified().await;
    // The first is about to leave.
    let error = rent().send().await.unwrap_err();
    assert_eq!(*error.outcome(), Outcome::NotSent);
    assert!(
        error
            .to_string()
            .contains("by the journal it is unknown already"),
        "{error}"
    );
    gate.1.notify_one();
    first.await.unwrap().unwrap();
    // And now it is rented.
    let error = rent().send().await.unwrap_err();
    assert!(
        error
            .to_string()
            .contains("by the journal it is rented already"),
        "{error}"
    );
    recorder.finish().await.unwrap();
    // What the calls say that were kept from sending is not what became of the number.
    assert_eq!(
        desk.journal().outcome_of(phone).unwrap(),
        Some(EntryOutcome::Done(Operation::Rent))
    );
    assert_eq!(desk.sent().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_that_is_dropped_is_in_the_journal_as_what_it_may_have_done() {
    let desk = Desk::new().await;
    desk.simulator.fault(rental(Fault::Slow {
        milliseconds: 60_000,
    }));
    let journal = desk.planned(2);
    let phones = [0, 1].map(|index| phone(index).parse().unwrap());
    let references = phones.map(|phone| journal.reference(phone).unwrap().unwrap());
    let gate = Gate::default();
    let recorder = Recorder::and_then(journal, gate.clone()).unwrap();
    let numbers = desk.client().interceptor(recorder.clone()).build().unwrap();
    let rent = |index: usize| {
        let rent = numbers.rent(phones[index]).sms(Sms::plan("plan-1"));
        tokio::spawn(rent.reference(&references[index]).send())
    };
    // The first is dropped before it leaves, and the second when the service has it.
    let first = rent(0);
    gate.0.notified().await;
    first.abort();
    first.await.unwrap_err();
    let second = rent(1);
    gate.0.notified().await;
    gate.1.notify_one();
    while desk.simulator.rented().is_empty() {
        tokio::task::yield_now().await;
    }
    second.abort();
    second.await.unwrap_err();
    recorder.finish().await.unwrap();
    let journal = desk.journal();
    let outcomes = phones.map(|phone| journal.outcome_of(phone).unwrap().unwrap());
    assert_eq!(outcomes, [EntryOutcome::NotSent, EntryOutcome::Unknown]);
    assert_eq!(journal.reference(phones[1]).unwrap(), None);
}

/// Keeps every request from being sent.
#[derive(Debug)]
struct No;

impl Interceptor for No {
    fn before_request<'a>(&'a self, _: &'a Intent) -> Permission<'a> {
        Box::pin(std::future::ready(Err(Veto::new("no"))))
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_veto_after_the_intent_leaves_the_number_not_sent() {
    let desk = Desk::new().await;
    let summary = desk
        .run(desk.planned(2), 1)
        .interceptor(No)
        .run()
        .await
        .unwrap();
    assert_eq!(summary.tally.not_sent, 2);
    assert_eq!(desk.entries()[0]["message"], "an interceptor vetoed it: no");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_that_the_journal_does_not_know_is_not_sent() {
    let desk = Desk::new().await;
    let recorder = Recorder::start(desk.planned(1)).unwrap();
    let numbers = desk.client().interceptor(recorder.clone()).build().unwrap();
    let rent = || {
        numbers
            .rent(phone(0).parse().unwrap())
            .sms(Sms::plan("plan-1"))
    };
    for (rent, expected) in [
        (rent(), "it has no reference to an entry of the journal"),
        (
            rent().reference("job-1"),
            "it has no reference to an entry of the journal",
        ),
        (rent().reference("99"), "it is not in the journal"),
    ] {
        let error = rent.send().await.unwrap_err();
        assert!(error.to_string().contains(expected), "{error}");
    }
    recorder.finish().await.unwrap();
    let error = rent().reference("1").send().await.unwrap_err();
    assert!(
        error.to_string().contains("the journal is closed"),
        "{error}"
    );
    assert_eq!(desk.sent(), [""; 0]);
}
