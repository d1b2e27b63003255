use std::{
    collections::BTreeMap,
    io::{self, Write},
};

use super::count;
use crate::{diagnostic::Applicability, project::FileReport};

/// How often each rule found something, the most frequent first, and how many of these `--fix` mends.
pub fn write_statistics(reports: &[FileReport], out: &mut dyn Write) -> io::Result<()> {
    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for finding in reports.iter().flat_map(|report| &report.checked.diagnostics) {
        let (all, safe) = counts.entry(finding.rule).or_default();
        *all += 1;
        *safe += usize::from(finding.fixes.iter().any(|fix| fix.applicability == Applicability::Safe));
    }
    if counts.is_empty() {
        let files = reports.iter().filter(|report| report.problem.is_none()).count();
        return writeln!(out, "No findings in {}.", count(files, "file"));
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|(_, (all, _))| std::cmp::Reverse(*all));
    for (rule, (all, safe)) in counts {
        let fixable = if safe == 0 { String::new() } else { format!("  ({safe} fixable with `--fix`)") };
        writeln!(out, "{all:>6}  {rule}{fixable}")?;
    }
    Ok(())
}
