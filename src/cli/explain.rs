use std::io::Write;

use super::exit::{Exit, Failure};
use crate::{config::UnknownName, rules};

/// Explain a rule: what it finds, why, when it is silent
#[derive(clap::Args, Debug)]
pub(super) struct Arguments {
    rule: String,
}

pub(super) fn run(arguments: &Arguments, out: &mut dyn Write) -> Result<Exit, Failure> {
    let Some(rule) = rules::all().find(|rule| rule.name == arguments.rule) else {
        let unknown = UnknownName::new("rule", &arguments.rule, rules::names());
        return Err(Failure::Message(format!("{unknown} (`heaplight rules` lists them all)")));
    };
    writeln!(out, "# {}\n\n{}\n\n{}", rule.name, rule.summary, rule.docs.trim())?;
    Ok(Exit::Clean)
}
