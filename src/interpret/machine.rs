use super::frame::Frame;
use super::trace::Recorder;
use super::unwind::Flight;
use crate::bytecode::{Code, CodeId, Compiler, Const, ConstId, Holders, Name, Program};
use crate::config::PythonVersion;
use crate::cpython::identity;
use crate::heap::{Handled, Heap, ObjId, Object, ObjectData, Type, Value};
use num_bigint::BigInt;
use num_traits::ToPrimitive;
use rustc_hash::{FxHashMap, FxHashSet};

/// How the machine treats what it does not know.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Policy {
    /// Follow known values exactly; stop at the first unknown that matters.
    Concrete,
    /// Fork at unknown branches, join, widen.
    Abstract,
}

/// Why an operation did not end normally.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Interrupt {
    /// C code raises an exception of this class (the text is its message, if known): the object is made when it
    /// reaches a frame.
    Raise { class: &'static str, message: Option<String> },
    /// An exception object comes out of an operation or a call.
    Unwind(Flight),
    /// A frame raises once more what it has caught: that is no new entry of the traceback.
    Reraise(Flight),
    /// Nothing can be said beyond this point.
    Stop(String),
}

impl Interrupt {
    pub(super) fn is_exception(&self) -> bool {
        !matches!(self, Self::Stop(_))
    }
}

pub type Run<T> = Result<T, Interrupt>;

/// Deepest nesting of calls that is followed.
const MAX_DEPTH: usize = 180;

/// Longest sequence or text that an operation builds, in items or bytes.
pub(super) const MAX_RESULT: usize = 4_000_000;

/// Deepest nesting of containers that a comparison or hash follows.
const MAX_NESTING: u32 = 200;

/// The state of one run: code, heap, frames.
pub struct Machine<'a> {
    pub(super) compiler: Compiler<'a>,
    pub(super) heap: Heap,
    pub(super) version: PythonVersion,
    pub(super) policy: Policy,
    pub(super) frames: Vec<Frame>,
    /// The frames that run, innermost last.
    pub(super) active: Vec<usize>,
    pub(super) globals: Vec<(Name, Value)>,
    pub(super) global_index: FxHashMap<Name, usize>,
    pub(super) constants: FxHashMap<ConstId, Value>,
    /// How many code objects own a constant.
    pub(super) constant_owners: FxHashMap<Value, u32>,
    /// Who holds each constant: all are there from the start (concrete policy only).
    constant_holders: Option<FxHashMap<ConstId, Holders>>,
    /// Interned strings made while running: `''` and single latin-1 characters.
    pub(super) characters: FxHashMap<char, Value>,
    /// The strings of names that were asked for.
    pub(super) interned: FxHashMap<Name, Value>,
    pub(super) builtins: FxHashMap<&'static str, Value>,
    /// `b''` and the bytes objects of one byte.
    pub(super) single_bytes: FxHashMap<Option<u8>, Value>,
    pub(super) modules: FxHashMap<Name, Value>,
    /// Strings of `sys.intern`.
    pub(super) interned_texts: FxHashMap<String, Value>,
    pub(super) module_values: FxHashMap<(Name, Name), Value>,
    /// Who refers weakly to an object (concrete policy only).
    pub(super) weakrefs: FxHashMap<ObjId, Vec<ObjId>>,
    /// Operations left.
    pub(super) fuel: u64,
    /// What was printed, as long as every value of it is known.
    pub(super) stdout: Option<String>,
    /// The memoryviews made so far.
    pub(super) views: Vec<ObjId>,
    /// Buffers that standard output goes to instead, the last one first.
    pub(super) redirected: Vec<Value>,
    pub(super) recorder: Option<Box<Recorder>>,
    /// What only the abstract policy keeps.
    pub(super) abs: Option<Box<super::fixpoint::Abstract>>,
    pub(super) dealloc_depth: u32,
    /// Objects that C code on the way works on: how many references it holds is not told.
    pub(super) in_c: Vec<Value>,
    /// Python code of the library is on the way, and holds nobody tells what.
    pub(super) counts_untold: bool,
    /// What `deepcopy` has copied so far, by the dict that hooks hand on.
    pub(super) memos: FxHashMap<Value, FxHashMap<ObjId, Value>>,
    /// `gc.isenabled()`
    pub(super) collects: bool,
    /// Put into such a memo by the program.
    pub(super) kept_by_memo: Vec<Value>,
    /// What stands for an object of another class: a generator of the library. Nothing is told of it.
    pub(super) disguised: FxHashSet<ObjId>,
    /// Dicts of instances that no name has held yet (3.13).
    pub(super) unnamed_dicts: FxHashSet<ObjId>,
    /// Strings that were used as names of attributes: caches may own them, or not.
    pub(super) cached_names: FxHashSet<ObjId>,
    /// Objects whose `id` was asked for, and how many objects had been made when they ended.
    pub(super) addressed: FxHashMap<ObjId, Option<usize>>,
    /// What is being handled: by the program, then by each generator that runs.
    pub(super) handled: Vec<Handled>,
    /// Frames that wait for the generator to which an exception is on its way.
    pub(super) throwing: Vec<usize>,
    /// The frame that ended last and lives on in its object, while nothing else has run: what dies with it dies in it.
    pub(super) exiting: Option<usize>,
    nesting: u32,
}

impl<'a> Machine<'a> {
    #[must_use]
    pub fn new(compiler: Compiler<'a>, version: PythonVersion, policy: Policy, fuel: u64) -> Self {
        Self {
            compiler,
            heap: Heap::new(),
            version,
            policy,
            frames: Vec::new(),
            active: Vec::new(),
            globals: Vec::new(),
            global_index: FxHashMap::default(),
            constants: FxHashMap::default(),
            constant_owners: FxHashMap::default(),
            constant_holders: None,
            characters: FxHashMap::default(),
            interned: FxHashMap::default(),
            builtins: FxHashMap::default(),
            single_bytes: FxHashMap::default(),
            modules: FxHashMap::default(),
            interned_texts: FxHashMap::default(),
            module_values: FxHashMap::default(),
            weakrefs: FxHashMap::default(),
            fuel,
            stdout: Some(String::new()),
            views: Vec::new(),
            redirected: Vec::new(),
            recorder: None,
            abs: None,
            dealloc_depth: 0,
            in_c: Vec::new(),
            counts_untold: false,
            memos: FxHashMap::default(),
            collects: true,
            kept_by_memo: Vec::new(),
            disguised: FxHashSet::default(),
            unnamed_dicts: FxHashSet::default(),
            cached_names: FxHashSet::default(),
            addressed: FxHashMap::default(),
            handled: vec![Handled::NOTHING],
            throwing: Vec::new(),
            exiting: None,
            nesting: 0,
        }
    }

    pub(super) fn program(&self) -> &Program {
        &self.compiler.program
    }

    pub(super) fn code(&self, id: CodeId) -> &Code {
        self.compiler.program.code(id)
    }

    pub(super) fn text(&self, name: Name) -> &str {
        self.compiler.program.names.text(name)
    }

    pub(super) fn intern(&mut self, text: &str) -> Name {
        self.compiler.program.names.intern(text)
    }

    pub(super) fn frame(&self) -> usize {
        self.active.last().copied().unwrap_or(0)
    }

    pub(super) fn enter(&mut self, frame: usize) -> Run<()> {
        if self.active.len() >= MAX_DEPTH {
            return Err(stop("calls nest too deep"));
        }
        self.active.push(frame);
        Ok(())
    }

    pub(super) fn burn(&mut self, fuel: u64) -> Run<()> {
        match self.fuel.checked_sub(fuel) {
            Some(left) => {
                self.fuel = left;
                Ok(())
            }
            None => {
                self.fuel = 0;
                Err(stop("out of fuel: the simulation is cut after a fixed number of steps"))
            }
        }
    }

    /// Pays for a result of `n` items or characters; one that is too large to build stops the run.
    pub(super) fn burn_result(&mut self, n: usize) -> Run<()> {
        if n > MAX_RESULT {
            return Err(stop("a result too large to follow"));
        }
        self.burn(n as u64 / 16)
    }

    /// Runs `f` one level deeper: operations on nested containers call themselves.
    pub(super) fn nested<T>(&mut self, f: impl FnOnce(&mut Self) -> Run<T>) -> Run<T> {
        if self.nesting >= MAX_NESTING {
            return Err(stop("containers nest too deep"));
        }
        self.nesting += 1;
        let result = f(self);
        self.nesting -= 1;
        result
    }

    // -- making objects

    /// A new object, owned by the caller.
    pub(super) fn make(&mut self, object: Object) -> Value {
        if self.abs.is_some() {
            return self.make_at_site(object);
        }
        let id = self.heap.alloc(object);
        let value = Value::from(id);
        self.incref(value);
        value
    }

    pub(super) fn make_builtin(&mut self, ty: Type, data: ObjectData) -> Value {
        self.make(Object::builtin(ty, data))
    }

    pub(super) fn int(&mut self, n: i64) -> Value {
        Heap::small_int(n).unwrap_or_else(|| self.make_builtin(Type::Int, ObjectData::Int(n)))
    }

    pub(super) fn big_int(&mut self, n: BigInt) -> Value {
        match n.to_i64() {
            Some(n) => self.int(n),
            None => self.make_builtin(Type::Int, ObjectData::BigInt(Box::new(n))),
        }
    }

    /// An object of a known class whose value is not known.
    pub(super) fn unknown(&mut self, ty: Type) -> Value {
        match ty {
            Type::NoneType => Value::NONE,
            _ => self.make_builtin(ty, ObjectData::Plain),
        }
    }

    pub(super) fn float(&mut self, f: f64) -> Value {
        self.make_builtin(Type::Float, ObjectData::Float(f))
    }

    /// A string made while running: `''` and single latin-1 characters exist once (`unicodeobject.c`).
    pub(super) fn string(&mut self, text: &str) -> Value {
        let mut chars = text.chars();
        let lone = match (chars.next(), chars.next()) {
            (None, _) => Some('\0'),
            (Some(c), None) if u32::from(c) < 256 && c != '\0' => Some(c),
            _ => None,
        };
        let Some(c) = lone else {
            return self.make_builtin(Type::Str, ObjectData::Str(text.into()));
        };
        if let Some(&v) = self.characters.get(&c) {
            self.incref(v);
            return v;
        }
        let v = self.immortal_string(text);
        self.characters.insert(c, v);
        v
    }

    /// A string that CPython makes anew even if it is a single character: `str(5)`, `'a'.upper()`.
    pub(super) fn fresh_string(&mut self, text: &str) -> Value {
        match text {
            "" => self.string(text),
            _ => self.make_builtin(Type::Str, ObjectData::Str(text.into())),
        }
    }

    fn immortal_string(&mut self, text: &str) -> Value {
        let object =
            Object { shared: true, immortal: true, ..Object::builtin(Type::Str, ObjectData::Str(text.into())) };
        Value::from(self.heap.alloc(object))
    }

    pub(super) fn tuple(&mut self, items: Vec<Value>) -> Value {
        if items.is_empty() {
            return self.empty_tuple();
        }
        self.make_builtin(Type::Tuple, ObjectData::Tuple(items.into()))
    }

    fn empty_tuple(&mut self) -> Value {
        if let Some(&v) = self.builtins.get("()") {
            return v;
        }
        let object =
            Object { immortal: true, shared: true, ..Object::builtin(Type::Tuple, ObjectData::Tuple([].into())) };
        let v = Value::from(self.heap.alloc(object));
        self.builtins.insert("()", v);
        v
    }

    /// The object of a constant: one for the whole compilation unit. Its code objects own it for good.
    pub(super) fn constant(&mut self, id: ConstId) -> Value {
        if let Some(&v) = self.constants.get(&id) {
            return v;
        }
        let v = match self.program().constant(id).clone() {
            Const::None => Value::NONE,
            Const::Ellipsis => Value::ELLIPSIS,
            Const::Bool(b) => Value::bool(b),
            Const::Int(n) => self.big_int(n),
            Const::Float(bits) => self.float(f64::from_bits(bits)),
            Const::Complex(re, im) => {
                let c = (f64::from_bits(re), f64::from_bits(im));
                self.make_builtin(Type::Complex, ObjectData::Complex(Box::new(c)))
            }
            Const::Str(s) => self.constant_string(&s),
            Const::Bytes(b) => self.make_bytes(b.into()),
            Const::Tuple(items) => {
                let items = self.constant_items(&items);
                let names =
                    items.iter().all(|&v| self.as_str(v).is_some_and(|s| self.program().names.get(s).is_some()));
                let v = self.tuple(items);
                // A code object may have an equal tuple of its names, which is then this very one.
                if let Some((id, _)) = self.known(v).filter(|_| names) {
                    self.heap.get_mut(id).shared = true;
                }
                v
            }
            Const::FrozenSet(items) => {
                let items = self.constant_items(&items);
                self.frozenset_of(items)
            }
            Const::Slice(bounds) => {
                let bounds = bounds.map(|id| self.constant_items(&[id])[0]);
                self.make_builtin(Type::Slice, ObjectData::Slice(bounds))
            }
        };
        self.constants.insert(id, v);
        let Holders { owners, parts, may_be_in_shared_tuple, may_be_dropped } = self.holders_of_constant(id);
        let shared = may_be_in_shared_tuple || may_be_dropped;
        self.constant_owners.insert(v, owners);
        let names = self.may_be_tuple_of_code(id) || shared || self.program().is_returned_late(id);
        if let Some(o) = v.single() {
            let object = self.heap.get_mut(o);
            object.count = owners + parts;
            let interned = matches!(&object.data, ObjectData::Str(s) if identity::is_interned_constant(s));
            if names || interned {
                object.shared = true;
            }
        }
        v
    }

    /// The constant of the program that is this text: equal identifiers are one object.
    pub(super) fn constant_of_text(&mut self, text: &str) -> Option<Value> {
        let id = self.program().find_string(text)?;
        Some(self.constant(id))
    }

    fn constant_string(&mut self, text: &str) -> Value {
        let name = text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        if text.chars().nth(1).is_none() && !(name && self.has_two_characters()) {
            let v = self.string(text);
            if self.heap.get(v.single().unwrap_or(ObjId::NONE)).immortal {
                return v;
            }
        }
        self.make_builtin(Type::Str, ObjectData::Str(text.into()))
    }

    /// On 3.11 and 3.12 a one-letter constant may be another object than the same letter made while running: the
    /// interpreter has static strings for identifiers beside those for characters (`pycore_global_strings.h`).
    pub(super) fn has_two_characters(&self) -> bool {
        (PythonVersion::PY311..=PythonVersion::PY312).contains(&self.version)
    }

    fn constant_items(&mut self, items: &[ConstId]) -> Vec<Value> {
        items
            .iter()
            .map(|&i| {
                let v = self.constant(i);
                if self.policy == Policy::Abstract {
                    self.incref(v);
                }
                v
            })
            .collect()
    }

    /// Who in the program holds a constant; references are not counted in an abstract run.
    fn holders_of_constant(&mut self, id: ConstId) -> Holders {
        if self.policy == Policy::Abstract {
            return Holders::default();
        }
        if self.constant_holders.is_none() {
            self.constant_holders = Some(self.program().holders_of_constants());
        }
        self.constant_holders.as_ref().and_then(|all| all.get(&id)).copied().unwrap_or_default()
    }

    // -- looking at values

    /// The single object of a value, if it is one that we know.
    pub(super) fn known(&self, value: Value) -> Option<(ObjId, &Object)> {
        let id = value.single().filter(|&id| id != ObjId::OPAQUE && id != ObjId::UNBOUND)?;
        Some((id, self.heap.get(id)))
    }

    /// As `known`, or the run stops.
    pub(super) fn object(&self, value: Value) -> Run<(ObjId, &Object)> {
        self.known(value).ok_or_else(|| stop("an unknown value is used"))
    }

    pub(super) fn as_int(&self, value: Value) -> Option<i64> {
        match self.known(value)?.1.data {
            ObjectData::Int(n) => Some(n),
            ObjectData::Bool(b) => Some(i64::from(b)),
            _ => None,
        }
    }

    pub(super) fn as_str(&self, value: Value) -> Option<&str> {
        match &self.known(value)?.1.data {
            ObjectData::Str(s) => Some(s),
            _ => None,
        }
    }
}

pub(super) fn stop(why: impl Into<String>) -> Interrupt {
    Interrupt::Stop(why.into())
}

/// C code raises this, with a text that is not modelled.
pub(super) fn untold(class: &'static str) -> Interrupt {
    Interrupt::Raise { class, message: None }
}

pub(super) fn raise(class: &'static str, message: impl Into<String>) -> Interrupt {
    Interrupt::Raise { class, message: Some(message.into()) }
}
