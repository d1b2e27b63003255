//! `READ | WRITE`: combined flags are made when they are first asked for, and their class keeps them (`enum.Flag`).

use crate::bytecode::BinaryOp;
use crate::config::PythonVersion;
use crate::heap::{ObjId, Value};
use crate::interpret::Machine;
use crate::interpret::machine::{Run, stop, untold};

impl Machine<'_> {
    /// The value of a flag as bits.
    pub(super) fn flag_bits(&self, flag: Value) -> Option<i64> {
        let part = self.program().names.get("_value_")?;
        let value = self.own_attribute(flag, part).ok().flatten()?;
        self.as_int(value).filter(|&n| n >= 0)
    }

    fn flag_class(&self, v: Value) -> Option<ObjId> {
        self.enum_of(v).filter(|&class| self.enum_data(class).is_some_and(|e| e.base.is_flag()))
    }

    /// The bits that have names.
    fn flag_mask(&self, class: ObjId) -> i64 {
        let members = self.enum_members(class).unwrap_or_default();
        members.iter().filter_map(|&(_, v)| self.flag_bits(v)).fold(0, |mask, n| mask | n)
    }

    /// The flag with these bits: a member, one that was asked for before, or a new one (`Flag._missing_`).
    pub(super) fn combined_flag(&mut self, class: ObjId, bits: i64) -> Run<Value> {
        let Some(e) = self.enum_data(class) else { return Err(stop("no flag")) };
        let all = e.members.iter().map(|&(_, v)| v).chain(e.combined.iter().copied());
        let found = all.into_iter().find(|&v| self.flag_bits(v) == Some(bits));
        if let Some(v) = found {
            self.incref(v);
            return Ok(v);
        }
        if bits < 0 || bits & !self.flag_mask(class) != 0 {
            return Err(if e.base.shows_value() || bits < 0 {
                stop("a flag of bits without names is not modelled")
            } else {
                untold("ValueError")
            });
        }
        let value = self.int(bits);
        let flag = self.bare_member(class, value)?;
        let name = self.combined_name(class, bits)?;
        self.set_part(flag, "_value_", value);
        self.set_part(flag, "_name_", name);
        if let Some(e) = self.enum_data_mut(class) {
            e.combined.push(flag);
        }
        self.incref(flag);
        Ok(flag)
    }

    /// `READ|WRITE` from 3.11 on; no name before, and none for zero.
    fn combined_name(&mut self, class: ObjId, bits: i64) -> Run<Value> {
        if self.version < PythonVersion::PY311 || bits == 0 {
            return Ok(Value::NONE);
        }
        let listed = self.listed_members(class).unwrap_or_default();
        let mut names = Vec::new();
        let mut told = 0;
        for v in listed {
            let own = self.flag_bits(v).unwrap_or_default();
            if own & bits == own {
                let name = self.enum_part(v, "_name_")?;
                names.push(self.as_str(name).unwrap_or_default().to_owned());
                told |= own;
            }
        }
        if told != bits {
            return Err(stop("a flag of bits without names is not modelled"));
        }
        Ok(self.string(&names.join("|")))
    }

    /// `READ | WRITE`, `&` and `^`; numbers combine with flags that are numbers.
    pub(in crate::interpret) fn combine_flags(
        &mut self,
        op: BinaryOp,
        left: Value,
        right: Value,
    ) -> Run<Option<Value>> {
        if !matches!(op, BinaryOp::Or | BinaryOp::And | BinaryOp::Xor) {
            return Ok(None);
        }
        let Some(class) = self.flag_class(left).or_else(|| self.flag_class(right)) else { return Ok(None) };
        if ["__or__", "__and__", "__xor__"].iter().any(|own| self.special(left, own).is_some()) {
            return Ok(None);
        }
        let (Some(a), Some(b)) = (self.flag_operand(class, left), self.flag_operand(class, right)) else {
            return Err(stop("an operator on this flag is not modelled"));
        };
        let bits = match op {
            BinaryOp::Or => a | b,
            BinaryOp::And => a & b,
            _ => a ^ b,
        };
        self.combined_flag(class, bits).map(Some)
    }

    fn flag_operand(&self, class: ObjId, v: Value) -> Option<i64> {
        if self.enum_of(v) == Some(class) {
            return self.flag_bits(v);
        }
        let number = self.enum_data(class)?.base.shows_value() && self.user_class(v).is_none();
        self.as_int(v).filter(|&n| number && n >= 0)
    }

    /// `~READ`: all other flags.
    pub(in crate::interpret) fn invert_flag(&mut self, v: Value) -> Run<Option<Value>> {
        let Some(class) = self.flag_class(v) else { return Ok(None) };
        let (Some(bits), mask) = (self.flag_bits(v), self.flag_mask(class)) else {
            return Err(stop("an unknown flag"));
        };
        let listed = self.listed_members(class).unwrap_or_default();
        let singles = listed.iter().filter_map(|&v| self.flag_bits(v)).fold(0, |all, n| all | n);
        let numbers = self.enum_data(class).is_some_and(|e| e.base.shows_value());
        // Up to 3.10 the complement of a number flag is negative; with gaps between the bits it has bits without names.
        if singles != mask || numbers && (self.version < PythonVersion::PY311 || (mask & (mask + 1)) != 0) {
            return Err(stop("~ of this flag is not modelled"));
        }
        let inverted = self.combined_flag(class, mask & !bits)?;
        if self.version >= PythonVersion::PY311 {
            self.keep_inverted(v, inverted)?;
        }
        Ok(Some(inverted))
    }

    /// A flag keeps its complement, from 3.11 on.
    fn keep_inverted(&mut self, flag: Value, inverted: Value) -> Run<()> {
        let part = self.intern("_inverted_");
        if self.own_attribute(flag, part)?.is_none() {
            self.incref(inverted);
            self.set_part(flag, "_inverted_", inverted);
        }
        Ok(())
    }

    /// `READ in access`
    pub(in crate::interpret) fn flag_contains(&mut self, container: Value, item: Value) -> Run<Option<bool>> {
        let Some(class) = self.flag_class(container) else { return Ok(None) };
        if self.enum_of(item) != Some(class) {
            return Err(stop("in of something else than a flag is not modelled"));
        }
        match (self.flag_bits(container), self.flag_bits(item)) {
            (Some(all), Some(part)) => Ok(Some(all & part == part)),
            _ => Err(stop("an unknown flag")),
        }
    }

    pub(in crate::interpret) fn flag_truth(&mut self, v: Value) -> Run<Option<bool>> {
        if self.flag_class(v).is_none() || self.special(v, "__bool__").is_some() {
            return Ok(None);
        }
        Ok(self.flag_bits(v).map(|n| n != 0))
    }
}
