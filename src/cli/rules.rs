use std::io::Write;

use super::exit::{Exit, Failure};
use crate::rules;

/// List all rules
#[derive(clap::Args, Debug)]
pub(super) struct Arguments {}

pub(super) fn run(_arguments: &Arguments, out: &mut dyn Write) -> Result<Exit, Failure> {
    let width = rules::all().map(|rule| rule.name.len()).max().unwrap_or(0);
    for rule in rules::all() {
        let (group, severity) = (rule.group.name(), rule.severity.name());
        writeln!(out, "{:<width$}  {group:<15}  {severity:<7}  {}", rule.name, rule.summary)?;
    }
    Ok(Exit::Clean)
}
