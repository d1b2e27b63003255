//! Table entries applied: what a builtin changes, keeps, iterates, calls and returns.

use super::beside::{IntList, Rounds};
use super::touch::Deeds;
use crate::cpython::effects::{self, Arg, Drain, Effect, Place, Returns, What, When};
use crate::cpython::sizes;
use crate::heap::{Class, IteratorKind, ObjectData, Summary, Type, Value, ViewKind};
use crate::interpret::Machine;
use crate::interpret::call::Arguments;
use crate::interpret::story::{Alone, Elements, EventOf};

impl Machine<'_> {
    /// Applies a table entry: what it changes, keeps, iterates, calls and returns.
    pub(super) fn apply(&mut self, e: &'static Effect, receiver: Value, arguments: &Arguments) -> Value {
        if !e.mutates.is_empty() || !e.calls.is_empty() || e.io || e.blocks || e.varies {
            self.note_impure();
        }
        self.note_varying(e);
        if e.name == "next" {
            let (_, code, pc) = self.abs().at;
            self.abs().nexts.insert((code, pc));
        }
        if let Some(v) = self.apply_to_lifetimes(e, receiver, arguments) {
            return v;
        }
        let values = |m: &Self, arg: Arg| m.argument(e, receiver, arguments, arg);
        let called = e.calls.iter().any(|c| {
            let v = values(self, c.what);
            v.iter().any(|&v| v != Value::NONE && !self.is_quiet(v))
        });
        let changed: Vec<Value> = e.mutates.iter().flat_map(|m| values(self, m.target)).collect();
        self.note_effect(e, &changed);
        if called {
            self.note_deeds(Deeds::UNKNOWN);
        }
        let mut drained = Vec::new();
        for i in &e.iterates {
            let alone = match (e.mutates.is_empty(), called) {
                (true, false) => Alone::Yes,
                (true, true) => Alone::Calls,
                _ => Alone::No,
            };
            for v in values(self, i.over) {
                let kept = e
                    .keeps
                    .iter()
                    .any(|k| k.of == i.over && k.what == What::Elements && k.certainty == effects::Certainty::Always);
                // A bytes object is made of the numbers themselves.
                let packed =
                    e.returns.iter().any(|r| matches!(r, Returns::Atom("bytes") | Returns::Fresh("bytearray")));
                let elements = if kept || packed { Elements::Kept } else { Elements::Dropped };
                let kind = match i.when {
                    When::Now => EventOf::Consumed { by: e.name.to_owned(), drain: i.how, alone, elements },
                    When::Later => EventOf::Stored,
                };
                self.happens(v, kind);
                if i.when == When::Now {
                    self.note_draw(v);
                } else {
                    self.happens(v, EventOf::Drawn { by: e.name.to_owned() });
                }
                if i.when == When::Now && matches!(i.how, Drain::Total | Drain::Materialise) {
                    drained.push(v);
                }
            }
        }
        for m in &e.mutates {
            for v in values(self, m.target) {
                self.happens(v, EventOf::Mutated { how: format!(".{}()", e.name) });
                if e.name == "clear" && e.mutates.len() == 1 {
                    self.empty(v);
                } else {
                    self.forget_len(v);
                }
                // `setattr(box, name, v)`
                if self.is_instance(v) {
                    self.havoc(&[v]);
                    self.hide_class_fields(v);
                }
            }
        }
        if (e.owner, e.name) == ("itertools", "repeat")
            && let Some(&repeated) = arguments.positional.first()
        {
            let times = arguments.positional.get(1).and_then(|&n| self.as_int(n));
            self.repeats(repeated, times.map(|n| u64::try_from(n).unwrap_or(0)));
        }
        if let (("builtins", "sum"), Some(&start)) = ((e.owner, e.name), arguments.positional.get(1)) {
            self.happens(start, EventOf::SumStart);
        }
        if let ("setdefault", &[key, value]) = (e.name, &arguments.positional[..]) {
            self.happens(receiver, EventOf::LookedUp);
            self.gets_key(receiver, key, value);
        }
        self.apply_keeps(e, receiver, arguments);
        for c in &e.calls {
            let callbacks = values(self, c.what);
            self.havoc(&callbacks.into_iter().filter(|&v| !self.is_quiet(v)).collect::<Vec<_>>());
        }
        let silent = |v: &Value| v.is_bound();
        let touched: Vec<Arg> = e.iterates.iter().map(|i| i.over).chain(e.mutates.iter().map(|m| m.target)).collect();
        let rest: Vec<Value> = arguments.values().chain([receiver].into_iter().filter(silent)).collect();
        let told: Vec<Value> = touched.iter().flat_map(|&a| values(self, a)).collect();
        for v in rest.into_iter().filter(|v| !told.contains(v)) {
            let looks_up = v == receiver && (!e.is_pure() || e.name == "get");
            self.happens(v, if looks_up { EventOf::LookedUp } else { EventOf::Read });
            if e.name == "len" {
                self.happens(v, EventOf::Counted);
            }
        }
        let mut v = self.result(e, receiver, arguments);
        if let ("setdefault", &[_, given]) = (e.name, &arguments.positional[..]) {
            v = self.given_by_setdefault(receiver, given).unwrap_or(v);
        }
        // The result is made of what they gave.
        drained.into_iter().for_each(|v| self.exhaust(v));
        let kept = e.keeps.iter().filter(|k| k.place == Place::Result);
        let kept: Vec<Value> = kept.flat_map(|k| self.argument(e, receiver, arguments, k.of)).collect();
        self.holder(v, &kept)
    }

    pub(super) fn apply_keeps(&mut self, e: &'static Effect, receiver: Value, arguments: &Arguments) {
        for k in &e.keeps {
            for v in self.argument(e, receiver, arguments, k.of) {
                let kept = match k.what {
                    What::Itself => v,
                    What::Elements => self.element_of(v),
                };
                match k.place {
                    Place::Inside(target) => {
                        for t in self.argument(e, receiver, arguments, target) {
                            self.put_into(t, kept, None);
                            self.forget_len(t);
                        }
                    }
                    Place::Registry => {
                        self.keep(kept);
                        self.happens(kept, EventOf::Stored);
                        self.escape(kept);
                    }
                    Place::Result => {
                        self.happens(kept, EventOf::Stored);
                        if !holds_what_is_kept(e) {
                            self.escape(kept);
                        }
                    }
                }
            }
        }
    }

    /// `list(map(f, xs))`: the list holds what f makes.
    pub(super) fn note_lazy_maker(&mut self, source: Value) {
        let (_, code, pc) = self.abs().at;
        let makes = |i: &crate::heap::IteratorData| {
            matches!(
                i.kind,
                IteratorKind::Map
                    | IteratorKind::Zip
                    | IteratorKind::Enumerate
                    | IteratorKind::Filter
                    | IteratorKind::Unknown
                    | IteratorKind::Maker
            )
        };
        if self.known(source).is_some_and(|(_, o)| matches!(&o.data, ObjectData::Iterator(i) if makes(i))) {
            self.abs().makers.insert((code, pc));
        }
    }

    /// What a lazy iterator gives is what the first object that it holds has: `islice(xs, 3)`, but not `chain(xs, ys)`.
    fn yields_elements_of(&self, e: &Effect, receiver: Value, arguments: &Arguments, held: &[Value]) -> bool {
        let [Returns::Element(of)] = e.yields[..] else { return false };
        matches!(self.argument(e, receiver, arguments, of)[..], [one] if held.first() == Some(&one))
    }

    pub(super) fn is_instance(&self, v: Value) -> bool {
        self.members(v).iter().any(|&id| matches!(self.heap.get(id).data, ObjectData::Instance(_)))
    }

    /// The values that a table entry's argument stands for.
    pub(super) fn argument(&self, e: &Effect, receiver: Value, arguments: &Arguments, arg: Arg) -> Vec<Value> {
        let Arg::Param(index) = arg else { return if receiver.is_bound() { vec![receiver] } else { Vec::new() } };
        let positional = arguments.positional.iter().enumerate();
        let rest = e.rest_of_keywords();
        let mut out: Vec<Value> =
            positional.filter(|&(i, _)| e.positional(i) == Some(index)).map(|(_, &v)| v).collect();
        let named = arguments.keywords.iter().filter(|(n, _)| e.keyword(self.text(*n)).or(rest) == Some(index));
        out.extend(named.map(|&(_, v)| v));
        out
    }

    /// Calling it changes and keeps nothing: a builtin class or function.
    pub(super) fn is_quiet(&self, v: Value) -> bool {
        match self.known(v).map(|(_, o)| &o.data) {
            Some(ObjectData::Builtin(_) | ObjectData::Library { .. }) => true,
            Some(ObjectData::Plain) => v == Value::NONE,
            _ => false,
        }
    }

    /// An iterator that was run to its end owns nothing any more.
    pub(super) fn exhaust(&mut self, v: Value) {
        for id in self.members(v) {
            if matches!(self.heap.get(id).class, Class::Builtin(Type::Iterator))
                && let ObjectData::Iterator(_) = self.heap.get(id).data
                && let ObjectData::Iterator(i) = &mut self.heap.get_mut(id).data
            {
                i.exhausted = true;
                i.sources.clear();
            }
        }
    }

    pub(super) fn result(&mut self, e: &'static Effect, receiver: Value, arguments: &Arguments) -> Value {
        let mut all = Value::UNBOUND;
        let text_file = e.name == "open" && self.opens_text(e, receiver, arguments);
        let plain = arguments.positional.first().and_then(|&v| self.known(v)).is_some_and(|(_, o)| {
            matches!(o.class, Class::Builtin(Type::List | Type::Tuple | Type::Str | Type::Range | Type::Dict))
        });
        for r in &e.returns {
            let v = match *r {
                Returns::Unknown if text_file => continue,
                // `reversed(xs)` of a list is one iterator, whichever.
                Returns::Unknown | Returns::Lazy(_) if e.name == "reversed" && all.is_bound() && plain => continue,
                Returns::Fresh(_) if e.name == "open" && !text_file => Value::OPAQUE,
                Returns::None => Value::NONE,
                Returns::Same(arg) => {
                    let mut values = self.argument(e, receiver, arguments, arg);
                    // `frozenset(x)` is x itself for a frozenset, a new one for anything else.
                    let fresh = e.returns.iter().find_map(|r| if let Returns::Fresh(t) = r { Some(*t) } else { None });
                    if let Some(name) = fresh {
                        values.retain(|&v| self.known(v).is_none_or(|(_, o)| o.class_name() == Some(name)));
                    }
                    self.join_all(&values)
                }
                Returns::Element(arg) => {
                    let values = self.argument(e, receiver, arguments, arg);
                    let items: Vec<Value> = values.into_iter().map(|v| self.element_value(v)).collect();
                    self.join_all(&items)
                }
                Returns::Atom(name) => {
                    let v = self.atom(name);
                    let number = arguments.positional.first().and_then(|&v| self.as_int(v));
                    if let ("bytes", Some(n)) = (e.name, number) {
                        self.set_len(v, u64::try_from(n).ok());
                    }
                    if matches!(e.name, "read" | "readall" | "getvalue") {
                        self.mark_input(v);
                    }
                    if e.name == "read" && arguments.positional.is_empty() {
                        self.note_whole_text(v);
                    }
                    v
                }
                Returns::Fresh(name) => self.fresh(e, name, receiver, arguments),
                Returns::View(kind, arg) => {
                    let sources = self.argument(e, receiver, arguments, arg);
                    let view = match (kind, &sources[..]) {
                        ("dict_keys" | "odict_keys", &[dict]) => Some((dict, ViewKind::Keys)),
                        ("dict_values" | "odict_values", &[dict]) => Some((dict, ViewKind::Values)),
                        ("dict_items" | "odict_items", &[dict]) => Some((dict, ViewKind::Items)),
                        _ => None,
                    };
                    match view {
                        Some((dict, kind)) => self.make_builtin(Type::Iterator, ObjectData::View { dict, kind }),
                        // A `memoryview` or `mappingproxy` holds what it shows; each loop over it starts anew.
                        None => {
                            let base = sources.first().copied();
                            let v = self.iterator(IteratorKind::Unknown, sources);
                            let ty = Type::ALL.iter().copied().find(|t| t.name() == kind);
                            if let (Some(id), Some(ty)) = (v.single(), ty) {
                                self.heap.get_mut(id).class = Class::Builtin(ty);
                                self.note_view(v, base.unwrap_or(Value::OPAQUE));
                            }
                            v
                        }
                    }
                }
                Returns::Lazy(_) => {
                    let held: Vec<Value> =
                        e.keeps.iter().flat_map(|k| self.argument(e, receiver, arguments, k.of)).collect();
                    let kind = match e.name {
                        "enumerate" => IteratorKind::Enumerate,
                        "zip" => IteratorKind::Zip,
                        "map" => IteratorKind::Map,
                        "reversed" => IteratorKind::ReversedList,
                        "count" => IteratorKind::Count,
                        "cycle" => IteratorKind::Cycle,
                        "repeat" => IteratorKind::Repeat,
                        _ if self.yields_elements_of(e, receiver, arguments, &held) => IteratorKind::Unknown,
                        _ => IteratorKind::Maker,
                    };
                    let v = self.iterator(kind, held);
                    self.made_once(v);
                    v
                }
                Returns::ResultOf(_) | Returns::Unknown => {
                    // `vars(box)` leads back to the box.
                    let asked: Vec<Value> = arguments.values().filter(|&v| self.is_instance(v)).collect();
                    self.havoc(&asked);
                    Value::OPAQUE
                }
            };
            all = self.join_or(all, v);
        }
        if all.is_bound() { all } else { Value::OPAQUE }
    }

    /// `open(path)`, `open(path, "r")`: a text file; with a `b` or an unknown mode it may be another class.
    pub(super) fn opens_text(&self, e: &Effect, receiver: Value, arguments: &Arguments) -> bool {
        let mode = e.keyword("mode").map(|i| self.argument(e, receiver, arguments, Arg::Param(i)));
        mode.is_some_and(|m| m.iter().all(|&v| self.as_str(v).is_some_and(|mode| !mode.contains('b'))))
    }

    /// A value of a dict, an item of anything else: `d.get(k)`, `xs.pop()`.
    pub(super) fn element_value(&mut self, v: Value) -> Value {
        let mut all = Value::UNBOUND;
        for id in self.members(v) {
            let object = self.heap.get(id);
            let dict = (object.is(Type::Dict) && !object.escaped).then(|| object.data.clone());
            let one = match dict.and_then(|data| self.summarise(&data)) {
                Some(s) => s.items,
                None => self.element_of(id.into()),
            };
            all = self.join_or(all, one);
        }
        if all.is_bound() { all } else { Value::OPAQUE }
    }

    /// Items that a builtin makes on the way: one object in the state, many in the run.
    pub(super) fn stands_for_many(&mut self, items: Value) {
        let at = self.abs().at;
        for id in self.members(items) {
            let here = self.abs().places.get(&id) == Some(&at);
            if here && matches!(self.heap.get(id).data, ObjectData::Plain) {
                self.heap.get_mut(id).summary = true;
            }
        }
    }

    pub(super) fn atom(&mut self, name: &str) -> Value {
        match name {
            "bool" => self.unknown_bool(),
            "None" | "none" => Value::NONE,
            name => Type::ALL.iter().copied().find(|t| t.name() == name).map_or(Value::OPAQUE, |t| self.unknown(t)),
        }
    }

    /// A new object of a builtin type; its items are what the entry keeps in its result.
    pub(super) fn fresh(&mut self, e: &'static Effect, name: &str, receiver: Value, arguments: &Arguments) -> Value {
        let ty = match name {
            "collections.deque" => Some(Type::Deque),
            "io.TextIOWrapper" | "_io.TextIOWrapper" | "TextIOWrapper" => Some(Type::File),
            name => Type::ALL.iter().copied().find(|t| t.name() == name),
        };
        if (e.owner, e.name) == ("itertools", "tee") {
            return self.teed(arguments);
        }
        if let Some(v) = (name == "collections.defaultdict").then(|| self.empty_defaultdict(arguments)).flatten() {
            return v;
        }
        if let Some(ty) = dict_of_collections(name) {
            let empty = arguments.positional.len() <= usize::from(ty == Type::DefaultDict);
            let len = if empty && arguments.keywords.is_empty() && !receiver.is_bound() { 0 } else { u64::MAX };
            let s = Summary { items: Value::OPAQUE, keys: Value::OPAQUE, len: (0, len), attributes: Vec::new() };
            return self.make_builtin(ty, ObjectData::Summary(Box::new(s)));
        }
        let Some(ty) = ty else { return self.fresh_of_library(e, name, receiver, arguments) };
        if matches!(ty, Type::Str | Type::Bytes) {
            let v = self.unknown(ty);
            if matches!(e.name, "read" | "decode" | "encode") {
                self.mark_input(v);
            } else if let ("bytes", Some(n)) = (e.name, arguments.positional.first().and_then(|&v| self.as_int(v))) {
                self.set_len(v, u64::try_from(n).ok());
            }
            return v;
        }
        if ty == Type::Dict {
            return self.fresh_dict(e, receiver, arguments);
        }
        let mut items = Value::UNBOUND;
        let (mut len, mut rounds) = (None, Rounds::Few);
        for k in e.keeps.iter().filter(|k| k.place == Place::Result) {
            for v in self.argument(e, receiver, arguments, k.of) {
                let kept = if k.what == What::Elements { self.element_of(v) } else { v };
                items = self.join_or(items, kept);
                len = v.single().and_then(|id| self.measure_len(id).filter(|_| !self.heap.get(id).escaped));
                self.note_lazy_maker(v);
                rounds = rounds.max(v.single().map_or(Rounds::Given, |id| self.rounds_of(id)));
            }
        }
        let empty = arguments.positional.is_empty() && arguments.keywords.is_empty() && !receiver.is_bound();
        let range = match len {
            _ if empty => (0, 0),
            Some(n) if matches!(ty, Type::List | Type::Tuple) => (n, n),
            // `set(range(n))`
            Some(n) if arguments.positional.first().and_then(|&v| self.progression(v)).is_some() => (n, n),
            Some(n) => (n.min(1), n),
            None => (0, u64::MAX),
        };
        if let ("bytearray", Some(n)) = (name, arguments.positional.first().and_then(|&v| self.as_int(v))) {
            let v = self.unknown(ty);
            self.set_len(v, u64::try_from(n).ok());
            return v;
        }
        self.stands_for_many(items);
        let summary = Summary { items, keys: items, len: range, attributes: Vec::new() };
        let v = self.make_builtin(ty, ObjectData::Summary(Box::new(summary)));
        if let Some(id) = v.single() {
            if ty == Type::List
                && matches!(e.name, "readlines" | "splitlines" | "split" | "list")
                && self.tell_lines(e.name, v, receiver, arguments)
            {
                self.mark_input(v);
            } else if ty == Type::List && !e.iterates.is_empty() && matches!(e.name, "list") {
                self.materialised(id, rounds);
                let ints = arguments.positional.first().and_then(|&v| self.progression(v));
                if let (Some(ints), Some(len)) = (ints, len) {
                    let allocated = sizes::list_presized(self.version, len);
                    self.abs().int_lists.insert(id, IntList { ints, len, allocated, items });
                    self.note_ints(v);
                }
            } else if rounds == Rounds::Input || matches!(e.name, "readlines" | "fetchall" | "splitlines") {
                self.mark_input(v);
            }
        }
        v
    }
}

/// Table entries have overloads by the number of positional arguments; an odd number takes the nearest.
pub(super) fn find_function(module: &str, name: &str, positional: usize) -> Option<&'static Effect> {
    let find = |n| {
        if module == "builtins" { effects::function(name, n) } else { effects::module_function(module, name, n) }
    };
    [positional, 1, 0, 2].into_iter().find_map(find)
}

pub(super) fn find_method(ty: &str, name: &str, positional: usize) -> Option<&'static Effect> {
    [positional, 1, 0, 2].into_iter().find_map(|n| effects::method(ty, name, n))
}

pub(super) fn type_name(ty: Type) -> &'static str {
    match ty {
        Type::Deque => "collections.deque",
        Type::File => "_io.TextIOWrapper",
        Type::DefaultDict => "collections.defaultdict",
        Type::Counter => "collections.Counter",
        Type::OrderedDict => "collections.OrderedDict",
        ty => ty.name(),
    }
}

/// Its values are not followed: what is missing is made when it is asked for.
fn dict_of_collections(name: &str) -> Option<Type> {
    match name {
        "collections.defaultdict" => Some(Type::DefaultDict),
        "collections.Counter" => Some(Type::Counter),
        "collections.OrderedDict" => Some(Type::OrderedDict),
        _ => None,
    }
}

impl Machine<'_> {
    /// `dict(d, key=v)`: keys and values of `d`, and what is named; of pairs nothing is known.
    fn fresh_dict(&mut self, e: &'static Effect, receiver: Value, arguments: &Arguments) -> Value {
        let empty = arguments.positional.is_empty() && arguments.keywords.is_empty() && !receiver.is_bound();
        let (mut keys, mut items) = (Value::UNBOUND, Value::UNBOUND);
        for k in e.keeps.iter().filter(|k| k.place == Place::Result) {
            for v in self.argument(e, receiver, arguments, k.of) {
                let source = self.known(v).filter(|(_, o)| o.is(Type::Dict) && !o.escaped).map(|(_, o)| o.data.clone());
                let (key, item) = match (k.what, source.and_then(|data| self.summarise(&data))) {
                    (What::Elements, Some(s)) => (s.keys, s.items),
                    (What::Elements, None) => {
                        let pairs = self.element_of(v);
                        match self.known(pairs).map(|(_, o)| &o.data) {
                            Some(ObjectData::Tuple(pair)) if pair.len() == 2 => (pair[0], pair[1]),
                            _ => {
                                self.escape(pairs);
                                (Value::OPAQUE, Value::OPAQUE)
                            }
                        }
                    }
                    (What::Itself, _) => (Value::OPAQUE, v),
                };
                keys = self.join_or(keys, key);
                items = self.join_or(items, item);
            }
        }
        let len = if empty { (0, 0) } else { (0, u64::MAX) };
        let summary = Summary { items, keys, len, attributes: Vec::new() };
        let v = self.make_builtin(Type::Dict, ObjectData::Summary(Box::new(summary)));
        if arguments.values().any(|v| v.single().is_some_and(|id| self.is_input(id))) {
            self.mark_input(v);
        }
        v
    }
}

/// The result is followed as something that holds what is kept in it: not a `ChainMap`.
fn holds_what_is_kept(e: &Effect) -> bool {
    e.returns.iter().all(|r| match *r {
        Returns::Fresh(name) => Type::ALL.iter().any(|t| t.name() == name) || name == "collections.deque",
        Returns::View(..) | Returns::Lazy(_) | Returns::Same(_) | Returns::None | Returns::Atom(_) => true,
        Returns::Element(_) => true,
        Returns::ResultOf(_) | Returns::Unknown => false,
    })
}
