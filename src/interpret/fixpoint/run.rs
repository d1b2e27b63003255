//! Segments, blocks, the worklist, and the last pass that records.

use super::flow::{Component, FlowGraph};
use super::state::BlockState;
use super::transfer::ended;
use crate::bytecode::{CodeId, Op};
use crate::heap::Value;
use crate::interpret::Machine;
use crate::interpret::exec::Flow;
use crate::interpret::machine::{Interrupt, Run, stop};
use crate::planted::{Bug, is_planted};
use std::collections::{BTreeMap, BTreeSet};

/// Passes over one block until its state must be stable.
const MAX_PASSES: u32 = 24;

/// What one block leads to.
#[derive(Default)]
struct Outcome {
    next: Vec<(u32, BlockState)>,
    returned: Option<(Value, BlockState)>,
}

/// What is known at the starts of blocks.
type States = BTreeMap<u32, BlockState>;

/// How far a segment has come.
struct SegmentRun {
    /// At the starts of blocks that are still to be run.
    states: States,
    /// What is returned from within it.
    exit: Option<(Value, BlockState)>,
}

impl Machine<'_> {
    /// Runs the frame's code on the state as it is, on all paths, and leaves the state at its end: the returned value.
    pub(super) fn fixpoint(&mut self, frame: usize) -> Run<Value> {
        let code = self.frames[frame].code;
        let nested = !self.abs().calls.is_empty();
        if self.abs().calls.contains(&code) {
            return Err(stop("recursion"));
        }
        let record = self.abs().recording || !nested;
        let before = std::mem::replace(&mut self.abs().recording, false);
        self.note_entered(code);
        self.abs().calls.push(code);
        self.heap.mark();
        let told = self.abs().order.len();
        let made = self.abs().functions.len();
        let noted = self.notes_so_far();
        let result = self.run_segments(frame, code, record);
        self.abs().recording = before;
        self.abs().calls.pop();
        let end = match result {
            Ok(Some((v, state))) => {
                match nested && is_planted(Bug::HelperForgotten) {
                    true => self.heap.rollback(),
                    false => self.restore(frame, &state),
                }
                Ok(v)
            }
            Ok(None) => {
                self.heap.rollback();
                Err(ended())
            }
            Err(e) => {
                self.heap.rollback();
                self.abs().forget_since(told, made, noted);
                Err(e)
            }
        };
        self.heap.commit();
        end
    }

    /// Runs the segments one after the other: what one leaves is the start of the next, and only what changes within a
    /// segment is carried from block to block.
    fn run_segments(&mut self, frame: usize, code: CodeId, record: bool) -> Run<Option<(Value, BlockState)>> {
        self.compiler.ensure(code);
        let flow = self.flow(code);
        let mut components = flow.components.as_slice();
        let mut start = 0;
        for end in flow.cuts.iter().copied().map(Some).chain([None]) {
            let in_segment = |c: &Component| end.is_none_or(|end| c.blocks[0] < end);
            let (segment, later) = components.split_at(components.partition_point(in_segment));
            components = later;
            let mut run = SegmentRun { states: BTreeMap::from([(start, self.capture(frame))]), exit: None };
            for component in segment {
                self.run_component(frame, &flow, component, record, &mut run)?;
            }
            let next = end.and_then(|end| run.states.remove(&end));
            let (Some(end), Some(next)) = (end, next) else { return Ok(run.exit) };
            self.restore(frame, &next);
            self.heap.commit();
            self.heap.mark();
            start = end;
        }
        Ok(None)
    }

    /// A block outside of loops has its last state when its turn comes: one pass does. A loop is iterated until nothing
    /// changes, and only then recorded.
    fn run_component(
        &mut self,
        frame: usize,
        flow: &FlowGraph,
        component: &Component,
        record: bool,
        run: &mut SegmentRun,
    ) -> Run<()> {
        let is_loop = component.is_loop && !is_planted(Bug::FirstPassTold);
        if is_loop {
            self.iterate_blocks(frame, flow, component, run)?;
            if !record {
                return Ok(());
            }
        }
        for pc in &component.blocks {
            let Some(state) = run.states.remove(pc) else { continue };
            self.abs().recording = record;
            let outcome = self.run_block(frame, *pc, state, flow);
            self.abs().recording = false;
            let outcome = outcome?;
            if !is_loop {
                self.spread(run, outcome, |_| ())?;
            }
        }
        Ok(())
    }

    /// Iterates the blocks of a loop until nothing changes.
    fn iterate_blocks(
        &mut self,
        frame: usize,
        flow: &FlowGraph,
        component: &Component,
        run: &mut SegmentRun,
    ) -> Run<()> {
        let inside = |pc: &u32| component.blocks.binary_search(pc).is_ok();
        let mut work: BTreeSet<u32> = run.states.keys().copied().filter(inside).collect();
        let mut passes: BTreeMap<u32, u32> = BTreeMap::new();
        while let Some(pc) = work.pop_first() {
            let n = passes.entry(pc).or_default();
            *n += 1;
            if *n > MAX_PASSES {
                return Err(stop("no fixpoint"));
            }
            let Some(state) = run.states.get(&pc).cloned() else { continue };
            let outcome = self.run_block(frame, pc, state, flow)?;
            self.spread(run, outcome, |changed| {
                if inside(&changed) {
                    work.insert(changed);
                }
            })?;
        }
        Ok(())
    }

    /// Joins what a block leads to with what is known there, and tells where that changes something.
    fn spread(&mut self, run: &mut SegmentRun, outcome: Outcome, mut changed: impl FnMut(u32)) -> Run<()> {
        for (target, new) in outcome.next {
            if self.join_into(&mut run.states, target, new)? {
                changed(target);
            }
        }
        if let Some((v, new)) = outcome.returned {
            run.exit = Some(match run.exit.take() {
                None => (v, new),
                Some((old, mut state)) => {
                    let joined = self.join(old, v);
                    let stack = state.stack.clone();
                    self.join_state(&mut state, &BlockState { stack, ..new })?;
                    (joined, state)
                }
            });
        }
        Ok(())
    }

    fn join_into(&mut self, states: &mut States, target: u32, new: BlockState) -> Run<bool> {
        match states.get_mut(&target) {
            Some(old) => self.join_state(old, &new),
            None => {
                states.insert(target, new);
                Ok(true)
            }
        }
    }

    /// Runs one block, and on through those that only it leads to.
    fn run_block(&mut self, frame: usize, start: u32, state: BlockState, flow: &FlowGraph) -> Run<Outcome> {
        let code = self.frames[frame].code;
        let ctx = self.abs().at.0;
        self.restore(frame, &state);
        let mut out = Outcome::default();
        let (mut start, mut pc) = (start, start);
        self.enter_handler(frame, pc);
        let mut reached = false;
        loop {
            self.burn(1)?;
            let Some(&instr) = self.code(code).instrs.get(pc as usize) else { return Ok(out) };
            self.abs().at = (ctx, code, pc);
            self.abs().made_here = 0;
            self.frames[frame].pc = pc;
            self.publish_point(frame, pc, start);
            if instr.op == Op::Return {
                self.draw(frame, pc);
            }
            if !reached && may_raise(instr.op) {
                self.reach_handlers(frame, pc, &mut out);
                reached = true;
            }
            let next = self.step(frame, instr.op);
            self.abs().at = (ctx, code, pc);
            if matches!(next, Ok(Flow::Next | Flow::Jump(_) | Flow::Fork(_))) {
                self.draw(frame, pc);
            }
            match next {
                Ok(Flow::Next) => {
                    if may_change(instr.op) && reached {
                        self.reach_handlers(frame, pc, &mut out);
                    }
                }
                Ok(Flow::Jump(target)) => {
                    out.next.push((target, self.capture(frame)));
                    return Ok(out);
                }
                Ok(Flow::Fork(target)) => {
                    self.fork(frame, instr.op, pc, target, &mut out)?;
                    if matches!(instr.op, Op::ForIter(_)) {
                        return Ok(out);
                    }
                }
                Ok(Flow::Return(v)) => {
                    out.returned = Some((v, self.capture(frame)));
                    return Ok(out);
                }
                Ok(Flow::Yield(_)) | Err(Interrupt::Raise { .. } | Interrupt::Unwind(_) | Interrupt::Reraise(_)) => {
                    return Ok(out);
                }
                Err(e) => return Err(e),
            }
            pc += 1;
            if flow.leaders.binary_search(&pc).is_ok() {
                if !flow.continued.contains(&pc) {
                    out.next.push((pc, self.capture(frame)));
                    return Ok(out);
                }
                start = pc;
                reached = false;
            }
        }
    }

    /// The other way of a branch, where the state is left as it is for the first one; the operand is still on the stack
    /// where an operation keeps it on one of them. Of a loop both ways.
    fn fork(&mut self, frame: usize, op: Op, pc: u32, target: u32, out: &mut Outcome) -> Run<()> {
        match op {
            Op::JumpOrPop { .. } => {
                out.next.push((target, self.capture(frame)));
                self.pop(frame)?;
            }
            Op::ForIter(_) => {
                out.next.push((pc + 1, self.capture(frame)));
                self.pop(frame)?;
                let iterator = self.pop(frame)?;
                self.exhaust(iterator);
                out.next.push((target, self.capture(frame)));
            }
            _ => out.next.push((target, self.capture(frame))),
        }
        Ok(())
    }

    /// An exception may leave from here: its handler starts from the state as it is, with the exception on the stack.
    fn reach_handlers(&mut self, frame: usize, pc: u32, out: &mut Outcome) {
        let code = self.frames[frame].code;
        let flow = self.flow(code);
        let covering = flow.handler(self.code(code), pc).copied();
        if let Some(h) = covering {
            let mut state = self.capture(frame);
            state.stack.truncate(h.depth as usize);
            let operands = h.kind.operands(self.version);
            state.stack.extend((0..operands).map(|_| Value::OPAQUE));
            out.next.push((h.target, state));
        }
    }
}

/// What unbinds the name of a handler's exception, before it goes on, raises nothing itself.
fn may_raise(op: Op) -> bool {
    !matches!(op, Op::Nop | Op::LoadConst(_) | Op::StoreFast(_) | Op::DeleteFast(_) | Op::Pop | Op::PopExcept { .. })
}

/// Operations after which the state may differ for a handler.
fn may_change(op: Op) -> bool {
    matches!(
        op,
        Op::StoreFast(_)
            | Op::StoreName(_)
            | Op::StoreGlobal(_)
            | Op::StoreDeref(_)
            | Op::StoreAttr(_)
            | Op::StoreSubscript
            | Op::DeleteFast(_)
            | Op::DeleteName(_)
            | Op::Call { .. }
            | Op::CallDecorator
            | Op::CallMethod { .. }
            | Op::CallEx { .. }
            | Op::Inplace(_)
            | Op::ListAppend(_)
            | Op::ListExtend(_)
            | Op::Yield
            | Op::YieldFrom
    )
}
