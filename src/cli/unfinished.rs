//! Where the simulation was cut because there is a limit to its steps: silence about the rest is no praise.

use std::io::{self, Write};

use super::exit;
use crate::{project::FileReport, text::visible};

/// One line on the error stream, whatever the number of files.
pub(super) fn tell(reports: &[FileReport], err: &mut dyn Write) -> io::Result<()> {
    let cut: Vec<(String, u64)> = of(reports).collect();
    let all = functions(cut.iter().map(|(_, functions)| functions).sum());
    let place = match &cut[..] {
        [] => return Ok(()),
        [(path, _)] => path.clone(),
        more => format!("{} files (`heaplight stats` names them)", more.len()),
    };
    exit::note(err, &format!("{all} not followed to the end, because of too many steps: in {place}"))
}

/// A line for each file.
pub(super) fn list(reports: &[FileReport], out: &mut dyn Write) -> io::Result<()> {
    let all = of(reports).map(|(_, functions)| functions).sum();
    writeln!(out, "cut short      {}", functions(all))?;
    of(reports).try_for_each(|(path, cut)| writeln!(out, "  {path:<40}{cut}"))
}

/// The module's own code counts as a function.
fn of(reports: &[FileReport]) -> impl Iterator<Item = (String, u64)> {
    reports.iter().filter(|report| report.checked.coverage.unfinished > 0).map(|report| {
        let path = report.path.to_string_lossy();
        (visible(&path).into_owned(), report.checked.coverage.unfinished)
    })
}

fn functions(n: u64) -> String {
    format!("{n} function{}", if n == 1 { "" } else { "s" })
}
