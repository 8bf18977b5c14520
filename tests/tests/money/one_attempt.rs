//! Cases 1 to 29: the outcome of one attempt, by the fate of its connection and of a 2xx.

use std::io::Write as _;

use numbers_tests::reply::{FOREVER, Reads, Reply, Then, raw, response};
use numbers_tests::server::rented;
use numbers_tests::tls::TlsServer;
use numbers_tests::world::{PHONE, World, active_number, ended, rent};

use crate::{row, run};

/// Returns a 200 about the number, with these other members.
fn about(members: &str) -> Reply {
    response(200, &format!(r#"{{"phoneNumber":"{PHONE}",{members}}}"#)).commits()
}

fn untouched(then: Then) -> Reply {
    Reply::nothing().reads(Reads::Nothing).then(then)
}

#[test]
fn case_01_refused_is_not_sent() {
    run(|| async {
        let world = World::new();
        world.api.close().await;
        let result = rent(&world.client()).await;
        assert_eq!(
            (ended(&result), world.seen().rental_requests),
            ("not sent", 0),
            "{result:?}"
        );
        assert_eq!(world.clock.pauses(), 2, "three attempts in all");
    });
}

#[test]
fn case_02_an_unresolvable_name_is_not_sent() {
    run(|| async {
        let world = World::new();
        let numbers = world
            .builder()
            .numbers_url("https://nowhere.invalid")
            .build()
            .unwrap();
        let result = rent(&numbers).await;
        assert_eq!(
            (ended(&result), world.seen().rental_requests),
            ("not sent", 0),
            "{result:?}"
        );
    });
}

#[test]
fn case_03_a_tls_failure_is_not_sent() {
    run(|| async {
        let world = World::new().rental_requests(vec![untouched(Then::Close); 3]);
        let url = world.api.url().replace("http", "https");
        let numbers = world.builder().numbers_url(url).build().unwrap();
        assert_eq!(ended(&rent(&numbers).await), "not sent");
    });
}

#[test]
fn case_03_an_untrusted_certificate_is_not_sent_a_trusted_one_is_rented() {
    run(|| async {
        let world = World::new();
        let tls = TlsServer::start(&world.clock).await;
        let numbers = world.builder().numbers_url(&tls.url);
        let stranger = numbers.clone().build().unwrap();
        assert_eq!(ended(&rent(&stranger).await), "not sent");
        assert_eq!(tls.state.lock().unwrap().commits, 0);
        let friend = numbers.root_certificate(tls.pem.clone()).build().unwrap();
        assert_eq!(ended(&rent(&friend).await), "rented");
        assert_eq!(tls.state.lock().unwrap().commits, 1);
    });
}

#[test]
fn case_04_connecting_that_takes_too_long_is_not_sent() {
    run(|| async {
        let world = World::new().rental_requests([untouched(Then::Silence(FOREVER))]);
        let url = world.api.url().replace("http", "https");
        let numbers = world.builder().numbers_url(url).build().unwrap();
        let result = rent(&numbers).await;
        assert_eq!(
            (ended(&result), world.seen().rental_requests),
            ("not sent", 0),
            "{result:?}"
        );
    });
}

#[test]
fn case_05_refused_twice_then_200_is_rented_with_one_request() {
    run(|| async {
        let world = World::new();
        world.api.close().await;
        let api = world.api.clone();
        world.clock.on_pause(move |number| {
            if number == 2 {
                api.open()
            }
        });
        let result = rent(&world.client()).await;
        let seen = world.seen();
        assert_eq!(
            (ended(&result), seen.rental_requests, seen.commits),
            ("rented", 1, 1),
            "{result:?}"
        );
    });
}

#[test]
fn case_06_accepted_then_closed_nothing_read_is_not_sent_or_unknown() {
    run(|| untouched_then(Then::Close));
}

#[test]
fn case_07_accepted_then_reset_nothing_read_is_not_sent_or_unknown() {
    run(|| untouched_then(Then::Reset));
}

#[test]
fn case_08_half_the_request_read_then_reset_is_unknown() {
    row(Reply::nothing().reads(Reads::Half).resets(), "unknown");
}

#[test]
fn case_09_all_read_then_closed_is_unknown() {
    row(Reply::nothing().closes(), "unknown");
}

#[test]
fn case_09_all_read_and_acted_on_then_closed_is_unknown() {
    row(Reply::nothing().commits().closes(), "unknown");
}

#[test]
fn case_10_all_read_then_reset_is_unknown() {
    row(Reply::nothing().commits().resets(), "unknown");
}

#[test]
fn case_11_all_read_then_silence_is_unknown() {
    row(Reply::nothing().commits().goes_silent(), "unknown");
}

#[test]
fn case_12_a_head_that_dribbles_past_the_deadline_is_unknown_on_time() {
    row(rented().dribbles(), "unknown");
}

#[test]
fn case_13_200_with_the_number_is_rented() {
    row(rented(), "rented");
}

#[test]
fn case_14_201_with_the_number_is_rented() {
    row(response(201, &active_number()).commits(), "rented");
}

#[test]
fn case_15_204_is_unknown() {
    row(raw("HTTP/1.1 204 No Content\r\n\r\n"), "unknown");
}

#[test]
fn case_16_200_without_members_is_unknown() {
    row(response(200, "{}"), "unknown");
}

#[test]
fn case_17_200_with_html_is_unknown() {
    row(response(200, "<html>OK</html>"), "unknown");
}

#[test]
fn case_18_200_with_a_list_is_unknown() {
    row(response(200, "[]"), "unknown");
}

#[test]
fn case_18_200_with_a_list_that_holds_the_number_is_unknown() {
    row(response(200, &format!("[{}]", active_number())), "unknown");
}

#[test]
fn case_21_200_about_another_number_is_unknown() {
    row(
        response(200, r#"{"phoneNumber":"+12025550135"}"#).commits(),
        "unknown",
    );
}

#[test]
fn case_22_200_about_another_project_is_unknown() {
    row(about(r#""projectId":"another""#), "unknown");
}

#[test]
fn case_23_200_cut_short_is_unknown() {
    row(rented().cut_in_the_body().closes(), "unknown");
}

#[test]
fn case_24_200_that_stalls_in_the_body_is_unknown() {
    row(rented().cut_in_the_body().goes_silent(), "unknown");
}

#[test]
fn case_25_200_over_the_cap_is_unknown() {
    row(
        about(&format!(r#""displayName":"{}""#, "x".repeat(300_000))),
        "unknown",
    );
}

#[test]
fn case_25_200_over_the_cap_without_a_length_is_unknown() {
    row(unframed_giant(), "unknown");
}

#[test]
fn case_26_a_content_length_larger_than_the_body_is_unknown() {
    row(longer_than_it_is(), "unknown");
}

#[test]
fn case_27_a_compressed_bomb_is_unknown_and_not_unpacked() {
    row(bomb(), "unknown");
}

#[test]
fn case_28_garbage_instead_of_http_is_unknown() {
    row(raw([0_u8, 159, 146, 150, 13, 10, 13, 10]), "unknown");
}

#[test]
fn case_29_100_and_103_then_200_is_rented() {
    row(informed(), "rented");
}

const ODD: [&str; 6] = [
    r#""type":"SATELLITE","capability":["SMS","TELEPATHY"]"#,
    r#""nextChargeDate":"tomorrow","expireAt":"""#,
    r#""unheardOf":{"deep":[1,2]},"alsoNew":null"#,
    r#""displayName":null,"regionCode":null,"money":null,"capability":null,"smsConfiguration":null"#,
    r#""displayName":"","regionCode":"","callbackUrl":"""#,
    r#""displayName":5,"money":"2.00","paymentIntervalMonths":"one","capability":"SMS","smsConfiguration":[]"#,
];

fn voice(configuration: &str) -> Reply {
    about(&format!(r#""voiceConfiguration":{configuration}"#))
}

#[test]
fn case_20_est_is_rented() {
    row(
        voice(r#"{"type":"EST","trunkId":"t","appId":"","serviceId":""}"#),
        "rented",
    );
}

#[test]
fn case_20_fax_is_rented() {
    row(voice(r#"{"type":"FAX","serviceId":"s"}"#), "rented");
}

#[test]
fn case_20_rtc_now_and_fax_scheduled_is_rented() {
    row(
        voice(
            r#"{"type":"RTC","appId":"a","scheduledVoiceProvisioning":{"type":"FAX","serviceId":"s","status":"WAITING"}}"#,
        ),
        "rented",
    );
}

#[test]
fn case_20_an_unheard_of_voice_type_is_rented() {
    row(voice(r#"{"type":"HOLOGRAM","beamId":"b"}"#), "rented");
}

#[test]
fn case_20_no_voice_type_is_rented() {
    row(voice(r#"{"appId":"a"}"#), "rented");
}

#[test]
fn case_20_a_voice_type_of_another_kind_is_rented() {
    row(voice(r#"{"type":7,"appId":"a"}"#), "rented");
}

async fn untouched_then(then: Then) {
    let world = World::new().rental_requests(vec![untouched(then); 3]);
    let result = rent(&world.client()).await;
    assert!(
        ["not sent", "unknown"].contains(&ended(&result)),
        "{result:?}"
    );
    let state = world.api.state();
    assert!(state.seen.len() <= state.connections as usize);
    assert_eq!(state.commits, 0);
}

fn unframed_giant() -> Reply {
    let body = format!(
        r#"{{"phoneNumber":"{PHONE}","displayName":"{}"}}"#,
        "x".repeat(300_000)
    );
    raw(format!(
        "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n{body}"
    ))
    .commits()
}

fn longer_than_it_is() -> Reply {
    let body = active_number();
    raw(format!(
        "HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{body}",
        body.len() + 1
    ))
    .commits()
}

fn bomb() -> Reply {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    let padding = " ".repeat(64 * 1024 * 1024);
    packed
        .write_all(format!(r#"{{"phoneNumber":"{PHONE}"{padding}}}"#).as_bytes())
        .unwrap();
    let packed = packed.finish().unwrap();
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: {}\r\n\r\n",
        packed.len()
    );
    raw([head.into_bytes(), packed].concat()).commits()
}

fn informed() -> Reply {
    let mut reply = rented();
    let early = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: <x>\r\n\r\n";
    reply.writes.insert(0, early.into());
    reply
}

#[test]
fn case_19_odd_optional_members_do_not_cost_the_rental() {
    for odd in ODD {
        row(about(odd), "rented");
    }
}
