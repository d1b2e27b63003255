//! What is asked of an Enum that has been made: `Color(2)`, `Color["RED"]`, `.name`, and the texts of its members.

use crate::bytecode::Name;
use crate::config::PythonVersion;
use crate::heap::{EnumBase, EnumData, Maker, ObjId, ObjectData, Type, Value};
use crate::interpret::Machine;
use crate::interpret::call::Arguments;
use crate::interpret::format::Spec;
use crate::interpret::machine::{Run, raise, stop, untold};

impl Machine<'_> {
    pub(in crate::interpret) fn enum_data(&self, class: ObjId) -> Option<&EnumData> {
        match &self.heap.get(class).data {
            ObjectData::Class(d) => match &d.made_by {
                Maker::Enum(e) => Some(e),
                _ => None,
            },
            _ => None,
        }
    }

    pub(super) fn enum_data_mut(&mut self, class: ObjId) -> Option<&mut EnumData> {
        match &mut self.heap.get_mut(class).data {
            ObjectData::Class(d) => match &mut d.made_by {
                Maker::Enum(e) => Some(e),
                _ => None,
            },
            _ => None,
        }
    }

    /// The members of an Enum, if the class is one.
    pub(in crate::interpret) fn enum_members(&self, class: ObjId) -> Option<&[(Name, Value)]> {
        self.enum_data(class).map(|e| &e.members[..])
    }

    /// Those that iteration gives: from 3.11 only flags of one bit.
    pub(in crate::interpret) fn listed_members(&self, class: ObjId) -> Option<Vec<Value>> {
        let e = self.enum_data(class)?;
        let bits_only = e.base.is_flag() && self.version >= PythonVersion::PY311;
        let is_listed = |&v: &Value| !bits_only || self.flag_bits(v).is_some_and(|n| n.count_ones() == 1);
        Some(e.members.iter().map(|&(_, v)| v).filter(is_listed).collect())
    }

    /// The class of a member.
    pub(in crate::interpret) fn enum_of(&self, v: Value) -> Option<ObjId> {
        self.user_class(v).filter(|&class| self.enum_data(class).is_some())
    }

    /// `isinstance(member, IntEnum)`
    pub(in crate::interpret) fn is_enum_over(&self, class: ObjId, name: &str) -> bool {
        let Some(base) = self.enum_data(class).map(|e| e.base) else { return false };
        match name {
            "enum.Enum" => true,
            "enum.IntEnum" => base == EnumBase::IntEnum,
            "enum.StrEnum" => base == EnumBase::StrEnum,
            "enum.Flag" => base.is_flag(),
            "enum.IntFlag" => base == EnumBase::IntFlag,
            _ => false,
        }
    }

    // -- finding members

    pub(super) fn member_with_value(&mut self, members: &[(Name, Value)], v: Value) -> Run<Option<Value>> {
        for &(_, member) in members {
            let value = self.enum_part(member, "_value_")?;
            if value == v || self.equal(value, v)? {
                return Ok(Some(member));
            }
        }
        Ok(None)
    }

    pub(super) fn enum_part(&mut self, member: Value, part: &str) -> Run<Value> {
        let part = self.intern(part);
        self.own_attribute(member, part)?.ok_or_else(|| stop("no member of an Enum"))
    }

    /// `Color(2)`
    pub(in crate::interpret) fn enum_by_value(&mut self, class: ObjId, arguments: &Arguments) -> Run<Value> {
        let members = self.enum_members(class).unwrap_or_default().to_vec();
        let [v] = arguments.positional[..] else { return Err(stop("this call of an Enum is not modelled")) };
        if members.iter().any(|&(_, m)| m == v) {
            self.incref(v);
            return Ok(v);
        }
        if let Some(member) = self.member_with_value(&members, v)? {
            self.incref(member);
            return Ok(member);
        }
        if self.enum_data(class).is_some_and(|e| e.base.is_flag()) {
            let Some(bits) = self.as_int(v) else { return Err(stop("a flag of this value is not modelled")) };
            return self.combined_flag(class, bits);
        }
        Err(match (self.text_of(v, ["__repr__", "__repr__"])?, self.qualified_name(class)) {
            (Some(v), Some(class)) => raise("ValueError", format!("{v} is not a valid {class}")),
            _ => untold("ValueError"),
        })
    }

    /// `Color["RED"]` (borrowed)
    pub(in crate::interpret) fn enum_by_name(&self, class: ObjId, name: Value) -> Run<Option<Value>> {
        let Some(members) = self.enum_members(class) else { return Ok(None) };
        let Some(text) = self.as_str(name) else { return Err(stop("a member with an unknown name")) };
        if let Some(&(_, v)) = members.iter().find(|(n, _)| self.text(*n) == text) {
            return Ok(Some(v));
        }
        // Another name of a member stands in the class only.
        let alias = self.program().names.get(text).and_then(|n| self.class_attribute(class, n));
        match alias.filter(|&v| members.iter().any(|&(_, m)| m == v)) {
            Some(v) => Ok(Some(v)),
            None => Err(raise("KeyError", text.to_owned())),
        }
    }

    /// `.name` and `.value` of a member (borrowed).
    pub(in crate::interpret) fn enum_attribute(&mut self, o: Value, class: ObjId, name: Name) -> Run<Option<Value>> {
        if self.enum_data(class).is_none() {
            return Ok(None);
        }
        match self.text(name) {
            "name" => self.enum_part(o, "_name_").map(Some),
            "value" => self.enum_part(o, "_value_").map(Some),
            _ => Ok(None),
        }
    }

    // -- texts

    /// `Color.RED`, `<Color.RED: 1>`
    pub(in crate::interpret) fn enum_text(&mut self, o: Value, class: ObjId, hook: &str) -> Run<Option<String>> {
        let Some(base) = self.enum_data(class).map(|e| e.base) else { return Ok(None) };
        let modern = self.version >= PythonVersion::PY311;
        let value = self.enum_part(o, "_value_")?;
        if hook == "__str__" && modern && base.shows_value() {
            return self.text_of(value, ["__str__", "__repr__"]);
        }
        let name = self.enum_part(o, "_name_")?;
        let class = self.class_name(class).to_owned();
        let value = self.text_of(value, ["__repr__", "__repr__"])?;
        let name = match self.as_str(name) {
            Some(name) => Some(name.to_owned()),
            // The parts of a flag were told highest first, and zero as any other.
            None if !modern => return Ok(None),
            None => None,
        };
        Ok(value.map(|v| match (name, hook) {
            (Some(name), "__str__") => format!("{class}.{name}"),
            (Some(name), _) => format!("<{class}.{name}: {v}>"),
            (None, "__str__") => format!("{class}({v})"),
            (None, _) => format!("<{class}: {v}>"),
        }))
    }

    /// `format(member, spec)`: as its text, as its value where the class is one of numbers or text.
    pub(in crate::interpret) fn enum_format(&mut self, v: Value, spec: &str) -> Run<Option<String>> {
        let Some((class, base)) = self.enum_of(v).and_then(|c| Some((c, self.enum_data(c)?.base))) else {
            return Ok(None);
        };
        let mixed = matches!(&self.heap.get(class).data, ObjectData::Class(d) if d.base != Type::Object);
        let own = self.special(v, "__str__").is_some();
        let as_value = mixed && if self.version >= PythonVersion::PY311 { base.shows_value() } else { !own };
        if as_value {
            if own {
                return Err(stop("the format of this member is not modelled"));
            }
            let value = self.enum_part(v, "_value_")?;
            return Ok(self.format(value, spec));
        }
        let text = self.text_of(v, ["__str__", "__str__"])?;
        if spec.is_empty() {
            return Ok(text);
        }
        Ok(Spec::parse(spec).zip(text).and_then(|(spec, text)| spec.text(&text, self.version)))
    }
}
