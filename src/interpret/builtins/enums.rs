//! `enum.Enum`: the names of a class body become members, made once.

use super::{Call, Native};
use crate::bytecode::Name;
use crate::config::PythonVersion;
use crate::heap::{Class, Maker, ObjId, Object, ObjectData, Type, Value};
use crate::interpret::Machine;
use crate::interpret::attribute::replace;
use crate::interpret::call::Arguments;
use crate::interpret::machine::{Run, raise, stop, untold};

pub(super) const NAMES: &[(&str, Native)] = &[("enum.Enum", not_called), ("enum.auto", auto), ("enum.unique", unique)];

fn not_called(_: &mut Machine<'_>, _: &Call<'_>) -> Run<Value> {
    Err(stop("a call of Enum is not modelled"))
}

/// Stands for the next number.
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

impl Machine<'_> {
    pub(in crate::interpret) fn enum_class(&mut self, name: &str, names: Vec<(Name, Value)>) -> Run<Value> {
        let (mut kept, mut values) = (Vec::new(), Vec::new());
        for (name, v) in names {
            let own = !self.is_member(name, v)?;
            let text = self.text(name);
            if matches!(text, "__init__" | "__new__" | "_missing_" | "_generate_next_value_" | "_ignore_" | "__eq__") {
                return Err(stop(format!("{text} of an Enum is not modelled")));
            }
            if own { kept.push((name, v)) } else { values.push((name, v)) }
        }
        let empty = self.tuple(Vec::new());
        let class = self.new_class(Class::Builtin(Type::Type), name, empty, kept, Vec::new())?;
        let (id, _) = self.object(class)?;
        let mut members: Vec<(Name, Value)> = Vec::new();
        for (name, v) in values {
            let alias = self.member_with_value(&members, v)?;
            let member = match alias {
                Some(member) => member,
                None => {
                    let member = self.enum_member(id, name, v, members.len());
                    members.push((name, member));
                    member
                }
            };
            self.incref(member);
            if let ObjectData::Class(d) = &mut self.heap.get_mut(id).data {
                replace(&mut d.attributes, name, member);
            }
        }
        if let ObjectData::Class(d) = &mut self.heap.get_mut(id).data {
            d.made_by = Maker::Enum(members);
        }
        Ok(class)
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

    /// `_EnumDict.__setitem__`: a list keeps the values of members, and numbers stand for `auto()`.
    pub(in crate::interpret) fn note_member(&mut self, frame: usize, name: Name, v: Value) -> Run<Value> {
        if !self.is_member(name, v)? {
            return Ok(v);
        }
        let before = self.frames[frame].members.clone().unwrap_or_default();
        let v = if v == self.form("enum.auto()") { self.automatic_value(&before)? } else { v };
        self.incref(v);
        if let Some(members) = &mut self.frames[frame].members {
            members.push(v);
        }
        Ok(v)
    }

    /// One more than the last number; from 3.13 than the highest.
    fn automatic_value(&mut self, before: &[Value]) -> Run<Value> {
        let numbers: Option<Vec<i64>> = before.iter().map(|&v| self.as_int(v)).collect();
        let Some(numbers) = numbers else { return Err(stop("auto() after something else than numbers")) };
        let newest = self.version >= PythonVersion::PY313;
        let last = if newest { numbers.iter().max() } else { numbers.last() };
        let next = last.copied().unwrap_or(0) + 1;
        Ok(self.int(next))
    }

    /// A member; the class has maps of them beside its dict.
    fn enum_member(&mut self, class: ObjId, name: Name, v: Value, at: usize) -> Value {
        self.incref(class.into());
        let mut object = Object::new(Class::User(class), ObjectData::Instance(Box::default()));
        object.shared = true;
        let member = self.make(object);
        let text = self.name_string(name);
        let mut values = vec![(self.intern("_value_"), v), (self.intern("_name_"), text)];
        if self.version >= PythonVersion::PY311 {
            let order = self.int(at as i64);
            values.push((self.intern("_sort_order_"), order));
        }
        if let Some((id, _)) = self.known(v) {
            self.heap.get_mut(id).shared = true;
        }
        if let Some((id, _)) = self.known(member)
            && let ObjectData::Instance(a) = &mut self.heap.get_mut(id).data
        {
            a.values = values;
        }
        member
    }

    fn member_with_value(&mut self, members: &[(Name, Value)], v: Value) -> Run<Option<Value>> {
        for &(_, member) in members {
            let value = self.enum_part(member, "_value_")?;
            if value == v || self.equal(value, v)? {
                return Ok(Some(member));
            }
        }
        Ok(None)
    }

    fn enum_part(&mut self, member: Value, part: &str) -> Run<Value> {
        let part = self.intern(part);
        self.own_attribute(member, part)?.ok_or_else(|| stop("no member of an Enum"))
    }

    /// The members of an Enum, if the class is one.
    pub(in crate::interpret) fn enum_members(&self, class: ObjId) -> Option<&[(Name, Value)]> {
        match &self.heap.get(class).data {
            ObjectData::Class(d) => match &d.made_by {
                Maker::Enum(members) => Some(members),
                _ => None,
            },
            _ => None,
        }
    }

    /// `Color(2)`
    pub(in crate::interpret) fn enum_by_value(&mut self, class: ObjId, arguments: &Arguments) -> Run<Value> {
        let members = self.enum_members(class).unwrap_or_default().to_vec();
        let [v] = arguments.positional[..] else { return Err(stop("this call of an Enum is not modelled")) };
        if members.iter().any(|&(_, m)| m == v) {
            self.incref(v);
            return Ok(v);
        }
        match self.member_with_value(&members, v)? {
            Some(member) => {
                self.incref(member);
                Ok(member)
            }
            None => Err(match (self.text_of(v, ["__repr__", "__repr__"])?, self.qualified_name(class)) {
                (Some(v), Some(class)) => raise("ValueError", format!("{v} is not a valid {class}")),
                _ => untold("ValueError"),
            }),
        }
    }

    /// `Color["RED"]` (borrowed)
    pub(in crate::interpret) fn enum_by_name(&self, class: ObjId, name: Value) -> Run<Option<Value>> {
        let Some(members) = self.enum_members(class) else { return Ok(None) };
        let Some(text) = self.as_str(name) else { return Err(stop("a member with an unknown name")) };
        let found = members.iter().find(|(n, _)| self.text(*n) == text);
        found.map(|&(_, v)| Some(v)).ok_or_else(|| raise("KeyError", text.to_owned()))
    }

    /// `.name` and `.value` of a member (borrowed).
    pub(in crate::interpret) fn enum_attribute(&mut self, o: Value, class: ObjId, name: Name) -> Run<Option<Value>> {
        if self.enum_members(class).is_none() {
            return Ok(None);
        }
        match self.text(name) {
            "name" => self.enum_part(o, "_name_").map(Some),
            "value" => self.enum_part(o, "_value_").map(Some),
            _ => Ok(None),
        }
    }

    /// `Color.RED`, `<Color.RED: 1>`
    pub(in crate::interpret) fn enum_text(&mut self, o: Value, class: ObjId, hook: &str) -> Run<Option<String>> {
        let name = self.enum_part(o, "_name_")?;
        let name = format!("{}.{}", self.class_name(class), self.as_str(name).unwrap_or_default());
        if hook == "__str__" {
            return Ok(Some(name));
        }
        let value = self.enum_part(o, "_value_")?;
        let value = self.text_of(value, ["__repr__", "__repr__"])?;
        Ok(value.map(|v| format!("<{name}: {v}>")))
    }
}
