//! Jumps to jumps on 3.9 (`peephole.c`); later versions mind the lines.
//!
//! A jump goes to the end of a chain of jumps only if the new distance fits into the room of the old one: past 255 bytes
//! it does not, and then a `pass` at the end of a block is a step.

use crate::bytecode::op::{Instr, Op};

/// The largest argument of an instruction without `EXTENDED_ARG`.
const SHORT: u32 = 255;
/// Our sizes of instructions may be wrong by one part in so many.
const SLACK: u32 = 16;

pub(super) fn thread_jumps(instrs: &mut [Instr], falls: &[usize], leaving: &[usize]) {
    let offsets = offsets(instrs, falls);
    for i in (0..instrs.len()).filter(|i| falls.binary_search(i).is_err()) {
        let (Op::Jump(mut to) | Op::PopJumpIf { target: mut to, .. }) = instrs[i].op else { continue };
        for _ in 0..instrs.len() {
            let Some(&Instr { op: Op::Jump(further), line, .. }) = instrs.get(to as usize) else { break };
            if further == to {
                break;
            }
            let seen = line != 0 && line != instrs[i].line;
            let relative = matches!(instrs[i].op, Op::Jump(_)) && leaving.binary_search(&i).is_err() && to as usize > i;
            let from = if relative { offsets[i] } else { 0 };
            match fits(offsets[to as usize] - from, offsets[further as usize]) {
                Some(false) if seen => break,
                None if seen => {
                    instrs[i].op = Op::Unmodelled { what: "a jump of about 256 bytes", pops: 0, pushes: 0 };
                    break;
                }
                _ => to = further,
            }
        }
        if let Op::Jump(target) | Op::PopJumpIf { target, .. } = &mut instrs[i].op {
            *target = to;
        }
    }
}

/// Whether the jump has room for the new target; `None` where that is too close to call.
fn fits(old: u32, further: u32) -> Option<bool> {
    let long = |offset: u32| match offset {
        _ if offset + offset / SLACK <= SHORT => Some(false),
        _ if offset - offset / SLACK > SHORT => Some(true),
        _ => None,
    };
    match (long(further), long(old)) {
        (Some(false), _) | (_, Some(true)) => Some(true),
        (Some(true), Some(false)) => Some(false),
        _ => None,
    }
}

/// Where each instruction begins in CPython's code, in bytes, and where the last one ends.
fn offsets(instrs: &[Instr], falls: &[usize]) -> Vec<u32> {
    let mut at = 0;
    let mut offsets = vec![0];
    for (i, instr) in instrs.iter().enumerate() {
        at += if falls.binary_search(&i).is_ok() { 0 } else { 2 * units(instr.op) };
        offsets.push(at);
    }
    offsets
}

/// How many instructions of CPython's one of ours is.
fn units(op: Op) -> u32 {
    match op {
        Op::EndComprehension(_) => 0,
        Op::Call { keywords: Some(_), .. } | Op::CallMethod { keywords: Some(_), .. } => 2,
        Op::MakeFunction { .. } | Op::BuildClass { .. } | Op::ImportName { .. } => 3,
        // LOAD_CONST, DUP_TOP, DUP_TOP, CALL_FUNCTION
        Op::ExitWith => 5,
        _ => 1,
    }
}
