//! `f.__code__`: the code object of a function, and what it tells of the function.

use super::Machine;
use super::machine::{Run, stop};
use crate::bytecode::{CodeId, Name, SlotKind};
use crate::heap::{ObjectData, Type, Value};

const PREFIX: &str = "code of ";

impl Machine<'_> {
    /// The one code object of a function. Who else holds it is not told.
    pub(super) fn code_object(&mut self, code: CodeId) -> Value {
        self.form(&format!("{PREFIX}{}", code.index()))
    }

    /// `f.__code__.co_name`: an owned reference; `None` if `o` is no code object.
    pub(super) fn code_attribute(&mut self, o: Value, name: Name) -> Run<Option<Value>> {
        let Some((_, object)) = self.known(o) else { return Ok(None) };
        if !object.is(Type::Opaque) || !matches!(object.data, ObjectData::Plain) {
            return Ok(None);
        }
        let of = self.modules.iter().find(|&(_, &v)| v == o).and_then(|(&n, _)| self.text(n).strip_prefix(PREFIX));
        let Some(code) = of.and_then(|n| n.parse().ok()).map(CodeId) else { return Ok(None) };
        self.compiler.ensure(code);
        let attribute = self.text(name).to_owned();
        let number = |n: u32| Ok(i64::from(n));
        let c = self.code(code);
        let n: Run<i64> = match &*attribute {
            "co_argcount" => number(c.positional),
            "co_posonlyargcount" => number(c.positional_only),
            "co_kwonlyargcount" => number(c.keyword_only),
            "co_firstlineno" => number(c.first_line),
            "co_name" => {
                let text = c.name.to_string();
                let v = self.string(&text);
                self.leave_shared(v);
                return Ok(Some(v));
            }
            "co_varnames" => return self.variables_of(code).map(Some),
            "co_freevars" => return self.captured_by(code, SlotKind::Free).map(Some),
            "co_cellvars" => return self.captured_by(code, SlotKind::Cell).map(Some),
            _ => Err(stop(format!("code.{attribute} is not modelled"))),
        };
        Ok(Some(self.int(n?)))
    }

    /// Parameters first. The compiler orders the others by where it meets them, which is not told here.
    fn variables_of(&mut self, code: CodeId) -> Run<Value> {
        let c = self.code(code);
        let parameters = c.parameters() as usize;
        let others = c.slots.iter().skip(parameters);
        if others.clone().any(|(_, kind)| matches!(kind, SlotKind::Hidden | SlotKind::Iteration)) {
            return Err(stop("the names of variables of comprehensions"));
        }
        let others: Vec<Name> = others.filter(|(_, kind)| *kind == SlotKind::Local).map(|&(name, _)| name).collect();
        if others.len() > 1 {
            return Err(stop("the order of local variables"));
        }
        let names = c.slots.iter().take(parameters).map(|&(name, _)| name).chain(others).collect();
        Ok(self.tuple_of_names(names))
    }

    fn captured_by(&mut self, code: CodeId, kind: SlotKind) -> Run<Value> {
        let c = self.code(code);
        let parameters = c.parameters() as usize;
        let found: Vec<usize> = (0..c.slots.len()).filter(|&i| c.slots[i].1 == kind).collect();
        if found.len() > 1 && found.iter().any(|&i| i < parameters) {
            return Err(stop("the order of captured parameters"));
        }
        let mut names: Vec<Name> = found.into_iter().map(|i| c.slots[i].0).collect();
        names.sort_by(|&a, &b| self.text(a).cmp(self.text(b)));
        Ok(self.tuple_of_names(names))
    }

    fn tuple_of_names(&mut self, names: Vec<Name>) -> Value {
        let items: Vec<Value> = names.into_iter().map(|n| self.name_string(n)).collect();
        let v = self.tuple(items.clone());
        items.iter().for_each(|&v| self.leave_untold(v));
        self.leave_shared(v);
        v
    }
}
