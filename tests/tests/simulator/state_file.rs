//! State on disk: kept over restarts, and refused where it is not sound.

use std::path::Path;

use numbers_sim::{Pace, Simulator, StartError, StoreError};
use serde_json::json;

use crate::PHONE;
use crate::api::{Api, sms};

async fn start(path: &Path) -> Result<Api, StartError> {
    let builder = Simulator::builder().pace(Pace::Manual).state_file(path);
    let balance = "10.00".parse().unwrap();
    Ok(Api::of(builder.balance(balance).start().await?))
}

async fn refused(path: &Path) -> StoreError {
    match start(path).await.map(|_| ()) {
        Err(StartError::State { source, .. }) => source,
        other => panic!("{other:?}"),
    }
}

/// A state file with a few rentals, closed.
async fn written(path: &Path) {
    let api = start(path).await.unwrap();
    for number in 0..3 {
        assert_eq!(
            api.rent(&format!("+1202555013{number}"), sms()).await.0,
            200
        );
    }
}

#[tokio::test]
async fn rentals_money_and_time_survive_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("state");
    let (before, now) = {
        let api = start(&path).await.unwrap();
        api.advance(3_600);
        api.rent(PHONE, sms()).await;
        (api.active(PHONE).await, api.simulator.now())
    };
    let api = start(&path).await.unwrap();
    assert_eq!(api.active(PHONE).await, before);
    assert!(api.simulator.now() >= now, "time does not go back");
    assert_eq!(api.view("state").await["projects"][0]["balance"], "7.50");
    // Its job goes on, and ends.
    api.advance(6);
    assert_eq!(
        api.active(PHONE).await["smsConfiguration"]["servicePlanId"],
        "plan-1"
    );
    api.simulator.reset_number(PHONE.parse().unwrap());
    drop(api);
    assert!(start(&path).await.unwrap().simulator.rented().is_empty());
}

#[tokio::test]
async fn a_reset_empties_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("state");
    written(&path).await;
    start(&path).await.unwrap().simulator.reset();
    let api = start(&path).await.unwrap();
    assert!(api.simulator.rented().is_empty());
    assert_eq!(api.view("state").await["projects"][0]["balance"], "10.00");
}

#[tokio::test]
async fn one_file_serves_one_simulator() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("state");
    let _first = start(&path).await.unwrap();
    assert!(matches!(refused(&path).await, StoreError::InUse));
}

#[tokio::test]
async fn seam_16c_a_file_that_cannot_be_used_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let sound = folder.path().join("sound");
    written(&sound).await;
    let good = std::fs::read(&sound).unwrap();
    let mut newer = good.clone();
    newer[60..64].copy_from_slice(&99_u32.to_be_bytes());
    let mut damaged = good.clone();
    let page = 4096;
    for byte in &mut damaged[page..] {
        *byte = 0xa5;
    }
    let mut other = good.clone();
    other[68..72].copy_from_slice(b"othr");
    let mut text = good.clone();
    let at = text
        .windows(7)
        .position(|window| window == b"\"terms\"")
        .unwrap();
    text[at] = b'?';
    for (name, bytes) in [
        ("truncated", good[..good.len() - page].to_vec()),
        ("halved", good[..good.len() / 2].to_vec()),
        ("header", good[..50].to_vec()),
        ("newer", newer),
        ("damaged", damaged),
        ("other", other),
        ("text", text),
        ("foreign", b"this is no database".to_vec()),
    ] {
        let path = folder.path().join(name);
        std::fs::write(&path, &bytes).unwrap();
        let error = refused(&path).await;
        let expected = match name {
            "newer" => matches!(error, StoreError::Newer { found: 99, .. }),
            "other" | "foreign" => matches!(error, StoreError::Foreign),
            _ => matches!(error, StoreError::Damaged(_)),
        };
        assert!(expected, "{name}: {error:?}");
        assert_eq!(std::fs::read(&path).unwrap(), bytes, "{name} is left alone");
    }
    let folder_itself = refused(folder.path()).await;
    assert!(
        matches!(folder_itself, StoreError::Failed(_)),
        "{folder_itself:?}"
    );
    let nowhere = refused(&folder.path().join("no/such/folder")).await;
    assert!(matches!(nowhere, StoreError::Failed(_)), "{nowhere:?}");
}

#[tokio::test]
async fn an_empty_file_is_a_new_one() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let api = start(file.path()).await.unwrap();
    assert_eq!(api.rent(PHONE, json!({})).await.0, 200);
}

/// Many requests wait for the same commit, and what was responded is on disk.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_requests_share_a_commit() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("state");
    let builder = Simulator::builder().pace(Pace::Manual).state_file(&path);
    let api = std::sync::Arc::new(Api::of(builder.start().await.unwrap()));
    let workers: Vec<_> = (0..32)
        .map(|worker| {
            let api = api.clone();
            tokio::spawn(async move {
                for number in 0..10 {
                    let phone = format!("+1202555{:04}", worker * 10 + number);
                    assert_eq!(api.rent(&phone, json!({})).await.0, 200);
                }
            })
        })
        .collect();
    for worker in workers {
        worker.await.unwrap();
    }
    drop(api);
    assert_eq!(start(&path).await.unwrap().simulator.rented().len(), 320);
}
