use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::PerVersion;
use crate::config::PythonVersion;

/// The table itself: see the head of the file for its columns.
const TABLE: &str = include_str!("fixed.tbl");

static SIZES: LazyLock<FxHashMap<&'static str, PerVersion<Option<u64>>>> =
    LazyLock::new(|| TABLE.lines().filter_map(parse).collect());

/// The size of an object whose type has only one: `fixed_size(version, "list_iterator")`.
///
/// Types are named as `type(x).__name__` names them, with the module in front where it is not `builtins`
/// (`itertools.chain`). `None`: the size depends on the object, or the type is unknown or not in this version.
#[must_use]
pub fn fixed_size(version: PythonVersion, type_name: &str) -> Option<u64> {
    SIZES.get(type_name)?.at(version)
}

/// `name | sample | one number, or one for each version, "-" where the type does not exist`
fn parse(line: &'static str) -> Option<(&'static str, PerVersion<Option<u64>>)> {
    let mut columns = line.split('|').map(str::trim);
    let name = columns.next().filter(|name| !name.is_empty() && !name.starts_with('#'))?;
    let mut numbers = columns.nth(1)?.split_whitespace().map(|number| number.parse().ok());
    let first = numbers.next()?;
    let mut row = [first; PythonVersion::ALL.len()];
    for (cell, number) in row[1..].iter_mut().zip(numbers) {
        *cell = number;
    }
    Some((name, PerVersion(row)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_a_comment_or_a_row() {
        for line in TABLE.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')) {
            let numbers = line.split('|').nth(2).map(|numbers| numbers.split_whitespace().count());
            assert!(matches!(numbers, Some(1 | 6)), "{line}");
            assert!(parse(line).is_some(), "{line}");
        }
    }
}
