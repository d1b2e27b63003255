//! One code object in the making: instructions, labels, slots, stack depth.

use super::Compiler;
use super::cover::{Cover, Covered};
use crate::bytecode::op::{Instr, Loops, Op, Target};
use crate::bytecode::{CodeId, CodeKind, Const, ConstId, Handler, Inlined, Name, SlotKind};
use crate::config::PythonVersion;
use crate::semantic::{Resolution, ScopeId, ScopeKind};
use crate::syntax::ast::{self, Expr};
use crate::syntax::span_of;
use crate::text::Span;
use rustc_hash::FxHashMap;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Label(pub(super) u32);

const UNPLACED: u32 = u32::MAX;

/// Something that `return`, `break` and `continue` must leave properly (`struct fblockinfo`).
#[derive(Clone, Copy)]
pub(super) enum Block<'a> {
    /// `while`: nothing on the stack.
    While { head: Label, end: Label },
    /// `for`: its iterator is on the stack.
    For { head: Label, end: Label },
    /// The body of a `try` with handlers: nothing on the stack.
    Try,
    /// An operand that only has to be dropped: what a `return` returns while `finally` runs.
    Operand,
    /// `try` with a `finally` still to run.
    Finally(&'a [ast::Stmt]),
    /// In a `finally` that runs for an exception, which is on the stack.
    FinallyEnd,
    /// `with`: the exit is on the stack.
    With { span: Span, waits: Waits },
    /// In a handler: the exception is on the stack; a name to unbind.
    Handler { name: Option<&'a str>, span: Span },
}

/// Whether a manager is entered and left by `await`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Waits {
    No,
    Yes,
}

impl Block<'_> {
    /// How many handlers cover the block for its own sake.
    pub(super) fn covers(&self) -> usize {
        match self {
            Block::While { .. } | Block::For { .. } | Block::Operand => 0,
            Block::Try | Block::Finally(_) | Block::FinallyEnd | Block::With { .. } => 1,
            Block::Handler { name, .. } => 1 + usize::from(name.is_some()),
        }
    }
}

pub(super) struct Unit<'c, 'a> {
    pub(super) c: &'c mut Compiler<'a>,
    pub(super) id: CodeId,
    pub(super) scope: ScopeId,
    /// Inlined comprehensions (PEP 709) that the code is in, innermost last.
    pub(super) inlined: Vec<ScopeId>,
    pub(super) blocks: Vec<Block<'a>>,
    /// In how many `finally` bodies, one in the other, the code is.
    pub(super) finally_nesting: u32,
    pub(super) instrs: Vec<Instr>,
    pub(super) labels: Vec<u32>,
    /// Jumps of ours to what comes next in CPython's code.
    falls: Vec<usize>,
    /// Where `except*` ends with nothing to raise, and the line of its last clause.
    pub(super) star_ends: Vec<(usize, u32)>,
    /// Jumps of `break` and `continue`, which name their target by its place, not by the distance.
    pub(super) leaving: Vec<usize>,
    pub(super) handlers: Vec<Covered>,
    /// Inlined comprehensions that are over, inner ones first.
    pub(super) ended: Vec<Inlined>,
    /// How many more operands `depth` counts than are on our stack.
    room: i64,
    /// Handlers whose range is open, outermost first.
    pub(super) covers: Vec<Cover>,
    /// Heads of the loops of each comprehension.
    comprehensions: Vec<Vec<Label>>,
    pub(super) slots: Vec<(Name, SlotKind)>,
    slot_ids: FxHashMap<(ScopeId, Name), u32>,
    depth: u32,
    pub(super) max_depth: u32,
    /// Operands of CPython's that are not among ours: they count for `co_stacksize` only.
    unseen: u32,
    /// Where the next instruction stands.
    at: Span,
    line: u32,
    /// Behind the `Pop` of `a if b else c`, which is a block of its own there.
    pub(super) joined_ends: Vec<usize>,
    codeless_line: Option<u32>,
}

impl<'c, 'a> Unit<'c, 'a> {
    pub(super) fn new(c: &'c mut Compiler<'a>, id: CodeId) -> Self {
        let scope = c.scopes[id.index()];
        let at = c.program.codes[id.index()].span;
        let mut unit = Self {
            id,
            scope,
            inlined: Vec::new(),
            blocks: Vec::new(),
            finally_nesting: 0,
            instrs: Vec::new(),
            labels: Vec::new(),
            falls: Vec::new(),
            star_ends: Vec::new(),
            leaving: Vec::new(),
            handlers: Vec::new(),
            ended: Vec::new(),
            room: 0,
            covers: Vec::new(),
            comprehensions: Vec::new(),
            slots: Vec::new(),
            slot_ids: FxHashMap::default(),
            depth: 0,
            max_depth: 0,
            unseen: 0,
            at: Span::new(at.start, at.start),
            line: 0,
            joined_ends: Vec::new(),
            codeless_line: None,
            c,
        };
        unit.parameter_slots();
        for name in unit.free_names() {
            unit.slot(scope, name, SlotKind::Free);
        }
        unit
    }

    fn parameter_slots(&mut self) {
        for (name, _) in self.c.program.codes[self.id.index()].slots.clone() {
            let text = self.c.program.names.text(name).to_owned();
            let cell = self.resolve(self.scope, &text) == Resolution::Cell;
            self.slot_ids.insert((self.scope, name), self.slots.len() as u32);
            self.slots.push((name, if cell { SlotKind::Cell } else { SlotKind::Local }));
        }
    }

    pub(super) fn version(&self) -> PythonVersion {
        self.c.version
    }

    pub(super) fn kind(&self) -> CodeKind {
        self.c.program.codes[self.id.index()].kind
    }

    // -- places

    pub(super) fn set_place(&mut self, span: Span) {
        if span.start != self.at.start || self.line == 0 {
            self.line = self.c.line(span.start);
        }
        self.at = span;
    }

    /// Sets the place for the code that `f` emits and comes back.
    pub(super) fn at<T>(&mut self, span: Span, f: impl FnOnce(&mut Self) -> T) -> T {
        self.here_again(|u| {
            u.set_place(span);
            f(u)
        })
    }

    /// Emits without a line: such code never is a step of its own.
    pub(super) fn without_line(&mut self, op: Op) {
        // A line that has code already does not start once more.
        let before = self.instrs.iter().rev().map(|i| i.line).find(|&line| line != 0);
        let last = self.codeless_line.take().filter(|&line| Some(line) != before).unwrap_or(0);
        let line = std::mem::replace(&mut self.line, last);
        self.emit(op);
        self.line = line;
    }

    /// Comes back to this place when `f` is done.
    pub(super) fn here_again<T>(&mut self, f: impl FnOnce(&mut Self) -> T) -> T {
        let (at, line) = (self.at, self.line);
        let result = f(self);
        (self.at, self.line) = (at, line);
        result
    }

    /// What comes has no line, until a place is set.
    pub(super) fn no_line(&mut self) {
        self.line = 0;
    }

    /// All that `f` emits has no line.
    pub(super) fn lineless<T>(&mut self, f: impl FnOnce(&mut Self) -> T) -> T {
        let line = std::mem::replace(&mut self.line, 0);
        let result = f(self);
        self.line = line;
        result
    }

    /// The current line has no code: on 3.9 the next instruction without a line takes it.
    pub(super) fn line_without_code(&mut self) {
        self.codeless_line = Some(self.line);
    }

    /// Emits on the line of the instruction before: code of a 3.9 comprehension has none of its own.
    pub(super) fn emit_on_last_line(&mut self, op: Op) {
        let last = self.instrs.last().map_or(self.line, |i| i.line);
        self.emit_on_line(last, op);
    }

    fn emit_on_line(&mut self, line: u32, op: Op) {
        let line = std::mem::replace(&mut self.line, line);
        self.emit(op);
        self.line = line;
    }

    /// What asks for an attribute, or calls it as a method, stands on the line of its name from 3.10
    /// (`update_start_location_to_match_attr`):
    ///
    /// ```python
    /// (text
    ///     .strip()    # a step
    /// )
    /// ```
    pub(super) fn emit_at_name(&mut self, name: &ast::Identifier, op: Op) {
        let at_name = self.version() >= PythonVersion::PY310;
        let line = if at_name { self.c.line(span_of(name).start) } else { self.line };
        self.emit_on_line(line, op);
    }

    /// Getting and advancing the iterator of a `for` statement: at the `for` up to 3.12, at the iterable from 3.13.
    pub(super) fn emit_of_for(&mut self, iterable: Span, op: Op) {
        let line = if self.version() >= PythonVersion::PY313 { self.c.line(iterable.start) } else { self.line };
        self.at(iterable, |u| u.emit_on_line(line, op));
    }

    /// What the optimizer puts in has no line, and takes that of the instruction before, where only one leads here. At
    /// the start of a function that is the line of the `def`.
    pub(super) fn on_no_line(&mut self, f: impl FnOnce(&mut Self)) {
        let here = self.instrs.len() as u32;
        let line = match self.instrs.last() {
            None => self.c.program.codes[self.id.index()].first_line,
            Some(_) if self.labels.contains(&here) => self.line,
            Some(last) => last.line,
        };
        let own = std::mem::replace(&mut self.line, line);
        f(self);
        self.line = own;
    }

    pub(super) fn instruction_count(&self) -> usize {
        self.instrs.len()
    }

    /// Gives the conditional jumps to `to` from instruction `start` on another place.
    pub(super) fn move_jumps(&mut self, start: usize, to: Label, place: Span) {
        let line = self.c.line(place.start);
        for instr in &mut self.instrs[start..] {
            if matches!(instr.op, Op::PopJumpIf { target, .. } if target == to.0) {
                (instr.line, instr.span) = (line, place);
            }
        }
    }

    pub(super) fn place(&self) -> Span {
        self.at
    }

    // -- instructions

    pub(super) fn last_op(&self) -> Option<Op> {
        self.instrs.last().map(|i| i.op)
    }

    pub(super) fn emit(&mut self, op: Op) {
        self.codeless_line = None;
        self.instrs.push(Instr { op, line: self.line, span: self.at, anew: false });
        let (pops, pushes) = effect(op);
        self.set_depth(self.depth.saturating_sub(pops) + pushes);
    }

    pub(super) fn depth(&self) -> u32 {
        self.depth
    }

    pub(super) fn set_depth(&mut self, depth: u32) {
        self.depth = depth;
        self.max_depth = self.max_depth.max(depth + self.unseen);
    }

    /// What `f` emits has so many more operands below it than ours.
    pub(super) fn above_unseen<T>(&mut self, n: u32, f: impl FnOnce(&mut Self) -> T) -> T {
        self.unseen += n;
        let result = f(self);
        self.unseen -= n;
        result
    }

    /// Operands that only count for `co_stacksize`: they lie below what `f` pushes.
    pub(super) fn with_room<T>(&mut self, extra: u32, f: impl FnOnce(&mut Self) -> T) -> T {
        self.depth += extra;
        self.room += i64::from(extra);
        self.max_depth = self.max_depth.max(self.depth + self.unseen);
        let result = f(self);
        self.depth = self.depth.saturating_sub(extra);
        self.room -= i64::from(extra);
        result
    }

    /// Operands of ours that CPython does not have on its stack.
    pub(super) fn leave_uncounted(&mut self, n: u32) {
        self.depth = self.depth.saturating_sub(n);
        self.room -= i64::from(n);
    }

    /// Operands of ours that CPython does not have, up to the next operation, which takes them.
    pub(super) fn spread(&mut self, n: u32) {
        self.depth += n;
    }

    pub(super) fn count_again(&mut self, n: u32) {
        self.depth += n;
        self.room += i64::from(n);
    }

    /// Operands on our stack.
    pub(super) fn operands(&self) -> u32 {
        u32::try_from(i64::from(self.depth) - self.room).unwrap_or(0)
    }

    /// CPython pushes a NULL beside the callable from 3.11 on: it counts for `co_stacksize` only.
    pub(super) fn room_for_null(&mut self, extra: u32) {
        if self.version() >= PythonVersion::PY311 {
            self.max_depth = self.max_depth.max(self.depth + extra);
        }
    }

    pub(super) fn constant(&mut self, id: ConstId) {
        self.own_constant(id);
        self.emit(Op::LoadConst(id));
    }

    /// The code object is an owner of the constant.
    pub(super) fn own_constant(&mut self, id: ConstId) {
        let code = &mut self.c.program.codes[self.id.index()];
        if !code.consts.contains(&id) {
            code.consts.push(id);
        }
    }

    /// The optimizer makes one constant of the constants that a tuple is built of.
    pub(super) fn tuple_of_constants(&mut self, items: Box<[ConstId]>) {
        if self.version() <= PythonVersion::PY311 {
            // They stay in `co_consts` beside their tuple.
            items.iter().for_each(|&id| self.own_constant(id));
        } else if self.c.program.codes[self.id.index()].consts.is_empty() {
            // The first constant of all stays, used or not.
            items.first().into_iter().for_each(|&id| self.own_constant(id));
        }
        let tuple = Const::Tuple(items);
        // The optimizer of 3.9 folds it too late to look for an equal one.
        let merged = self.version() >= PythonVersion::PY310;
        let program = &mut self.c.program;
        let id = if merged { program.constant_id(tuple) } else { program.new_constant(tuple) };
        self.constant(id);
    }

    pub(super) fn none(&mut self) {
        let id = self.c.program.constant_id(Const::None);
        self.constant(id);
    }

    /// `None` of a comparison that decides where to go: one instruction from 3.11, `None` is no operand of it.
    pub(super) fn none_to_compare(&mut self) {
        let uncounted = u32::from(self.version() >= PythonVersion::PY311);
        self.leave_uncounted(uncounted);
        self.none();
        self.count_again(uncounted);
    }

    pub(super) fn string(&mut self, text: &str) {
        let id = self.c.string(text);
        self.constant(id);
    }

    pub(super) fn unmodelled(&mut self, what: &'static str, pops: u32, pushes: u32) {
        self.emit(Op::Unmodelled { what, pops, pushes });
    }

    // -- labels and handlers

    pub(super) fn label(&mut self) -> Label {
        self.labels.push(UNPLACED);
        Label(self.labels.len() as u32 - 1)
    }

    pub(super) fn here(&mut self, label: Label) {
        self.labels[label.0 as usize] = self.instrs.len() as u32;
    }

    pub(super) fn new_label_here(&mut self) -> Label {
        let label = self.label();
        self.here(label);
        label
    }

    pub(super) fn jump(&mut self, to: Label) {
        self.emit(Op::Jump(to.0));
    }

    /// A jump that never is a step of its own.
    pub(super) fn jump_without_line(&mut self, to: Label) {
        self.without_line(Op::Jump(to.0));
    }

    /// CPython has the code at `to` right behind.
    pub(super) fn fall_through(&mut self, to: Label) {
        self.falls.push(self.instrs.len());
        self.jump_without_line(to);
    }

    pub(super) fn pop_jump_if(&mut self, when: bool, to: Label) {
        self.emit(Op::PopJumpIf { when, target: to.0 });
    }

    pub(super) fn jump_or_pop(&mut self, when: bool, to: Label) {
        self.emit(Op::JumpOrPop { when, target: to.0 });
    }

    /// The container of a comprehension is on top; `heads` are its loops.
    pub(super) fn end_comprehension(&mut self, heads: Vec<Label>, conditional: bool) {
        let index = self.comprehensions.len() as u32;
        self.comprehensions.push(heads);
        self.without_line(Op::EndComprehension(Loops { index, conditional }));
    }

    pub(super) fn for_iter(&mut self, end: Label) {
        self.emit(Op::ForIter(end.0));
    }

    // -- names

    pub(super) fn resolve(&self, scope: ScopeId, name: &str) -> Resolution {
        self.c.bindings.resolve(scope, name, self.c.comprehensions(), self.c.annotations)
    }

    fn slot(&mut self, scope: ScopeId, name: Name, kind: SlotKind) -> u32 {
        if let Some(&slot) = self.slot_ids.get(&(scope, name)) {
            return slot;
        }
        let slot = self.slots.len() as u32;
        self.slots.push((name, kind));
        self.slot_ids.insert((scope, name), slot);
        slot
    }

    /// Where a name lives: scope by scope outwards through the inlined comprehensions.
    pub(super) fn lookup(&mut self, name: &str) -> Access {
        let id = self.c.name(name);
        for scope in self.inlined.clone().into_iter().rev() {
            match self.resolve(scope, name) {
                Resolution::Local => {
                    if !self.is_function() {
                        return Access::Fast(self.slot(scope, id, SlotKind::Hidden));
                    }
                    // A local of this name has its place from here on: CPython has one for both.
                    if matches!(self.resolve(self.scope, name), Resolution::Local) {
                        self.slot(self.scope, id, SlotKind::Local);
                    }
                    return Access::Fast(self.slot(scope, id, SlotKind::Iteration));
                }
                Resolution::Cell => return Access::Deref(self.slot(scope, id, SlotKind::Cell)),
                Resolution::Free | Resolution::Global => {}
            }
        }
        match self.resolve(self.scope, name) {
            Resolution::Local if self.is_function() => Access::Fast(self.slot(self.scope, id, SlotKind::Local)),
            Resolution::Local => Access::Name(id),
            Resolution::Cell => Access::Deref(self.slot(self.scope, id, SlotKind::Cell)),
            Resolution::Free => Access::Deref(self.slot(self.scope, id, SlotKind::Free)),
            Resolution::Global if self.is_function() || self.c.bindings.is_declared_global(self.scope, name) => {
                Access::Global(id)
            }
            Resolution::Global => Access::Name(id),
        }
    }

    pub(super) fn is_function(&self) -> bool {
        self.c.program.codes[self.id.index()].is_optimized()
    }

    pub(super) fn is_comprehension(&self) -> bool {
        let code = &self.c.program.codes[self.id.index()];
        code.is_comprehension() || code.kind == CodeKind::GeneratorExpression
    }

    pub(super) fn is_class(&self) -> bool {
        self.kind() == CodeKind::Class
    }

    /// The slots that names of an inlined comprehension have got so far.
    pub(super) fn slots_of(&self, scope: ScopeId) -> Vec<(u32, SlotKind)> {
        let mut slots: Vec<u32> = self.slot_ids.iter().filter(|((s, _), _)| *s == scope).map(|(_, &i)| i).collect();
        slots.sort_unstable();
        slots.into_iter().map(|i| (i, self.slots[i as usize].1)).collect()
    }

    /// The cells that a nested code object takes from this one.
    pub(super) fn captured_by(&mut self, inner: ScopeId) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        self.collect_free(inner, &mut names);
        names.sort_unstable();
        names.dedup();
        names
    }

    fn collect_free(&self, inner: ScopeId, out: &mut Vec<String>) {
        let bindings = self.c.bindings;
        for symbol in bindings.symbols_of(inner) {
            let name = bindings.name(symbol.name);
            if self.resolve(inner, name) == Resolution::Free {
                out.push(name.to_owned());
            }
        }
    }

    /// Names that a scope binds itself.
    pub(super) fn own_names(&self, scope: ScopeId) -> Vec<String> {
        let bindings = self.c.bindings;
        let own = bindings.symbols_of(scope).iter().filter(|s| s.is_local());
        own.map(|s| bindings.name(s.name).to_owned()).collect()
    }

    /// Scope that an expression or statement opens.
    pub(super) fn scope_at(&self, span: Span, kind: ScopeKind) -> ScopeId {
        self.c.bindings.scope_at(span, kind).unwrap_or(self.scope)
    }

    pub(super) fn fold(&mut self, e: &Expr) -> Option<ConstId> {
        let folded = crate::bytecode::fold::constant(&mut self.c.program, e);
        if folded.is_some() {
            self.keep_first_constant(e);
        }
        if folded.is_none() && self.version() >= PythonVersion::PY314 {
            return crate::bytecode::fold::slice(&mut self.c.program, e);
        }
        folded
    }

    /// 3.14 folds behind the code generator and never removes the first constant that this has met: the `'a b'` of
    /// `x = ('a b', 1)` stays in `co_consts` (`remove_unused_consts`).
    pub(super) fn keep_first_constant(&mut self, e: &Expr) {
        // A code object is a constant, too.
        let has_code = || self.instrs.iter().any(|i| matches!(i.op, Op::MakeFunction { .. } | Op::BuildClass { .. }));
        if self.version() < PythonVersion::PY314
            || !self.c.program.codes[self.id.index()].consts.is_empty()
            || has_code()
        {
            return;
        }
        let mut first = e;
        loop {
            first = match first {
                Expr::Tuple(t) if !t.elts.is_empty() => &t.elts[0],
                Expr::BinOp(b) => &b.left,
                Expr::UnaryOp(u) => &u.operand,
                Expr::Subscript(s) => &s.value,
                _ => break,
            };
        }
        if let Some(id) = crate::bytecode::fold::constant(&mut self.c.program, first) {
            self.own_constant(id);
        }
    }

    // -- the end

    /// 3.10 copies the end of a function for each way that leads there, and then an exit in front of it has a line
    /// throughout: it is no step of its own (`duplicate_exits_without_lineno`).
    fn give_lines_to_exits(&mut self) {
        for i in 0..self.instrs.len() {
            let (Some(marker), Some(exit)) = (self.instrs.get(i), self.instrs.get(i + 1)) else { continue };
            if marker.op != Op::Nop || marker.line != 0 || exit.op != Op::ExitWith {
                continue;
            }
            // What an asynchronous manager answers is awaited.
            let waits = self.instrs.get(i + 2).is_some_and(|j| j.op == Op::GetAwaitable);
            let jump = if waits { i + 6 } else { i + 3 };
            let Some(Op::Jump(after)) = self.instrs.get(jump).map(|j| j.op) else { continue };
            if self.is_small_exit(after) {
                self.instrs[i].line = self.instrs[i + 1].line;
            }
        }
    }

    /// One block of at most four instructions that ends the function.
    fn is_small_exit(&self, start: Target) -> bool {
        const MAX_COPY_SIZE: u32 = 4;
        let (mut at, mut n) = (start, 0);
        let mut jumped = true;
        for _ in 0..2 * MAX_COPY_SIZE {
            if !std::mem::take(&mut jumped) && self.labels.contains(&at) {
                // It falls through to another block: the `pass` behind `with` in an `else`, say.
                return false;
            }
            match self.instrs.get(at as usize).map(|i| i.op) {
                Some(Op::Jump(_)) if n > 0 && self.falls.binary_search(&(at as usize)).is_ok() => return false,
                // Behind a `finally` the exit has been copied to where it is jumped to.
                Some(Op::Jump(to)) => (at, jumped) = (to, true),
                Some(Op::Return | Op::Raise(_)) => return n < MAX_COPY_SIZE,
                None | Some(Op::ForIter(_) | Op::PopJumpIf { .. } | Op::JumpOrPop { .. }) => return false,
                Some(_) => (at, n) = (at + 1, n + 1),
            }
        }
        false
    }

    pub(super) fn finish(mut self) {
        let end = self.instrs.len() as u32;
        let place = |label: u32, labels: &[u32]| match labels.get(label as usize) {
            Some(&at) if at != UNPLACED => at,
            _ => end,
        };
        for instr in &mut self.instrs {
            if let Some(target) = target_of(&mut instr.op) {
                *target = place(*target, &self.labels);
            }
        }
        if self.c.version == PythonVersion::PY39 {
            super::peephole::thread_jumps(&mut self.instrs, &self.falls, &self.leaving);
        }
        if self.c.version == PythonVersion::PY310 {
            self.give_lines_to_exits();
        }
        if self.c.version == PythonVersion::PY311 {
            self.give_lines_to_star_exits();
        }
        self.start_bare_exits_anew();
        let handlers = self
            .handlers
            .iter()
            .map(|c| Handler {
                start: c.start,
                end: c.end,
                target: place(c.target.0, &self.labels),
                depth: c.depth,
                kind: c.kind,
            })
            .collect();
        let comprehensions =
            self.comprehensions.iter().map(|c| c.iter().map(|l| place(l.0, &self.labels)).collect()).collect();
        let mut order: Vec<usize> = (0..self.slots.len()).collect();
        // Slot order of `co_localsplus`: locals and parameters, then cells that are no parameters, then free variables.
        let parameters = self.c.program.codes[self.id.index()].parameters() as usize;
        let names = &self.c.program.names;
        order.sort_by_key(|&i| match self.slots[i] {
            _ if i < parameters => (0, ""),
            (_, SlotKind::Local | SlotKind::Iteration | SlotKind::Hidden) => (0, ""),
            (name, SlotKind::Cell) => (1, names.text(name)),
            (name, SlotKind::Free) => (2, names.text(name)),
        });
        let mut moved = vec![0; order.len()];
        for (new, &old) in order.iter().enumerate() {
            moved[old] = new as u32;
        }
        for instr in &mut self.instrs {
            if let Some(slot) = slot_of(&mut instr.op) {
                *slot = moved[*slot as usize];
            }
        }
        let code = &mut self.c.program.codes[self.id.index()];
        code.slots = order.into_iter().map(|i| self.slots[i]).collect();
        code.instrs = self.instrs;
        code.handlers = handlers;
        code.inlined = self.ended;
        for slot in code.inlined.iter_mut().flat_map(|c| &mut c.slots) {
            *slot = moved[*slot as usize];
        }
        code.comprehensions = comprehensions;
        // From 3.12 a generator or coroutine has a handler for StopIteration, which needs two places.
        let suspends = code.is_generator || code.is_coroutine;
        let least = if suspends && self.c.version >= PythonVersion::PY312 { 2 } else { 1 };
        code.stack_size = self.max_depth.max(least);
    }
}

/// How a name is accessed.
#[derive(Clone, Copy, Debug)]
pub(super) enum Access {
    Fast(u32),
    Deref(u32),
    Name(Name),
    Global(Name),
}

fn target_of(op: &mut Op) -> Option<&mut Target> {
    match op {
        Op::Jump(t) | Op::ForIter(t) => Some(t),
        Op::PopJumpIf { target, .. } | Op::JumpOrPop { target, .. } => Some(target),
        _ => None,
    }
}

fn slot_of(op: &mut Op) -> Option<&mut u32> {
    match op {
        Op::LoadFast(s) | Op::StoreFast(s) | Op::DeleteFast(s) | Op::ClearFast(s) | Op::MakeCell(s) => Some(s),
        Op::LoadDeref(s) | Op::StoreDeref(s) | Op::DeleteDeref(s) => Some(s),
        Op::LoadClosure(s) | Op::LoadClassDeref(s) => Some(s),
        _ => None,
    }
}

/// Operands popped and pushed.
fn effect(op: Op) -> (u32, u32) {
    match op {
        Op::Nop
        | Op::EndComprehension(_)
        | Op::Jump(_)
        | Op::ClearFast(_)
        | Op::MakeCell(_)
        | Op::DeleteFast(_)
        | Op::DeleteDeref(_)
        | Op::DeleteName(_)
        | Op::DeleteGlobal(_) => (0, 0),
        Op::LoadConst(_)
        | Op::LoadFast(_)
        | Op::LoadDeref(_)
        | Op::LoadClosure(_)
        | Op::LoadClassDeref(_)
        | Op::LoadName(_)
        | Op::LoadGlobal(_)
        | Op::ImportName { .. } => (0, 1),
        Op::StoreFast(_) | Op::StoreDeref(_) | Op::StoreName(_) | Op::StoreGlobal(_) | Op::Pop | Op::Return => (1, 0),
        Op::Copy(_) => (0, 1),
        Op::Swap(_) => (0, 0),
        Op::Unary(_) | Op::LoadAttr(_) | Op::ListToTuple | Op::GetIter => (1, 1),
        Op::GetYieldFromIter | Op::GetAwaitable | Op::Yield => (1, 1),
        Op::YieldFrom => (2, 1),
        Op::Binary(_) | Op::Inplace(_) | Op::Compare(_) | Op::Is { .. } | Op::Contains { .. } | Op::LoadSubscript => {
            (2, 1)
        }
        Op::StoreSubscript => (3, 0),
        Op::DeleteSubscript | Op::StoreAttr(_) => (2, 0),
        Op::DeleteAttr(_) => (1, 0),
        Op::LoadMethod(_) => (1, 2),
        Op::BuildSlice(n) | Op::BuildTuple(n) | Op::BuildList(n) | Op::BuildSet(n) | Op::BuildString(n) => (n, 1),
        Op::SpreadKeys { .. } => (0, 0),
        Op::BuildDict(n) => (2 * n, 1),
        Op::FormatValue { spec, .. } => (1 + u32::from(spec), 1),
        Op::ListAppend(_) | Op::SetAdd(_) => (1, 0),
        Op::DictAdd(_) => (2, 0),
        Op::ListExtend(_) | Op::SetUpdate(_) | Op::DictUpdate(_) | Op::DictMerge(_) => (1, 0),
        Op::ForIter(_) => (0, 1),
        Op::PopJumpIf { .. } | Op::JumpOrPop { .. } => (1, 0),
        Op::UnpackSequence(n) => (1, n),
        Op::UnpackEx { before, after } => (1, before + 1 + after),
        Op::Call { args, .. } => (args + 1, 1),
        Op::CallDecorator => (2, 1),
        Op::CallMethod { args, .. } => (args + 2, 1),
        Op::CallEx { keywords } => (2 + u32::from(keywords), 1),
        Op::MakeFunction { parts, .. } => {
            let n = [parts.defaults, parts.keyword_defaults, parts.annotations, parts.closure];
            (n.into_iter().filter(|&p| p).count() as u32, 1)
        }
        Op::BuildClass { bases, keywords, .. } => (1 + bases + u32::from(keywords.is_some()), 1),
        Op::Raise(n) => (n, 0),
        Op::MatchException => (1, 1),
        Op::MatchGroup => (2, 2),
        Op::PrepareReraise => (2, 1),
        Op::PopExcept { .. } => (0, 0),
        Op::Reraise => (1, 0),
        Op::EnterWith | Op::EnterAsyncWith => (1, 2),
        Op::GetAsyncIter => (1, 1),
        Op::GetAsyncNext | Op::IsEndOfAsyncFor => (0, 1),
        Op::MakeTypeParameter(_) | Op::MakeTypeAlias => (1, 1),
        Op::SetTypeParameters => (2, 1),
        Op::ExitWith => (1, 1),
        Op::ExceptWith => (0, 1),
        Op::IsBuiltin(_) | Op::MatchSequence | Op::MatchMapping | Op::GetLen | Op::MatchKeys => (0, 1),
        Op::MatchRest => (2, 1),
        Op::MatchClass(_) => (3, 1),
        Op::ImportFrom(_) => (0, 1),
        Op::ImportStar => (1, 0),
        Op::Unmodelled { pops, pushes, .. } => (pops, pushes),
    }
}
