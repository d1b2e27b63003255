//! Files and folders: what to lint, with which settings, in parallel. The first room with IO.

mod baseline;
mod cache;
mod layer;
mod linked;
mod lookup;
mod modules;
pub(crate) mod neighbours;
mod opened;
mod pages;
mod panic_guard;
mod problem;
mod read;
mod run;
mod walk;
mod write;

pub use baseline::{Baseline, View};
pub use cache::{CACHE_FOLDER, Cache};
pub use lookup::{Configuration, Effective, Lookup};
pub use pages::Pages;
pub use panic_guard::{Panic, guard};
pub use problem::{Problem, ProblemKind};
pub use run::{
    FileReport, FixMode, FixedFile, Fixing, Job, Phases, Proved, STACK_BYTES, add_ignores, check, check_and_annotate,
    check_and_fix, check_bytes, fix_bytes, isolated, read_source,
};
pub use walk::{Found, find_files};
