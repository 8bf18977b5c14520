//! Verifying a signature allocates nothing.

use numbers_webhooks::{SignatureError, verify};

#[global_allocator]
static ALLOCATOR: dhat::Alloc = dhat::Alloc;

#[test]
fn verifying_allocates_nothing() {
    let _profiler = dhat::Profiler::builder().testing().build();
    let body = vec![b'x'; 4_096];
    let allocations = || {
        let before = dhat::HeapStats::get().total_blocks;
        let verified = verify(
            "a-callback-secret-of-more-than-one-block-of-sixty-four-bytes-of-sha-1",
            Some("dcf80daac2f232f4b23d5f719db3aa0fdca6af43"),
            &body,
        );
        let after = dhat::HeapStats::get().total_blocks;
        assert_eq!(verified, Err(SignatureError::Mismatch));
        after - before
    };
    // The thread that waits for this test may allocate at the same time, but not each time.
    let fewest = (0..100).map(|_| allocations()).min();
    assert_eq!(fewest, Some(0));
}
