use crate::bytecode::{CodeId, Name};
use crate::heap::{EnumBody, ObjId, Value};

/// A frame: running, or suspended in a generator.
#[derive(Clone, Debug)]
pub(super) struct Frame {
    pub code: CodeId,
    pub slots: Vec<Value>,
    pub stack: Vec<Value>,
    pub pc: u32,
    /// Line of the last line event, 0 before the first.
    pub line: u32,
    /// The line has started and is not over: nothing between a yield and the next line is a step.
    pub open: bool,
    /// Something else ran since the frame was resumed in the middle of a line: a tracer has no line for it.
    pub interrupted: bool,
    /// A jump went backwards: the next line is a new step, even if it is the same.
    pub jumped: bool,
    /// A line that runs without being reported: on 3.9 as the run of it did not begin at its first instruction, on 3.14
    /// as a loop has ended (`run_frame`).
    pub unreported: u32,
    /// The line of the last event is over, as one that is not reported runs.
    pub left: bool,
    /// Where the exception came from, the handler is a step even if it is on the line of the last one.
    pub retells_line: bool,
    /// `frame NAME#k`, in the recorder's table; given at the first step.
    pub label: Option<u32>,
    /// What the frame owns besides slots and stack: its function (from 3.11).
    pub function: Value,
    /// Namespace of a class body.
    pub names: Vec<(Name, Value)>,
    /// Values of members that the body of an Enum has made so far; the namespace holds them once more.
    pub members: Option<EnumBody>,
    /// Parameters whose argument is, or may be, a borrowed reference (3.14).
    pub borrowed: bool,
    /// The generator object, if this is its frame.
    pub generator: Option<ObjId>,
    /// The frame as an object, once something has asked for it; the run owns one reference.
    pub object: Value,
    /// The frame object of the caller, where the frame object owns it: `f_back`.
    pub back: Value,
    /// The frame has ended and lives on in its object.
    pub handed_over: bool,
    /// What others held when it ended: their end is no part of the frame's.
    pub held_elsewhere: Vec<Value>,
    /// How often each line ran.
    pub visits: Vec<(u32, u32)>,
}

impl Frame {
    pub(super) fn new(code: CodeId, slots: usize) -> Self {
        Self {
            code,
            slots: vec![Value::UNBOUND; slots],
            stack: Vec::new(),
            pc: 0,
            line: 0,
            open: false,
            interrupted: false,
            jumped: false,
            unreported: 0,
            left: false,
            retells_line: false,
            label: None,
            function: Value::UNBOUND,
            names: Vec::new(),
            members: None,
            borrowed: false,
            generator: None,
            object: Value::UNBOUND,
            back: Value::UNBOUND,
            handed_over: false,
            held_elsewhere: Vec::new(),
            visits: Vec::new(),
        }
    }
}
