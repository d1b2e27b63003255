use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

/// The table itself: see the head of the file for its columns.
const TABLE: &str = include_str!("members.tbl");

static MEMBERS: LazyLock<FxHashMap<&'static str, FxHashSet<&'static str>>> =
    LazyLock::new(|| TABLE.lines().filter_map(parse).collect());

/// Whether a class of CPython's own may define this name itself, on some version. A class that the table does not
/// have may define anything.
#[must_use]
pub fn has(class: &str, name: &str) -> bool {
    MEMBERS.get(class).is_none_or(|names| names.contains(name))
}

fn parse(line: &'static str) -> Option<(&'static str, FxHashSet<&'static str>)> {
    let (class, names) = line.split_once('|').filter(|_| !line.starts_with('#'))?;
    Some((class.trim(), names.split_whitespace().collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_has_what_it_defines_and_nothing_else() {
        assert!(has("list", "append") && has("object", "__new__") && has("module", "anything"));
        assert!(!has("list", "push") && !has("object", "append"));
    }
}
