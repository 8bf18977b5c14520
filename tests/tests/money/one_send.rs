//! Cases 1 to 29: what one send ends in, by what became of the connection and of a 2xx.

use std::io::Write as _;

use numbers_tests::reply::{FOREVER, Reads, Reply, Then, answer, raw};
use numbers_tests::server::rented;
use numbers_tests::tls::TlsServer;
use numbers_tests::world::{PHONE, World, active_number, ended, rent};

use crate::{Case, case, row};

/// An answer that says nothing more than that the number was rented.
fn about(members: &str) -> Reply {
    answer(200, &format!(r#"{{"phoneNumber":"{PHONE}",{members}}}"#)).commits()
}

fn untouched(then: Then) -> Reply {
    Reply::nothing().reads(Reads::Nothing).then(then)
}

pub(crate) fn cases() -> Vec<Case> {
    let mut cases = vec![
        case(1, "refused is not sent", || async {
            let world = World::new();
            world.api.close().await;
            let result = rent(&world.client()).await;
            assert_eq!(
                (ended(&result), world.seen().rents),
                ("not sent", 0),
                "{result:?}"
            );
            assert_eq!(world.clock.pauses(), 2, "three attempts in all");
        }),
        case(2, "an unresolvable name is not sent", || async {
            let world = World::new();
            let numbers = world
                .builder()
                .numbers_url("https://nowhere.invalid")
                .build()
                .unwrap();
            let result = rent(&numbers).await;
            assert_eq!(
                (ended(&result), world.seen().rents),
                ("not sent", 0),
                "{result:?}"
            );
        }),
        case(3, "a TLS failure is not sent", || async {
            let world = World::new().rents(vec![untouched(Then::Close); 3]);
            let url = world.api.url().replace("http", "https");
            let numbers = world.builder().numbers_url(url).build().unwrap();
            assert_eq!(ended(&rent(&numbers).await), "not sent");
        }),
        case(
            3,
            "an untrusted certificate is not sent, a trusted one is rented",
            || async {
                let world = World::new();
                let tls = TlsServer::start(&world.clock).await;
                let numbers = world.builder().numbers_url(&tls.url);
                let stranger = numbers.clone().build().unwrap();
                assert_eq!(ended(&rent(&stranger).await), "not sent");
                assert_eq!(tls.state.lock().unwrap().commits, 0);
                let friend = numbers.root_certificate(tls.pem.clone()).build().unwrap();
                assert_eq!(ended(&rent(&friend).await), "rented");
                assert_eq!(tls.state.lock().unwrap().commits, 1);
            },
        ),
        case(4, "connecting that takes too long is not sent", || async {
            let world = World::new().rents([untouched(Then::Silence(FOREVER))]);
            let url = world.api.url().replace("http", "https");
            let numbers = world.builder().numbers_url(url).build().unwrap();
            let result = rent(&numbers).await;
            assert_eq!(
                (ended(&result), world.seen().rents),
                ("not sent", 0),
                "{result:?}"
            );
        }),
        case(
            5,
            "refused twice, then 200, is rented with one rent",
            || async {
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
                    (ended(&result), seen.rents, seen.commits),
                    ("rented", 1, 1),
                    "{result:?}"
                );
            },
        ),
        case(
            6,
            "accepted then closed, nothing read, is not sent or unknown",
            || untouched_then(Then::Close),
        ),
        case(
            7,
            "accepted then reset, nothing read, is not sent or unknown",
            || untouched_then(Then::Reset),
        ),
        row(
            8,
            "half the request read, then reset, is unknown",
            Reply::nothing().reads(Reads::Half).resets(),
            "unknown",
        ),
        row(
            9,
            "all read, then closed, is unknown",
            Reply::nothing().closes(),
            "unknown",
        ),
        row(
            9,
            "all read and acted on, then closed, is unknown",
            Reply::nothing().commits().closes(),
            "unknown",
        ),
        row(
            10,
            "all read, then reset, is unknown",
            Reply::nothing().commits().resets(),
            "unknown",
        ),
        row(
            11,
            "all read, then silence, is unknown",
            Reply::nothing().commits().goes_silent(),
            "unknown",
        ),
        row(
            12,
            "a head that dribbles past the deadline is unknown, on time",
            rented().dribbles(),
            "unknown",
        ),
        row(13, "200 with the number is rented", rented(), "rented"),
        row(
            14,
            "201 with the number is rented",
            answer(201, &active_number()).commits(),
            "rented",
        ),
        row(
            15,
            "204 is unknown",
            raw("HTTP/1.1 204 No Content\r\n\r\n"),
            "unknown",
        ),
        row(
            16,
            "200 without members is unknown",
            answer(200, "{}"),
            "unknown",
        ),
        row(
            17,
            "200 with HTML is unknown",
            answer(200, "<html>OK</html>"),
            "unknown",
        ),
        row(
            18,
            "200 with a list is unknown",
            answer(200, "[]"),
            "unknown",
        ),
        row(
            18,
            "200 with a list that holds the number is unknown",
            answer(200, &format!("[{}]", active_number())),
            "unknown",
        ),
        row(
            21,
            "200 about another number is unknown",
            answer(200, r#"{"phoneNumber":"+12025550135"}"#).commits(),
            "unknown",
        ),
        row(
            22,
            "200 about another project is unknown",
            about(r#""projectId":"another""#),
            "unknown",
        ),
        row(
            23,
            "200 cut short is unknown",
            rented().cut_in_the_body().closes(),
            "unknown",
        ),
        row(
            24,
            "200 that stalls in the body is unknown",
            rented().cut_in_the_body().goes_silent(),
            "unknown",
        ),
        row(
            25,
            "200 over the cap is unknown",
            about(&format!(r#""displayName":"{}""#, "x".repeat(300_000))),
            "unknown",
        ),
        row(
            25,
            "200 over the cap without a length is unknown",
            unframed_giant(),
            "unknown",
        ),
        row(
            26,
            "a content-length larger than the body is unknown",
            longer_than_it_is(),
            "unknown",
        ),
        row(
            27,
            "a compressed bomb is unknown, and not unpacked",
            bomb(),
            "unknown",
        ),
        row(
            28,
            "garbage instead of HTTP is unknown",
            raw([0_u8, 159, 146, 150, 13, 10, 13, 10]),
            "unknown",
        ),
        row(29, "100 and 103, then 200, is rented", informed(), "rented"),
    ];
    for odd in ODD {
        cases.push(row(
            19,
            "odd optional members do not cost the rental",
            about(odd),
            "rented",
        ));
    }
    for (name, voice) in VOICES {
        let reply = about(&format!(r#""voiceConfiguration":{voice}"#));
        cases.push(row(20, name, reply, "rented"));
    }
    cases
}

const ODD: [&str; 6] = [
    r#""type":"SATELLITE","capability":["SMS","TELEPATHY"]"#,
    r#""nextChargeDate":"tomorrow","expireAt":"""#,
    r#""unheardOf":{"deep":[1,2]},"alsoNew":null"#,
    r#""displayName":null,"regionCode":null,"money":null,"capability":null,"smsConfiguration":null"#,
    r#""displayName":"","regionCode":"","callbackUrl":"""#,
    r#""displayName":5,"money":"2.00","paymentIntervalMonths":"one","capability":"SMS","smsConfiguration":[]"#,
];

const VOICES: [(&str, &str); 6] = [
    (
        "EST is rented",
        r#"{"type":"EST","trunkId":"t","appId":"","serviceId":""}"#,
    ),
    ("FAX is rented", r#"{"type":"FAX","serviceId":"s"}"#),
    (
        "RTC now and FAX scheduled is rented",
        r#"{"type":"RTC","appId":"a","scheduledVoiceProvisioning":{"type":"FAX","serviceId":"s","status":"WAITING"}}"#,
    ),
    (
        "an unheard-of voice type is rented",
        r#"{"type":"HOLOGRAM","beamId":"b"}"#,
    ),
    ("no voice type is rented", r#"{"appId":"a"}"#),
    (
        "a voice type of another kind is rented",
        r#"{"type":7,"appId":"a"}"#,
    ),
];

async fn untouched_then(then: Then) {
    let world = World::new().rents(vec![untouched(then); 3]);
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
