//! Late binding: a closure made in a loop sees what its variable holds when it runs, not what it held when the closure
//! was made. That shows where the closure outlives the round: somebody still holds it when the variable is bound anew.

use super::conventions;
use crate::bytecode::{Code, CodeId, CodeKind, Name, Op};
use crate::heap::{ObjId, Object, ObjectData, Type, Value};
use crate::interpret::Machine;
use crate::interpret::call::Arguments;
use crate::interpret::story::EventOf;
use rustc_hash::{FxHashMap, FxHashSet};
use std::rc::Rc;

/// Closures that loops of the analysed function make.
#[derive(Debug, Default)]
pub(super) struct Loops {
    made: FxHashMap<ObjId, Made>,
    /// Results of calls that are out of view, with what they were given: `Thread(target=f)`.
    holders: FxHashMap<ObjId, Vec<Value>>,
    /// Where the loops of each code stand: from the first instruction to the last, apart from each other.
    spans: FxHashMap<CodeId, Rc<[Stretch]>>,
    /// Instructions that were looked at to tell whether a closure outlives its round.
    looked_at: usize,
}

/// More is not asked of one file: thousands of closures, each made in a loop of its own, see one variable.
const MAX_LOOKED_AT: usize = 5_000_000;

/// Instructions from the first to the last.
type Stretch = (u32, u32);

const ALL: Stretch = (0, u32::MAX);

#[derive(Clone, Copy, Debug)]
struct Made {
    code: CodeId,
    pc: u32,
    function: CodeId,
    /// The tuple of cells: a generator keeps that alone.
    closure: Value,
}

/// What is bound anew.
#[derive(Clone, Copy)]
pub(super) enum Variable {
    Slot(u32),
    Global(Name),
}

impl Machine<'_> {
    // -- closures are made and handed on

    pub(super) fn made_in_loop(&mut self, f: usize, function: Value, code: CodeId) {
        let Some(id) = function.single() else { return };
        let Some((_, object)) = self.known(function) else { return };
        let ObjectData::Function(data) = &object.data else { return };
        let closure = data.closure;
        let (_, _, pc) = self.abs().at;
        let around = self.frames[f].code;
        let module = self.code(around).kind == CodeKind::Module;
        if (closure.is_bound() || module) && self.is_in_loop(around, pc) {
            self.abs().loops.made.insert(id, Made { code: around, pc, function: code, closure });
        }
    }

    /// Control may come from an instruction to itself. Most of a long module stands in no loop, which is told at once.
    fn is_in_loop(&mut self, id: CodeId, pc: u32) -> bool {
        let around = self.loop_around(id, pc);
        around.is_some_and(|around| leads_within(self.code(id), pc, pc, &[], around))
    }

    /// No way from an instruction back to itself leaves this.
    fn loop_around(&mut self, id: CodeId, pc: u32) -> Option<Stretch> {
        let spans = match self.abs().loops.spans.get(&id) {
            Some(spans) => spans.clone(),
            None => {
                let spans: Rc<[Stretch]> = loop_spans(self.code(id)).into();
                self.abs().loops.spans.insert(id, spans.clone());
                spans
            }
        };
        let before = spans.partition_point(|&(first, _)| first <= pc);
        before.checked_sub(1).map(|i| spans[i]).filter(|&(_, last)| pc <= last)
    }

    /// Goes over the code once more, if that was not done too often.
    fn may_look_at(&mut self, id: CodeId) -> bool {
        let length = self.code(id).instrs.len();
        let looked_at = &mut self.abs().loops.looked_at;
        *looked_at += length;
        *looked_at <= MAX_LOOKED_AT
    }

    pub(super) fn has_loop_closures(&self) -> bool {
        self.abs.as_ref().is_some_and(|a| !a.loops.made.is_empty())
    }

    /// Somebody out of view holds what `v` leads to.
    pub(super) fn keep(&mut self, v: Value) {
        if !self.has_loop_closures() {
            return;
        }
        for id in self.closures_in(&[v], None) {
            if !self.heap.get(id).kept {
                self.heap.get_mut(id).kept = true;
            }
        }
    }

    /// `xs[k] = f`, `x.name = f`, `xs.append(f)` on something out of view.
    pub(super) fn keep_in_place(&mut self, place: ObjId, v: Value) {
        if !self.has_loop_closures() {
            return;
        }
        if place != ObjId::OPAQUE && self.heap.get(place).summary {
            // Made in the loop, perhaps for this round alone.
            return self.note_held(place, &[v]);
        }
        let (_, code, pc) = self.abs().at;
        let code = self.code(code);
        let Some(instr) = code.instrs.get(pc as usize) else { return };
        let store = matches!(instr.op, Op::StoreSubscript | Op::StoreAttr(_));
        // The next round fills the same place if nothing in it varies.
        if !store || varies(code, pc) {
            self.keep(v);
        }
    }

    fn note_held(&mut self, holder: ObjId, given: &[Value]) {
        if self.closures_in(given, None).is_empty() {
            return;
        }
        let held = self.abs().loops.holders.entry(holder).or_default();
        for &v in given {
            if !held.contains(&v) {
                held.push(v);
            }
        }
    }

    /// A call that is out of view gets `arguments`: what its name says that it keeps, itself or in its result.
    pub(super) fn call_keeps(&mut self, callable: Value, receiver: Value, arguments: &Arguments) -> Value {
        if !self.has_loop_closures() {
            return Value::OPAQUE;
        }
        let named = arguments.keywords.iter().filter(|(n, _)| !conventions::is_called_at_once(self.text(*n)));
        let mut given: Vec<Value> = arguments.positional.iter().copied().chain(named.map(|k| k.1)).collect();
        let (_, id, pc) = self.abs().at;
        let Call { name, temporary, decorator, dropped } = call_at(self.code(id), pc);
        if decorator {
            // `@app.route(path)`: registered, for nobody asks for it by its name.
            if dropped && !self.decorates_with_class(id, pc) && !decorates_for_the_round(self.code(id), pc) {
                given.iter().for_each(|&v| self.keep(v));
            }
            return self.holder(Value::OPAQUE, &given);
        }
        let Some(name) = name.map(|n| self.text(n).to_owned()) else { return Value::OPAQUE };
        if conventions::reads_to_the_end(&name) {
            let lazy = |v: Value| self.known(v).is_some_and(|(_, o)| o.is(Type::Iterator) || o.is(Type::Generator));
            given.retain(|&v| !lazy(v));
        }
        if conventions::keeps(&name) || dropped && conventions::starts(&name) {
            given.iter().for_each(|&v| self.keep(v));
        }
        if conventions::shows(&name) && (temporary || !self.joins_in(id)) {
            self.keep(receiver);
        }
        let coroutine = match self.known(callable).map(|(_, o)| &o.data) {
            Some(ObjectData::Function(data)) => self.code(data.code).is_coroutine,
            _ => false,
        };
        if conventions::is_class_name(&name) && self.is_in_loop(id, pc) {
            return self.new_holder(&given);
        }
        if conventions::starts(&name) || coroutine {
            given.push(callable);
            return self.holder(Value::OPAQUE, &given);
        }
        Value::OPAQUE
    }

    /// An object out of view that holds `given`, if that matters.
    pub(super) fn holder(&mut self, result: Value, given: &[Value]) -> Value {
        if result != Value::OPAQUE || !self.has_loop_closures() || self.closures_in(given, None).is_empty() {
            return result;
        }
        self.new_holder(given)
    }

    fn new_holder(&mut self, given: &[Value]) -> Value {
        let contents = ObjectData::Summary(Box::new(super::driver::unknown_contents()));
        let v = self.make(Object { escaped: true, ..Object::builtin(Type::Opaque, contents) });
        if let Some(id) = v.single() {
            self.note_held(id, given);
        }
        v
    }

    /// `@model.Constraint(rows)`: an object is made of the function, at once.
    fn decorates_with_class(&self, id: CodeId, pc: u32) -> bool {
        let code = self.code(id);
        let before = code.instrs[..pc as usize].iter().rev().map(|i| i.op).take_while(|op| !ends_statement(*op));
        before.into_iter().any(|op| match op {
            Op::LoadAttr(n) | Op::LoadMethod(n) => conventions::is_class_name(self.text(n)),
            _ => false,
        })
    }

    /// Threads of this code are waited for.
    fn joins_in(&self, code: CodeId) -> bool {
        self.code(code).instrs.iter().any(|i| matches!(i.op, Op::LoadMethod(n) if self.text(n) == "join"))
    }

    // -- variables are bound anew

    /// The variable gets its next value: every closure of an earlier round that is still held will see that.
    pub(super) fn overtakes(&mut self, f: usize, variable: Variable) {
        if !self.is_recording() || !self.has_loop_closures() {
            return;
        }
        let (ctx, id, pc) = self.abs().at;
        let head = (ctx, id, pc.saturating_sub(1));
        if self.abs().trips.get(&head).is_some_and(|trips| trips.count == Some(1)) {
            return;
        }
        let Some((first, last)) = self.loop_around(id, pc) else { return };
        let in_loop = |m: &Made| m.code == id && (first..=last).contains(&m.pc);
        let made = self.abs().loops.made.iter().filter(|(_, made)| in_loop(made));
        let suspects: Vec<(ObjId, Made)> = made.map(|(&id, &made)| (id, made)).collect();
        let suspects: Vec<ObjId> =
            suspects.into_iter().filter(|&(_, made)| self.sees(f, made, variable, pc)).map(|(id, _)| id).collect();
        if suspects.is_empty() {
            return;
        }
        let roots = self.living_roots(f, pc);
        let held = self.closures_in(&roots, Some(f));
        let code = self.code(id);
        let name = match variable {
            Variable::Slot(s) => code.slots[s as usize].0,
            Variable::Global(n) => n,
        };
        let mut suspects = suspects;
        suspects.sort_unstable();
        for id in suspects {
            if held.contains(&id) || self.heap.get(id).kept {
                let name = self.text(name).to_owned();
                self.tell_measured(id, EventOf::Overtaken { name }, true, crate::interpret::story::Measure::default());
            }
        }
    }

    /// The closure reads the variable, which each round binds before it makes the closure.
    fn sees(&mut self, f: usize, made: Made, variable: Variable, pc: u32) -> bool {
        self.compiler.ensure(made.function);
        let function = self.code(made.function);
        let reads = match variable {
            Variable::Slot(s) => {
                let cell = self.frames[f].slots[s as usize];
                let Some((_, object)) = self.known(made.closure) else { return false };
                let ObjectData::Tuple(cells) = &object.data else { return false };
                let Some(at) = cells.iter().position(|&c| c == cell) else { return false };
                // A variable that the closure binds itself is shared on purpose.
                let slot = (function.slots.len() + at).saturating_sub(cells.len()) as u32;
                !function.instrs.iter().any(|i| matches!(i.op, Op::StoreDeref(t) | Op::DeleteDeref(t) if t == slot))
            }
            Variable::Global(n) => {
                let loads = |i: &crate::bytecode::Instr| i.op == Op::LoadGlobal(n);
                let stores = |i: &crate::bytecode::Instr| i.op == Op::StoreGlobal(n);
                function.instrs.iter().any(loads) && !function.instrs.iter().any(stores)
            }
        };
        if !reads || !self.may_look_at(made.code) {
            return false;
        }
        let Some((first, last)) = self.loop_around(made.code, pc) else { return false };
        let code = self.code(made.code);
        if !leads(code, made.pc, pc, &[]) || !leads(code, pc, made.pc, &[]) {
            return false;
        }
        let mut renewed = Vec::new();
        let mut counted = Vec::new();
        for (at, i) in (0..).zip(&code.instrs) {
            let in_loop = (first..=last).contains(&at) && stores(i.op, variable);
            if in_loop && leads(code, at, made.pc, &[]) && leads(code, made.pc, at, &[]) {
                if is_the_same_each_round(code, at) {
                    continue;
                }
                let counts = at.checked_sub(1).and_then(|p| code.instrs.get(p as usize));
                let counts = counts.is_some_and(|i| matches!(i.op, Op::Inplace(_) | Op::Binary(_)));
                if counts { counted.push(at) } else { renewed.push(at) }
            }
        }
        // `for x in xs`, `y = x + 1` before the closure; or `i += 1` once in each round of a `while`.
        let all: Vec<u32> = renewed.iter().chain(&counted).copied().collect();
        // What is bound after the closure was made, and bound again before the next one is, is of the same round.
        let others: Vec<u32> = all.iter().copied().filter(|&at| at != pc).collect();
        if !leads(code, pc, made.pc, &others) {
            return false;
        }
        if !all.is_empty() && (all.contains(&0) || !reaches(code, 0, made.pc, &all)) {
            return true;
        }
        !counted.is_empty() && !leads(code, made.pc, made.pc, &all)
    }

    /// What is still looked at after this instruction.
    fn living_roots(&self, f: usize, pc: u32) -> Vec<Value> {
        let mut roots = Vec::new();
        let frame = &self.frames[f];
        let code = self.code(frame.code);
        for (s, &v) in (0..).zip(&frame.slots) {
            if v.is_bound() && lives(code, pc, s) {
                roots.push(self.content(v));
            }
        }
        roots.extend(&frame.stack);
        if code.kind == CodeKind::Module {
            roots.extend(self.globals.iter().filter(|&&(n, _)| name_lives(code, pc, n)).map(|g| g.1));
        }
        for &a in self.active.iter().filter(|&&a| a != f) {
            roots.extend(self.frames[a].slots.iter().map(|&v| self.content(v)));
            roots.extend(&self.frames[a].stack);
        }
        roots
    }

    fn content(&self, v: Value) -> Value {
        match self.known(v).map(|(_, o)| &o.data) {
            Some(ObjectData::Cell(inner)) => *inner,
            _ => v,
        }
    }

    /// Closures of loops that are reached from `roots`, not through variables of the frame `f` itself.
    fn closures_in(&self, roots: &[Value], f: Option<usize>) -> FxHashSet<ObjId> {
        let mut found = FxHashSet::default();
        let Some(abs) = &self.abs else { return found };
        let made = &abs.loops.made;
        let mut own: Vec<Value> = f.map(|f| self.frames[f].slots.clone()).unwrap_or_default();
        own.retain(|&v| self.known(v).is_some_and(|(_, o)| o.is(Type::Cell)));
        let mut seen = FxHashSet::default();
        let mut todo: Vec<ObjId> = roots.iter().flat_map(|&v| self.members(v)).collect();
        while let Some(id) = todo.pop() {
            let object = self.heap.get(id);
            if id == ObjId::OPAQUE || !object.alive || !seen.insert(id) || seen.len() > 500 {
                continue;
            }
            if made.contains_key(&id) {
                found.insert(id);
            }
            let mut held: Vec<Value> = Vec::new();
            match &object.data {
                ObjectData::Function(data) => held.extend([data.defaults, data.keyword_defaults, data.closure]),
                ObjectData::Module(_) => {}
                // The next round fills the same place with its own closure.
                ObjectData::Dict(d) if !object.summary => {
                    held.extend(d.iter().map(|(_, v)| v).filter(|v| v.single().is_none_or(|c| !made.contains_key(&c))));
                }
                ObjectData::Instance(a) if !object.summary => {
                    let values = a.values.iter().map(|&(_, v)| v);
                    held.extend(values.filter(|v| v.single().is_none_or(|c| !made.contains_key(&c))));
                }
                ObjectData::Summary(s) => {
                    let same_key =
                        object.is(Type::Dict) && (self.as_str(s.keys).is_some() || self.as_int(s.keys).is_some());
                    let items = self.members(s.items).into_iter().filter(|c| !(same_key && made.contains_key(c)));
                    held.extend(items.map(Value::from));
                    held.push(s.keys);
                    if object.summary {
                        held.extend(s.attributes.iter().map(|a| a.1));
                    }
                }
                ObjectData::Tuple(items) => {
                    for (&closure, m) in made {
                        if m.closure == Value::from(id) {
                            // A generator or coroutine of that function.
                            found.insert(closure);
                        }
                    }
                    held.extend(items.iter().filter(|v| !own.contains(v)));
                }
                _ => self.each_child(id, |c| held.push(c)),
            }
            if let Some(given) = abs.loops.holders.get(&id) {
                held.extend(given);
            }
            todo.extend(held.into_iter().filter(|v| v.is_bound()).flat_map(|v| self.members(v)));
        }
        found
    }
}

// -- control flow, instruction by instruction

/// Control may go from `from` (after it ran) to `to` without running an instruction of `barred`.
fn leads(code: &Code, from: u32, to: u32, barred: &[u32]) -> bool {
    leads_within(code, from, to, barred, ALL)
}

fn leads_within(code: &Code, from: u32, to: u32, barred: &[u32], (first, last): Stretch) -> bool {
    let end = code.instrs.len().min(last as usize + 1);
    let mut seen = vec![false; end.saturating_sub(first as usize)];
    let mut todo: Vec<u32> = next(code, from);
    while let Some(pc) = todo.pop() {
        if pc == to {
            return true;
        }
        let Some(mark) = pc.checked_sub(first).and_then(|at| seen.get_mut(at as usize)) else { continue };
        if !std::mem::replace(mark, true) && !barred.contains(&pc) {
            todo.extend(next(code, pc));
        }
    }
    false
}

/// Every way round goes back somewhere: between the ends of a jump back, or in a block whose handler stands before it.
fn loop_spans(code: &Code) -> Vec<Stretch> {
    let jumps = (0_u32..).zip(&code.instrs).filter_map(|(pc, i)| match i.op {
        Op::Jump(t) | Op::ForIter(t) | Op::PopJumpIf { target: t, .. } | Op::JumpOrPop { target: t, .. } => {
            (t <= pc).then_some((t, pc))
        }
        _ => None,
    });
    let handlers = super::flow::handlers(code).filter(|h| h.target < h.end).map(|h| (h.target, h.end));
    let mut spans: Vec<Stretch> = jumps.chain(handlers).collect();
    spans.sort_unstable();
    spans.dedup_by(|next, last| {
        let joins = next.0 <= last.1;
        if joins {
            last.1 = last.1.max(next.1);
        }
        joins
    });
    spans
}

/// As [`leads`], from before `from`.
fn reaches(code: &Code, from: u32, to: u32, barred: &[u32]) -> bool {
    from == to || (!barred.contains(&from) && leads(code, from, to, barred))
}

fn next(code: &Code, pc: u32) -> Vec<u32> {
    let mut out: Vec<u32> =
        super::flow::handlers(code).filter(|h| (h.start..h.end).contains(&pc)).map(|h| h.target).collect();
    match code.instrs.get(pc as usize).map(|i| i.op) {
        Some(Op::Jump(t)) => out.push(t),
        Some(Op::ForIter(t) | Op::PopJumpIf { target: t, .. } | Op::JumpOrPop { target: t, .. }) => {
            out.extend([t, pc + 1]);
        }
        Some(Op::Return | Op::Raise(_) | Op::Reraise) | None => {}
        Some(_) => out.push(pc + 1),
    }
    out
}

/// `dialog = self.dialog()` in a `for` loop: nothing in it depends on the round.
fn is_the_same_each_round(code: &Code, store: u32) -> bool {
    let together = |at: u32| leads(code, at, store, &[]) && leads(code, store, at, &[]);
    let in_for = (0..).zip(&code.instrs).any(|(at, i)| matches!(i.op, Op::ForIter(_)) && together(at));
    let value = code.instrs[..store as usize].iter().rev().map(|i| i.op).take_while(|op| !ends_statement(*op));
    let value: Vec<Op> = value.collect();
    let plain = |&op: &Op| {
        let rebound = |variable| (0..).zip(&code.instrs).any(|(at, i)| stores(i.op, variable) && together(at));
        match op {
            Op::LoadAttr(_) | Op::LoadMethod(_) | Op::LoadConst(_) => true,
            Op::Call { .. } | Op::CallMethod { .. } => true,
            op => loaded(op).is_some_and(|variable| !rebound(variable)),
        }
    };
    let asks = value.iter().any(|op| matches!(op, Op::LoadAttr(_) | Op::CallMethod { .. }));
    in_for && asks && value.iter().all(plain)
}

fn ends_statement(op: Op) -> bool {
    matches!(
        op,
        Op::StoreFast(_)
            | Op::StoreDeref(_)
            | Op::StoreName(_)
            | Op::StoreGlobal(_)
            | Op::StoreAttr(_)
            | Op::StoreSubscript
            | Op::Pop
            | Op::Nop
            | Op::PopJumpIf { .. }
            | Op::Jump(_)
    )
}

/// `@overload(f)` where the round made `f`: what is registered belongs to the round.
fn decorates_for_the_round(code: &Code, pc: u32) -> bool {
    let before = code.instrs[..pc as usize].iter().rev().map(|i| i.op).take_while(|op| !ends_statement(*op));
    before.filter_map(loaded).any(|variable| {
        (1..).zip(code.instrs.windows(2)).any(|(at, pair)| {
            let made = matches!(pair[0].op, Op::MakeFunction { .. } | Op::CallDecorator);
            made && stores(pair[1].op, variable) && leads(code, at, pc, &[]) && leads(code, pc, at, &[])
        })
    })
}

fn stores(op: Op, variable: Variable) -> bool {
    match (op, variable) {
        (Op::StoreDeref(s) | Op::StoreFast(s), Variable::Slot(t)) => s == t,
        (Op::StoreName(n) | Op::StoreGlobal(n), Variable::Global(m)) => n == m,
        _ => false,
    }
}

/// The slot may be read after `pc`, before it is bound anew.
fn lives(code: &Code, pc: u32, slot: u32) -> bool {
    may_meet(
        code,
        pc,
        // A closure takes the cell, whatever is in it by then.
        |op| matches!(op, Op::LoadFast(s) | Op::LoadDeref(s) if s == slot),
        |op| matches!(op, Op::StoreFast(s) | Op::StoreDeref(s) | Op::DeleteFast(s) | Op::DeleteDeref(s) if s == slot),
        false,
    )
}

/// As [`lives`], of a name of the module, which others may read when the module has run.
fn name_lives(code: &Code, pc: u32, name: Name) -> bool {
    may_meet(
        code,
        pc,
        |op| matches!(op, Op::LoadName(n) | Op::LoadGlobal(n) if n == name),
        |op| matches!(op, Op::StoreName(n) | Op::StoreGlobal(n) | Op::DeleteName(n) if n == name),
        true,
    )
}

fn may_meet(code: &Code, pc: u32, wanted: impl Fn(Op) -> bool, barrier: impl Fn(Op) -> bool, at_end: bool) -> bool {
    let mut seen = vec![false; code.instrs.len()];
    let mut todo = next(code, pc);
    while let Some(pc) = todo.pop() {
        let Some(instr) = code.instrs.get(pc as usize) else { continue };
        if std::mem::replace(&mut seen[pc as usize], true) {
            continue;
        }
        if wanted(instr.op) || at_end && instr.op == Op::Return {
            return true;
        }
        if !barrier(instr.op) {
            todo.extend(next(code, pc));
        }
    }
    false
}

/// The object or key of a store depends on the round, and the object is older than it: `button.command = f` for each
/// button, `table[name] = f`.
fn varies(code: &Code, pc: u32) -> bool {
    let Some(target) = code.instrs.get(pc as usize).map(|i| i.span) else { return false };
    let inside = (0..pc).zip(&code.instrs).filter(|(_, i)| target.start <= i.span.start && i.span.end <= target.end);
    let mut varies = false;
    for (n, (_, i)) in inside.enumerate() {
        if matches!(i.op, Op::Call { .. } | Op::CallMethod { .. } | Op::CallEx { .. }) {
            varies = true;
        }
        let Some(variable) = loaded(i.op) else { continue };
        let rebound: Vec<u32> = (0..)
            .zip(&code.instrs)
            .filter(|(at, i)| stores(i.op, variable) && leads(code, *at, pc, &[]) && leads(code, pc, *at, &[]))
            .map(|(at, _)| at)
            .collect();
        // `user = make()`, `user, other = make()`
        let made = |at: &u32| {
            let unpacks =
                |op: Op| matches!(op, Op::UnpackSequence(_) | Op::StoreFast(_) | Op::StoreDeref(_) | Op::StoreName(_));
            let before = code.instrs[..*at as usize].iter().rev().map(|i| i.op).find(|&op| !unpacks(op));
            matches!(before, Some(Op::Call { .. } | Op::CallMethod { .. } | Op::CallEx { .. }))
        };
        if n == 0 && !rebound.is_empty() && rebound.iter().all(made) {
            return false;
        }
        varies |= !rebound.is_empty();
    }
    varies
}

fn loaded(op: Op) -> Option<Variable> {
    match op {
        Op::LoadFast(s) | Op::LoadDeref(s) => Some(Variable::Slot(s)),
        Op::LoadName(n) | Op::LoadGlobal(n) => Some(Variable::Global(n)),
        _ => None,
    }
}

/// What can be read off the code of a call whose callee is out of view.
struct Call {
    name: Option<Name>,
    /// The receiver has no name: `Thread(..).start()`.
    temporary: bool,
    decorator: bool,
    /// Nobody uses the result.
    dropped: bool,
}

fn call_at(code: &Code, pc: u32) -> Call {
    let op_at = |pc: u32| code.instrs.get(pc as usize).map(|i| i.op);
    let decorator = op_at(pc) == Some(Op::CallDecorator);
    let dropped = match op_at(pc + 1) {
        Some(Op::Pop) => true,
        Some(Op::StoreFast(s) | Op::StoreDeref(s)) if decorator => !code
            .instrs
            .iter()
            .any(|i| matches!(i.op, Op::LoadFast(t) | Op::LoadDeref(t) | Op::LoadClosure(t) if t == s)),
        Some(Op::StoreName(n)) if decorator => {
            !code.instrs.iter().any(|i| matches!(i.op, Op::LoadName(m) | Op::LoadGlobal(m) if m == n))
        }
        _ => false,
    };
    let start = code.instrs.get(pc as usize).map_or(0, |i| i.span.start);
    let method = matches!(op_at(pc), Some(Op::CallMethod { .. }));
    let callee = (0..pc).rev().find(|&at| {
        let i = &code.instrs[at as usize];
        let load = match i.op {
            Op::LoadMethod(_) => method,
            Op::LoadGlobal(_) | Op::LoadName(_) | Op::LoadFast(_) | Op::LoadDeref(_) | Op::LoadAttr(_) => !method,
            _ => false,
        };
        load && i.span.start == start
    });
    let name = callee.and_then(|at| match op_at(at) {
        Some(Op::LoadMethod(n) | Op::LoadAttr(n) | Op::LoadGlobal(n) | Op::LoadName(n)) => Some(n),
        Some(Op::LoadFast(s) | Op::LoadDeref(s)) => code.slots.get(s as usize).map(|slot| slot.0),
        _ => None,
    });
    let before = callee.and_then(|at| at.checked_sub(1)).and_then(op_at);
    let temporary = method && matches!(before, Some(Op::Call { .. } | Op::CallMethod { .. } | Op::CallEx { .. }));
    Call { name, temporary, decorator, dropped }
}
