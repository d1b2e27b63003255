//! Objects that belong to a class, and what the methods do to them.
//!
//! `class Cart: items = []` has one list for all carts. Each method that may change such an object is run on an instance
//! as `__init__` leaves it; the same run shows what becomes of a default that `__init__` keeps in an attribute.

use super::beside::{Given, MadeFunction};
use super::driver::is_mutable;
use super::focus::Focus;
use crate::bytecode::{AnnotationKind, CodeId, CodeKind, Name, Op, SlotKind};
use crate::heap::{Class, ObjId, Object, ObjectData, Type, Value};
use crate::interpret::Machine;
use crate::interpret::attribute::find;
use crate::interpret::story::{ClassAttribute, Declared, EventOf, ObjectStory, Origin, Through};
use crate::semantic::{Bindings, Interest, ScopeId};

/// A class that the recorded pass made.
#[derive(Clone, Debug)]
pub(super) struct MadeClass {
    pub id: ObjId,
    /// Its body.
    pub code: CodeId,
    /// Mutable objects that the body made, by their names.
    pub owned: Vec<(Name, ObjId)>,
    /// The class and what its own objects reach, as they were when it was made.
    pub held: Vec<(ObjId, Object)>,
}

/// What `__init__`, and other methods with mutable defaults, leave behind for the other methods.
#[derive(Default)]
struct Kept<'m> {
    /// Methods that may keep a default in an attribute, with their parameters that have a mutable one.
    keepers: Vec<(&'m MadeFunction, Vec<(usize, ObjId)>)>,
    /// Objects that `__init__` made, as they are when it is over.
    held: Vec<(ObjId, Object)>,
}

/// An instance when a method ends.
struct End {
    values: Vec<(Name, Value)>,
    held: Vec<(ObjId, Object)>,
}

/// Methods that run before all others: what they bind is there when the others run.
const INITIALISERS: &[&str] =
    &["__init__", "__new__", "__post_init__", "__attrs_post_init__", "setUp", "asyncSetUp", "setup_method", "setup"];

/// Instructions that may be interpreted for the instances of all classes of a file.
pub(super) const CLASSES_FUEL: u64 = 60_000;

impl Machine<'_> {
    /// A class has been made; `attributes` are the names of its body.
    pub(super) fn note_class(&mut self, class: Value, code: CodeId, attributes: &[(Name, Value)]) {
        let Some(id) = class.single() else { return };
        for &(name, v) in attributes {
            if let Some(method) = self.function_code(v) {
                self.abs().class_of.insert(method, id);
                self.abs().definers.entry(name).or_default().push(id);
                if self.known(v).is_some_and(|(_, o)| matches!(o.data, ObjectData::Wrapper(_))) {
                    self.abs().unbound_methods.insert(method);
                }
            }
        }
        let mut owned: Vec<(Name, ObjId)> = Vec::new();
        for &(name, v) in attributes {
            let v = self.field_default(v);
            let members = self.members(v);
            let before = owned.len();
            owned.extend(members.into_iter().filter(|&o| self.is_owned_by_a_class(o)).map(|o| (name, o)));
            if owned.len() > before {
                self.abs().class_fields.insert((id, name), v);
            }
        }
        for &(name, object) in &owned {
            let origin = self.class_attribute_origin(id, code, name, object);
            for inner in self.reachable_from(&[object.into()]) {
                if let Some(ObjectStory { origin: there @ Origin::Local, .. }) = self.abs().stories.get_mut(&inner) {
                    *there = Origin::ClassAttribute(origin.clone());
                }
                self.abs().class_objects.insert(inner, origin.clone());
            }
        }
        if self.is_recording() {
            let roots: Vec<Value> = owned.iter().map(|&(_, o)| o.into()).collect();
            let mut ids = self.reachable_from(&roots);
            ids.push(id);
            if self.abs().calls.first() != Some(&CodeId::MODULE) {
                // The functions of a class that a function makes are gone with it.
                let methods = attributes.iter().filter(|&&(_, v)| self.is_code(v)).filter_map(|&(_, v)| v.single());
                ids.extend(methods);
            }
            let held = ids.into_iter().map(|i| (i, self.heap.get(i).clone())).collect();
            self.abs().classes.push(MadeClass { id, code, owned, held });
        }
    }

    /// `field(default=v)` stands for `v`.
    fn field_default(&self, v: Value) -> Value {
        match self.known(v).map(|(_, o)| &o.data) {
            Some(ObjectData::Field(field)) if field.default.is_bound() => field.default,
            _ => v,
        }
    }

    /// Made for the class, and nothing that takes part in attribute access.
    fn is_owned_by_a_class(&self, id: ObjId) -> bool {
        let object = self.heap.get(id);
        let container = match object.class {
            Class::Builtin(ty) => {
                !matches!(ty, Type::Iterator | Type::Generator | Type::Opaque | Type::Str | Type::Bytes)
            }
            Class::User(class) => !self.is_descriptor(class),
        };
        let named = || self.active.iter().any(|&a| self.names_in_sight(a).iter().any(|&(_, v)| v == Value::from(id)));
        container && is_mutable(object) && !object.immortal && !named()
    }

    fn is_descriptor(&self, class: ObjId) -> bool {
        let opaque = matches!(&self.heap.get(class).data, ObjectData::Class(d) if d.opaque);
        let hooks = ["__get__", "__set__"].map(|n| self.program().names.get(n));
        opaque || hooks.into_iter().flatten().any(|hook| self.class_attribute(class, hook).is_some())
    }

    fn function_code(&self, v: Value) -> Option<CodeId> {
        match &self.known(v)?.1.data {
            ObjectData::Function(f) => Some(f.code),
            &ObjectData::Wrapper(inner) => self.function_code(inner),
            _ => None,
        }
    }

    fn class_attribute_origin(&mut self, class: ObjId, code: CodeId, name: Name, object: ObjId) -> ClassAttribute {
        let changes_itself = self.changes_itself(object);
        let body = self.code(code);
        let made = self.abs.as_ref().and_then(|a| a.origins.get(&object)).copied().unwrap_or(body.span);
        let declared = match body.annotated.iter().find(|a| a.name == name).map(|a| a.kind) {
            None => Declared::Nothing,
            Some(AnnotationKind::ClassVariable) => Declared::ClassVariable,
            Some(_) => Declared::Field,
        };
        let named = self.compiler.bindings().is_read_through_class(&body.name, self.text(name));
        ClassAttribute {
            named,
            class: body.name.to_string(),
            attribute: self.text(name).to_owned(),
            made,
            declared,
            bases_out_of_view: matches!(&self.heap.get(class).data, ObjectData::Class(d) if d.opaque),
            data_class: self.is_decorated(code, "dataclass"),
            changes_itself,
        }
    }

    /// The class is made under a decorator of that name: it is loaded before the class is built, in its statement.
    fn is_decorated(&self, class: CodeId, decorator: &str) -> bool {
        let statement = self.code(class).span;
        let Some(&frame) = self.active.last() else { return false };
        let code = self.code(self.frames[frame].code);
        let body = code.instrs.iter().position(|i| matches!(i.op, Op::MakeFunction { code, .. } if code == class));
        code.instrs[..body.unwrap_or(0)].iter().any(|i| match i.op {
            Op::LoadName(n) | Op::LoadGlobal(n) | Op::LoadAttr(n) | Op::LoadMethod(n) => {
                self.text(n) == decorator && statement.start <= i.span.start && i.span.end <= statement.end
            }
            _ => false,
        })
    }

    /// A method of the object's class, `__init__` aside, binds attributes of it.
    fn changes_itself(&mut self, object: ObjId) -> bool {
        let Class::User(class) = self.heap.get(object).class else { return false };
        let ObjectData::Class(data) = self.heap.get(class).data.clone() else { return false };
        let codes: Vec<CodeId> = data.attributes.iter().filter_map(|&(_, v)| self.function_code(v)).collect();
        codes.into_iter().any(|code| {
            self.compiler.ensure(code);
            let code = self.code(code);
            let first = |slot: u32| slot == 0;
            !code.name.starts_with("__")
                && code.instrs.windows(2).any(|pair| {
                    matches!(pair[0].op, Op::LoadFast(s) if first(s)) && matches!(pair[1].op, Op::StoreAttr(_))
                })
                || !code.name.starts_with("__")
                    && code.instrs.iter().any(|i| matches!(i.op, Op::Inplace(_)))
                    && code.instrs.iter().any(|i| matches!(i.op, Op::StoreAttr(_)))
        })
    }

    /// What instances of a class find under a name that they have no attribute for, if objects of the class are there.
    pub(super) fn class_field(&self, class: ObjId, name: Name) -> Option<Value> {
        let abs = self.abs.as_ref()?;
        if abs.class_fields.is_empty() || abs.publisher.is_some() {
            return None;
        }
        let ObjectData::Class(data) = &self.heap.get(class).data else { return None };
        for &c in &data.mro {
            if let Some(&v) = abs.class_fields.get(&(c, name)) {
                return Some(v);
            }
            if matches!(&self.heap.get(c).data, ObjectData::Class(d) if find(&d.attributes, name).is_some()) {
                return None;
            }
        }
        None
    }

    /// Any attribute of the instance may be its own from now on: `setattr(self, name, v)`.
    pub(super) fn hide_class_fields(&mut self, v: Value) {
        for id in self.members(v) {
            let Class::User(class) = self.heap.get(id).class else { continue };
            let mut names: Vec<Name> = self.abs().class_fields.keys().map(|&(_, name)| name).collect();
            names.retain(|&n| self.class_field(class, n).is_some());
            for name in names {
                set_attribute(self.heap.get_mut(id), name, Value::OPAQUE);
            }
        }
    }

    /// `o.name` gave the objects on top of the stack: tells those that belong to a class.
    pub(super) fn tell_fetched(&mut self, o: Value, v: Value) {
        if !self.is_recording() || self.abs.as_ref().is_none_or(|a| a.class_objects.is_empty()) {
            return;
        }
        let through = match self.known(o).map(|(_, o)| &o.data) {
            Some(ObjectData::Class(_)) => Through::Class,
            _ => Through::Instance,
        };
        for id in self.members(v) {
            if self.abs().class_objects.contains_key(&id) {
                for inner in self.reachable_from(&[id.into()]) {
                    self.happens(inner.into(), EventOf::Fetched { through });
                }
            }
        }
    }

    // -- running the methods

    pub(super) fn analyze_classes(&mut self, bindings: &Bindings<'_>, focus: Focus<'_>) {
        if !bindings.scopes().any(|(_, s)| s.interest.intersects(Interest::SHARED_FIELD)) {
            return;
        }
        let fuel = self.fuel;
        self.fuel = fuel.min(CLASSES_FUEL);
        let granted = self.fuel;
        let mut i = 0;
        while let Some(class) = self.abs().classes.get(i).cloned() {
            i += 1;
            if i > 200 || self.fuel == 0 {
                self.abs().cut = true;
                self.note_unfinished(class.code);
                break;
            }
            if focus.covers(self.code(class.code).span) {
                self.analyze_class(&class, bindings);
            }
        }
        self.abs().spent_on_classes = granted - self.fuel;
        self.fuel = fuel - (granted - self.fuel);
    }

    fn analyze_class(&mut self, class: &MadeClass, bindings: &Bindings<'_>) {
        let family = self.family(class);
        let interest = |m: &Self, c: &MadeClass| bindings.scope(m.compiler.scope_of(c.code)).interest;
        if !family.iter().any(|c| interest(self, c).intersects(Interest::SHARED_FIELD)) {
            return;
        }
        let methods = self.methods(&family, bindings);
        methods.iter().for_each(|m| self.note_runs(Some(class.code), m.data.code));
        let changes = |scope: ScopeId| bindings.scope(scope).interest.intersects(Interest::CHANGES_FIELD);
        // Whatever is inherited has been seen in the base.
        let own = |m: &&MadeFunction| {
            bindings.scope(self.compiler.scope_of(m.data.code)).parent == self.compiler.scope_of(class.code)
        };
        let to_run: Vec<&MadeFunction> = methods
            .iter()
            .filter(|m| changes(self.compiler.scope_of(m.data.code)))
            .filter(|m| !class.owned.is_empty() || own(m))
            .collect();
        self.run_methods(&class.id, &family, &[], &methods, to_run, bindings);
    }

    /// Runs methods on an instance as `__init__` leaves it. `above` are bases of another file.
    pub(super) fn run_methods(
        &mut self,
        class: &ObjId,
        family: &[MadeClass],
        above: &[MadeClass],
        methods: &[MadeFunction],
        to_run: Vec<&MadeFunction>,
        bindings: &Bindings<'_>,
    ) {
        if to_run.is_empty() {
            return;
        }
        let init = methods.iter().find(|m| &*self.code(m.data.code).name == "__init__");
        let all = [family, above].concat();
        let mut instance = Object::new(Class::User(*class), ObjectData::Instance(Box::default()));
        let mut kept = Kept::default();
        let mut held: Vec<ObjId> = Vec::new();
        if let Some(init) = init {
            let end = self.run_method(init, &all, &Kept::default(), &instance);
            let defaults = self.mutable_defaults(init);
            held.extend(defaults.iter().map(|&(_, id)| id));
            if let Some(end) = end {
                held.extend(end.held.iter().map(|&(id, _)| id));
                let values = self.after_init(end.values, &held);
                kept.held = end.held;
                if let ObjectData::Instance(a) = &mut instance.data {
                    a.values = values;
                }
            }
            kept.keepers.push((init, defaults));
        }
        let mut bound = self.bound_later(methods, family, bindings);
        if methods.iter().any(|m| self.binds_by_name(m.data.code)) {
            bound.extend(all.iter().flat_map(|c| c.owned.iter().map(|o| o.0)));
        }
        for name in bound {
            // What `__init__` keeps of a caller is there whatever is bound later.
            if !self.holds_any(&instance, name, &held) {
                set_attribute(&mut instance, name, Value::OPAQUE);
            }
        }
        self.keep_defaults(methods, &all, &mut kept, &mut instance);
        for method in to_run {
            if init.is_some_and(|init| init.data.code == method.data.code) {
                continue;
            }
            self.run_method(method, &all, &kept, &instance);
        }
    }

    /// `def configure(self, options={}): self.options = options`: the default may be there when other methods run.
    fn keep_defaults<'m>(
        &mut self,
        methods: &'m [MadeFunction],
        family: &[MadeClass],
        kept: &mut Kept<'m>,
        instance: &mut Object,
    ) {
        for method in methods {
            let defaults = self.mutable_defaults(method);
            let mut bound = Vec::new();
            self.attributes_bound_by(method.data.code, &mut bound);
            let known = kept.keepers.iter().any(|(k, _)| k.data.code == method.data.code);
            if known || defaults.is_empty() || bound.is_empty() {
                continue;
            }
            let Some(end) = self.run_method(method, family, kept, instance) else { continue };
            for (name, v) in end.values {
                let members = self.members(v);
                let kept_here = defaults.iter().map(|&(_, id)| id).filter(|id| members.contains(id));
                let v = kept_here.fold(Value::OPAQUE, |v, id| self.heap.sets.join(v, id.into()).unwrap_or(v));
                if v != Value::OPAQUE {
                    set_attribute(instance, name, v);
                }
            }
            kept.keepers.push((method, defaults));
        }
    }

    /// The class and its bases in view, in the order in which attributes are looked up.
    pub(super) fn family(&mut self, class: &MadeClass) -> Vec<MadeClass> {
        let mro = class.held.iter().find(|(id, _)| *id == class.id).map(|(_, o)| match &o.data {
            ObjectData::Class(d) => d.mro.clone(),
            _ => Vec::new(),
        });
        let classes = &self.abs().classes;
        let of = |id: ObjId| classes.iter().find(|c| c.id == id).cloned();
        mro.unwrap_or_default().into_iter().filter_map(of).collect()
    }

    /// Functions of the class bodies that take an instance, those of the class itself first; one for each name.
    pub(super) fn methods(&mut self, family: &[MadeClass], bindings: &Bindings<'_>) -> Vec<MadeFunction> {
        let mut out: Vec<MadeFunction> = Vec::new();
        for class in family {
            let scope = self.compiler.scope_of(class.code);
            let known = out.len();
            for (at, id) in self.made_codes().into_iter().enumerate() {
                if bindings.scope(self.compiler.scope_of(id)).parent != scope {
                    continue;
                }
                let code = self.code(id);
                let plain = code.kind == CodeKind::Function && code.positional > 0;
                let overridden = out[..known].iter().any(|m| self.code(m.data.code).name == code.name);
                if plain && !overridden && self.takes_an_instance(id) {
                    out.push(self.abs().functions[at].clone());
                }
            }
        }
        out
    }

    fn made_codes(&self) -> Vec<CodeId> {
        self.abs.iter().flat_map(|a| &a.functions).map(|f| f.data.code).collect()
    }

    /// Its first parameter is an instance, not a class.
    fn takes_an_instance(&self, code: CodeId) -> bool {
        let first = self.code(code).slots.first().map(|s| self.text(s.0));
        let wrapped = self.abs.as_ref().is_some_and(|a| a.unbound_methods.contains(&code));
        !wrapped && !matches!(first, Some("cls" | "klass" | "mcs" | "metacls"))
    }

    /// Attributes that methods other than `__init__` bind anew: in which order they run is not known.
    fn bound_later(&mut self, methods: &[MadeFunction], family: &[MadeClass], bindings: &Bindings<'_>) -> Vec<Name> {
        let scopes: Vec<ScopeId> = family.iter().map(|c| self.compiler.scope_of(c.code)).collect();
        let mut codes: Vec<CodeId> = methods.iter().map(|m| m.data.code).collect();
        codes.retain(|&c| &*self.code(c).name != "__init__" && self.takes_an_instance(c));
        // Subclasses in the file may bind it, too.
        let ids: Vec<ObjId> = family.iter().take(1).map(|c| c.id).collect();
        let below: Vec<CodeId> = self
            .abs()
            .classes
            .iter()
            .filter(|c| ids.iter().any(|&id| c.id != id && c.derives_from(id)))
            .map(|c| c.code)
            .collect();
        for code in self.made_codes() {
            let scope = bindings.around(self.compiler.scope_of(code));
            let of_subclass = below.iter().any(|&b| self.compiler.scope_of(b) == scope);
            let nested =
                !scopes.contains(&scope) && scope != ScopeId::MODULE && scopes.contains(&bindings.around(scope));
            if of_subclass || nested {
                codes.push(code);
            }
        }
        let mut out = Vec::new();
        for code in codes {
            self.compiler.ensure(code);
            self.attributes_bound_by(code, &mut out);
        }
        out
    }

    /// `setattr(self, name, value)`, `self.__dict__.update(values)`
    pub(super) fn binds_by_name(&self, code: CodeId) -> bool {
        let code = self.code(code);
        code.instrs.iter().any(|i| match i.op {
            Op::LoadGlobal(n) => matches!(self.text(n), "setattr" | "vars"),
            Op::LoadAttr(n) => self.text(n) == "__dict__",
            _ => false,
        })
    }

    /// `self.rows = ...`; not `self.rows += ...`, which binds what was there.
    pub(super) fn attributes_bound_by(&self, code: CodeId, out: &mut Vec<Name>) {
        let code = self.code(code);
        let anybody = INITIALISERS.contains(&&*code.name);
        let first = code.slots.first().map(|s| s.0);
        for (at, instr) in code.instrs.iter().enumerate() {
            let Op::StoreAttr(name) = instr.op else { continue };
            let before = |n: usize| at.checked_sub(n).and_then(|i| code.instrs.get(i)).map(|i| i.op);
            let receiver = match before(1) {
                Some(Op::LoadFast(s) | Op::LoadDeref(s)) => code.slots.get(s as usize).map(|s| s.0),
                _ => None,
            };
            let in_place = (1..=3).any(|n| matches!(before(n), Some(Op::Inplace(_))));
            let own =
                receiver.is_some() && (anybody || receiver == first || receiver.map(|n| self.text(n)) == Some("self"));
            if own && !in_place && !out.contains(&name) {
                out.push(name);
            }
        }
    }

    /// What is known of an instance's attributes once `__init__` is over: the defaults it keeps, and what is not there.
    fn after_init(&mut self, values: Vec<(Name, Value)>, kept: &[ObjId]) -> Vec<(Name, Value)> {
        let known = |m: &Self, id: ObjId| {
            id == ObjId::UNBOUND
                || kept.contains(&id)
                || m.abs.as_ref().is_some_and(|a| a.class_objects.contains_key(&id))
                || m.heap.get(id).immortal
        };
        values
            .into_iter()
            .map(|(name, v)| {
                let mut members: Vec<ObjId> = self.members(v).into_iter().collect();
                let all = members.len();
                members.retain(|&id| known(self, id));
                let some = members.iter().fold(Value::UNBOUND, |v, &id| self.join_or(v, id.into()));
                let unbound = members.contains(&ObjId::UNBOUND);
                let v = match (members.len() == all, members.is_empty()) {
                    (true, _) => v,
                    (_, true) => Value::OPAQUE,
                    _ if unbound => {
                        let v = self.heap.sets.join(some, Value::OPAQUE).unwrap_or(Value::OPAQUE);
                        self.heap.sets.join(v, Value::UNBOUND).unwrap_or(Value::OPAQUE)
                    }
                    _ => self.heap.sets.join(some, Value::OPAQUE).unwrap_or(Value::OPAQUE),
                };
                (name, v)
            })
            .collect()
    }

    /// Runs a method on an instance; the attributes of the instance when it ends.
    fn run_method(
        &mut self,
        method: &MadeFunction,
        family: &[MadeClass],
        kept: &Kept<'_>,
        instance: &Object,
    ) -> Option<End> {
        let held: Vec<(ObjId, Object)> = family.iter().flat_map(|c| c.held.iter().cloned()).collect();
        let names: Vec<(ObjId, Name, ObjId)> =
            family.iter().flat_map(|c| c.owned.iter().map(|&(n, o)| (c.id, n, o))).collect();
        let defaults = self.mutable_defaults(method);
        let first = self.abs().finished.len();
        let mut end = None;
        self.run_with(
            method,
            &Given::Defaults(&defaults),
            |m, frame| {
                for (id, object) in held {
                    *m.heap.get_mut(id) = Object { escaped: false, ..object };
                }
                for (id, object) in kept.keepers.iter().flat_map(|(k, _)| &k.defaults).chain(&kept.held) {
                    *m.heap.get_mut(*id) = Object { escaped: false, ..object.clone() };
                }
                let v = m.make(instance.clone());
                m.frames[frame].slots[0] = v;
                for (_, _, object) in names {
                    m.begin_class_story(object);
                }
                for (keeper, defaults) in &kept.keepers {
                    m.begin_stories(keeper, defaults);
                }
                v
            },
            |m, v| {
                end = m.end_of_instance(v);
            },
        );
        // What a method makes itself is told when it is analysed on its own.
        let told = self.abs().finished.split_off(first);
        let shared = |s: &ObjectStory| {
            matches!(s.origin, Origin::ClassAttribute(_) | Origin::Default { .. } | Origin::ValueOfKeys { .. })
        };
        self.abs().finished.extend(told.into_iter().filter(shared).map(|s| ObjectStory { of: method.data.code, ..s }));
        end
    }

    /// The attributes of an instance, and what they reach that keys share.
    fn end_of_instance(&mut self, v: Value) -> Option<End> {
        let ObjectData::Instance(a) = &self.heap.get(v.single()?).data else { return None };
        let values = a.values.clone();
        let mut held = Vec::new();
        for &(_, v) in &values {
            let reached = self.reachable_from(&[v]);
            if reached.iter().any(|id| self.abs().by_keys.contains_key(id)) {
                held.extend(reached.into_iter().map(|id| (id, self.heap.get(id).clone())));
            }
        }
        Some(End { values, held })
    }

    fn holds_any(&self, instance: &Object, name: Name, held: &[ObjId]) -> bool {
        let ObjectData::Instance(a) = &instance.data else { return false };
        find(&a.values, name).is_some_and(|v| self.members(v).iter().any(|id| held.contains(id)))
    }

    fn begin_class_story(&mut self, object: ObjId) {
        for id in self.reachable_from(&[object.into()]) {
            let Some(origin) = self.abs().class_objects.get(&id).cloned() else { continue };
            let made = self.abs().origins.get(&id).copied().unwrap_or(origin.made);
            let type_name = self.type_name(id).unwrap_or_default();
            let story = ObjectStory {
                id,
                of: CodeId::MODULE,
                type_name,
                made,
                made_at: None,
                origin: Origin::ClassAttribute(origin),
                assumes_default: false,
                events: Vec::new(),
                elements: Vec::new(),
            };
            self.abs().stories.insert(id, story);
            self.abs().order.push(id);
        }
    }

    /// `super()`: the instance, to be looked at from behind the class of the running method.
    pub(super) fn abstract_super(&mut self) -> Option<Value> {
        let frame = *self.active.last()?;
        let code = self.frames[frame].code;
        let class = *self.abs().class_of.get(&code)?;
        let &slot = self.frames[frame].slots.first()?;
        let captured = self.code(code).slots.first().is_some_and(|s| s.1 == SlotKind::Cell);
        let receiver = if captured { self.cell_value(slot) } else { slot };
        // Of an instance that is not known, the class of the method says what is above, where there is something to tell.
        let told = || self.frames[frame].slots.iter().any(|&v| v.single().is_some_and(|id| self.has_story(id)));
        let instance = self.known(receiver).is_some_and(|(id, o)| match o.data {
            ObjectData::Instance(_) => true,
            _ => self.is_tracked(id) && told(),
        });
        instance.then(|| self.make_builtin(Type::Super, ObjectData::Super { class, receiver }))
    }

    /// The method that `super().name` finds in view.
    pub(super) fn method_above(&self, class: ObjId, receiver: Value, name: Name) -> Option<Value> {
        let (_, object) = self.known(receiver)?;
        let of = if let Class::User(of) = object.class { of } else { class };
        let ObjectData::Class(data) = &self.heap.get(of).data else { return None };
        let above = data.mro.iter().skip_while(|&&c| c != class).skip(1);
        for &c in above {
            if let ObjectData::Class(d) = &self.heap.get(c).data
                && let Some(v) = find(&d.attributes, name)
            {
                return Some(v);
            }
        }
        None
    }
}

impl MadeClass {
    pub(super) fn derives_from(&self, base: ObjId) -> bool {
        self.held
            .iter()
            .any(|(id, o)| *id == self.id && matches!(&o.data, ObjectData::Class(d) if d.mro.contains(&base)))
    }
}

fn set_attribute(instance: &mut Object, name: Name, v: Value) {
    if let ObjectData::Instance(a) = &mut instance.data {
        match a.values.iter_mut().find(|(n, _)| *n == name) {
            Some(slot) => slot.1 = v,
            None => a.values.push((name, v)),
        }
    }
}
