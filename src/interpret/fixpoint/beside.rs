//! What the abstract policy keeps beside the machine.

use super::classes::MadeClass;
use super::flow::FlowGraph;
use super::note::Notes;
use super::picture::Easel;
use super::publish::Publisher;
use super::retention::Retention;
use super::touch::Touch;
use crate::bytecode::{CodeId, Name};
use crate::cpython::effects::Effect;
use crate::heap::{FunctionData, ObjId, Object, Type, Value};
use crate::interpret::imported::{ImportedCall, Imports};
use crate::interpret::story::{ClassAttribute, Holding, ObjectStory, Origin};
use crate::text::Span;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// Where an object is made: call string, code, instruction, and the how-many-th object of the instruction.
pub(super) type Site = (u64, CodeId, u32, u32);

/// What the abstract policy keeps beside the machine.
#[derive(Debug, Default)]
pub(in crate::interpret) struct Abstract {
    pub(super) sites: FxHashMap<Site, ObjId>,
    /// The instruction that runs: call string, code, instruction.
    pub(super) at: (u64, CodeId, u32),
    pub(super) made_here: u32,
    /// Objects made now stay, whatever is undone later: constants.
    pub(super) permanent: bool,
    /// What happens now happens to one of several objects.
    pub(super) one_of_several: bool,
    /// In the last pass over stable states.
    pub(super) recording: bool,
    pub(super) stories: FxHashMap<ObjId, ObjectStory>,
    pub(super) order: Vec<ObjId>,
    pub(super) finished: Vec<ObjectStory>,
    /// Functions made in the recorded pass, with what their defaults hold.
    pub(super) functions: Vec<MadeFunction>,
    pub(super) calls: Vec<CodeId>,
    /// Code that was run on its own, and code that it ran into.
    pub(super) entered: FxHashSet<(CodeId, CodeId)>,
    /// Something was cut short because of all that was run before.
    pub(super) cut: bool,
    /// Code that was left before its end, because its steps were used up.
    pub(super) unfinished: FxHashSet<CodeId>,
    pub(super) spent_on_classes: u64,
    /// Functions that were run on their own.
    pub(super) runs: usize,
    /// Classes made in the recorded pass.
    pub(super) classes: Vec<MadeClass>,
    /// Objects that belong to a class, with what they reach.
    pub(super) class_objects: FxHashMap<ObjId, ClassAttribute>,
    /// Values that `dict.fromkeys` put under several keys.
    pub(super) by_keys: FxHashMap<ObjId, Origin>,
    /// Defaults that their functions hand out.
    pub(super) handed_out: FxHashMap<ObjId, Origin>,
    /// Calls in the recorded pass that ask a clock, or chance.
    pub(super) varying: Vec<(CodeId, u32, &'static Effect)>,
    /// What context variables are before they are set.
    pub(super) context_defaults: FxHashMap<ObjId, Value>,
    /// By class and name.
    pub(super) class_fields: FxHashMap<(ObjId, Name), Value>,
    /// The class whose body makes a function.
    pub(super) class_of: FxHashMap<CodeId, ObjId>,
    /// The classes that have a method of a name.
    pub(super) definers: FxHashMap<Name, Vec<ObjId>>,
    /// Static and class methods.
    pub(super) unbound_methods: FxHashSet<CodeId>,
    /// Every value that a global was ever bound to.
    pub(super) globals: FxHashMap<Name, Value>,
    /// Parameters whose attributes are followed until somebody else may change them.
    pub(super) tracked_attributes: Vec<ObjId>,
    /// Number of iterations of the loop at an instruction, where it is known.
    pub(super) trips: FxHashMap<(u64, CodeId, u32), Trips>,
    /// Values that are another one in each round of a loop, with the number that the loop counts.
    pub(super) distinct: FxHashMap<ObjId, ObjId>,
    pub(super) int_lists: FxHashMap<ObjId, IntList>,
    /// Where each object is made.
    pub(super) origins: FxHashMap<ObjId, Span>,
    /// Closures that loops make.
    pub(super) loops: super::late::Loops,
    /// Call string, code and instruction that make an object.
    pub(super) places: FxHashMap<ObjId, (u64, CodeId, u32)>,
    /// Where facts are wanted of functions whose arguments are unknown.
    pub(super) publisher: Option<Box<Publisher>>,
    /// Where notes on lines are wanted.
    pub(super) notes: Option<Box<Notes>>,
    /// Where the picture of a line is wanted.
    pub(super) easel: Option<Box<Easel>>,
    /// Objects of unknown class with few items: the fields that `header.split(",")` gives.
    pub(super) few_sized: FxHashSet<ObjId>,
    /// Objects as large as the input.
    pub(super) input_sized: FxHashSet<ObjId>,
    /// Something in the function that runs may change what it loops over: arguments and their attributes are told of.
    pub(super) tells_arguments: bool,
    /// What attributes of arguments stand for, by object and name.
    pub(super) attribute_objects: FxHashMap<(ObjId, Name), ObjId>,
    /// How many iterators in iterators are being looked into.
    pub(super) nested: u32,
    /// Texts that are all of a file.
    pub(super) whole_texts: FxHashSet<ObjId>,
    /// Objects as large as what a caller hands in.
    pub(super) given_sized: FxHashSet<ObjId>,
    /// Comprehensions whose elements are objects of their own: not attributes, items or truth values.
    pub(super) makers: FxHashSet<(CodeId, u32)>,
    /// Calls that may change something.
    pub(super) impure: FxHashSet<(CodeId, u32)>,
    pub(super) nexts: FxHashSet<(CodeId, u32)>,
    /// What instructions do besides giving a result.
    pub(super) touches: FxHashMap<CodeId, BTreeMap<u32, Touch>>,
    pub(super) library_globals: FxHashMap<Name, Value>,
    pub(super) library_attributes: FxHashMap<(Name, Name), Option<Value>>,
    pub(super) flows: FxHashMap<CodeId, Rc<FlowGraph>>,
    /// What functions return, and that they touch nothing that is followed, when they get nothing that is followed.
    pub(super) detached: FxHashMap<CodeId, Value>,
    /// A star import may have bound any name.
    pub(super) builtins_may_be_shadowed: bool,
    /// The module's code may run to where it ends.
    pub(super) module_ends: bool,
    /// No rule asks for the stories of the module's own objects.
    pub(super) module_is_plain: bool,
    /// What other files of the project do.
    pub(super) imports: Imports,
    /// Names of other files, by their dotted paths.
    pub(super) imported: FxHashMap<Name, Value>,
    /// Functions of other files whose summaries would tell more.
    pub(super) asked: BTreeSet<ImportedCall>,
    /// What is put into lists.
    pub(super) elements: FxHashMap<ObjId, Vec<Holding>>,
    /// Objects that hold themselves are of interest.
    pub(super) cycles: bool,
    /// What sums and texts are made of, by the object.
    pub(super) built_from: FxHashMap<ObjId, FxHashSet<ObjId>>,
    pub(super) values: u64,
    pub(super) unknown: u64,
    pub(super) retention: Retention,
}

impl Abstract {
    /// What was recorded of code that could not be followed to its end: more may happen to these objects.
    pub(super) fn forget_since(&mut self, told: usize, made: usize, noted: usize) {
        if let Some(notes) = &mut self.notes {
            notes.taken.truncate(noted);
        }
        for id in self.order.drain(told.min(self.order.len())..) {
            self.stories.remove(&id);
        }
        self.functions.truncate(made);
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Trips {
    pub count: Option<u64>,
    pub rounds: Rounds,
    /// What each round gets.
    pub item: Value,
    /// The rounds get these ints.
    pub ints: Option<Progression>,
}

/// Ints one after the other: start and step of a range.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Progression {
    pub start: i64,
    pub step: i64,
}

/// A list of which each item is a new int of a range: `[i for i in range(n)]`, `list(range(n))`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct IntList {
    pub ints: Progression,
    pub len: u64,
    /// Slots, as it was made.
    pub allocated: u64,
    /// What its items are known as: other items were put in if that has changed.
    pub items: Value,
}

/// What bounds a number of rounds that is not known.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Rounds {
    /// A table of the program itself, or the arguments of one call: few.
    Few,
    /// What a caller hands in: anything, most often little.
    Given,
    /// What is read from outside: a file's lines.
    Input,
}

#[derive(Clone, Debug)]
pub(super) struct MadeFunction {
    pub data: FunctionData,
    /// Objects reachable from the defaults, as they were when the function was made.
    pub defaults: Vec<(ObjId, Object)>,
    pub cells: Vec<Value>,
    /// Names around the function that hold an object of its defaults.
    pub outer: Vec<(Name, Value)>,
    /// Names of the function around it.
    pub around: Vec<Name>,
}

/// What is known of a function's arguments when it is run on its own.
pub(super) enum Given<'a> {
    Nothing,
    /// These parameters are their defaults.
    Defaults(&'a [(usize, ObjId)]),
    /// These parameters have types.
    Types(&'a [(usize, Type)]),
}

impl Given<'_> {
    pub(super) fn defaults(&self) -> &[(usize, ObjId)] {
        if let Self::Defaults(defaults) = self { defaults } else { &[] }
    }

    pub(super) fn type_of(&self, slot: usize) -> Type {
        let Self::Types(types) = self else { return Type::Opaque };
        types.iter().find(|(s, _)| *s == slot).map_or(Type::Opaque, |&(_, ty)| ty)
    }
}
