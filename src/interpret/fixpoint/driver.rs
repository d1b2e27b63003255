//! Which code is analysed, and from what state.

use super::classes::MadeClass;
use super::flow::FlowGraph;
use super::note::Notes;
use super::picture::Easel;
use super::publish::Publisher;
use super::retention::Retention;
use super::touch::{Deeds, Touch};
use crate::bytecode::{Code, CodeId, CodeKind, Compiler, Const, ConstId, Name, Op, SlotKind};
use crate::config::Settings;
use crate::heap::{FunctionData, ObjId, Object, ObjectData, Summary, Type, Value};
use crate::interpret::imported::{ImportedCall, Imports};
use crate::interpret::machine::{Machine, Policy};
use crate::interpret::note::Note;
use crate::interpret::picture::HeapPicture;
use crate::interpret::published::Published;
use crate::interpret::story::{ClassAttribute, Demand, ObjectStory, Origin};
use crate::semantic::{Bindings, Comprehensions, Interest, ScopeId, ScopeKind};
use crate::syntax::ast;
use crate::text::{LineIndex, Span};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// Instructions that may be interpreted for one file and one function.
pub(super) const FILE_FUEL: u64 = 400_000;
/// As many for a file of which every fact is wanted.
const FACTS_FUEL: u64 = 20_000_000;
pub(super) const FUNCTION_FUEL: u64 = 40_000;

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
    /// Classes made in the recorded pass.
    pub(super) classes: Vec<MadeClass>,
    /// Objects that belong to a class, with what they reach.
    pub(super) class_objects: FxHashMap<ObjId, ClassAttribute>,
    /// Values that `dict.fromkeys` put under several keys.
    pub(super) by_keys: FxHashMap<ObjId, Origin>,
    /// Defaults that their functions hand out.
    pub(super) handed_out: FxHashMap<ObjId, Origin>,
    /// By class and name.
    pub(super) class_fields: FxHashMap<(ObjId, Name), Value>,
    /// The class whose body makes a function.
    pub(super) class_of: FxHashMap<CodeId, ObjId>,
    /// Static and class methods.
    pub(super) unbound_methods: FxHashSet<CodeId>,
    /// Every value that a global was ever bound to.
    pub(super) globals: FxHashMap<Name, Value>,
    /// Parameters whose attributes are followed until somebody else may change them.
    pub(super) tracked_attributes: Vec<ObjId>,
    /// Number of iterations of the loop at an instruction, where it is known.
    pub(super) trips: FxHashMap<(u64, CodeId, u32), Trips>,
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
    /// No rule asks for the stories of the module's own objects.
    pub(super) module_is_plain: bool,
    /// What other files of the project do.
    pub(super) imports: Imports,
    /// Names of other files, by their dotted paths.
    pub(super) imported: FxHashMap<Name, Value>,
    /// Functions of other files whose summaries would tell more.
    pub(super) asked: BTreeSet<ImportedCall>,
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
    fn defaults(&self) -> &[(usize, ObjId)] {
        if let Self::Defaults(defaults) = self { defaults } else { &[] }
    }

    fn type_of(&self, slot: usize) -> Type {
        let Self::Types(types) = self else { return Type::Opaque };
        types.iter().find(|(s, _)| *s == slot).map_or(Type::Opaque, |&(_, ty)| ty)
    }
}

/// What the simulation found out about one file.
#[derive(Debug, Default)]
pub struct Analysis {
    pub objects: Vec<ObjectStory>,
    pub codes: Vec<CodeInfo>,
    /// Names of all functions and methods.
    pub functions: Vec<String>,
    /// Module names that some function reads.
    pub captured: Vec<String>,
    /// By code and instruction.
    pub notes: Vec<Note>,
    pub published: Published,
    /// Functions of other files, whose summaries would tell more.
    pub asked: Vec<ImportedCall>,
    /// Attributes whose value is raised somewhere.
    pub raised: Vec<String>,
    pub values: u64,
    pub unknown: u64,
}

/// One analysed code object, for looking up what events refer to.
#[derive(Clone, Debug)]
pub struct CodeInfo {
    pub id: CodeId,
    pub name: String,
    pub is_module: bool,
    /// Starts of basic blocks, in order.
    pub leaders: Vec<u32>,
    pub is_class: bool,
    /// Loads of names: instruction and name.
    pub loads: Vec<(u32, String)>,
    /// Where those loads stand.
    pub load_spans: Vec<Span>,
    /// Loads of names with the attributes and text that follow: `args.get("name")` is `args.get.name`.
    pub reads: Vec<(u32, String)>,
    /// Bindings and deletions of names.
    pub stores: Vec<(u32, String)>,
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
    pub variables: Vec<String>,
    /// Attributes that are loaded.
    pub attributes: Vec<(u32, String)>,
    /// Where those loads stand.
    pub attribute_spans: Vec<Span>,
    /// Calls of `next`, which may raise `StopIteration`.
    pub nexts: Vec<u32>,
    /// Where an attribute is set to `None`: `self.error`.
    pub cleared: Vec<(u32, String)>,
    /// Calls that may take long, and what is called.
    pub waits: Vec<(u32, String)>,
    /// Where the function may wait or is suspended, and where that stands.
    pub waited: Vec<(u32, Span)>,
    /// `raise` statements.
    pub raises: Vec<u32>,
    /// Last instructions of comprehensions that make an object for each element.
    pub makers: Vec<u32>,
    /// Variables that other functions, or whoever has the class or module, can read.
    pub shared: Vec<String>,
    /// Comprehensions: first and last instruction.
    pub comprehensions: Vec<(u32, u32)>,
    /// Where control may go from each block: its start and those of its successors.
    pub edges: Vec<(u32, Vec<u32>)>,
    /// Strings that the code mentions: `__all__ = ["name"]`.
    pub strings: Vec<String>,
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

/// Analyses what is of interest in a module: its own code and every marked function, with unknown arguments.
#[must_use]
pub fn analyze(
    module: &ast::ModModule,
    text: &str,
    bindings: &Bindings<'_>,
    settings: &Settings,
    demand: Demand,
    imports: Imports,
) -> Analysis {
    if demand == Demand::Rules && !is_worthwhile(bindings) {
        return Analysis::default();
    }
    let lines = LineIndex::new(text);
    let compiler = {
        // A frame of its own changes nothing that is told here.
        let inlined = Comprehensions::Inlined;
        Compiler::new(module, text, &lines, bindings, settings.target_version, inlined)
    };
    let fuel = if demand == Demand::Facts { FACTS_FUEL } else { FILE_FUEL };
    let mut machine = Machine::new(compiler, settings.target_version, Policy::Abstract, fuel);
    let module_is_plain = demand == Demand::Rules && !is_module_of_interest(bindings);
    let follows = demand != Demand::Facts && bindings.scopes().any(|(_, s)| s.interest.asks_for_lifetimes());
    let retention = Retention { follows, ..Retention::default() };
    machine.abs = Some(Box::new(Abstract {
        module_is_plain,
        imports,
        retention,
        notes: (demand == Demand::Annotations).then(Box::default),
        ..Abstract::default()
    }));
    let wanted = wanted_scopes(bindings);
    machine.analyze_module(bindings);
    let mut analysed = vec![CodeId::MODULE];
    if demand == Demand::Facts {
        machine.abs().publisher = Some(Box::default());
    } else {
        machine.analyze_functions(bindings, &mut analysed, |scope| wanted.contains(&scope));
        machine.analyze_classes(bindings);
        machine.follow_instances(bindings);
    }
    if demand != Demand::Rules {
        machine.analyze_functions(bindings, &mut analysed, |_| true);
    }
    let captured = bindings.captured_names(ScopeId::MODULE).map(str::to_owned).collect();
    Analysis { captured, ..machine.into_analysis() }
}

/// The heap when a line has run, whatever its function is called with.
#[must_use]
pub fn heap_at(
    module: &ast::ModModule,
    text: &str,
    bindings: &Bindings<'_>,
    settings: &Settings,
    line: u32,
) -> Option<HeapPicture> {
    let lines = LineIndex::new(text);
    let version = settings.target_version;
    let compiler = Compiler::new(module, text, &lines, bindings, version, Comprehensions::Inlined);
    let mut machine = Machine::new(compiler, version, Policy::Abstract, FILE_FUEL);
    let easel = Some(Box::new(Easel { line, drawn: None }));
    machine.abs = Some(Box::new(Abstract { easel, ..Abstract::default() }));
    machine.analyze_module(bindings);
    let drawn = |m: &mut Machine<'_>| m.abs().easel.as_mut().and_then(|easel| easel.drawn.take());
    // A `def` line runs in the module, its body in the function.
    let in_module = drawn(&mut machine);
    machine.analyze_functions(bindings, &mut vec![CodeId::MODULE], |_| true);
    drawn(&mut machine).or(in_module)
}

/// Nothing in the file is of interest to a rule otherwise.
fn is_worthwhile(bindings: &Bindings<'_>) -> bool {
    let of_interest = |i: Interest| i.is_any() || i.intersects(Interest::SHARED_FIELD);
    bindings.scopes().any(|(_, scope)| of_interest(scope.interest)) || is_module_of_interest(bindings)
}

/// The module's body, or that of a class, has a mark. A large object of the module may also be let go, or get a second
/// name, in a function that the module calls.
fn is_module_of_interest(bindings: &Bindings<'_>) -> bool {
    let body = |kind| matches!(kind, ScopeKind::Module | ScopeKind::Class);
    let large = bindings.scope(ScopeId::MODULE).interest.intersects(Interest::LARGE);
    if bindings.scope(ScopeId::MODULE).interest.intersects(Interest::GROWTH | Interest::CHANGES_FIELD) {
        return true;
    }
    bindings.scopes().any(|(_, scope)| {
        body(scope.kind) && scope.interest.asks_for_objects_of_body()
            || large && scope.interest.intersects(Interest::DELETE | Interest::ALIAS)
    })
}

/// Functions with a mark, and those around them: a nested function exists only when the outer one runs.
fn wanted_scopes(bindings: &Bindings<'_>) -> Vec<ScopeId> {
    let mut wanted = Vec::new();
    // What keeps an exception matters only until it is known that it is kept to be raised.
    let kept = bindings.scopes().any(|(_, s)| s.interest.intersects(Interest::KEEPS_EXCEPTION));
    let registered = bindings.scopes().any(|(_, s)| s.interest.intersects(Interest::REGISTERS));
    let weak = bindings.scopes().any(|(_, s)| s.interest.intersects(Interest::WEAK_KEYS));
    for (id, scope) in bindings.scopes() {
        // Methods are run on an instance of their class instead.
        let changes = scope.interest.intersects(Interest::CHANGES_FIELD)
            && bindings.scope(scope.parent).kind != ScopeKind::Class
            && scope.kind != ScopeKind::Class
            || scope.kind == ScopeKind::Class && scope.interest.intersects(Interest::SHARED_FIELD);
        let undoes = kept && scope.interest.intersects(Interest::RAISES)
            || registered && scope.interest.intersects(Interest::UNREGISTERS)
            || weak && scope.interest.intersects(Interest::STORES_ITEM);
        if scope.interest.is_any() || changes || undoes {
            let mut at = id;
            while at != ScopeId::MODULE && !wanted.contains(&at) {
                wanted.push(at);
                at = bindings.scope(at).parent;
            }
        }
    }
    wanted
}

impl Machine<'_> {
    pub(in crate::interpret) fn abs(&mut self) -> &mut Abstract {
        self.abs.get_or_insert_with(Box::default)
    }

    fn made_function(&self, i: usize) -> Option<MadeFunction> {
        self.abs.as_ref()?.functions.get(i).cloned()
    }

    pub(super) fn analyze_module(&mut self, bindings: &Bindings<'_>) {
        let frame = self.new_frame(CodeId::MODULE);
        self.heap.mark();
        self.active.push(frame);
        let _ = self.fixpoint(frame);
        self.active.clear();
        self.heap.commit();
        self.follow_module(bindings);
        self.end_stories();
        self.freeze_globals(bindings);
        self.note_methods();
    }

    /// The class of each method that the module makes.
    fn note_methods(&mut self) {
        if !self.follows_retention() {
            return;
        }
        let mut found = Vec::new();
        for id in self.heap.ids() {
            if let ObjectData::Class(class) = &self.heap.get(id).data {
                found.extend(class.attributes.iter().filter_map(|&(_, v)| match &self.known(v)?.1.data {
                    ObjectData::Function(f) => Some((f.code, id)),
                    _ => None,
                }));
            }
        }
        self.abs().retention.classes.extend(found);
    }

    /// What a function sees of the module: names bound once are what they were bound to; the contents of everything
    /// that functions can change are unknown.
    fn freeze_globals(&mut self, bindings: &Bindings<'_>) {
        let rebound: Vec<&str> = bindings.declared_globals().collect();
        let all = std::mem::take(&mut self.abs().globals);
        for i in 0..self.globals.len() {
            let (name, v) = self.globals[i];
            let every = all.get(&name).copied().unwrap_or(v);
            let v = if rebound.contains(&self.text(name)) { Value::OPAQUE } else { every };
            let unbound = self.members(v).contains(&ObjId::UNBOUND);
            self.globals[i].1 = if unbound { Value::OPAQUE } else { v };
        }
        let values: Vec<Value> = self.globals.iter().map(|g| g.1).collect();
        for v in values {
            self.escape(v);
        }
        for id in self.heap.ids() {
            let object = self.heap.get(id);
            if object.escaped && object.alive {
                self.soften(id);
            }
        }
    }

    /// Contents of a module's object as a function may find them.
    fn soften(&mut self, id: ObjId) {
        let soft = match &self.heap.get(id).data {
            ObjectData::List(_) | ObjectData::Dict(_) | ObjectData::Set(_) | ObjectData::Summary(_) => {
                ObjectData::Summary(Box::new(unknown_contents()))
            }
            ObjectData::Instance(a) => {
                let mut a = a.clone();
                a.values.iter_mut().for_each(|(_, v)| *v = Value::OPAQUE);
                ObjectData::Instance(a)
            }
            // `Config.limit` may be set by anybody; its functions are taken for granted.
            ObjectData::Class(d) => {
                let mut d = d.clone();
                for i in 0..d.attributes.len() {
                    if !self.is_code(d.attributes[i].1) {
                        d.attributes[i].1 = Value::OPAQUE;
                    }
                }
                ObjectData::Class(d)
            }
            _ => return,
        };
        self.heap.get_mut(id).data = soft;
    }

    pub(super) fn is_code(&self, v: Value) -> bool {
        self.known(v).is_some_and(|(_, o)| {
            matches!(
                o.data,
                ObjectData::Function(_) | ObjectData::Class(_) | ObjectData::Wrapper(_) | ObjectData::Plain
            )
        })
    }

    fn analyze_functions(
        &mut self,
        bindings: &Bindings<'_>,
        analysed: &mut Vec<CodeId>,
        wanted: impl Fn(ScopeId) -> bool,
    ) {
        let mut i = 0;
        while let Some(function) = self.made_function(i) {
            i += 1;
            let code = function.data.code;
            let scope = self.compiler.scope_of(code);
            let plain = matches!(self.code(code).kind, CodeKind::Function | CodeKind::Lambda);
            if plain && !analysed.contains(&code) && wanted(scope) {
                analysed.push(code);
                self.analyze_function(&function, bindings.scope(scope).interest);
            }
        }
    }

    fn analyze_function(&mut self, function: &MadeFunction, interest: Interest) {
        if self.abs().publisher.is_some() {
            return self.run_function(function, &Given::Nothing);
        }
        self.abs().tells_arguments = interest.intersects(Interest::LOOP_CHANGE);
        let defaults = self.mutable_defaults(function);
        if !defaults.is_empty() {
            self.run_function(function, &Given::Defaults(&defaults));
        }
        if defaults.is_empty() || interest.is_beyond_defaults() {
            self.run_function(function, &Given::Nothing);
        }
    }

    /// Parameters whose default is a mutable object: slot and object.
    pub(super) fn mutable_defaults(&self, function: &MadeFunction) -> Vec<(usize, ObjId)> {
        let code = self.code(function.data.code);
        let find = |v: Value| {
            let id = v.single()?;
            let object = self.default_object(function, v)?;
            // `def f(x=([], 0))`: the tuple does not change, what is in it may.
            let inside = match &object.data {
                ObjectData::Tuple(items) => {
                    items.iter().any(|&i| self.default_object(function, i).is_some_and(is_mutable))
                }
                _ => is_mutable(object),
            };
            inside.then_some(id)
        };
        let items = self.default_items(function, function.data.defaults);
        let first = (code.positional as usize).saturating_sub(items.len());
        let mut out: Vec<(usize, ObjId)> =
            items.iter().enumerate().filter_map(|(i, &v)| Some((first + i, find(v)?))).collect();
        let keyword = self.default_dict(function, function.data.keyword_defaults);
        let range = code.positional as usize..(code.positional + code.keyword_only) as usize;
        for slot in range {
            let name = self.text(code.slots[slot].0);
            let v = keyword.iter().find(|(k, _)| self.as_str(*k) == Some(name)).map(|&(_, v)| v);
            out.extend(v.and_then(find).map(|id| (slot, id)));
        }
        out
    }

    fn default_object<'m>(&'m self, function: &'m MadeFunction, v: Value) -> Option<&'m Object> {
        let id = v.single()?;
        function.defaults.iter().find(|(o, _)| *o == id).map(|(_, o)| o).or_else(|| self.known(v).map(|(_, o)| o))
    }

    fn default_items(&self, function: &MadeFunction, v: Value) -> Vec<Value> {
        match self.default_object(function, v).map(|o| &o.data) {
            Some(ObjectData::Tuple(items)) => items.to_vec(),
            _ => Vec::new(),
        }
    }

    fn default_dict(&self, function: &MadeFunction, v: Value) -> Vec<(Value, Value)> {
        match self.default_object(function, v).map(|o| &o.data) {
            Some(ObjectData::Dict(d)) => d.iter().collect(),
            _ => Vec::new(),
        }
    }

    /// Analyses a body: the given parameters are their defaults, all others unknown.
    pub(super) fn run_function(&mut self, function: &MadeFunction, given: &Given<'_>) {
        self.run_with(function, given, |_, _| (), |_, ()| ());
    }

    /// The same from a state that `prepare` makes, given the frame; `at_end` looks at what the function leaves.
    pub(super) fn run_with<T>(
        &mut self,
        function: &MadeFunction,
        given: &Given<'_>,
        prepare: impl FnOnce(&mut Self, usize) -> T,
        at_end: impl FnOnce(&mut Self, T),
    ) {
        let defaults = given.defaults();
        let fuel = self.fuel;
        self.fuel = fuel.min(FUNCTION_FUEL);
        let granted = self.fuel;
        let code = function.data.code;
        let frame = self.new_frame(code);
        self.abs().loops = super::late::Loops::default();
        self.heap.mark();
        for (id, object) in &function.defaults {
            *self.heap.get_mut(*id) = Object { escaped: false, ..object.clone() };
        }
        // Arguments are made by no instruction.
        self.abs().at = (0, code, u32::MAX);
        self.abs().made_here = 0;
        self.bind_unknown(frame, given);
        let prepared = prepare(self, frame);
        self.make_cells(frame);
        let slots = self.frames[frame].slots.len();
        for (i, &cell) in function.cells.iter().enumerate() {
            let unknown = self.make_builtin(Type::Cell, ObjectData::Cell(Value::OPAQUE));
            let _ = cell;
            self.frames[frame].slots[slots - function.cells.len() + i] = unknown;
        }
        self.name_parameters(frame);
        self.begin_stories(function, defaults);
        self.begin_parameters(frame);
        self.active.push(frame);
        if let Some(notes) = &mut self.abs().notes {
            notes.paused = !defaults.is_empty();
        }
        let result = self.fixpoint(frame);
        if result.is_ok() {
            self.note_restored(function);
            at_end(self, prepared);
        }
        self.publish_function(code, &result);
        self.abs().attribute_objects.clear();
        self.active.clear();
        self.heap.rollback();
        self.heap.commit();
        let first = self.abs().finished.len();
        self.end_stories();
        self.abs().finished[first..].iter_mut().for_each(|story| story.assumes_default = !defaults.is_empty());
        self.fuel = fuel - (granted - self.fuel);
    }

    /// `stack.append(x)` ... `stack.pop()`: on every path the default ends as it began.
    fn note_restored(&mut self, function: &MadeFunction) {
        for (id, before) in &function.defaults {
            let after = self.heap.get(*id);
            let same = !after.escaped && super::join::same_data(&after.data, &before.data);
            if let Some(ObjectStory { origin: Origin::Default { restored, .. }, .. }) = self.abs().stories.get_mut(id) {
                *restored = same;
            }
        }
    }

    pub(super) fn bind_unknown(&mut self, frame: usize, given: &Given<'_>) {
        let code = self.code(self.frames[frame].code);
        let (plain, all) = ((code.positional + code.keyword_only) as usize, code.parameters() as usize);
        let varargs = code.has_varargs;
        for slot in 0..all {
            let default = given.defaults().iter().find(|(s, _)| *s == slot).map(|&(_, id)| Value::from(id));
            let v = match default {
                Some(v) => v,
                None if slot < plain => self.unknown_parameter(given.type_of(slot)),
                None if slot == plain && varargs => self.unknown_parameter(Type::Tuple),
                None => self.unknown_parameter(Type::Dict),
            };
            self.frames[frame].slots[slot] = v;
        }
    }

    /// An argument: anything, but one object, whose attributes are what was last stored there.
    fn unknown_parameter(&mut self, ty: Type) -> Value {
        let data = ObjectData::Summary(Box::new(unknown_contents()));
        let v = self.make(Object { escaped: true, ..Object::builtin(ty, data) });
        if let Some(id) = v.single() {
            self.abs().tracked_attributes.push(id);
        }
        v
    }

    fn into_analysis(mut self) -> Analysis {
        // Nobody looks at code of which nothing is told.
        let told = self.abs.as_ref().is_some_and(|a| !a.finished.is_empty() || a.notes.is_some());
        let codes = self.program().codes.iter().enumerate().filter(|(_, c)| told && !c.instrs.is_empty());
        let codes = codes.map(|(i, c)| self.code_info(i, c)).collect();
        let functions = self.program().codes.iter().filter(|c| told && c.kind == CodeKind::Function);
        let functions = functions.map(|c| c.name.to_string()).collect();
        let mut finished = std::mem::take(&mut self.abs().finished);
        self.forget_undone(&mut finished);
        let abs = std::mem::take(self.abs());
        let mut notes = abs.notes.map(|n| n.taken).unwrap_or_default();
        notes.sort_by_key(|note| (note.code, note.pc));
        let published = abs.publisher.map(|p| p.finish()).unwrap_or_default();
        Analysis {
            objects: finished,
            codes,
            captured: Vec::new(),
            functions,
            notes,
            published,
            asked: abs.asked.into_iter().collect(),
            raised: abs.retention.raised.into_iter().collect(),
            values: abs.values,
            unknown: abs.unknown,
        }
    }

    fn code_info(&self, index: usize, code: &Code) -> CodeInfo {
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
        let noted = |set: &FxHashSet<(CodeId, u32)>| {
            let mut pcs: Vec<u32> = set.iter().filter(|(c, _)| *c == id).map(|&(_, pc)| pc).collect();
            pcs.sort_unstable();
            pcs
        };
        let mut effects = self.abs.as_ref().map(|a| noted(&a.impure)).unwrap_or_default();
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
            name: code.name.to_string(),
            is_module: code.kind == CodeKind::Module,
            leaders: super::flow::leaders(code),
            is_class: code.kind == CodeKind::Class,
            loads: instrs().filter_map(|(pc, i)| Some((pc, self.text(named(i.op)?).to_owned()))).collect(),
            load_spans: instrs().filter(|(_, i)| named(i.op).is_some()).map(|(_, i)| i.span).collect(),
            reads: self.reads_of(code),
            stores: instrs().filter_map(|(pc, i)| Some((pc, self.text(stored(i.op)?).to_owned()))).collect(),
            exits: where_(|op| op == Op::ExitWith),
            suspensions: where_(|op| matches!(op, Op::Yield | Op::YieldFrom)),
            effects,
            touches,
            loops: self.loops(id, code),
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
                    Op::LoadAttr(n) | Op::LoadMethod(n) => Some((pc, self.text(n).to_owned())),
                    _ => None,
                })
                .collect(),
            nexts: self.abs.as_ref().map(|a| noted(&a.nexts)).unwrap_or_default(),
            waited: instrs()
                .filter(|(_, i)| matches!(i.op, Op::Yield | Op::YieldFrom | Op::Call { .. } | Op::CallMethod { .. }))
                .map(|(pc, i)| (pc, i.span))
                .collect(),
            cleared: self.retained_at(id, |r| &r.cleared),
            waits: self.retained_at(id, |r| &r.waits),
            raises: where_(|op| matches!(op, Op::Raise(1 | 2))),
            makers: self.abs.as_ref().map(|a| noted(&a.makers)).unwrap_or_default(),
            shared: self.shared_names(code),
            comprehensions: ends.collect(),
            edges: super::flow::edges(code),
            strings,
        }
    }

    fn loops(&self, id: CodeId, code: &Code) -> Vec<Loop> {
        let trips = self.abs.iter().flat_map(|a| &a.trips).filter(|((_, c, _), _)| *c == id);
        let mut bounds: FxHashMap<u32, Bound> = FxHashMap::default();
        for (&(_, _, pc), t) in trips {
            let bound = match (t.count, t.rounds) {
                (Some(n), _) => Bound::Known(n),
                (None, Rounds::Few) => Bound::Few,
                (None, Rounds::Given) => Bound::Given,
                (None, Rounds::Input) => Bound::Input,
            };
            let largest = bounds.entry(pc).or_insert(bound);
            *largest = (*largest).max(bound);
        }
        let heads = (0..)
            .zip(&code.instrs)
            .filter_map(|(pc, i)| if let Op::ForIter(end) = i.op { Some((pc, end)) } else { None });
        heads.map(|(next, end)| Loop { next, end, bound: bounds.get(&next).copied().unwrap_or(Bound::Few) }).collect()
    }

    fn variables(&self, code: &Code) -> Vec<String> {
        if code.kind == CodeKind::Module {
            let stored = code.instrs.iter().filter_map(|i| match i.op {
                Op::StoreName(n) => Some(self.text(n).to_owned()),
                _ => None,
            });
            return stored.collect();
        }
        let slots = 0..code.slots.len() as u32;
        slots.filter_map(|s| name_of_slot(code, s)).map(|n| self.text(n).to_owned()).collect()
    }

    fn reads_of(&self, code: &Code) -> Vec<(u32, String)> {
        let mut out: Vec<(u32, String)> = Vec::new();
        let mut follows = false;
        for (pc, instr) in (0_u32..).zip(&code.instrs) {
            let part = match instr.op {
                Op::LoadFast(s) | Op::LoadDeref(s) => name_of_slot(code, s),
                Op::LoadName(n) | Op::LoadGlobal(n) => Some(n),
                _ => None,
            };
            if let Some(name) = part {
                out.push((pc, self.text(name).to_owned()));
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

    /// What was noted at instructions of one code object.
    fn retained_at(&self, id: CodeId, noted: fn(&Retention) -> &Vec<(CodeId, u32, String)>) -> Vec<(u32, String)> {
        let all = self.retention().map(noted).into_iter().flatten();
        let mut out: Vec<_> = all.filter(|n| n.0 == id).map(|n| (n.1, n.2.clone())).collect();
        out.sort_unstable();
        out.dedup();
        out
    }

    /// Cells, and globals that a function stores.
    fn shared_names(&self, code: &Code) -> Vec<String> {
        let cells = code.slots.iter().filter(|(_, kind)| matches!(kind, SlotKind::Cell | SlotKind::Free)).map(|s| s.0);
        let globals = code.instrs.iter().filter_map(|i| match i.op {
            Op::StoreGlobal(n) => Some(n),
            _ => None,
        });
        cells.chain(globals).map(|n| self.text(n).to_owned()).collect()
    }

    fn strings_of(&self, id: ConstId) -> Vec<String> {
        match self.program().constant(id) {
            Const::Str(s) => vec![s.to_string()],
            Const::Tuple(items) => items.iter().flat_map(|&i| self.strings_of(i)).collect(),
            _ => Vec::new(),
        }
    }

    /// Stories of default objects begin with the function they belong to.
    pub(super) fn begin_stories(&mut self, function: &MadeFunction, defaults: &[(usize, ObjId)]) {
        for &(slot, root) in defaults {
            let mut reached = self.reachable_from(&[root.into()]);
            reached.retain(|&id| is_mutable(self.heap.get(id)));
            for id in reached {
                let story = self.default_story(function, slot, id);
                self.abs().stories.insert(id, story);
                self.abs().order.push(id);
            }
        }
    }

    pub(super) fn default_story(&self, function: &MadeFunction, slot: usize, id: ObjId) -> ObjectStory {
        let c = self.code(function.data.code);
        let default_span = c.default_spans.iter().find(|(s, _)| *s as usize == slot).map_or(c.span, |d| d.1);
        let name = c.slots[slot].0;
        // `def f(xs=xs)`; in a function also `def f(xs=rows)` and `def f(x=Box(x))`.
        let nested = !function.around.is_empty();
        let handed_in = function.outer.iter().any(|&(n, v)| v == Value::from(id) && (n == name || nested))
            || function.around.contains(&name);
        let origin = Origin::Default {
            function: c.name.to_string(),
            owner: function.data.code,
            parameter: self.text(name).to_owned(),
            parameter_span: c.parameter_spans.get(slot).copied().unwrap_or(default_span),
            default_span,
            len: self.measure_len(id),
            outer_name: handed_in.then(|| self.text(name).to_owned()),
            restored: false,
            iterator: matches!(self.heap.get(id).data, ObjectData::Iterator(_) | ObjectData::Generator(_)),
        };
        let made = self.abs.as_ref().and_then(|a| a.origins.get(&id)).copied().unwrap_or(default_span);
        let type_name = self.type_name(id).unwrap_or_default();
        let made_at = None;
        ObjectStory {
            id,
            of: function.data.code,
            type_name,
            made,
            made_at,
            origin,
            assumes_default: true,
            events: Vec::new(),
        }
    }

    /// Each function's stories are told apart: the same default object may belong to several functions.
    pub(super) fn end_stories(&mut self) {
        let abs = self.abs();
        let order = std::mem::take(&mut abs.order);
        for id in order {
            if let Some(story) = abs.stories.remove(&id) {
                abs.finished.push(story);
            }
        }
    }
}

pub(super) fn is_mutable(object: &Object) -> bool {
    let contents = matches!(
        object.data,
        ObjectData::List(_)
            | ObjectData::Dict(_)
            | ObjectData::Set(_)
            | ObjectData::Instance(_)
            | ObjectData::Summary(_)
            | ObjectData::Iterator(_)
            | ObjectData::Generator(_)
    );
    contents && !object.is(Type::FrozenSet) && !object.is(Type::Tuple)
}

/// `if key not in table: table[key] = v`
fn is_tested_missing(code: &Code, store: u32, key: Op) -> bool {
    let windows = (0_u32..).zip(code.instrs.windows(4));
    let named = matches!(key, Op::LoadFast(_) | Op::LoadName(_) | Op::LoadDeref(_) | Op::LoadGlobal(_));
    let mut tests = windows.filter(|(_, w)| w[0].op == key && w[2].op == Op::Contains { negated: true });
    named
        && tests.any(|(pc, w)| matches!(w[3].op, Op::PopJumpIf { when: false, target } if pc < store && store < target))
}

/// Variables of comprehensions are nobody else's.
fn name_of_slot(code: &Code, slot: u32) -> Option<Name> {
    let &(name, kind) = code.slots.get(slot as usize)?;
    (!matches!(kind, SlotKind::Hidden | SlotKind::Iteration)).then_some(name)
}

pub(super) fn unknown_contents() -> Summary {
    Summary { items: Value::OPAQUE, keys: Value::OPAQUE, len: (0, u64::MAX), attributes: Vec::new() }
}
