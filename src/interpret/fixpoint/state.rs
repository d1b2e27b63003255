//! The state at the start of a block: the frame, and what differs in the heap from the start of the analysis.

use crate::bytecode::Name;
use crate::heap::{Value, Written};
use crate::interpret::Machine;

#[derive(Clone, Debug)]
pub(super) struct BlockState {
    pub slots: Vec<Value>,
    pub stack: Vec<Value>,
    /// Namespace of a class body.
    pub names: Vec<(Name, Value)>,
    /// Namespace of the module, where it is the module that runs.
    pub globals: Option<Vec<(Name, Value)>>,
    /// Objects that differ from the last mark, by id.
    pub delta: Written,
}

impl Machine<'_> {
    /// The state as it is now.
    pub(super) fn capture(&mut self, frame: usize) -> BlockState {
        let delta = self.heap.written();
        let f = &self.frames[frame];
        BlockState {
            slots: f.slots.clone(),
            stack: f.stack.clone(),
            names: f.names.clone(),
            globals: self.is_module(frame).then(|| self.globals.clone()),
            delta,
        }
    }

    /// Goes to a state captured under the same mark.
    pub(super) fn restore(&mut self, frame: usize, state: &BlockState) {
        self.heap.rewrite(&state.delta);
        let f = &mut self.frames[frame];
        f.slots.clone_from(&state.slots);
        f.stack.clone_from(&state.stack);
        f.names.clone_from(&state.names);
        if let Some(globals) = &state.globals {
            // Names that only other paths bind keep their places.
            let unbound: Vec<_> = self.globals.iter().skip(globals.len()).map(|&(n, _)| (n, Value::UNBOUND)).collect();
            self.globals.clone_from(globals);
            self.globals.extend(unbound);
        }
    }

    fn is_module(&self, frame: usize) -> bool {
        self.code(self.frames[frame].code).kind == crate::bytecode::CodeKind::Module
    }
}
