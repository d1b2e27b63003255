//! A bug in the analysis costs one file, never the run and never the server.

use std::{
    cell::RefCell,
    panic::{self, AssertUnwindSafe, PanicHookInfo},
    sync::Once,
};

/// What is known of a bug that was survived.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Panic {
    pub message: String,
    /// `src/file.rs:12:3` of heaplight's own source.
    pub place: String,
}

thread_local! {
    /// `Some` while this thread is inside of [`guard`]: panics are then kept here instead of being printed.
    static KEPT: RefCell<Option<Vec<Panic>>> = const { RefCell::new(None) };
}

/// Runs `work`; a panic in it is returned, not printed. Panics elsewhere are printed as ever.
pub fn guard<T>(work: impl FnOnce() -> T) -> Result<T, Panic> {
    install_hook();
    let outer = KEPT.replace(Some(Vec::new()));
    let result = panic::catch_unwind(AssertUnwindSafe(work));
    let kept = KEPT.replace(outer);
    result.map_err(|_| {
        let unknown = || Panic { message: "unknown".into(), place: "unknown".into() };
        kept.into_iter().flatten().next().unwrap_or_else(unknown)
    })
}

fn install_hook() {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| {
        let print = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !keep(info) {
                print(info);
            }
        }));
    });
}

fn keep(info: &PanicHookInfo<'_>) -> bool {
    KEPT.with_borrow_mut(|kept| {
        let Some(kept) = kept else { return false };
        let place = info.location().map_or_else(String::new, ToString::to_string);
        let message = info.payload_as_str().unwrap_or("unknown").to_string();
        kept.push(Panic { message, place });
        true
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_returned_with_its_place() {
        let panic = guard(|| -> () { panic!("no {}", "way") }).unwrap_err();
        assert_eq!(panic.message, "no way");
        assert!(panic.place.starts_with("src/project/panic_guard.rs:"), "{}", panic.place);
        assert_eq!(guard(|| 1), Ok(1));
    }

    #[test]
    fn guards_nest() {
        let outer = guard(|| {
            assert!(guard(|| -> () { panic!("inner") }).is_err());
            panic!("outer")
        });
        assert_eq!(outer.map_err(|panic: Panic| panic.message), Err::<(), _>("outer".into()));
    }
}
