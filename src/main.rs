#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    use_small_pages();
    heaplight::cli::main()
}

/// The allocator spreads objects by size and thread. With pages of 2 MB each spot that it touches counts in full: the
/// process would occupy more than twice of what it uses, and be no faster.
fn use_small_pages() {
    #[cfg(target_os = "linux")]
    let _ = rustix::thread::disable_transparent_huge_pages(true);
}
