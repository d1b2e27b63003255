//! Applying the fixes of a text, again and again, until there is nothing left to apply.

use std::collections::BTreeMap;

use super::{apply_edits, edits::collide};
use crate::{
    diagnostic::{Applicability, Diagnostic, Edit, Fix},
    syntax::{self, Source},
};

/// More rounds than any real text needs; fixes that undo each other end here.
const MAX_ROUNDS: usize = 32;

/// How often a rule was fixed, and how.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Applied {
    pub rule: &'static str,
    pub title: String,
    pub times: usize,
}

/// A text after its fixes.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Fixed {
    pub text: String,
    /// By rule and title.
    pub applied: Vec<Applied>,
}

/// Applies what `lint` finds and `wanted` admits. The result parses where the text did: a fix that breaks it is a bug,
/// and is left out.
#[must_use]
pub fn fix_text(source: Source<'_>, wanted: &[Applicability], lint: impl Fn(&str) -> Vec<Diagnostic>) -> Fixed {
    let mut fixed = Fixed { text: source.text.to_owned(), applied: Vec::new() };
    let mut applied: BTreeMap<(&'static str, String), usize> = BTreeMap::new();
    for _ in 0..MAX_ROUNDS {
        let found = lint(&fixed.text);
        let chosen = sound(Source { text: &fixed.text, ..source }, choose(&found, wanted));
        let edits: Vec<Edit> = chosen.iter().flat_map(|(_, fix)| fix.edits.clone()).collect();
        let next = apply_edits(&fixed.text, &edits);
        if next == fixed.text {
            break;
        }
        for (rule, fix) in chosen {
            *applied.entry((rule, fix.title.clone())).or_default() += 1;
        }
        fixed.text = next;
    }
    let one = |((rule, title), times)| Applied { rule, title, times };
    fixed.applied = applied.into_iter().map(one).collect();
    fixed
}

/// The first wanted fix of each finding, unless it is too near to one that is already chosen.
fn choose<'d>(found: &'d [Diagnostic], wanted: &[Applicability]) -> Vec<(&'static str, &'d Fix)> {
    let mut chosen: Vec<(&'static str, &Fix)> = Vec::new();
    for diagnostic in found {
        let Some(fix) = diagnostic.fixes.iter().find(|fix| wanted.contains(&fix.applicability)) else { continue };
        if !chosen.iter().any(|(_, other)| collide(&other.edits, &fix.edits)) {
            chosen.push((diagnostic.rule, fix));
        }
    }
    chosen
}

/// Those that leave the text as good as it was: all of them, else those that do so alone.
fn sound<'d>(source: Source<'_>, chosen: Vec<(&'static str, &'d Fix)>) -> Vec<(&'static str, &'d Fix)> {
    if chosen.is_empty() {
        return chosen;
    }
    let errors = |text: &str| syntax::parse_as(text, source.kind).errors.len();
    let before = errors(source.text);
    let breaks = |fixes: &[(&'static str, &Fix)]| {
        let edits: Vec<Edit> = fixes.iter().flat_map(|(_, fix)| fix.edits.clone()).collect();
        errors(&apply_edits(source.text, &edits)) > before
    };
    if !breaks(&chosen) {
        return chosen;
    }
    let alone: Vec<_> = chosen.into_iter().filter(|fix| !breaks(&[*fix])).collect();
    if breaks(&alone) { alone.into_iter().take(1).collect() } else { alone }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        diagnostic::{Group, Severity, Verdict},
        fixes::edits,
        syntax::SourceKind,
        text::Span,
    };

    fn finding(applicability: Applicability, edits: Vec<Edit>) -> Diagnostic {
        let primary = edits.first().map_or(Span::default(), |edit| edit.span);
        let fix = Fix::realised(applicability, "t".into(), edits);
        Diagnostic {
            rule: "r",
            group: Group::Copies,
            severity: Severity::Warning,
            verdict: Verdict::Proved,
            message: String::new(),
            primary,
            related: Vec::new(),
            fixes: vec![fix],
        }
    }

    fn module(text: &str) -> Source<'_> {
        Source { text, kind: SourceKind::Module }
    }

    /// Each `a` should be a `b`.
    fn a_to_b(text: &str) -> Vec<Diagnostic> {
        let places = text.match_indices('a').map(|(at, _)| Span::new(at as u32, at as u32 + 1));
        places.map(|place| finding(Applicability::Safe, vec![edits::replace(place, "b")])).collect()
    }

    #[test]
    fn near_edits_wait_for_the_next_round() {
        let fixed = fix_text(module("aaa + a"), &[Applicability::Safe], a_to_b);
        assert_eq!(fixed.text, "bbb + b");
        assert_eq!(fixed.applied, [Applied { rule: "r", title: "t".into(), times: 4 }]);
    }

    #[test]
    fn only_what_is_wanted() {
        assert_eq!(fix_text(module("a"), &[Applicability::Unsafe, Applicability::BugFix], a_to_b).text, "a");
        assert_eq!(fix_text(module("a"), &[], a_to_b).applied, []);
    }

    #[test]
    fn fixes_that_undo_each_other_end() {
        let swap = |text: &str| {
            let other = if text == "a" { "b" } else { "a" };
            vec![finding(Applicability::Safe, vec![edits::replace(Span::new(0, 1), other)])]
        };
        assert!(matches!(fix_text(module("a"), &[Applicability::Safe], swap).text.as_str(), "a" | "b"));
    }

    #[test]
    fn what_does_not_parse_is_left_out() {
        let lint = |text: &str| {
            let mut found = a_to_b(text);
            let at = text.find('+').unwrap_or_default() as u32;
            found.push(finding(Applicability::Safe, vec![edits::replace(Span::new(at, at + 1), ")")]));
            found
        };
        assert_eq!(fix_text(module("a + c"), &[Applicability::Safe], lint).text, "b + c");
    }
}
