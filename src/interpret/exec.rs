//! One instruction: the transfer functions.

use super::Machine;
use super::machine::{Interrupt, Run, raise, stop};
use crate::bytecode::{BinaryOp, CodeId, Op, SlotKind};
use crate::config::PythonVersion;
use crate::cpython::messages;
use crate::cpython::teardown::{self, Order};
use crate::heap::{ObjectData, Type, Value};

/// How an instruction or frame ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Flow {
    Next,
    Jump(u32),
    Return(Value),
    Yield(Value),
    /// A branch on a value whose truth is not known: fall through or jump.
    Fork(u32),
}

impl Machine<'_> {
    /// Runs a frame until it returns or yields. The frame must be the innermost active one.
    pub(super) fn run_frame(&mut self, frame: usize) -> Run<Flow> {
        let code = self.frames[frame].code;
        self.compiler.ensure(code);
        let mut line_before = 0;
        loop {
            self.burn(1)?;
            self.exiting = None;
            let pc = self.frames[frame].pc;
            let Some(&instr) = self.code(code).instrs.get(pc as usize) else {
                return Err(stop("code without an end"));
            };
            if instr.anew {
                self.jumped_back(frame);
            }
            self.line_event(frame, instr.line)?;
            match self.exec_releasing(frame, instr.op) {
                Ok(Flow::Next) => {
                    if instr.op == Op::Nop && instr.line == 0 && self.version == PythonVersion::PY310 {
                        self.jumped_back(frame);
                    }
                    self.frames[frame].pc = pc + 1;
                }
                Ok(Flow::Jump(target)) => {
                    if matches!(instr.op, Op::ForIter(_)) && self.version >= PythonVersion::PY314 {
                        // A loop that ends is no instruction to a tracer: the line before it goes on, as in
                        // `[x\n for x in xs]` that of `x`.
                        self.frames[frame].unreported = line_before;
                    }
                    // Going backwards makes the next instruction with a line a step, even on the same line.
                    if target <= pc || self.starts_line_on_39(code, target) {
                        self.jumped_back(frame);
                    }
                    self.frames[frame].pc = target;
                }
                Ok(Flow::Fork(_)) => return Err(stop("a branch on an unknown value")),
                Ok(done) => {
                    // `yield from` is run again with what is sent.
                    let again = instr.op == Op::YieldFrom;
                    self.frames[frame].pc = if again { pc } else { pc + 1 };
                    return Ok(done);
                }
                Err(interrupt) => self.unwind(frame, interrupt)?,
            }
            if instr.line > 0 {
                line_before = instr.line;
            }
        }
    }

    /// Runs an operation; one that raises lets its operands go (`goto error`).
    fn exec_releasing(&mut self, f: usize, op: Op) -> Run<Flow> {
        let stack = &self.frames[f].stack;
        let (len, n) = (stack.len(), taken(op).unwrap_or(0).min(stack.len()));
        let mut operands = [Value::UNBOUND; 3];
        operands[..n].copy_from_slice(&stack[len - n..]);
        let result = self.exec(f, op);
        if !matches!(&result, Err(e) if e.is_exception()) || self.policy == super::Policy::Abstract {
            return result;
        }
        if taken(op).is_none() {
            return Err(stop("an exception inside this operation is not modelled"));
        }
        let popped = len.saturating_sub(self.frames[f].stack.len()).min(n);
        let operands = operands[n - popped..n].iter().copied();
        match teardown::temporary_operands(self.version) {
            Order::FirstToLast => self.decref_all(operands)?,
            Order::LastToFirst => self.decref_from_top(f, operands.collect())?,
        }
        result
    }

    /// They leave the stack one by one: those below are owners still.
    fn decref_from_top(&mut self, f: usize, operands: Vec<Value>) -> Run<()> {
        let depth = self.frames[f].stack.len();
        self.frames[f].stack.extend(operands);
        while self.frames[f].stack.len() > depth {
            let v = self.pop(f)?;
            self.decref(v)?;
        }
        Ok(())
    }

    /// 3.9 reports a line whenever its first instruction runs, also by a jump from the same line (`ceval.c`).
    pub(super) fn starts_line_on_39(&self, code: CodeId, target: u32) -> bool {
        if self.version != PythonVersion::PY39 {
            return false;
        }
        let (before, rest) = self.code(code).instrs.split_at(target as usize);
        let line = rest.first().map_or(0, |i| i.line);
        line != 0 && before.iter().rev().find(|i| i.line != 0).is_some_and(|i| i.line != line)
    }

    pub(super) fn push(&mut self, frame: usize, value: Value) {
        self.frames[frame].stack.push(value);
    }

    pub(super) fn pop(&mut self, frame: usize) -> Run<Value> {
        self.frames[frame].stack.pop().ok_or_else(|| stop("operand stack is empty"))
    }

    pub(super) fn pop_n(&mut self, frame: usize, n: u32) -> Run<Vec<Value>> {
        let stack = &mut self.frames[frame].stack;
        let at = stack.len().checked_sub(n as usize).ok_or_else(|| stop("operand stack is empty"))?;
        Ok(stack.split_off(at))
    }

    /// The n-th operand from the top, 1 is the top.
    pub(super) fn peek(&self, frame: usize, n: u32) -> Run<Value> {
        let stack = &self.frames[frame].stack;
        let at = stack.len().checked_sub(n as usize).ok_or_else(|| stop("operand stack is empty"))?;
        Ok(stack[at])
    }

    pub(super) fn exec(&mut self, f: usize, op: Op) -> Run<Flow> {
        match op {
            Op::Nop | Op::EndComprehension(_) => {}
            Op::LoadConst(id) => {
                let v = self.constant(id);
                self.incref(v);
                self.push(f, v);
            }
            Op::LoadFast(s) => self.load_slot(f, s)?,
            Op::StoreFast(s) => {
                let v = self.pop(f)?;
                let old = std::mem::replace(&mut self.frames[f].slots[s as usize], v);
                self.drop_old(old)?;
            }
            Op::DeleteFast(s) => {
                let old = std::mem::replace(&mut self.frames[f].slots[s as usize], Value::UNBOUND);
                if !old.is_bound() {
                    return Err(self.unbound_local(f, s));
                }
                self.drop_old(old)?;
            }
            Op::ClearFast(s) => {
                let old = std::mem::replace(&mut self.frames[f].slots[s as usize], Value::UNBOUND);
                self.drop_old(old)?;
            }
            Op::MakeCell(s) => {
                let cell = self.make_builtin(Type::Cell, ObjectData::Cell(Value::UNBOUND));
                let old = std::mem::replace(&mut self.frames[f].slots[s as usize], cell);
                self.drop_old(old)?;
            }
            Op::LoadDeref(s) | Op::LoadClassDeref(s) => self.load_cell(f, s)?,
            Op::StoreDeref(s) => {
                let v = self.pop(f)?;
                self.store_cell(f, s, v)?;
            }
            Op::DeleteDeref(s) => self.store_cell(f, s, Value::UNBOUND)?,
            Op::LoadClosure(s) => {
                let cell = self.cell(f, s)?;
                self.incref(cell);
                self.push(f, cell);
            }
            Op::LoadName(_) | Op::StoreName(_) | Op::DeleteName(_) => self.name_op(f, op)?,
            Op::LoadGlobal(n) => {
                let v = self.load_global(n)?;
                self.push(f, v);
            }
            Op::StoreGlobal(n) => {
                let v = self.pop(f)?;
                self.incref(v);
                let depth = self.in_c.len();
                if self.version >= PythonVersion::PY314 {
                    // The operand is an owner until the old value is gone, or borrowed from a local.
                    self.in_c.push(v);
                }
                let result = self.store_global(n, v);
                self.in_c.truncate(depth);
                result?;
                self.decref(v)?;
            }
            Op::DeleteGlobal(n) => self.delete_global(n)?,
            Op::Pop => {
                let v = self.pop(f)?;
                self.decref(v)?;
            }
            Op::Copy(n) => {
                let v = self.peek(f, n)?;
                self.incref(v);
                self.push(f, v);
            }
            Op::Swap(n) => {
                let stack = &mut self.frames[f].stack;
                let top = stack.len();
                if top < n as usize {
                    return Err(stop("operand stack is empty"));
                }
                stack.swap(top - 1, top - n as usize);
            }
            Op::Jump(t) => return Ok(Flow::Jump(t)),
            Op::PopJumpIf { when, target } => return self.pop_jump_if(f, when, target),
            Op::JumpOrPop { when, target } => return self.jump_or_pop(f, when, target),
            Op::ForIter(target) => return self.for_iter(f, target),
            Op::Return => {
                let v = self.pop(f)?;
                return Ok(Flow::Return(v));
            }
            Op::Yield => {
                let v = self.pop(f)?;
                return Ok(Flow::Yield(v));
            }
            Op::YieldFrom => {
                if let Some(v) = self.yield_from(f)? {
                    return Ok(Flow::Yield(v));
                }
            }
            Op::GetYieldFromIter => self.get_yield_from_iter(f)?,
            Op::GetAwaitable => self.get_awaitable(f)?,
            Op::GetAsyncIter => self.get_async_iter(f)?,
            Op::GetAsyncNext => self.get_async_next(f)?,
            Op::IsEndOfAsyncFor => self.is_end_of_async_for(f)?,
            Op::MakeTypeParameter(kind) => self.make_type_parameter(f, kind)?,
            Op::SetTypeParameters => self.set_type_parameters(f)?,
            Op::MakeTypeAlias => self.make_type_alias(f)?,
            Op::Raise(n) => return Err(self.raise_op(f, n)?),
            Op::Reraise => return Err(self.reraise(f)?),
            Op::MatchException => self.match_exception(f)?,
            Op::MatchGroup => self.match_group(f)?,
            Op::PrepareReraise => self.prepare_reraise(f)?,
            Op::PopExcept { above } => self.pop_except(f, above)?,
            Op::Unmodelled { what, .. } => return Err(stop(format!("not modelled: {what}"))),
            op => self.exec_object(f, op)?,
        }
        Ok(Flow::Next)
    }

    /// Operations that work on objects rather than on the frame.
    fn exec_object(&mut self, f: usize, op: Op) -> Run<()> {
        match op {
            Op::Unary(op) => {
                let v = self.pop(f)?;
                let result = self.unary(op, v)?;
                self.finish(f, result, &[v])
            }
            Op::Binary(op) => {
                let (right, left) = (self.pop(f)?, self.pop(f)?);
                let result = self.binary(op, left, right)?;
                if op == BinaryOp::Add {
                    self.may_have_grown_in_place(f, left, right, result);
                }
                self.finish(f, result, &[left, right])
            }
            Op::Inplace(op) => {
                let (right, left) = (self.pop(f)?, self.pop(f)?);
                let result = self.inplace(op, left, right)?;
                self.finish(f, result, &[left, right])
            }
            Op::Compare(op) => {
                let (right, left) = (self.pop(f)?, self.pop(f)?);
                let result = self.compare(op, left, right)?;
                self.finish_compared(f, result, left, right)
            }
            Op::Is { negated } => {
                let (right, left) = (self.pop(f)?, self.pop(f)?);
                let result = self.is_same(left, right)?;
                self.finish_compared(f, Value::bool(result != negated), left, right)
            }
            Op::Contains { negated } => {
                let (container, item) = (self.pop(f)?, self.pop(f)?);
                let result = self.contains(container, item)?;
                self.finish_compared(f, Value::bool(result != negated), item, container)
            }
            Op::LoadAttr(name) => {
                let o = self.pop(f)?;
                let v = self.load_attr(o, name)?;
                self.finish(f, v, &[o])
            }
            Op::StoreAttr(name) => {
                let (o, v) = (self.pop(f)?, self.pop(f)?);
                // The operands are owners until the old value is gone; on 3.14 they may be borrowed from locals.
                let depth = self.in_c.len();
                if self.version >= PythonVersion::PY314 {
                    self.in_c.extend([o, v]);
                }
                let result = self.store_attr(o, name, v);
                self.in_c.truncate(depth);
                result?;
                match self.version >= PythonVersion::PY314 {
                    true => self.decref_all([o, v]),
                    false => self.decref_all([v, o]),
                }
            }
            Op::DeleteAttr(name) => {
                let o = self.pop(f)?;
                let depth = self.in_c.len();
                if self.version >= PythonVersion::PY314 {
                    self.in_c.push(o);
                }
                let result = self.delete_attr(o, name);
                self.in_c.truncate(depth);
                result?;
                self.decref(o)
            }
            Op::LoadMethod(name) => {
                let o = self.pop(f)?;
                let (callable, receiver) = self.load_method(o, name)?;
                self.push(f, callable);
                self.push(f, receiver);
                Ok(())
            }
            Op::Call { args, keywords } => self.call_op(f, args, keywords),
            Op::CallDecorator => self.call_decorator(f),
            Op::CallMethod { args, keywords } => self.call_method_op(f, args, keywords),
            Op::CallEx { keywords } => self.call_ex_op(f, keywords),
            Op::MakeFunction { code, parts } => self.make_function(f, code, parts),
            Op::BuildClass { name, bases, keywords } => self.build_class(f, name, bases, keywords),
            Op::GetIter => {
                let v = self.pop(f)?;
                let it = self.get_iter(v)?;
                self.finish(f, it, &[v])
            }
            Op::ImportName { module, level } => self.import_name(f, module, level),
            Op::ImportFrom(name) => self.import_from(f, name),
            Op::FormatValue { conversion, spec } => self.format_value(f, conversion, spec),
            Op::EnterWith => self.enter_with(f),
            Op::EnterAsyncWith => self.enter_async_with(f),
            Op::ExitWith => self.exit_with(f),
            Op::ExceptWith => self.except_with(f),
            Op::IsBuiltin(name) => {
                let v = self.peek(f, 1)?;
                let same = matches!(self.object(v)?.1.data, ObjectData::Builtin(b) if b == self.text(name));
                self.push(f, Value::bool(same));
                Ok(())
            }
            Op::MatchSequence | Op::MatchMapping | Op::GetLen | Op::MatchKeys | Op::MatchRest | Op::MatchClass(_) => {
                self.match_op(f, op)
            }
            op => self.exec_container(f, op),
        }
    }

    /// Pushes a result after the operands are let go, the first pushed last: an expression's temporaries die here.
    pub(super) fn finish(&mut self, f: usize, result: Value, operands: &[Value]) -> Run<()> {
        self.push(f, result);
        self.decref_all(operands.iter().copied())
    }

    fn finish_compared(&mut self, f: usize, result: Value, left: Value, right: Value) -> Run<()> {
        match teardown::temporary_operands(self.version) {
            Order::FirstToLast => self.finish(f, result, &[left, right]),
            Order::LastToFirst => self.finish(f, result, &[right, left]),
        }
    }

    fn load_slot(&mut self, f: usize, s: u32) -> Run<()> {
        let v = self.frames[f].slots[s as usize];
        if !v.is_bound() {
            return Err(self.unbound_local(f, s));
        }
        self.incref(v);
        self.push(f, v);
        Ok(())
    }

    fn unbound_local(&self, f: usize, s: u32) -> Interrupt {
        let (name, _) = self.code(self.frames[f].code).slots[s as usize];
        raise("UnboundLocalError", messages::unbound_local(self.version, self.text(name)))
    }

    fn unbound_cell(&mut self, f: usize, s: u32) -> Interrupt {
        let (name, kind) = self.code(self.frames[f].code).slots[s as usize];
        if kind == SlotKind::Cell {
            return self.unbound_local(f, s);
        }
        let message = messages::unbound_free(self.version, self.text(name));
        self.throwing_about("NameError", message, name, Value::UNBOUND)
    }

    fn drop_old(&mut self, old: Value) -> Run<()> {
        if old.is_bound() { self.decref(old) } else { Ok(()) }
    }

    fn cell(&self, f: usize, s: u32) -> Run<Value> {
        let cell = self.frames[f].slots[s as usize];
        match self.known(cell) {
            Some((_, o)) if o.is(Type::Cell) => Ok(cell),
            _ => Err(stop("a cell is missing")),
        }
    }

    fn load_cell(&mut self, f: usize, s: u32) -> Run<()> {
        let cell = self.cell(f, s)?;
        let ObjectData::Cell(v) = self.object(cell)?.1.data else { return Err(stop("a cell is missing")) };
        if !v.is_bound() {
            return Err(self.unbound_cell(f, s));
        }
        self.incref(v);
        self.push(f, v);
        Ok(())
    }

    fn store_cell(&mut self, f: usize, s: u32, v: Value) -> Run<()> {
        let (id, _) = self.object(self.cell(f, s)?)?;
        let old = std::mem::replace(&mut self.heap.get_mut(id).data, ObjectData::Cell(v));
        match old {
            ObjectData::Cell(old) => self.drop_old(old),
            _ => Ok(()),
        }
    }

    fn pop_jump_if(&mut self, f: usize, when: bool, target: u32) -> Run<Flow> {
        let v = self.pop(f)?;
        let truth = self.truth(v)?;
        self.decref(v)?;
        Ok(match truth {
            Some(t) if t == when => Flow::Jump(target),
            Some(_) => Flow::Next,
            None => Flow::Fork(target),
        })
    }

    fn jump_or_pop(&mut self, f: usize, when: bool, target: u32) -> Run<Flow> {
        let v = self.peek(f, 1)?;
        match self.truth(v)? {
            Some(t) if t == when => Ok(Flow::Jump(target)),
            Some(_) => {
                let v = self.pop(f)?;
                self.decref(v)?;
                Ok(Flow::Next)
            }
            None => Ok(Flow::Fork(target)),
        }
    }

    fn for_iter(&mut self, f: usize, target: u32) -> Run<Flow> {
        let it = self.peek(f, 1)?;
        match self.next(it)? {
            Some(item) => {
                self.push(f, item);
                Ok(Flow::Next)
            }
            None => {
                let it = self.pop(f)?;
                self.decref(it)?;
                Ok(Flow::Jump(target))
            }
        }
    }

    /// A new frame for `code`, not yet active.
    pub(super) fn new_frame(&mut self, code: CodeId) -> usize {
        self.compiler.ensure(code);
        let slots = self.code(code).slots.len();
        self.frames.push(super::frame::Frame::new(code, slots));
        self.frames.len() - 1
    }

    /// Makes the cells of a frame whose parameters are in place: a captured parameter moves into its cell.
    pub(super) fn make_cells(&mut self, frame: usize) {
        let code = self.frames[frame].code;
        let cells: Vec<usize> = self
            .code(code)
            .slots
            .iter()
            .enumerate()
            .filter(|(_, (_, kind))| *kind == SlotKind::Cell)
            .map(|(i, _)| i)
            .collect();
        for i in cells {
            let v = self.frames[frame].slots[i];
            let cell = self.make_builtin(Type::Cell, ObjectData::Cell(v));
            self.frames[frame].slots[i] = cell;
        }
    }
}

/// How many operands an operation takes off the stack before it may raise; `None`: what it holds by then is not known.
fn taken(op: Op) -> Option<usize> {
    Some(match op {
        Op::Unary(_) | Op::LoadAttr(_) | Op::DeleteAttr(_) | Op::LoadMethod(_) | Op::GetIter | Op::PopJumpIf { .. } => {
            1
        }
        Op::UnpackSequence(_) | Op::UnpackEx { .. } | Op::ListExtend(_) | Op::DictUpdate(_) | Op::DictMerge(_) => 1,
        Op::Binary(_) | Op::Inplace(_) | Op::Compare(_) | Op::Contains { .. } | Op::LoadSubscript => 2,
        Op::StoreAttr(_) | Op::DeleteSubscript => 2,
        Op::StoreSubscript => 3,
        Op::FormatValue { spec, .. } => 1 + usize::from(spec),
        Op::BuildSet(_) | Op::SetAdd(_) | Op::DictAdd(_) | Op::SetUpdate(_) => return None,
        Op::MatchKeys | Op::MatchRest | Op::MatchClass(_) => return None,
        Op::ImportName { .. } | Op::ImportFrom(_) | Op::ImportStar => return None,
        // These let go of their operands themselves, or have none off the stack.
        _ => 0,
    })
}
