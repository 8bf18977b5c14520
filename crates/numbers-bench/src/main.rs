//! `numbers-bench KIND CALLS AT_ONCE` makes calls to a server of its own, and prints what they
//! cost this process as one line of JSON.

mod by_hand;
mod callers;
mod measure;
mod server;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let number = |text: &str| text.parse().expect("a number");
    match words[..] {
        ["server"] => server::run(),
        ["verify", place, calls] => verify(number(place), number(calls)),
        [kind, calls, at_once] => measure::run(kind, number(calls), number(at_once)),
        _ => panic!("usage: numbers-bench KIND CALLS AT_ONCE | verify PLACE CALLS"),
    }
}

/// Verifies a signature that is wrong in one byte.
fn verify(place: usize, calls: usize) {
    let mut signature = *b"dcf80daac2f232f4b23d5f719db3aa0fdca6af43";
    // Still a digit, and a letter if it was one, so that reading it takes the same way.
    signature[2 * place] = match signature[2 * place] {
        b'9' => b'8',
        b'f' => b'e',
        digit => digit + 1,
    };
    let signature = std::str::from_utf8(&signature).ok();
    for _ in 0..calls {
        let body = std::hint::black_box(by_hand::EVENT);
        let verified = numbers_webhooks::verify("callback-secret", signature, body);
        verified.expect_err("another signature");
    }
}
