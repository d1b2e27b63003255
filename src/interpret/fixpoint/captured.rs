//! Functions that capture a default of the function that makes them, and change it when somebody calls them later.
//!
//! ```python
//! def timed(func, samples=[]):
//!     def wrapper(*args):
//!         samples.append(clock())
//!         return func(*args)
//!     return wrapper
//! ```

use super::beside::Given;
use super::driver::FUNCTION_FUEL;
use crate::bytecode::{Code, CodeId, CodeKind, Name, Op, SlotKind};
use crate::heap::{FunctionData, ObjId, ObjectData, Value};
use crate::interpret::Machine;
use crate::interpret::story::{EventOf, ObjectStory, Origin, StoryEvent};

/// `def log(calls=[]): def decorate(f): def wrapper(*args): ...`
const MAX_NESTED: u32 = 3;

/// A parameter that is its default, by the name under which nested functions capture it.
type Captured = (Name, ObjId);

impl Machine<'_> {
    /// Runs the functions made since `first` that capture a default of `code`, on what that leaves: the stories of the
    /// defaults go on.
    pub(super) fn run_capturing(&mut self, code: CodeId, first: usize, defaults: &[(usize, ObjId)]) {
        let names = self.code(code);
        let captured: Vec<Captured> =
            defaults.iter().filter_map(|&(slot, id)| Some((names.slots.get(slot)?.0, id))).collect();
        self.run_those_with(code, first, &captured, MAX_NESTED);
    }

    fn run_those_with(&mut self, around: CodeId, first: usize, captured: &[Captured], depth: u32) {
        let unchanged: Vec<Captured> =
            captured.iter().copied().filter(|&(name, _)| !rebinds(self.code(around), name)).collect();
        if unchanged.is_empty() || depth == 0 {
            return;
        }
        let made: Vec<FunctionData> = self.abs().functions.iter().skip(first).map(|f| f.data.clone()).collect();
        for data in made {
            self.compiler.ensure(data.code);
            let code = self.code(data.code);
            let plain = matches!(code.kind, CodeKind::Function | CodeKind::Lambda);
            let free = |name: Name| code.slots.contains(&(name, SlotKind::Free));
            let own: Vec<Captured> = unchanged.iter().copied().filter(|&(name, _)| free(name)).collect();
            if plain && !own.is_empty() {
                self.run_captured(&data, &own, depth);
                self.note_changed_later(&data, &own);
            }
        }
    }

    fn run_captured(&mut self, data: &FunctionData, captured: &[Captured], depth: u32) {
        let fuel = self.fuel;
        self.fuel = fuel.min(FUNCTION_FUEL);
        let granted = self.fuel;
        let first = self.abs().functions.len();
        self.heap.mark();
        let frame = self.new_frame(data.code);
        self.abs().at = (0, data.code, u32::MAX);
        self.abs().made_here = 1;
        self.bind_unknown(frame, &Given::Nothing);
        self.make_cells(frame);
        self.bind_cells(frame, data);
        // Unknown code that has the function cannot bind its variables anew.
        for &(name, id) in captured {
            let slot = self.code(data.code).slots.iter().position(|s| *s == (name, SlotKind::Free));
            let cell = slot.map(|slot| self.frames[frame].slots[slot]);
            if let Some(cell) = cell.and_then(Value::single)
                && matches!(self.heap.get(cell).data, ObjectData::Cell(_))
            {
                self.heap.get_mut(cell).data = ObjectData::Cell(id.into());
            }
        }
        let around = std::mem::replace(&mut self.active, vec![frame]);
        if self.fixpoint(frame).is_ok() {
            self.run_those_with(data.code, first, captured, depth - 1);
        }
        self.active = around;
        self.heap.rollback();
        self.heap.commit();
        self.fuel = fuel - (granted - self.fuel);
    }

    /// The function that made it left the default as it was, but that is not the end.
    fn note_changed_later(&mut self, data: &FunctionData, captured: &[Captured]) {
        let changes = |e: &StoryEvent| e.code == data.code && matches!(e.kind, EventOf::Mutated { .. });
        for (_, id) in captured {
            let story = self.abs().stories.get_mut(id).filter(|s| s.events.iter().any(changes));
            if let Some(ObjectStory { origin: Origin::Default { restored, .. }, .. }) = story {
                *restored = false;
            }
        }
    }
}

fn rebinds(code: &Code, name: Name) -> bool {
    code.instrs.iter().any(|i| match i.op {
        Op::StoreDeref(s) | Op::DeleteDeref(s) => code.slots.get(s as usize).is_some_and(|slot| slot.0 == name),
        _ => false,
    })
}
