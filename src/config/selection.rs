//! Which rules run, and how loud they are.

use super::UnknownName;
use crate::diagnostic::{Group, Severity};

/// What `select` and `ignore` leave on, and how loud it is. The default leaves every rule as it is by itself.
///
/// What is named more exactly wins: a rule over its group, a group over `all`; at the same exactness `ignore` wins.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Selection {
    /// `None`: the default set.
    pub select: Option<Vec<Selector>>,
    pub ignore: Vec<Selector>,
    /// How loud rules are that run. A rule that is named here runs, unless a `select` on top of this leaves it out.
    pub severities: Vec<(Selector, Severity)>,
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

    /// The word that selects it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Group(group) => group.name(),
            Self::Rule(rule) => rule,
        }
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
        // Of equally exact ones the last.
        let level = self.severities.iter().filter(|(s, _)| s.matches(rule, group)).max_by_key(|(s, _)| *s).copied();
        let ignored = best(&self.ignore);
        let selected = match &self.select {
            Some(select) => best(select),
            None if default != Severity::Off => Some(Selector::All),
            None => None,
        };
        // Naming the rule itself asks for it; naming its group does not ask for those that are off by themselves.
        let asked = match level {
            Some((Selector::Rule(name), level)) if self.select.is_none() && level != Severity::Off => {
                selected.max(Some(Selector::Rule(name)))
            }
            _ => selected,
        };
        match asked {
            Some(asked) if ignored.is_none_or(|ignored| ignored < asked) => match (level, default) {
                (Some((_, level)), _) => level,
                (None, Severity::Off) => Severity::Warning,
                (None, severity) => severity,
            },
            _ => Severity::Off,
        }
    }

    /// This selection with another one on top, as command-line options are on top of a file. A new `select` starts
    /// afresh, but for how loud rules are; a new `ignore` or severity alone is added.
    #[must_use]
    pub fn overridden_by(&self, top: &Self) -> Self {
        let severities = self.severities.iter().chain(&top.severities).copied().collect();
        if top.select.is_some() {
            return Self { severities, ..top.clone() };
        }
        let ignore = self.ignore.iter().chain(&top.ignore).copied().collect();
        let asked = top.severities.iter().filter(|(_, level)| *level != Severity::Off).map(|(selector, _)| *selector);
        let select = self.select.as_ref().map(|select| select.iter().copied().chain(asked).collect());
        Self { select, ignore, severities }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULES: &[&str] = &["repeated-mutable-sequence", "mutable-default-mutated"];

    fn selection(select: Option<&[&str]>, ignore: &[&str]) -> Selection {
        let parse = |words: &[&str]| words.iter().map(|word| Selector::parse(word, RULES).unwrap()).collect();
        Selection { select: select.map(parse), ignore: parse(ignore), severities: Vec::new() }
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
    fn a_severity_is_set_by_rule_and_by_group() {
        let levels = |levels: &[(&str, Severity)]| {
            let severities =
                levels.iter().map(|(word, level)| (Selector::parse(word, RULES).unwrap(), *level)).collect();
            Selection { severities, ..Selection::default() }
        };
        let rule = "mutable-default-mutated";
        let (off, error, info) = (Severity::Off, Severity::Error, Severity::Info);
        assert_eq!(severity(&levels(&[(rule, error)]), Severity::Warning), error);
        assert_eq!(severity(&levels(&[(rule, error)]), off), error, "naming a rule turns it on");
        assert_eq!(severity(&levels(&[("defaults", error)]), off), off, "naming its group does not");
        assert_eq!(severity(&levels(&[("defaults", error), (rule, info), ("all", off)]), Severity::Warning), info);
        assert_eq!(severity(&levels(&[(rule, off)]), error), off);

        let loud = levels(&[(rule, error)]);
        assert_eq!(severity(&loud.overridden_by(&selection(None, &[rule])), error), off);
        assert_eq!(severity(&loud.overridden_by(&selection(Some(&["sharing"]), &[])), error), off);
        assert_eq!(severity(&loud.overridden_by(&selection(Some(&["all"]), &[])), Severity::Warning), error);
        assert_eq!(severity(&selection(Some(&["sharing"]), &[]).overridden_by(&loud), Severity::Warning), error);
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
