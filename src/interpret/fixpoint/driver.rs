//! Which code is analysed, and from what state.

use super::beside::{Abstract, Given, MadeFunction};
use super::code_info::CodeInfo;
use super::focus::{Effort, Focus};
use super::picture::Easel;
use super::retention::Retention;
use crate::bytecode::{CodeId, CodeKind, Compiler};
use crate::config::Settings;
use crate::heap::{Class, ObjId, Object, ObjectData, Summary, Type, Value};
use crate::interpret::imported::{ImportedCall, Imports};
use crate::interpret::machine::{Machine, Policy};
use crate::interpret::note::Note;
use crate::interpret::picture::HeapPicture;
use crate::interpret::published::Published;
use crate::interpret::story::{Demand, ObjectStory, Origin};
use crate::semantic::{Bindings, Comprehensions, Interest, ScopeId, ScopeKind};
use crate::syntax::ast;
use crate::text::LineIndex;
use rustc_hash::FxHashSet;

/// Instructions that may be interpreted for one file and one function.
pub(super) const FILE_FUEL: u64 = 400_000;
/// As many for a file of which every fact is wanted.
const FACTS_FUEL: u64 = 20_000_000;
pub(super) const FUNCTION_FUEL: u64 = 40_000;

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
    pub effort: Effort,
}

/// Analyses what is of interest in a module: its own code and every marked function in focus, with unknown arguments.
#[must_use]
pub fn analyze(
    module: &ast::ModModule,
    text: &str,
    bindings: &Bindings<'_>,
    settings: &Settings,
    demand: Demand,
    imports: Imports,
    focus: Focus<'_>,
) -> Analysis {
    if demand.is_for_rules_alone() && imports.deeds.is_empty() && !is_worthwhile(bindings) {
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
    let module_is_plain = demand.is_for_rules_alone() && !is_module_of_interest(bindings);
    let follows = demand != Demand::Facts && bindings.scopes().any(|(_, s)| s.interest.asks_for_lifetimes());
    let retention = Retention { follows, ..Retention::default() };
    machine.abs = Some(Box::new(Abstract {
        module_is_plain,
        imports,
        retention,
        cycles: bindings.scopes().any(|(_, s)| s.interest.intersects(Interest::CYCLE)),
        notes: (demand == Demand::Annotations).then(Box::default),
        ..Abstract::default()
    }));
    let wanted = wanted_scopes(bindings);
    machine.analyze_module(bindings);
    let mut analysed = FxHashSet::from_iter([CodeId::MODULE]);
    if demand == Demand::Facts {
        machine.abs().publisher = Some(Box::default());
    } else {
        let covered = |scope| focus.shows(bindings.scope(scope).span);
        machine.analyze_functions(bindings, &mut analysed, |scope| wanted.contains(&scope) && covered(scope));
        machine.analyze_classes(bindings, focus);
        machine.follow_instances(bindings, focus);
        machine.follow_kept_iterators(bindings, focus);
        machine.tell_changes_elsewhere(bindings);
        machine.tell_deeds_abroad(bindings);
        machine.analyze_cycles(bindings, focus);
    }
    if !demand.is_for_rules_alone() {
        machine.analyze_functions(bindings, &mut analysed, |scope| focus.shows(bindings.scope(scope).span));
    }
    let captured = bindings.captured_names(ScopeId::MODULE).map(str::to_owned).collect();
    let functions = bindings.functions().iter().map(|&name| name.to_owned()).collect();
    let effort = machine.effort(bindings, fuel);
    Analysis { captured, functions, effort, ..machine.into_analysis() }
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
    machine.analyze_functions(bindings, &mut FxHashSet::from_iter([CodeId::MODULE]), |_| true);
    drawn(&mut machine).or(in_module)
}

/// Nothing in the file is of interest to a rule otherwise.
fn is_worthwhile(bindings: &Bindings<'_>) -> bool {
    let of_classes = Interest::SHARED_FIELD | Interest::KEEPS_ITERATOR;
    let of_interest = |i: Interest| i.is_any() || i.intersects(of_classes);
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
        // `CYCLE` of a class is about its instances.
        let cycles = if scope.kind == ScopeKind::Class { Interest::CYCLE } else { Interest::NONE };
        body(scope.kind) && scope.interest.without(cycles).asks_for_objects_of_body()
            || large && scope.interest.intersects(Interest::DELETE | Interest::ALIAS)
    })
}

/// Functions with a mark, and those around them: a nested function exists only when the outer one runs.
fn wanted_scopes(bindings: &Bindings<'_>) -> FxHashSet<ScopeId> {
    let mut wanted = FxHashSet::default();
    // What keeps an exception matters only until it is known that it is kept to be raised.
    let kept = bindings.scopes().any(|(_, s)| s.interest.intersects(Interest::KEEPS_EXCEPTION));
    let registered = bindings.scopes().any(|(_, s)| s.interest.intersects(Interest::REGISTERS));
    let contexts = bindings.scopes().any(|(_, s)| s.interest.intersects(Interest::CONTEXT_VARIABLE));
    let weak = bindings.scopes().any(|(_, s)| s.interest.intersects(Interest::WEAK_KEYS | Interest::WEAK_REFERENCE));
    for (id, scope) in bindings.scopes() {
        // Methods are run on an instance of their class instead.
        let changes = scope.interest.intersects(Interest::CHANGES_FIELD)
            && bindings.scope(bindings.around(id)).kind != ScopeKind::Class
            && scope.kind != ScopeKind::Class
            || scope.kind == ScopeKind::Class && scope.interest.intersects(Interest::SHARED_FIELD);
        let undoes = kept && scope.interest.intersects(Interest::RAISES)
            || registered && scope.interest.intersects(Interest::UNREGISTERS)
            || weak && scope.interest.intersects(Interest::STORES_ITEM)
            || contexts && scope.interest.intersects(Interest::WAITS);
        if scope.interest.is_any() || changes || undoes {
            let mut at = id;
            while at != ScopeId::MODULE && wanted.insert(at) {
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
        self.abs().module_ends = self.fixpoint(frame).is_ok();
        self.note_unfinished(CodeId::MODULE);
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
        let rebound: FxHashSet<&str> = bindings.declared_globals().collect();
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
        analysed: &mut FxHashSet<CodeId>,
        wanted: impl Fn(ScopeId) -> bool,
    ) {
        let mut i = 0;
        while let Some(function) = self.made_function(i) {
            i += 1;
            let code = function.data.code;
            let scope = self.compiler.scope_of(code);
            let plain = matches!(self.code(code).kind, CodeKind::Function | CodeKind::Lambda);
            if plain && wanted(scope) && analysed.insert(code) {
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
        self.abs().runs += 1;
        let made = self.abs().functions.len();
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
        self.enter_exit(frame);
        self.begin_stories(function, defaults);
        self.begin_parameters(frame);
        self.active.push(frame);
        if let Some(notes) = &mut self.abs().notes {
            notes.paused = !defaults.is_empty();
        }
        let result = self.fixpoint(frame);
        if result.is_ok() {
            self.note_restored(function);
            self.measure_cycles();
            at_end(self, prepared);
            self.run_capturing(code, made, defaults);
        }
        self.abs().cut |= self.fuel == 0 && granted < FUNCTION_FUEL;
        self.note_unfinished(code);
        self.publish_function(code, &result);
        self.abs().attribute_objects.clear();
        self.active.clear();
        self.heap.rollback();
        self.heap.commit();
        let first = self.abs().finished.len();
        self.end_stories();
        self.abs().tracked_attributes.clear();
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
        let told = self
            .abs
            .as_ref()
            .is_some_and(|a| !a.finished.is_empty() || a.notes.is_some() || !a.retention.waits.is_empty());
        let noted = self.noted_by_code();
        let mentioned = self.mentioned_codes();
        let is_asked = |i: usize| mentioned.as_ref().is_none_or(|m| m.contains(&self.program().code_id(i)));
        let codes = self.program().codes.iter().enumerate();
        let codes = codes.filter(|(i, c)| told && !c.instrs.is_empty() && is_asked(*i));
        let codes = codes.map(|(i, c)| self.code_info(i, c, &noted)).collect();
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
            functions: Vec::new(),
            notes,
            published,
            asked: abs.asked.into_iter().collect(),
            raised: abs.retention.raised.into_iter().map(|(_, name)| name).collect(),
            values: abs.values,
            unknown: abs.unknown,
            effort: Effort::default(),
        }
    }

    /// Nobody asks about code that no story leads to; notes lead to all.
    fn mentioned_codes(&self) -> Option<FxHashSet<CodeId>> {
        let abs = self.abs.as_ref().filter(|a| a.notes.is_none())?;
        let mut all: FxHashSet<CodeId> = abs.retention.waits.iter().map(|&(code, ..)| code).collect();
        for story in &abs.finished {
            all.insert(story.of);
            all.extend(story.made_at.map(|(code, _)| code));
            all.extend(story.events.iter().map(|e| e.code));
            if let Origin::Default { owner, .. } = story.origin {
                all.insert(owner);
            }
        }
        Some(all)
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
            iterator: matches!(self.heap.get(id).class, Class::Builtin(Type::Iterator | Type::Generator)),
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
            elements: Vec::new(),
        }
    }

    /// Each function's stories are told apart: the same default object may belong to several functions.
    pub(super) fn end_stories(&mut self) {
        let abs = self.abs();
        let order = std::mem::take(&mut abs.order);
        for id in order {
            if let Some(mut story) = abs.stories.remove(&id) {
                story.elements = abs.elements.remove(&id).unwrap_or_default();
                abs.finished.push(story);
            }
        }
        abs.elements.clear();
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

pub(super) fn unknown_contents() -> Summary {
    Summary { items: Value::OPAQUE, keys: Value::OPAQUE, len: (0, u64::MAX), attributes: Vec::new() }
}
