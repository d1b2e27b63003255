use crate::diagnostic::{Diagnostic, Fix, Group, Related, Remedy, Severity, Verdict};
use crate::facts::{CodeInfo, Facts, Place};
use crate::rules::Rule;
use crate::text::Span;

pub(super) static RULE: Rule = Rule {
    name: "loop-var-pins-last",
    group: Group::Retention,
    severity: Severity::Info,
    summary: "A worker holds the last item, which it is done with, while it waits for the next one.",
    docs: include_str!("loop_var_pins_last.md"),
    check,
};

/// Calls that wait for an item and give it.
const GIVE: &[&str] = &["get"];

fn check(facts: &Facts, out: &mut Vec<Diagnostic>) {
    for code in facts.codes().iter().filter(|c| !c.is_module && !c.is_class) {
        out.extend(code.waits.iter().filter_map(|(pc, what)| finding(facts, code, *pc, what)));
    }
}

fn finding(facts: &Facts, code: &CodeInfo, pc: u32, what: &str) -> Option<Diagnostic> {
    let wait = Place { code, pc };
    if !GIVE.contains(&what) || !wait.is_in_loop() || is_asked_first(wait) {
        return None;
    }
    // `item = queue.get()`
    let (store, name) = code.stores.iter().find(|(at, _)| *at == pc + 1)?;
    let taken = Place { code, pc: *store };
    if code.shared.contains(name) || code.stores.iter().any(|(at, n)| n == name && at != store) {
        return None;
    }
    let used = |at: u32| taken.may_lead_to(Place { code, pc: at }) && Place { code, pc: at }.may_lead_to(wait);
    let uses = code.loads.iter().zip(&code.load_spans).filter(|((at, n), _)| n == name && used(*at));
    let (last, span) = uses.map(|((at, _), span)| (*at, *span)).max_by_key(|(at, _)| *at)?;
    let primary = facts.span_at(wait)?;
    let line = facts.line_from(primary, span);
    Some(Diagnostic {
        rule: RULE.name,
        group: RULE.group,
        severity: RULE.severity,
        verdict: Verdict::Likely,
        message: format!("`{name}`, last used on line {line}, is held while `{what}()` waits for the next one"),
        primary,
        related: vec![Related { span, message: "last used here".to_owned() }],
        fixes: fix(taken, last, span, name).into_iter().collect(),
    })
}

/// `del` after the last use, where each round comes there.
fn fix(taken: Place<'_>, last: u32, span: Span, name: &str) -> Option<Fix> {
    let at_end = Place { pc: last, ..taken };
    let remedy = Remedy::DeleteName { name: name.to_owned(), after: span };
    taken.leads_straight_to(at_end).then(|| Fix::safe(remedy))
}

/// `while not queue.empty(): item = queue.get()` does not wait.
fn is_asked_first(wait: Place<'_>) -> bool {
    let reads = &wait.code.reads;
    let before = reads.iter().rev().filter(|(at, _)| *at < wait.pc);
    let Some(receiver) = before.into_iter().find_map(|(_, path)| path.strip_suffix(".get")) else { return false };
    let asks = |path: &str| path.strip_prefix(receiver).is_some_and(|rest| matches!(rest, "" | ".empty" | ".qsize"));
    let around = |pc: u32| {
        let at = Place { pc, ..wait };
        at.may_lead_to(wait) && wait.may_lead_to(at)
    };
    reads.iter().any(|(at, path)| asks(path) && around(*at))
}
