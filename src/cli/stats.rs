use std::{
    io::{self, Write},
    path::PathBuf,
    time::Duration,
};

use super::{
    exit::{Exit, Failure},
    inputs::{Named, Outcome, Overrides, check_paths, report_problems},
    unfinished,
};
use crate::annotations::{self, Hint, HintLevel};
use crate::project::{self, FileReport, Phases, ProblemKind, Proved};

/// About heaplight itself: how long it takes, how much stays unknown, how often each rule and hint appears
#[derive(clap::Args, Debug)]
pub(super) struct Arguments {
    #[arg(default_value = ".")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    overrides: Overrides,
}

pub(super) fn run(arguments: &Arguments, out: &mut dyn Write, err: &mut dyn Write) -> Result<Exit, Failure> {
    let mut lookup = arguments.overrides.lookup()?;
    let Outcome { reports, problems } =
        check_paths(&arguments.paths, Named::Taken, &mut lookup, project::check_and_annotate);
    let trouble = report_problems(&problems, err)?;
    // A table of zeros after an error would read as if all were well.
    let is_counted = |report: &FileReport| report.problem.is_none() || is_panic(report);
    if reports.iter().any(is_counted) || trouble == Exit::Clean {
        write(&reports, out)?;
    }
    Ok(trouble)
}

fn write(reports: &[FileReport], out: &mut dyn Write) -> io::Result<()> {
    let lines: usize = reports.iter().map(|report| report.lines).sum();
    let panics = reports.iter().filter(|report| is_panic(report)).count();
    let read = reports.iter().filter(|report| report.problem.is_none()).count();
    writeln!(out, "files          {read}")?;
    writeln!(out, "lines          {lines}")?;
    writeln!(out, "panics         {panics}")?;
    write_phases(reports.iter().map(|report| report.phases).sum(), out)?;
    write_unknown(reports, out)?;
    unfinished::list(reports, out)?;
    write_proved(reports.iter().map(|report| report.proved).sum(), out)?;
    let findings = reports.iter().flat_map(|report| &report.checked.diagnostics).map(|finding| finding.rule);
    write_counts("findings", findings, lines, out)?;
    for level in [HintLevel::Surprises, HintLevel::References, HintLevel::All] {
        let shown: Vec<Hint> = reports.iter().flat_map(|r| annotations::at_level(&r.hints, level)).collect();
        let share = percent(shown.len() as f64, lines as f64);
        writeln!(out, "lines with a hint at {:<10} {} {share}", level.name(), shown.len())?;
        if level == HintLevel::References {
            write_counts("hints", shown.iter().map(|hint| hint.kind.name()), lines, out)?;
        }
    }
    Ok(())
}

fn is_panic(report: &FileReport) -> bool {
    report.problem.as_ref().is_some_and(|problem| problem.kind == ProblemKind::Internal)
}

/// Time is summed over the threads.
fn write_phases(phases: Phases, out: &mut dyn Write) -> io::Result<()> {
    let total = phases.total();
    writeln!(out, "time           {}", milliseconds(total))?;
    let Phases { read, parse, analyze, rules, annotate, prove } = phases;
    for (name, time) in [("read", read), ("parse", parse), ("analyze", analyze), ("rules", rules)] {
        writeln!(out, "  {name:<13}{} {}", milliseconds(time), percent(time.as_secs_f64(), total.as_secs_f64()))?;
    }
    writeln!(out, "time for hints {}", milliseconds(annotate))?;
    writeln!(out, "time for facts {}", milliseconds(prove))
}

fn write_unknown(reports: &[FileReport], out: &mut dyn Write) -> io::Result<()> {
    let sum = |part: fn(&FileReport) -> u64| reports.iter().map(part).sum::<u64>();
    let unknown = sum(|report| report.checked.coverage.unknown);
    let values = sum(|report| report.checked.coverage.values);
    writeln!(out, "unknown values {unknown} of {values} {}", percent(unknown as f64, values as f64))
}

fn write_proved(proved: Proved, out: &mut dyn Write) -> io::Result<()> {
    let Proved { functions, incomplete, allocations, untyped, out_of_view } = proved;
    let share = |part: usize, whole: usize| percent(part as f64, whole as f64);
    writeln!(out, "functions      {functions}")?;
    writeln!(out, "  not followed to their end  {incomplete} {}", share(incomplete, functions))?;
    writeln!(out, "allocation sites {allocations}")?;
    writeln!(out, "  of unknown type            {untyped} {}", share(untyped, allocations))?;
    writeln!(out, "  handed out of view         {out_of_view} {}", share(out_of_view, allocations))
}

fn write_counts(
    what: &str,
    names: impl Iterator<Item = &'static str>,
    lines: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut counts = std::collections::BTreeMap::<&str, usize>::new();
    for name in names {
        *counts.entry(name).or_default() += 1;
    }
    let all: usize = counts.values().sum();
    writeln!(out, "{what:<15}{all} ({:.2} per 1,000 lines)", all as f64 * 1_000.0 / lines.max(1) as f64)?;
    for (name, count) in counts {
        writeln!(out, "  {name:<40}{count}")?;
    }
    Ok(())
}

fn milliseconds(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1_000.0)
}

fn percent(part: f64, whole: f64) -> String {
    format!("({:.1} %)", if whole > 0.0 { part * 100.0 / whole } else { 0.0 })
}
