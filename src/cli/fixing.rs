//! `check --fix` and its relatives.

use std::io::{self, Write};

use similar::TextDiff;

use super::exit;
use crate::{
    diagnostic::Applicability,
    project::{FileReport, FixMode, FixedFile},
};

#[derive(clap::Args, Debug)]
#[command(next_help_heading = "Fixes")]
pub(super) struct FixArguments {
    /// Change the files: make the fixes that provably keep the behaviour.
    #[arg(long)]
    fix: bool,
    /// With --fix or --diff: also those that need judgement.
    #[arg(long)]
    unsafe_fixes: bool,
    /// With --fix or --diff: also those that change behaviour, because it is wrong.
    #[arg(long)]
    fix_bugs: bool,
    /// Print what --fix would change, as a diff, and change nothing.
    #[arg(long, conflicts_with_all = ["update_baseline", "add_ignore"])]
    diff: bool,
    /// List the fixes that were made.
    #[arg(long)]
    show_fixes: bool,
}

impl FixArguments {
    /// What is to be done with fixes; `None`: only tell that there are some.
    pub(super) fn mode(&self) -> Option<FixMode> {
        match (self.diff, self.fix) {
            (true, _) => Some(FixMode::Preview),
            (false, true) => Some(FixMode::Write),
            (false, false) => None,
        }
    }

    pub(super) fn wanted(&self) -> Vec<Applicability> {
        let on = [true, self.unsafe_fixes, self.fix_bugs];
        Applicability::ALL.into_iter().zip(on).filter(|(_, on)| *on).map(|(applicability, _)| applicability).collect()
    }

    /// Says on the error stream what was fixed.
    pub(super) fn tell(&self, reports: &[FileReport], err: &mut dyn Write) -> io::Result<()> {
        let fixed: Vec<(&FileReport, &FixedFile)> =
            reports.iter().filter_map(|report| Some((report, report.fixed.as_ref()?))).collect();
        let times: usize = fixed.iter().flat_map(|(_, fixed)| &fixed.applied).map(|applied| applied.times).sum();
        if times == 0 {
            return self.tell_others(reports, "nothing to fix without more options: ", err);
        }
        let s = |n: usize| if n == 1 { "" } else { "s" };
        let verb = if self.diff { "Would fix" } else { "Fixed" };
        writeln!(err, "{verb} {times} finding{} in {} file{}.", s(times), fixed.len(), s(fixed.len()))?;
        if self.show_fixes {
            for (report, fixed) in &fixed {
                for applied in &fixed.applied {
                    let path = report.path.display();
                    writeln!(err, "  {path}: {} × {}: {}", applied.times, applied.rule, applied.title)?;
                }
            }
        }
        self.tell_others(reports, "more can be fixed: ", err)
    }

    /// Which options would fix more. Whoever asked for fixes and got none should not think that there are none.
    fn tell_others(&self, reports: &[FileReport], before: &str, err: &mut dyn Write) -> io::Result<()> {
        if self.mode().is_none() {
            return Ok(());
        }
        let fixable = |by: Applicability| {
            let findings = reports.iter().flat_map(|report| &report.checked.diagnostics);
            findings.filter(|finding| finding.fixes.first().is_some_and(|fix| fix.applicability == by)).count()
        };
        let others = [
            ("--unsafe-fixes", !self.unsafe_fixes, Applicability::Unsafe),
            ("--fix-bugs", !self.fix_bugs, Applicability::BugFix),
        ];
        let others = others.into_iter().filter(|(_, is_off, _)| *is_off).map(|(option, _, by)| (fixable(by), option));
        let told: Vec<String> =
            others.filter(|(n, _)| *n > 0).map(|(n, option)| format!("{n} with `{option}`")).collect();
        if told.is_empty() { Ok(()) } else { exit::note(err, &format!("{before}{}", told.join(", "))) }
    }
}

/// A unified diff of every file that was changed.
pub(super) fn write_diff(reports: &[FileReport], out: &mut dyn Write) -> io::Result<()> {
    for report in reports {
        let Some(FixedFile { before, after, .. }) = &report.fixed else { continue };
        let path = report.path.to_string_lossy().replace('\\', "/");
        let diff = TextDiff::from_lines(before.as_str(), after.as_str());
        write!(out, "{}", diff.unified_diff().header(&format!("a/{path}"), &format!("b/{path}")))?;
    }
    Ok(())
}
