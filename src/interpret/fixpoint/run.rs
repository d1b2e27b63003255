//! Blocks, the worklist, and the last pass that records.

use super::state::BlockState;
use crate::bytecode::{Code, CodeId, Op};
use crate::heap::Value;
use crate::interpret::Machine;
use crate::interpret::exec::Flow;
use crate::interpret::machine::{Interrupt, Run, stop};
use std::collections::{BTreeMap, BTreeSet};

/// Passes over one block until its state must be stable.
const MAX_PASSES: u32 = 24;

/// Starts of basic blocks, in order.
pub(super) fn leaders(code: &Code) -> Vec<u32> {
    let mut out = BTreeSet::from([0]);
    for (pc, instr) in (0..).zip(&code.instrs) {
        match instr.op {
            Op::Jump(t) | Op::ForIter(t) => out.extend([t, pc + 1]),
            Op::PopJumpIf { target, .. } | Op::JumpOrPop { target, .. } => out.extend([target, pc + 1]),
            Op::Return | Op::Raise(_) | Op::Reraise => out.extend([pc + 1]),
            _ => {}
        }
    }
    out.extend(code.handlers.iter().flat_map(|h| [h.target, h.start]));
    let end = code.instrs.len() as u32;
    out.into_iter().filter(|&pc| pc < end).collect()
}

/// Where control may go from each block, handlers included.
pub(super) fn edges(code: &Code) -> Vec<(u32, Vec<u32>)> {
    let leaders = leaders(code);
    let end = code.instrs.len() as u32;
    let ends = leaders.iter().copied().skip(1).chain([end]);
    leaders
        .iter()
        .zip(ends)
        .map(|(&start, stop)| {
            let handlers = code.handlers.iter().filter(|h| h.start < stop && start < h.end).map(|h| h.target);
            let mut next: Vec<u32> = handlers.collect();
            match code.instrs.get(stop as usize - 1).map(|i| i.op) {
                Some(Op::Jump(t)) => next.push(t),
                Some(Op::ForIter(t) | Op::PopJumpIf { target: t, .. } | Op::JumpOrPop { target: t, .. }) => {
                    next.extend([t, stop]);
                }
                Some(Op::Return | Op::Raise(_) | Op::Reraise) | None => {}
                Some(_) => next.push(stop),
            }
            next.retain(|&t| t < end);
            (start, next)
        })
        .collect()
}

/// What one block leads to.
#[derive(Default)]
struct Outcome {
    next: Vec<(u32, BlockState)>,
    returned: Option<(Value, BlockState)>,
}

/// The blocks of one code object and what is known at their starts.
struct Blocks {
    leaders: Vec<u32>,
    states: BTreeMap<u32, BlockState>,
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
        self.abs().calls.push(code);
        self.heap.mark();
        let result = self.iterate_blocks(frame, code).map(|blocks| {
            if record {
                self.abs().recording = true;
                self.record_blocks(frame, code, &blocks);
            }
            blocks.exit
        });
        self.abs().recording = before;
        self.abs().calls.pop();
        let end = match result {
            Ok(Some((v, state))) => {
                self.restore(frame, &state);
                Ok(v)
            }
            Ok(None) => {
                self.heap.rollback();
                Err(Interrupt::Raise { class: "BaseException", message: None })
            }
            Err(e) => {
                self.heap.rollback();
                Err(e)
            }
        };
        self.heap.commit();
        end
    }

    fn iterate_blocks(&mut self, frame: usize, code: CodeId) -> Run<Blocks> {
        self.compiler.ensure(code);
        let entry = self.capture(frame);
        let mut blocks = Blocks { leaders: leaders(self.code(code)), states: BTreeMap::from([(0, entry)]), exit: None };
        let mut work = BTreeSet::from([0]);
        let mut passes: BTreeMap<u32, u32> = BTreeMap::new();
        while let Some(pc) = work.pop_first() {
            let n = passes.entry(pc).or_default();
            *n += 1;
            if *n > MAX_PASSES {
                return Err(stop("no fixpoint"));
            }
            let Some(state) = blocks.states.get(&pc).cloned() else { continue };
            let outcome = self.run_block(frame, pc, &state, &blocks.leaders)?;
            for (target, new) in outcome.next {
                if self.join_into(&mut blocks.states, target, new) {
                    work.insert(target);
                }
            }
            if let Some((v, new)) = outcome.returned {
                blocks.exit = Some(match blocks.exit.take() {
                    None => (v, new),
                    Some((old, mut state)) => {
                        let joined = self.join(old, v);
                        let stack = state.stack.clone();
                        self.join_state(&mut state, &BlockState { stack, ..new });
                        (joined, state)
                    }
                });
            }
        }
        Ok(blocks)
    }

    fn join_into(&mut self, states: &mut BTreeMap<u32, BlockState>, target: u32, new: BlockState) -> bool {
        match states.get_mut(&target) {
            Some(old) => self.join_state(old, &new),
            None => {
                states.insert(target, new);
                true
            }
        }
    }

    fn record_blocks(&mut self, frame: usize, code: CodeId, blocks: &Blocks) {
        for (&pc, state) in &blocks.states {
            if self.run_block(frame, pc, state, &blocks.leaders).is_err() {
                break;
            }
        }
        let _ = code;
    }

    fn run_block(&mut self, frame: usize, start: u32, state: &BlockState, leaders: &[u32]) -> Run<Outcome> {
        let code = self.frames[frame].code;
        let ctx = self.abs().at.0;
        self.restore(frame, state);
        let mut out = Outcome::default();
        let mut pc = start;
        self.reach_handlers(frame, pc, &mut out);
        loop {
            self.burn(1)?;
            let Some(&instr) = self.code(code).instrs.get(pc as usize) else { return Ok(out) };
            self.abs().at = (ctx, code, pc);
            self.abs().made_here = 0;
            self.frames[frame].pc = pc;
            let flow = self.step(frame, instr.op);
            self.abs().at = (ctx, code, pc);
            match flow {
                Ok(Flow::Next) => {
                    if may_change(instr.op) {
                        self.reach_handlers(frame, pc, &mut out);
                    }
                }
                Ok(Flow::Jump(target)) => {
                    out.next.push((target, self.capture(frame)));
                    return Ok(out);
                }
                Ok(Flow::Fork(target)) => {
                    self.fork(frame, instr.op, pc, target, &mut out)?;
                    return Ok(out);
                }
                Ok(Flow::Return(v)) => {
                    out.returned = Some((v, self.capture(frame)));
                    return Ok(out);
                }
                Ok(Flow::Yield(_)) | Err(Interrupt::Raise { .. }) => return Ok(out),
                Err(e) => return Err(e),
            }
            pc += 1;
            if leaders.binary_search(&pc).is_ok() {
                out.next.push((pc, self.capture(frame)));
                return Ok(out);
            }
        }
    }

    /// Both ways of a branch; the operand is still on the stack where an operation keeps it on one of them.
    fn fork(&mut self, frame: usize, op: Op, pc: u32, target: u32, out: &mut Outcome) -> Run<()> {
        match op {
            Op::JumpOrPop { .. } => {
                out.next.push((target, self.capture(frame)));
                self.pop(frame)?;
                out.next.push((pc + 1, self.capture(frame)));
            }
            Op::ForIter(_) => {
                out.next.push((pc + 1, self.capture(frame)));
                self.pop(frame)?;
                let iterator = self.pop(frame)?;
                self.exhaust(iterator);
                out.next.push((target, self.capture(frame)));
            }
            _ => {
                let state = self.capture(frame);
                out.next.push((target, state.clone()));
                out.next.push((pc + 1, state));
            }
        }
        Ok(())
    }

    /// An exception may leave from here: its handler starts from the state as it is, with the exception on the stack.
    fn reach_handlers(&mut self, frame: usize, pc: u32, out: &mut Outcome) {
        let code = self.frames[frame].code;
        let covering = self.code(code).handlers.iter().find(|h| (h.start..h.end).contains(&pc)).copied();
        if let Some(h) = covering {
            let mut state = self.capture(frame);
            state.stack.truncate(h.depth as usize);
            state.stack.push(Value::OPAQUE);
            out.next.push((h.target, state));
        }
    }
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
            | Op::CallMethod { .. }
            | Op::CallEx { .. }
            | Op::Inplace(_)
            | Op::ListAppend(_)
            | Op::ListExtend(_)
            | Op::Yield
            | Op::YieldFrom
    )
}
