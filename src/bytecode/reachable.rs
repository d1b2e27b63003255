//! Instructions that control may come to.
//!
//! ```python
//! def f():
//!     return 1
//!     label = "two words"   # no code from 3.10 on, and perhaps no constant either
//! ```

use super::{Code, Const, ConstId, Instr, Op, Program};

/// For each instruction whether there is a way to it.
fn reachable(program: &Program, code: &Code) -> Vec<bool> {
    let mut reached = vec![false; code.instrs.len()];
    let mut todo = vec![0_usize];
    while let Some(at) = todo.pop() {
        if reached.get(at).is_none_or(|&r| r) {
            continue;
        }
        reached[at] = true;
        let covering = code.handlers.iter().filter(|h| (h.start as usize..h.end as usize).contains(&at));
        todo.extend(covering.map(|h| h.target as usize));
        let (falls, target) = ways(program, &code.instrs, at);
        todo.extend(target);
        todo.extend(falls.then_some(at + 1));
    }
    reached
}

/// Whether the next instruction may follow, and where else it may go on.
fn ways(program: &Program, instrs: &[Instr], at: usize) -> (bool, Option<usize>) {
    match instrs[at].op {
        Op::Return | Op::Raise(_) | Op::Reraise => (false, None),
        Op::Jump(t) => (false, Some(t as usize)),
        Op::ForIter(t) => (true, Some(t as usize)),
        Op::PopJumpIf { when, target } | Op::JumpOrPop { when, target } => match known_truth(program, instrs, at) {
            Some(truth) if truth == when => (false, Some(target as usize)),
            Some(_) => (true, None),
            None => (true, Some(target as usize)),
        },
        _ => (true, None),
    }
}

/// `if 0:` jumps on a constant.
fn known_truth(program: &Program, instrs: &[Instr], at: usize) -> Option<bool> {
    let before = instrs.get(at.checked_sub(1)?)?;
    let Op::LoadConst(id) = before.op else { return None };
    truth(program.constant(id))
}

fn truth(constant: &Const) -> Option<bool> {
    match constant {
        Const::None => Some(false),
        Const::Bool(b) => Some(*b),
        Const::Int(n) => Some(n.sign() != num_bigint::Sign::NoSign),
        Const::Str(s) => Some(!s.is_empty()),
        _ => None,
    }
}

/// Constants that only code without a way to it uses: whether the code object keeps them depends on their order, and on
/// the version (`remove_unused_consts`).
pub(super) fn unused_constants(program: &Program, code: &Code) -> Vec<ConstId> {
    let reached = reachable(program, code);
    if reached.iter().all(|&r| r) {
        return Vec::new();
    }
    let used = |wanted: bool| {
        let here = code.instrs.iter().zip(&reached).filter(move |&(_, &r)| r == wanted);
        here.filter_map(|(i, _)| match i.op {
            Op::LoadConst(id) | Op::SpreadKeys { keys: id } => Some(id),
            _ => None,
        })
    };
    let live: Vec<ConstId> = used(true).collect();
    used(false).filter(|id| !live.contains(id)).collect()
}

/// Code objects that only such code uses, which then are no constants.
pub(super) fn unused_codes(program: &Program, code: &Code) -> Vec<super::CodeId> {
    let reached = reachable(program, code);
    let made = code.instrs.iter().zip(&reached).filter_map(|(i, &r)| match i.op {
        Op::MakeFunction { code, .. } if !r => Some(code),
        _ => None,
    });
    made.collect()
}
