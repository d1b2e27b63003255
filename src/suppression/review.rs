//! What is wrong with a comment that should hide findings.

use super::{invalid, unknown};
use crate::{
    annotations::HintKind,
    config::Selection,
    diagnostic::{Diagnostic, Fix, Group, Remedy, Severity, Verdict},
    rules,
    syntax::{Suppression, SuppressionKind},
    text::Span,
};

/// A check of comments. It is no memory rule, but is selected like one.
#[derive(Debug)]
pub struct Review {
    pub name: &'static str,
    pub severity: Severity,
    pub summary: &'static str,
    pub docs: &'static str,
}

pub static UNUSED_IGNORE: Review = Review {
    name: "unused-ignore",
    severity: Severity::Warning,
    summary: "A comment ignores a rule that has nothing to say there.",
    docs: "`# heaplight: ignore[rule]` where the rule finds nothing: the code was mended, or the comment stands on the wrong \
           line; or there is nothing between the brackets. The fix removes the name, and with the last name the comment. Rules that do not run are not judged.",
};

pub static UNKNOWN_RULE: Review = Review {
    name: "unknown-rule",
    severity: Severity::Warning,
    summary: "A comment ignores a rule that does not exist.",
    docs: "`# heaplight: ignore[rule]` with a name that no rule, group or hint has. The fix writes the nearest name, or \
           removes it where none is near.",
};

pub static BLANKET_IGNORE: Review = Review {
    name: "blanket-ignore",
    severity: Severity::Info,
    summary: "A comment ignores every rule, also those that will be found tomorrow.",
    docs: "`# heaplight: ignore` without `[rule]`. The fix names the rules that it hides today.",
};

pub static INVALID_IGNORE: Review = Review {
    name: "invalid-ignore",
    severity: Severity::Warning,
    summary: "A comment that should ignore something is not understood, so that it hides nothing.",
    docs: "`# heaplight: ignroe[rule]`, or `# heaplight: ignore[rule` without the bracket at its end. The fix writes what was \
           probably meant. Other words after `# heaplight:` are left alone.",
};

pub static REVIEWS: [&Review; 4] = [&UNUSED_IGNORE, &UNKNOWN_RULE, &BLANKET_IGNORE, &INVALID_IGNORE];

pub(super) fn review(
    text: &str,
    comment: &Suppression,
    hidden: &[(&'static str, Group)],
    selection: &Selection,
) -> Vec<Diagnostic> {
    let comment = Comment { text, comment, hidden, selection };
    match &comment.comment.names {
        None if comment.comment.kind == SuppressionKind::Invalid => comment.invalid().into_iter().collect(),
        None => comment.blanket().into_iter().collect(),
        Some(names) if names.is_empty() => comment.empty().into_iter().collect(),
        Some(names) => names.iter().filter_map(|(name, place)| comment.named(name, *place)).collect(),
    }
}

struct Comment<'a> {
    text: &'a str,
    comment: &'a Suppression,
    hidden: &'a [(&'static str, Group)],
    selection: &'a Selection,
}

impl Comment<'_> {
    fn blanket(&self) -> Option<Diagnostic> {
        let (place, word) = (self.place(), self.word());
        if self.hidden.is_empty() {
            // Hints are not known here, nor what rules would find that do not run.
            return None;
        }
        let mut names: Vec<&str> = self.hidden.iter().map(|(rule, _)| *rule).collect();
        names.sort_unstable();
        names.dedup();
        let message = format!("`{word}` hides every rule: name those that are meant");
        let fix = Fix::safe(self.rewrite(&names));
        self.finding(&BLANKET_IGNORE, message, place, vec![fix])
    }

    fn empty(&self) -> Option<Diagnostic> {
        let message = format!("`{}[]` names no rule: this comment hides nothing", self.word());
        self.finding(&UNUSED_IGNORE, message, self.place(), vec![Fix::safe(self.rewrite(&[]))])
    }

    fn invalid(&self) -> Option<Diagnostic> {
        let place = self.place();
        let found = invalid::diagnose(&self.text[place.start as usize..place.end as usize])?;
        let mend =
            |text| Fix::with_care(Remedy::RewriteComment { comment: place, text }, "it need not be what was meant");
        self.finding(&INVALID_IGNORE, found.message, place, found.mended.map(mend).into_iter().collect())
    }

    fn named(&self, name: &str, place: Span) -> Option<Diagnostic> {
        if let Some(unknown) = unknown(name) {
            let fix = match unknown.nearest() {
                Some(nearest) => {
                    Fix::with_care(self.renamed(name, nearest), "the nearest name need not be the one meant")
                }
                None => Fix::safe(self.without(name)),
            };
            return self.finding(&UNKNOWN_RULE, unknown.to_string(), place, vec![fix]);
        }
        let used = self.hidden.iter().any(|(rule, group)| *rule == name || group.name() == name);
        let runs = rules::all().any(|rule| {
            let on = self.selection.severity(rule.name, rule.group, rule.severity) != Severity::Off;
            on && rule.name == name
        });
        let is_hint = HintKind::ALL.iter().any(|hint| hint.name() == name);
        if used || !runs || is_hint {
            return None;
        }
        let message = format!("`{name}` finds nothing here: the comment is not needed");
        self.finding(&UNUSED_IGNORE, message, place, vec![Fix::safe(self.without(name))])
    }

    fn finding(&self, review: &Review, message: String, primary: Span, fixes: Vec<Fix>) -> Option<Diagnostic> {
        let severity = self.selection.severity(review.name, Group::Syntax, review.severity);
        (severity != Severity::Off).then(|| Diagnostic {
            rule: review.name,
            group: Group::Syntax,
            severity,
            verdict: Verdict::Proved,
            message,
            primary,
            related: Vec::new(),
            fixes,
        })
    }

    /// The comment without the white space that follows it.
    fn place(&self) -> Span {
        let Span { start, end } = self.comment.comment;
        let part = &self.text[start as usize..end as usize];
        Span::new(start, start + part.trim_end().len() as u32)
    }

    fn word(&self) -> &'static str {
        match self.comment.kind {
            SuppressionKind::FileIgnore => "file-ignore",
            _ => "ignore",
        }
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        self.comment.names.iter().flatten().map(|(name, _)| name.as_str())
    }

    fn without(&self, name: &str) -> Remedy {
        let left: Vec<&str> = self.names().filter(|other| *other != name).collect();
        self.rewrite(&left)
    }

    fn renamed(&self, name: &str, to: &str) -> Remedy {
        let names: Vec<&str> = self.names().map(|other| if other == name { to } else { other }).collect();
        self.rewrite(&names)
    }

    /// The same comment with other names; without names it goes.
    fn rewrite(&self, names: &[&str]) -> Remedy {
        let place = self.place();
        let old = &self.text[place.start as usize..place.end as usize];
        let reason = match old.split_once(']') {
            Some((_, reason)) if self.comment.names.is_some() => reason,
            _ => old.split_once(self.word()).map_or("", |(_, reason)| reason),
        };
        let text = match names {
            [] => String::new(),
            names => format!("# heaplight: {}[{}]{reason}", self.word(), names.join(", ")),
        };
        Remedy::RewriteComment { comment: place, text }
    }
}
