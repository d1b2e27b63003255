//! Which rules run, and how loud they are.

use super::UnknownName;
use crate::diagnostic::{Group, Severity};

/// What `select` and `ignore` leave on. The default leaves every rule as it is by itself.
///
/// What is named more exactly wins: a rule over its group, a group over `all`; at the same exactness `ignore` wins.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Selection {
    /// `None`: the default set.
    pub select: Option<Vec<Selector>>,
    pub ignore: Vec<Selector>,
}

/// One word of `select` or `ignore`. The order is that of exactness.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Selector {
    All,
    Group(Group),
    Rule(&'static str),
}

impl Selector {
    /// `rules` are the names there are.
    pub fn parse(word: &str, rules: &[&'static str]) -> Result<Self, UnknownName> {
        if word == "all" {
            return Ok(Self::All);
        }
        if let Some(group) = Group::ALL.into_iter().find(|group| group.name() == word) {
            return Ok(Self::Group(group));
        }
        if let Some(rule) = rules.iter().find(|rule| **rule == word) {
            return Ok(Self::Rule(rule));
        }
        let groups = Group::ALL.iter().map(|group| group.name());
        Err(UnknownName::new("rule or group", word, rules.iter().copied().chain(groups).chain(["all"])))
    }

    fn matches(self, rule: &str, group: Group) -> bool {
        match self {
            Self::All => true,
            Self::Group(selected) => selected == group,
            Self::Rule(selected) => selected == rule,
        }
    }
}

impl Selection {
    /// How loud `rule` is here. `default` is how loud it is by itself; a rule that is off by itself and is selected
    /// is a warning.
    #[must_use]
    pub fn severity(&self, rule: &str, group: Group, default: Severity) -> Severity {
        let best = |selectors: &[Selector]| selectors.iter().copied().filter(|s| s.matches(rule, group)).max();
        let ignored = best(&self.ignore);
        let Some(select) = &self.select else {
            return if ignored.is_some() { Severity::Off } else { default };
        };
        match best(select) {
            Some(selected) if ignored.is_none_or(|ignored| ignored < selected) => match default {
                Severity::Off => Severity::Warning,
                severity => severity,
            },
            _ => Severity::Off,
        }
    }

    /// This selection with another one on top, as command-line options are on top of a file. A new `select` starts
    /// afresh; a new `ignore` alone is added.
    #[must_use]
    pub fn overridden_by(&self, top: &Self) -> Self {
        if top.select.is_some() {
            return top.clone();
        }
        let ignore = self.ignore.iter().chain(&top.ignore).copied().collect();
        Self { select: self.select.clone(), ignore }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULES: &[&str] = &["repeated-mutable-sequence", "mutable-default-mutated"];

    fn selection(select: Option<&[&str]>, ignore: &[&str]) -> Selection {
        let parse = |words: &[&str]| words.iter().map(|word| Selector::parse(word, RULES).unwrap()).collect();
        Selection { select: select.map(parse), ignore: parse(ignore) }
    }

    fn severity(selection: &Selection, default: Severity) -> Severity {
        selection.severity("mutable-default-mutated", Group::Defaults, default)
    }

    #[test]
    fn by_default_a_rule_is_as_loud_as_it_is() {
        let all = selection(None, &[]);
        assert_eq!(severity(&all, Severity::Error), Severity::Error);
        assert_eq!(severity(&all, Severity::Off), Severity::Off);
        assert_eq!(severity(&selection(None, &["defaults"]), Severity::Error), Severity::Off);
    }

    #[test]
    fn what_is_selected_runs_and_nothing_else() {
        let chosen = selection(Some(&["mutable-default-mutated"]), &[]);
        assert_eq!(severity(&chosen, Severity::Off), Severity::Warning);
        assert_eq!(severity(&chosen, Severity::Info), Severity::Info);
        assert_eq!(severity(&selection(Some(&["sharing"]), &[]), Severity::Error), Severity::Off);
    }

    #[test]
    fn the_more_exact_name_wins_and_ignore_wins_a_tie() {
        let on = |select: &[&str], ignore: &[&str]| severity(&selection(Some(select), ignore), Severity::Error);
        assert_eq!(on(&["mutable-default-mutated"], &["defaults"]), Severity::Error);
        assert_eq!(on(&["defaults"], &["mutable-default-mutated"]), Severity::Off);
        assert_eq!(on(&["all"], &["sharing"]), Severity::Error);
        assert_eq!(on(&["all"], &["all"]), Severity::Off);
    }

    #[test]
    fn the_command_line_is_on_top_of_the_file() {
        let file = selection(Some(&["defaults"]), &["mutable-default-mutated"]);
        let afresh = selection(Some(&["mutable-default-mutated"]), &[]);
        assert_eq!(file.overridden_by(&afresh), afresh);
        let more = file.overridden_by(&selection(None, &["sharing"]));
        assert_eq!(more, selection(Some(&["defaults"]), &["mutable-default-mutated", "sharing"]));
    }

    #[test]
    fn an_unknown_name_brings_the_nearest() {
        let message = |word| Selector::parse(word, RULES).unwrap_err().to_string();
        assert_eq!(
            message("mutable-defaults-mutated"),
            "unknown rule or group `mutable-defaults-mutated`: did you mean `mutable-default-mutated`?"
        );
        assert_eq!(message("B006"), "unknown rule or group `B006`");
    }
}
