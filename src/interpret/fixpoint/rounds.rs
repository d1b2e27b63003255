//! Loops and comprehensions: one pass stands for all rounds.

use super::beside::{IntList, Rounds, Trips};
use crate::bytecode::Op;
use crate::heap::{ObjId, ObjectData, Type, Value};
use crate::interpret::Machine;
use crate::interpret::exec::Flow;
use crate::interpret::machine::Run;

impl Machine<'_> {
    /// One pass stands for all: the item is any item, and the loop may end at any time.
    pub(super) fn abstract_for(&mut self, f: usize, target: u32) -> Run<Flow> {
        let it = self.peek(f, 1)?;
        let (count, rounds) = self.trips(it);
        let ints = self.progression(it);
        let at = self.abs().at;
        let item = self.item_of_iterator(it);
        self.abs().trips.insert(at, Trips { count, rounds, item, ints });
        self.note_counted(item, ints.is_some_and(|i| i.step != 0));
        if count == Some(0) {
            self.pop(f)?;
            return Ok(Flow::Jump(target));
        }
        let way = if item == Value::OPAQUE { self.outside_element(it) } else { None };
        self.push(f, way.unwrap_or(item));
        Ok(Flow::Fork(target))
    }

    /// A comprehension without conditions has as many items as its loops have rounds.
    pub(super) fn end_comprehension(&mut self, f: usize, loops: crate::bytecode::Loops) -> Run<()> {
        let container = self.peek(f, 1)?;
        let (ctx, code, _) = self.abs().at;
        let mut total: Option<u64> = Some(1);
        let mut rounds = Rounds::Few;
        for &pc in &self.code(code).comprehensions[loops.index as usize].clone() {
            match self.abs().trips.get(&(ctx, code, pc)) {
                Some(t) => {
                    total = total.zip(t.count).and_then(|(a, b)| a.checked_mul(b));
                    rounds = rounds.max(t.rounds);
                }
                None => total = None,
            }
        }
        let Some(id) = container.single() else { return Ok(()) };
        self.note_maker(id, loops);
        self.materialised(id, rounds);
        let summary = match &self.heap.get(id).data {
            ObjectData::List(l) => Some(l.items.len() as u64),
            _ => None,
        };
        if let Some(n) = total.filter(|&n| Some(n) != summary && n > 0) {
            let data = self.heap.get(id).data.clone();
            let Some(mut s) = self.summarise(&data) else { return Ok(()) };
            let list = self.heap.get(id).is(Type::List);
            let unique = list || self.counts_keys(id, loops);
            s.len = if loops.conditional || !unique { (0, n) } else { (n, n) };
            let items = s.items;
            self.heap.get_mut(id).data = ObjectData::Summary(Box::new(s));
            if list && !loops.conditional {
                self.note_int_list(id, loops, items, n);
            }
        }
        Ok(())
    }

    /// `{n: f(n) for n in range(10)}`: each round has a key of its own.
    fn counts_keys(&self, id: ObjId, loops: crate::bytecode::Loops) -> bool {
        let Some(abs) = &self.abs else { return false };
        let (ctx, code, _) = abs.at;
        let &[pc] = &self.code(code).comprehensions[loops.index as usize][..] else { return false };
        abs.trips.get(&(ctx, code, pc)).is_some_and(|t| self.has_distinct_keys(id, t.item))
    }

    /// `[i for i in range(n)]`: each round's int is an item.
    fn note_int_list(&mut self, id: ObjId, loops: crate::bytecode::Loops, items: Value, len: u64) {
        let (ctx, code, _) = self.abs().at;
        let &[pc] = &self.code(code).comprehensions[loops.index as usize][..] else { return };
        let Some(trips) = self.abs().trips.get(&(ctx, code, pc)).copied() else { return };
        if let Some(ints) = trips.ints.filter(|_| trips.item == items) {
            let allocated = crate::cpython::sizes::list_append_many(0, 0, len);
            self.abs().int_lists.insert(id, IntList { ints, len, allocated, items });
        }
    }

    /// Whether each element of a comprehension is an object that it makes itself.
    fn note_maker(&mut self, container: ObjId, loops: crate::bytecode::Loops) {
        let (_, code, end) = self.abs().at;
        let instrs = &self.code(code).instrs;
        let first = self.code(code).comprehensions[loops.index as usize].first().map_or(0, |&pc| pc as usize);
        let body = instrs.get(first..end as usize).unwrap_or_default();
        let element = body.windows(2).rev().find(|pair| matches!(pair[1].op, Op::ListAppend(_))).map(|pair| pair[0].op);
        let made = matches!(
            element,
            Some(
                Op::Binary(_)
                    | Op::Call { .. }
                    | Op::CallDecorator
                    | Op::CallMethod { .. }
                    | Op::CallEx { .. }
                    | Op::BuildList(_)
                    | Op::BuildTuple(_)
                    | Op::BuildSet(_)
                    | Op::BuildDict(_)
                    | Op::BuildString(_)
                    | Op::FormatValue { .. }
                    | Op::EndComprehension(_)
            )
        );
        let items = self.element_of(container.into());
        // `[n for n in range(limit) if n % 2]`
        let (context, ..) = self.abs().at;
        let is_item = |m: &Self, pc: u32| {
            let trips = m.abs.as_ref().and_then(|a| a.trips.get(&(context, code, pc)));
            trips.is_some_and(|t| t.item == items) && m.known(items).is_some_and(|(_, o)| o.is(Type::Int))
        };
        let counted = self.code(code).comprehensions[loops.index as usize].iter().any(|&pc| is_item(self, pc));
        let made = made || counted;
        let everywhere = |m: &Self, id: &ObjId| m.heap.get(*id).immortal && *id != ObjId::OPAQUE;
        if made && !self.members(items).iter().all(|id| everywhere(self, id)) {
            self.abs().makers.insert((code, end));
        }
    }
}
