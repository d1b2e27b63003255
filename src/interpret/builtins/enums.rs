//! `class Color(Enum)`: the names of a class body become members, made once (`enum.py`).

use super::{Call, Native};
use crate::bytecode::Name;
use crate::config::PythonVersion;
use crate::heap::{Class, EnumBase, EnumData, Maker, ObjId, Object, ObjectData, Type, Value};
use crate::interpret::Machine;
use crate::interpret::attribute::replace;
use crate::interpret::call::Arguments;
use crate::interpret::machine::{Interrupt, Run, stop};
use crate::interpret::mro::Found;

pub(super) const NAMES: &[(&str, Native)] = &[
    ("enum.Enum", not_called),
    ("enum.IntEnum", not_called),
    ("enum.StrEnum", not_called),
    ("enum.Flag", not_called),
    ("enum.IntFlag", not_called),
    ("enum.auto", auto),
    ("enum.unique", unique),
];

fn not_called(_: &mut Machine<'_>, _: &Call<'_>) -> Run<Value> {
    Err(stop("a call of Enum is not modelled"))
}

/// Stands for the next value.
fn auto(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    c.exactly::<0>()?;
    let v = m.form("enum.auto()");
    Ok(v)
}

fn unique(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [class] = c.exactly()?;
    m.incref(class);
    Ok(class)
}

/// Methods that decide what becomes of a value.
const NOT_MODELLED: &[&str] =
    &["__new__", "_missing_", "_generate_next_value_", "_ignore_", "__eq__", "__init_subclass__", "__set_name__"];

impl Machine<'_> {
    /// The class of `enum` that makes a class over `base` an Enum.
    pub(in crate::interpret) fn enum_base(&self, base: Value) -> Option<EnumBase> {
        match &self.known(base)?.1.data {
            ObjectData::Builtin("enum.Enum") => Some(EnumBase::Enum),
            ObjectData::Builtin("enum.IntEnum") => Some(EnumBase::IntEnum),
            ObjectData::Builtin("enum.StrEnum") => Some(EnumBase::StrEnum),
            ObjectData::Builtin("enum.Flag") => Some(EnumBase::Flag),
            ObjectData::Builtin("enum.IntFlag") => Some(EnumBase::IntFlag),
            ObjectData::Class(d) => match &d.made_by {
                Maker::Enum(e) => Some(e.base),
                _ => None,
            },
            _ => None,
        }
    }

    pub(in crate::interpret) fn enum_class(
        &mut self,
        base: EnumBase,
        bases: &[Value],
        name: &str,
        names: Vec<(Name, Value)>,
    ) -> Run<Value> {
        let bases = self.bases_of_enum(base, bases)?;
        let (mut kept, mut values) = (Vec::new(), Vec::new());
        for (name, v) in names {
            let text = self.text(name);
            if NOT_MODELLED.contains(&text) {
                return Err(stop(format!("{text} of an Enum is not modelled")));
            }
            if self.is_member(name, v)? { values.push((name, v)) } else { kept.push((name, v)) }
        }
        let bases = self.tuple(bases);
        let class = self.new_class(Class::Builtin(Type::Type), name, bases, kept, Vec::new())?;
        self.decref(bases)?;
        let (id, _) = self.object(class)?;
        if let ObjectData::Class(d) = &mut self.heap.get_mut(id).data {
            d.made_by = Maker::Enum(Box::new(EnumData { base, members: Vec::new(), combined: Vec::new() }));
        }
        for (at, &(name, v)) in values.iter().enumerate() {
            self.add_member(id, name, v, at)?;
        }
        Ok(class)
    }

    /// The bases that the model knows: CPython's own class and classes of the program; the methods of `Enum` are told here.
    ///
    /// ```python
    /// class Color(Enum): ...
    /// class Level(IntEnum): ...         # over int
    /// class Kind(str, Enum): ...        # over str
    /// class Shape(Described, Enum): ... # a class of the program without __init__
    /// ```
    fn bases_of_enum(&mut self, base: EnumBase, bases: &[Value]) -> Run<Vec<Value>> {
        let Some((&last, others)) = bases.split_last() else { return Err(stop("an Enum without bases")) };
        let mut kept = Vec::new();
        for &other in others {
            let fits = match &self.object(other)?.1.data {
                ObjectData::Builtin(name) => base == EnumBase::Enum && matches!(*name, "int" | "str"),
                ObjectData::Class(d) => {
                    d.made_by == Maker::Statement && !d.is_abstract && d.base == Type::Object && d.slots.is_empty()
                }
                _ => false,
            };
            if !fits {
                return Err(stop("an Enum over this class is not modelled"));
            }
            kept.push(other);
        }
        match (&self.object(last)?.1.data, base) {
            (ObjectData::Class(_), _) => kept.push(last),
            (_, EnumBase::IntEnum | EnumBase::IntFlag) => kept.push(self.builtin("int")),
            (_, EnumBase::StrEnum) => kept.push(self.builtin("str")),
            (_, EnumBase::Enum | EnumBase::Flag) => {}
        }
        kept.iter().for_each(|&b| self.incref(b));
        Ok(kept)
    }

    /// What a name of the body becomes: a member, or an attribute of the class like any other.
    fn is_member(&self, name: Name, v: Value) -> Run<bool> {
        let (_, object) = self.object(v)?;
        let descriptor = matches!(
            object.data,
            ObjectData::Function(_) | ObjectData::Property(_) | ObjectData::Wrapper(_) | ObjectData::Class(_)
        );
        Ok(!self.text(name).starts_with('_') && !descriptor)
    }

    // -- the body

    /// `_EnumDict.__setitem__`: a list keeps the values of members, and values stand for `auto()`.
    pub(in crate::interpret) fn note_member(&mut self, frame: usize, name: Name, v: Value) -> Run<Value> {
        if !self.is_member(name, v)? {
            return Ok(v);
        }
        let Some(body) = self.frames[frame].members.clone() else { return Ok(v) };
        let automatic = self.form("enum.auto()");
        if self.sequence_items(v).is_some_and(|items| items.contains(&automatic)) {
            return Err(stop("auto() among other values is not modelled"));
        }
        let v = if v == automatic { self.automatic_value(body.base, name, &body.values)? } else { v };
        self.incref(v);
        if let Some(body) = &mut self.frames[frame].members {
            body.values.push(v);
        }
        Ok(v)
    }

    /// One more than the last number, of flags the next bit; from 3.13 (flags: 3.11) than the highest.
    fn automatic_value(&mut self, base: EnumBase, name: Name, before: &[Value]) -> Run<Value> {
        if base == EnumBase::StrEnum {
            let text = self.text(name).to_lowercase();
            let v = self.string(&text);
            self.disguised.extend(v.single());
            return Ok(v);
        }
        let numbers: Option<Vec<i64>> = before.iter().map(|&v| self.as_int(v)).collect();
        let Some(numbers) = numbers else { return Err(stop("auto() after something else than numbers")) };
        let of_highest = if base.is_flag() { PythonVersion::PY311 } else { PythonVersion::PY313 };
        let last = if self.version >= of_highest { numbers.iter().max() } else { numbers.last() };
        let next = match last.copied() {
            Some(last) if base.is_flag() => match u64::try_from(last).map(|n| 64 - n.leading_zeros()) {
                Ok(bits @ ..62) => 1 << bits,
                _ => return Err(stop("auto() after this flag is not modelled")),
            },
            last => last.unwrap_or(0) + 1,
        };
        Ok(self.int(next))
    }

    // -- members

    /// A name of the body: a new member, or the one that has the value already.
    fn add_member(&mut self, class: ObjId, name: Name, v: Value, at: usize) -> Run<()> {
        let before = self.enum_members(class).unwrap_or_default().to_vec();
        let member = match self.member_with_value(&before, v)? {
            Some(member) => member,
            None => {
                let member = self.enum_member(class, name, v, at)?;
                if let Some(e) = self.enum_data_mut(class) {
                    e.members.push((name, member));
                }
                member
            }
        };
        self.incref(member);
        let old = match &mut self.heap.get_mut(class).data {
            ObjectData::Class(d) => replace(&mut d.attributes, name, member),
            _ => None,
        };
        old.map_or(Ok(()), |old| self.decref(old))
    }

    /// A member; the class has maps of them beside its dict.
    fn enum_member(&mut self, class: ObjId, name: Name, v: Value, at: usize) -> Run<Value> {
        let member = self.bare_member(class, v)?;
        if let Some((id, _)) = self.known(v) {
            self.heap.get_mut(id).shared = true;
        }
        let text = self.name_string(name);
        self.incref(class.into());
        for (part, v) in [("_value_", v), ("_name_", text), ("__objclass__", class.into())] {
            self.set_part(member, part, v);
        }
        self.initialise_member(class, member, v)?;
        if self.version >= PythonVersion::PY311 {
            let order = self.int(at as i64);
            self.set_part(member, "_sort_order_", order);
        }
        Ok(member)
    }

    /// `__new__`: of the class that stands beside `Enum` among the bases.
    pub(super) fn bare_member(&mut self, class: ObjId, v: Value) -> Run<Value> {
        let ObjectData::Class(d) = &self.heap.get(class).data else { return Err(stop("not a class")) };
        let (_, value) = self.object(v)?;
        let data = match (d.base, &value.data) {
            (Type::Object, _) => ObjectData::Instance(Box::default()),
            (Type::Int, ObjectData::Int(_)) | (Type::Str, ObjectData::Str(_))
                if matches!(value.class, Class::Builtin(_)) =>
            {
                value.data.clone()
            }
            _ => return Err(stop("a member of this value is not modelled")),
        };
        self.incref(class.into());
        let mut object = Object::new(Class::User(class), data);
        object.shared = true;
        Ok(self.make(object))
    }

    /// `MERCURY = (3.3e23, 2.4e6)` and `def __init__(self, mass, radius)`
    fn initialise_member(&mut self, class: ObjId, member: Value, v: Value) -> Run<()> {
        let init = self.intern("__init__");
        let Found::Value(init) = self.look_up(class, init) else { return Ok(()) };
        let (_, value) = self.object(v)?;
        let positional = match &value.data {
            ObjectData::Tuple(items) if matches!(value.class, Class::Builtin(_)) => items.to_vec(),
            _ => vec![v],
        };
        let arguments = Arguments { positional, keywords: Vec::new() };
        match self.call_prepended_to(init, member, &arguments) {
            Ok(result) => self.decref(result),
            Err(Interrupt::Stop(why)) => Err(Interrupt::Stop(why)),
            Err(_) => Err(stop("an exception in __init__ of an Enum is not modelled")),
        }
    }

    pub(super) fn set_part(&mut self, member: Value, part: &str, v: Value) {
        let part = self.intern(part);
        if let Some(id) = member.single() {
            self.own_attributes_mut(id).values.push((part, v));
        }
    }
}
