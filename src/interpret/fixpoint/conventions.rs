//! What names of functions and methods out of view say by convention. Nothing is proved by a name: what rests on these
//! is told as likely.

/// Methods that keep what they are given: containers, event sources, schedulers.
const KEEP: &[&str] = &[
    "addAction",
    "addCallback",
    "addCallbacks",
    "addCleanup",
    "addErrback",
    "addEventListener",
    "addListener",
    "after",
    "after_idle",
    "append",
    "appendleft",
    "attach",
    "bind",
    "bind_all",
    "call_at",
    "call_later",
    "call_soon",
    "call_soon_threadsafe",
    "callLater",
    "callback",
    "connect",
    "defer",
    "insert",
    "listen",
    "observe",
    "on",
    "on_change",
    "on_click",
    "once",
    "push",
    "put",
    "put_nowait",
    "register",
    "schedule",
    "schedule_interval",
    "schedule_once",
    "setdefault",
    "subscribe",
];

/// Calls that begin something which calls back later, unless the caller waits for the result.
const START: &[&str] =
    &["apply_async", "create_task", "ensure_future", "run_in_executor", "spawn", "start_soon", "submit"];

/// Methods that put their receiver into the hands of somebody else: a thread runs, a widget is shown.
const SHOW: &[&str] = &["start", "pack", "grid", "place"];

/// Keywords whose functions are called before the call returns: `sorted(rows, key=f)`, `Constraint(rule=f)`.
const CALLED_AT_ONCE: &[&str] = &["key", "rule", "initialize", "expr"];

pub(super) fn is_called_at_once(keyword: &str) -> bool {
    CALLED_AT_ONCE.contains(&keyword)
}

pub(super) fn keeps(name: &str) -> bool {
    let adds = name.strip_prefix("add_").is_some_and(|rest| rest != "argument");
    name == "add" || adds || name.starts_with("register_") || KEEP.contains(&name)
}

/// What can be read once is read at once, whoever keeps the items: `graph.add_edges_from((u, v) for v in near)`.
pub(super) fn reads_to_the_end(name: &str) -> bool {
    name.starts_with("add_")
}

pub(super) fn starts(name: &str) -> bool {
    START.contains(&name)
}

pub(super) fn shows(name: &str) -> bool {
    SHOW.contains(&name)
}

/// `Thread`, `QAction`: an instance holds what it is given. Not `MAX`.
pub(super) fn is_class_name(name: &str) -> bool {
    let name = name.trim_start_matches('_');
    name.starts_with(|c: char| c.is_ascii_uppercase()) && name.contains(|c: char| c.is_ascii_lowercase())
}
