/// What a run did, as far as it is known.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Trace {
    pub steps: Vec<Step>,
    pub events: Vec<Event>,
    /// What was printed, if every value of it is known.
    pub stdout: Option<String>,
    pub stopped: Option<Stopped>,
    pub exception: Option<Raised>,
    /// There were more steps than are kept.
    pub cut: bool,
}

impl Trace {
    /// Every line that runs is there.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.stopped.is_none() && !self.cut
    }
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Stopped {
    pub line: u32,
    pub why: String,
}

/// The exception that ended the program.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Raised {
    pub class: String,
    pub line: u32,
}

/// One line that ran, and what every live name holds afterwards.
#[derive(Clone, PartialEq, Debug)]
pub struct Step {
    pub frame: String,
    pub line: u32,
    /// The how-many-th time the line ran in this frame.
    pub n: u32,
    /// Frame by frame, the module first: names with their facts.
    pub names: Vec<(String, Vec<(String, NameFact)>)>,
    /// Names that are one object.
    pub same: Vec<Vec<String>>,
}

/// A number that is known exactly; ranges come with summaries.
pub type Number = u64;

/// What is known of the object a name holds. What is `None` is not known.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct NameFact {
    pub object: String,
    pub type_name: Option<String>,
    pub len: Option<Number>,
    /// `sys.getsizeof`
    pub size: Option<Number>,
    /// Bytes of everything reachable.
    pub deep: Option<Number>,
    /// Bytes that go when the object goes.
    pub retained: Option<Number>,
    /// Strong references, all of them.
    pub count: Option<Number>,
    pub immortal: Option<bool>,
    pub holders: Option<Vec<String>>,
    pub value: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum EventKind {
    Reclaimed,
    DelCalled,
    Orphaned,
}

/// Something that happened to an object.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Event {
    pub kind: EventKind,
    pub object: String,
    /// By the collector, not by its reference count.
    pub by_gc: bool,
    pub frame: String,
    pub line: u32,
    /// The step in which it happened.
    pub step: usize,
}
