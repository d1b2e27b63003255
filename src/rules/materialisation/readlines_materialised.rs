use super::life::{Life, Reader};
use crate::diagnostic::{Diagnostic, Fix, Group, Related, Remedy, Severity, Verdict};
use crate::facts::{Drain, Facts, ObjectStory, Origin};
use crate::rules::Rule;

pub(super) static RULE: Rule = Rule {
    name: "readlines-materialised",
    group: Group::Materialisation,
    severity: Severity::Warning,
    summary: "All lines of a file are held for one pass over them: a file gives its lines one by one.",
    docs: include_str!("readlines_materialised.md"),
    check,
};

fn check(facts: &Facts, out: &mut Vec<Diagnostic>) {
    out.extend(facts.objects.iter().filter_map(|object| finding(facts, object)));
}

fn finding(facts: &Facts, object: &ObjectStory) -> Option<Diagnostic> {
    let Origin::Lines { how } = &object.origin else { return None };
    let life = Life::of(facts, object)?;
    let stops = matches!(life.reader, Reader::Aggregate { drain: Drain::Partial, .. } | Reader::Length | Reader::First);
    // `sys.argv[1:] or sys.stdin.readlines()`: the other one is no file.
    let splits = how.starts_with(".read()");
    if stops || !life.event.certain || !life.leaves_the_file_alone() || splits && life.wants_the_whole_text(facts) {
        return None;
    }
    Some(Diagnostic {
        rule: RULE.name,
        group: RULE.group,
        severity: RULE.severity,
        verdict: Verdict::Likely,
        message: format!("`{how}` holds the whole file for one pass: loop over the file itself"),
        primary: object.made,
        related: vec![Related { span: life.event.span, message: "the lines are read here, once".to_owned() }],
        fixes: fix(object, how).into_iter().collect(),
    })
}

/// `read().splitlines()` gives other lines than the file.
fn fix(object: &ObjectStory, how: &str) -> Option<Fix> {
    let remedy = Remedy::DropCall { call: object.made };
    let whole = matches!(how, ".readlines()" | "list()");
    whole.then(|| Fix::with_care(remedy, "what is no file may have `readlines` and no lines to loop over"))
}
