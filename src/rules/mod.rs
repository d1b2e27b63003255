//! One file per rule in the folder of its group, and the registry of them. Rules see facts, never trees or text, and
//! never each other.

mod again;
mod check;
mod copies;
mod cycles;
mod defaults;
mod footprint;
mod growth;
mod materialisation;
mod retention;
mod sharing;

use crate::{
    config::Selection,
    diagnostic::{Diagnostic, Group, Severity},
    facts::{Demand, Facts},
};

use rustc_hash::FxHashSet;

pub use again::{Found, find_again};
pub use check::{Checked, PARSER_RULES, SYNTAX_ERROR, add_errors, check_text, finish};

/// A question that is asked of the facts of every file.
#[derive(Debug)]
pub struct Rule {
    /// Kebab-case, the name in `--select` and in suppression comments.
    pub name: &'static str,
    pub group: Group,
    /// How loud it is where no setting says otherwise; `Off` for rules that must be asked for.
    pub severity: Severity,
    /// One line.
    pub summary: &'static str,
    /// Markdown: what, why, when it is silent, examples.
    pub docs: &'static str,
    pub check: fn(&Facts, &mut Vec<Diagnostic>),
}

/// The rules of each group, in the order of [`Group::ALL`].
static GROUPS: &[&[&Rule]] = &[
    defaults::RULES,
    sharing::RULES,
    retention::RULES,
    materialisation::RULES,
    copies::RULES,
    cycles::RULES,
    growth::RULES,
    footprint::RULES,
];

/// All rules, in the order of their groups.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    GROUPS.iter().copied().flatten().copied()
}

/// What has to be known for the selected rules: nothing is looked at for a rule that nobody asked for.
#[must_use]
pub fn demand(selection: &Selection) -> Demand {
    let asked = |rule: &Rule| selection.severity(rule.name, rule.group, rule.severity) != Severity::Off;
    let on_request = all().filter(|rule| rule.severity == Severity::Off);
    if on_request.into_iter().any(asked) { Demand::EveryRule } else { Demand::Rules }
}

/// What the selected rules find, in no particular order.
#[must_use]
pub fn run(facts: &Facts, selection: &Selection) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for rule in all() {
        let severity = selection.severity(rule.name, rule.group, rule.severity);
        if severity == Severity::Off {
            continue;
        }
        let first = found.len();
        (rule.check)(facts, &mut found);
        // A rule may be less sure of a finding than of most; what the user asks for stands.
        if severity != rule.severity {
            found[first..].iter_mut().for_each(|diagnostic| diagnostic.severity = severity);
        }
        // One cause, one finding: a helper is seen on its own and in each call.
        let mut seen = FxHashSet::default();
        let mut at = 0;
        found.retain(|d: &Diagnostic| {
            at += 1;
            let new = seen.insert(d.primary);
            at <= first || new
        });
    }
    found
}

/// Every rule's name, for looking up what a user wrote.
#[must_use]
pub fn names() -> Vec<&'static str> {
    all().map(|rule| rule.name).collect()
}
