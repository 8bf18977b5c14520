//! A long list streams in the memory of a page.
//!
//! A test binary of its own, since the allocator counts whatever the process does.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use futures_util::StreamExt as _;
use numbers_ext::Numbers;
use numbers_tests::http::read_request;
use numbers_tests::world::PROJECT;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpListener;

#[global_allocator]
static ALLOCATOR: dhat::Alloc = dhat::Alloc;

const PAGE: u32 = 100;

/// Returns the page that begins with this number, of so many in all. It is put together as text,
/// so that it takes no more memory than that.
fn page(first: u32, total: u32) -> String {
    let mut page = String::from(r#"{"activeNumbers":["#);
    for index in first..total.min(first + PAGE) {
        let comma = if index > first { "," } else { "" };
        let name = "x".repeat(400);
        let number = format!(
            r#"{comma}{{"phoneNumber":"+1202{index:07}","projectId":"{PROJECT}","displayName":"{name}","money":{{"currencyCode":"USD","amount":"2.00"}},"smsConfiguration":{{"servicePlanId":"plan-1","campaignId":""}}}}"#
        );
        page.push_str(&number);
    }
    let next = first + PAGE;
    let next = if next < total {
        next.to_string()
    } else {
        String::new()
    };
    page.push_str(&format!(
        r#"],"nextPageToken":"{next}","totalSize":{total}}}"#
    ));
    page
}

/// Serves a list, and counts the requests.
async fn serve(listener: TcpListener, total: u32, requests: Arc<AtomicU32>) {
    while let Ok((mut socket, _)) = listener.accept().await {
        // Head and body are two writes.
        socket.set_nodelay(true).unwrap();
        while let Some((head, _)) = read_request(&mut socket).await {
            requests.fetch_add(1, Ordering::Relaxed);
            let token = head.split("pageToken=").nth(1).unwrap_or("0");
            let digits: String = token.chars().take_while(char::is_ascii_digit).collect();
            let body = page(digits.parse().unwrap(), total);
            let length = body.len();
            let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\n\r\n");
            socket.write_all(head.as_bytes()).await.unwrap();
            socket.write_all(body.as_bytes()).await.unwrap();
        }
    }
}

/// Streams a list of so many numbers. Returns how many requests that took, and the most bytes
/// that were allocated at once.
fn streamed(total: u32) -> (u32, usize) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let requests = Arc::new(AtomicU32::new(0));
        tokio::spawn(serve(listener, total, Arc::clone(&requests)));
        let builder = Numbers::builder().project(PROJECT).bearer("token");
        let numbers = builder.numbers_url(url).build().unwrap();
        let profiler = dhat::Profiler::builder()
            .testing()
            .trim_backtraces(Some(4))
            .build();
        let before = dhat::HeapStats::get().curr_bytes;
        let mut list = numbers.list().page_size(PAGE).stream();
        let mut expected = 0;
        while let Some(number) = list.next().await {
            let phone = number.unwrap().phone().to_string();
            assert_eq!(phone, format!("+1202{expected:07}"));
            expected += 1;
        }
        assert_eq!(expected, total);
        let peak = dhat::HeapStats::get().max_bytes - before;
        drop(profiler);
        (requests.load(Ordering::Relaxed), peak)
    })
}

#[test]
fn ten_thousand_numbers_take_the_memory_of_a_page_and_one_request_a_page() {
    let (pages, few) = streamed(500);
    assert_eq!(pages, 5);
    let (pages, many) = streamed(10_000);
    assert_eq!(pages, 100);
    println!("at most {few} bytes for 500 numbers, {many} for 10,000");
    let text = page(0, 10_000).len();
    // The page of the server, what was read of it, its text once more, and its items.
    assert!(many < 8 * text, "{many} bytes, and a page has {text}");
    // What grows are the tokens of the pages.
    assert!(
        many < few + 32 * 1024,
        "{few} bytes for 500 numbers, {many} for 10,000"
    );
}
