use crate::diagnostic::{Diagnostic, Group, Related, Severity, Verdict};
use crate::facts::{EventOf, Facts, ObjectStory, Origin, StoryEvent, Through};
use crate::rules::Rule;

pub(super) static RULE: Rule = Rule {
    name: "class-attr-augassign-split",
    group: Group::Defaults,
    severity: Severity::Info,
    summary: "`self.items += ...` changes the object of the class and binds it to the instance as well.",
    docs: include_str!("class_attr_augassign_split.md"),
    check,
};

fn check(facts: &Facts, out: &mut Vec<Diagnostic>) {
    out.extend(facts.objects.iter().filter_map(finding));
}

fn finding(object: &ObjectStory) -> Option<Diagnostic> {
    let Origin::ClassAttribute(of) = &object.origin else { return None };
    let through_instance = EventOf::Fetched { through: Through::Instance };
    let (at, changed) = object.events.iter().enumerate().find(|(_, e)| is_in_place(e))?;
    let reached = object.events[..at].iter().any(|e| e.kind == through_instance);
    // The result goes back where the operand came from: the next instructions store it.
    let next = |e: &StoryEvent| e.code == changed.code && changed.pc < e.pc && e.pc <= changed.pc + 2;
    let bound = object.events[at..].iter().any(|e| e.kind == EventOf::Stored && next(e));
    if !reached || !bound {
        return None;
    }
    let (class, attribute, ty) = (&of.class, &of.attribute, &object.type_name);
    Some(Diagnostic {
        rule: RULE.name,
        group: RULE.group,
        severity: RULE.severity,
        verdict: if changed.certain { Verdict::Proved } else { Verdict::Likely },
        message: format!("changes the {ty} of class `{class}` and binds it as the instance's `{attribute}`, too"),
        primary: changed.span,
        related: vec![Related { span: of.made, message: format!("the {ty} that all instances share") }],
        fixes: Vec::new(),
    })
}

/// `+=` and the like, where they change a list, set, dict or bytearray in place.
fn is_in_place(e: &StoryEvent) -> bool {
    matches!(&e.kind, EventOf::Mutated { how } if matches!(how.as_str(), "+=" | "*=" | "|=" | "&=" | "-=" | "^="))
}
