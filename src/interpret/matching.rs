//! `match`: what the operations of a pattern find out about a subject (`ceval.c`, `match_class`, `match_keys`).

use super::Machine;
use super::machine::{Run, stop};
use crate::bytecode::{Name, Op};
use crate::cpython::patterns;
use crate::heap::{Class, Maker, ObjId, ObjectData, Type, Value};

impl Machine<'_> {
    pub(super) fn match_op(&mut self, f: usize, op: Op) -> Run<()> {
        match op {
            Op::MatchSequence => {
                let v = self.peek(f, 1)?;
                let is_sequence = self.is_matched_as(v, patterns::is_sequence)?;
                self.push(f, Value::bool(is_sequence));
            }
            Op::MatchMapping => {
                let v = self.peek(f, 1)?;
                let is_mapping = self.is_matched_as(v, patterns::is_mapping)?;
                self.push(f, Value::bool(is_mapping));
            }
            Op::GetLen => {
                let v = self.peek(f, 1)?;
                let id = self.object(v)?.0;
                let n = self.len_of(id).ok_or_else(|| stop("the length of this subject is not modelled"))?;
                let n = self.int(n as i64);
                self.push(f, n);
            }
            Op::MatchKeys => self.match_keys(f)?,
            Op::MatchRest => self.match_rest(f)?,
            Op::MatchClass(positional) => self.match_class(f, positional as usize)?,
            _ => {}
        }
        Ok(())
    }

    /// Whether a subject's class is one of these, or inherits from one; of classes that are not known it is not told.
    fn is_matched_as(&self, v: Value, matched: fn(&str) -> bool) -> Run<bool> {
        let (_, object) = self.object(v)?;
        let class = match (object.class, &object.data) {
            (Class::Builtin(Type::Opaque | Type::Object), _) => None,
            (Class::Builtin(ty), _) => Some(ty),
            (Class::User(_), ObjectData::Instance(_) | ObjectData::Exception(_)) => Some(Type::Object),
            (Class::User(_), ObjectData::List(_)) => Some(Type::List),
            (Class::User(_), ObjectData::Tuple(_)) => Some(Type::Tuple),
            (Class::User(_), ObjectData::Dict(_)) => Some(Type::Dict),
            (Class::User(_), _) => None,
        };
        class.map(|ty| matched(ty.name())).ok_or_else(|| stop("a subject of this class is not modelled"))
    }

    /// `[subject keys] -> [subject keys values]`, or `None` if one is missing.
    fn match_keys(&mut self, f: usize) -> Run<()> {
        let (keys, subject) = (self.peek(f, 1)?, self.peek(f, 2)?);
        let mut values = Vec::new();
        for key in self.sequence_items(keys).unwrap_or_default() {
            let k = self.plain_key(key)?;
            match self.dict_mut(subject)?.get(&k) {
                Some(v) => values.push(v),
                None => {
                    self.push(f, Value::NONE);
                    return Ok(());
                }
            }
        }
        values.iter().for_each(|&v| self.incref(v));
        let values = self.tuple(values);
        self.push(f, values);
        Ok(())
    }

    /// `[subject keys] -> [dict]`: a copy without the keys.
    fn match_rest(&mut self, f: usize) -> Run<()> {
        let (keys, subject) = (self.pop(f)?, self.pop(f)?);
        let rest = self.new_dict();
        self.dict_update(rest, subject)?;
        for key in self.sequence_items(keys).unwrap_or_default() {
            let k = self.plain_key(key)?;
            if let Some((k, v)) = self.dict_mut(rest)?.remove(&k) {
                self.decref_all([k, v])?;
            }
        }
        self.finish(f, rest, &[keys, subject])
    }

    /// `[subject class names] -> [values]`, or `None`.
    fn match_class(&mut self, f: usize, positional: usize) -> Run<()> {
        let (names, class, subject) = (self.pop(f)?, self.pop(f)?, self.pop(f)?);
        let result = match self.instance_of(subject, class)? {
            true => self.class_pattern_values(subject, class, names, positional)?,
            false => None,
        };
        let result = result.map_or(Value::NONE, |values| self.tuple(values));
        self.finish(f, result, &[names, class, subject])
    }

    fn class_pattern_values(
        &mut self,
        subject: Value,
        class: Value,
        names: Value,
        positional: usize,
    ) -> Run<Option<Vec<Value>>> {
        let mut values = Vec::new();
        let mut attributes = Vec::new();
        if positional > 0 {
            match &self.object(class)?.1.data {
                ObjectData::Builtin(name) if patterns::matches_itself(name) && positional == 1 => {
                    self.incref(subject);
                    values.push(subject);
                }
                ObjectData::Class(_) => attributes.extend(self.match_args(class, positional)?),
                _ => return Err(stop("positional patterns of this class are not modelled")),
            }
        }
        attributes.extend(self.sequence_items(names).unwrap_or_default());
        for name in attributes {
            let Some(text) = self.as_str(name).map(str::to_owned) else { return Err(stop("an unknown attribute")) };
            let name = self.intern(&text);
            match self.load_attr(subject, name) {
                Ok(v) => values.push(v),
                Err(e) if self.is_attribute_error(&e) => {
                    self.discard(e)?;
                    self.decref_all(values)?;
                    return Ok(None);
                }
                Err(_) => return Err(stop("an attribute of a subject is not modelled")),
            }
        }
        Ok(Some(values))
    }

    /// The first of the names in `__match_args__`.
    fn match_args(&mut self, class: Value, n: usize) -> Run<Vec<Value>> {
        let (name, id) = (self.intern("__match_args__"), self.known_id(class)?);
        let names = match self.class_attribute(id, name).and_then(|v| self.sequence_items(v)) {
            Some(names) => Some(names),
            None => self.generated_match_args(id),
        };
        let names = names.filter(|names| names.len() >= n);
        names.map(|names| names[..n].to_vec()).ok_or_else(|| stop("__match_args__ is missing or too short"))
    }

    /// A data class has its fields there, a named tuple its names.
    fn generated_match_args(&mut self, class: ObjId) -> Option<Vec<Value>> {
        let ObjectData::Class(d) = &self.heap.get(class).data else { return None };
        let makers = d.mro.iter().filter_map(|&c| match &self.heap.get(c).data {
            ObjectData::Class(d) => Some(&d.made_by),
            _ => None,
        });
        let names: Vec<Name> = makers.into_iter().find_map(|maker| match maker {
            Maker::DataClass(fields) => {
                Some(fields.iter().filter(|f| f.init && !f.keyword_only).map(|f| f.name).collect())
            }
            Maker::NamedTuple { fields, .. } => Some(fields.to_vec()),
            _ => None,
        })?;
        Some(names.into_iter().map(|n| self.name_string(n)).collect())
    }
}
