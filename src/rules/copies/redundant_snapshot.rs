use crate::diagnostic::{Diagnostic, Fix, Group, Related, Remedy, Severity, Verdict};
use crate::facts::{Deeds, Elements, Facts, ObjectStory, Origin};
use crate::rules::Rule;
use crate::rules::materialisation::life::{Life, Reader};

pub(super) static RULE: Rule = Rule {
    name: "redundant-snapshot",
    group: Group::Copies,
    severity: Severity::Info,
    summary: "A loop runs over a copy although nothing in it can change the original.",
    docs: include_str!("redundant_snapshot.md"),
    check,
};

fn check(facts: &Facts, out: &mut Vec<Diagnostic>) {
    out.extend(facts.objects.iter().filter_map(|object| finding(facts, object)));
}

fn finding(facts: &Facts, object: &ObjectStory) -> Option<Diagnostic> {
    if object.origin != Origin::Materialised || object.type_name != "list" {
        return None;
    }
    let life = Life::of(facts, object)?;
    let Reader::Loop { body } = life.reader else { return None };
    // A list of something lazy is another rule's.
    if life.is_of_fresh_elements() || !life.names.is_empty() || life.event.in_call || life.is_small(Elements::Kept) {
        return None;
    }
    let touch = life.made.code.touch_within(body);
    let foreign = touch.deeds.intersects(Deeds::UNKNOWN | Deeds::CHANGES | Deeds::SUSPENDS)
        || touch.changes.iter().any(|&id| facts.story_of(id, object.of).is_none());
    if foreign || !life.may_be_lazy(facts) {
        return None;
    }
    let fix = Fix::with_care(Remedy::DropCall { call: object.made }, "another thread may change the original");
    Some(Diagnostic {
        rule: RULE.name,
        group: RULE.group,
        severity: RULE.severity,
        verdict: Verdict::Likely,
        message: "the loop changes nothing it runs over: the copy is not needed".to_owned(),
        primary: object.made,
        related: vec![Related { span: life.event.span, message: "the loop runs over the copy".to_owned() }],
        fixes: vec![fix],
    })
}
