//! `sys.getsizeof`, read off the tables.

use super::Machine;
use crate::config::PythonVersion;
use crate::cpython::library::{self, Kind};
use crate::cpython::sizes::{self, DictKeys, InstanceLayout, SubclassBase, Suspended};
use crate::heap::{
    Class, ClassData, DictData, IteratorData, IteratorKind, Maker, Native, ObjId, Object, ObjectData, Type,
};

impl Machine<'_> {
    /// Bytes of the object alone, if they are known.
    pub(super) fn size_of(&self, id: ObjId) -> Option<u64> {
        let object = self.heap.get(id);
        let size = self.size_of_data(object)?;
        match object.class {
            Class::User(class) if !matches!(object.data, ObjectData::Instance(_) | ObjectData::Class(_)) => {
                let ObjectData::Class(d) = &self.heap.get(class).data else { return None };
                Some(size + self.derived_extra(d)?)
            }
            _ => Some(size),
        }
    }

    /// What an object of a class over `list` and the like has more than a list of the same content.
    fn derived_extra(&self, d: &ClassData) -> Option<u64> {
        let base = match d.base {
            Type::List => SubclassBase::List,
            Type::Dict => SubclassBase::Dict,
            Type::Set => SubclassBase::Set,
            Type::Tuple => SubclassBase::Tuple,
            Type::Int => SubclassBase::Int,
            Type::Str => SubclassBase::AsciiStr,
            Type::Float => SubclassBase::Float,
            _ => return None,
        };
        match d.layout {
            InstanceLayout { slots: 0, has_dict: true, .. } => Some(sizes::subclass_extra(self.version, base)),
            // `__slots__ = ()` over a tuple: nothing is added.
            InstanceLayout { slots: 0, has_dict: false, has_weakref: false } if d.base == Type::Tuple => Some(0),
            _ => None,
        }
    }

    fn size_of_data(&self, object: &Object) -> Option<u64> {
        let v = self.version;
        Some(match &object.data {
            ObjectData::Bool(b) => sizes::bool_size(v, *b),
            ObjectData::Int(n) => sizes::int_size_of(v, i128::from(*n)),
            ObjectData::BigInt(n) => sizes::int_size_of_bits(v, n.bits()),
            ObjectData::Float(_) => sizes::fixed_size(v, "float")?,
            ObjectData::Complex(_) => sizes::fixed_size(v, "complex")?,
            // A non-ASCII str may own a copy in UTF-8, too.
            ObjectData::Str(s) => s.is_ascii().then(|| sizes::str_size_of(v, s))?,
            ObjectData::Bytes(b) => sizes::bytes_size(b.len() as u64),
            ObjectData::List(l) if l.allocated == u64::MAX => return None,
            ObjectData::List(l) => sizes::list_size(l.allocated),
            ObjectData::Tuple(t) => sizes::tuple_size(v, t.len() as u64),
            ObjectData::Dict(d) if d.deleted => return None,
            ObjectData::Dict(d) => {
                let keys = if d.str_keys { DictKeys::AllStr } else { DictKeys::General };
                sizes::dict_size(v, d.table, keys) + self.mapping_extra(object.class, d)?
            }
            ObjectData::Set(s) => sizes::set_size(s.slots()?),
            ObjectData::Range(_) => sizes::fixed_size(v, "range")?,
            ObjectData::Slice(_) => sizes::fixed_size(v, "slice")?,
            ObjectData::Cell(_) => sizes::fixed_size(v, "cell")?,
            ObjectData::Function(_) => sizes::fixed_size(v, "function")?,
            ObjectData::Method { .. } => sizes::fixed_size(v, type_of(object)?)?,
            ObjectData::Wrapper(_) if object.is(Type::CachedProperty) => sizes::instance_size(v, InstanceLayout::PLAIN),
            ObjectData::Exception(e) => {
                let own = sizes::exception_size(v, e.builtin.name())?;
                match object.class {
                    // A release of 3.13 and one of 3.14 added a field.
                    _ if e.builtin.is_group() && v >= PythonVersion::PY313 => return None,
                    Class::User(_) if e.builtin.name() == "ExceptionGroup" => own,
                    Class::User(_) => own + sizes::subclass_extra(v, SubclassBase::Exception),
                    Class::Builtin(_) => own,
                }
            }
            ObjectData::Traceback { .. } => sizes::fixed_size(v, "traceback")?,
            ObjectData::Wrapper(_) => sizes::fixed_size(v, type_of(object)?)?,
            // Up to 3.10 the size of a class includes the keys that its instances share.
            ObjectData::Class(d) if d.shared_keys.is_none() && v < PythonVersion::PY311 => return None,
            ObjectData::Class(d) if matches!(d.made_by, Maker::Enum(_)) => return None,
            ObjectData::Class(d) => {
                let kind = match d.base {
                    Type::Type | Type::Exception => sizes::ClassKind::DictOfBase,
                    Type::Int | Type::Tuple if v == PythonVersion::PY311 => sizes::ClassKind::DictOfBase,
                    _ if d.layout.has_dict => sizes::ClassKind::WithDict,
                    _ => sizes::ClassKind::SlotsOnly,
                };
                let keys = d.shared_keys.as_ref().map_or(0, Vec::len) as u64;
                sizes::class_size(v, kind) + sizes::shared_keys_extra(v, keys)
            }
            ObjectData::Instance(_) => {
                let Class::User(class) = object.class else { return None };
                let ObjectData::Class(d) = &self.heap.get(class).data else { return None };
                sizes::instance_size(v, d.layout)
            }
            ObjectData::Generated { .. } => return None,
            ObjectData::Property(_) | ObjectData::Member(_) | ObjectData::ClassDict(_) | ObjectData::Super { .. } => {
                sizes::fixed_size(v, type_of(object)?)?
            }
            ObjectData::Generator(g) => {
                let code = self.code(g.code);
                let kind = match (code.is_coroutine, code.is_generator) {
                    (true, true) => Suspended::AsyncGenerator,
                    (true, false) => Suspended::Coroutine,
                    (false, _) => Suspended::Generator,
                };
                sizes::suspended_size(v, kind, code.variables(), u64::from(code.stack_size))
            }
            ObjectData::Iterator(i) => {
                sizes::fixed_size(v, self.iterator_name(i)?)?.wrapping_add(self.choice_extra(i)?)
            }
            ObjectData::View { .. } => sizes::fixed_size(v, "dict_keys")?,
            ObjectData::Native(n) => self.native_size(object, n)?,
            ObjectData::Plain => match object.class {
                Class::Builtin(t @ (Type::NoneType | Type::Ellipsis | Type::NotImplemented | Type::Object)) => {
                    sizes::fixed_size(v, t.name())?
                }
                _ => return None,
            },
            _ => return None,
        })
    }

    /// The indices that iterators of combinations count with.
    fn choice_extra(&self, i: &IteratorData) -> Option<u64> {
        const INDEX: u64 = 8;
        let pool = || self.len_of(i.sources.first()?.single()?);
        let r = u64::try_from(i.limits[0]).ok()?;
        Some(match i.kind {
            // The table has the size for two.
            IteratorKind::Product => return Some((pool()? * INDEX).wrapping_sub(2 * INDEX)),
            IteratorKind::Permutations => (pool()? + r) * INDEX,
            IteratorKind::Combinations | IteratorKind::CombinationsWithReplacement => r * INDEX,
            _ => 0,
        })
    }

    /// What a subclass of dict has more than the dict.
    fn mapping_extra(&self, class: Class, d: &DictData) -> Option<u64> {
        Some(match class {
            Class::Builtin(Type::Counter) => sizes::subclass_extra(self.version, SubclassBase::Dict),
            Class::Builtin(Type::DefaultDict) => sizes::DEFAULTDICT_EXTRA,
            Class::Builtin(Type::OrderedDict) => sizes::ordered_dict_extra(d.table, d.len() as u64),
            _ => 0,
        })
    }

    fn native_size(&self, object: &Object, native: &Native) -> Option<u64> {
        let v = self.version;
        Some(match native {
            Native::Deque(d) => sizes::deque_size_of_blocks(v, d.blocks()),
            Native::Array(a) => sizes::array_size(v, sizes::array_item(a.typecode)?, a.allocated?),
            Native::ByteArray(b) => sizes::bytearray_size(b.allocated?),
            Native::MemoryView { .. } => sizes::memoryview_size(1),
            Native::WeakReference(_) if object.is(Type::WeakMethod) => return None,
            Native::WeakReference(_) => sizes::fixed_size(v, "weakref.ReferenceType")?,
            // A class with empty `__slots__`.
            Native::Finalizer(_) => sizes::instance_size(v, InstanceLayout::slots(0)),
            Native::WeakContainer(_) => sizes::instance_size(v, InstanceLayout::PLAIN),
            Native::Partial { .. } => sizes::fixed_size(v, "functools.partial")?,
            Native::ChainMap { .. } | Native::PartialMethod { .. } => sizes::instance_size(v, InstanceLayout::PLAIN),
            Native::KeyWrapper { .. } => sizes::fixed_size(v, "functools.KeyWrapper")?,
            Native::Namespace { .. } => sizes::fixed_size(v, "types.SimpleNamespace")?,
            Native::LruCache(_) => sizes::fixed_size(v, "functools._lru_cache_wrapper")?,
            Native::CacheDecorator { .. } => sizes::fixed_size(v, "function")?,
            Native::Record { values, .. } => sizes::tuple_size(v, values.len() as u64),
            Native::Getter { .. } if object.is(Type::ItemGetter) => sizes::fixed_size(v, "operator.itemgetter")?,
            Native::Getter { .. } => sizes::fixed_size(v, "operator.attrgetter")?,
            Native::ManagerMaker { .. } => sizes::fixed_size(v, "function")?,
            Native::MappingProxy { .. } => sizes::fixed_size(v, "mappingproxy")?,
            Native::TextBuffer { .. } | Native::Manager(_) => return None,
        })
    }

    /// `type(x).__name__`
    pub(super) fn type_name(&self, id: ObjId) -> Option<String> {
        let object = self.heap.get(id);
        Some(match (&object.data, object.class) {
            (ObjectData::Exception(e), Class::Builtin(_)) => e.builtin.name().to_owned(),
            (ObjectData::Iterator(i), _) => {
                let name = self.iterator_name(i)?;
                name.rsplit('.').next().unwrap_or(name).to_owned()
            }
            // The types of weak references got other names.
            (_, Class::Builtin(Type::WeakReference)) if self.version == PythonVersion::PY39 => "weakref".to_owned(),
            (_, Class::Builtin(Type::WeakProxy)) if self.version == PythonVersion::PY39 => "weakproxy".to_owned(),
            (ObjectData::View { kind, .. }, _) => match kind {
                crate::heap::ViewKind::Keys => "dict_keys",
                crate::heap::ViewKind::Values => "dict_values",
                crate::heap::ViewKind::Items => "dict_items",
            }
            .to_owned(),
            (ObjectData::Class(d), _) if d.is_abstract => "ABCMeta".to_owned(),
            (ObjectData::Class(d), _) if matches!(d.made_by, Maker::Enum(_)) => {
                if self.version >= PythonVersion::PY311 { "EnumType" } else { "EnumMeta" }.to_owned()
            }
            (_, Class::User(c)) => self.class_name(c).to_owned(),
            (ObjectData::Builtin(name), _) if name.contains('.') => {
                library_type(library::kind(name), self.version).to_owned()
            }
            (_, Class::Builtin(Type::Opaque)) => return None,
            (_, Class::Builtin(t)) => t.name().to_owned(),
        })
    }

    /// ASCII strings have an iterator of their own from 3.11; an exhausted one has let its string go.
    fn iterator_name(&self, i: &IteratorData) -> Option<&'static str> {
        if i.kind != IteratorKind::Str || self.version < PythonVersion::PY311 {
            return iterator_name(i.kind);
        }
        let ascii = self.as_str(*i.sources.first()?)?.is_ascii();
        Some(if ascii { "str_ascii_iterator" } else { "str_iterator" })
    }
}

fn type_of(object: &Object) -> Option<&'static str> {
    match object.class {
        Class::Builtin(t) => Some(t.name()),
        Class::User(_) => None,
    }
}

fn iterator_name(kind: IteratorKind) -> Option<&'static str> {
    Some(match kind {
        IteratorKind::List => "list_iterator",
        IteratorKind::ReversedList => "list_reverseiterator",
        IteratorKind::Tuple => "tuple_iterator",
        IteratorKind::Str => "str_iterator",
        IteratorKind::Bytes => "bytes_iterator",
        IteratorKind::Range => "range_iterator",
        IteratorKind::DictKeys => "dict_keyiterator",
        IteratorKind::DictValues => "dict_valueiterator",
        IteratorKind::DictItems => "dict_itemiterator",
        IteratorKind::Set => "set_iterator",
        IteratorKind::Enumerate => "enumerate",
        IteratorKind::Zip => "zip",
        IteratorKind::Map => "map",
        IteratorKind::Filter => "filter",
        IteratorKind::Chain => "itertools.chain",
        IteratorKind::Count => "itertools.count",
        IteratorKind::Islice => "itertools.islice",
        IteratorKind::Callable => "callable_iterator",
        IteratorKind::Cycle => "itertools.cycle",
        IteratorKind::Repeat => "itertools.repeat",
        IteratorKind::TakeWhile => "itertools.takewhile",
        IteratorKind::DropWhile => "itertools.dropwhile",
        IteratorKind::FilterFalse => "itertools.filterfalse",
        IteratorKind::Starmap => "itertools.starmap",
        IteratorKind::Accumulate => "itertools.accumulate",
        IteratorKind::Compress => "itertools.compress",
        IteratorKind::Product => "itertools.product",
        IteratorKind::Permutations => "itertools.permutations",
        IteratorKind::Combinations => "itertools.combinations",
        IteratorKind::CombinationsWithReplacement => "itertools.combinations_with_replacement",
        IteratorKind::GroupBy => "itertools.groupby",
        IteratorKind::Grouper => "itertools._grouper",
        IteratorKind::ZipLongest => "itertools.zip_longest",
        IteratorKind::Tee => "itertools._tee",
        IteratorKind::Pairwise => "itertools.pairwise",
        IteratorKind::Batched => "itertools.batched",
        IteratorKind::Deque => "collections._deque_iterator",
        IteratorKind::ReversedDeque => "collections._deque_reverse_iterator",
        IteratorKind::Array => "array.arrayiterator",
        IteratorKind::ByteArray => "bytearray_iterator",
        IteratorKind::ReversedSequence | IteratorKind::ReversedIndexed => "reversed",
        IteratorKind::Indexed => "iterator",
        IteratorKind::ReversedDictKeys => "dict_reversekeyiterator",
        IteratorKind::ReversedDictValues => "dict_reversevalueiterator",
        IteratorKind::ReversedDictItems => "dict_reverseitemiterator",
        IteratorKind::WeakKeys | IteratorKind::WeakValues | IteratorKind::WeakItems => return None,
        IteratorKind::Unknown | IteratorKind::Maker => return None,
    })
}

/// The class of a function or class of the library.
pub(super) fn library_type(kind: Kind, version: PythonVersion) -> &'static str {
    match kind {
        Kind::BuiltinFunction => "builtin_function_or_method",
        Kind::Function => "function",
        Kind::Method => "method",
        Kind::Class | Kind::PythonClass => "type",
        Kind::AbstractClass => "ABCMeta",
        Kind::LockMaker if version >= PythonVersion::PY313 => "type",
        Kind::LockMaker => "builtin_function_or_method",
        Kind::EnumClass if version >= PythonVersion::PY311 => "EnumType",
        Kind::EnumClass => "EnumMeta",
    }
}
