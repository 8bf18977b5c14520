//! Plans that meet a journal.

use numbers_bulk::{EntryOutcome, JournalError, StageError};
use numbers_sim::Fault;

use super::*;

fn stage(journal: &mut Journal, text: &str) -> Result<numbers_bulk::Staged, Vec<String>> {
    match journal.stage(plan(text), &Defaults::default()) {
        Ok(staged) => Ok(staged),
        Err(StageError::Invalid(violations)) => {
            Err(violations.iter().map(ToString::to_string).collect())
        }
        Err(other) => panic!("{other}"),
    }
}

#[tokio::test]
async fn a_number_is_planned_once_however_often_it_comes() {
    let desk = Desk::new().await;
    let mut journal = desk.journal();
    let text = "phone_number,sms_plan\n+12025550100,a\n+1 202 555 0100,a\n+12025550101,a\n";
    let staged = stage(&mut journal, text).unwrap();
    assert_eq!((staged.rows, staged.added, staged.repeated), (3, 2, 1));
    assert_eq!(
        staged.examples,
        [("+1 202 555 0100".to_owned(), phone(100))]
    );
    let staged = stage(&mut journal, text).unwrap();
    assert_eq!((staged.added, staged.known), (0, 3));
    assert_eq!(journal.tally().unwrap().planned, 2);
}

#[tokio::test]
async fn a_plan_that_contradicts_itself_is_refused_and_changes_nothing() {
    let desk = Desk::new().await;
    let mut journal = desk.journal();
    let text = "phone_number,sms_plan\n+12025550100,a\n+12025550101,a\n+12025550100,b\n";
    assert_eq!(
        stage(&mut journal, text).unwrap_err(),
        ["line 4, phone_number: +12025550100 is in line 2 already, which asks for something else"]
    );
    assert_eq!(journal.tally().unwrap().total(), 0);
    assert!(desk.entries().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_rented_can_be_planned_anew_and_what_may_be_can_not() {
    let desk = Desk::new().await;
    for (index, fault) in [(1, Fault::NotFound), (2, Fault::CommittedThenReset)] {
        desk.simulator.fault(
            rental(fault)
                .phone_number(phone(index).parse().unwrap())
                .times(1),
        );
    }
    let run = desk.run(desk.planned(3), 1);
    let run = run.on_unknown(numbers_ext::OnUnknown::Report);
    let tally = run.run().await.unwrap().tally;
    assert_eq!((tally.done, tally.rejected, tally.unknown), (1, 1, 1));

    let mut journal = desk.journal();
    let other = rows(3).replace("plan-1", "plan-2");
    assert_eq!(
        stage(&mut journal, &other).unwrap_err(),
        [
            "line 2, phone_number: +12025550000 has been rented already, and this row asks for something else (line 2 of 'plan.csv')",
            "line 4, phone_number: +12025550002 may have been rented already, and this row asks for something else (line 4 of 'plan.csv')"
        ]
    );
    let one = format!("phone_number,sms_plan\n{},plan-2\n", phone(1));
    let staged = stage(&mut journal, &one).unwrap();
    assert_eq!((staged.added, staged.changed), (0, 1));
    let summary = desk.run(journal, 1).run().await.unwrap();
    assert_eq!(summary.tally.done, 3);
    let entries = desk.entries();
    let plan = &entries[1]["configuration"]["smsConfiguration"]["servicePlanId"];
    assert_eq!(plan, "plan-2");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_refused_is_tried_again_only_when_asked_for() {
    let desk = Desk::new().await;
    desk.simulator.fault(rental(Fault::NotFound).times(1));
    let summary = desk.run(desk.planned(3), 1).run().await.unwrap();
    assert_eq!((summary.tally.done, summary.tally.rejected), (2, 1));
    let summary = desk.run(desk.journal(), 1).run().await.unwrap();
    assert_eq!((summary.tally.rejected, desk.sent().len()), (1, 3));
    let again = desk.run(desk.journal(), 1).retry_rejected(true);
    assert_eq!(again.run().await.unwrap().tally.done, 3);
}

#[tokio::test]
async fn a_journal_is_of_one_project_and_of_one_process() {
    let desk = Desk::new().await;
    let journal = desk.planned(1);
    let second = Journal::open(&desk.path).unwrap_err();
    assert!(matches!(second, JournalError::InUse { .. }), "{second}");
    let phone = phone(0).parse().unwrap();
    assert_eq!(
        journal.outcome_of(phone).unwrap(),
        Some(EntryOutcome::Planned)
    );
    drop(journal);
    let other = Journal::open_or_create(&desk.path, &"other".parse().unwrap()).unwrap_err();
    assert!(
        matches!(other, JournalError::AnotherProject { .. }),
        "{other}"
    );
    let error = Run::new(desk.journal(), desk.client().project("other"))
        .run()
        .await;
    let error = error.unwrap_err().to_string();
    assert!(error.contains("and this is other"), "{error}");
    // Nothing is left beside it.
    let folder = desk.path.parent().unwrap();
    let files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().file_name())
        .collect();
    assert_eq!(files, ["journal.db"]);
}
