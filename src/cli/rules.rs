use std::io::{self, Write};

use super::exit::{Exit, Failure};
use crate::{output, rules, suppression::REVIEWS};

/// List all rules
#[derive(clap::Args, Debug)]
pub(super) struct Arguments {
    /// How to print them.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    output_format: Format,
}

#[derive(clap::ValueEnum, Clone, Copy, Debug)]
enum Format {
    /// One line a rule
    Text,
    /// Schema heaplight.rules/1
    Json,
    /// The documentation of all rules
    Markdown,
}

pub(super) fn run(arguments: &Arguments, out: &mut dyn Write) -> Result<Exit, Failure> {
    match arguments.output_format {
        Format::Text => write_text(out)?,
        Format::Json => output::rules_json(out)?,
        Format::Markdown => output::rules_markdown(out)?,
    }
    Ok(Exit::Clean)
}

fn write_text(out: &mut dyn Write) -> io::Result<()> {
    let width = rules::all().map(|rule| rule.name.len()).max().unwrap_or(0);
    for rule in rules::all() {
        let (group, severity) = (rule.group.name(), rule.severity.name());
        writeln!(out, "{:<width$}  {group:<15}  {severity:<7}  {}", rule.name, rule.summary)?;
    }
    for review in REVIEWS {
        let severity = review.severity.name();
        writeln!(out, "{:<width$}  {:<15}  {severity:<7}  {}", review.name, "comments", review.summary)?;
    }
    Ok(())
}
