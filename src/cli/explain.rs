use std::io::Write;

use super::exit::{Exit, Failure};
use crate::{
    config::UnknownName,
    rules,
    suppression::{REVIEWS, codes, selectable},
};

/// Explain a rule: what it finds, why, when it is silent
#[derive(clap::Args, Debug)]
pub(super) struct Arguments {
    rule: String,
}

pub(super) fn run(arguments: &Arguments, out: &mut dyn Write) -> Result<Exit, Failure> {
    if let Some(review) = REVIEWS.iter().find(|review| review.name == arguments.rule) {
        writeln!(out, "# {}\n\n{}\n\n{}", review.name, review.summary, review.docs)?;
        return Ok(Exit::Clean);
    }
    let Some(rule) = rules::all().find(|rule| rule.name == arguments.rule) else {
        let unknown = UnknownName::new("rule", &arguments.rule, selectable());
        return Err(Failure::Message(format!("{unknown} (`heaplight rules` lists them all)")));
    };
    writeln!(out, "# {}\n\n{}\n\n{}", rule.name, rule.summary, rule.docs.trim())?;
    if let [first, ..] = codes(rule.name) {
        let all = codes(rule.name).join("`, `");
        writeln!(out, "\nNear to ruff's `{all}`: `# noqa: {first}` hides it, too.")?;
    }
    Ok(Exit::Clean)
}
