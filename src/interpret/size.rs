//! `sys.getsizeof`, read off the tables.

use super::Machine;
use crate::config::PythonVersion;
use crate::cpython::sizes::{self, DictKeys, InstanceLayout, SubclassBase, Suspended};
use crate::heap::{Class, ClassData, IteratorData, IteratorKind, ObjId, Object, ObjectData, Type};

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
                sizes::dict_size(v, d.table, keys)
            }
            ObjectData::Set(s) if s.dict.deleted => return None,
            ObjectData::Set(s) => sizes::set_size(s.slots.max(8)),
            ObjectData::Range(_) => sizes::fixed_size(v, "range")?,
            ObjectData::Slice(_) => sizes::fixed_size(v, "slice")?,
            ObjectData::Cell(_) => sizes::fixed_size(v, "cell")?,
            ObjectData::Function(_) => sizes::fixed_size(v, "function")?,
            ObjectData::Method { .. } => sizes::fixed_size(v, "method")?,
            ObjectData::Exception(e) => {
                let own = sizes::exception_size(v, e.builtin.name())?;
                match object.class {
                    Class::User(_) => own + sizes::subclass_extra(v, SubclassBase::Exception),
                    Class::Builtin(_) => own,
                }
            }
            ObjectData::Traceback { .. } => sizes::fixed_size(v, "traceback")?,
            ObjectData::Wrapper(_) => sizes::fixed_size(v, type_of(object)?)?,
            // Up to 3.10 the size of a class includes the keys that its instances share.
            ObjectData::Class(d) if d.shared_keys.is_none() && v < PythonVersion::PY311 => return None,
            ObjectData::Class(d) => {
                let kind = match d.base {
                    Type::Type | Type::Exception => sizes::ClassKind::DictOfBase,
                    Type::Int | Type::Tuple if v == PythonVersion::PY311 => sizes::ClassKind::DictOfBase,
                    _ if d.layout.has_dict => sizes::ClassKind::WithDict,
                    _ => sizes::ClassKind::SlotsOnly,
                };
                sizes::class_size(v, kind)
            }
            ObjectData::Instance(_) => {
                let Class::User(class) = object.class else { return None };
                let ObjectData::Class(d) = &self.heap.get(class).data else { return None };
                sizes::instance_size(v, d.layout)
            }
            ObjectData::Property(_) | ObjectData::Member(_) | ObjectData::ClassDict(_) | ObjectData::Super { .. } => {
                sizes::fixed_size(v, type_of(object)?)?
            }
            ObjectData::Generator(g) => {
                let code = self.code(g.code);
                let kind = if code.is_coroutine { Suspended::Coroutine } else { Suspended::Generator };
                sizes::suspended_size(v, kind, code.slots.len() as u64, u64::from(code.stack_size))
            }
            ObjectData::Iterator(i) => sizes::fixed_size(v, self.iterator_name(i)?)?,
            ObjectData::Plain => match object.class {
                Class::Builtin(t @ (Type::NoneType | Type::Ellipsis | Type::NotImplemented | Type::Object)) => {
                    sizes::fixed_size(v, t.name())?
                }
                _ => return None,
            },
            _ => return None,
        })
    }

    /// `type(x).__name__`
    pub(super) fn type_name(&self, id: ObjId) -> Option<String> {
        let object = self.heap.get(id);
        Some(match (&object.data, object.class) {
            (ObjectData::Exception(e), Class::Builtin(_)) => e.builtin.name().to_owned(),
            (ObjectData::Iterator(i), _) => self.iterator_name(i)?.to_owned(),
            (ObjectData::View { kind, .. }, _) => match kind {
                crate::heap::ViewKind::Keys => "dict_keys",
                crate::heap::ViewKind::Values => "dict_values",
                crate::heap::ViewKind::Items => "dict_items",
            }
            .to_owned(),
            (_, Class::User(c)) => self.class_name(c).to_owned(),
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
        IteratorKind::Count | IteratorKind::Islice | IteratorKind::Callable | IteratorKind::Unknown => return None,
    })
}
