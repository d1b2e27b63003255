use crate::diagnostic::{Diagnostic, Fix, Group, Related, Remedy, Severity, Verdict};
use crate::facts::{EventOf, Facts, ObjectStory, Origin, StoryEvent};
use crate::rules::Rule;

pub(super) static RULE: Rule = Rule {
    name: "exhausted-iterator-default",
    group: Group::Defaults,
    severity: Severity::Warning,
    summary: "A default is an iterator that the function runs over: later calls find nothing in it.",
    docs: include_str!("exhausted_iterator_default.md"),
    check,
};

fn check(facts: &Facts, out: &mut Vec<Diagnostic>) {
    out.extend(facts.objects.iter().filter_map(|object| finding(facts, object)));
}

fn finding(facts: &Facts, object: &ObjectStory) -> Option<Diagnostic> {
    let Origin::Default { parameter, default_span, outer_name: None, iterator: true, .. } = &object.origin else {
        return None;
    };
    // `itertools.count()` goes on for ever: that is what it is for.
    if matches!(object.type_name.as_str(), "count" | "cycle" | "repeat") {
        return None;
    }
    let used = object.events.iter().find(|e| e.certain && runs_over(e))?;
    Some(Diagnostic {
        rule: RULE.name,
        group: RULE.group,
        severity: RULE.severity,
        verdict: Verdict::Proved,
        message: format!(
            "default iterator of `{parameter}` is used up on line {}: once for all calls",
            facts.line_from(*default_span, used.span)
        ),
        primary: *default_span,
        related: vec![Related { span: used.span, message: "the next call goes on where this one stopped".to_owned() }],
        fixes: vec![Fix::with_care(
            Remedy::GeneratorToList { generator: *default_span },
            "the items are made when `def` runs",
        )],
    })
}

/// A `for` loop, or a builtin that takes item after item, perhaps later: `zip(labels, rows)`. `next` alone takes one on
/// purpose.
fn runs_over(e: &StoryEvent) -> bool {
    match &e.kind {
        EventOf::Iterated => true,
        EventOf::Consumed { by, .. } => by != "next",
        EventOf::Drawn { by } => by != "iter",
        _ => false,
    }
}
