//! What rules may ask about code that was analysed: where names are read and bound, where control goes, what loops and
//! calls do.

use super::beside::Rounds;
use super::touch::{Deeds, Touch};
use crate::bytecode::{Code, CodeId, CodeKind, Const, ConstId, Name, Op, SlotKind};
use crate::interpret::machine::Machine;
use crate::semantic::ScopeKind;
use crate::text::Span;
use compact_str::CompactString;
use rustc_hash::{FxHashMap, FxHashSet};

/// One analysed code object, for looking up what events refer to.
#[derive(Clone, Debug)]
pub struct CodeInfo {
    pub id: CodeId,
    pub name: CompactString,
    pub is_module: bool,
    /// Starts of basic blocks, in order.
    pub leaders: Vec<u32>,
    pub is_class: bool,
    /// Nobody outside of the file is meant to call it: `_name`, or a function in a function.
    pub is_private: bool,
    /// How often the file names it.
    pub times_read: u32,
    /// Loads of names: instruction and name.
    pub loads: Vec<(u32, CompactString)>,
    /// Where those loads stand.
    pub load_spans: Vec<Span>,
    /// Loads of names with the attributes and text that follow: `args.get("name")` is `args.get.name`.
    pub reads: Vec<(u32, CompactString)>,
    /// Bindings and deletions of names.
    pub stores: Vec<(u32, CompactString)>,
    /// Instructions that leave a `with`.
    pub exits: Vec<u32>,
    /// Instructions that suspend: `yield`, `await`.
    pub suspensions: Vec<u32>,
    /// Instructions that may change an object or call code that is not known to leave everything alone.
    pub effects: Vec<u32>,
    /// What instructions do besides giving a result, in their order.
    pub touches: Vec<(u32, Touch)>,
    /// `for` loops and those of comprehensions.
    pub loops: Vec<Loop>,
    /// `d[...] = v` with a key that is made there: `d[k + "x"] = v`.
    pub new_keys: Vec<u32>,
    /// Where an iterator is got for a generator expression, and where that is made.
    pub generators: Vec<(u32, u32)>,
    /// Variables of the function itself, parameters included.
    pub variables: Vec<CompactString>,
    /// Attributes that are loaded.
    pub attributes: Vec<(u32, CompactString)>,
    /// Where those loads stand.
    pub attribute_spans: Vec<Span>,
    /// Calls of `next`, which may raise `StopIteration`.
    pub nexts: Vec<u32>,
    /// Where an attribute is set to `None`: `self.error`.
    pub cleared: Vec<(u32, CompactString)>,
    /// Calls that may take long, and what is called.
    pub waits: Vec<(u32, CompactString)>,
    /// Where the function may wait or is suspended, and where that stands.
    pub waited: Vec<(u32, Span)>,
    /// `raise` statements.
    pub raises: Vec<u32>,
    /// Last instructions of comprehensions that make an object for each element.
    pub makers: Vec<u32>,
    /// Variables that other functions, or whoever has the class or module, can read.
    pub shared: Vec<CompactString>,
    /// Comprehensions: first and last instruction.
    pub comprehensions: Vec<(u32, u32)>,
    /// Where control may go from each block: its start and those of its successors.
    pub edges: Vec<(u32, Vec<u32>)>,
    /// CompactStrings that the code mentions: `__all__ = ["name"]`.
    pub strings: Vec<CompactString>,
}

/// A loop over an iterator.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Loop {
    /// The instruction that takes the next item.
    pub next: u32,
    /// Where it goes at the end.
    pub end: u32,
    pub bound: Bound,
}

/// How many rounds a loop makes, or what bounds them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Bound {
    /// A table of the program, or the arguments of one call.
    Few,
    Known(u64),
    /// What a caller hands in.
    Given,
    /// What is read from outside.
    Input,
}

/// Notes of the analysis by the code that they are about.
#[derive(Debug, Default)]
pub(super) struct NotedByCode {
    impure: FxHashMap<CodeId, Vec<u32>>,
    nexts: FxHashMap<CodeId, Vec<u32>>,
    makers: FxHashMap<CodeId, Vec<u32>>,
    cleared: FxHashMap<CodeId, Vec<(u32, CompactString)>>,
    waits: FxHashMap<CodeId, Vec<(u32, CompactString)>>,
    bounds: FxHashMap<CodeId, FxHashMap<u32, Bound>>,
}

impl Machine<'_> {
    /// What was noted of all code, sorted out once.
    pub(super) fn noted_by_code(&self) -> NotedByCode {
        let Some(abs) = &self.abs else { return NotedByCode::default() };
        let pcs = |set: &FxHashSet<(CodeId, u32)>| {
            let mut all = FxHashMap::<CodeId, Vec<u32>>::default();
            set.iter().for_each(|&(code, pc)| all.entry(code).or_default().push(pc));
            all.values_mut().for_each(|pcs| pcs.sort_unstable());
            all
        };
        let named = |noted: &[(CodeId, u32, String)]| {
            let mut all = FxHashMap::<CodeId, Vec<(u32, CompactString)>>::default();
            noted.iter().for_each(|(code, pc, name)| all.entry(*code).or_default().push((*pc, name.as_str().into())));
            for at in all.values_mut() {
                at.sort_unstable();
                at.dedup();
            }
            all
        };
        let mut bounds = FxHashMap::<CodeId, FxHashMap<u32, Bound>>::default();
        for (&(_, code, pc), t) in &abs.trips {
            let bound = match (t.count, t.rounds) {
                (Some(n), _) => Bound::Known(n),
                (None, Rounds::Few) => Bound::Few,
                (None, Rounds::Given) => Bound::Given,
                (None, Rounds::Input) => Bound::Input,
            };
            let largest = bounds.entry(code).or_default().entry(pc).or_insert(bound);
            *largest = (*largest).max(bound);
        }
        NotedByCode {
            impure: pcs(&abs.impure),
            nexts: pcs(&abs.nexts),
            makers: pcs(&abs.makers),
            cleared: named(&abs.retention.cleared),
            waits: named(&abs.retention.waits),
            bounds,
        }
    }

    pub(super) fn code_info(&self, index: usize, code: &Code, noted: &NotedByCode) -> CodeInfo {
        let named = |op: Op| match op {
            Op::LoadFast(s) | Op::LoadDeref(s) | Op::LoadClassDeref(s) | Op::LoadClosure(s) => name_of_slot(code, s),
            Op::LoadName(n) | Op::LoadGlobal(n) => Some(n),
            _ => None,
        };
        let stored = |op: Op| match op {
            Op::StoreFast(s) | Op::StoreDeref(s) | Op::DeleteFast(s) | Op::DeleteDeref(s) => name_of_slot(code, s),
            Op::StoreName(n) | Op::StoreGlobal(n) | Op::DeleteName(n) | Op::DeleteGlobal(n) => Some(n),
            _ => None,
        };
        let instrs = || (0_u32..).zip(&code.instrs);
        let where_ = |wanted: fn(Op) -> bool| instrs().filter(|(_, i)| wanted(i.op)).map(|(pc, _)| pc).collect();
        let ends = instrs().filter_map(|(pc, i)| match i.op {
            Op::EndComprehension(l) => Some((*code.comprehensions.get(l.index as usize)?.first()?, pc)),
            _ => None,
        });
        let id = self.program().code_id(index);
        let mut effects = noted.impure.get(&id).cloned().unwrap_or_default();
        let changes: Vec<u32> =
            where_(|op| matches!(op, Op::StoreAttr(_) | Op::StoreSubscript | Op::Inplace(_) | Op::DeleteSubscript));
        effects.extend(changes);
        effects.sort_unstable();
        let mut touches = self.abs.as_ref().and_then(|a| a.touches.get(&id)).cloned().unwrap_or_default();
        for (pc, i) in instrs() {
            if matches!(i.op, Op::Yield | Op::YieldFrom) {
                let waits = if i.op == Op::Yield { Deeds::UNKNOWN } else { Deeds::UNKNOWN | Deeds::SUSPENDS };
                touches.entry(pc).or_default().deeds |= waits;
            } else if matches!(i.op, Op::Raise(_)) {
                touches.entry(pc).or_default().deeds |= Deeds::CHECKS;
            }
        }
        let touches = touches.into_iter().collect();
        let strings = code.consts.iter().flat_map(|&c| self.strings_of(c)).collect();
        CodeInfo {
            id,
            name: (&*code.name).into(),
            is_module: code.kind == CodeKind::Module,
            leaders: super::flow::leaders(code),
            is_class: code.kind == CodeKind::Class,
            loads: instrs().filter_map(|(pc, i)| Some((pc, self.text(named(i.op)?).into()))).collect(),
            is_private: self.is_private(id, &code.name),
            times_read: self.compiler.bindings().times_read(&code.name),
            load_spans: instrs().filter(|(_, i)| named(i.op).is_some()).map(|(_, i)| i.span).collect(),
            reads: self.reads_of(code),
            stores: instrs().filter_map(|(pc, i)| Some((pc, self.text(stored(i.op)?).into()))).collect(),
            exits: where_(|op| op == Op::ExitWith),
            suspensions: where_(|op| matches!(op, Op::Yield | Op::YieldFrom)),
            effects,
            touches,
            loops: loops(code, noted.bounds.get(&id)),
            new_keys: instrs()
                .skip(1)
                .zip(&code.instrs)
                .filter(|&((pc, i), key)| {
                    let made = matches!(
                        key.op,
                        Op::Binary(_) | Op::BuildString(_) | Op::FormatValue { .. } | Op::CallMethod { .. }
                    );
                    let tested = || is_tested_missing(code, pc, key.op);
                    i.op == Op::StoreSubscript && (made || tested())
                })
                .map(|((pc, _), _)| pc)
                .collect(),
            generators: instrs()
                .zip(code.instrs.iter().skip(1))
                .filter(|((_, i), next)| i.op == Op::GetIter && matches!(next.op, Op::Call { args: 1, .. }))
                .map(|((pc, _), _)| (pc, pc + 1))
                .collect(),
            variables: self.variables(code),
            attribute_spans: instrs()
                .filter(|(_, i)| matches!(i.op, Op::LoadAttr(_) | Op::LoadMethod(_)))
                .map(|(_, i)| i.span)
                .collect(),
            attributes: instrs()
                .filter_map(|(pc, i)| match i.op {
                    Op::LoadAttr(n) | Op::LoadMethod(n) => Some((pc, self.text(n).into())),
                    _ => None,
                })
                .collect(),
            nexts: noted.nexts.get(&id).cloned().unwrap_or_default(),
            waited: instrs()
                .filter(|(_, i)| matches!(i.op, Op::Yield | Op::YieldFrom | Op::Call { .. } | Op::CallMethod { .. }))
                .map(|(pc, i)| (pc, i.span))
                .collect(),
            cleared: noted.cleared.get(&id).cloned().unwrap_or_default(),
            waits: noted.waits.get(&id).cloned().unwrap_or_default(),
            raises: where_(|op| matches!(op, Op::Raise(1 | 2))),
            makers: noted.makers.get(&id).cloned().unwrap_or_default(),
            shared: self.shared_names(code),
            comprehensions: ends.collect(),
            edges: super::flow::edges(code),
            strings,
        }
    }

    fn is_private(&self, id: CodeId, name: &str) -> bool {
        let bindings = self.compiler.bindings();
        let around = bindings.scope(bindings.around(self.compiler.scope_of(id))).kind;
        around == ScopeKind::Function || name.starts_with('_') && !name.ends_with("__")
    }

    fn variables(&self, code: &Code) -> Vec<CompactString> {
        if code.kind == CodeKind::Module {
            let stored = code.instrs.iter().filter_map(|i| match i.op {
                Op::StoreName(n) => Some(self.text(n).into()),
                _ => None,
            });
            return stored.collect();
        }
        let slots = 0..code.slots.len() as u32;
        slots.filter_map(|s| name_of_slot(code, s)).map(|n| self.text(n).into()).collect()
    }

    fn reads_of(&self, code: &Code) -> Vec<(u32, CompactString)> {
        let mut out: Vec<(u32, CompactString)> = Vec::new();
        let mut follows = false;
        for (pc, instr) in (0_u32..).zip(&code.instrs) {
            let part = match instr.op {
                Op::LoadFast(s) | Op::LoadDeref(s) => name_of_slot(code, s),
                Op::LoadName(n) | Op::LoadGlobal(n) => Some(n),
                _ => None,
            };
            if let Some(name) = part {
                out.push((pc, self.text(name).into()));
                follows = true;
                continue;
            }
            let text = match instr.op {
                Op::LoadAttr(n) | Op::LoadMethod(n) => Some(self.text(n)),
                Op::LoadConst(c) => match self.program().constant(c) {
                    Const::Str(s) => Some(&**s),
                    _ => None,
                },
                _ => None,
            };
            match (text, out.last_mut()) {
                (Some(text), Some((_, path))) if follows => {
                    path.push('.');
                    path.push_str(text);
                }
                _ => follows = false,
            }
        }
        out
    }

    /// Cells, and globals that a function stores.
    fn shared_names(&self, code: &Code) -> Vec<CompactString> {
        let cells = code.slots.iter().filter(|(_, kind)| matches!(kind, SlotKind::Cell | SlotKind::Free)).map(|s| s.0);
        let globals = code.instrs.iter().filter_map(|i| match i.op {
            Op::StoreGlobal(n) => Some(n),
            _ => None,
        });
        cells.chain(globals).map(|n| self.text(n).into()).collect()
    }

    fn strings_of(&self, id: ConstId) -> Vec<CompactString> {
        match self.program().constant(id) {
            Const::Str(s) => vec![(&**s).into()],
            Const::Tuple(items) => items.iter().flat_map(|&i| self.strings_of(i)).collect(),
            _ => Vec::new(),
        }
    }
}

/// `if key not in table: table[key] = v`
fn is_tested_missing(code: &Code, store: u32, key: Op) -> bool {
    let windows = (0_u32..).zip(code.instrs.windows(4));
    let named = matches!(key, Op::LoadFast(_) | Op::LoadName(_) | Op::LoadDeref(_) | Op::LoadGlobal(_));
    let mut tests = windows.filter(|(_, w)| w[0].op == key && w[2].op == Op::Contains { negated: true });
    named
        && tests.any(|(pc, w)| matches!(w[3].op, Op::PopJumpIf { when: false, target } if pc < store && store < target))
}

fn loops(code: &Code, bounds: Option<&FxHashMap<u32, Bound>>) -> Vec<Loop> {
    let heads = (0..).zip(&code.instrs).filter_map(|(pc, i)| match i.op {
        Op::ForIter(end) => Some((pc, end)),
        _ => None,
    });
    let bound = |pc| bounds.and_then(|b| b.get(&pc)).copied().unwrap_or(Bound::Few);
    heads.map(|(next, end)| Loop { next, end, bound: bound(next) }).collect()
}

/// Variables of comprehensions are nobody else's.
fn name_of_slot(code: &Code, slot: u32) -> Option<Name> {
    let &(name, kind) = code.slots.get(slot as usize)?;
    (!matches!(kind, SlotKind::Hidden | SlotKind::Iteration)).then_some(name)
}
