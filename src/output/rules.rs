//! The rules there are, as a page and as JSON.

use std::io::{self, Write};

use serde_json::json;

use crate::{
    rules,
    suppression::{REVIEWS, codes},
};

/// Schema `heaplight.rules/1`.
pub fn rules_json(out: &mut dyn Write) -> io::Result<()> {
    let rules = rules::all().map(|rule| {
        json!({
            "name": rule.name, "group": rule.group.name(), "severity": rule.severity.name(), "summary": rule.summary,
            "noqa": codes(rule.name),
        })
    });
    let reviews = REVIEWS.iter().map(|review| {
        json!({ "name": review.name, "group": "syntax", "severity": review.severity.name(), "summary": review.summary })
    });
    let document = json!({ "schema": "heaplight.rules/1", "rules": rules.chain(reviews).collect::<Vec<_>>() });
    serde_json::to_writer_pretty(&mut *out, &document)?;
    writeln!(out)
}

/// A table of all rules, then the documentation of each.
pub fn rules_markdown(out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "# Rules\n\nPrinted by `heaplight rules --output-format markdown`.\n")?;
    writeln!(out, "| rule | group | by default | what it finds |\n|---|---|---|---|")?;
    for rule in rules::all() {
        let (name, group, level) = (rule.name, rule.group.name(), rule.severity.name());
        writeln!(out, "| [{name}](#{name}) | {group} | {level} | {} |", cell(rule.summary))?;
    }
    for review in REVIEWS {
        let (name, level) = (review.name, review.severity.name());
        writeln!(out, "| [{name}](#{name}) | comments | {level} | {} |", cell(review.summary))?;
    }
    for rule in rules::all() {
        writeln!(out, "\n## {}\n\n{}\n", rule.name, rule.summary)?;
        if let [first, ..] = codes(rule.name) {
            let all = codes(rule.name).join("`, `");
            writeln!(out, "Near to ruff's `{all}`: `# noqa: {first}` hides it, too.\n")?;
        }
        // The sections of a rule are one step deeper here.
        let mut in_code = false;
        for line in rule.docs.trim().lines() {
            in_code ^= line.starts_with("```");
            let deeper = if line.starts_with('#') && !in_code { "#" } else { "" };
            writeln!(out, "{deeper}{line}")?;
        }
    }
    for review in REVIEWS {
        writeln!(out, "\n## {}\n\n{}\n\n{}", review.name, review.summary, review.docs)?;
    }
    Ok(())
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}
