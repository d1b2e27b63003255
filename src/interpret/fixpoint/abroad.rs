//! Class attributes and variables of a module, and the other files of the run that change them.
//!
//! ```python
//! # cart.py                     # shop.py
//! class Cart:                   from cart import Cart
//!     items = []                class Sale(Cart):
//!                                   def add(self, x): self.items.append(x)
//! ```
//!
//! A file that imports it is run with an *exhibit* in its place, a class or container of which no more is known, and what
//! it does to that is told ([`deeds`]). The file that has it is then analysed again, with these deeds in the story of the
//! object. An attribute that methods bind is each instance's own, and is not told of.

use super::beside::{Given, MadeFunction};
use super::classes::MadeClass;
use super::driver::{FILE_FUEL, unknown_contents};
use crate::bytecode::{CodeId, CodeKind, Compiler, Name, Op};
use crate::config::Settings;
use crate::heap::{ClassData, ObjId, Object, ObjectData, Type, Value};
use crate::interpret::Machine;
use crate::interpret::imported::{Deed, Exposed, Imports};
use crate::interpret::machine::Policy;
use crate::interpret::story::{
    Abroad, ClassAttribute, Declared, EventOf, Measure, ObjectStory, Origin, StoryEvent, Through,
};
use crate::semantic::{Bindings, Comprehensions, ScopeId, ScopeKind};
use crate::syntax::ast;
use crate::text::{LineIndex, Span};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a file does to something of another file, and the line where it does that.
#[derive(Clone, PartialEq, Debug)]
pub struct Told {
    pub to: Exposed,
    pub event: EventOf,
    pub through: Option<Through>,
    pub line: u32,
}

/// What a file does to these, each known to it by a dotted path: that of the variable, or of the class.
#[must_use]
pub fn deeds(
    module: &ast::ModModule,
    text: &str,
    bindings: &Bindings<'_>,
    settings: &Settings,
    things: &[(String, Exposed)],
) -> Vec<Told> {
    let lines = LineIndex::new(text);
    let compiler = Compiler::new(module, text, &lines, bindings, settings.target_version, Comprehensions::Inlined);
    let mut machine = Machine::new(compiler, settings.target_version, Policy::Abstract, FILE_FUEL);
    machine.abs = Some(Box::default());
    let first = |path: &String| path.split('.').next().unwrap_or_default().to_owned();
    machine.abs().imports =
        Imports { packages: Arc::new(things.iter().map(|(path, _)| first(path)).collect()), ..Imports::default() };
    let exhibits = machine.exhibit(things);
    machine.analyze_module(bindings);
    let names = machine.names_of(&exhibits, things);
    let naming = machine.scopes_naming(&names, text, bindings);
    let all_seen = machine.visit(bindings, &naming, &exhibits);
    let mut told = machine.told_of(&exhibits, things, &lines);
    for (path, thing) in things {
        if let Some(event) = untold(path, thing, bindings, all_seen) {
            told.push(Told { to: thing.clone(), event, through: None, line: 1 });
        }
    }
    told
}

/// What no run of the code shows.
fn untold(path: &str, thing: &Exposed, bindings: &Bindings<'_>, all_seen: bool) -> Option<EventOf> {
    let clears = bindings.mentions("cache_clear");
    match container(&thing.kind) {
        _ if thing.class.is_some() => None,
        None => clears.then(|| EventOf::Called { method: "cache_clear".to_owned() }),
        Some(_) => {
            let by_star = path.ends_with('*') && bindings.mentions(&thing.name);
            (by_star || !all_seen && bindings.mentions(&thing.name)).then_some(EventOf::PassedOn)
        }
    }
}

/// What stands in a file for the things of another.
struct Exhibits {
    /// The objects, by the number of the thing.
    objects: FxHashMap<ObjId, usize>,
    classes: Vec<MadeClass>,
}

impl Machine<'_> {
    // -- in the file that has them

    fn class_of_module(&self, name: &str, bindings: &Bindings<'_>) -> Option<MadeClass> {
        let in_module = |class: &&MadeClass| {
            &*self.code(class.code).name == name
                && bindings.scope(self.compiler.scope_of(class.code)).parent == ScopeId::MODULE
        };
        self.abs.as_ref()?.classes.iter().rev().find(in_module).cloned()
    }

    /// The container that all instances share under a name.
    fn shared_object(&mut self, class: &MadeClass, to: &Exposed, bindings: &Bindings<'_>) -> Option<ObjId> {
        let name = self.intern(&to.name);
        let object = class.only_object(name)?;
        let family = self.family(class);
        let mut bound = Vec::new();
        for method in self.methods(&family, bindings) {
            self.compiler.ensure(method.data.code);
            self.attributes_bound_by(method.data.code, &mut bound);
            if self.binds_by_name(method.data.code) {
                return None;
            }
        }
        let is_told = container(&to.kind).is_some_and(|ty| self.heap.get(object).is(ty));
        (is_told && !bound.contains(&name)).then_some(object)
    }

    /// Adds to the stories what other files do.
    pub(super) fn tell_deeds_abroad(&mut self, bindings: &Bindings<'_>) {
        let mut deeds: BTreeMap<Exposed, Vec<Deed>> = BTreeMap::new();
        for deed in std::mem::take(&mut self.abs().imports.deeds) {
            deeds.entry(deed.to.clone()).or_default().push(deed);
        }
        for (to, deeds) in deeds {
            match &to.class {
                Some(class) => self.tell_of_attribute(class, &to, deeds, bindings),
                None => self.tell_of_variable(&to.name, deeds),
            }
        }
    }

    fn tell_of_attribute(&mut self, class: &str, to: &Exposed, deeds: Vec<Deed>, bindings: &Bindings<'_>) {
        let Some(class) = self.class_of_module(class, bindings) else { return };
        let Some(id) = self.shared_object(&class, to, bindings) else { return };
        let Some(origin) = self.abs().class_objects.get(&id).cloned() else { return };
        let type_name = self.type_name(id).unwrap_or_default();
        let events = deeds.into_iter().map(|deed| deed.event_at(origin.made)).collect();
        self.abs().finished.push(ObjectStory {
            id,
            of: CodeId::MODULE,
            type_name,
            made: origin.made,
            made_at: None,
            origin: Origin::ClassAttribute(origin),
            assumes_default: false,
            events,
            elements: Vec::new(),
        });
    }

    fn tell_of_variable(&mut self, variable: &str, deeds: Vec<Deed>) {
        let cleared = |deed: &Deed| matches!(&deed.event, EventOf::Called { method } if method == "cache_clear");
        let is_cleared = deeds.iter().any(cleared);
        for story in &mut self.abs().finished {
            for event in &mut story.events {
                if let EventOf::Unbounded { function, cleared, .. } = &mut event.kind
                    && function == variable
                {
                    *cleared |= is_cleared;
                }
            }
            let bound = |e: &StoryEvent| {
                e.code == CodeId::MODULE && matches!(&e.kind, EventOf::Bound { name, .. } if name == variable)
            };
            if story.events.iter().any(bound) {
                let made = story.made;
                story.events.extend(deeds.iter().map(|deed| deed.clone().event_at(made)));
            }
        }
    }

    // -- in a file that imports them

    fn exhibit(&mut self, things: &[(String, Exposed)]) -> Exhibits {
        let mut objects = FxHashMap::default();
        let mut classes: BTreeMap<(&str, &str), Vec<(Name, ObjId)>> = BTreeMap::new();
        for (at, (path, thing)) in things.iter().enumerate() {
            let Some(ty) = container(&thing.kind) else { continue };
            let contents = ObjectData::Summary(Box::new(unknown_contents()));
            let id = self.heap.alloc(Object::builtin(ty, contents));
            self.abs().origins.insert(id, Span::default());
            objects.insert(id, at);
            if let Some(class) = &thing.class {
                let name = self.intern(&thing.name);
                classes.entry((path, class)).or_default().push((name, id));
            } else {
                let path = self.intern(path);
                self.abs().imported.insert(path, id.into());
            }
        }
        let classes =
            classes.into_iter().map(|((path, class), owned)| self.exhibit_class(path, class, owned)).collect();
        Exhibits { objects, classes }
    }

    fn exhibit_class(&mut self, path: &str, class: &str, owned: Vec<(Name, ObjId)>) -> MadeClass {
        let attributes = owned.iter().map(|&(name, id)| (name, id.into())).collect();
        let data = ClassData { shared_keys: None, ..ClassData::new(class.to_owned(), attributes) };
        let object = Object::builtin(Type::Type, ObjectData::Class(Box::new(data)));
        // What the file does to the class itself is not followed.
        let id = self.heap.alloc(Object { immortal: true, ..object });
        if let ObjectData::Class(data) = &mut self.heap.get_mut(id).data {
            data.mro = vec![id];
        }
        for &(name, object) in &owned {
            let origin = ClassAttribute {
                class: class.to_owned(),
                attribute: self.text(name).to_owned(),
                made: Span::default(),
                declared: Declared::Nothing,
                named: false,
                bases_out_of_view: false,
                data_class: false,
                changes_itself: false,
            };
            self.abs().class_fields.insert((id, name), object.into());
            self.abs().class_objects.insert(object, origin);
        }
        let path = self.intern(path);
        self.abs().imported.insert(path, id.into());
        let held = owned.iter().map(|&(_, o)| o).chain([id]).map(|id| (id, self.heap.get(id).clone())).collect();
        MadeClass { id, code: CodeId::MODULE, owned, held }
    }

    /// What the file calls the things: `from cart import LIMITS as limits`.
    fn names_of(&self, exhibits: &Exhibits, things: &[(String, Exposed)]) -> FxHashSet<String> {
        let is_exhibit = |v: Value| self.members(v).iter().any(|id| exhibits.objects.contains_key(id));
        let variables =
            self.globals.iter().filter(|(_, v)| is_exhibit(*v)).map(|(name, _)| self.text(*name).to_owned());
        let own = things.iter().flat_map(|(path, thing)| [path.rsplit('.').next().unwrap_or_default(), &thing.name]);
        variables.chain(own.map(str::to_owned)).collect()
    }

    /// Runs what names one of the things; false if some of that was not run to its end.
    fn visit(&mut self, bindings: &Bindings<'_>, naming: &[ScopeId], exhibits: &Exhibits) -> bool {
        let mut wanted: FxHashSet<ScopeId> = FxHashSet::default();
        for &scope in naming {
            let mut at = scope;
            while at != ScopeId::MODULE && wanted.insert(at) {
                at = bindings.scope(at).parent;
            }
        }
        let mut done: FxHashSet<CodeId> = FxHashSet::default();
        let mut at = 0;
        while let Some(class) = self.abs().classes.get(at).cloned() {
            at += 1;
            self.visit_class(&class, bindings, &wanted, exhibits, &mut done);
        }
        let mut at = 0;
        while let Some(function) = self.abs().functions.get(at).cloned() {
            at += 1;
            let code = function.data.code;
            let plain = matches!(self.code(code).kind, CodeKind::Function | CodeKind::Lambda);
            if plain && wanted.contains(&self.compiler.scope_of(code)) && done.insert(code) {
                self.run_function(&function, &Given::Nothing);
            }
        }
        let run: FxHashSet<ScopeId> = done.iter().map(|&code| self.compiler.scope_of(code)).collect();
        let is_run = |&scope: &ScopeId| {
            let kind = bindings.scope(scope).kind;
            !matches!(kind, ScopeKind::Function | ScopeKind::Lambda) || run.contains(&scope)
        };
        self.abs().module_ends && self.abs().unfinished.is_empty() && naming.iter().all(is_run)
    }

    /// Methods of a class that derives from an exhibit.
    fn visit_class(
        &mut self,
        class: &MadeClass,
        bindings: &Bindings<'_>,
        wanted: &FxHashSet<ScopeId>,
        exhibits: &Exhibits,
        done: &mut FxHashSet<CodeId>,
    ) {
        let above: Vec<MadeClass> = exhibits.classes.iter().filter(|e| class.derives_from(e.id)).cloned().collect();
        if above.is_empty() {
            return;
        }
        let family = self.family(class);
        let methods = self.methods(&family, bindings);
        let scope = self.compiler.scope_of(class.code);
        let is_wanted = |m: &&MadeFunction| {
            let own = self.compiler.scope_of(m.data.code);
            bindings.scope(own).parent == scope && wanted.contains(&own)
        };
        let to_run: Vec<&MadeFunction> = methods.iter().filter(is_wanted).collect();
        done.extend(to_run.iter().map(|m| m.data.code));
        self.run_methods(&class.id, &family, &above, &methods, to_run, bindings);
    }

    /// Functions, and other code, that read or bind a variable or an attribute of such a name.
    fn scopes_naming(&mut self, names: &FxHashSet<String>, text: &str, bindings: &Bindings<'_>) -> Vec<ScopeId> {
        let is_in = |span: Span| {
            let text = text.get(span.start as usize..span.end as usize).unwrap_or(text);
            names.iter().any(|name| text.contains(name.as_str()))
        };
        let mut out = Vec::new();
        let mut at = 0;
        while at < self.program().codes.len() {
            let id = self.program().code_id(at);
            at += 1;
            let scope = self.compiler.scope_of(id);
            if !is_in(bindings.scope(scope).span) {
                continue;
            }
            self.compiler.ensure(id);
            let is_named = |op: Op| match op {
                Op::LoadAttr(n) | Op::LoadMethod(n) | Op::ImportFrom(n) | Op::LoadGlobal(n) | Op::LoadName(n) => {
                    names.contains(self.text(n))
                }
                Op::StoreAttr(n) | Op::DeleteAttr(n) => names.contains(self.text(n)),
                _ => false,
            };
            if self.code(id).instrs.iter().any(|i| is_named(i.op)) {
                out.push(scope);
            }
        }
        out
    }

    /// `cart.LIMITS = {}`: what the other module had there is gone.
    pub(super) fn replaced_abroad(&mut self, module: Value, name: Name) {
        if let Some(replaced) = self.is_recording().then(|| self.imported_attribute(module, name)).flatten() {
            let how = format!(".{} =", self.text(name));
            self.happens(replaced, EventOf::Mutated { how });
        }
    }

    fn told_of(&mut self, exhibits: &Exhibits, things: &[(String, Exposed)], lines: &LineIndex) -> Vec<Told> {
        let mut out: Vec<Told> = Vec::new();
        for story in std::mem::take(&mut self.abs().finished) {
            let Some(&at) = exhibits.objects.get(&story.id) else { continue };
            let to = &things[at].1;
            let mut through = None;
            for e in story.events {
                match e.kind {
                    // Who reads it from the class knows where it is.
                    EventOf::Fetched { through: way } if through != Some(Through::Class) => through = Some(way),
                    EventOf::Made | EventOf::Bound { .. } | EventOf::Loaded { .. } => continue,
                    _ => {}
                }
                let line = lines.line_number(e.span.start);
                let told = Told { to: to.clone(), event: e.kind, through, line };
                if !out.contains(&told) {
                    out.push(told);
                }
            }
        }
        out
    }
}

impl MadeClass {
    fn only_object(&self, name: Name) -> Option<ObjId> {
        let mut objects = self.owned.iter().filter(|(n, _)| *n == name).map(|&(_, id)| id);
        objects.next().filter(|_| objects.next().is_none())
    }
}

impl Deed {
    fn event_at(self, span: Span) -> StoryEvent {
        let Self { event, through, module, line, .. } = self;
        StoryEvent {
            kind: EventOf::Abroad(Abroad { event: Box::new(event), through, module, line }),
            span,
            code: CodeId::MODULE,
            pc: 0,
            certain: false,
            in_call: false,
            outer: 0,
            outer_span: span,
            measure: Measure::default(),
        }
    }
}

fn container(kind: &str) -> Option<Type> {
    Some(match kind {
        "list" => Type::List,
        "dict" => Type::Dict,
        "set" => Type::Set,
        "bytearray" => Type::ByteArray,
        "deque" => Type::Deque,
        "defaultdict" => Type::DefaultDict,
        "OrderedDict" => Type::OrderedDict,
        "Counter" => Type::Counter,
        _ => return None,
    })
}
