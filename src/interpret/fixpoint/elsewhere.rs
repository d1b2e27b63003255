//! What is done to attributes of instances that are not followed: `basket.items.append(x)`, where `basket` may be of a
//! class in view that keeps a default in `items`.

use crate::bytecode::{Code, CodeId, Instr, Name, Op};
use crate::cpython::effects::is_mutator;
use crate::interpret::Machine;
use crate::interpret::story::{EventOf, Measure, Origin, StoryEvent};
use crate::semantic::{Bindings, Interest, ScopeId, ScopeKind};
use rustc_hash::FxHashSet;

/// A place that changes in place what an attribute holds.
struct Change {
    attribute: Name,
    code: CodeId,
    pc: u32,
    how: String,
}

impl Machine<'_> {
    /// `self.rows = rows` where `rows` is the default.
    pub(super) fn kept_as_attribute(&mut self, v: crate::heap::Value, name: Name) {
        if !self.is_recording() {
            return;
        }
        let is_default = |m: &Self, id| {
            let story = m.abs.as_ref().and_then(|a| a.stories.get(&id));
            story.is_some_and(|s| matches!(s.origin, Origin::Default { .. }))
        };
        if self.members(v).into_iter().any(|id| is_default(self, id)) {
            let attribute = self.text(name).to_owned();
            self.happens(v, EventOf::KeptAs { attribute });
        }
    }

    /// Adds to the stories of kept defaults what other code of the file may do to them.
    pub(super) fn tell_changes_elsewhere(&mut self, bindings: &Bindings<'_>) {
        let kept = |e: &StoryEvent| matches!(e.kind, EventOf::KeptAs { .. });
        if !self.abs().finished.iter().any(|s| s.events.iter().any(kept)) {
            return;
        }
        // It depends on all functions of the file.
        self.abs().cut = true;
        let changes = self.changes_of_attributes(bindings);
        for at in 0..self.abs().finished.len() {
            let events = &self.abs().finished[at].events;
            let Some(event) = events.iter().find(|e| kept(e)).cloned() else { continue };
            let EventOf::KeptAs { attribute } = &event.kind else { continue };
            let class = bindings.scope(self.compiler.scope_of(event.code)).parent;
            if !bindings.is_bound_by_one_class(attribute) || bindings.scope(class).kind != ScopeKind::Class {
                continue;
            }
            let own = self.attributes_of(class, bindings);
            let change = changes
                .iter()
                .find(|c| self.text(c.attribute) == attribute && self.may_be_instance(c, class, &own, bindings));
            let Some(Change { code, pc, how, .. }) = change else { continue };
            let span = self.code(*code).instrs.get(*pc as usize).map_or(event.span, |i| i.span);
            let told = StoryEvent {
                kind: EventOf::ChangedElsewhere { how: how.clone() },
                span,
                code: *code,
                pc: *pc,
                certain: false,
                in_call: false,
                outer: *pc,
                outer_span: span,
                measure: Measure::default(),
            };
            self.abs().finished[at].events.push(told);
        }
    }

    fn changes_of_attributes(&mut self, bindings: &Bindings<'_>) -> Vec<Change> {
        let mut out = Vec::new();
        for at in 0..self.program().codes.len() {
            let id = self.program().code_id(at);
            if bindings.scope(self.compiler.scope_of(id)).interest.intersects(Interest::CHANGES_FIELD) {
                self.compiler.ensure(id);
                self.changes_in(id, &mut out);
            }
        }
        out
    }

    fn changes_in(&self, id: CodeId, out: &mut Vec<Change>) {
        let code = self.code(id);
        for (pc, i) in (0_u32..).zip(&code.instrs) {
            let before = |n: u32| pc.checked_sub(n).and_then(|at| code.instrs.get(at as usize));
            let (attribute, at, how) = match i.op {
                Op::LoadMethod(method) if is_mutator(self.text(method)) => {
                    (attribute_at(before(1)), pc.saturating_sub(1), format!(".{}()", self.text(method)))
                }
                Op::StoreSubscript | Op::DeleteSubscript => {
                    let deletes = i.op == Op::DeleteSubscript;
                    let container = container_of(code, pc);
                    let at = container.unwrap_or(0);
                    let how = if deletes { "del [...]" } else { "[...] =" };
                    (attribute_at(container.and_then(|at| code.instrs.get(at as usize))), at, how.to_owned())
                }
                _ => continue,
            };
            if let Some(attribute) = attribute {
                out.push(Change { attribute, code: id, pc: at, how });
            }
        }
    }

    /// Attributes that the class and its methods bind, and its methods.
    fn attributes_of(&mut self, class: ScopeId, bindings: &Bindings<'_>) -> FxHashSet<Name> {
        let names: Vec<String> = bindings.symbols_of(class).iter().map(|s| bindings.name(s.name).to_owned()).collect();
        let mut all: Vec<Name> = names.iter().map(|n| self.intern(n)).collect();
        for at in 0..self.program().codes.len() {
            let id = self.program().code_id(at);
            if bindings.scope(self.compiler.scope_of(id)).parent == class {
                self.compiler.ensure(id);
                self.attributes_bound_by(id, &mut all);
            }
        }
        all.into_iter().collect()
    }

    /// The object may be an instance of the class: of what is read from it the class has all.
    fn may_be_instance(&self, c: &Change, class: ScopeId, own: &FxHashSet<Name>, bindings: &Bindings<'_>) -> bool {
        let code = self.code(c.code);
        let around = bindings.around(self.compiler.scope_of(c.code));
        let Some(receiver) = c.pc.checked_sub(1).and_then(|at| code.instrs.get(at as usize)) else { return false };
        let of_method = bindings.scope(around).kind == ScopeKind::Class;
        // Methods of the class itself are run; `self` of another class is something else.
        let is_self = matches!(receiver.op, Op::LoadFast(0) | Op::LoadDeref(0)) && of_method;
        let module = matches!(receiver.op, Op::LoadGlobal(_) | Op::LoadName(_)) && around == class;
        if is_self || module {
            return false;
        }
        let windows = code.instrs.windows(2);
        let mut read = windows.filter(|w| w[0].op == receiver.op).filter_map(|w| match w[1].op {
            Op::LoadAttr(n) | Op::LoadMethod(n) => Some(n),
            _ => None,
        });
        let followed = matches!(
            receiver.op,
            Op::LoadFast(_) | Op::LoadDeref(_) | Op::LoadName(_) | Op::LoadGlobal(_) | Op::LoadAttr(_)
        );
        followed && read.all(|n| own.contains(&n))
    }
}

fn attribute_at(instr: Option<&Instr>) -> Option<Name> {
    match instr?.op {
        Op::LoadAttr(name) => Some(name),
        _ => None,
    }
}

/// Where `x.rows` of `x.rows[key] = value` has been loaded.
fn container_of(code: &Code, pc: u32) -> Option<u32> {
    let target = code.instrs.get(pc as usize)?.span;
    let inside = |at: &u32| {
        let i = &code.instrs[*at as usize];
        target.start <= i.span.start && i.span.end <= target.end
    };
    let first = (0..pc).rev().take_while(inside).last()?;
    (first + 1..pc).take_while(|&at| matches!(code.instrs[at as usize].op, Op::LoadAttr(_))).last()
}
