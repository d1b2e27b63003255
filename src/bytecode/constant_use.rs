//! How the code objects of a whole program use its constants.

use super::reachable::{unused_codes, unused_constants};
use super::{Const, ConstId, Program};
use crate::text::Span;
use rustc_hash::{FxHashMap, FxHashSet};

/// Who holds a constant.
#[derive(Clone, Copy, Default, Debug)]
pub struct Holders {
    /// Code objects that have it.
    pub owners: u32,
    /// How often it is an item of a constant that a code object has: `x = 1.5` and `y = (1.5, 2)` have one float.
    pub parts: u32,
    /// Code objects with equal constants have one tuple of them: `co_consts` is a constant, too.
    pub may_be_in_shared_tuple: bool,
    /// Some code uses it only where control never comes to, and may have dropped it.
    pub may_be_dropped: bool,
}

impl Program {
    /// Complete only when all of the program is compiled.
    pub(crate) fn holders_of_constants(&self) -> FxHashMap<ConstId, Holders> {
        let mut holders: FxHashMap<ConstId, Holders> = FxHashMap::default();
        owners(self).into_iter().for_each(|(id, n)| holders.entry(id).or_default().owners = n);
        parts(self).into_iter().for_each(|(id, n)| holders.entry(id).or_default().parts = n);
        shared(self).into_iter().for_each(|id| holders.entry(id).or_default().may_be_in_shared_tuple = true);
        dropped(self).into_iter().for_each(|id| holders.entry(id).or_default().may_be_dropped = true);
        holders
    }
}

/// The body of a `finally` is compiled more than once: equal code objects in it are one constant.
fn owners(program: &Program) -> FxHashMap<ConstId, u32> {
    let mut owners: FxHashMap<ConstId, u32> = FxHashMap::default();
    let mut seen: FxHashSet<(ConstId, Span, &str)> = FxHashSet::default();
    for code in &program.codes {
        for &id in &code.consts {
            if seen.insert((id, code.span, &*code.name)) {
                *owners.entry(id).or_default() += 1;
            }
        }
    }
    owners
}

/// Items come before what contains them.
fn parts(program: &Program) -> FxHashMap<ConstId, u32> {
    let mut parts: FxHashMap<ConstId, u32> = FxHashMap::default();
    let mut owned: Vec<bool> = vec![false; program.consts.len()];
    for &id in program.codes.iter().flat_map(|c| &c.consts) {
        owned[id.index()] = true;
    }
    for i in (0..program.consts.len()).rev() {
        let items = match &program.consts[i] {
            Const::Tuple(items) | Const::FrozenSet(items) => &items[..],
            Const::Slice(bounds) => bounds,
            _ => continue,
        };
        if !owned[i] {
            continue;
        }
        for &item in items {
            *parts.entry(item).or_default() += 1;
            owned[item.index()] = true;
        }
    }
    parts
}

fn shared(program: &Program) -> FxHashSet<ConstId> {
    let mut shared = FxHashSet::default();
    let mut seen: FxHashMap<Vec<ConstId>, (Span, &str)> = FxHashMap::default();
    for code in &program.codes {
        let mut consts = code.consts.clone();
        consts.retain(|&c| !matches!(program.constant(c), Const::None));
        consts.sort_unstable();
        let this = (code.span, &*code.name);
        let other = *seen.entry(consts).or_insert(this);
        if other != this {
            shared.extend(&code.consts);
        }
    }
    shared
}

/// With what is in them.
fn dropped(program: &Program) -> FxHashSet<ConstId> {
    let mut codes: Vec<usize> = Vec::new();
    let mut todo: Vec<ConstId> = Vec::new();
    for code in &program.codes {
        codes.extend(unused_codes(program, code).iter().map(|c| c.index()));
        todo.extend(unused_constants(program, code));
    }
    let mut seen: FxHashSet<usize> = FxHashSet::default();
    while let Some(at) = codes.pop() {
        if seen.insert(at) {
            let code = &program.codes[at];
            todo.extend(&code.consts);
            codes.extend(code.made().map(|c| c.index()));
        }
    }
    let mut dropped = FxHashSet::default();
    while let Some(id) = todo.pop() {
        if !dropped.insert(id) {
            continue;
        }
        match program.constant(id) {
            Const::Tuple(items) | Const::FrozenSet(items) => todo.extend(items),
            Const::Slice(bounds) => todo.extend(bounds),
            _ => {}
        }
    }
    dropped
}
